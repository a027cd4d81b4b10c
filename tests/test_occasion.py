"""What of a calendar entry its reader notices, read from its lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rtop_event import ical
from rtop_event.ical import Appointment, Person
from rtop_event.occasion import Occasion, occasion_in
from tests.mailing.letters import ENTRY

DESK, MISSION = Person("rsvp-abc123@dialogue.example", "The desk"), Person("mission@tonga.example")


@pytest.mark.parametrize(
    "entry",
    [
        ENTRY,
        replace(ENTRY, zone="UTC", location=""),
        replace(
            ENTRY, zone="Asia/Bangkok", summary="Dialogue; in two parts, one \\ night: a very long title " + "x" * 90
        ),
        replace(ENTRY, location="Conference Room 4, “North Lawn” Building; door 2"),
    ],
)
def test_lines_are_read_as_the_whole_calendar_is(entry: Appointment) -> None:
    calendar = ical.request(entry, organiser=DESK, attendee=MISSION)
    read = ical.events_in(calendar)[0].appointment
    assert occasion_in(calendar) == Occasion(read.uid, read.starts_at, read.ends_at, read.location, read.summary)
    assert occasion_in(ical.cancel(entry, organiser=DESK, attendee=MISSION)) == occasion_in(calendar)


def test_what_we_did_not_write_is_no_entry() -> None:
    with pytest.raises(ValueError, match="no entry"):
        occasion_in(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    with pytest.raises(ValueError, match="without 'DTSTART'"):
        occasion_in(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
