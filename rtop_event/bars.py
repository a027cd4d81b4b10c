"""The columns of a plain chart: what stands on each other or before each other, as SVG counts it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 0.1
"""Between two columns, as a part of one."""
INSIDE = 0.25
"""By how much the column before another is narrower on each side."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: columns go to the side, one each; `y` is counted from the top."""

    kind: str
    x: float
    y: int
    width: float
    height: int


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart of columns: how many there are, the height of the highest, and their bars."""

    columns: int
    highest: int
    bars: tuple[Bar, ...]


def stacked(columns: Sequence[Sequence[int]], kinds: Sequence[str]) -> Plot:
    """The first kind at the foot, the others on it; what is nothing has no bar."""
    top = max((sum(one) for one in columns), default=0)
    found = []
    for place, one in enumerate(columns):
        foot = top
        for kind, number in zip(kinds, one, strict=True):
            foot -= number
            if number:
                found.append(Bar(kind, place + GAP / 2, foot, 1 - GAP, number))
    return Plot(len(columns), top, tuple(found))


def before(columns: Sequence[tuple[int, int]], kinds: tuple[str, str]) -> Plot:
    """A wide column, and before it a narrow one, so that each shows where it is higher than the other."""
    top = max((max(one) for one in columns), default=0)
    found = []
    for place, one in enumerate(columns):
        for kind, number, side in zip(kinds, one, (GAP / 2, INSIDE), strict=True):
            if number:
                found.append(Bar(kind, place + side, top - number, 1 - 2 * side, number))
    return Plot(len(columns), top, tuple(found))
