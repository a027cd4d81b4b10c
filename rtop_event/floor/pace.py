"""How fast a meeting really goes: what its statements, changeovers and absences so far say of those to come.

Before anybody has spoken only the habit of meetings is known (`Habit`), with an honest doubt about this one. Each
statement then counts: the mean and the scatter of the parts of their limits that statements took, by whom they were
made, pulled towards the habit as long as there are few; the same for changeovers. The doubt about the mean strikes all
to come alike, so it grows with their number; the scatter of single ones only with its root.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from rtop_event.delegations.words import Kind
from rtop_event.speakers.spread import HABIT, Habit
from rtop_event.speakers.timing import ORGANISATIONS, Speaking


class Made(StrEnum):
    """By whom a statement is made, as far as its length depends on it."""

    GROUP = "group"
    DELEGATION = "delegation"
    ORGANISATION = "organisation"
    CIVIL_SOCIETY = "civil_society"


def made_by(place: Speaking) -> Made:
    """By whom; a group's statement is the group's, whoever reads it."""
    if place.on_behalf_of:
        return Made.GROUP
    if place.kind is Kind.CIVIL_SOCIETY:
        return Made.CIVIL_SOCIETY
    return Made.ORGANISATION if place.kind in ORGANISATIONS else Made.DELEGATION


@dataclass(frozen=True, slots=True)
class Heard:
    """A statement that was delivered: by whom, its limit and what it took, in seconds."""

    made: Made
    limit: int
    used: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is believed of something before it is measured here."""

    mean: float
    scatter: float
    """Standard deviation of a single one."""
    unsure: float
    """Standard deviation of the mean from meeting to meeting."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What is expected of each one to come: its mean, its own scatter, and how sure the mean is, all as variances."""

    mean: float
    scatter: float
    unsure: float


OF_STATEMENTS_FROM_MEETING_TO_MEETING = 0.12
"""Standard deviation of the mean part of the limit that statements take, between meetings."""
BY_WHOM = 0.06
"""The same between those who make them, within a meeting."""
CALLED_IN_VAIN = 0.03
"""How many of those called are not there, before anybody was called."""
WEIGHT_OF_THAT = 20
"""How many calls that counts as."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace of one meeting, from what was heard so far."""

    parts: dict[Made, Rate]
    """Of statements, as parts of their limits."""
    changeover: Rate
    """Seconds."""
    absence: float
    """The part of calls that are made in vain."""


def pace_of(
    heard: Sequence[Heard], gaps: Sequence[float], *, absences: int, changeover: int, habit: Habit = HABIT
) -> Pace:
    """The pace of a meeting with these statements, these changeovers in seconds, and so many called in vain.

    `changeover` is the one that is set, in seconds, from which the measured ones are expected to differ.
    """
    usual = Doubt(habit.statement.mean, habit.statement.variance**0.5, OF_STATEMENTS_FROM_MEETING_TO_MEETING)
    all_parts = [one.used / one.limit for one in heard if one.limit]
    overall = _learned(usual, all_parts)
    parts = {made: _of(made, heard, overall) for made in Made}
    pause = changeover * habit.changeover.mean
    rest = _learned(Doubt(pause, max(5.0, pause / 3), max(5.0, pause / 3)), gaps)
    calls = len(heard) + absences
    return Pace(parts, rest, (CALLED_IN_VAIN * WEIGHT_OF_THAT + absences) / (WEIGHT_OF_THAT + calls))


def _of(made: Made, heard: Sequence[Heard], overall: Rate) -> Rate:
    """The rate of those who make them, as far as they differ from all."""
    own = [one.used / one.limit for one in heard if one.limit and one.made is made]
    found = _learned(Doubt(overall.mean, overall.scatter**0.5, BY_WHOM), own)
    return Rate(found.mean, overall.scatter, overall.unsure + found.unsure)


def _learned(before: Doubt, found: Sequence[float]) -> Rate:
    """What is expected after these: mean and doubt of a normal mean, the scatter from both."""
    weight = 8  # statements that the habit's scatter counts as
    around = fmean(found) if found else before.mean
    scatter = (weight * before.scatter**2 + sum((one - around) ** 2 for one in found)) / (weight + len(found))
    sure, seen = 1 / before.unsure**2, len(found) / scatter
    return Rate((before.mean * sure + around * seen) / (sure + seen), scatter, 1 / (sure + seen))
