"""Periods in which something is open, and how they are told in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from rtop_event.wording import Sentence, sentence

NEW_YORK = "America/New_York"


class State(StrEnum):
    """Where a period stands."""

    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Period:
    """From the moment something opens until before the moment it closes."""

    opens_at: datetime
    closes_at: datetime

    def state(self, at: datetime) -> State:
        """Where it stands at that moment."""
        if at < self.opens_at:
            return State.ANNOUNCED
        return State.OPEN if at < self.closes_at else State.CLOSED

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at that moment."""
        return self.state(at) is State.OPEN

    @property
    def turns(self) -> tuple[datetime, datetime]:
        """The moments at which its words change."""
        return self.opens_at, self.closes_at


def registration_told(period: Period, at: datetime, zone: str = NEW_YORK) -> Sentence:
    """The state of registration in words, with the moment that matters next."""
    match period.state(at):
        case State.ANNOUNCED:
            return sentence("Registration opens on %(moment)s.", moment=on_the_clock(period.opens_at, zone))
        case State.OPEN:
            return sentence("Registration is open until %(moment)s.", moment=on_the_clock(period.closes_at, zone))
        case _:
            return sentence("Registration closed on %(moment)s.", moment=on_the_clock(period.closes_at, zone))


def on_the_clock(moment: datetime, zone: str = NEW_YORK) -> Sentence:
    """A moment on the clock of a place, such as "3 September 2012, 18:00 (New York time)"."""
    local = moment.astimezone(ZoneInfo(zone))
    if zone == NEW_YORK:
        return sentence("%(moment)s (New York time)", moment=local)
    return sentence("%(moment)s (%(city)s time)", moment=local, city=zone.rpartition("/")[2].replace("_", " "))


def clock_told(zone: str = NEW_YORK) -> Sentence:
    """Whose clock the hours are on, such as "New York time"."""
    if zone == NEW_YORK:
        return sentence("New York time")
    return sentence("%(city)s time", city=zone.rpartition("/")[2].replace("_", " "))
