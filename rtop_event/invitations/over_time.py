"""The answers over time: how many of the invited had answered what at the end of each day, or hour of the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from rtop_event.bars import Plot, stacked
from rtop_event.dialogues.periods import NEW_YORK
from rtop_event.invitations.answers import COUNTED, Given, standing

ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)
Slot = TypeVar("Slot", date, datetime)
DayOrHour = TypeVar("DayOrHour", "Day", "Hour")


@dataclass(frozen=True, slots=True)
class Course:
    """What became of one invitation: when which SEQUENCE left, what was answered, when it was withdrawn."""

    sent: Sequence[tuple[datetime, int]]
    replies: Sequence[Given]
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The end of one day: how many invited people stood at each of COUNTED, in its order."""

    day: date
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hour:
    """The end of one hour, which began `at`, as a Day tells the end of a day."""

    at: datetime
    numbers: tuple[int, ...]


def by_day(courses: Iterable[Course], *, until: date, zone: str = NEW_YORK) -> list[Day]:
    """Each day from the one on which the first invitation left; empty before that.

    Whoever answered an earlier time only has not answered; a delegated invitation counts as tentative.
    """

    def day_of(at: datetime) -> date:
        return at.astimezone(ZoneInfo(zone)).date()

    def end_of(day: date) -> datetime:
        return datetime.combine(day + ONE_DAY, time(0), ZoneInfo(zone))

    return [Day(day, numbers) for day, numbers in _standing(courses, day_of, end_of, ONE_DAY, until)]


def by_hour(courses: Iterable[Course], *, until: datetime) -> list[Hour]:
    """The same for each hour, while there is only one day to tell of."""

    def hour_of(at: datetime) -> datetime:
        return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)

    def end_of(hour: datetime) -> datetime:
        return hour + ONE_HOUR

    return [Hour(at, numbers) for at, numbers in _standing(courses, hour_of, end_of, ONE_HOUR, hour_of(until))]


def _standing(
    courses: Iterable[Course],
    slot_of: Callable[[datetime], Slot],
    end_of: Callable[[Slot], datetime],
    step: timedelta,
    until: Slot,
) -> list[tuple[Slot, tuple[int, ...]]]:
    """How the invited stood at the end of each day or hour, from the first in which something happened."""
    turns: dict[Slot, Counter[str]] = {}
    for course in courses:
        before = ""
        for slot in sorted({slot_of(at) for at in _moments(course)}):
            after = _answer(course, end_of(slot))
            turned = turns.setdefault(slot, Counter())
            turned[before] -= 1
            turned[after] += 1
            before = after
    standing_at = Counter[str]()
    found: list[tuple[Slot, tuple[int, ...]]] = []
    slot = min(turns, default=until + step)
    while slot <= until:
        standing_at.update(turns.get(slot, {}))
        found.append((slot, tuple(standing_at[name] for name in COUNTED)))
        slot += step
    return found


def _moments(course: Course) -> list[datetime]:
    """When something happened, from the first letter on."""
    moments = [at for at, _ in course.sent] + [one.at for one in course.replies]
    if course.withdrawn_at:
        moments.append(course.withdrawn_at)
    first = min((at for at, _ in course.sent), default=None)
    return [at for at in moments if first and at >= first]


def _answer(course: Course, end: datetime) -> str:
    """What stood at that moment; empty where nobody was invited."""
    sent = [sequence for at, sequence in course.sent if at < end]
    if not sent or (course.withdrawn_at and course.withdrawn_at < end):
        return ""
    answer = standing([one for one in course.replies if one.at < end], max(sent)).answer
    return "tentative" if answer == "delegated" else answer


def changed(slots: Sequence[DayOrHour]) -> list[DayOrHour]:
    """The days or hours at whose end the numbers had changed."""
    return [one for place, one in enumerate(slots) if place == 0 or one.numbers != slots[place - 1].numbers]


def drawn(slots: Sequence[Day] | Sequence[Hour]) -> Plot:
    """A column for each: who accepted at its foot, who has not answered on top."""
    return stacked([one.numbers for one in slots], COUNTED)
