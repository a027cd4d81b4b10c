"""What the lines of a file come to: edits, pins and as few moves as possible, and the list that they lead to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from rtop_event.speakers.changes import changes
from rtop_event.speakers.composing import Entry, Facts, Listing, MadeMove, Row
from rtop_event.speakers.import_checks import Asked

_ENTRY = {
    "speaker_name": "speaker",
    "speaker_function": "function",
    "level": "level",
    "meeting_number": "meeting",
}


@dataclass(frozen=True)
class Plan:
    """All that would be done, in this order, and the lists before and after."""

    edits: dict[str, dict[str, Any]]
    pins: dict[str, int | None]
    moves: tuple[MadeMove, ...]
    now: Listing
    then: Listing

    @property
    def seen(self) -> str:
        """What a form shows to have been drawn from this plan, on this very list."""
        steps = [sorted(self.edits.items()), sorted(self.pins.items()), [(move.key, move.after) for move in self.moves]]
        return hashlib.sha256(f"{self.now.fingerprint} {steps}".encode()).hexdigest()[:16]

    def __bool__(self) -> bool:
        return bool(self.edits or self.pins or self.moves)


@dataclass(frozen=True, slots=True)
class _Numbered:
    key: str
    number: int
    meeting: int | None = None


def plan(facts: Facts, asked: Sequence[Asked], *, reason: str, by: str, at: datetime) -> Plan:
    """The plan for what was asked, on the list of these facts."""
    now = facts.listing()
    wanted = {one.key: one for one in asked if one}
    edits = {key: one.changes for key, one in wanted.items() if one.changes}
    pins = {key: one.pin for key, one in wanted.items() if one.pinned}
    edited = replace(facts, entries=tuple(_edited(entry, edits, pins, at) for entry in facts.entries))
    between = edited.listing()
    places = {key: one.place for key, one in wanted.items() if one.place is not None}
    steps = [
        step
        for _meeting, rows in groupby(now.rows, key=lambda row: row.place.meeting)
        for step in _steps(_free(list(rows), between, edits, places), places, set(edits) & set(places))
    ]
    first = max([at, *([facts.last_moved_at] if facts.last_moved_at else [])]) + timedelta(microseconds=1)
    moves = tuple(
        MadeMove(None, key, after, reason, by, first + timedelta(microseconds=number))
        for number, (key, after) in enumerate(steps)
    )
    return Plan(edits, pins, moves, now, edited.listing(moves=[*facts.moves, *moves]))


def _edited(entry: Entry, edits: Mapping[str, dict[str, Any]], pins: Mapping[str, int | None], at: datetime) -> Entry:
    """The inscription as it would be: who changes the level asks for the floor anew."""
    values = {_ENTRY[name]: value for name, value in edits.get(entry.key, {}).items()}
    if "level" in values:
        values["requested_at"] = at
    if entry.key in pins:
        values["pin"] = pins[entry.key]
    return replace(entry, **values)


def _free(
    rows: Sequence[Row], between: Listing, edits: Mapping[str, dict[str, Any]], places: Mapping[str, float]
) -> list[Row]:
    """Those of one list among whom places are given by hand: not the pinned, nor whom an edit alone puts elsewhere."""
    return [
        row
        for row in rows
        if between.row(row.key).entry.pin is None
        and between.row(row.key).place.meeting == row.place.meeting
        and (row.key in places or "level" not in edits.get(row.key, {}))
    ]


def _steps(rows: Sequence[Row], places: Mapping[str, float], anew: set[str]) -> list[tuple[str, str | None]]:
    """As few moves as possible from the present order to the one asked for, each directly after another."""
    numbers = {row.key: row.place.number_in_meeting for row in rows}

    def place(key: str) -> tuple[float, int, int]:
        """The place asked for; whoever comes to a place that another holds pushes that one in the way of the move."""
        asked = places.get(key, float(numbers[key]))
        return asked, (asked > numbers[key]) - (asked < numbers[key]), numbers[key]

    order = sorted(numbers, key=place)
    still = [key for key in order if key not in anew]
    found = changes(
        [_Numbered(key, numbers[key]) for key in still], [_Numbered(key, number) for number, key in enumerate(still)]
    )
    moved = {shift.key for shift in found.moved} | (anew & set(order))
    return [(key, order[at - 1] if at else None) for at, key in enumerate(order) if key in moved]
