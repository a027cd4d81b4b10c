"""Letters for the tests of mailing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from rtop_event import ical
from rtop_event.database import session
from rtop_event.ical import Appointment, Person
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.mailing.writing import write_letter

AT = datetime(2012, 8, 16, 13, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ENTRY = Appointment(
    uid="rtop-2012-uid@dialogue.example",
    summary="Informal interactive dialogue (example)",
    starts_at=datetime(2012, 9, 5, 14, 0, tzinfo=UTC),
    ends_at=datetime(2012, 9, 5, 22, 0, tzinfo=UTC),
    stamp=AT,
    created=AT,
    changed=AT,
    location="Conference Room 4",
)
INVITED = "mission@tonga.example"


def a_letter(kind: LetterKind = LetterKind.RECEIPT, **facts: Any) -> Letter:
    """A letter to Tonga's mission, a receipt unless told; flushed."""
    values: dict[str, Any] = {
        "at": AT,
        "recipient": INVITED,
        "subject": "Your registration (example)",
        "body": "Dear colleague,\n\nwe have **received** it.",
        "stream": "rtop-2012:mission@tonga.example",
    }
    letter = write_letter(kind, **{**values, **facts})
    session.flush()
    return letter


def an_entry_letter(kind: LetterKind = LetterKind.INVITATION, entry: Appointment = ENTRY, **facts: Any) -> Letter:
    """A letter with a calendar entry: an invitation, an update, or a cancellation."""
    organiser = Person("rsvp-abc123@dialogue.example", "The desk")
    write = ical.cancel if kind is LetterKind.CANCELLATION else ical.request
    values = {
        "subject": "Invitation: dialogue (example)",
        "reply_to_key": "abc123",
        "calendar": write(entry, organiser=organiser, attendee=Person(INVITED)),
        "method": "CANCEL" if kind is LetterKind.CANCELLATION else "REQUEST",
    }
    return a_letter(kind, **{**values, **facts})
