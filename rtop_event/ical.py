"""Appointments as iCalendar bytes, and back; the only user of icalendar."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Component, Event, Timezone, vCalAddress, vDuration, vGeo, vText, vUri

from rtop_event.appointment import (
    ANSWERS,
    Appointment,
    BadAppointment,
    Entry,
    Person,
    address,
    caption,
    check,
    link,
    moment,
    times,
    zone_lines,
    zone_of,
)
from rtop_event.ical_entry import entry_of
from rtop_event.ical_envelope import envelope_of
from rtop_event.ical_folding import folded
from rtop_event.text import one_line, several_lines
from rtop_event.zones import NEW_YORK

__all__ = [
    "Appointment",
    "BadAppointment",
    "Entry",
    "Person",
    "cancel",
    "decline_counter",
    "envelope_of",
    "events_in",
    "feed",
    "jcal",
    "request",
]

PRODUCT = "-//RTOP Event//Dialogues//EN"
REFRESH = timedelta(hours=1)
ENTRY, END = b"\r\nBEGIN:VEVENT\r\n", b"\r\nEND:VCALENDAR\r\n"
"""Before which the zones stand; no typed text is ever a line of its own."""
_ZONES = re.compile(rb"BEGIN:VTIMEZONE\r?\n.*?END:VTIMEZONE\r?\n", re.DOTALL)


class _Words(vText):
    r"""TEXT whose escaping keeps a typed `\N` (icalendar would make it a line break)."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


class _Point(vGeo):
    """GEO with at most six decimals, as JSON writes them too: no zeros behind, never in powers of ten."""

    def to_ical(self) -> str:
        return f"{_degrees(self.latitude)};{_degrees(self.longitude)}"


def _degrees(given: float) -> float:
    """To ten centimetres; what lies within ten metres of zero is zero."""
    return round(given, 6) if abs(given) >= 0.0001 else 0.0


def feed(
    appointments: Iterable[Appointment],
    *,
    name: str,
    description: str,
    source: str,
    changed: datetime,
    zone: str = NEW_YORK,
    cancelled: str = "Cancelled: ",
) -> bytes:
    """A calendar to subscribe to; `cancelled` is put before the summaries of cancelled appointments.

    DTSTAMP is the last revision of each appointment; what is past is left out by the caller, who knows the time.
    """
    shown = sorted(appointments, key=lambda each: (each.starts_at, each.uid))
    if len({each.uid for each in shown}) != len(shown):
        raise BadAppointment("two appointments of one feed have the same UID")
    if not (title := one_line(name)):
        raise BadAppointment("a feed needs a name")
    calendar = _calendar()
    calendar.add("name", _Words(title))
    calendar.add("x-wr-calname", _Words(title))
    if about := several_lines(description):
        calendar.add("description", _Words(about))
        calendar.add("x-wr-caldesc", _Words(about))
    calendar.add("x-wr-timezone", _Words(zone))
    calendar.add("last-modified", moment(changed))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add("source", vUri(link(source)), parameters={"VALUE": "URI"})
    for each in shown:
        prefix = cancelled if each.status == "CANCELLED" else ""
        calendar.add_component(_event(replace(each, stamp=each.changed), prefix))
    return _written(calendar, _zones(shown, zone=zone, year=changed.year))


def jcal(data: bytes) -> bytes:
    """A calendar that this software wrote as jCal (RFC 7265): the same lines in the same order, as JSON."""
    return json.dumps(Calendar.from_ical(data).to_jcal(), ensure_ascii=False, separators=(",", ":")).encode()


def request(
    appointment: Appointment,
    *,
    organiser: Person,
    attendee: Person,
    answer: str = "NEEDS-ACTION",
    proposals: bool = False,
) -> bytes:
    """An invitation or its update (METHOD:REQUEST) for one person, with the answer that is known.

    Where no `proposals` of another time are wanted, it says so to the programs that understand it.
    """
    if appointment.status == "CANCELLED":
        raise BadAppointment("a cancelled appointment is not requested")
    if answer.upper() not in ANSWERS:
        raise BadAppointment(f"unknown answer: {answer[:60]!r}")
    more = {"x-microsoft-cdo-busystatus": "TENTATIVE" if appointment.status == "TENTATIVE" else "BUSY"}
    if not proposals:
        more["x-microsoft-disallow-counter"] = "TRUE"
    invited = _invited(attendee, PARTSTAT=answer.upper(), RSVP="TRUE")
    return _message("REQUEST", appointment, (organiser, attendee), invited, tuple(more.items()))


def cancel(appointment: Appointment, *, organiser: Person, attendee: Person) -> bytes:
    """The cancellation (METHOD:CANCEL) for one person; the caller has raised the sequence by one."""
    gone = replace(appointment, status="CANCELLED")
    return _message("CANCEL", gone, (organiser, attendee), _invited(attendee))


def decline_counter(
    uid: str, *, stamp: datetime, sequence: int, organiser: Person, attendee: Person, comment: str
) -> bytes:
    """What a person is answered who proposed another time (METHOD:DECLINECOUNTER): it stays as it is, and why."""
    event = Event()
    event.add("uid", _Words(uid))
    event.add("dtstamp", moment(stamp))
    event.add("sequence", sequence)
    event.add("organizer", _mailbox(organiser))
    event.add("attendee", _invited(attendee))
    event.add("comment", _Words(several_lines(comment)))
    calendar = _calendar("DECLINECOUNTER")
    calendar.add_component(event)
    return _written(calendar)


