"""The application that `flask --app app` and the web server find."""

import gc
import os

gc.disable()  # nothing of what is loaded here is ever thrown away: looking for it took a tenth of the start

from rtop_event.application import create_app  # noqa: E402 (the collector rests before this loads)

os.umask(0o077)  # what is written into the instance (letters, lists, copies) is for its owner only
app = create_app()
gc.freeze()
gc.enable()
