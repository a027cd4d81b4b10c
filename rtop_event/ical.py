"""Appointments as iCalendar bytes, and back; the only user of icalendar."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration, vGeo, vText, vUri

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
    event = _event(appointment)
    event.add("organizer", _mailbox(organiser))
    event.add("attendee", _invited(attendee, PARTSTAT=answer.upper(), RSVP="TRUE"))
    event.add("x-microsoft-cdo-busystatus", _Words("TENTATIVE" if event["STATUS"] == "TENTATIVE" else "BUSY"))
    if not proposals:
        event.add("x-microsoft-disallow-counter", _Words("TRUE"))
    return _message("REQUEST", appointment, event, (organiser, attendee))


def cancel(appointment: Appointment, *, organiser: Person, attendee: Person) -> bytes:
    """The cancellation (METHOD:CANCEL) for one person; the caller has raised the sequence by one."""
    gone = replace(appointment, status="CANCELLED")
    event = _event(gone)
    event.add("organizer", _mailbox(organiser))
    event.add("attendee", _invited(attendee))
    return _message("CANCEL", gone, event, (organiser, attendee))


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
        return tuple(_entry(event, method) for event in calendar.walk("VEVENT"))
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


def _message(method: str, appointment: Appointment, event: Event, people: tuple[Person, Person]) -> bytes:
    organiser, attendee = people
    if organiser.address.casefold() == attendee.address.casefold():
        raise BadAppointment("the organiser is not invited")
    calendar = _calendar(method)
    calendar.add_component(event)
    return _written(calendar, _zones([appointment], zone=appointment.zone, year=appointment.starts_at.year))


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
    """The bytes, zones before entries; a line that somebody's text could have begun is refused here in any case."""
    lines = calendar.content_lines(sorted=False)
    if any(re.search("[\x00-\x08\x0a-\x1f\x7f]", line) for line in lines):
        raise BadAppointment("a control character in a calendar line")
    written = b"".join(folded(line) + b"\r\n" for line in lines if line)
    place = written.find(ENTRY) if ENTRY in written else written.rfind(END)
    return written[: place + 2] + zones + written[place + 2 :]


def _entry(event: Any, method: str | None) -> Entry:
    attendee = event.get("ATTENDEE")
    return Entry(
        appointment=Appointment(
            uid=str(event["UID"]),
            summary=str(event["SUMMARY"]),
            starts_at=moment(event["DTSTART"].dt),
            ends_at=moment(event["DTEND"].dt),
            stamp=moment(event["DTSTAMP"].dt),
            created=moment(event["CREATED"].dt),
            changed=moment(event["LAST-MODIFIED"].dt),
            sequence=int(event["SEQUENCE"]),
            description=str(event.get("DESCRIPTION", "")),
            location=str(event.get("LOCATION", "")),
            url=str(event.get("URL", "")),
            status=str(event["STATUS"]),
            geo=(event["GEO"].latitude, event["GEO"].longitude) if "GEO" in event else None,
            zone=_zone_name(event["DTSTART"].dt),
        ),
        method=method,
        organiser=_person(event.get("ORGANIZER")),
        attendee=_person(attendee),
        answer=str(attendee.params["PARTSTAT"]) if attendee and "PARTSTAT" in attendee.params else None,
    )


def _person(mailbox: Any) -> Person | None:
    return Person(mailbox.email, str(mailbox.params.get("CN", ""))) if mailbox else None


def _zone_name(given: datetime) -> str:
    return "UTC" if given.tzinfo is UTC else str(given.tzinfo)
