"""When a letter is tried again: exponential back-off with chance in it, and an end after two days."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
PATIENCE = timedelta(days=2)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after that many attempts, from one minute doubling up to an hour, without chance."""
    return LONGEST if attempts > 6 else min(LONGEST, FIRST * 2 ** max(0, attempts - 1))


def next_try(attempts: int, *, at: datetime, chance: float) -> datetime | None:
    """When to try again after that many attempts, None when patience ends; `chance` from 0 to 1 shortens the wait.

    Patience is counted in waits and not by the clock: a clock that jumps, or a worker that stood still for a week,
    fails no letter.
    """
    waited = sum((wait_after(number) for number in range(1, attempts + 1)), timedelta())
    return at + wait_after(attempts) * (1 - 0.2 * chance) if waited <= PATIENCE else None
