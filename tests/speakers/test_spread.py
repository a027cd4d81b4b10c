"""The spread around expected times: what it holds, how it widens, and whether four of five turns fall into it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtop_event.speakers.spread import HABIT, Habit, Lasting, outward, timed
from rtop_event.speakers.timing import Item, Sitting, Timetable, Turn, Window, expected_times
from tests.speakers.made_lists import DAY, FLOOR, Speaker, at, clock, short_day, speakers

EXACT = Habit(statement=Lasting(1, 1, 1), changeover=Lasting(1, 1, 1))


def told(turns: list[Turn]) -> list[str]:
    return [
        f"{one.key} {clock(one.starts_at)} {clock(one.earliest)}-{clock(one.latest)}" for one in map(outward, turns)
    ]


def test_spread_of_a_morning_widens_from_place_to_place() -> None:
    assert told(timed(speakers("ABabcdefghijklmn"), Timetable(DAY[:1], changeover=30))) == [
        "A 11:45 11:45-11:45",
        "B 11:50:30 11:49-11:52",
        "a 11:56 11:54-11:57",
        "b 11:59:30 11:57-12:01",
        "c 12:03 12:01-12:04",
        "d 12:06:30 12:04-12:08",
        "e 12:10 12:07-12:11",
        "f 12:13:30 12:11-12:15",
        "g 12:17 12:14-12:18",
        "h 12:20:30 12:17-12:22",
        "i 12:24 12:21-12:25",
        "j 12:27:30 12:24-12:29",
        "k 12:31 12:28-12:32",
        "l 12:34:30 12:31-12:36",
        "m 12:38 12:34-12:39",
        "n 12:41:30 12:38-12:43",
    ]


def test_turn_after_the_break_may_still_come_before_it() -> None:
    assert told(timed(speakers("abcdef"), Timetable(short_day(11, 60)))) == [
        "a 10:00 10:00-10:00",
        "b 10:03 10:02-10:04",
        "c 10:06 10:04-10:07",
        "d 11:00 10:07-11:00",
        "e 11:03 11:00-11:04",
        "f 11:06 11:02-11:07",
    ]


def test_turn_before_the_break_may_have_to_wait_for_its_end() -> None:
    meeting = Sitting(1, at("10:00"), at("11:00"), (Item(6, floor=True), Item(10), FLOOR))

    assert told(timed(speakers("abc"), Timetable((meeting,)))) == [
        "a 10:00 10:00-10:00",
        "b 10:03 10:02-10:16",
        "c 10:16 10:16-10:20",
    ]


def test_spread_ends_when_the_floor_closes() -> None:
    turns = timed(speakers("abcde"), Timetable(short_day(13), changeover=60), Habit(changeover=Lasting(2, 4, 6)))

    assert told(turns) == [
        "a 10:00 10:00-10:00",
        "b 10:04 10:04-10:08",
        "c 10:08 10:08-10:13",
        "d 10:12 10:12-10:13",
        "e 10:16 10:16-10:16",
    ]


def test_meetings_of_their_own_begin_anew() -> None:
    places = [*speakers("ab", 1), *speakers("cd", 2)]

    assert told(timed(places, Timetable(short_day(30, 30)))) == [
        "a 10:00 10:00-10:00",
        "b 10:03 10:02-10:04",
        "c 11:00 11:00-11:00",
        "d 11:03 11:02-11:04",
    ]


def test_without_a_floor_there_is_no_spread() -> None:
    (turn,) = timed(speakers("A"), Timetable(()))

    assert (outward(turn), turn) == (turn, Turn("A", None, None, None, over_by=300))


def test_measured_rate_can_take_the_place_of_the_habit() -> None:
    timetable = Timetable(DAY, changeover=30)
    turns = timed(speakers("ABabc"), timetable, EXACT)

    assert [(one.earliest, one.latest) for one in turns] == [(one.starts_at, one.starts_at) for one in turns]


def test_assumption_is_told() -> None:
    assert str(HABIT.told) == (
        "Statements usually last between 60 and 110 per cent of their limit: "
        "four of five begin between the times given."
    )


days = st.lists(st.integers(1, 40), min_size=1, max_size=3).map(lambda lengths: short_day(*lengths))
letters = st.text("aB", max_size=30)


@given(days, letters, st.integers(0, 120))
def test_spread_holds_the_expected_time_while_the_floor_is_open(
    sittings: tuple[Sitting, ...], names: str, changeover: int
) -> None:
    timetable = Timetable(sittings, changeover=changeover)
    windows = timetable.windows()
    turns = timed(speakers(names), timetable)

    for turn, bare in zip(turns, expected_times(speakers(names), timetable), strict=True):
        assert turn.earliest is not None
        assert turn.latest is not None
        assert turn.starts_at is not None
        assert (turn.key, turn.meeting, turn.starts_at, turn.ends_at, turn.over_by) == (
            bare.key,
            bare.meeting,
            bare.starts_at,
            bare.ends_at,
            bare.over_by,
        )
        assert turn.earliest <= turn.starts_at <= turn.latest
        assert _on_the_floor(turn.earliest, windows) or turn.earliest == turn.starts_at or not turn.fits
        assert _on_the_floor(turn.latest, windows) or turn.latest == turn.starts_at


def _on_the_floor(moment: datetime, windows: list[Window]) -> bool:
    return any(window.starts_at <= moment <= window.ends_at for window in windows)


@given(letters, st.integers(0, 120))
def test_spread_widens_within_one_window(names: str, changeover: int) -> None:
    turns = timed(speakers(names), Timetable(short_day(1000), changeover=changeover))
    widths = [(one.latest - one.earliest).total_seconds() for one in turns if one.latest and one.earliest]

    assert len(widths) == len(names)
    assert all(before <= after + 0.001 for before, after in pairwise(widths))


@pytest.mark.parametrize("changeover", [0, 30])
@pytest.mark.parametrize("sittings", [short_day(1000), DAY, short_day(40, 55, 300)], ids=["one", "day", "three"])
def test_four_of_five_turns_fall_into_the_spread(sittings: tuple[Sitting, ...], changeover: int) -> None:
    places = [Speaker(f"{number}", on_behalf_of="A group" if number < 4 else None) for number in range(45)]
    timetable = Timetable(sittings, changeover=changeover)
    turns = timed(places, timetable)[1:]
    chance, runs = random.Random(2012), 400
    inside = [0] * len(turns)
    for _ in range(runs):
        begun = _held(places, timetable, chance)[1:]
        for index, (turn, moment) in enumerate(zip(turns, begun, strict=True)):
            assert turn.earliest is not None
            assert turn.latest is not None
            inside[index] += turn.earliest <= moment <= turn.latest

    assert min(inside) / runs >= 0.78
    assert sum(inside) / runs / len(turns) >= 0.8


def _held(places: list[Speaker], timetable: Timetable, chance: random.Random) -> list[datetime]:
    """When each began on a day of statements as long as chance has it; the chair calls nobody who cannot end in time."""
    windows = iter(timetable.windows())
    window = next(windows)
    moment, begun = window.starts_at, []
    for place in places:
        limit = timetable.limits.of(place)
        while moment + timedelta(seconds=limit) > window.ends_at and (following := next(windows, None)):
            window = following
            moment = window.starts_at
        begun.append(moment)
        moment += timedelta(seconds=limit * _part(HABIT.statement, chance))
        moment += timedelta(seconds=timetable.changeover * _part(HABIT.changeover, chance))
    return [one.astimezone(UTC) for one in begun]


def _part(lasting: Lasting, chance: random.Random) -> float:
    return chance.triangular(lasting.least, lasting.most, lasting.often)
