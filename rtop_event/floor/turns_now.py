"""How far every place of the list has come, for all who show its times: one set of numbers everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask

from rtop_event.database import db, reading, session
from rtop_event.dialogues.models import Dialogue
from rtop_event.edition import seen_edition, seen_list
from rtop_event.floor.coming import TIMES_HOLD, Coming, shown_since
from rtop_event.floor.customs import customs_of
from rtop_event.floor.planned import planned_of, rounds_of
from rtop_event.floor.room import Room, begun, steps_of
from rtop_event.floor.state import Floor
from rtop_event.floor.taking import floor_after
from rtop_event.remembered import Remembered
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.room_now import RoomNow, Stage, TurnNow, set_source
from rtop_event.speakers.timing import Timetable

MOST_KEPT = 16


def add_to(app: Flask) -> None:
    """Answer the list of speakers, which asks how far the floor is."""
    set_source(app, room_now)


def room_now(dialogue: Dialogue, listing: Callable[[], Listing], at: datetime) -> RoomNow | None:
    """Every turn as board and console show it; None before a meeting has opened.

    All who only look within the same seconds are shown what was computed for the first of them, until something
    changes. Who writes computes anew: what was changed in a transaction is not yet what others see.
    """
    if not begun(dialogue):
        return None
    if not reading.get():
        return _room_now(dialogue, listing, at)
    key = (str(db.engine.url), *seen_edition(session()), seen_list(session()), dialogue.id, shown_since(at))
    return _remembered.answer(key, lambda: _room_now(dialogue, listing, at))


_remembered: Remembered[RoomNow | None] = Remembered(MOST_KEPT)


def _room_now(dialogue: Dialogue, listing: Callable[[], Listing], at: datetime) -> RoomNow | None:
    room = bare_room(dialogue, listing(), at)
    if not room.floor.sittings:
        return None
    since = shown_since(at)
    return RoomNow(
        turns_now(room),
        since,
        since + TIMES_HOLD,
        over(room.floor, room.listing.timetable),
        tuple(one.key for one in room.ahead),
    )


def bare_room(dialogue: Dialogue, listing: Listing, at: datetime) -> Room:
    """The room without any names."""
    steps = steps_of(dialogue)
    meetings = [one for one in dialogue.meetings if one.cancelled_at is None]
    return Room(
        listing,
        steps,
        floor_after(steps),
        customs_of(dialogue),
        dialogue.zone,
        at,
        {},
        {},
        planned=planned_of(meetings),
        rounds=rounds_of(meetings),
    )


def turns_now(room: Room) -> dict[str, TurnNow]:
    """The turns by their keys: those that wait, those that were heard, and those that gave up the floor."""
    timetable = room.listing.timetable
    if over(room.floor, timetable):
        found = {row.key: TurnNow(Stage.LEFT) for row in room.listing.rows}
    else:
        found = {key: _waits(one, timetable) for key, one in room.coming.items()}
    found |= {turn: TurnNow(Stage.GAVE_UP) for turn in room.floor.yielded}
    for one in room.floor.delivered:
        found[one.turn] = TurnNow(Stage.DELIVERED, one.began_at or one.called_at)
    speech = room.floor.speech
    if speech:
        found[speech.turn] = TurnNow(Stage.SPEAKS, speech.began_at or speech.called_at)
    return found


def over(floor: Floor, timetable: Timetable) -> bool:
    """Whether the last meeting was closed."""
    held = {one.number for one in timetable.sittings}
    return bool(held) and held <= {one.meeting for one in floor.sittings if one.closed_at}


def _waits(one: Coming, timetable: Timetable) -> TurnNow:
    """Expected in the meeting that still lasts then, however late the last one gets."""
    meetings = [sitting.number for sitting in timetable.sittings if one.starts_at < sitting.ends_at]
    last = [sitting.number for sitting in timetable.sittings[-1:]]
    return TurnNow(Stage.WAITS, one.starts_at, one.earliest, one.latest, next(iter(meetings or last), None), one.fits)
