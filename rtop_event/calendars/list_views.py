"""The published list as a calendar to subscribe to: every turn with its expected time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Response
from flask_babel import get_locale
from flask_babel import gettext as _

from rtop_event import ical
from rtop_event.answer import keep
from rtop_event.calendars.answering import ICS, JSON, absolute, as_file, keeps, to_all
from rtop_event.calendars.blueprint import pages
from rtop_event.calendars.published import Announced, announced, list_appointments, list_version
from rtop_event.clock import now
from rtop_event.dialogues.finding import published_dialogue
from rtop_event.dialogues.models import Dialogue


@pages.get("/dialogues/<slug:slug>/speakers.ics")
def list_feed(slug: str) -> Response:
    """The published places as a calendar; empty before the list is published."""
    return _list(slug, ICS)


@pages.get("/dialogues/<slug:slug>/speakers.json")
def list_feed_json(slug: str) -> Response:
    """The same as jCal, for programs."""
    return _list(slug, JSON)


def _list(slug: str, ending: str) -> Response:
    dialogue, at = published_dialogue(slug), now()
    turns = announced(dialogue)
    version = list_version(dialogue, turns, at=at, language=str(get_locale()), keeps=keeps())
    made = to_all(
        version, lambda: as_file(_calendar(dialogue, turns, at, version.changed_at), f"{slug}-speakers", ending)
    )
    return keep(made, at=at, turns=[one.leaves_at(keeps()) for one in turns], follows_list=True)


def _calendar(dialogue: Dialogue, turns: Sequence[Announced], at: datetime, changed_at: datetime) -> bytes:
    url, locale = absolute("dialogues.show", slug=dialogue.slug), get_locale()
    language = locale.language if locale else "en"
    return ical.feed(
        list_appointments(dialogue, turns, at=at, url=url, language=language, keeps=keeps()),
        name=_("List of speakers: %(theme)s", theme=dialogue.theme),
        description=dialogue.title,
        source=absolute("calendars.list_feed", slug=dialogue.slug),
        changed=changed_at,
        zone=dialogue.zone,
        cancelled=_("Cancelled:") + " ",
    )
