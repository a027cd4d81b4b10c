"""What changed between two lists: who came in, who went out, who moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Numbered(Protocol):
    """A place of a list just computed, or of a revision kept."""

    @property
    def key(self) -> str: ...

    @property
    def number(self) -> int: ...

    @property
    def meeting(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Shift:
    """The place of one inscription in both lists."""

    key: str
    before: int
    after: int
    meeting_before: int | None = None
    meeting_after: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different; shifted are those whose number changed only because others came, went or moved."""

    came_in: tuple[Numbered, ...] = ()
    went_out: tuple[Numbered, ...] = ()
    moved: tuple[Shift, ...] = ()
    shifted: tuple[Shift, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.came_in or self.went_out or self.moved)


def changes(before: Iterable[Numbered], after: Iterable[Numbered]) -> Changes:
    """Compare two lists by keys; as few as possible count as moved, the rest are taken to stand still."""
    old = {place.key: place for place in sorted(before, key=lambda place: place.number)}
    new = {place.key: place for place in sorted(after, key=lambda place: place.number)}
    kept = [place for place in new.values() if place.key in old]
    shifts = [
        Shift(place.key, old[place.key].number, place.number, old[place.key].meeting, place.meeting) for place in kept
    ]
    staying = [shift for shift in shifts if shift.meeting_before == shift.meeting_after]
    still = {staying[index].key for index in _longest_rise([shift.before for shift in staying])}
    return Changes(
        came_in=tuple(place for key, place in new.items() if key not in old),
        went_out=tuple(place for key, place in old.items() if key not in new),
        moved=tuple(shift for shift in shifts if shift.key not in still),
        shifted=tuple(shift for shift in shifts if shift.key in still and shift.before != shift.after),
    )


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """The positions of a longest rising run of numbers, gaps allowed, in n log n steps."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int | None] = []
    for position, number in enumerate(numbers):
        length = bisect_left(ends, number)
        previous.append(at[length - 1] if length else None)
        ends[length : length + 1] = [number]
        at[length : length + 1] = [position]
    rise: list[int] = []
    here = at[-1] if at else None
    while here is not None:
        rise.append(here)
        here = previous[here]
    return rise
