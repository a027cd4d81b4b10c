"""Who is still to speak, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from rtop_event.dialogues.words import AbsentGo
from rtop_event.floor.taking import floor_after
from rtop_event.floor.waiting import due, more_today, waiting
from tests.floor.steps import at, names, story


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the list of a test."""

    key: str
    meeting: int | None
    block: str


def line(text: str, meeting: int | None = None) -> list[Place]:
    """Places from their names; one begins with the letter of its block."""
    return [Place(name, meeting, name[0]) for name in text.split()]


LIST = line("G1 S1 S2 S3 O1 O2")


def called(name: str, minute: int, how: str) -> list[str]:
    """Somebody is called and is not there, or gives the floor to others."""
    return [f"10:{minute:02} called {name}", f"10:{minute:02} {how} {name}"]


def spoke(name: str, minute: int) -> list[str]:
    """Somebody is called and speaks."""
    return [f"10:{minute:02} called {name}", f"10:{minute:02} began", f"10:{minute + 1:02} ended"]


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ([], "G1 S1 S2 S3 O1 O2"),
        (spoke("G1", 1), "S1 S2 S3 O1 O2"),
        (["10:01 called G1"], "S1 S2 S3 O1 O2"),
        (spoke("S2", 1), "G1 S1 S3 O1 O2"),
        (["10:01 yielded S2"], "G1 S1 S3 O1 O2"),
        ([*spoke("G1", 1), *called("S1", 3, "absent")], "S2 S3 S1 O1 O2"),
        ([*spoke("G1", 1), *called("S1", 3, "absent"), *called("S2", 4, "absent")], "S3 S1 S2 O1 O2"),
        ([*spoke("G1", 1), *called("S1", 3, "absent"), "10:04 found S1"], "S1 S2 S3 O1 O2"),
        ([*spoke("G1", 1), *called("S1", 3, "absent"), *spoke("S2", 4), "10:06 found S1"], "S1 S3 O1 O2"),
        (called("G1", 1, "absent"), "S1 G1 S2 S3 O1 O2"),
        ([*called("G1", 1, "absent"), *called("G1", 2, "absent")], "S1 S2 S3 O1 O2 G1"),
        (["10:01 absent O2"], "G1 S1 S2 S3 O1 O2"),
        (called("G1", 1, "passed_over"), "S1 G1 S2 S3 O1 O2"),
        ([*called("G1", 1, "passed_over"), *called("S1", 2, "passed_over")], "S2 G1 S1 S3 O1 O2"),
        ([*called("G1", 1, "passed_over"), *spoke("S1", 2)], "G1 S2 S3 O1 O2"),
        ([*called("G1", 1, "passed_over"), "10:02 called S1"], "S2 G1 S3 O1 O2"),
        (["10:01 passed_over S2"], "G1 S1 S2 S3 O1 O2"),
    ],
)
def test_who_waits(lines: list[str], left: str) -> None:
    floor = floor_after(story("10:00 opened 1", *lines))
    assert names(one.key for one in waiting(LIST, floor)) == left


def test_the_absent_go_to_the_end_of_the_list_where_the_dialogue_says_so() -> None:
    floor = floor_after(story("10:00 opened 1", *called("G1", 1, "absent")))
    assert names(one.key for one in waiting(LIST, floor, AbsentGo.LIST)) == "S1 S2 S3 O1 O2 G1"


def test_everybody_left_was_passed_over() -> None:
    floor = floor_after(story("10:00 opened 1", "10:01 passed_over S1", "10:02 passed_over S2"))
    assert names(one.key for one in waiting(line("S1 S2"), floor)) == "S1 S2"


def test_the_absent_wait_on_the_list_of_their_meeting() -> None:
    both = [*line("S1 S2", 1), *line("S3 O1", 2)]
    floor = floor_after(story("10:00 opened 1", *called("S1", 1, "absent"), *called("S1", 2, "absent")))
    assert names(one.key for one in waiting(both, floor)) == "S2 S1 S3 O1"


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ([], ""),
        (["10:00 opened 1"], "S1 S2"),
        (["10:00 opened 1", "12:00 closed", "15:00 opened 2"], "S1 S2 S3"),
    ],
)
def test_those_of_later_meetings_are_not_due(lines: list[str], left: str) -> None:
    both = [*line("S1 S2", 1), *line("S3", 2)]
    floor = floor_after(story(*lines))
    assert names(one.key for one in due(waiting(both, floor), floor)) == left


def test_one_list_for_the_day_is_due_at_any_meeting() -> None:
    assert names(one.key for one in due(LIST, floor_after([]))) == "G1 S1 S2 S3 O1 O2"


@dataclass(frozen=True, slots=True)
class Hours:
    """A meeting as it is planned in a test."""

    number: int
    starts_at: datetime


def test_the_days_debate_goes_on_while_somebody_waits_for_a_later_meeting_of_that_day() -> None:
    hours = [Hours(1, at(0)), Hours(2, at(300)), Hours(3, at(24 * 60))]
    morning, zone = floor_after(story("10:00 opened 1")), ZoneInfo("America/New_York")
    told = [more_today(line("S1", meeting), morning, hours, zone) for meeting in (None, 1, 2, 3)]
    assert told == [False, False, True, False]
    assert not more_today(line("S1", 2), floor_after([]), hours, zone)
    late = floor_after(story("10:00 opened 1", "13:00 closed", "15:00 opened 2"))
    assert not more_today(line("S1", 2), late, hours, zone)
