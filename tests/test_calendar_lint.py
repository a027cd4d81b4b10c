"""The lint itself: each rule is broken once, in an object that has no other fault."""

from __future__ import annotations

from base64 import encodebytes
from dataclasses import replace
from pathlib import Path

import pytest

from rtop_event.mailing.mime import mail_bytes
from tests import libical
from tests.calendar_lint import faults
from tests.calendar_watch import by_the_clock, by_vobject, readers_faults
from tests.mail_lint import mail_faults
from tests.mailing.test_mime import Mail

GOLDEN = Path(__file__).parent / "golden"
FEED, REQUEST, CANCEL = ((GOLDEN / f"{name}.ics").read_bytes() for name in ("feed", "request", "cancel"))
START = "DTSTART;TZID=America/New_York:20120905T100000"
END = "DTEND;TZID=America/New_York:20120905T180000"
ZONE = REQUEST[REQUEST.index(b"BEGIN:VTIMEZONE") : REQUEST.index(b"BEGIN:VEVENT")].decode()
SUMMER = ZONE[ZONE.index("BEGIN:DAYLIGHT") : ZONE.index("BEGIN:STANDARD")]
EVENT = REQUEST[REQUEST.index(b"BEGIN:VEVENT") : REQUEST.index(b"END:VCALENDAR")].decode()
UID = "UID:d-77ab01e3@dialogue.example.org"
LATEST = "LAST-MODIFIED:20120720T093000Z"

