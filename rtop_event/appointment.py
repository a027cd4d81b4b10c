"""What stands in somebody's calendar: an appointment, the people of an invitation, and what they must hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from rtop_event.text import one_line
from rtop_event.zones import NEW_YORK, block, zone_named

STATUSES = ("CONFIRMED", "TENTATIVE", "CANCELLED")
ANSWERS = ("NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED")
UTC_ZONES = ("UTC", "Etc/UTC")
_LARGEST_SEQUENCE = 2**31 - 1
_UID = re.compile(r"[A-Za-z0-9._~-]{1,120}@[A-Za-z0-9.-]{1,70}")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class BadAppointment(ValueError):
    """What was given cannot be written as a calendar entry, or what was read is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One entry in a calendar; all moments are aware and in UTC, `zone` is where it takes place."""

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    stamp: datetime
    created: datetime
    changed: datetime
    sequence: int = 0
    description: str = ""
    location: str = ""
    url: str = ""
    status: str = "CONFIRMED"
    geo: tuple[float, float] | None = None
    zone: str = NEW_YORK


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a mailbox, as the calendar names them."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An appointment as it was read: with the method of its calendar, and the two people of an invitation."""

    appointment: Appointment
    method: str | None = None
    organiser: Person | None = None
    attendee: Person | None = None
    answer: str | None = None


def check(appointment: Appointment) -> None:
    """Raises BadAppointment for what no calendar can hold."""
    if not _UID.fullmatch(appointment.uid):
        raise BadAppointment(f"not a UID: {appointment.uid[:60]!r}")
    if not one_line(appointment.summary):
        raise BadAppointment("an appointment needs a summary")
    if appointment.status not in STATUSES:
        raise BadAppointment(f"unknown status: {appointment.status[:60]!r}")
    if not 0 <= appointment.sequence <= _LARGEST_SEQUENCE:
        raise BadAppointment(f"sequence out of range: {appointment.sequence}")
    if appointment.geo and not (abs(appointment.geo[0]) <= 90 and abs(appointment.geo[1]) <= 180):
        raise BadAppointment(f"not a place on Earth: {appointment.geo}")


def times(appointment: Appointment) -> tuple[datetime, datetime]:
    """Start and end in whole minutes: in the zone, or in UTC where the zone's own clock would be misread."""
    starts_at, ends_at = moment(appointment.starts_at), moment(appointment.ends_at)
    if ends_at <= starts_at:
        raise BadAppointment("the end is not after the start")
    starts_at, ends_at = _whole(starts_at), _whole(ends_at + timedelta(minutes=1) - timedelta.resolution)
    zone = zone_of(appointment.zone)
    if zone_lines(appointment.zone, (starts_at.year, ends_at.year)) is None:
        return starts_at, ends_at
    local = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return (starts_at, ends_at) if any(_comes_twice(each) for each in local) else local


def _comes_twice(local: datetime) -> bool:
    """Whether the clock shows this hour twice: programs differ in which of the two they take."""
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def moment(given: datetime) -> datetime:
    """The moment in UTC; refuses naive ones and fixed offsets, whose zone nobody could tell."""
    if given.tzinfo is not UTC and not isinstance(given.tzinfo, ZoneInfo):
        raise BadAppointment(f"neither in UTC nor in a named zone: {given!r}")
    return given.astimezone(UTC)


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; raises BadAppointment for an unknown one."""
    try:
        return zone_named(name)
    except ValueError as error:
        raise BadAppointment(str(error)) from error


def zone_lines(name: str, years: Iterable[int]) -> str | None:
    """The VTIMEZONE of a zone for these years, None where times are written in UTC."""
    return None if name in UTC_ZONES else _block(name, frozenset(years))


def address(person: Person) -> str:
    """The address as typed; raises BadAppointment unless it is one plain ASCII mailbox."""
    if not _ADDRESS.fullmatch(person.address):
        raise BadAppointment(f"not an address: {person.address[:80]!r}")
    return person.address


def caption(person: Person) -> str:
    """The name of a person, free of the signs that calendar parameters cannot hold."""
    return one_line(re.sub(r"[\\^]", "", person.name.replace('"', "'")))


def link(url: str) -> str:
    """An http(s) address in ASCII; raises BadAppointment for anything else."""
    written = quote(url, safe="%/:=&?~#+!$,;'@()*[]", errors="replace")
    parts = urlsplit(written)
    if parts.scheme not in ("https", "http") or not parts.netloc or "%" in parts.netloc:
        raise BadAppointment(f"not a link: {url[:80]!r}")
    return written


def _whole(given: datetime) -> datetime:
    return given.replace(second=0, microsecond=0)


@lru_cache(maxsize=256)
def _block(name: str, years: frozenset[int]) -> str | None:
    zone_of(name)
    return block(name, years)
