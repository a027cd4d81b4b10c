"""What of a calendar entry its reader notices, read from the lines that this software wrote. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from rtop_event.zones import zone_named

_ENTRY = re.compile(rb"\r\nBEGIN:VEVENT\r\n(.*?)\r\nEND:VEVENT\r\n", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Occasion:
    """When, where and under which title something stands in a calendar; moments are in UTC."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    place: str
    title: str


def occasion_in(calendar: bytes) -> Occasion:
    """That of the first entry: read from the lines themselves, since reading a whole calendar takes far longer.

    Raises ValueError for what this software did not write.
    """
    found = _ENTRY.search(calendar.replace(b"\r\n ", b""))
    if found is None:
        raise ValueError("no entry in this calendar")
    lines = dict(reversed([_named(line) for line in found[1].decode().split("\r\n")]))
    try:
        return Occasion(
            uid=_text(lines["UID"]),
            starts_at=_moment(lines["DTSTART"]),
            ends_at=_moment(lines["DTEND"]),
            place=_text(lines.get("LOCATION", ":")),
            title=_text(lines["SUMMARY"]),
        )
    except KeyError as missing:
        raise ValueError(f"an entry without {missing}") from missing


def _named(line: str) -> tuple[str, str]:
    """The name of a property, and what follows it, parameters first."""
    found = re.match(r"[A-Z-]+", line)
    name = found[0] if found else ""
    return name, line[len(name) :]


def _text(rest: str) -> str:
    """The value of a text; none that we write has a parameter."""
    return _ESCAPED.sub(lambda one: "\n" if one[1] in "nN" else one[1], rest.partition(":")[2])


def _moment(rest: str) -> datetime:
    parameters, _, value = rest.rpartition(":")
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    zone = zone_named(parameters.removeprefix(";TZID="))
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)
