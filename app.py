"""The application that `flask --app app` and the web server find."""

import os

from rtop_event.application import create_app

os.umask(0o077)  # what is written into the instance (letters, lists, copies) is for its owner only
app = create_app()
