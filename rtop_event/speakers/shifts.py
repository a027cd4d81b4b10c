"""Whom the pins and moves of others have shifted: by how many places, and because of what."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rtop_event.speakers.facts import Fact, Inscription
from rtop_event.speakers.moves import Made, in_time

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Pinned:
    """An inscription that stands at its place because it is pinned."""

    one: Inscription


Cause = Fact | Pinned
_Rank = tuple[datetime, str]
_Steps = dict[int, list[tuple[_Rank, int]]]
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shift:
    """By how many places in one direction; the causes that are named, and how many more there are."""

    places: int
    causes: tuple[Cause, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Shifted:
    """What became of a place with which nothing was done: how much later and how much earlier than it began."""

    later: Shift | None = None
    earlier: Shift | None = None


def shifted(made: Made, fixed: frozenset[str]) -> dict[str, Shifted]:
    """Those whom others have shifted, by key; needs n log n steps for all of them together.

    Places with which nothing was done keep their order, so each that was put elsewhere shifts those of them between
    where it began and where it stands.
    """
    if not (made.put or made.slots or fixed):
        return {}
    slots = _Slots(made, fixed)
    found: dict[str, Shifted] = {}
    for meeting in {*made.begun, *made.lists}:
        found |= _in_one_list(slots, made.begun.get(meeting, []), made.lists.get(meeting, []))
    return found


class _Slots:
    """The places as they had begun, each called after who held it then."""

    def __init__(self, made: Made, fixed: frozenset[str]) -> None:
        self.made = made
        self.inscriptions = {one.key: one for line in made.lists.values() for one in line}
        self.holders = {slot: holder for holder, slot in made.slots.items()}
        self.fixed = fixed
        gone = {one.key for one in self.inscriptions.values() if not one.live}
        self.touched = gone.union(made.put, map(self.held_by, gone), map(self.held_by, fixed))
        """The places with which something was done, or whose holder, then or now, has left."""

    def held_by(self, key: str) -> str:
        """The place that it holds."""
        return self.made.slots.get(key, key)

    def cause(self, slot: str) -> Cause:
        """Why it is another place than at the beginning."""
        holder = self.holders.get(slot, slot)
        if holder in self.fixed:
            return Pinned(self.inscriptions[holder])
        return self.made.put.get(slot) or self.made.last[holder]


def _in_one_list(slots: _Slots, begun: Sequence[Inscription], now: Sequence[Inscription]) -> dict[str, Shifted]:
    began, count = _counted(slots, [one.key for one in begun if one.live])
    stands, _ = _counted(slots, [slots.held_by(one.key) for one in now if one.live])
    steps: _Steps = defaultdict(list)
    causes: dict[_Rank, Cause] = {}
    for slot in {**began, **stands}:
        before, after = began.get(slot, count), stands.get(slot, count)
        if before != after:
            cause = slots.cause(slot)
            rank = _rank(cause)
            causes[rank] = cause
            later = 1 if after < before else -1
            steps[min(before, after)].append((rank, later))
            steps[max(before, after)].append((rank, -later))
    standing = [one.key for one in now if one.live and slots.held_by(one.key) not in slots.touched]
    return _swept(standing, steps, causes) if steps else {}


def _counted(slots: _Slots, line: Sequence[str]) -> tuple[dict[str, int], int]:
    """After how many places with which nothing was done each of the others stands; and how many those are."""
    before, count = {}, 0
    for slot in line:
        if slot in slots.touched:
            before[slot] = count
        else:
            count += 1
    return before, count


def _rank(cause: Cause) -> _Rank:
    """Causes are told in the order in which they were made; pins last, since they hold whatever was moved."""
    return (_LAST, cause.one.key) if isinstance(cause, Pinned) else in_time(cause)


@dataclass
class _Direction:
    """The causes that hold where the sweep has come to, in order, and by how many places they shift."""

    ranks: list[_Rank] = field(default_factory=list)
    places: int = 0

    def take(self, rank: _Rank, before: int, after: int) -> None:
        """A cause shifts by so many places now instead of so many."""
        self.places += after - before
        if after and not before:
            insort(self.ranks, rank)
        elif before and not after:
            del self.ranks[bisect_left(self.ranks, rank)]

    def shift(self, causes: dict[_Rank, Cause]) -> Shift | None:
        """What holds here."""
        named = tuple(causes[rank] for rank in self.ranks[-MOST_NAMED:])
        return Shift(self.places, named, len(self.ranks) - len(named)) if named else None


def _swept(standing: Sequence[str], steps: _Steps, causes: dict[_Rank, Cause]) -> dict[str, Shifted]:
    """From the first place with which nothing was done to the last: what shifts each."""
    later, earlier, net = _Direction(), _Direction(), defaultdict[_Rank, int](int)
    found: dict[str, Shifted] = {}
    here: Shifted | None = None
    for at, key in enumerate(standing):
        for rank, by in steps.get(at, ()):
            before, after = net[rank], net[rank] + by
            later.take(rank, max(before, 0), max(after, 0))
            earlier.take(rank, max(-before, 0), max(-after, 0))
            net[rank] = after
        if at in steps:
            here = Shifted(later.shift(causes), earlier.shift(causes)) if later.ranks or earlier.ranks else None
        if here:
            found[key] = here
    return found
