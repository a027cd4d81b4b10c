"""Delegations that want to be told before their turn: what they asked for, and the letter that each gets once.

It leaves without an organiser's approval, like a receipt: its recipient has asked for it, and it tells nobody else of
anything. Letter and the fact that it was written are one transaction, so whatever is killed, nobody is told twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.finding import all_dialogues
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.models import TurnWarned, TurnWatch
from rtop_event.floor.soon import is_soon
from rtop_event.floor.soon_letters import expected_told, soon
from rtop_event.floor.turns_now import room_now
from rtop_event.registrations import posting
from rtop_event.registrations.actions import DELEGATION
from rtop_event.registrations.models import Registration
from rtop_event.registrations.steps import note
from rtop_event.speakers.holding import held
from rtop_event.speakers.listing import key_of, listing
from rtop_event.speakers.room_now import Stage

ASKED, ASKED_NOT = "asked for a letter before its turn", "asked for no letter before its turn"
AHEAD, AFTER = timedelta(hours=1), timedelta(hours=6)
"""On the day itself, from before the first meeting until well after the last: other floors are exercises."""


def watch(registration: Registration, minutes: int | None, *, at: datetime) -> None:
    """Tell a delegation so many minutes before its turn, or no longer; the same again changes nothing."""
    known = session.get(TurnWatch, registration.id)
    if (known and known.minutes) == minutes:
        return
    if minutes is None:
        session.delete(known)
    else:
        session.merge(TurnWatch(registration_id=registration.id, minutes=minutes, asked_at=at))
    note(registration, ASKED if minutes else ASKED_NOT, by=DELEGATION, at=at, before={}, after={})


def warn_of_turns(at: datetime) -> None:
    """Each minute: one letter for each turn that comes soon, with the fact that it was written."""
    for dialogue in all_dialogues():
        there = dialogue.published_at is not None and not (dialogue.cancelled_at or dialogue.rehearses)
        if there and dialogue.starts_at - AHEAD <= at < dialogue.ends_at + AFTER and _waiting(dialogue):
            held(dialogue)
            _warn(dialogue, at)


def _warn(dialogue: Dialogue, at: datetime) -> None:
    expected = expected_turns(dialogue, at)
    for asked, registration in _waiting(dialogue):
        starts_at = expected.get(key_of(registration.id))
        if starts_at is not None and is_soon(starts_at, asked.minutes, at):
            session.add(TurnWarned(registration_id=registration.id, expected_at=starts_at, warned_at=at))
            told = soon(posting.about(registration, at), expected_told(starts_at, dialogue.zone))
            posting.post_told(told, registration, at=at)
    session.flush()


def expected_turns(dialogue: Dialogue, at: datetime) -> Mapping[str, datetime]:
    """When those who wait will speak: as the room sees it, before it has opened as the list has it."""
    found = listing(dialogue)
    room = room_now(dialogue, lambda: found, at)
    if room is None:
        return {row.key: row.turn.starts_at for row in found.rows if row.turn.starts_at and row.turn.fits}
    return {
        key: turn.starts_at
        for key, turn in room.turns.items()
        if turn.stage is Stage.WAITS and turn.starts_at is not None
    }


def _waiting(dialogue: Dialogue) -> Sequence[tuple[TurnWatch, Registration]]:
    """Who asked and was not told yet."""
    asked = select(TurnWatch, Registration).join(Registration, Registration.id == TurnWatch.registration_id)
    asked = asked.outerjoin(TurnWarned, TurnWarned.registration_id == Registration.id)
    mine = asked.where(Registration.dialogue_id == dialogue.id, TurnWarned.registration_id.is_(None))
    return [(row[0], row[1]) for row in session.execute(mine.order_by(Registration.id))]
