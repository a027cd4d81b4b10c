"""When the parts of a meeting begin, as far as the programme fixes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta


def begins(starts_at: datetime, ends_at: datetime, minutes: Sequence[int | None]) -> list[datetime]:
    """When each part begins: from the opening on, and after the part that takes what is left, back from the end."""
    open_part = next((place for place, length in enumerate(minutes) if length is None), len(minutes))
    found: list[datetime] = []
    at = starts_at
    for length in minutes[: open_part + 1]:
        found.append(at)
        at += timedelta(minutes=length or 0)
    at = ends_at
    later: list[datetime] = []
    for length in reversed(minutes[open_part + 1 :]):
        at -= timedelta(minutes=length or 0)
        later.append(at)
    return found + later[::-1]
