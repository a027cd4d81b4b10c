"""How a calendar is answered: in two forms, marked with its version, and not made again where that is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, request, url_for

from rtop_event import ical
from rtop_event.answer import file_answer
from rtop_event.calendars.feeds import Version
from rtop_event.kept import SQUEEZED_TAG

ICS, JSON = "ics", "json"


def as_file(calendar: bytes, name: str, ending: str) -> Response:
    """A calendar as it is asked for: as lines, or as jCal."""
    if ending == JSON:
        return file_answer(ical.jcal(calendar), "application/calendar+json; charset=utf-8", f"{name}.json")
    return file_answer(calendar, "text/calendar; charset=utf-8", f"{name}.ics")


def to_all(version: Version, make: Callable[[], Response]) -> Response:
    """A calendar that everybody may have: made only for who does not know this version."""
    tags = (version.tag, version.tag + SQUEEZED_TAG)
    known = next((one for one in tags if request.if_none_match.contains_weak(one)), None)
    if known is not None:
        return _for_all(Response(status=304), Version(known, version.changed_at))
    return _for_all(make(), version)


def _for_all(response: Response, version: Version) -> Response:
    """To be asked for again each time, and known by its version."""
    response.set_etag(version.tag)
    response.last_modified = version.changed_at
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Language, Cookie, Accept-Encoding"
    return response


def absolute(endpoint: str, **parts: Any) -> str:
    """The whole address of a page or a calendar."""
    base: str = current_app.extensions["settings"].base_url
    return base + url_for(endpoint, **parts)
