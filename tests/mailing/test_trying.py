"""When a letter is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rtop_event.mailing.trying import next_try, wait_after

AT = datetime(2012, 8, 16, 13, 0, tzinfo=UTC)


def test_waits_double_from_a_minute_to_an_hour() -> None:
    assert [wait_after(number) // timedelta(minutes=1) for number in (1, 2, 3, 4, 5, 6, 7, 1000)] == [
        1, 2, 4, 8, 16, 32, 60, 60,
    ]  # fmt: skip


def test_chance_shortens_a_wait_by_a_fifth_at_most() -> None:
    assert next_try(1, at=AT, chance=0.0) == AT + timedelta(seconds=60)
    assert next_try(1, at=AT, chance=1.0) == AT + timedelta(seconds=48)


def test_patience_ends_after_two_days_of_waiting() -> None:
    tries = [next_try(number, at=AT, chance=0) for number in range(1, 60)]
    kept = [number for number, moment in enumerate(tries, 1) if moment]
    assert kept == list(range(1, 53))
