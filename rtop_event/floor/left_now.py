"""When those who are left would speak under other limits, by the rule of board and console."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from flask import Flask

from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.console import LONGEST_DAY
from rtop_event.floor.room import Room, begun
from rtop_event.floor.turns_now import bare_room
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.left import Left
from rtop_event.speakers.room_now import set_left
from rtop_event.speakers.timing import Sitting, Timetable, Turn, Window


def add_to(app: Flask) -> None:
    """Answer the page of the limits, which asks who is left."""
    set_left(app, left_now)


def left_now(dialogue: Dialogue, listing: Listing, at: datetime) -> Left | None:
    """Who of the list is left and in what time; None before a meeting has opened, once all are closed, or elsewhen."""
    room = bare_room(dialogue, listing, at) if begun(dialogue) else None
    if room is None or not room.floor.sittings:
        return None
    closed = {one.meeting for one in room.floor.sittings if one.closed_at}
    sittings = [one for one in listing.timetable.sittings if one.number not in closed]
    # an exercise on another day: the hours of the meetings say nothing about it
    if not sittings or at < sittings[0].ends_at - LONGEST_DAY:
        return None
    return Left(partial(_turns, room, sittings), [_left_of(one, room, at) for one in sittings])


def _left_of(sitting: Sitting, room: Room, at: datetime) -> Window:
    """From now on where it sits, also where it was opened before its hour."""
    sits = room.floor.sitting is not None and room.floor.sitting.meeting == sitting.number
    starts_at = at if sits else max(at, sitting.starts_at)
    return Window(sitting.number, min(starts_at, sitting.ends_at), sitting.ends_at)


def _turns(room: Room, sittings: list[Sitting], timetable: Timetable) -> list[Turn]:
    found, last = room.coming_under(timetable), sittings[-1]
    turns: list[Turn] = []
    for seat in room.waiting:
        starts_at = found[seat.key].starts_at
        ends_at = starts_at + timedelta(seconds=timetable.limits.of(seat))
        held = next((one for one in sittings if starts_at < one.ends_at), last)
        over_by = max(0, int((ends_at - last.ends_at).total_seconds()))
        turns.append(Turn(seat.key, held.number, starts_at, ends_at, over_by))
    return turns
