"""How far the list is as the desk sees it: what can still be done, whether it is announced, and who waits below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rtop_event.delegations.words import Level
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.stages import desk_told, list_hours
from rtop_event.speakers.announcing import OPEN
from rtop_event.speakers.composing import Entry
from rtop_event.speakers.reasons import level_told
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class Waiter:
    """One who asked too late and waits for a place."""

    id: int
    number: int
    delegation: str
    on_behalf_of: str | None
    level: Level
    level_told: Sentence | str
    speaker: str
    requested_at: datetime


@dataclass(frozen=True)
class Closing:
    """What is still possible with the list, the buttons of its announcement, and the reserve in its order."""

    told: Sentence
    announced_at: datetime | None
    may_announce: bool
    version: int
    reserve: tuple[Waiter, ...]


def closing(dialogue: Dialogue, entries: Sequence[Entry], at: datetime) -> Closing:
    """How far the list of a dialogue is at that moment."""
    hours = list_hours(dialogue)
    late = sorted((one for one in entries if one.on_reserve), key=lambda one: (one.requested_at, one.id))
    return Closing(
        told=desk_told(hours, at, dialogue.zone),
        announced_at=dialogue.announced_at,
        may_announce=hours.stage(at) in OPEN,
        version=dialogue.version,
        reserve=tuple(_waiter(number, one) for number, one in enumerate(late, 1)),
    )


def _waiter(number: int, entry: Entry) -> Waiter:
    return Waiter(
        id=entry.id,
        number=number,
        delegation=entry.delegation,
        on_behalf_of=entry.on_behalf_of,
        level=entry.level,
        level_told=level_told(entry.kind, entry.level),
        speaker=entry.speaker,
        requested_at=entry.requested_at,
    )
