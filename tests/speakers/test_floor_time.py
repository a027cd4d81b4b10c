"""Whether the list fits, and by how much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rtop_event.speakers.floor_time import DayTime, FloorTime, day_time
from rtop_event.speakers.timing import Item, Limits, Timetable, Turn
from tests.speakers.made_lists import DAY, Speaker, clock, short_day, speakers


def test_day_of_the_dialogue_holds_its_list() -> None:
    places = [*speakers("ABCD"), *(Speaker(f"{number}") for number in range(54)), Speaker("EU", on_behalf_of="EU")]

    found = day_time(places, Timetable(DAY, changeover=30))

    assert found.meetings == (
        FloorTime(1, available=4500, needed=4440, speakers=19, fitting=19, spare=60, over=0),
        FloorTime(2, available=10200, needed=8490, speakers=40, fitting=40, spare=1710, over=0),
    )
    assert found.day == FloorTime(None, available=14700, needed=12930, speakers=59, fitting=59, spare=1710, over=0)
    assert found.outside == ()
    assert [str(one.summary) for one in (*found.meetings, found.day)] == [
        "Fits with 0:01:00 to spare.",
        "Fits with 0:28:30 to spare.",
        "Fits with 0:28:30 to spare.",
    ]


def test_list_that_runs_on_is_over_at_the_end_of_the_day() -> None:
    found = day_time(speakers("abcdef"), Timetable(short_day(7, 7)))

    assert found.meetings == (
        FloorTime(1, available=420, needed=360, speakers=2, fitting=2, spare=60, over=0),
        FloorTime(2, available=420, needed=720, speakers=4, fitting=2, spare=0, over=300),
    )
    assert found.day == FloorTime(None, available=840, needed=1080, speakers=6, fitting=4, spare=0, over=300)
    assert [(turn.key, clock(turn.ends_at), turn.over_by) for turn in found.outside] == [
        ("e", "11:09", 120),
        ("f", "11:12", 300),
    ]
    assert str(found.day.summary) == "Over by 0:05:00."


def test_meetings_that_are_lists_of_their_own_are_over_by_themselves() -> None:
    found = day_time([*speakers("abc", 1), *speakers("d", 2), *speakers("E", 3)], Timetable(short_day(8, 8)))

    assert found.meetings == (
        FloorTime(1, available=480, needed=540, speakers=3, fitting=2, spare=0, over=60),
        FloorTime(2, available=480, needed=180, speakers=1, fitting=1, spare=300, over=0),
    )
    assert found.day == FloorTime(None, available=960, needed=1020, speakers=5, fitting=3, spare=0, over=360)
    assert [turn.key for turn in found.outside] == ["c", "E"]


@pytest.mark.parametrize(
    ("meetings", "spare"),
    [((None, None), 120 + 480), ((1, 1), 120 + 480), ((1, 2), 300 + 300), ((2, 2), 480 + 120)],
)
def test_spare_of_the_day_is_what_can_still_be_used(meetings: tuple[int | None, int | None], spare: int) -> None:
    places = [replace(one, meeting=meeting) for one, meeting in zip(speakers("ab"), meetings, strict=True)]

    found = day_time(places, Timetable(short_day(8, 8)))

    assert found.day.spare == spare


def test_morning_that_the_list_has_left_is_not_spare() -> None:
    found = day_time(speakers("abc"), Timetable(short_day(8, 8)))

    assert [meeting.spare for meeting in found.meetings] == [120, 300]
    assert found.day.spare == 300


def test_spare_counts_the_floor_after_the_last_turn_only() -> None:
    (meeting,) = short_day(30)
    floors = replace(meeting, programme=(Item(5, floor=True), Item(5), Item(10, floor=True), Item(10, floor=True)))

    found = day_time(speakers("ab"), Timetable((floors,)))

    assert found.day == FloorTime(None, available=1500, needed=360, speakers=2, fitting=2, spare=1020, over=0)


def test_empty_list_leaves_the_whole_floor() -> None:
    found = day_time([], Timetable(short_day(8, 8)))

    assert found.day == FloorTime(None, available=960, needed=0, speakers=0, fitting=0, spare=960, over=0)


def test_no_meeting_leaves_everybody_outside() -> None:
    found = day_time(speakers("A"), Timetable(()))

    day = FloorTime(None, available=0, needed=300, speakers=1, fitting=0, spare=0, over=300)
    assert found == DayTime(meetings=(), day=day, outside=(Turn("A", None, None, None, over_by=300),))


@pytest.mark.parametrize(
    ("minutes", "limit", "summary"),
    [
        (3, 180, "Fits exactly."),
        (3, 179, "Fits with 0:00:01 to spare."),
        (4, 180, "Fits with 0:01:00 to spare."),
        (7, 179, "Fits with 0:04:01 to spare."),
        (3, 181, "Over by 0:00:01."),
        (3, 241, "Over by 0:01:01."),
    ],
)
def test_summary_says_by_how_much(minutes: int, limit: int, summary: str) -> None:
    timetable = Timetable(short_day(minutes), Limits(delegation=limit))

    assert str(day_time(speakers("a"), timetable).day.summary) == summary


def test_summary_of_no_floor() -> None:
    assert str(day_time([], Timetable(())).day.summary) == "No time for the floor."


@pytest.mark.parametrize(("minutes", "over", "lost"), [((7, 7), 300, 60), ((6, 6), 360, 0), ((10, 10), 0, 0)])
def test_time_in_which_no_statement_ends_is_lost_where_the_list_is_over(
    minutes: tuple[int, int], over: int, lost: int
) -> None:
    day = day_time(speakers("abcdef"), Timetable(short_day(*minutes))).day

    assert (day.over, day.lost) == (over, lost)
