"""Whom the programme calls beside the list of speakers: opening, panel and closing, and the answers of the panel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from rtop_event.dialogues.programme import begins
from rtop_event.dialogues.turn_keys import called_in
from rtop_event.dialogues.words import ItemKind

PLANNED, ANSWERS = "programme:", "answers:"
"""How the keys of their turns begin."""


class PartFacts(Protocol):
    """A part of a meeting, as far as the floor looks at it."""

    @property
    def kind(self) -> ItemKind: ...

    @property
    def title(self) -> str: ...

    @property
    def minutes(self) -> int | None: ...

    @property
    def people(self) -> Sequence[Mapping[str, Any]]:
        """Each with `name`, `function` and, where the chair calls it, `minutes`."""

    @property
    def batch(self) -> int | None:
        """After how many statements the panel answers."""

    @property
    def answers(self) -> int | None:
        """How many minutes these answers take."""


class MeetingFacts(Protocol):
    """A meeting with its programme."""

    @property
    def number(self) -> int: ...

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...

    @property
    def items(self) -> Sequence[PartFacts]: ...


class When(StrEnum):
    """When the chair calls somebody of the programme."""

    FIRST = "first"
    """Before the list of speakers, as soon as the meeting sits."""
    HOUR = "hour"
    """Between two times of the floor: when the hour of the part has come, or nobody of the list is left."""
    LAST = "last"
    """After the list of speakers."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Somebody whom the programme calls, with `limit` in seconds; the key stays, whatever is edited later."""

    key: str
    meeting: int
    part: int
    title: str
    name: str
    function: str
    limit: int
    when: When
    starts_at: datetime

    @property
    def block(self) -> tuple[int, int]:
        """Those of one part wait for each other."""
        return self.meeting, self.part


@dataclass(frozen=True, slots=True)
class Rounds:
    """The interactive round of a meeting: after each `batch` statements the panel has `limit` seconds for answers."""

    meeting: int
    batch: int
    limit: int


@dataclass(frozen=True, slots=True)
class Answers:
    """The panel's turn to answer what was asked."""

    round: int
    meeting: int
    limit: int

    @property
    def key(self) -> str:
        """The key of its turn."""
        return f"{ANSWERS}{self.meeting}:{self.round}"

    @property
    def block(self) -> str:
        """It waits for nobody."""
        return self.key


def planned_of(meetings: Sequence[MeetingFacts]) -> list[Planned]:
    """All whom the programme gives minutes at the floor, in its order."""
    return [one for meeting in meetings for one in _of_meeting(meeting, floor_later=_floor_after(meeting, meetings))]


def rounds_of(meetings: Sequence[MeetingFacts]) -> dict[int, Rounds]:
    """The interactive rounds, by the number of their meeting; the first of a meeting counts."""
    return {
        meeting.number: Rounds(meeting.number, item.batch, item.answers * 60)
        for meeting in meetings
        for item in reversed(meeting.items)
        if item.batch and item.answers
    }


def planned_name(turn: str) -> str | None:
    """The name that was first in the programme under the key of this turn; None for a turn of anybody else."""
    return turn.split(":", 3)[3] if turn.startswith(PLANNED) else None


def _floor_after(meeting: MeetingFacts, meetings: Sequence[MeetingFacts]) -> bool:
    return any(_is_floor(item) for one in meetings if one.starts_at > meeting.starts_at for item in one.items)


def _people(meeting: MeetingFacts) -> list[Sequence[Mapping[str, Any]]]:
    return [item.people for item in meeting.items]


def _is_floor(item: PartFacts) -> bool:
    return item.kind is ItemKind.FLOOR


def _of_meeting(meeting: MeetingFacts, *, floor_later: bool) -> Iterator[Planned]:
    hours = begins(meeting.starts_at, meeting.ends_at, [item.minutes for item in meeting.items])
    keys = {(one.part, one.row): one.key for one in called_in(meeting.number, meeting.number, _people(meeting))}
    for part, (item, at) in enumerate(zip(meeting.items, hours, strict=True)):
        later = floor_later or any(map(_is_floor, meeting.items[part + 1 :]))
        when = When.FIRST
        if any(map(_is_floor, meeting.items[:part])):
            when = When.HOUR if later else When.LAST
        passed = timedelta(0)
        for row, person in enumerate(item.people):
            minutes, name = person.get("minutes") or 0, str(person["name"])
            if not minutes:
                continue
            key, function = f"{PLANNED}{keys[part, row]}", str(person.get("function", ""))
            yield Planned(key, meeting.number, part, item.title, name, function, minutes * 60, when, at + passed)
            passed += timedelta(minutes=minutes)
