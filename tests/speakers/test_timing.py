"""Expected times: when each place speaks, and what falls outside."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtop_event.speakers.timing import (
    Item,
    Limits,
    Sitting,
    Timetable,
    Turn,
    expected_times,
    floor_of,
)
from tests.speakers.made_lists import AFTERNOON, DAY, FLOOR, MORNING, at, clock, short_day, speakers


def times(turns: list[Turn]) -> list[tuple[str, int | None, str, str, int]]:
    return [(turn.key, turn.meeting, clock(turn.starts_at), clock(turn.ends_at), turn.over_by) for turn in turns]


@pytest.mark.parametrize(
    ("sitting", "windows"),
    [
        (MORNING, [("11:45", "13:00")]),
        (AFTERNOON, [("15:00", "17:50")]),
        (Sitting(1, at("10:00"), at("13:00")), [("10:00", "13:00")]),
        (Sitting(1, at("10:00"), at("13:00"), (FLOOR, Item(60), FLOOR)), [("10:00", "11:00"), ("12:00", "13:00")]),
        (Sitting(1, at("10:00"), at("13:00"), (Item(20, floor=True), Item(100))), [("10:00", "10:20")]),
        (Sitting(1, at("10:00"), at("13:00"), (Item(), Item(60, floor=True))), [("12:00", "13:00")]),
        (Sitting(1, at("10:00"), at("13:00"), (Item(150), Item(60, floor=True))), [("12:30", "13:00")]),
        (Sitting(1, at("10:00"), at("13:00"), (Item(200), FLOOR)), []),
        (Sitting(1, at("10:00"), at("13:00"), (Item(60),)), []),
    ],
)
def test_floor_is_what_the_programme_leaves(sitting: Sitting, windows: list[tuple[str, str]]) -> None:
    floor = floor_of(sitting)

    assert [(clock(window.starts_at), clock(window.ends_at)) for window in floor] == windows
    assert [window.meeting for window in floor] == [1 if sitting is not AFTERNOON else 2] * len(windows)


def test_window_lasts_for_its_seconds() -> None:
    assert [window.seconds for window in Timetable((AFTERNOON, MORNING)).windows()] == [75 * 60, 170 * 60]


def test_turns_follow_each_other_with_a_changeover() -> None:
    assert times(expected_times(speakers("Aab"), Timetable(DAY, changeover=30))) == [
        ("A", 1, "11:45", "11:50", 0),
        ("a", 1, "11:50:30", "11:53:30", 0),
        ("b", 1, "11:54", "11:57", 0),
    ]


@pytest.mark.parametrize(
    ("lengths", "letters", "expected"),
    [
        (
            (6, 9),
            "abc",
            [("a", 1, "10:00", "10:03", 0), ("b", 1, "10:03", "10:06", 0), ("c", 2, "11:00", "11:03", 0)],
        ),
        (
            (7, 9),
            "aBc",
            [("a", 1, "10:00", "10:03", 0), ("B", 2, "11:00", "11:05", 0), ("c", 2, "11:05", "11:08", 0)],
        ),
        (
            (2, 1, 5),
            "aBc",
            [("a", 3, "12:00", "12:03", 0), ("B", 3, "12:03", "12:08", 180), ("c", 3, "12:08", "12:11", 360)],
        ),
    ],
)
def test_statement_that_cannot_end_waits_for_the_next_meeting(
    lengths: tuple[int, ...], letters: str, expected: list[tuple[str, int, str, str, int]]
) -> None:
    assert times(expected_times(speakers(letters), Timetable(short_day(*lengths)))) == expected


def test_list_of_a_meeting_stays_in_it() -> None:
    places = [*speakers("ab", meeting=1), *speakers("c", meeting=2)]

    turns = expected_times(places, Timetable(short_day(5, 5)))

    assert times(turns) == [
        ("a", 1, "10:00", "10:03", 0),
        ("b", 1, "10:03", "10:06", 60),
        ("c", 2, "11:00", "11:03", 0),
    ]
    assert [turn.fits for turn in turns] == [True, False, True]


def test_places_without_a_meeting_follow_those_with_one() -> None:
    timetable = Timetable(short_day(5, 11), changeover=60)

    after_the_second = expected_times([*speakers("a", 1), *speakers("b", 2), *speakers("cd")], timetable)
    after_the_first = expected_times([*speakers("ab", 1), *speakers("c")], timetable)
    after_too_many = expected_times([*speakers("abcd", 2), *speakers("e")], timetable)

    assert times(after_the_second)[2:] == [("c", 2, "11:04", "11:07", 0), ("d", 2, "11:08", "11:11", 0)]
    assert times(after_the_first)[1:] == [("b", 1, "10:04", "10:07", 120), ("c", 2, "11:00", "11:03", 0)]
    assert times(after_too_many)[3:] == [("d", 2, "11:12", "11:15", 240), ("e", 2, "11:16", "11:19", 480)]


def test_no_floor_gives_no_time() -> None:
    places = [*speakers("a", 3), *speakers("b")]

    turns = expected_times(places, Timetable(short_day(5)))
    none_at_all = expected_times(speakers("A"), Timetable(()))

    assert times(turns) == [("a", 3, "-", "-", 180), ("b", 1, "10:00", "10:03", 0)]
    assert times(none_at_all) == [("A", None, "-", "-", 300)]
    assert [str(turn.note) for turn in turns] == ["The programme has no time for the floor in meeting 3.", "None"]
    assert str(none_at_all[0].note) == "The programme has no time for the floor."


@pytest.mark.parametrize(
    ("minutes", "note"),
    [
        (3, None),
        (2, "Would end 1 minute after the time for the floor."),
        (1, "Would end 2 minutes after the time for the floor."),
    ],
)
def test_note_tells_by_how_much_a_turn_is_over(minutes: int, note: str | None) -> None:
    (turn,) = expected_times(speakers("a"), Timetable(short_day(minutes)))

    assert (turn.note and str(turn.note)) == note


def test_note_counts_a_begun_minute() -> None:
    (turn,) = expected_times(speakers("a"), Timetable(short_day(2), Limits(delegation=121)))

    assert turn.over_by == 1
    assert str(turn.note) == "Would end 1 minute after the time for the floor."


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=3),
    st.text("aB", max_size=12),
    st.integers(0, 60),
)
def test_turns_of_one_list_never_overlap_nor_leave_the_floor(lengths: list[int], letters: str, changeover: int) -> None:
    timetable = Timetable(short_day(*lengths), changeover=changeover)

    turns = expected_times(speakers(letters), timetable)

    assert [turn.key for turn in turns] == list(letters)
    windows = {window.meeting: window for window in timetable.windows()}
    for turn, following in pairwise(turns):
        assert turn.ends_at
        assert following.starts_at
        assert turn.ends_at + timedelta(seconds=changeover) <= following.starts_at
    for turn in turns:
        assert turn.ends_at
        assert turn.meeting
        assert turn.fits is (turn.ends_at <= windows[turn.meeting].ends_at)
    assert [turn.fits for turn in turns] == sorted((turn.fits for turn in turns), reverse=True)
