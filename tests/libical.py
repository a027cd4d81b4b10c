"""libical as a reader: what its tables of RFC 5545 and 5546 say of a calendar, and when its entries begin and end."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

LIBRARY = "libical.so.3"


@dataclass(frozen=True)
class Reading:
    """What libical makes of a calendar."""

    faults: list[str]
    times: list[tuple[str, datetime, datetime]]
    """UID, start and end of each entry, by libical's own reading of the VTIMEZONE; none where there are faults."""


class Time(ctypes.Structure):
    """struct icaltimetype."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "daylight")),
        ("zone", ctypes.c_void_p),
    )


@cache
def library() -> Any:
    """The library, or None where this machine does not have it."""
    try:
        found: Any = ctypes.CDLL(LIBRARY)
    except OSError:
        return None
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, gives, takes in (
        ("icalparser_parse_string", pointer, [text]),
        ("icalrestriction_check", number, [pointer]),
        ("icalcomponent_get_first_component", pointer, [pointer, number]),
        ("icalcomponent_get_next_component", pointer, [pointer, number]),
        ("icalcomponent_get_first_property", pointer, [pointer, number]),
        ("icalcomponent_get_next_property", pointer, [pointer, number]),
        ("icalproperty_get_property_name", text, [pointer]),
        ("icalproperty_as_ical_string", text, [pointer]),
        ("icalproperty_string_to_kind", number, [text]),
        ("icalcomponent_isa", number, [pointer]),
        ("icalcomponent_string_to_kind", number, [text]),
        ("icalcomponent_get_uid", text, [pointer]),
        ("icalcomponent_get_dtstart", Time, [pointer]),
        ("icalcomponent_get_dtend", Time, [pointer]),
        ("icaltime_convert_to_zone", Time, [Time, pointer]),
        ("icaltimezone_get_utc_timezone", pointer, []),
        ("icalcomponent_free", None, [pointer]),
    ):
        function = getattr(found, name)
        function.restype, function.argtypes = gives, takes
    return found


def read(data: bytes) -> Reading:
    """The calendar as libical reads it: complaints while parsing and of its restriction check, and the times."""
    ical = library()
    calendar = ical.icalparser_parse_string(data)
    if not calendar:
        return Reading(["libical cannot read it"], [])
    try:
        kept = bool(ical.icalrestriction_check(calendar))
        faults = [] if kept else ["libical: the tables of RFC 5546 are not kept"]
        faults += [f"libical: {line}" for component in _walk(ical, calendar) for line in _errors(ical, component)]
        events = _each(ical, "component", calendar, ical.icalcomponent_string_to_kind(b"VEVENT"))
        return Reading(faults, [] if faults else [_times(ical, event) for event in events if _is_timed(ical, event)])
    finally:
        ical.icalcomponent_free(calendar)


def _walk(ical: Any, component: int) -> Iterator[int]:
    yield component
    inner = list(_each(ical, "component", component, ical.icalcomponent_string_to_kind(b"ANY")))
    for one in inner:
        yield from _walk(ical, one)


def _each(ical: Any, what: str, component: int, kind: int) -> Iterator[int]:
    first: Callable[..., int] = getattr(ical, f"icalcomponent_get_first_{what}")
    following: Callable[..., int] = getattr(ical, f"icalcomponent_get_next_{what}")
    found = first(component, kind)
    while found:
        yield found
        found = following(component, kind)


def _errors(ical: Any, component: int) -> list[str]:
    kind = ical.icalproperty_string_to_kind(b"X-LIC-ERROR")
    found = (ical.icalproperty_as_ical_string(one) for one in _each(ical, "property", component, kind))
    return [line.decode(errors="replace").replace("\r\n ", "").strip() for line in found]


def _is_timed(ical: Any, event: int) -> bool:
    return bool(ical.icalcomponent_get_dtstart(event).year)


def _times(ical: Any, event: int) -> tuple[str, datetime, datetime]:
    utc = ical.icaltimezone_get_utc_timezone()
    moments = [
        ical.icaltime_convert_to_zone(given, utc)
        for given in (ical.icalcomponent_get_dtstart(event), ical.icalcomponent_get_dtend(event))
    ]
    start, end = (datetime(m.year, m.month, m.day, m.hour, m.minute, m.second, tzinfo=UTC) for m in moments)
    return ical.icalcomponent_get_uid(event).decode(), start, end
