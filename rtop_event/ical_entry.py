"""An entry of ours, out of the component that was read. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from rtop_event.appointment import Appointment, Entry, Person, moment


def entry_of(event: Any, method: str | None) -> Entry:
    """The entry that a VEVENT holds; raises KeyError, AttributeError and their like for what is none of ours."""
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
