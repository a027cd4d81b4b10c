"""The clock: real, or a trial's that begins on another day and runs on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rtop_event import clock

AUGUST = datetime(2012, 8, 20, 13, 0, tzinfo=UTC)
MOMENT = timedelta(seconds=20)


@pytest.fixture(autouse=True)
def _real_clock_afterwards(tmp_path: Path) -> Iterator[None]:
    yield
    clock.set_clock(tmp_path, trial=False)


def test_clock_is_the_real_one_without_a_trial(tmp_path: Path) -> None:
    assert clock.set_clock(tmp_path, trial=True) is None
    assert abs(clock.now() - datetime.now(UTC)) < MOMENT


def test_trial_shows_its_day_and_runs_on(tmp_path: Path) -> None:
    clock.begin_trial(tmp_path, shows=AUGUST)
    assert clock.set_clock(tmp_path, trial=True) == AUGUST
    first = clock.now()
    assert timedelta() <= first - AUGUST < MOMENT
    assert clock.now() >= first


def test_restart_does_not_turn_the_trial_back(tmp_path: Path) -> None:
    clock.begin_trial(tmp_path, shows=AUGUST)
    clock.set_clock(tmp_path, trial=True)
    before = clock.now()
    clock.set_clock(tmp_path, trial=True)
    assert clock.now() >= before


def test_real_clock_can_be_asked_for_in_a_trial(tmp_path: Path) -> None:
    clock.begin_trial(tmp_path, shows=AUGUST)
    assert clock.set_clock(tmp_path, trial=False) is None
    assert abs(clock.now() - datetime.now(UTC)) < MOMENT
