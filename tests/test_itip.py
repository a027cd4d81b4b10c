"""Calendar objects of strangers: what is read of them, however they are written."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from rtop_event.itip import Attendee, Event, Itip, NotReadable, Time, mailbox, read_itip

PERU = "peru@mission.example"


def event(*lines: str) -> Event:
    """The one entry of a calendar with these lines in it."""
    (found,) = read_itip("\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])).events
    return found


@pytest.mark.parametrize(
    ("line", "attendee"),
    [
        (f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{PERU}", Attendee(PERU, "ACCEPTED")),
        (f"ATTENDEE;PARTSTAT=accepted:MAILTO:{PERU}", Attendee(PERU, "ACCEPTED")),
        (f"attendee;partstat=declined:{PERU}", Attendee(PERU, "DECLINED")),
        (f"ATTENDEE;CN=a:b;PARTSTAT=ACCEPTED:mailto:{PERU}", Attendee(PERU, "ACCEPTED")),
        (f'ATTENDEE;CN=O"Brien;PARTSTAT=ACCEPTED:mailto:{PERU}', Attendee(PERU, "ACCEPTED")),
        (f'ATTENDEE;CN="Peru; A., x:y";PARTSTAT=TENTATIVE:mailto:{PERU}', Attendee(PERU, "TENTATIVE")),
        (f"ATTENDEE;CN=;RSVP=;;PARTSTAT=TENTATIVE:mailto:{PERU}", Attendee(PERU, "TENTATIVE")),
        (f"ATTENDEE:mailto:{PERU}", Attendee(PERU)),
        ("ATTENDEE;PARTSTAT=ACCEPTED:invalid:nomail", Attendee("", "ACCEPTED")),
        (
            f'ATTENDEE;SENT-BY="mailto:a@b.example";PARTSTAT=ACCEPTED;EMAIL=c@d.example:mailto:{PERU}',
            Attendee(PERU, "ACCEPTED", "c@d.example", "a@b.example"),
        ),
        (
            f'ATTENDEE;DELEGATED-TO="mailto:a@b.example","MAILTO:c@d.example";PARTSTAT=DELEGATED:mailto:{PERU}',
            Attendee(PERU, "DELEGATED", delegates=("a@b.example", "c@d.example")),
        ),
        (
            f'ATTENDEE;X-RESPONSE-COMMENT="late; sorry^nI^\'m";PARTSTAT=ACCEPTED:mailto:{PERU}',
            Attendee(PERU, "ACCEPTED", comment='late; sorry\nI"m'),
        ),
    ],
)
def test_an_attendee_is_read_however_it_is_written(line: str, attendee: Attendee) -> None:
    assert event(line).attendees == (attendee,)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("mailto:Peru@Mission.Example", "Peru@mission.example"),
        ("MAILTO: <peru@mission.example> ", PERU),
        ("mailto:mailto:peru@mission.example", PERU),
        ("mailto:peru%40mission.example", PERU),
        ("<peru@mission.example>", PERU),
        ("zoe\u0308@mission.example", "zo\u00eb@mission.example"),
        ("invalid:nomail", ""),
        ("peru @mission.example", ""),
        ("@mission.example", ""),
        ("", ""),
    ],
)
def test_an_address_is_made_plain(written: str, plain: str) -> None:
    assert mailbox(written) == plain


@pytest.mark.parametrize(
    ("lines", "sequence", "oddities"),
    [
        (["SEQUENCE:3"], 3, ()),
        ([], 0, ()),
        (["SEQUENCE:0", "X-MICROSOFT-CDO-APPT-SEQUENCE:2"], 2, ()),
        (["SEQUENCE:1", "X-MICROSOFT-CDO-APPT-SEQUENCE:2"], 1, ()),
        (["SEQUENCE:1", "SEQUENCE:9"], 1, ("SEQUENCE",)),
        (["SEQUENCE:abc"], 0, ("SEQUENCE",)),
        (["SEQUENCE:-1"], 0, ("SEQUENCE",)),
        (["SEQUENCE:2147483648"], 0, ("SEQUENCE",)),
        ([f"SEQUENCE:{'9' * 4000}"], 0, ("SEQUENCE",)),
        (["SEQUENCE:\u0663"], 0, ("SEQUENCE",)),
    ],
)
def test_a_sequence_is_a_number_in_range_or_nothing(lines: list[str], sequence: int, oddities: tuple[str, ...]) -> None:
    found = event(*lines)
    assert (found.sequence, found.oddities) == (sequence, oddities)


def test_of_what_may_stand_once_the_first_counts() -> None:
    found = event("UID:a@b.example", "UID:c@d.example", "DTSTAMP:20120820T140000Z", "DTSTAMP:20990101T000000Z")
    assert (found.uid, found.stamp, found.oddities) == ("a@b.example", "20120820T140000Z", ("UID", "DTSTAMP"))


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("DTSTART:20120905T140000Z", Time("20120905T140000Z", "UTC")),
        ("DTSTART;TZID=America/New_York:20120905T100000", Time("20120905T100000", "America/New_York")),
        ('DTSTART;TZID="tzone://Microsoft/Utc":20120905T140000', Time("20120905T140000", "tzone://Microsoft/Utc")),
        ("DTSTART;TZID=tzone://Microsoft/Utc:20120905T140000", Time("20120905T140000", "tzone://Microsoft/Utc")),
        ("DTSTART;TZID=Sarajevo, Skopje:20120905T160000", Time("20120905T160000", "Sarajevo, Skopje")),
        ("DTSTART;VALUE=DATE:20120905", Time("20120905")),
    ],
)
def test_a_moment_stays_what_was_written(line: str, time: Time) -> None:
    assert event(line).starts == time


@pytest.mark.parametrize(
    ("lines", "proposes", "proposed"),
    [
        (["DTSTART:20120905T140000Z"], False, ()),
        (["X-MS-OLK-ORIGINALSTART:20120905T140000Z"], True, ()),
        (["X-CALENDARSERVER-PROPOSED-NEW-TIME:20120905T190000Z"], True, (Time("20120905T190000Z", "UTC"),)),
        (
            [f"ATTENDEE;TO-ALL-PROPOSED-NEW-TIME=20120905T190000Z;PARTSTAT=TENTATIVE:mailto:{PERU}"],
            True,
            (Time("20120905T190000Z", "UTC"),),
        ),
    ],
)
def test_clients_mark_a_proposal_each_in_its_own_way(
    lines: list[str], proposes: bool, proposed: tuple[Time, ...]
) -> None:
    found = event(*lines)
    assert (found.proposes, found.proposed) == (proposes, proposed)


def test_zones_alarms_and_what_else_stands_inside_are_passed_over() -> None:
    found = read_itip(
        "\n".join(
            [
                "BEGIN:VCALENDAR",
                "BEGIN:VTIMEZONE",
                "TZID:x",
                *["BEGIN:STANDARD", "UID:zone", "RRULE:FREQ=SECONDLY", "END:STANDARD"] * 3,
                "BEGIN:VEVENT",  # the zone was never ended
                "UID:a@b.example",
                "BEGIN:VALARM",
                "UID:alarm",
                "ATTENDEE:mailto:alarm@b.example",
                "END:VALARM",
                "END:NOTHING",
                "ATTENDEE:mailto:c@d.example",
                "END:VEVENT",
                "METHOD:reply",
                "BEGIN:VTODO",
                "UID:todo",
                "END:VTODO",
                "END:VCALENDAR",
            ]
        )
    )
    assert (found.method, [one.uid for one in found.events]) == ("REPLY", ["a@b.example"])
    assert [one.address for one in found.events[0].attendees] == ["c@d.example"]


def test_lines_are_joined_and_texts_unescaped() -> None:
    found = event("COMMENT:one\\, two\\; three\\n", " four \\\\", "\tfive", "COMMENT:six", "no colon here", ":no name")
    assert found.comment == "one, two; three\nfour \\five\nsix"


@pytest.mark.parametrize(
    ("head", "named", "method", "oddities"),
    [
        ([], "reply", "REPLY", ()),
        (["METHOD:COUNTER"], "REPLY", "COUNTER", ()),
        (["METHOD:REPLY", "METHOD:CANCEL"], "", "REPLY", ("METHOD",)),
        ([], "", "", ()),
    ],
)
def test_the_method_is_the_calendars_own_first(
    head: list[str], named: str, method: str, oddities: tuple[str, ...]
) -> None:
    found = read_itip("\r".join(["\ufeffBEGIN:VCALENDAR", *head, "BEGIN:VEVENT", "UID:a", "END:VEVENT"]), named)
    assert (found.method, found.oddities) == (method, oddities)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "calendar-without-entry"),
        ("<html>", "calendar-without-entry"),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR", "calendar-without-entry"),
        ("BEGIN:VEVENT\n" * 51, "too-many-entries"),
        ("BEGIN:VEVENT\nDTSTART;TZID=" + "x" * 100_000 + ":20120905T100000", "line-too-long"),
        ("BEGIN:VEVENT\nCOMMENT:" + "\n x" * 70_000, "line-too-long"),
        ("BEGIN:VEVENT\n" + "X:1\n" * 70_000, "calendar-too-large"),
    ],
)
def test_what_is_beyond_the_limits_is_not_read(text: str, why: str) -> None:
    with pytest.raises(NotReadable, match=why):
        read_itip(text)


def test_it_goes_through_json_and_comes_back_the_same() -> None:
    whole = Itip(
        "REPLY",
        (
            Event(uid="a", starts=Time("20120905T140000Z", "UTC"), attendees=(Attendee(PERU, delegates=("a@b",)),)),
            Event(proposed=(Time("x"),), oddities=("UID",)),
        ),
        ("METHOD",),
    )
    assert Itip.of(json.loads(json.dumps(asdict(whole)))) == whole
