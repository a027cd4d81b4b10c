"""The application that `flask --app app` and the web server find."""

from rtop_event.application import create_app

app = create_app()
