"""The pace of a meeting, and when those who wait will speak by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtop_event.delegations.words import Kind
from rtop_event.floor.coming import Coming, coming, gaps_of, heard_of
from rtop_event.floor.pace import Heard, Made, made_by, pace_of
from rtop_event.floor.state import Floor, Speech
from rtop_event.floor.state import Sitting as Sat
from rtop_event.floor.taking import floor_after
from rtop_event.floor.words import Voice
from rtop_event.speakers.timing import Item, Limits, Sitting, Timetable
from tests.floor.steps import TEN, at, story

LUNCH = TEN + timedelta(hours=3)
DAY = Timetable(
    (Sitting(1, TEN, LUNCH), Sitting(2, LUNCH + timedelta(hours=2), LUNCH + timedelta(hours=5))), Limits(), 30
)
MEETS = Floor(sittings=(Sat(1, TEN),))


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the list of a test."""

    key: str
    kind: Kind = Kind.MEMBER_STATE
    on_behalf_of: str | None = None
    meeting: int | None = None


def places(number: int) -> list[Place]:
    """So many Member States."""
    return [Place(f"State {one:02}") for one in range(number)]


@pytest.mark.parametrize(
    ("place", "made"),
    [
        (Place("a", on_behalf_of="Group of 77"), Made.GROUP),
        (Place("a"), Made.DELEGATION),
        (Place("a", Kind.UN_ENTITY), Made.ORGANISATION),
        (Place("a", Kind.CIVIL_SOCIETY), Made.CIVIL_SOCIETY),
    ],
)
def test_by_whom_a_statement_is_made(place: Place, made: Made) -> None:
    assert made_by(place) is made


def heard(part: float, number: int, made: Made = Made.DELEGATION) -> list[Heard]:
    """Statements that took this part of their limit."""
    return [Heard(made, 180, 180 * part)] * number


def part(*found: Heard, made: Made = Made.DELEGATION) -> float:
    """The part that statements are expected to take after these."""
    return round(pace_of(found, [], absences=0, changeover=30).parts[made].mean, 2)


def test_the_pace_is_learned_from_what_is_heard() -> None:
    assert part() == 0.9
    assert [part(*heard(0.5, number)) for number in (1, 5, 30)] == [0.62, 0.51, 0.5]


def test_who_speaks_longer_than_others_is_told_apart() -> None:
    found = [*heard(0.9, 10), *heard(0.5, 10, Made.CIVIL_SOCIETY)]
    assert part(*found) > part(*found, made=Made.GROUP) > part(*found, made=Made.CIVIL_SOCIETY)


def test_a_limit_of_nothing_teaches_nothing() -> None:
    assert part(Heard(Made.DELEGATION, 0, 99)) == part()


def test_changeovers_and_absences_are_learned_too() -> None:
    pace = pace_of([], [90.0] * 30, absences=3, changeover=30)
    assert (round(pace.changeover.mean), round(pace.absence, 2)) == (90, 0.16)
    assert pace_of([], [], absences=0, changeover=30).changeover.mean == 45


def timed(floor: Floor, number: int, moment: datetime, timetable: Timetable = DAY) -> list[Coming]:
    """The turns of so many Member States."""
    return coming(places(number), floor, timetable, {}, moment)


def test_turns_follow_each_other_and_their_doubt_grows() -> None:
    found = timed(MEETS, 12, TEN)
    widths = [one.latest - one.earliest for one in found]
    assert [one.starts_at for one in found] == sorted(one.starts_at for one in found)
    assert widths == sorted(widths)
    assert all(one.earliest <= one.starts_at <= one.latest for one in found)


def test_a_quick_meeting_brings_everybody_forward() -> None:
    quick = Speech("x", Voice.STATEMENT, 180, TEN, TEN, timedelta(seconds=90), ended_at=at(1.5))
    slow = Speech("x", Voice.STATEMENT, 180, TEN, TEN, timedelta(seconds=200), ended_at=at(1.5))
    late, soon = (
        timed(Floor(sittings=MEETS.sittings, delivered=(one,) * 10), 10, at(2))[-1].starts_at for one in (slow, quick)
    )
    assert soon < late


def test_what_is_left_of_a_statement_counts() -> None:
    speaking = story("10:00 opened 1", "10:00 called Tonga", "10:01 began")
    begun, done = (timed(floor_after(speaking), 1, at(minutes))[0].starts_at for minutes in (1, 3))
    assert done - begun == timedelta(0)
    over = timed(floor_after(speaking), 1, at(20))[0].starts_at
    assert over > at(20)


def test_who_is_called_has_still_to_come_forward() -> None:
    called = floor_after(story("10:00 opened 1", "10:00 called Tonga"))
    assert timed(called, 1, at(0))[0].starts_at > at(3)


def test_whoever_does_not_fit_before_lunch_waits_for_the_afternoon() -> None:
    found = timed(Floor(sittings=MEETS.sittings, delivered=(SPOKE,)), 4, LUNCH - timedelta(minutes=8))
    assert [one.starts_at < LUNCH for one in found] == [True, True, False, False]
    assert found[2].starts_at == LUNCH + timedelta(hours=2)
    assert [one.fits for one in found] == [True] * 4


SPOKE = Speech("x", Voice.STATEMENT, 180, TEN, TEN, timedelta(seconds=160), ended_at=at(3))


def test_before_the_day_the_programme_tells() -> None:
    programme = Timetable((Sitting(1, TEN, LUNCH, (Item(60), Item(floor=True))),), Limits(), 30)
    assert timed(Floor(), 1, TEN - timedelta(days=1), programme)[0].starts_at == at(60)


def test_after_the_last_meeting_turns_are_counted_on() -> None:
    over = Floor(sittings=(Sat(1, TEN, closed_at=LUNCH), Sat(2, TEN, closed_at=LUNCH)))
    found = timed(over, 1, LUNCH + timedelta(hours=9))[0]
    assert (found.starts_at >= LUNCH + timedelta(hours=9), found.fits) == (True, False)


def test_a_programme_without_the_floor_has_no_time_that_fits() -> None:
    found = timed(MEETS, 1, TEN, Timetable(()))[0]
    assert (found.starts_at, found.fits) == (TEN, False)


def test_only_changeovers_are_taken_for_changeovers() -> None:
    spoken = story(
        "10:00 opened 1", "10:00 called A", "10:01 began", "10:04 ended", "10:04 called B", "10:05 began", "10:08 ended",
        "11:08 called C", "11:09 began",
    )  # fmt: skip
    floor = floor_after(spoken)
    assert gaps_of(floor) == [60.0]
    assert [one.used for one in heard_of(floor, {"A": Made.GROUP})] == [180.0, 180.0]


def test_replies_tell_nothing_of_statements() -> None:
    reply = story("10:00 opened 1", "10:01 reply_asked C", "10:02 reply_granted reply:2", "10:03 called reply:2 60 reply", "10:04 began", "10:05 ended")  # fmt: skip
    assert heard_of(floor_after(reply), {}) == []


@given(st.integers(0, 40), st.integers(-60, 700), st.integers(0, 15))
def test_nobody_begins_in_the_past_and_the_order_holds(number: int, minutes: int, spoken: int) -> None:
    moment = at(minutes)
    found = timed(Floor(sittings=MEETS.sittings, delivered=(SPOKE,) * spoken), number, moment)
    starts = [one.starts_at for one in found]
    assert starts == sorted(starts)
    assert all(moment - timedelta(seconds=1) <= one.earliest <= one.starts_at <= one.latest for one in found)
