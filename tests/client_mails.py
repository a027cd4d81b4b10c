"""Mails in the shapes that calendar programs give them, in our own words: each answers the same invitation."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable
from dataclasses import dataclass, replace

UID = "rtop-2012-uid@dialogue.example"
PERU = "peru@mission.example"


@dataclass(frozen=True)
class Reply:
    """What is answered, by whom, to which address, about which entry."""

    answer: str = "ACCEPTED"
    to: str = "rsvp-perukey@dialogue.example"
    attendee: str = PERU
    sender: str = PERU
    uid: str = UID
    sequence: str = "0"
    stamp: str = "20120820T140000Z"
    starts: str = "20120905T140000Z"
    ends: str = "20120905T220000Z"
    method: str = "REPLY"
    number: int = 1
    comment: str = ""
    headers: str = ""

    def but(self, **changes: object) -> Reply:
        """The same with some things changed."""
        return replace(self, **changes)  # type: ignore[arg-type] # names and values of the test

    def moment(self, name: str, zone: str = "") -> str:
        """The line of a beginning or end: in UTC, or with a zone named on New York's clock (four hours behind)."""
        value = self.starts if name == "DTSTART" else self.ends
        if not zone:
            return f"{name}:{value}"
        hour = int(value[9:11]) - 4
        return f"{name};TZID={zone}:{value[:9]}{hour:02}{value[11:15]}"


def mail(reply: Reply, content: str, *, subject: str = "", more: str = "") -> bytes:
    """Headers before a content that begins with its own Content-Type."""
    return (
        f"Message-ID: <answer-{reply.number}@client.example>\r\nDate: Mon, 20 Aug 2012 14:00:00 +0000\r\n"
        f"From: A. Peru <{reply.sender}>\r\nTo: {reply.to}\r\nSubject: {subject or reply.answer.title()}: a dialogue\r\n"
        f"{reply.headers}{more}MIME-Version: 1.0\r\n{content}"
    ).encode()


def calendar(*lines: str) -> str:
    """A calendar of these lines, without those that are empty."""
    return "\r\n".join(line for line in ("BEGIN:VCALENDAR", *lines, "END:VCALENDAR") if line) + "\r\n"


