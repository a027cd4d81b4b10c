"""Who asks, who answers: the feed of a dialogue, and how to subscribe to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, current_app, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from rtop_event import ical
from rtop_event.answer import answer, keep
from rtop_event.calendars import own_views
from rtop_event.calendars.blueprint import ICS, JSON, as_file, pages
from rtop_event.calendars.feeds import appointments, tag_of
from rtop_event.calendars.telling import follow, look
from rtop_event.clock import now
from rtop_event.dialogues.finding import published_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.kept import SQUEEZED_TAG
from rtop_event.mailing.rounds import add_round
from rtop_event.organisers.record import add_follower
from rtop_event.showing import say

__all__ = ["add_to", "own_views"]


def add_to(app: Flask) -> None:
    """Join this wing to the application."""
    app.register_blueprint(pages)
    add_round(app, look)
    add_follower(app, follow)


@dataclass(frozen=True)
class SubscribePage:
    """How to bring a dialogue into one's calendar."""

    slug: str
    theme: str
    feed_url: str
    host_statement: str


@pages.get("/dialogues/<slug:slug>/calendar.ics")
def feed(slug: str) -> Response:
    """The meetings as a calendar to subscribe to."""
    return _feed(slug, ICS)


@pages.get("/dialogues/<slug:slug>/calendar.json")
def feed_json(slug: str) -> Response:
    """The same as jCal, for programs."""
    return _feed(slug, JSON)


def _feed(slug: str, ending: str) -> Response:
    dialogue, at = published_dialogue(slug), now()
    tag = tag_of(dialogue, at=at, version=dialogue.version, language=str(get_locale()))
    known = next((one for one in (tag, tag + SQUEEZED_TAG) if request.if_none_match.contains_weak(one)), None)
    if known is not None:
        return _marked(Response(status=304), known, dialogue.changed_at)
    marked = _marked(as_file(_calendar(dialogue, at), slug, ending), tag, dialogue.changed_at)
    return keep(marked, at=at, turns=[meeting.ends_at for meeting in dialogue.meetings])


def _calendar(dialogue: Dialogue, at: datetime) -> bytes:
    url = _absolute("dialogues.show", dialogue.slug)
    return ical.feed(
        appointments(dialogue, at=at, url=url, about=dialogue.host_statement, say=say),
        name=dialogue.theme,
        description=dialogue.title,
        source=_absolute("calendars.feed", dialogue.slug),
        changed=dialogue.changed_at,
        zone=dialogue.zone,
        cancelled=_("Cancelled:") + " ",
    )


def _marked(response: Response, tag: str, changed_at: datetime) -> Response:
    """To be asked for again each time, and known by its version."""
    response.set_etag(tag)
    response.last_modified = changed_at
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Language, Cookie, Accept-Encoding"
    return response


@pages.get("/dialogues/<slug:slug>/calendar/")
def subscribe(slug: str) -> Response:
    """The ways into a calendar, and how slow each is."""
    dialogue = published_dialogue(slug)
    page = SubscribePage(slug, dialogue.theme, _absolute("calendars.feed", slug), dialogue.host_statement)
    return keep(answer("calendars/subscribe.html", page), at=now())


def _absolute(endpoint: str, slug: str) -> str:
    base: str = current_app.extensions["settings"].base_url
    return base + url_for(endpoint, slug=slug)
