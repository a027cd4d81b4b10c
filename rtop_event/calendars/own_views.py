"""The delegate's own feed: behind a personal link, and not made again while nothing has changed."""

from __future__ import annotations

import gzip
import hashlib
from datetime import datetime

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _

from rtop_event import ical
from rtop_event.calendars.answering import ICS, JSON, as_file
from rtop_event.calendars.blueprint import pages
from rtop_event.calendars.feeds import Version
from rtop_event.calendars.own import own_appointments, version_of
from rtop_event.clock import now
from rtop_event.kept import SQUEEZED_TAG
from rtop_event.languages import force_locale
from rtop_event.limits import limiter
from rtop_event.registrations import finding
from rtop_event.registrations.models import Registration

POLL = "60 per hour"
"""For one link; a calendar that looks every quarter of an hour never meets it."""


def _link() -> str:
    return hashlib.sha256(str((request.view_args or {}).get("token")).encode()).hexdigest()


@pages.get("/registrations/<token:token>/calendar.ics")
@limiter.limit(POLL, key_func=_link)
def own_feed(token: str) -> Response:
    """The meetings and the turn of one request, as a calendar to subscribe to."""
    return _own(token, ICS)


@pages.get("/registrations/<token:token>/calendar.json")
@limiter.limit(POLL, key_func=_link)
def own_feed_json(token: str) -> Response:
    """The same as jCal, for programs."""
    return _own(token, JSON)


def _own(token: str, ending: str) -> Response:
    registration, at = finding.of_calendar(token), now()
    version = version_of(registration, at)
    known = _marked(Response(), version)
    if known.make_conditional(request).status_code == 304:
        return known
    with force_locale(registration.language):
        calendar = _calendar(registration, at)
    return _squeezed(_marked(as_file(calendar, registration.dialogue.slug, ending), version))


def _calendar(registration: Registration, at: datetime) -> bytes:
    dialogue = registration.dialogue
    base = current_app.extensions["settings"].base_url
    return ical.feed(
        own_appointments(registration, at, url=base + url_for("dialogues.show", slug=dialogue.slug)),
        name=dialogue.theme,
        description=dialogue.title,
        source=base + url_for("calendars.own_feed", token=finding.calendar_token(registration)),
        changed=version_of(registration, at).changed_at,
        zone=dialogue.zone,
        cancelled=_("Cancelled:") + " ",
    )


def _marked(response: Response, version: Version) -> Response:
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
