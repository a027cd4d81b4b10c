"""A dialogue as plain values: what is asked thousands of times for one page is read from its rows once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from rtop_event.dialogues.entries import DialogueFacts, MeetingFacts, held_of


@dataclass(frozen=True, slots=True)
class StillMeeting:
    """A meeting as it was at that moment."""

    name: str
    room: str
    starts_at: datetime
    ends_at: datetime
    uid: str
    sequence: int
    created_at: datetime
    changed_at: datetime
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Still:
    """A dialogue as it was at that moment, with its meetings."""

    title: str
    theme: str
    room: str
    address: str
    latitude: float | None
    longitude: float | None
    zone: str
    uid: str
    sequence: int
    created_at: datetime
    changed_at: datetime
    cancelled_at: datetime | None
    starts_at: datetime
    ends_at: datetime
    meetings: Sequence[MeetingFacts]
    held: Sequence[MeetingFacts]


def still(dialogue: DialogueFacts) -> Still:
    """The dialogue as it is now."""
    meetings = [StillMeeting(**_facts(StillMeeting, one)) for one in dialogue.meetings]
    held = [one for one, row in zip(meetings, dialogue.meetings, strict=True) if row in held_of(dialogue)]
    return Still(**{**_facts(Still, dialogue, without=("meetings", "held")), "meetings": meetings, "held": held})


def _facts(kind: type, row: object, *, without: Sequence[str] = ()) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in fields(kind) if one.name not in without}
