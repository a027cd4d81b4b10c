"""Calendar entries: byte by byte, in two unrelated readers, and with what a stranger may type."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, vText
from icalendar.parser import Contentline

from rtop_event.ical import (
    Appointment,
    BadAppointment,
    Entry,
    Person,
    _written,
    cancel,
    decline_counter,
    envelope_of,
    events_in,
    feed,
    request,
)
from rtop_event.ical_envelope import Envelope
from rtop_event.ical_folding import folded
from rtop_event.text import one_line, several_lines
from tests.calendar_lint import faults, parsed, unfolded
from tests.calendar_watch import opened_by_vobject

GOLDEN = Path(__file__).parent / "golden"
SPRING = datetime(2012, 7, 20, 9, 30, tzinfo=UTC)
SUMMER = datetime(2012, 8, 14, 12, 0, 30, 250, tzinfo=UTC)
DESK = Person("rsvp-k7f2@dialogue.example.org", "Office of the President, General Assembly")
TONGA = Person("First.Secretary@Tonga.example.org", "Viliami Tupou")
MORNING = Appointment(
    uid="m1-9c2f7be1@dialogue.example.org",
    summary="Informal interactive dialogue on the responsibility to protect",
    starts_at=datetime(2012, 9, 5, 14, 0, tzinfo=UTC),
    ends_at=datetime(2012, 9, 5, 17, 0, tzinfo=UTC),
    stamp=SPRING,
    created=SPRING,
    changed=SPRING,
    description="First meeting: 10 a.m. to 1 p.m.; the list of speakers is open.\nReport: A/66/874–S/2012/578",
    location="Trusteeship Council Chamber, United Nations Headquarters, New York",
    url="https://dialogue.example.org/dialogues/rtop-2012/",
    geo=(40.7489, -73.968),
)
AFTERNOON = replace(
    MORNING,
    uid="m2-51d0a4c8@dialogue.example.org",
    starts_at=datetime(2012, 9, 5, 19, 0, tzinfo=UTC),
    ends_at=datetime(2012, 9, 5, 22, 0, tzinfo=UTC),
    description="",
    geo=None,
    url="",
)
WHOLE_DAY = replace(MORNING, uid="d-77ab01e3@dialogue.example.org", ends_at=AFTERNOON.ends_at)


def a_feed(*appointments: Appointment, name: str = "Dialogue of 5 September 2012") -> bytes:
    return feed(
        appointments,
        name=name,
        description="Both meetings.\nTimes are New York times.",
        source="https://dialogue.example.org/dialogues/rtop-2012/calendar.ics",
        changed=SUMMER,
    )


def an_invitation(appointment: Appointment, *, organiser: Person = DESK, attendee: Person = TONGA) -> bytes:
    return request(appointment, organiser=organiser, attendee=attendee, proposals=True)


GOLDEN_FILES = {
    "feed.ics": lambda: a_feed(AFTERNOON, replace(MORNING, status="CANCELLED", sequence=1, changed=SUMMER)),
    "request.ics": lambda: an_invitation(WHOLE_DAY),
    "update.ics": lambda: request(
        replace(WHOLE_DAY, location="Conference Room 1", sequence=1, stamp=SUMMER, changed=SUMMER),
        organiser=DESK,
        attendee=TONGA,
        answer="accepted",
        proposals=True,
    ),
    "decline.ics": lambda: decline_counter(
        WHOLE_DAY.uid, stamp=SUMMER, sequence=1, organiser=DESK, attendee=TONGA, comment="Room 4; it stays, alas"
    ),
    "cancel.ics": lambda: cancel(
        replace(WHOLE_DAY, sequence=2, stamp=SUMMER, changed=SUMMER), organiser=DESK, attendee=TONGA
    ),
}


@pytest.mark.parametrize("name", GOLDEN_FILES)
def test_golden_file_is_written_again_byte_by_byte(name: str) -> None:
    assert GOLDEN_FILES[name]() == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", GOLDEN_FILES)
def test_golden_file_has_no_fault(name: str) -> None:
    assert faults((GOLDEN / name).read_bytes()) == []


def test_request_has_exactly_the_properties_of_an_invitation() -> None:
    event = parsed(unfolded(an_invitation(WHOLE_DAY))).named("VEVENT")[0]
    assert [name for name, _, _ in event.lines] == [
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "URL", "SEQUENCE"),
        *("STATUS", "TRANSP", "CREATED", "LAST-MODIFIED", "ORGANIZER", "ATTENDEE"),
        "X-MICROSOFT-CDO-BUSYSTATUS",
    ]
    assert ("ATTENDEE", 'CN="Viliami Tupou";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE',
            "mailto:First.Secretary@Tonga.example.org") in event.lines  # fmt: skip


def test_feed_says_the_last_revision_and_marks_the_cancelled() -> None:
    events = parsed(unfolded(a_feed(replace(MORNING, status="CANCELLED", changed=SUMMER), AFTERNOON))).named("VEVENT")
    assert [(e.values("SUMMARY")[0], e.values("STATUS")[0], e.values("DTSTAMP")[0]) for e in events] == [
        (f"Cancelled: {MORNING.summary}", "CANCELLED", "20120814T120030Z"),
        (MORNING.summary, "CONFIRMED", "20120720T093000Z"),
    ]


def test_feed_without_appointments_is_still_a_calendar() -> None:
    assert faults(a_feed()) == []


def instants_of_two_readers(data: bytes) -> list[list[tuple[datetime, datetime]]]:
    """What icalendar and vobject make of the times."""
    first = [(e.start.astimezone(UTC), e.end.astimezone(UTC)) for e in Calendar.from_ical(data).events]  # type: ignore[attr-defined] # a calendar has events
    calendar = opened_by_vobject(data)
    second = [(e.dtstart.value.astimezone(UTC), e.dtend.value.astimezone(UTC)) for e in calendar.vevent_list]
    return [first, second]


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2012, 9, 5, 14, 0, tzinfo=UTC),
        datetime(2026, 3, 8, 6, 30, tzinfo=UTC),  # 01:30, the clocks go forward half an hour later
        datetime(2026, 3, 8, 7, 30, tzinfo=UTC),  # 03:30, after the missing hour
        datetime(2026, 11, 1, 5, 30, tzinfo=UTC),  # the first 01:30
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),  # the second 01:30, which the zone's own clock cannot say
        datetime(2026, 11, 1, 7, 30, tzinfo=UTC),
        datetime(2026, 1, 15, 15, 0, tzinfo=UTC),
        datetime(2036, 7, 1, 15, 0, tzinfo=UTC),
    ],
)
@pytest.mark.parametrize(
    "zone",
    [
        "America/New_York",
        "Europe/Paris",
        "Europe/Dublin",
        "Australia/Sydney",
        "Asia/Kathmandu",
        "Africa/Casablanca",
        "UTC",
    ],
)
def test_times_are_the_same_instants_in_every_reader(starts_at: datetime, zone: str) -> None:
    entry = replace(MORNING, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20), zone=zone)
    data = an_invitation(entry)
    expected = [(entry.starts_at, entry.ends_at)]
    assert faults(data) == []
    assert [
        *instants_of_two_readers(data),
        [(e.appointment.starts_at, e.appointment.ends_at) for e in events_in(data)],
    ] == [
        expected,
        expected,
        expected,
    ]


@pytest.mark.parametrize(
    ("starts_at", "written"),
    [
        (datetime(2026, 3, 8, 6, 30, tzinfo=UTC), "DTSTART;TZID=America/New_York:20260308T013000"),
        (datetime(2026, 3, 8, 7, 30, tzinfo=UTC), "DTSTART;TZID=America/New_York:20260308T033000"),
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "DTSTART:20261101T053000Z"),
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "DTSTART:20261101T063000Z"),
        (datetime(2026, 11, 1, 7, 30, tzinfo=UTC), "DTSTART;TZID=America/New_York:20261101T023000"),
    ],
)
def test_hour_that_the_clock_shows_twice_is_written_in_utc(starts_at: datetime, written: str) -> None:
    data = an_invitation(replace(MORNING, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20)))
    assert written in unfolded(data)


def test_new_york_is_right_beyond_2037() -> None:
    starts_at = datetime(2040, 7, 1, 14, 0, tzinfo=UTC)
    data = an_invitation(replace(MORNING, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3)))
    assert instants_of_two_readers(data) == [[(starts_at, starts_at + timedelta(hours=3))]] * 2


def test_feed_with_two_zones_holds_both_once() -> None:
    data = a_feed(MORNING, replace(AFTERNOON, zone="Europe/Paris"))
    zones = [zone.values("TZID")[0] for zone in parsed(unfolded(data)).named("VTIMEZONE")]
    assert (faults(data), zones) == ([], ["America/New_York", "Europe/Paris"])


def test_seconds_are_rounded_outwards_to_minutes() -> None:
    entry = replace(
        MORNING, starts_at=MORNING.starts_at + timedelta(seconds=30), ends_at=MORNING.ends_at + timedelta(seconds=1)
    )
    times = [(e.appointment.starts_at, e.appointment.ends_at) for e in events_in(a_feed(entry))]
    assert times == [(MORNING.starts_at, MORNING.ends_at + timedelta(minutes=1))]


def test_invitation_is_read_back_as_it_was() -> None:
    whole = replace(WHOLE_DAY, stamp=SPRING)
    assert events_in(an_invitation(whole)) == (
        Entry(appointment=whole, method="REQUEST", organiser=DESK, attendee=TONGA, answer="NEEDS-ACTION"),
    )


def test_cancellation_is_read_back_as_cancelled() -> None:
    gone = replace(WHOLE_DAY, status="CANCELLED", sequence=3)
    assert events_in(cancel(replace(WHOLE_DAY, sequence=3), organiser=DESK, attendee=TONGA)) == (
        Entry(appointment=gone, method="CANCEL", organiser=DESK, attendee=TONGA),
    )


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", a_feed(MORNING).replace(b"UID:", b"X-UID:")]
)
def test_anything_else_is_not_read(data: bytes) -> None:
    with pytest.raises(BadAppointment):
        events_in(data)


@pytest.mark.parametrize(
    "wrong",
    [
        {"summary": " \u200b\x07 "},
        {"uid": "17"},
        {"uid": "a b@dialogue.example.org"},
        {"uid": "ü@dialogue.example.org"},
        {"uid": "a@b\r\nX-EVIL:1"},
        {"uid": "a" * 140 + "@dialogue.example.org"},
        {"ends_at": MORNING.starts_at},
        {"starts_at": datetime(2012, 9, 5, 14, 0)},  # noqa: DTZ001 (that is the fault)
        {"ends_at": datetime(2012, 9, 5, 17, 0)},  # noqa: DTZ001 (that is the fault)
        {"starts_at": datetime(2012, 9, 5, 10, 0, tzinfo=timezone(timedelta(hours=-4)))},
        {"stamp": datetime(2012, 9, 5, 17, 0)},  # noqa: DTZ001 (that is the fault)
        {"created": datetime(2012, 9, 5, 17, 0)},  # noqa: DTZ001 (that is the fault)
        {"changed": datetime(2012, 9, 5, 17, 0)},  # noqa: DTZ001 (that is the fault)
        {"zone": "America/New_Jersey"},
        {"zone": "../../etc/passwd"},
        {"zone": "A" * 5000},
        {"zone": ""},
        {"status": "FOO"},
        {"status": "CANCELLED"},
        {"sequence": -1},
        {"sequence": 2**31},
        {"geo": (91.0, 0.0)},
        {"geo": (0.0, float("nan"))},
        {"url": "javascript:alert(1)"},
        {"url": "https://"},
        {"url": "https://a b/"},
    ],
    ids=str,
)
def test_request_refuses_what_no_calendar_can_hold(wrong: dict[str, object]) -> None:
    with pytest.raises(BadAppointment):
        an_invitation(replace(MORNING, **wrong))  # type: ignore[arg-type] # parametrized


@pytest.mark.parametrize(
    "address", ["", "x", "a b@c.org", "zoë@c.org", "a@b@c", "a@c.org\r\nX:1", "<a@c.org>", "mailto:a@c.org"]
)
def test_request_refuses_what_is_no_mailbox(address: str) -> None:
    with pytest.raises(BadAppointment):
        an_invitation(MORNING, attendee=Person(address))


def test_request_refuses_to_invite_the_organiser() -> None:
    with pytest.raises(BadAppointment):
        an_invitation(MORNING, attendee=Person(DESK.address.upper()))


def test_request_refuses_an_unknown_answer() -> None:
    with pytest.raises(BadAppointment):
        request(MORNING, organiser=DESK, attendee=TONGA, answer="MAYBE")


def test_feed_refuses_the_same_uid_twice_and_an_empty_name() -> None:
    with pytest.raises(BadAppointment):
        a_feed(MORNING, replace(AFTERNOON, uid=MORNING.uid))
    with pytest.raises(BadAppointment):
        a_feed(MORNING, name="\u2028")


def test_envelope_is_read_from_the_lines_whatever_the_names() -> None:
    name = "A very long name; with: mailto:evil@example.org, and so long that its line is folded more than once"
    data = request(MORNING, organiser=replace(DESK, name=name), attendee=replace(TONGA, name=name))
    assert envelope_of(data) == Envelope("REQUEST", 1, DESK.address, TONGA.address)
    assert envelope_of(cancel(MORNING, organiser=DESK, attendee=TONGA)).method == "CANCEL"
    assert envelope_of(a_feed(MORNING, AFTERNOON)) == Envelope("", 2, "", "")


LINES = [
    "\r\nATTENDEE:mailto:x@y.org",
    "\nEND:VEVENT\nBEGIN:VEVENT\n",
    "\rX-A:1",
    "\u2028SUMMARY:x",
    "\u2029",
    "\v",
    "\f",
    "\x85",
]
CONTROLS = ["\x00", "\x1b", "\x7f", "\ud800", "\udfff", "\u202e", "\t"]
SIGNS = ['"', '";X=1:', "^n", "\\", "\\n", "\\N", "\\;", ",", ";", ":", "é" * 40]
BREAKS = st.sampled_from(LINES + CONTROLS + SIGNS)
TYPED = st.lists(st.one_of(BREAKS, st.text(max_size=20)), max_size=8).map("".join)


@settings(max_examples=150, deadline=None)
@given(typed=TYPED)
def test_typed_text_stays_inside_its_line(typed: str) -> None:
    entry = replace(MORNING, summary="S" + typed, description=typed, location=typed)
    people = Person(DESK.address, typed), Person(TONGA.address, typed)
    for data, plain in (
        (an_invitation(entry, organiser=people[0], attendee=people[1]), an_invitation(MORNING)),
        (
            feed([entry], name="N" + typed, description="D" + typed, source="https://x.example/a.ics", changed=SUMMER),
            a_feed(MORNING),
        ),
    ):
        assert faults(data) == []
        kept = {"DESCRIPTION", "LOCATION"}  # left out when nothing visible was typed
        assert [line for line in shape(data) if line not in kept] == [line for line in shape(plain) if line not in kept]
        read = events_in(data)[0].appointment
        assert (read.summary, read.description, read.location) == (
            one_line("S" + typed),
            several_lines(typed),
            one_line(typed),
        )
        assert opened_by_vobject(data).vevent.summary.value == one_line("S" + typed)


def shape(data: bytes) -> list[str]:
    """The names of all lines, in order."""
    return [line.split(":")[0].split(";")[0] for line in unfolded(data)]


def test_text_is_inert_without_assertions() -> None:
    program = (
        "from tests.test_ical import *\n"
        "data = a_feed(replace(MORNING, summary='x\\r\\nX-EVIL:1'), name='n\\r\\nX-EVIL:1')\n"
        "print(__debug__, b'\\nX-EVIL' in data, faults(data))"
    )
    done = subprocess.run(
        [sys.executable, "-O", "-c", program], capture_output=True, text=True, cwd=GOLDEN.parent.parent
    )
    assert done.stdout.split("\n")[0] == "False False []"


def test_feed_needs_no_description() -> None:
    data = feed([MORNING], name="Plain", description=" ", source="https://x.example/a.ics", changed=SUMMER)
    assert (faults(data), b"X-WR-CALDESC" in data) == ([], False)


def test_control_character_is_refused_at_the_last_door() -> None:
    calendar = Calendar()
    calendar.add("x-note", vText("a\x0bb"))
    with pytest.raises(BadAppointment):
        _written(calendar)


def test_feed_of_a_thousand_stays_under_a_megabyte() -> None:
    many = [replace(MORNING, uid=f"n{number}-ab12@dialogue.example.org") for number in range(1000)]
    assert (len(a_feed(*many)) < 1_000_000, a_feed(*many) == a_feed(*many)) == (True, True)


@given(st.text(st.sampled_from("aé–你😀\\^, "), max_size=400))
def test_lines_are_folded_as_icalendar_folds_them(line: str) -> None:
    assert folded(line) == Contentline(line).to_ical()  # type: ignore[no-untyped-call] # icalendar has no types there
