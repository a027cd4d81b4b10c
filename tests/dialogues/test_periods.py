"""Periods: where they stand at a moment, and what is said of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rtop_event.dialogues.periods import Period, State, clock_told, on_the_clock, registration_told

OPENS = datetime(2012, 8, 16, 13, 0, tzinfo=UTC)
CLOSES = datetime(2012, 9, 3, 22, 0, tzinfo=UTC)
PERIOD = Period(OPENS, CLOSES)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "state", "told"),
    [
        (OPENS - TICK, State.ANNOUNCED, "Registration opens on 16 August 2012, 09:00 (New York time)."),
        (OPENS, State.OPEN, "Registration is open until 3 September 2012, 18:00 (New York time)."),
        (CLOSES - TICK, State.OPEN, "Registration is open until 3 September 2012, 18:00 (New York time)."),
        (CLOSES, State.CLOSED, "Registration closed on 3 September 2012, 18:00 (New York time)."),
    ],
)  # fmt: skip
def test_period_is_told_as_it_stands(at: datetime, state: State, told: str) -> None:
    assert (PERIOD.state(at), PERIOD.is_open(at)) == (state, state is State.OPEN)
    assert str(registration_told(PERIOD, at)) == told


def test_period_turns_at_both_ends() -> None:
    assert PERIOD.turns == (OPENS, CLOSES)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("America/New_York", "3 September 2012, 18:00 (New York time)"),
        ("Europe/Zurich", "4 September 2012, 00:00 (Zurich time)"),
        ("America/Argentina/Buenos_Aires", "3 September 2012, 19:00 (Buenos Aires time)"),
        ("UTC", "3 September 2012, 22:00 (UTC time)"),
    ],
)
def test_moment_is_told_on_the_clock_of_its_place(zone: str, told: str) -> None:
    assert str(on_the_clock(CLOSES, zone)) == told


def test_clock_is_named_by_its_city() -> None:
    assert [str(clock_told(zone)) for zone in ("America/New_York", "America/Argentina/Buenos_Aires")] == [
        "New York time",
        "Buenos Aires time",
    ]
