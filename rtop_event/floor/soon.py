"""When a delegation is told that its turn comes: once, so many minutes before the time at which it is expected."""

from __future__ import annotations

from datetime import datetime, timedelta

MINUTES = (10, 20, 30)
"""How long before one can be told."""
USUAL = 20


def is_soon(expected: datetime | None, minutes: int, at: datetime) -> bool:
    """Whether a turn that is expected then is so near; never one whose time is over."""
    return expected is not None and timedelta(0) <= expected - at <= timedelta(minutes=minutes)
