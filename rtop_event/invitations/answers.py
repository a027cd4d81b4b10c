"""What invited people answered: which answer stands, and how the answers add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

COUNTED = ("accepted", "tentative", "declined", "needs-action")
"""The answers that charts and counts show, in their order; one delegated counts as tentative."""


class Given(Protocol):
    """One answer as it came."""

    @property
    def answer(self) -> StrEnum: ...
    @property
    def channel(self) -> StrEnum: ...
    @property
    def at(self) -> datetime: ...
    @property
    def sequence(self) -> int: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer that stands; `earlier` is what was answered to an earlier time, where the new one is unanswered."""

    answer: str = "needs-action"
    channel: str = ""
    at: datetime | None = None
    earlier: str = ""
    note: str = ""


def standing(replies: Sequence[Given], sequence: int) -> Standing:
    """The last answer given to this SEQUENCE or a later one; an older one no longer counts, but is told.

    One order for all ways: by SEQUENCE, then by the moment at which the person acted, whenever it became known.
    """
    in_order = sorted(replies, key=lambda one: (min(one.sequence, sequence), one.at))
    if not in_order:
        return Standing()
    last = in_order[-1]
    if last.sequence < sequence:
        return Standing(earlier=last.answer.value, note=last.note)
    return Standing(last.answer.value, last.channel.value, last.at, note=last.note)


def added_up(answers: Iterable[str]) -> dict[str, int]:
    """How many of each counted answer."""
    counts = dict.fromkeys(COUNTED, 0)
    for answer in answers:
        counts["tentative" if answer == "delegated" else answer] += 1
    return counts
