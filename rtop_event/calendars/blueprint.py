"""The doors of this wing."""

from flask import Blueprint, Response

from rtop_event import ical
from rtop_event.answer import file_answer

pages = Blueprint("calendars", __name__)
ICS, JSON = "ics", "json"


def as_file(calendar: bytes, name: str, ending: str) -> Response:
    """A calendar as it is asked for: as lines, or as jCal."""
    if ending == JSON:
        return file_answer(ical.jcal(calendar), "application/calendar+json; charset=utf-8", f"{name}.json")
    return file_answer(calendar, "text/calendar; charset=utf-8", f"{name}.ics")
