"""Two who wait exchange their places by the chair's word: a step on the list, which leaves floor and clock alone."""

from __future__ import annotations

from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.refusals import WaitsElsewhere
from rtop_event.floor.room import Room, room_of
from rtop_event.refusal import StaleHand
from rtop_event.speakers.chair_swap import swap_places


def swap(dialogue: Dialogue, one: str, other: str, *, seen: str, why: str, by: str, at: datetime) -> None:
    """Exchange the places of two who wait. Raises StaleHand, WaitsElsewhere, and what the list refuses it with."""
    room = room_of(dialogue, "en", at)
    for turn in (one, other):
        _waits_in_its_place(room, turn)
    swap_places(dialogue, one, other, reason=why, seen=seen, by=by, at=at)


def _waits_in_its_place(room: Room, turn: str) -> None:
    """Raises StaleHand for who waits no more, WaitsElsewhere for who was absent or passed over."""
    if all(seat.key != turn for seat in room.waiting):
        raise StaleHand
    if turn in room.out_of_place:
        raise WaitsElsewhere(room.name(turn))