BROKEN_REQUESTS = [
    ("1", "BEGIN:VCALENDAR", "\ufeffBEGIN:VCALENDAR", "byte order mark"),
    ("1", "SEQUENCE:0\r\n", "SEQUENCE:0\n", "line ends are not CRLF"),
    ("1", "END:VCALENDAR\r\n", "END:VCALENDAR", "line ends are not CRLF"),
    ("1", "SUMMARY:", "SUMMARY:" + "x" * 20, "90 octets in a line"),
    ("2", "VERSION:2.0", "VERSION:1.0", "VERSION is ['1.0']"),
    ("2", "CALSCALE:GREGORIAN\r\n", "", "CALSCALE is []"),
    ("2", "PRODID:", "PRODID:x\r\nPRODID:", "not one PRODID"),
    ("2", "CALSCALE:", f"{UID}\r\nCALSCALE:", f"UID is ['{UID[4:]}']"),
    ("3", "SUMMARY:", "SUMMARY:\x0b", "control character in"),
    ("4", "GEO:", "SUMMARY:\r\nGEO:", "SUMMARY is empty"),
    ("4", "Chamber\\,", "Chamber,", "not escaped: "),
    ("4", "p.m.\\;", "p.m.\\x", "not escaped: "),
    ("5", "SUMMARY:", "a stranger's line\r\nSUMMARY:", "no colon"),
    ("5", "SUMMARY:", "a stranger's line: SUMMARY\r\nSUMMARY:", "not a content line"),
    ("6", 'CN="Office of the President, General Assembly"', "CN=A, B", "not a content line"),
    ("7", UID, "UID:4", "UID"),
    ("7", f"{UID}\r\n", "", "0 times UID"),
    ("8", "DTSTAMP:20120720T093000Z", "DTSTAMP:20120720T093000", "DTSTAMP 20120720T093000"),
    ("8", "CREATED:20120720T093000Z", "CREATED:20120720", "CREATED 20120720"),
    ("9", "SEQUENCE:0", "SEQUENCE:2147483648", "SEQUENCE"),
    ("9", "SEQUENCE:0\r\n", "", "0 times SEQUENCE"),
    ("10", START, START[:-2] + "30", "DTSTART;TZID=America/New_York:20120905T100030"),
    ("10", END, "DTEND:20120905T220000Z", "start and end in different zones"),
    ("10", ZONE, "", "America/New_York has no VTIMEZONE"),
    ("10", ZONE, ZONE * 2, "a VTIMEZONE came twice"),
    ("10", ZONE + EVENT, EVENT + ZONE, "a VTIMEZONE stands after an event"),
    ("10", SUMMER, SUMMER * 2, "not one summer and one winter"),
    ("10", "TZNAME:EDT", "COMMENT:x\r\nTZNAME:EDT", "a VTIMEZONE says more or less than it should"),
    ("10", "BYDAY=2SU", "BYDAY=2SU,3SU", "a VTIMEZONE changes by ['FREQ=YEARLY;BYDAY=2SU,3SU;BYMONTH=3']"),
    ("10", "20070311T020000", "20070311T030000", "New York is not the fixed block"),
    ("11", START, "DTSTART:20120905T100000", "DTSTART;:20120905T100000"),
    ("11", START, "DTSTART;TZID=UTC-05:00:20120905T100000", "DTSTART;TZID=UTC-05:00:20120905T100000"),
    ("12", END, START.replace("START", "END"), "the end is not after the start"),
    ("12", f"{END}\r\n", "DURATION:PT1H\r\n", "0 times DTEND"),
    ("12", END, f"{END}\r\nDURATION:PT1H", "DURATION is not wanted"),
    ("15", "40.7489;", "4.07489e1;", "GEO 4.07489e1;-73.968"),
    ("15", "URL:https", "URL:javascript", "URL javascript://dialogue.example.org/dialogues/rtop-2012/"),
    ("16", "URL:", "ATTACH:https://x.example/\r\nURL:", "ATTACH is not wanted"),
    ("17", "END:VEVENT", "BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT", "VALARM is not wanted"),
    ("33", "METHOD:REQUEST", "METHOD:PUBLISH", "METHOD ['PUBLISH']"),
    ("33", EVENT, EVENT * 2, "2 events"),
    ("38", "RSVP=TRUE", "RSVP=FALSE", "RSVP=TRUE is missing"),
    ("38", "TRANSP:OPAQUE\r\n", "", "a REQUEST of ['UID', "),
    ("38", "STATUS:CONFIRMED", "STATUS:CANCELLED", "STATUS and METHOD disagree"),
    ("38", "ORGANIZER;CN", "X-O;CN", "not one ORGANIZER"),
    ("38", ":mailto:First", ":First", "ATTENDEE First.Secretary@Tonga.example.org"),
]
BROKEN_FEEDS = [
    ("20", "CALSCALE:", "METHOD:PUBLISH\r\nCALSCALE:", "METHOD ['PUBLISH']"),
    ("20", LATEST, f"{LATEST}\r\nORGANIZER:mailto:a@b.example", "ORGANIZER in a feed"),
    ("20", LATEST, f"{LATEST}\r\nATTENDEE:mailto:a@b.example", "ATTENDEE in a feed"),
    ("21", "REFRESH-INTERVAL;VALUE=DURATION:", "REFRESH-INTERVAL:", "0 times REFRESH-INTERVAL;VALUE=DURATION"),
    ("21", "X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:PT1D", "X-PUBLISHED-TTL PT1D"),
    ("21", "X-WR-TIMEZONE:America/New_York\r\n", "", "0 times X-WR-TIMEZONE"),
    ("21", "X-WR-CALNAME:", "X-CALNAME:", "0 times X-WR-CALNAME"),
    ("21", "SOURCE;VALUE=URI:", "SOURCE:", "0 times SOURCE;VALUE=URI"),
    ("8", LATEST, "LAST-MODIFIED:20120721T093000Z", "DTSTAMP of a feed is not the last revision"),
    ("7", "m2-51d0a4c8", "m1-9c2f7be1", "a UID came twice"),
]


def told(data: bytes) -> str:
    """The faults in one text, a tree that cannot be read among them."""
    try:
        return "\n".join(faults(data))
    except ValueError as broken:
        return str(broken)


@pytest.mark.parametrize(("rule", "whole", "broken", "fault"), BROKEN_REQUESTS)
def test_fault_of_an_invitation_is_told(rule: str, whole: str, broken: str, fault: str) -> None:
    assert whole.encode() in REQUEST, rule
    assert fault in told(REQUEST.replace(whole.encode(), broken.encode(), 1)), rule


@pytest.mark.parametrize(("rule", "whole", "broken", "fault"), BROKEN_FEEDS)
def test_fault_of_a_feed_is_told(rule: str, whole: str, broken: str, fault: str) -> None:
    assert whole.encode() in FEED, rule
    assert fault in told(FEED.replace(whole.encode(), broken.encode(), 1)), rule


