"""Folding the lines of calendars: no piece longer than 75 octets, no sign torn. Pure."""

from __future__ import annotations

MOST_OCTETS = 74
"""Of a piece of a line, without the space that begins every piece but the first."""


def folded(line: str) -> bytes:
    """A line in pieces, as icalendar makes them, which looks at each sign and takes ten times as long."""
    rest, pieces = line.encode(), []
    while len(rest) > MOST_OCTETS:
        end = MOST_OCTETS
        while rest[end] & 0xC0 == 0x80:  # within a sign of several octets
            end -= 1
        if rest[end - 1] in b"\\^":  # nothing escaped is torn from its sign
            end -= 1
        pieces.append(rest[:end])
        rest = rest[end:]
    return b"\r\n ".join([*pieces, rest])
