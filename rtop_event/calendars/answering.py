"""How a calendar is answered: in two forms, marked with its version, and not made again where that is known."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Response, current_app, request, url_for

from rtop_event import ical
from rtop_event.answer import file_answer
from rtop_event.calendars import addresses
from rtop_event.calendars.feeds import Version
from rtop_event.calendars.models import CalendarAddress
from rtop_event.kept import SQUEEZED_TAG
from rtop_event.own_calendar import OwnCalendar
from rtop_event.settings import Settings

ICS, JSON = "ics", "json"
POLL = "60 per hour"
"""For one personal address; a calendar that looks every quarter of an hour never meets it."""


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


def link() -> str:
    """By what polls of one personal address are counted: not by the token itself, which is stored nowhere."""
    return hashlib.sha256(str((request.view_args or {}).get("token")).encode()).hexdigest()


def to_one(
    version: Version, make: Callable[[], Response], *, address: CalendarAddress | None, at: datetime
) -> Response:
    """One person's calendar: made only for who does not know this version; that its address was used is noted."""
    answer = _for_one(Response(), version)
    if answer.make_conditional(request).status_code != 304:
        answer = _squeezed(_for_one(make(), version))
    if address is not None and request.method == "GET":
        addresses.came(address, at)
    return answer


def _for_one(response: Response, version: Version) -> Response:
    """For one person only, to be asked for again each time, and known by its version."""
    response.set_etag(version.tag + (SQUEEZED_TAG if request.accept_encodings["gzip"] else ""))
    response.last_modified = version.changed_at
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _squeezed(response: Response) -> Response:
    if request.accept_encodings["gzip"]:
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def shown(owner: addresses.Owner, token: str, *, feed: str, renew: str) -> OwnCalendar:
    """The calendar as the owner's page shows it; `token` is that of the page."""
    address = addresses.address_of(owner)
    carried = addresses.token_of(address)
    return OwnCalendar(
        feed_url=absolute(feed, token=carried) if carried else "",
        fetched_at=address.fetched_at if address else None,
        renew_url=url_for(renew, token=token),
    )


def keeps() -> timedelta:
    """For how long what took place stays in a feed."""
    settings: Settings = current_app.extensions["settings"]
    return timedelta(days=settings.feed_days)


def absolute(endpoint: str, **parts: Any) -> str:
    """The whole address of a page or a calendar."""
    base: str = current_app.extensions["settings"].base_url
    return base + url_for(endpoint, **parts)
