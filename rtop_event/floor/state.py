"""How the floor stands at one moment: values that are computed from the steps, never stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rtop_event.floor.facts import Step
from rtop_event.floor.refusals import NoSuchReply
from rtop_event.floor.words import Voice

NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Speech:
    """A turn at the floor: whose, how long it may last, and when its clock ran."""

    turn: str
    voice: Voice
    limit: int
    """Seconds."""
    called_at: datetime
    began_at: datetime | None = None
    ran: timedelta = NOTHING
    """What the clock counted before it last began to run."""
    runs_since: datetime | None = None
    ended_at: datetime | None = None
    called_why: str = ""
    """Why it was called out of order."""

    @property
    def running(self) -> bool:
        """Whether its clock runs."""
        return self.runs_since is not None

    def used(self, at: datetime) -> timedelta:
        """What its clock shows at a moment."""
        return self.ran + (max(NOTHING, at - self.runs_since) if self.runs_since else NOTHING)

    def left(self, at: datetime) -> timedelta:
        """What is left of its limit; less than nothing once it is over."""
        return timedelta(seconds=self.limit) - self.used(at)

    def started(self, at: datetime) -> Speech:
        """With its clock running from then on."""
        return replace(self, began_at=self.began_at or at, runs_since=at)

    def stopped(self, at: datetime) -> Speech:
        """With its clock at rest."""
        return replace(self, ran=self.used(at), runs_since=None)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting as it was held."""

    meeting: int
    opened_at: datetime
    suspended_at: datetime | None = None
    closed_at: datetime | None = None
    resumes_at: datetime | None = None
    """About when one that is suspended goes on, where that was said."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of order that waits for its ruling; whether the speech goes on by itself afterwards."""

    by: str
    raised_at: datetime
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """A right of reply: whose, and how far it came."""

    key: str
    delegation: str
    asked_at: datetime
    granted_at: datetime | None = None
    refused_at: datetime | None = None
    delivered_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it waits for the chair's answer."""
        return self.granted_at is None and self.refused_at is None

    @property
    def waits(self) -> bool:
        """Whether it is granted and still to be delivered."""
        return self.granted_at is not None and self.delivered_at is None


@dataclass(frozen=True, slots=True)
class Floor:
    """The floor at one moment."""

    sittings: tuple[Sitting, ...] = ()
    speech: Speech | None = None
    """Who has the floor now."""
    delivered: tuple[Speech, ...] = ()
    """Those who had it, in the order in which they spoke."""
    absent: tuple[str, ...] = ()
    """Turns that were called in vain, once for each time, and not found since."""
    missed: int = 0
    """How many calls of those on the list were in vain, whoever was found since."""
    passed: tuple[tuple[str, int], ...] = ()
    """Turns that were passed over once, each with the number of those who had been heard by then."""
    yielded: frozenset[str] = frozenset()
    point: Point | None = None
    replies: tuple[Reply, ...] = ()
    blank: bool = False
    """Whether the board shows nothing."""
    last: Step | None = None
    """The last step that holds."""

    @property
    def sitting(self) -> Sitting | None:
        """The meeting that is open, suspended or not."""
        last = self.sittings[-1] if self.sittings else None
        return last if last and last.closed_at is None else None

    @property
    def resumes_at(self) -> datetime | None:
        """About when the meeting goes on, where it is suspended and that was said."""
        return self.sitting.resumes_at if self.sitting else None

    @property
    def heard(self) -> int:
        """How many were heard so far, who speaks now among them."""
        return len(self.delivered) + bool(self.speech and self.speech.began_at)

    @property
    def spoken(self) -> frozenset[str]:
        """The turns that are over."""
        return frozenset(one.turn for one in self.delivered) | self.yielded

    def reply(self, key: str) -> Reply:
        """A right of reply by its key. Raises NoSuchReply."""
        found = next((one for one in self.replies if one.key == key), None)
        if found is None:
            raise NoSuchReply
        return found

    def used_replies(self, delegation: str) -> int:
        """How many rights of reply a delegation has asked for, apart from those refused."""
        return sum(one.delegation == delegation and one.refused_at is None for one in self.replies)
