"""Who asks, who answers: the feed of a dialogue, and how to subscribe to it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, current_app, url_for
from flask_babel import gettext as _

from rtop_event import ical
from rtop_event.answer import answer, file_answer, keep
from rtop_event.calendars import own_views
from rtop_event.calendars.blueprint import pages
from rtop_event.calendars.feeds import appointments
from rtop_event.calendars.telling import follow, look
from rtop_event.clock import now
from rtop_event.dialogues.finding import published_dialogue
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
    dialogue, at = published_dialogue(slug), now()
    url = _absolute("dialogues.show", slug)
    calendar = ical.feed(
        appointments(dialogue, at=at, url=url, about=dialogue.host_statement, say=say),
        name=dialogue.theme,
        description=dialogue.title,
        source=_absolute("calendars.feed", slug),
        changed=dialogue.changed_at,
        zone=dialogue.zone,
        cancelled=_("Cancelled:") + " ",
    )
    response = file_answer(calendar, "text/calendar; charset=utf-8", f"{slug}.ics")
    response.headers["Vary"] = "Accept-Language, Cookie, Accept-Encoding"
    return keep(response, at=at, turns=[meeting.ends_at for meeting in dialogue.meetings])


@pages.get("/dialogues/<slug:slug>/calendar/")
def subscribe(slug: str) -> Response:
    """The ways into a calendar, and how slow each is."""
    dialogue = published_dialogue(slug)
    page = SubscribePage(slug, dialogue.theme, _absolute("calendars.feed", slug), dialogue.host_statement)
    return keep(answer("calendars/subscribe.html", page), at=now())


def _absolute(endpoint: str, slug: str) -> str:
    base: str = current_app.extensions["settings"].base_url
    return base + url_for(endpoint, slug=slug)