def test_character_split_by_folding_is_told() -> None:
    split = REQUEST.replace("–".encode(), b"\xe2\r\n \x80\x93")
    assert "a character is split by folding, or not UTF-8" in told(split)


def test_calendar_that_is_not_balanced_is_told() -> None:
    assert told(REQUEST.replace(b"END:VEVENT\r\n", b"")) == "unbalanced: END:VCALENDAR"
    assert told(REQUEST * 2) == "not exactly one calendar"


def test_other_readers_follow_the_zone_in_the_file_and_say_when_it_is_wrong() -> None:
    an_hour_off = REQUEST.replace(b"TZOFFSETTO:-0400", b"TZOFFSETTO:-0300").replace(
        b"TZOFFSETFROM:-0400", b"TZOFFSETFROM:-0300"
    )
    assert by_vobject(REQUEST) == by_the_clock(REQUEST) != by_vobject(an_hour_off)
    assert readers_faults(REQUEST) == []
    assert len(readers_faults(an_hour_off)) == (1 if libical.library() is None else 2)


MAIL = Mail(
    sender="rsvp-k7f2@dialogue.example.org",
    recipient="First.Secretary@Tonga.example.org",
    calendar=REQUEST,
    method="REQUEST",
)
PART = b"Content-Type: text/calendar; charset=utf-8; method=REQUEST"
BROKEN_MAILS = [
    ("31", b"To: First", b"To: Second", "to ['Second."),
    ("31", b"MIME-Version", b"Cc: a@b.example\r\nMIME-Version", "Cc is set"),
    ("32", b"multipart/mixed", b"multipart/related", "not multipart/mixed"),
    ("32", b"multipart/alternative", b"multipart/related", "the alternative is "),
    ("32", b"text/html", b"text/plain", "the alternative is "),
    ("32", b'application/ics; name="invite.ics"', b'application/ics; name="x.ics"', "the entry is enclosed as"),
    ("32", b'filename="invite.ics"', b'filename="x.ics"', "not an attachment named invite.ics"),
    ("32", PART, PART + b"\r\nContent-Disposition: attachment", "the entry is an attachment"),
    ("33", b"method=REQUEST", b"method=CANCEL", "the method of the part is CANCEL"),
    ("34", PART, PART.replace(b"utf-8", b"us-ascii"), "the entry is not UTF-8 in base64"),
    ("34", b"MIME-Version", "X-Name: é\r\nMIME-Version".encode(), "not in seven bits"),
    ("35", b"<rsvp-k7f2@", b"<no-reply@", "from ['no-reply@"),
    ("39", b"Auto-Submitted: auto-generated\r\n", b"", "Auto-Submitted"),
]


def test_mail_as_it_leaves_has_no_fault() -> None:
    assert mail_faults(mail_bytes(MAIL)) == []
    assert mail_faults(mail_bytes(replace(MAIL, calendar=CANCEL, method="CANCEL"))) == []
    assert mail_faults(mail_bytes(replace(MAIL, calendar=None, method=""))) == []


@pytest.mark.parametrize(("rule", "whole", "broken", "fault"), BROKEN_MAILS)
def test_fault_of_a_mail_is_told(rule: str, whole: bytes, broken: bytes, fault: str) -> None:
    mail = mail_bytes(MAIL)
    assert whole in mail, rule
    assert fault in "\n".join(mail_faults(mail.replace(whole, broken, 1))), rule


def test_enclosed_entry_that_is_another_is_told() -> None:
    mail, other = mail_bytes(MAIL), encodebytes(CANCEL).replace(b"\n", b"\r\n")
    mine = encodebytes(REQUEST).replace(b"\n", b"\r\n")
    first, between, last = mail.partition(mine)
    assert mail_faults(first + between + last.replace(mine, other)) == ["the enclosed entry is another"]


def test_entry_of_the_inline_part_is_looked_at_too() -> None:
    broken = REQUEST.replace(b"SEQUENCE:0\r\n", b"")
    assert mail_faults(mail_bytes(replace(MAIL, calendar=broken)))[0] == "0 times SEQUENCE"
