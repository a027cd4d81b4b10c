"""The hours at which dialogues sit, and the zones in which they do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from rtop_event.typed_hours import moment_of

SITTINGS = ((time(10), time(13)), (time(15), time(18)))
"""The hours at which meetings at Headquarters sit."""
ZONES = (
    "America/New_York",
    "Europe/Zurich",
    "Europe/Vienna",
    "Europe/Amsterdam",
    "Africa/Nairobi",
    "Africa/Addis_Ababa",
    "Asia/Beirut",
    "Asia/Bangkok",
    "America/Santiago",
    "UTC",
)
"""Where the Organization meets: proposals, any other zone can be typed."""


def is_zone(name: str) -> bool:
    """Whether that is the name of a time zone."""
    return name in _zones()


@lru_cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - {"localtime"}


def moved(moment: datetime, *, days: int = 0, was: str, becomes: str) -> datetime:
    """The same hour on the clock so many days later, in the other zone; raises BadHour where that hour is no hour."""
    local = moment.astimezone(ZoneInfo(was)).replace(tzinfo=None)
    return moment_of(local + timedelta(days=days), becomes)


def periods_before(start: datetime, zone: str, at: datetime) -> tuple[datetime, datetime]:
    """When registration opens and closes unless somebody decides otherwise: from now until 18:00 two days before."""
    opens = min(at, start - timedelta(days=21)).replace(minute=0, second=0, microsecond=0)
    day: date = start.astimezone(ZoneInfo(zone)).date() - timedelta(days=2)
    closes = datetime.combine(day, time(18), ZoneInfo(zone)).astimezone(UTC)
    return opens, closes
