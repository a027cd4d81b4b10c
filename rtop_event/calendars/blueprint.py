"""The doors of this wing."""

from flask import Blueprint

pages = Blueprint("calendars", __name__)
