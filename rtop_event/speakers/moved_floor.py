"""By how much the floor of each meeting opens later than when its places were published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from rtop_event.dialogues.models import Dialogue
from rtop_event.speakers.listing import timetable_of
from rtop_event.speakers.seen import PlaceSeen


def later_by(dialogue: Dialogue, places: Iterable[PlaceSeen]) -> dict[int, timedelta]:
    """By meeting, how much later the floor opens now than when these places were published; who follows, follows."""
    first: dict[int, tuple[datetime, int]] = {}
    for place in places:
        if place.meeting is not None and place.starts_at is not None:
            begins = (place.starts_at, place.limit)
            first[place.meeting] = min(begins, first.get(place.meeting, begins))
    opens: dict[int, datetime] = {}
    long_enough: set[int] = set()
    for window in timetable_of(dialogue).windows():  # the first that can hold the first statement, else the last
        if window.meeting in first and window.meeting not in long_enough:
            opens[window.meeting] = window.starts_at
            if window.seconds >= first[window.meeting][1]:
                long_enough.add(window.meeting)
    return {number: opened - first[number][0] for number, opened in opens.items()}
