"""The answers over time: how many of the invited had answered what at the end of each day, and the bars of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rtop_event.dialogues.periods import NEW_YORK
from rtop_event.invitations.answers import COUNTED, Given, standing

ONE_DAY = timedelta(days=1)
GAP = 0.1
"""Between two bars, as a part of a day."""


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
class Bar:
    """One answer on one day: days go to the side, people upwards; `y` is counted from the top, as SVG does."""

    answer: str
    x: float
    y: int
    width: float
    height: int


def by_day(courses: Iterable[Course], *, until: date, zone: str = NEW_YORK) -> list[Day]:
    """Each day from the one on which the first invitation left; empty before that.

    Whoever answered an earlier time only has not answered; a delegated invitation counts as tentative.
    """
    turns: dict[date, Counter[str]] = {}
    for course in courses:
        before = ""
        for day in sorted(_days(course, zone)):
            after = _answer(course, datetime.combine(day + ONE_DAY, time(0), ZoneInfo(zone)))
            turned = turns.setdefault(day, Counter())
            turned[before] -= 1
            turned[after] += 1
            before = after
    standing_at = Counter[str]()
    found: list[Day] = []
    day = min(turns, default=until + ONE_DAY)
    while day <= until:
        standing_at.update(turns.get(day, {}))
        found.append(Day(day, tuple(standing_at[name] for name in COUNTED)))
        day += ONE_DAY
    return found


def _days(course: Course, zone: str) -> set[date]:
    """The days on which something happened, from the first letter on."""
    moments = [at for at, _ in course.sent] + [one.at for one in course.replies]
    if course.withdrawn_at:
        moments.append(course.withdrawn_at)
    first = min((at for at, _ in course.sent), default=None)
    return {at.astimezone(ZoneInfo(zone)).date() for at in moments if first and at >= first}


def _answer(course: Course, end: datetime) -> str:
    """What stood at that moment; empty where nobody was invited."""
    sent = [sequence for at, sequence in course.sent if at < end]
    if not sent or (course.withdrawn_at and course.withdrawn_at < end):
        return ""
    answer = standing([one for one in course.replies if one.at < end], max(sent)).answer
    return "tentative" if answer == "delegated" else answer


def changed(days: Sequence[Day]) -> list[Day]:
    """The days on which the numbers changed."""
    return [one for place, one in enumerate(days) if place == 0 or one.numbers != days[place - 1].numbers]


def bars(days: Sequence[Day]) -> list[Bar]:
    """A column for each day: who accepted at its foot, who has not answered on top; what is nothing has no bar."""
    top = highest(days)
    found = []
    for place, one in enumerate(days):
        foot = top
        for name, number in zip(COUNTED, one.numbers, strict=True):
            foot -= number
            if number:
                found.append(Bar(name, place + GAP / 2, foot, 1 - GAP, number))
    return found


def highest(days: Sequence[Day]) -> int:
    """The most people that a day shows."""
    return max((sum(one.numbers) for one in days), default=0)
