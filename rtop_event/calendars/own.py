"""What a delegate's own feed is made from, and the version by which it is known before it is made."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select

from rtop_event.appointment import Appointment
from rtop_event.calendars.feeds import KEEPS, Version, appointments, gone, leaves_at, leaving
from rtop_event.calendars.models import TurnTold
from rtop_event.calendars.turns import CANCELLED, Whose, tentative, turn_entry
from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.links import digest_of
from rtop_event.organisers.models import Change
from rtop_event.registrations import finding
from rtop_event.registrations.models import Registration
from rtop_event.registrations.pages import shown_name
from rtop_event.registrations.states import Status
from rtop_event.showing import say
from rtop_event.speakers import revisions
from rtop_event.speakers.spread import HABIT

GONE = frozenset({Status.WITHDRAWN, Status.LAPSED})


def version_of(registration: Registration, at: datetime, *, token: str, keeps: timedelta = KEEPS) -> Version:
    """The version at that moment, from the rows of the request, its dialogue, its turn; and under which address."""
    dialogue, told = registration.dialogue, session.get(TurnTold, registration.id)
    over, past = gone(leaving(dialogue, keeps), at), gone([turn_leaves_at(told, keeps)] if told else [], at)
    turn = (told.sequence, told.told_at) if told else None
    steps = (registration.id, registration.version, turn, registration.status(at))
    facts = (*steps, dialogue.version, len(over), len(past), digest_of(token))
    tag = hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
    changed = [_changed_at(registration, told), *last_change(registration.dialogue, finding.about(registration))]
    return Version(tag, max([*changed, *over, *past]))


def own_appointments(
    registration: Registration, at: datetime, *, url: str, keeps: timedelta = KEEPS
) -> tuple[Appointment, ...]:
    """The entries of the feed at that moment: no meetings for who has withdrawn, tentative ones before the answer."""
    dialogue, status = registration.dialogue, registration.status(at)
    meetings = appointments(dialogue, at=at, url=url, about=dialogue.host_statement, say=say, keeps=keeps)
    if status in GONE:
        meetings = ()
    elif status is Status.RECEIVED:
        meetings = tuple(tentative(meeting) for meeting in meetings)
    told = session.get(TurnTold, registration.id)
    return (*meetings, *turn(registration, told, at, url=url, keeps=keeps)) if told else meetings


def turn_leaves_at(told: TurnTold, keeps: timedelta) -> datetime:
    """When a turn leaves the calendars of who holds it."""
    return leaves_at(told.ends_at, keeps, cancelled=told.status == CANCELLED)


def turn(
    registration: Registration, told: TurnTold, at: datetime, *, url: str, keeps: timedelta
) -> tuple[Appointment, ...]:
    """The turn as it was told, until it leaves."""
    if turn_leaves_at(told, keeps) <= at:
        return ()
    entry = turn_entry(registration.dialogue, whose_turn(registration, told), told, url=url, say=say)
    changed = max([entry.changed, *last_change(registration.dialogue, finding.about(registration))])
    return (replace(entry, changed=changed, stamp=changed),)


def whose_turn(registration: Registration, told: TurnTold) -> Whose:
    """Whose turn it is, in the language at work."""
    return Whose(
        key=registration.form_key,
        delegation=shown_name(registration),
        speaks=registration.on_the_list,
        spread=HABIT.told,
        sequence=told.sequence,
        created_at=registration.received_at,
        changed_at=_changed_at(registration, told),
        label=None if told.revision is None else revisions.label(told.revision),
        came_later=told.revision is None and revisions.last_number(registration.dialogue) is not None,
    )


def last_change(dialogue: Dialogue, about: str) -> tuple[datetime, ...]:
    """The last moment at which the record of a dialogue tells of this, if it does."""
    found = session.scalar(select(func.max(Change.at)).where(Change.dialogue == dialogue.slug, Change.about == about))
    return (found,) if found else ()


def _changed_at(registration: Registration, told: TurnTold | None) -> datetime:
    """The last moment at which anything that the feed tells has changed."""
    moments = [registration.dialogue.changed_at, registration.received_at, registration.requested_at]
    steps = (registration.verified_at, registration.withdrawn_at, registration.decided_at, told and told.told_at)
    known = [moment for moment in steps if moment]
    return max([*moments, *known])
