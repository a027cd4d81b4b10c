"""Between which times a turn begins in practice: the honest spread around each expected time.

An expected time counts with every statement taking its whole limit. In the hall statements last between 60 % of their
limit and a little more than it, most of them close to it, and the pause between two is rarely shorter than it is set.
`Habit` holds these figures, in one place, so that a measured rate can take their place. From them each turn has a
mean and a variance, which both add up over the statements before it: the spread grows with the square root of their
number. In at least four of five cases the turn begins within the spread. Not counted is what strikes all alike, such
as a floor that opens late.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from rtop_event.speakers.timing import Speaking, Timetable, Turn, Window, portions
from rtop_event.wording import Sentence, sentence

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long something lasts, as parts of the time that is set for it: at least, most often, at most."""

    least: float
    often: float
    most: float

    @property
    def mean(self) -> float:
        """The middle of a triangular distribution."""
        return (self.least + self.often + self.most) / 3

    @property
    def variance(self) -> float:
        """The variance of a triangular distribution."""
        low, mode, high = self.least, self.often, self.most
        return (low * low + mode * mode + high * high - low * mode - low * high - mode * high) / 18


@dataclass(frozen=True, slots=True)
class Habit:
    """How a meeting goes in practice; `width` is how many standard deviations the spread reaches to each side."""

    statement: Lasting = Lasting(0.6, 1.0, 1.1)
    changeover: Lasting = Lasting(1.0, 1.5, 2.0)
    width: float = 1.4  # 1.28 for a bell curve; a little more, since few statements are none

    @property
    def told(self) -> Sentence:
        """The assumption, for everybody who reads the times."""
        return sentence(
            "Statements usually last between %(least)s and %(most)s per cent of their limit: "
            "four of five begin between the times given.",
            least=round(self.statement.least * 100),
            most=round(self.statement.most * 100),
        )


HABIT = Habit()


def timed(places: Sequence[Speaking], timetable: Timetable, habit: Habit = HABIT) -> list[Turn]:
    """The expected turns in list order, each with the earliest and the latest time at which it begins.

    The spread holds the expected time, never begins before the floor is open and never ends after it closes. One that
    may still come before a break or has to wait for the end of it reaches across the break.
    """
    turns: list[Turn] = []
    for portion in portions(places, timetable):
        if not portion.windows:
            turns += portion.turns
            continue
        early, late = (_path(portion.lengths, timetable.changeover, portion.windows, habit, way) for way in (-1, 1))
        turns += _widened(portion.turns, early, late, portion.windows)
    return turns


def outward(turn: Turn) -> Turn:
    """The spread in whole minutes, as people read it: down for the earliest, up for the latest."""
    if turn.earliest is None or turn.latest is None:
        return turn
    return replace(turn, earliest=_minute(turn.earliest), latest=_minute(turn.latest + MINUTE - timedelta.resolution))


def _widened(
    turns: Iterable[Turn], early: Iterator[float], late: Iterator[float], windows: Sequence[Window]
) -> Iterator[Turn]:
    closes, moment = windows[-1].ends_at, datetime.fromtimestamp
    for turn, first, last in zip(turns, early, late, strict=True):
        expected = turn.starts_at or closes
        earliest = min(expected, moment(first, UTC))
        latest = max(expected, min(closes, moment(last, UTC)))
        yield Turn(turn.key, turn.meeting, turn.starts_at, turn.ends_at, turn.over_by, earliest, latest)


def _path(
    lengths: Iterable[int], changeover: int, windows: Sequence[Window], habit: Habit, way: int
) -> Iterator[float]:
    """When each begins if all goes quickly (way -1) or slowly (way 1), in seconds since the epoch.

    Who can no longer end before the floor closes waits for the next opening, and the counting begins anew there.
    """
    hours = iter([(window.starts_at.timestamp(), window.ends_at.timestamp()) for window in windows])
    opens, closes = next(hours)
    pause, pauses_vary = changeover * habit.changeover.mean, changeover**2 * habit.changeover.variance
    part, parts_vary = habit.statement.mean, habit.statement.variance
    width, mean, variance = way * habit.width, 0.0, 0.0
    for length in lengths:
        begins = max(opens, opens + mean + width * math.sqrt(variance))
        while begins + length > closes and (following := next(hours, None)):
            opens, closes = following
            begins, mean, variance = opens, 0.0, 0.0
        yield begins
        mean += length * part + pause
        variance += length * length * parts_vary + pauses_vary


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
