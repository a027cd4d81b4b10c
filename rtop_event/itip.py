"""Calendar objects that strangers send: what they ask or answer, however oddly it is written. Pure.

Nothing is looked up here: zones, alarms and rules are passed over unread, and a moment stays the text that it was, to
be understood by who needs it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from rtop_event.itip_lines import Line, Lines, NotReadable, walked

__all__ = ["Attendee", "Event", "Itip", "NotReadable", "Time", "mailbox", "read_itip"]

MOST_ATTENDEES = 50
LARGEST_SEQUENCE = 2**31 - 1
MOST_OF_A_NOTE = 2000
MOST_OF_A_VALUE = 500
_MOMENT = re.compile(r"\d{8}T\d{6}Z?")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_MAILBOX = re.compile(r"[^\s<>\"',;:]+@[^\s<>\"',;:]+")


@dataclass(frozen=True, slots=True)
class Time:
    """A moment as it was written, and the zone that it names: `UTC`, a name, or nothing."""

    value: str
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who answers; addresses without `mailto:`."""

    address: str
    answer: str = ""
    email: str = ""
    sent_by: str = ""
    delegates: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a calendar that came in; a value that was missing is empty."""

    uid: str = ""
    sequence: int = 0
    stamp: str = ""
    starts: Time | None = None
    ends: Time | None = None
    instance: str = ""
    attendees: tuple[Attendee, ...] = ()
    organiser: str = ""
    comment: str = ""
    proposed: tuple[Time, ...] = ()
    proposes: bool = False
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Itip:
    """What a calendar object asks or answers."""

    method: str
    events: tuple[Event, ...]
    oddities: tuple[str, ...] = ()

    @classmethod
    def of(cls, facts: dict[str, Any]) -> Itip:
        """The same from plain facts, as they come out of JSON."""
        return cls(facts["method"], tuple(_event_of(one) for one in facts["events"]), tuple(facts["oddities"]))


def read_itip(text: str, method: str = "") -> Itip:
    """The calendar's method, else the one that its part of the mail names, and its entries; raises NotReadable."""
    walk = walked(text)
    if not walk.events:
        raise NotReadable("calendar-without-entry")
    said = walk.methods[0] if walk.methods else method
    oddities = ("METHOD",) if len(walk.methods) > 1 else ()
    return Itip(said.strip().upper()[:40], tuple(_event(one) for one in walk.events), oddities)


def mailbox(value: str) -> str:
    """The plain address in a calendar address or header, without scheme, brackets and escapes; else empty."""
    text = unquote(value.strip().strip('"<>'), errors="replace")
    while text[:7].lower() == "mailto:":
        text = text[7:].strip()
    text = unicodedata.normalize("NFC", text.strip().strip("<>").strip())
    local, at, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"[:320] if at and local and domain and not re.search(r"\s", text) else ""


def _plain_text(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _event(lines: Lines) -> Event:
    """An entry of its lines: of what may stand once the first counts."""
    oddities = [name for name in ("UID", "SEQUENCE", "DTSTAMP") if len(lines.get(name, ())) > 1]
    sequence = _sequence(lines, oddities)
    attendees = tuple(_attendee(one) for one in lines.get("ATTENDEE", ())[:MOST_ATTENDEES])
    proposed = tuple(_proposals(lines))
    asks = any(name.startswith("X-MS-OLK-ORIGINAL") for name in lines) or any(_asking(lines))
    return Event(
        uid=_first(lines, "UID"),
        sequence=sequence,
        stamp=_first(lines, "DTSTAMP")[:40],
        starts=_time(lines, "DTSTART"),
        ends=_time(lines, "DTEND"),
        instance=_first(lines, "RECURRENCE-ID")[:40],
        attendees=attendees,
        organiser=mailbox(_first(lines, "ORGANIZER")),
        comment=_comment(lines),
        proposed=proposed,
        proposes=asks,
        oddities=tuple(oddities),
    )


def _first(lines: Lines, name: str) -> str:
    found = lines.get(name)
    return _plain_text(found[0].value).strip()[:MOST_OF_A_VALUE] if found else ""


def _sequence(lines: Lines, oddities: list[str]) -> int:
    """SEQUENCE, else Microsoft's own where that one is missing or 0."""
    for name in ("SEQUENCE", "X-MICROSOFT-CDO-APPT-SEQUENCE"):
        said = _first(lines, name)
        if not said:
            continue
        if not re.fullmatch(r"\+?[0-9]{1,10}", said) or int(said) > LARGEST_SEQUENCE:
            oddities.append(name)
        elif int(said):
            return int(said)
    return 0


def _time(lines: Lines, name: str) -> Time | None:
    found = lines.get(name)
    if not found:
        return None
    return _said_time(found[0].value, found[0].parameters.get("TZID", ""))


def _said_time(value: str, zone: str) -> Time:
    value = value.strip()[:40]
    return Time(value, "UTC") if value.endswith("Z") else Time(value, zone.strip()[:100])


def _asking(lines: Lines) -> Iterator[Line]:
    """What proposes another time the way Apple does: a parameter of the attendee, or a line of its own."""
    for one in lines.get("ATTENDEE", ()):
        yield from (Line(name, {}, said) for name, said in one.parameters.items() if name.endswith(_PROPOSED))
    for name, found in lines.items():
        if name.endswith(_PROPOSED):
            yield from found


_PROPOSED = "PROPOSED-NEW-TIME"


def _proposals(lines: Lines) -> Iterator[Time]:
    for one in _asking(lines):
        for value in _MOMENT.findall(one.value)[:2]:
            yield _said_time(value, one.parameters.get("TZID", ""))


def _attendee(line: Line) -> Attendee:
    said = line.parameters
    delegates = [mailbox(one) for one in _MAILBOX.findall(re.sub("(?i)mailto:", "", said.get("DELEGATED-TO", "")))]
    return Attendee(
        address=mailbox(line.value),
        answer=said.get("PARTSTAT", "").strip().upper()[:40],
        email=mailbox(said.get("EMAIL", "")),
        sent_by=mailbox(said.get("SENT-BY", "")),
        delegates=tuple(delegates[:5]),
        comment=said.get("X-RESPONSE-COMMENT", ""),
    )


def _comment(lines: Lines) -> str:
    """Everything that the person added in words, each once."""
    names = ("COMMENT", "X-CALENDARSERVER-PRIVATE-COMMENT", "X-CALENDARSERVER-ATTENDEE-COMMENT")
    said = [_plain_text(one.value).strip() for name in names for one in lines.get(name, ())[:5]]
    said += [one.parameters.get("X-RESPONSE-COMMENT", "").strip() for one in lines.get("ATTENDEE", ())[:5]]
    return "\n".join(dict.fromkeys(one for one in said if one))[:MOST_OF_A_NOTE]


def _event_of(facts: dict[str, Any]) -> Event:
    people = [Attendee(**{**one, "delegates": tuple(one["delegates"])}) for one in facts["attendees"]]
    times = {name: Time(**facts[name]) if facts[name] else None for name in ("starts", "ends")}
    proposed = tuple(Time(**one) for one in facts["proposed"])
    return Event(
        **{**facts, **times, "attendees": tuple(people), "proposed": proposed, "oddities": tuple(facts["oddities"])}
    )
