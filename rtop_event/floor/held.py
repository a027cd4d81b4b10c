"""A meeting as it was held: who spoke, what was planned for them, and what passed beside; lengths in seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median

from rtop_event.floor.state import Reply
from rtop_event.floor.words import Voice


def seconds(since: datetime, until: datetime) -> int:
    """What passed, in whole seconds."""
    return int((until - since).total_seconds())


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn at the floor that was delivered."""

    number: int
    """Counted from 1 through all meetings."""
    meeting: int
    turn: str
    voice: Voice
    called_at: datetime
    began_at: datetime
    ended_at: datetime
    used: int
    planned: int
    """The limit with which it was called; 0 where there was none."""
    more: int
    """By how much the chair lengthened it."""
    changeover: int | None
    """Since the one before in this meeting had ended; None for the first, and after a break."""
    why: str
    """Why it was called out of order."""
    absences: int
    """How often it was called in vain before."""

    @property
    def over(self) -> int:
        """By how much it was longer than planned; less than nothing where it was shorter."""
        return self.used - self.planned if self.planned else 0


@dataclass(frozen=True, slots=True)
class Pause:
    """A time for which the meeting was suspended; None while it is."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A point of order, and the ruling on it."""

    by: str
    raised_at: datetime
    ruled_at: datetime | None = None
    ruling: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something else at a moment: a call in vain, the floor given up, a note; empty where it is about nobody."""

    at: datetime
    turn: str
    why: str
    by: str = ""
    """Who noted it; empty where that is not told."""


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting as it was held."""

    meeting: int
    opened_at: datetime
    closed_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    points: tuple[Order, ...] = ()
    replies: tuple[Reply, ...] = ()
    """The rights of reply that were asked for in it, and what became of them."""
    heard: tuple[Reply, ...] = ()
    """Those that were delivered in it, whenever they were asked for."""
    missed: tuple[Noted, ...] = ()
    """Calls in vain."""
    yielded: tuple[Noted, ...] = ()
    passed: tuple[Noted, ...] = ()
    """Who was passed over once."""
    returned: tuple[Noted, ...] = ()
    """Who was absent and came back."""
    refused: tuple[Noted, ...] = ()
    """Rights of reply that were refused, by their keys."""
    notes: tuple[Noted, ...] = ()
    """What was noted in it; in the first meeting also before it."""

    @property
    def used(self) -> int:
        """How long all who spoke had the floor."""
        return sum(one.used for one in self.spoken)

    @property
    def planned(self) -> int:
        """What was planned for them."""
        return sum(one.planned for one in self.spoken)

    @property
    def changeovers(self) -> list[int]:
        """What passed between two who spoke, in their order."""
        return [one.changeover for one in self.spoken if one.changeover is not None]

    @property
    def suspended(self) -> int:
        """How long it was suspended."""
        return sum(seconds(one.since, one.until) for one in self.pauses if one.until)

    @property
    def length(self) -> int | None:
        """From its opening to its closing; None while it is open."""
        return seconds(self.opened_at, self.closed_at) if self.closed_at else None

    @property
    def rest(self) -> int | None:
        """What was neither a statement, nor a changeover, nor a suspension; None while it is open."""
        return None if self.length is None else self.length - self.used - sum(self.changeovers) - self.suspended


@dataclass(frozen=True, slots=True)
class Usual:
    """How long something usually took, in whole seconds."""

    mean: int
    median: int
    longest: int


def usual(lengths: Iterable[int]) -> Usual | None:
    """Mean, median and the longest of these; None where there are none."""
    found = list(lengths)
    return Usual(round(fmean(found)), round(median(found)), max(found)) if found else None
