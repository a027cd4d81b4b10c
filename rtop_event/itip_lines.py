"""Lines of calendar objects that strangers send, read tolerantly within limits: entries with their own lines. Pure.

Real replies hold what no strict reader takes: names with a single quote, empty parameters, zones that name a continent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_OF_A_CALENDAR = 256 * 1024
MOST_EVENTS = 50
LONGEST_LINE = 64 * 1024
DEEPEST = 16
MOST_OF_A_PARAMETER = 2000
_MAILTO = re.compile(r":\s*mailto:", re.IGNORECASE)


class NotReadable(ValueError):
    """A calendar that is beyond the limits, or holds nothing; the text names which."""


@dataclass(frozen=True, slots=True)
class Line:
    """One content line; names in capitals, the value as it was written."""

    name: str
    parameters: dict[str, str]
    value: str


Lines = dict[str, list[Line]]
"""The lines of an entry by their names."""


def walked(text: str) -> Walk:
    """The calendar gone through; raises NotReadable for what is too large."""
    if len(text.encode("utf-8", "replace")) > MOST_OF_A_CALENDAR:
        raise NotReadable("calendar-too-large")
    walk = Walk()
    for line in _unfolded(text):
        walk.take(line)
    return walk


@dataclass
class Walk:
    """Goes through the lines and keeps those that stand directly in the calendar or in an entry."""

    open: list[str] = field(default_factory=list)
    events: list[Lines] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        """One line more."""
        word, _, rest = line.partition(":")
        word, name = word.strip().upper(), rest.strip().upper()
        if word == "BEGIN":
            self._begin(name)
        elif word == "END":
            if name in self.open:
                del self.open[self.open.index(name) :]
        elif self.open == ["VEVENT"] and (parts := _parts(line)):
            self.events[-1].setdefault(parts.name, []).append(parts)
        elif not self.open and word.partition(";")[0] == "METHOD":
            self.methods.append(rest)

    def _begin(self, name: str) -> None:
        if name == "VEVENT":
            if len(self.events) == MOST_EVENTS:
                raise NotReadable("too-many-entries")
            self.open = ["VEVENT"]  # whatever was left open before it
            self.events.append({})
        elif name != "VCALENDAR" and name not in self.open:
            self.open.append(name)
            if len(self.open) > DEEPEST:
                raise NotReadable("too-deep")


def _unfolded(text: str) -> Iterator[str]:
    """The lines, whatever ends them, with their continuations; raises NotReadable for one that is too long."""
    whole: list[str] = []
    length = 0
    for line in re.split("\r\n|\r|\n", text.replace("\0", "").removeprefix("\ufeff")):
        continues = line[:1] in (" ", "\t") and bool(whole)
        if not continues:
            if whole:
                yield "".join(whole)
            whole, length = [], 0
        whole.append(line[1:] if continues else line)
        length += len(line)
        if length > LONGEST_LINE:
            raise NotReadable("line-too-long")
    yield "".join(whole)


def _parts(line: str) -> Line | None:
    """Name, parameters and value of a line; None when it has no value."""
    name = re.split("[;:]", line, maxsplit=1)[0].strip().upper()
    place = _value_place(name, line)
    if place < 0 or not name:
        return None
    head = line[:place]
    parameters: dict[str, str] = {}
    for piece in _pieces(head, ";")[1:]:
        key, _, value = piece.partition("=")
        unquoted = value.strip().removeprefix('"').removesuffix('"')
        parameters.setdefault(key.strip().upper(), _plain_parameter(unquoted)[:MOST_OF_A_PARAMETER])
    return Line(name, parameters, line[place + 1 :].strip())


def _value_place(name: str, line: str) -> int:
    """Where the colon before the value stands: people's names and names of zones may hold others."""
    if name in ("ATTENDEE", "ORGANIZER") and (found := list(_MAILTO.finditer(line))):
        return found[-1].start()
    if name in ("DTSTART", "DTEND", "DTSTAMP", "RECURRENCE-ID") or name.startswith("X-MS-OLK-ORIGINAL"):
        return line.rfind(":")
    quoted = False
    for place, sign in enumerate(line):
        quoted ^= sign == '"'
        if sign == ":" and not quoted:
            return place
    return line.find(":")


def _pieces(text: str, sign: str) -> list[str]:
    """Split outside of quotes, or anywhere if a quote is never closed."""
    parts = text.split(sign)
    if text.count('"') % 2:
        return parts
    whole: list[str] = []
    quoted = False
    for part in parts:
        if quoted:
            whole[-1] += sign + part
        else:
            whole.append(part)
        quoted ^= part.count('"') % 2 == 1
    return whole


def _plain_parameter(value: str) -> str:
    return value.replace("^n", "\n").replace("^'", '"').replace("^^", "^")
