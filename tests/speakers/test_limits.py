"""Limits of statements, and the largest under which everybody fits."""

from __future__ import annotations

import pytest

from rtop_event.delegations.words import Kind
from rtop_event.speakers.limits_form import as_seconds, as_typed
from rtop_event.speakers.timing import (
    Limits,
    Timetable,
)
from rtop_event.speakers.what_if import What, largest_of
from tests.speakers.made_lists import Speaker, short_day, speakers


@pytest.mark.parametrize(
    ("kind", "group", "seconds"),
    [
        (Kind.MEMBER_STATE, None, 1),
        (Kind.OBSERVER_STATE, None, 1),
        (Kind.OBSERVER, None, 1),
        (Kind.REGIONAL_ORGANISATION, None, 3),
        (Kind.OTHER_ORGANISATION, None, 3),
        (Kind.UN_ENTITY, None, 3),
        (Kind.CIVIL_SOCIETY, None, 4),
        (Kind.MEMBER_STATE, "African Group", 2),
        (Kind.REGIONAL_ORGANISATION, "EU members", 2),
        (Kind.CIVIL_SOCIETY, "a coalition", 2),
    ],
)
def test_limit_depends_on_who_speaks(kind: Kind, group: str | None, seconds: int) -> None:
    limits = Limits(delegation=1, group=2, organisation=3, civil_society=4)

    assert limits.of(Speaker("a", kind, group)) == seconds


@pytest.mark.parametrize(
    ("lengths", "letters", "changeover", "expected"),
    [
        ((12,), "abcd", 0, 180),
        ((12,), "abcd", 10, 170),
        ((12,), "Aab", 0, 210),
        ((4, 4), "abc", 0, 120),
        ((600,), "a", 0, 3600),
        ((1,), "abc", 0, None),
        ((4,), "A", 0, None),
        ((5,), "A", 0, 3600),
        ((5,), "", 0, 3600),
    ],
)
def test_largest_limit_is_the_last_that_fits(
    lengths: tuple[int, ...], letters: str, changeover: int, expected: int | None
) -> None:
    timetable = Timetable(short_day(*lengths), changeover=changeover)

    assert largest_of(What.DELEGATION, speakers(letters), timetable).seconds == expected


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("3:30", 210), ("210", 210), ("0:00", 0), ("60:00", 3600), ("3:60", None), (":30", None), ("3 min", None)],
)
def test_lengths_are_typed_in_minutes_and_seconds(typed: str, seconds: int | None) -> None:
    assert as_seconds(typed) == seconds
    assert seconds is None or as_seconds(as_typed(seconds)) == seconds
