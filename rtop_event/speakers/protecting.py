"""The rule that protects the top of the list: the next n speakers never move by themselves.

The list is followed as it grew, from the facts alone: when each inscription came (`since`), and when one was withdrawn.
From the given moment on (without one: from the first inscription) the first n are protected. Whoever comes later, or
takes a place anew because its level changed, stands where the other rules put it, but not before one of the n. When
one of them is withdrawn the next closes the gap and is protected from then on. While fewer than n stand on the list
all of them are protected. Where pins hold, whoever is pinned is not counted among the n: this rule leaves the number
that the others give, from which the pin lifts it. If nobody came late this rule changes nothing. What the chair does to
the list it does afterwards: moves and exchanges are not undone by it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import heapify, heappop, heappush

from rtop_event.speakers.balance import Row
from rtop_event.speakers.chain import Rule
from rtop_event.speakers.facts import Inscription

Arrange = Callable[[Sequence[Row], Callable[[Inscription], bool]], list[Row]]
"""Puts rows that stand as the ranking rules order them in the order of all rules, seeing who was live then."""


@dataclass(frozen=True)
class Protected:
    """What the rule did to one list."""

    line: list[Row]
    number: int
    """How many live inscriptions are protected."""
    since: datetime | None
    top: frozenset[str]
    moved: frozenset[str]
    """The live ones that would have another number without this rule."""


def moment_of(value: object) -> datetime | None:
    """The moment that was written, aware UTC; None where it is none."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def protected(rows: Sequence[Row], rule: Rule, arrange: Arrange, counts: Callable[[Inscription], bool]) -> Protected:
    """The rows, given as the ranking rules order them, with their top held; needs n log n steps."""
    wanted, began = int(str(rule.parameters["n"])), moment_of(rule.parameters.get("from"))
    were = [place for place, (_, one) in enumerate(rows) if _stood(one)]
    first = [place for place in were if began and _there_at(rows[place][1], began)]
    of_key = {rows[place][1].key: place for place in first}
    arranged = arrange([rows[place] for place in first], _anybody)
    stood = [of_key[one.key] for _, one in arranged if counts(one)]
    later = [place for place in were if counts(rows[place][1]) and (not began or rows[place][1].since > began)]
    growing = _Growing(wanted, stood)
    for _, leaves, place in sorted(_events(rows, stood, later)):
        (growing.leaves if leaves else growing.comes)(place)
    top = [rows[place] for place in growing.top]
    whole = arrange(rows, _live)
    return _told(top, whole, began, counts)


def _events(rows: Sequence[Row], stood: Iterable[int], later: Iterable[int]) -> Iterable[tuple[datetime, bool, int]]:
    """Who came and who left, by places; at one and the same moment they come before others leave."""
    yield from ((rows[place][1].since, False, place) for place in later)
    for place in (*stood, *later):
        left = rows[place][1].gone_at
        if left is not None and not rows[place][1].live:
            yield left, True, place


def _stood(one: Inscription) -> bool:
    return one.live or (one.gone_at is not None and one.gone_at > one.since)


def _there_at(one: Inscription, moment: datetime) -> bool:
    return one.since <= moment and (one.live or (one.gone_at is not None and one.gone_at > moment))


def _live(one: Inscription) -> bool:
    return one.live


def _anybody(_one: Inscription) -> bool:
    return True


@dataclass
class _Growing:
    """The list while it grows, by places in the order of the ranking rules; `standing` counts the live of the top."""

    wanted: int
    arranged: list[int]
    top: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    standing: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.top, self.waiting = self.arranged[: self.wanted], self.arranged[self.wanted :]
        self.standing = set(self.top)
        heapify(self.waiting)

    def comes(self, place: int) -> None:
        """A list shorter than the top takes it at its end, a longer one behind the top."""
        heappush(self.waiting, place)
        self._close_the_gap()

    def leaves(self, place: int) -> None:
        """One is withdrawn."""
        self.gone.add(place)
        self.standing.discard(place)
        self._close_the_gap()

    def _close_the_gap(self) -> None:
        while self.waiting and len(self.standing) < self.wanted:
            place = heappop(self.waiting)
            self.top.append(place)
            if place not in self.gone:
                self.standing.add(place)


def _told(top: list[Row], whole: list[Row], began: datetime | None, counts: Callable[[Inscription], bool]) -> Protected:
    keys = frozenset(one.key for _, one in top)
    line = _beside_pinned([*top, *(row for row in whole if row[1].key not in keys and counts(row[1]))], whole, counts)
    before, after = ([one.key for _, one in rows if one.live and counts(one)] for rows in (whole, line))
    moved = frozenset(key for key, other in zip(after, before, strict=True) if key != other)
    number = sum(one.live for _, one in top)
    return Protected(line, number, began, keys, moved)


def _beside_pinned(line: list[Row], whole: list[Row], counts: Callable[[Inscription], bool]) -> list[Row]:
    """The line, and in it those who are not counted, each at the number that the other rules give."""
    aside: deque[tuple[int, Row]] = deque()
    live = 0
    for row in whole:
        if not counts(row[1]):
            aside.append((live, row))
        live += row[1].live
    seats: list[Row] = []
    live = 0
    for row in line:
        while aside and aside[0][0] <= live:
            seats.append(aside.popleft()[1])
            live += seats[-1][1].live
        seats.append(row)
        live += row[1].live
    return [*seats, *(row for _, row in aside)]
