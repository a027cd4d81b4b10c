"""Nothing that a test makes escapes: every calendar written, fetched or mailed is looked at, and read by two others."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec
from zoneinfo import ZoneInfo

import vobject
from icalendar import Calendar
from werkzeug.test import TestResponse

from rtop_event import ical
from tests import libical
from tests.calendar_lint import faults, parsed, unfolded
from tests.mail_lint import mail_faults

CALENDAR, MAIL = "text/calendar", "message/rfc822"
Times = list[tuple[str, datetime, datetime]]
P = ParamSpec("P")


@dataclass
class Watch:
    """What was wrong with the calendars of one test; the same bytes are looked at once."""

    found: list[str] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)
    damaged: bool = False
    """Whether the test itself spoils an entry that was written whole."""

    def calendar(self, data: bytes) -> bytes:
        """Look at a calendar and hand it on."""
        if data not in self.seen:
            self.seen.add(data)
            _keep(data)
            declines = b"METHOD:DECLINECOUNTER\r\n" in data  # no times, and an attendee, which libical forbids
            self.found += faults(data) or ([] if declines else [*readers_faults(data), *jcal_faults(data)])
        return data

    def mail(self, data: bytes) -> None:
        """Look at a mail."""
        try:
            self.found += mail_faults(data)
        except (ValueError, IndexError) as error:
            if not self.damaged:
                self.found.append(f"a mail whose entry cannot be read: {error}")

    def answer(self, response: TestResponse) -> None:
        """Look at what a client was answered."""
        if response.status_code != 200 or response.request.method != "GET":
            return
        if response.mimetype == MAIL:
            self.mail(response.data)
        elif response.mimetype == CALENDAR:
            self.found += answer_faults(response)
            squeezed = response.headers.get("Content-Encoding") == "gzip"
            self.calendar(gzip.decompress(response.data) if squeezed else response.data)


watch = Watch()


@contextmanager
def watching() -> Iterator[Watch]:
    """Look at all that is written meanwhile; the writer itself is left as it is."""
    written, message = ical._written, ical._message
    watch.found, watch.seen, watch.damaged = [], set(), False
    ical._written, ical._message = _watched(written), _watched(message)
    try:
        yield watch
    finally:
        ical._written, ical._message = written, message


def _watched(write: Callable[P, bytes]) -> Callable[P, bytes]:
    return lambda *given, **named: watch.calendar(write(*given, **named))


def _keep(data: bytes) -> None:
    """Where another reader wants all of them afterwards, keep them: once each."""
    if folder := os.environ.get("TEST_CALENDARS"):
        Path(folder, f"{hashlib.sha256(data).hexdigest()}.ics").write_bytes(data)


def answer_faults(response: TestResponse) -> list[str]:
    """What is wrong with how a calendar comes over the wire."""
    headers = response.headers
    found = [] if headers["Content-Type"] == "text/calendar; charset=utf-8" else [headers["Content-Type"]]
    if not headers.get("Content-Disposition", "").endswith('.ics"'):
        found.append("a calendar without a file name")
    if "/organise/" not in response.request.path:
        found += [f"a feed with {name}" for name in ("Set-Cookie", "Location") if name in headers]
        found += [f"a feed without {name}" for name in ("ETag", "Last-Modified") if name not in headers]
        found += [] if not headers.get("ETag", "").startswith("W/") else ["a weak ETag"]
        found += [] if headers.get("Cache-Control") == "private, no-cache" else [f"{headers.get('Cache-Control')}"]
        found += [] if "Accept-Encoding" in headers.get("Vary", "") else ["a feed whose Vary lacks Accept-Encoding"]
    return found


def readers_faults(data: bytes) -> list[str]:
    """Where vobject and libical, by the VTIMEZONE, come to other instants than the clock of the named zone."""
    ours, others = by_the_clock(data), {"vobject": by_vobject(data)}
    found = []
    if libical.library() is not None:
        reading = libical.read(data)
        found, others["libical"] = reading.faults, sorted(reading.times)
    return found + [f"{name} reads {times}, not {ours}" for name, times in others.items() if times != ours]


def jcal_faults(data: bytes) -> list[str]:
    """Where the calendar that comes back from jCal says another thing than the one that went in."""
    back = unfolded(Calendar.from_jcal(ical.jcal(data).decode()).to_ical(sorted=False))
    told, went = [_as_read(line) for line in back], [_as_read(line) for line in unfolded(data)]
    return [] if told == went else [f"jCal: {sorted(set(told) ^ set(went))}"]


def _as_read(line: str) -> str:
    """A line as icalendar reads it from jCal, which loses two things that jCal says.

    The kind of a value stands there beside the value; and a typed backslash before an N is no line break.
    """
    name, _, value = line.replace("\\\\N", "\\n").partition(":")
    return f"{name.removesuffix(';VALUE=DURATION').removesuffix(';VALUE=URI')}:{value}"


def by_the_clock(data: bytes) -> Times:
    """UID, start and end of the entries that name a time, from the lines and the machine's knowledge of zones."""
    found = []
    for event in parsed(unfolded(data)).named("VEVENT"):
        moments = {
            name: _moment(parameters, value) for name, parameters, value in event.lines if name in ("DTSTART", "DTEND")
        }
        if moments:
            found.append((event.values("UID")[0], moments["DTSTART"], moments["DTEND"]))
    return sorted(found)


def _moment(parameters: str, value: str) -> datetime:
    zone = ZoneInfo(parameters.removeprefix("TZID=")) if parameters else UTC
    return datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)


def opened_by_vobject(data: bytes) -> Any:
    """The calendar as vobject reads it; it must not remember zones of an earlier file."""
    zones = vars(vobject.icalendar)["__tzidMap"]
    for name in set(zones) - {"UTC"}:
        del zones[name]
    return vobject.readOne(data.decode())


def by_vobject(data: bytes) -> Times:
    """The same as vobject reads it."""
    entries = getattr(opened_by_vobject(data), "vevent_list", [])
    return sorted(
        (one.uid.value, one.dtstart.value.astimezone(UTC), one.dtend.value.astimezone(UTC)) for one in entries
    )
