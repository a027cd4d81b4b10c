"""Who asks, who answers: the feed of a dialogue, and how to subscribe to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response
from flask_babel import get_locale
from flask_babel import gettext as _

from rtop_event import ical, own_calendar
from rtop_event.answer import answer, keep
from rtop_event.calendars import (
    addresses,
    held_views,
    invited_views,
    letter_kinds,
    list_views,
    own_views,
    turn_declining,
    turn_fitting,
    turn_replies,
    waiting,
)
from rtop_event.calendars.answering import ICS, JSON, absolute, as_file, keeps, to_all
from rtop_event.calendars.blueprint import pages
from rtop_event.calendars.feeds import appointments, leaving, version_of
from rtop_event.calendars.following import follow, look
from rtop_event.clock import now
from rtop_event.dialogues.finding import published_dialogue
from rtop_event.dialogues.letterkinds import add_kinds
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.models import Invitation
from rtop_event.invitations.proposals import add_proposals
from rtop_event.mailing.fitting import add_judge
from rtop_event.mailing.meaning import Reader, add_reader
from rtop_event.mailing.rounds import add_round
from rtop_event.organisers import dashboard, things
from rtop_event.organisers.record import add_follower
from rtop_event.registrations.models import Registration
from rtop_event.registrations.recorded import requests_named
from rtop_event.showing import say

__all__ = ["add_to", "held_views", "invited_views", "list_views", "own_views"]


def add_to(app: Flask) -> None:
    """Join this wing to the application."""
    app.register_blueprint(pages)
    add_round(app, look)
    add_follower(app, follow)
    addresses.watch()
    own_calendar.add_source(app, Registration, own_views.own_calendar)
    own_calendar.add_source(app, Invitation, invited_views.own_calendar)
    dashboard.add_sources(app, waiting=waiting.waiting)
    add_kinds(app, letter_kinds.TITLE, letter_kinds.KINDS)
    add_judge(app, turn_fitting.misfits)
    add_judge(app, turn_declining.misfits)
    things.add_source(app, "turn", requests_named)
    add_proposals(app, turn_declining.matter_of)
    add_reader(app, Reader(turn_replies.whose, turn_replies.read))


@dataclass(frozen=True)
class SubscribePage:
    """How to bring a dialogue into one's calendar."""

    slug: str
    theme: str
    feed_url: str
    list_url: str
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
    known = version_of(dialogue, at=at, version=dialogue.version, language=str(get_locale()), keeps=keeps())
    marked = to_all(known, lambda: as_file(_calendar(dialogue, at, known.changed_at), slug, ending))
    return keep(marked, at=at, turns=leaving(dialogue, keeps()))


def _calendar(dialogue: Dialogue, at: datetime, changed_at: datetime) -> bytes:
    url = absolute("dialogues.show", slug=dialogue.slug)
    return ical.feed(
        appointments(dialogue, at=at, url=url, about=dialogue.host_statement, say=say, keeps=keeps()),
        name=dialogue.theme,
        description=dialogue.title,
        source=absolute("calendars.feed", slug=dialogue.slug),
        changed=changed_at,
        zone=dialogue.zone,
        cancelled=_("Cancelled:") + " ",
    )


@pages.get("/dialogues/<slug:slug>/calendar/")
def subscribe(slug: str) -> Response:
    """The ways into a calendar, and how slow each is."""
    dialogue = published_dialogue(slug)
    meetings, turns = absolute("calendars.feed", slug=slug), absolute("calendars.list_feed", slug=slug)
    page = SubscribePage(slug, dialogue.theme, meetings, turns, dialogue.host_statement)
    return keep(answer("calendars/subscribe.html", page), at=now())
