"""Delegations that want to be told before their turn: what they asked for, and the letter that each gets once.

It leaves without an organiser's approval, like a receipt: its recipient has asked for it, and it tells nobody else of
anything. Letter and the fact that it was written are one transaction, so whatever is killed, nobody is told twice. Only
a turn that is put off to much later is told of anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.finding import all_dialogues
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.models import TurnWarned, TurnWatch
from rtop_event.floor.soon import is_soon
from rtop_event.floor.soon_letters import expected_told, soon
from rtop_event.mailing.models import Letter
from rtop_event.registrations import posting
from rtop_event.registrations.actions import DELEGATION
from rtop_event.registrations.models import Registration
from rtop_event.registrations.steps import note
from rtop_event.speakers import revisions
from rtop_event.speakers.holding import held
from rtop_event.speakers.listing import key_of, listing
from rtop_event.speakers.moved_floor import later_by
from rtop_event.speakers.room_now import AHEAD, Stage, room_now
from rtop_event.speakers.seen import PlaceSeen, as_seen
from rtop_event.wording import Sentence, sentence

ASKED, ASKED_NOT = "asked for a letter before its turn", "asked for no letter before its turn"
AFTER = timedelta(hours=6)
"""On the day itself, from before the first meeting until well after the last: other floors are exercises."""
NOT_AT_ALL = timedelta(0)
PUT_OFF = timedelta(hours=1)
"""By more than this a turn must be later than was told, and no longer be soon, to be told of anew."""
SOON = ":soon:"


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


def move_watch(stays: Registration, goes: Registration) -> None:
    """Two requests become one: what was asked for with the one that goes is asked with the other, unless it has own."""
    asked = session.get(TurnWatch, goes.id)
    if asked and session.get(TurnWatch, stays.id) is None:
        session.add(TurnWatch(registration_id=stays.id, minutes=asked.minutes, asked_at=asked.asked_at))


def warn_of_turns(at: datetime) -> None:
    """Each minute: one letter for each turn that comes soon, with the fact that it was written."""
    for dialogue in all_dialogues():
        there = dialogue.published_at is not None and not (dialogue.cancelled_at or dialogue.rehearses)
        if there and dialogue.starts_at - AHEAD <= at < dialogue.ends_at + AFTER and _watching(dialogue):
            held(dialogue)
            _warn(dialogue, at)


def _warn(dialogue: Dialogue, at: datetime) -> None:
    expected = expected_turns(dialogue, at)
    for asked, registration, warned in _watching(dialogue):
        starts_at = expected.get(key_of(registration.id))
        near = is_soon(starts_at, asked.minutes, at)
        if starts_at is not None and warned is None and near:
            session.add(TurnWarned(registration_id=registration.id, expected_at=starts_at, warned_at=at))
            told = soon(posting.about(registration, at), expected_told(starts_at, dialogue.zone))
            posting.post_told(told, registration, at=at, stream=f"{dialogue.slug}{SOON}{registration.id}")
        elif starts_at is not None and warned is not None and not near and starts_at > warned.expected_at + PUT_OFF:
            session.delete(warned)
    session.flush()


def misfits(letters: Sequence[Letter], at: datetime) -> dict[int, Sentence]:
    """Those of the letters before a turn that should not leave any more, by their ids, each with the reason."""
    why = {letter.id: _fault(letter, at) for letter in letters if SOON in letter.stream}
    return {number: reason for number, reason in why.items() if reason is not None}


def _fault(letter: Letter, at: datetime) -> Sentence | None:
    """It says a time that is over, or was written before the turn was told of anew; or nobody waits for it."""
    number = int(letter.stream.rpartition(":")[2])
    warned = session.get(TurnWarned, number)
    if warned is None or letter.created_at < warned.warned_at or warned.expected_at < at:
        return sentence("The turn has changed since this was written.")
    dialogue = session.get_one(Registration, number).dialogue
    waits = dialogue.cancelled_at is None and key_of(number) in expected_turns(dialogue, at)
    return None if waits else sentence("The turn is over.")


def expected_turns(dialogue: Dialogue, at: datetime) -> Mapping[str, datetime]:
    """When those who wait will speak: as the room sees it, before it has opened as calendars have it."""
    found = listing(dialogue)
    room = room_now(dialogue, lambda: found, at)
    if room is None:
        return _on_paper(dialogue, as_seen(found))
    return {
        key: turn.starts_at
        for key, turn in room.turns.items()
        if turn.stage is Stage.WAITS and turn.starts_at is not None
    }


def _on_paper(dialogue: Dialogue, now: Iterable[PlaceSeen]) -> Mapping[str, datetime]:
    """As published, later by as much as the floor opens later; as the list stands for who is on no published one."""
    published = {place.key: place for last in revisions.latest(dialogue) for place in last.places}
    later = later_by(dialogue, published.values())
    held_in = {one.number for one in dialogue.meetings if one.cancelled_at is None}
    found: dict[str, datetime] = {}
    for live in now:
        place = published.get(live.key, live)
        if place.starts_at is not None and place.fits and place.meeting in held_in:
            moved = later.get(place.meeting, NOT_AT_ALL) if live.key in published else NOT_AT_ALL
            found[live.key] = place.starts_at + moved
    return found


def _watching(dialogue: Dialogue) -> Sequence[tuple[TurnWatch, Registration, TurnWarned | None]]:
    """Who asked, each with what was told."""
    asked = select(TurnWatch, Registration, TurnWarned)
    asked = asked.join(Registration, Registration.id == TurnWatch.registration_id)
    asked = asked.outerjoin(TurnWarned, TurnWarned.registration_id == Registration.id)
    mine = asked.where(Registration.dialogue_id == dialogue.id).order_by(Registration.id)
    return [(row[0], row[1], row[2]) for row in session.execute(mine)]