def alternative(*parts: str, kind: str = "alternative", mark: str = "--part-of-mail") -> str:
    """A multipart of parts that begin with their own headers."""
    inside = "".join(f"--{mark}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\r\n\r\n{inside}--{mark}--\r\n'


def part(kind: str, body: str, encoding: str = "7bit", more: str = "") -> str:
    """One part, encoded."""
    raw = body.encode()
    encoded = {
        "base64": lambda: base64.encodebytes(raw).decode(),
        "quoted-printable": lambda: quopri.encodestring(raw).decode("ascii"),
    }.get(encoding, lambda: body)()
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{more}\r\n{encoded}"


def gmail(reply: Reply) -> bytes:
    """Google: mixed with a copy as a file, CONFIRMED even when declined, its own service as Sender, COUNTER in a REPLY."""
    body = calendar(
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        f"METHOD:{reply.method}",
        "BEGIN:VEVENT",
        reply.moment("DTSTART"),
        reply.moment("DTEND"),
        f"DTSTAMP:{reply.stamp}",
        f"ORGANIZER;CN=Dialogues:mailto:{reply.to}",
        f"UID:{reply.uid}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={reply.answer};CN=A. Peru;X-NUM-GUESTS=0;X-RESPON",
        f' SE-COMMENT="{reply.comment}":mailto:{reply.attendee}'
        if reply.comment
        else f" SE-COMMENT=:mailto:{reply.attendee}",
        f"SEQUENCE:{reply.sequence}",
        "STATUS:CONFIRMED",
        "SUMMARY:Timely and decisive response",
        "TRANSP:OPAQUE",
        "END:VEVENT",
    )
    inner = alternative(
        part("text/plain; charset=UTF-8; format=flowed", f"A. Peru has {reply.answer.lower()} this invitation."),
        part("text/html; charset=UTF-8", "<p>A. Peru has answered.</p>", "quoted-printable"),
        part("text/calendar; charset=UTF-8; method=REPLY", body),
        mark="000000000000aa",
    )
    copy = part(
        "application/ics; name=invite.ics", body, "base64", "Content-Disposition: attachment; filename=invite.ics\r\n"
    )
    more = "Sender: Google Calendar <calendar-notification@google.com>\r\nAuto-Submitted: auto-generated\r\n"
    return mail(reply, alternative(inner, copy, kind="mixed", mark="000000000000bb"), more=more)


def exchange(reply: Reply) -> bytes:
    """Exchange and Outlook: no ORGANIZER, a Windows zone, Microsoft's own SEQUENCE, a comment in words."""
    zone = '"Eastern Standard Time"'
    counter = reply.method == "COUNTER"
    body = calendar(
        f"METHOD:{reply.method}",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        "BEGIN:VTIMEZONE",
        "TZID:Eastern Standard Time",
        "BEGIN:STANDARD",
        "DTSTART:16010101T020000",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        f"ATTENDEE;PARTSTAT={reply.answer};CN=A. Peru:MAILTO:{reply.attendee.upper()}",
        f"COMMENT;LANGUAGE=en-US:{reply.comment}\\n",
        f"UID:{reply.uid}",
        "SUMMARY;LANGUAGE=en-US:Accepted: Timely and decisive response",
        reply.moment("DTSTART", zone),
        reply.moment("DTEND", zone),
        "X-MS-OLK-ORIGINALSTART;TZID=Eastern Standard Time:20120905T100000" if counter else "",
        "X-MS-OLK-ORIGINALEND;TZID=Eastern Standard Time:20120905T180000" if counter else "",
        "CLASS:PUBLIC",
        "PRIORITY:5",
        f"DTSTAMP:{reply.stamp}",
        "TRANSP:OPAQUE",
        "STATUS:CONFIRMED",
        "SEQUENCE:0",
        "LOCATION;LANGUAGE=en-US:Conference Room 4",
        f"X-MICROSOFT-CDO-APPT-SEQUENCE:{reply.sequence}",
        "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",
        "END:VEVENT",
    )
    parts = (
        part('text/plain; charset="us-ascii"', ""),
        part('text/html; charset="us-ascii"', "<html><body></body></html>"),
        part(f'text/calendar; charset="utf-8"; method={reply.method}', body, "base64"),
    )
    subject = "New Time Proposed" if counter else reply.answer.title()
    return mail(reply, alternative(*parts, mark="_000_exchange_"), subject=subject, more="X-MS-Has-Attach:\r\n")


def outlook_counter(reply: Reply) -> bytes:
    """A proposal of a new time: the calendar as an attachment, a wrong charset declared."""
    body = exchange(reply.but(method="COUNTER")).decode().partition("base64\r\n\r\n")[2].partition("\r\n--")[0]
    text = base64.b64decode(body).decode().replace("SUMMARY;LANGUAGE=en-US:Accepted", "SUMMARY:Réunion")
    attached = 'Content-Disposition: attachment; filename="meeting.ics"\r\n'
    inner = part("text/calendar; charset=iso-8859-1; method=COUNTER", text, "base64", attached)
    return mail(
        reply,
        alternative(part("text/plain", "15:00 suits us better."), inner, kind="mixed"),
        subject="New Time Proposed",
    )


def outlook_mac(reply: Reply) -> bytes:
    """Outlook for Mac: only a calendar, a zone named after its cities, an undeclared alphabet."""
    body = calendar(
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{reply.uid}",
        f"DTSTAMP:{reply.stamp}",
        "DTSTART;TZID=Sarajevo, Skopje, Warsaw, Zagreb:20120905T160000",
        f'ATTENDEE;CN="Peru, A.";PARTSTAT={reply.answer}:MAILTO:{reply.attendee}',
        f"SEQUENCE:{reply.sequence}",
        "SUMMARY:Réponse",
        "END:VEVENT",
    )
    return mail(reply, part("text/calendar; method=REPLY; charset=US-ASCII", body, "base64"))


def apple(reply: Reply) -> bytes:
    """Apple: quoted-printable, its zone with its history, a proposal as a parameter of the attendee in a REPLY."""
    proposes = f";TO-ALL-PROPOSED-NEW-TIME={reply.starts}" if reply.method == "COUNTER" else ""
    body = calendar(
        "CALSCALE:GREGORIAN",
        "VERSION:2.0",
        "METHOD:REPLY",
        "PRODID:-//Apple Inc.//iOS 9.3.1//EN",
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        "BEGIN:DAYLIGHT",
        "TZOFFSETFROM:-0500",
        "RRULE:FREQ=YEARLY;UNTIL=20060402T070000Z;BYMONTH=4;BYDAY=1SU",
        "DTSTART:19870405T020000",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        f"ATTENDEE;CN=A. Peru;CUTYPE=INDIVIDUAL;EMAIL={reply.attendee};PARTSTAT={reply.answer};ROLE=REQ-PARTICIPANT"
        f"{proposes}:mailto:{reply.attendee}",
        "DTEND;TZID=America/New_York:20120905T180000",
        f"UID:{reply.uid}",
        f"X-CALENDARSERVER-PRIVATE-COMMENT:{reply.comment}" if reply.comment else "",
        "DTSTART;TZID=America/New_York:20120905T100000",
        f"DTSTAMP:{reply.stamp}",
        f"SEQUENCE:{reply.sequence}",
        "BEGIN:VALARM",
        "ATTENDEE:mailto:alarm@elsewhere.example",
        "UID:alarm",
        "ACTION:EMAIL",
        "END:VALARM",
        "END:VEVENT",
    )
    parts = (
        part("text/plain; charset=utf-8", "A. Peru hat geantwortet", "quoted-printable"),
        part("text/calendar; method=REPLY; charset=utf-8", body, "quoted-printable"),
    )
    return mail(reply, alternative(*parts, mark="Apple-Mail-DEF"))


def thunderbird(reply: Reply) -> bytes:
    """Thunderbird: everything that the request held, RSVP=TRUE still there, the calendar as the second part."""
    body = calendar(
        "PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
        "VERSION:2.0",
        f"METHOD:{reply.method}",
        "BEGIN:VEVENT",
        "CREATED:20120816T130000Z",
        "LAST-MODIFIED:20120820T135959Z",
        f"DTSTAMP:{reply.stamp}",
        f"UID:{reply.uid}",
        "SUMMARY:Timely and decisive response",
        "STATUS:CONFIRMED",
        f"ORGANIZER;CN=Dialogues:mailto:{reply.to}",
        f"ATTENDEE;CN=A. Peru;PARTSTAT={reply.answer};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:",
        f" {reply.attendee}",
        reply.moment("DTSTART", "America/New_York"),
        reply.moment("DTEND", "America/New_York"),
        f"COMMENT:{reply.comment}" if reply.comment else "",
        f"SEQUENCE:{reply.sequence}",
        "END:VEVENT",
    )
    parts = (
        part("text/plain; charset=UTF-8; format=flowed", "A. Peru has answered your event invitation."),
        part(f'text/calendar; method={reply.method}; charset=UTF-8; name="invite.ics"', body, "8bit"),
    )
    return mail(reply, alternative(*parts, mark="------------090807"))


def yahoo(reply: Reply) -> bytes:
    """Yahoo: STATUS twice, a role that does not exist, parameters without a value."""
    body = calendar(
        "METHOD:REPLY",
        "VERSION:2.0",
        "PRODID:Zimbra-Calendar-Provider",
        "BEGIN:VEVENT",
        f"UID:{reply.uid}",
        "STATUS:CONFIRMED",
        "STATUS:TENTATIVE",
        f"ATTENDEE;CN=;PARTSTAT={reply.answer.lower()};ROLE=REQ_PARTICIPANT;RSVP=:mailto:{reply.attendee}",
        f"DTSTART:{reply.starts}",
        f"DTSTAMP:{reply.stamp}",
        f"SEQUENCE:{reply.sequence}",
        "END:VEVENT",
    )
    return mail(
        reply, alternative(part("text/plain", "Answered."), part('text/calendar; charset="utf-8"; method=REPLY', body))
    )


def android(reply: Reply) -> bytes:
    """A telephone's mail program: base64, no charset, LF only, the request's own DTSTAMP."""
    body = calendar(
        "PRODID:AndroidEmail",
        "VERSION:2.0",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{reply.uid}",
        f"ATTENDEE;PARTSTAT={reply.answer}:mailto:{reply.attendee}",
        f"DTSTAMP:{reply.stamp}",
        f"SEQUENCE:{reply.sequence}",
        "END:VEVENT",
    ).replace("\r\n", "\n")
    return mail(
        reply, alternative(part("text/plain", "Yes"), part("text/calendar; method=REPLY", body, "base64"), kind="mixed")
    )


CLIENTS: dict[str, Callable[[Reply], bytes]] = {
    "gmail": gmail,
    "exchange": exchange,
    "outlook for mac": outlook_mac,
    "apple": apple,
    "thunderbird": thunderbird,
    "yahoo": yahoo,
    "android": android,
}
COUNTERS: dict[str, Callable[[Reply], bytes]] = {
    "gmail": gmail,
    "exchange": exchange,
    "outlook": outlook_counter,
    "apple": apple,
    "thunderbird": thunderbird,
}
