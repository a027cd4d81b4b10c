"""When those who wait will speak, from the pace of the meeting: an expected time and an honest spread for each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TypeGuard

from rtop_event.floor.pace import Heard, Made, Pace, made_by, pace_of
from rtop_event.floor.planned import Answers, Planned, When
from rtop_event.floor.state import Floor, Speech
from rtop_event.floor.words import Voice
from rtop_event.speakers.spread import HABIT, Habit
from rtop_event.speakers.timing import Speaking, Timetable, Window

IN_THE_ROOM = replace(HABIT, width=1.65)
"""Wider than the spread of a list on paper: who is absent comes at another time altogether."""
LONGEST_GAP = 600
"""Seconds; whatever lies longer between two statements was no changeover."""
OF_THE_PROGRAMME = 0.25
"""The standard deviation of what somebody of the programme takes, as a part of the minutes that are planned."""
STILL = 0.1
"""The part of the limit that is expected of one who has used up what was expected."""
TIMES_HOLD = timedelta(seconds=20)
"""How long expected times are shown before they are computed anew, while nothing happens."""


@dataclass(frozen=True, slots=True)
class Coming:
    """The turn of one who waits; `fits` tells whether it can end before its meeting does."""

    key: str
    starts_at: datetime
    earliest: datetime
    latest: datetime
    fits: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """One who waits, as far as the time of the others depends on it: seconds, mean and variance."""

    limit: int
    mean: float
    scatter: float
    part: float
    """By how many seconds the doubt about the pace of statements makes it longer or shorter, for one of it."""
    not_before: float = 0.0
    """Seconds since the epoch."""


def shown_since(at: datetime) -> datetime:
    """Since when the times of this moment are shown: whoever looks within these seconds sees the same ones."""
    hold = TIMES_HOLD.total_seconds()
    return datetime.fromtimestamp(at.timestamp() // hold * hold, UTC)


def heard_of(floor: Floor, made: dict[str, Made]) -> list[Heard]:
    """The statements that were delivered, by whom as the list knows; replies and the panel tell nothing of them."""
    return [
        Heard(made.get(one.turn, Made.DELEGATION), one.limit, one.ran.total_seconds())
        for one in floor.delivered
        if one.voice is Voice.STATEMENT and one.limit
    ]


def gaps_of(floor: Floor) -> list[float]:
    """The seconds between one statement's end and the next one's beginning, as far as they were changeovers."""
    spoken = [*floor.delivered, *([floor.speech] if floor.speech and floor.speech.began_at else [])]
    found = [
        (after.began_at - before.ended_at).total_seconds()
        for before, after in pairwise(spoken)
        if before.ended_at and after.began_at
    ]
    return [gap for gap in found if 0 <= gap <= LONGEST_GAP]


def coming(
    line: Sequence[Speaking | Planned | Answers],
    floor: Floor,
    timetable: Timetable,
    made: dict[str, Made],
    at: datetime,
    habit: Habit = IN_THE_ROOM,
) -> list[Coming]:
    """The turns of those who wait, in their order; nobody's begins before `at`.

    Without any time for the floor left the turns are counted on from the end of the last one. Whoever of the programme
    comes at an hour of its own has that one; those before the list begin with the meeting, and the list not before
    the programme opens the floor.
    """
    at_their_hour = [one for one in line if _has_an_hour(one, at)]
    places = [one for one in line if not _has_an_hour(one, at)]
    pace = pace_of(
        heard_of(floor, made), gaps_of(floor), absences=floor.missed, changeover=timetable.changeover, habit=habit
    )
    windows, opens = _with_programme(_still_open(timetable, floor, at), places, timetable, floor, at)
    waits = [_wait_of(place, timetable, pace, opens) for place in places]
    first = _until_free(floor, made, pace, at)
    early, middle, late = (_path(waits, first, windows, pace, width) for width in (-habit.width, 0.0, habit.width))
    ends = {one.number: one.ends_at.timestamp() for one in timetable.sittings}
    closes = [window.ends_at.timestamp() for window in windows]
    return [
        *(Coming(one.key, one.starts_at, one.starts_at, one.starts_at, fits=True) for one in at_their_hour),
        *(
            Coming(
                place.key,
                _moment(then),
                _moment(min(soon, then)),
                _moment(max(last, then)),
                _fits(then + wait.limit, [ends[place.meeting]] if isinstance(place, Planned) else closes),
            )
            for place, wait, soon, then, last in zip(places, waits, early, middle, late, strict=True)
        ),
    ]


def _has_an_hour(one: Speaking | Planned | Answers, at: datetime) -> TypeGuard[Planned]:
    return isinstance(one, Planned) and one.when is When.HOUR and one.starts_at > at


def _with_programme(
    windows: list[Window], places: Sequence[object], timetable: Timetable, floor: Floor, at: datetime
) -> tuple[list[Window], float]:
    """The times of the floor with that of those of the programme who come before the list, and when the list begins."""
    front = places[0] if places else None
    if not isinstance(front, Planned) or front.when is not When.FIRST:
        return windows, 0.0
    meeting = floor.sitting.meeting if floor.sitting else front.meeting
    held = next((one for one in timetable.sittings if one.number == meeting), None)
    if held is None:
        return windows, 0.0
    opens = next((one.starts_at for one in timetable.windows() if one.meeting == meeting), windows[0].starts_at)
    begun = floor.sitting and (floor.speech or floor.delivered)
    starts = at if begun else max(at, held.starts_at)
    if windows[0].meeting == meeting:
        return [replace(windows[0], starts_at=starts), *windows[1:]], opens.timestamp()
    return [Window(meeting, starts, held.ends_at), *windows], opens.timestamp()


def _wait_of(place: Speaking | Planned | Answers, timetable: Timetable, pace: Pace, opens: float) -> Wait:
    if isinstance(place, Planned | Answers):
        scatter = (place.limit * OF_THE_PROGRAMME) ** 2 + pace.changeover.scatter
        return Wait(place.limit, place.limit + pace.changeover.mean, scatter, 0.0)
    return replace(_wait(timetable.limits.of(place), made_by(place), pace), not_before=opens)


def _wait(limit: int, made: Made, pace: Pace) -> Wait:
    """What one costs the others: a statement and a changeover, or a call in vain."""
    rate, there = pace.parts[made], 1 - pace.absence
    length = limit * rate.mean
    scatter = there * limit * limit * rate.scatter + there * pace.absence * length * length + pace.changeover.scatter
    return Wait(limit, there * length + pace.changeover.mean, scatter, there * limit * math.sqrt(rate.unsure))


def _until_free(floor: Floor, made: dict[str, Made], pace: Pace, at: datetime) -> Wait:
    """What is left of the one who has the floor, and of the changeover."""
    speech = floor.speech
    if speech is None:
        last = floor.delivered[-1].ended_at if floor.delivered else None
        passed = (at - last).total_seconds() if last else 0.0
        return Wait(0, max(0.0, pace.changeover.mean - passed) if last else 0.0, pace.changeover.scatter, 0.0)
    rate = pace.parts[made.get(speech.turn, Made.DELEGATION)]
    length = max(speech.limit * rate.mean - speech.used(at).total_seconds(), speech.limit * STILL)
    mean = length + pace.changeover.mean + (0.0 if speech.began_at else _until_begun(speech, pace, at))
    scatter = (min(1.0, length / max(1, speech.limit)) * speech.limit) ** 2 * rate.scatter + pace.changeover.scatter
    return Wait(0, mean, scatter, 0.0)


def _until_begun(speech: Speech, pace: Pace, at: datetime) -> float:
    return max(5.0, pace.changeover.mean - (at - speech.called_at).total_seconds())


def _still_open(timetable: Timetable, floor: Floor, at: datetime) -> list[Window]:
    """The times of the floor that are left, the first from now on; the last one however late it is."""
    over = {one.meeting for one in floor.sittings if one.closed_at}
    sits = floor.sitting.meeting if floor.sitting else None
    left = [one for one in timetable.windows() if one.meeting not in over]
    later = [one for one in left if one.ends_at > at] or left[-1:] or timetable.windows()[-1:]
    begun = bool(floor.speech or floor.delivered)
    return [
        Window(
            one.meeting, at if number == 0 and begun and one.meeting == sits else max(at, one.starts_at), one.ends_at
        )
        for number, one in enumerate(later)
    ] or [Window(0, at, at)]


def _path(waits: Sequence[Wait], first: Wait, windows: Sequence[Window], pace: Pace, width: float) -> Iterator[float]:
    """When each begins, in seconds since the epoch, if all goes so many standard deviations slower than expected.

    Who can no longer end before the floor closes waits for the next opening, and the counting begins anew there.
    """
    hours = iter([(window.starts_at.timestamp(), window.ends_at.timestamp()) for window in windows])
    opens, closes = next(hours)
    mean, scatter, part, number = first.mean, first.scatter, 0.0, 0
    for wait in waits:
        unsure = part * part + number * number * pace.changeover.unsure
        begins = opens + max(0.0, mean + width * math.sqrt(scatter + unsure))
        if begins < wait.not_before:
            opens = begins = wait.not_before
            mean, scatter, part, number = 0.0, 0.0, 0.0, 0
        while begins + wait.limit > closes and (following := next(hours, None)):
            opens, closes = following
            begins, mean, scatter, part, number = opens, 0.0, 0.0, 0.0, 0
        yield begins
        mean, scatter = mean + wait.mean, scatter + wait.scatter
        part, number = part + wait.part, number + 1


def _fits(ends: float, closes: Sequence[float]) -> bool:
    return bool(closes) and ends <= closes[-1]


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