def events_in(data: bytes) -> tuple[Entry, ...]:
    """The entries of a calendar that this software wrote; raises BadAppointment for anything else."""
    try:
        calendar = Calendar.from_ical(_ZONES.sub(b"", data))
        method = str(calendar["METHOD"]) if "METHOD" in calendar else None
        return tuple(entry_of(event, method) for event in calendar.walk("VEVENT"))
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise BadAppointment(f"not a calendar entry of ours: {error}") from error


def _calendar(method: str = "") -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _Words(PRODUCT))
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    return calendar


def _zones(appointments: Sequence[Appointment], *, zone: str, year: int) -> bytes:
    """One VTIMEZONE for each zone in use, the calendar's own first."""
    zone_of(zone)
    years: dict[str, set[int]] = {zone: {year}}
    for each in appointments:
        years.setdefault(each.zone, set()).update((each.starts_at.year, each.ends_at.year))
    blocks = (zone_lines(name, wanted) for name, wanted in years.items())
    return b"".join(_zone_bytes(text) for text in blocks if text)


@lru_cache(maxsize=64)
def _zone_bytes(text: str) -> bytes:
    """The VTIMEZONE as it is written, read and written only once."""
    return bytes(Timezone.from_ical(text).to_ical(sorted=False))


def _message(
    method: str,
    appointment: Appointment,
    people: tuple[Person, Person],
    invited: vCalAddress,
    more: tuple[tuple[str, str], ...] = (),
) -> bytes:
    organiser, attendee = people
    if organiser.address.casefold() == attendee.address.casefold():
        raise BadAppointment("the organiser is not invited")
    for given in (appointment.stamp, appointment.created, appointment.changed):
        moment(given)
    times(appointment)
    words, boxes = Event(), Event()
    if description := several_lines(appointment.description):
        words.add("description", _Words(description))
    boxes.add("organizer", _mailbox(organiser))
    boxes.add("attendee", invited)
    head, dates, end = _frame(method, replace(appointment, description=""), more)
    return b"".join([head, *_lines(words)[1:-1], dates, *_lines(boxes)[1:-1], end])


@lru_cache(maxsize=64)
def _frame(method: str, appointment: Appointment, more: tuple[tuple[str, str], ...]) -> tuple[bytes, bytes, bytes]:
    """What the entries of all who are invited to one appointment share; between the pieces stands what is one's own."""
    calendar, event = _calendar(method), _event(appointment)
    for name, value in more:
        event.add(name, _Words(value))
    calendar.add_component(event)
    lines, zones = _lines(calendar), _zones([appointment], zone=appointment.zone, year=appointment.starts_at.year)
    begin, told, dated = (
        next(place for place, line in enumerate(lines) if line.startswith(start))
        for start in (b"BEGIN:VEVENT", b"SUMMARY:", b"LAST-MODIFIED:")
    )
    pieces = (lines[:begin], [zones], lines[begin : told + 1])
    head = b"".join(line for piece in pieces for line in piece)
    return head, b"".join(lines[told + 1 : dated + 1]), b"".join(lines[dated + 1 :])


def _event(appointment: Appointment, prefix: str = "") -> Event:
    """The VEVENT of an appointment, its properties in the order in which people read them."""
    check(appointment)
    starts_at, ends_at = times(appointment)
    event = Event()
    event.add("uid", _Words(appointment.uid))
    event.add("dtstamp", moment(appointment.stamp))
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", _Words(one_line(prefix + appointment.summary)))
    if description := several_lines(appointment.description):
        event.add("description", _Words(description))
    if location := one_line(appointment.location):
        event.add("location", _Words(location))
    if appointment.geo:
        event.add("geo", _Point(appointment.geo))
    if appointment.url:
        event.add("url", vUri(link(appointment.url)))
    event.add("sequence", appointment.sequence)
    event.add("status", appointment.status)
    event.add("transp", "TRANSPARENT" if appointment.status == "CANCELLED" else "OPAQUE")
    event.add("created", moment(appointment.created))
    event.add("last-modified", moment(appointment.changed))
    return event


def _mailbox(person: Person, **parameters: str) -> vCalAddress:
    name = caption(person)
    return vCalAddress(f"mailto:{address(person)}", params=({"CN": name} if name else {}) | parameters)


def _invited(person: Person, **parameters: str) -> vCalAddress:
    return _mailbox(person, CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", **parameters)


def _written(calendar: Calendar, zones: bytes = b"") -> bytes:
    """The bytes, zones before entries."""
    written = b"".join(_lines(calendar))
    place = written.find(ENTRY) if ENTRY in written else written.rfind(END)
    return written[: place + 2] + zones + written[place + 2 :]


def _lines(component: Component) -> list[bytes]:
    """The lines of a component, folded; one that somebody's text could have begun is refused here in any case."""
    lines = component.content_lines(sorted=False)
    if any(re.search("[\x00-\x08\x0a-\x1f\x7f]", line) for line in lines):
        raise BadAppointment("a control character in a calendar line")
    return [folded(line) + b"\r\n" for line in lines if line]
