"""A time zone as the VTIMEZONE block that every calendar program reads alike: one rule for summer, one for winter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

NEW_YORK = "America/New_York"
NEW_YORK_SINCE = 2007
NEW_YORK_BLOCK = """\
BEGIN:VTIMEZONE
TZID:America/New_York
X-LIC-LOCATION:America/New_York
BEGIN:DAYLIGHT
TZNAME:EDT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:EST
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE
"""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the clocks: the wall time at which it happens, and the offsets before and after."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str


def zone_named(name: str) -> ZoneInfo:
    """The zone of that IANA name; raises ValueError for an unknown one, and for `localtime`, which each machine has."""
    if name == "localtime":
        raise ValueError("the zone of this machine has no name for others")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone: {name[:60]!r}") from error


def changes_in(zone: ZoneInfo, year: int) -> list[Change]:
    """The changes of the clocks in one year (UTC), in order."""
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=day) for day in range((end - start).days + 1)]
    return [
        _change_between(zone, day, following)
        for day, following in pairwise(days)
        if _offset(zone, day) != _offset(zone, following)
    ]


def block(name: str, years: Iterable[int]) -> str | None:
    """The VTIMEZONE lines of a zone, right for these years; None where two yearly rules cannot say it."""
    zone, wanted = zone_named(name), sorted(set(years))
    if name == NEW_YORK and wanted[0] >= NEW_YORK_SINCE:
        return NEW_YORK_BLOCK
    first = wanted[0] - 1
    yearly = [changes_in(zone, year) for year in range(first, wanted[-1] + 1)]
    if not any(yearly):
        return _wrapped(name, _still(zone, first))
    if any(len(changes) != 2 for changes in yearly):
        return None
    observances = [_observance([changes[turn] for changes in yearly]) for turn in (0, 1)]
    if None in observances:
        return None
    return _wrapped(name, "".join(sorted(text for text in observances if text)))


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _change_between(zone: ZoneInfo, low: datetime, high: datetime) -> Change:
    before = _offset(zone, low)
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    wall = (high + before).replace(tzinfo=None)
    return Change(wall, before, _offset(zone, high), high.astimezone(zone).tzname() or "")


def _observance(changes: list[Change]) -> str | None:
    """One observance from the same change in consecutive years, if one yearly rule fits them all."""
    first = changes[0]
    alike = {
        (change.wall.month, change.wall.weekday(), change.wall.time(), change.before, change.after)
        for change in changes
    }
    counts = {(change.wall.day - 1) // 7 + 1 for change in changes}
    last = all((change.wall + timedelta(days=7)).month != change.wall.month for change in changes)
    if len(alike) != 1 or not (last or len(counts) == 1):
        return None
    day = f"{-1 if last else counts.pop()}{_WEEKDAYS[first.wall.weekday()]}"
    rule = f"RRULE:FREQ=YEARLY;BYMONTH={first.wall.month};BYDAY={day}\n"
    return _part("DAYLIGHT" if first.after > first.before else "STANDARD", first, rule)


def _still(zone: ZoneInfo, year: int) -> str:
    moment = datetime(year, 1, 1, tzinfo=UTC).astimezone(zone)
    offset = moment.utcoffset() or timedelta()
    return _part("STANDARD", Change(datetime(1970, 1, 1), offset, offset, moment.tzname() or ""), "")  # noqa: DTZ001 (RFC 5545 writes it local)


def _part(kind: str, change: Change, rule: str) -> str:
    return (
        f"BEGIN:{kind}\nTZNAME:{change.name}\nTZOFFSETFROM:{_written(change.before)}\n"
        f"TZOFFSETTO:{_written(change.after)}\nDTSTART:{change.wall:%Y%m%dT%H%M%S}\n{rule}END:{kind}\n"
    )


def _wrapped(name: str, parts: str) -> str:
    return f"BEGIN:VTIMEZONE\nTZID:{name}\nX-LIC-LOCATION:{name}\n{parts}END:VTIMEZONE\n"


def _written(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
