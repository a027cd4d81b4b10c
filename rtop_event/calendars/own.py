"""What a delegate's own feed is made from, and the version by which it is known before it is made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from rtop_event.appointment import Appointment
from rtop_event.calendars.feeds import appointments
from rtop_event.calendars.turns import TurnFacts, tentative, turn_entry
from rtop_event.database import session
from rtop_event.organisers.models import Change
from rtop_event.registrations.models import Registration
from rtop_event.registrations.pages import shown_name
from rtop_event.registrations.standing import place_of
from rtop_event.registrations.states import Status
from rtop_event.showing import say
from rtop_event.speakers import revisions
from rtop_event.speakers.told import published_place

GONE = frozenset({Status.WITHDRAWN, Status.LAPSED})


@dataclass(frozen=True, slots=True)
class Version:
    """How a feed is known: it changes with every line of the record, and where words change by themselves."""

    tag: str
    changed_at: datetime


def version_of(registration: Registration, at: datetime) -> Version:
    """The version at that moment, from the last line of the record and the row itself."""
    dialogue = registration.dialogue
    last = session.scalar(select(Change.id).order_by(Change.id.desc()).limit(1))
    over = [meeting.ends_at for meeting in dialogue.meetings if meeting.ends_at <= at]
    facts = (registration.id, registration.version, dialogue.version, last, registration.status(at).value, len(over))
    tag = hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
    return Version(tag, max(_changed_at(registration), *over) if over else _changed_at(registration))


def own_appointments(registration: Registration, at: datetime, *, url: str) -> tuple[Appointment, ...]:
    """The entries of the feed at that moment: no meetings for who has withdrawn, tentative ones before the answer."""
    dialogue, status = registration.dialogue, registration.status(at)
    meetings = appointments(dialogue, at=at, url=url, about=dialogue.host_statement, say=say)
    if status in GONE:
        meetings = ()
    elif status is Status.RECEIVED:
        meetings = tuple(tentative(meeting) for meeting in meetings)
    turn = _turn(registration, at)
    return (*meetings, turn_entry(dialogue, turn, url=url, say=say)) if turn else meetings


def _turn(registration: Registration, at: datetime) -> TurnFacts | None:
    """The turn that is expected; after a withdrawal the published one, as cancelled, until it would have ended."""
    place = place_of(registration, at) if registration.on_the_list else published_place(registration)
    if place is None or place.starts_at is None or place.ends_at is None:
        return None
    if not registration.on_the_list and place.ends_at <= at:
        return None
    dialogue = registration.dialogue
    last = revisions.last_number(dialogue)
    meeting = next((one for one in dialogue.meetings if one.number == place.number), None)
    return TurnFacts(
        key=registration.form_key,
        delegation=shown_name(registration),
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        earliest=place.earliest,
        latest=place.latest,
        spread=place.spread,
        meeting=meeting,
        place=place.place,
        label=None if place.revision is None else revisions.label(place.revision),
        cancelled=not registration.on_the_list,
        sequence=registration.version + dialogue.sequence + (last[0] + 1 if last else 0),
        created_at=registration.received_at,
        changed_at=_changed_at(registration),
    )


def _changed_at(registration: Registration) -> datetime:
    """The last moment at which anything of this dialogue changed."""
    dialogue = registration.dialogue
    query = select(Change.at).where(Change.dialogue == dialogue.slug).order_by(Change.id.desc()).limit(1)
    return max(session.scalar(query) or dialogue.changed_at, dialogue.changed_at, registration.received_at)
