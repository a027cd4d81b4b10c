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


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer that stands; `earlier` is what was answered to an earlier time, where the new one is unanswered."""

    answer: str = "needs-action"
    channel: str = ""
    at: datetime | None = None
    earlier: str = ""


def standing(replies: Sequence[Given], sequence: int) -> Standing:
    """The last answer given to this SEQUENCE or a later one; an older one no longer counts, but is told."""
    if not replies:
        return Standing()
    last = replies[-1]
    if last.sequence < sequence:
        return Standing(earlier=last.answer.value)
    return Standing(last.answer.value, last.channel.value, last.at)


def added_up(answers: Iterable[str]) -> dict[str, int]:
    """How many of each counted answer."""
    counts = dict.fromkeys(COUNTED, 0)
    for answer in answers:
        counts["tentative" if answer == "delegated" else answer] += 1
    return counts
