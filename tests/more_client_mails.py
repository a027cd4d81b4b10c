"""More mails in the shapes that calendar programs give them, in our own words: rarer clients, and rarer ways."""

from __future__ import annotations

from collections.abc import Callable

from tests.client_mails import Reply, alternative, calendar, mail, part


def event(reply: Reply, *lines: str, attendee: str = "", head: tuple[str, ...] = ()) -> str:
    """A reply's calendar: what every program writes, and the lines of this one."""
    who = attendee or f"ATTENDEE;PARTSTAT={reply.answer};CN=A. Peru:mailto:{reply.attendee}"
    return calendar(
        "VERSION:2.0", f"METHOD:{reply.method}", *head, "BEGIN:VEVENT", f"UID:{reply.uid}", who, f"DTSTAMP:{reply.stamp}",
        f"SEQUENCE:{reply.sequence}", *lines, "END:VEVENT",
    )  # fmt: skip


def zimbra(reply: Reply) -> bytes:
    """Zimbra: three alternatives, its zone, the calendar named meeting.ics, a trailing folded line."""
    body = event(
        reply,
        "SUMMARY:Accept: Timely and decisive response",
        'DTSTART;TZID="America/New_York":20120905T100000',
        "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",
        f"ORGANIZER;CN=Dialogues:mailto:{reply.to}",
        head=("PRODID:Zimbra-Calendar-Provider", "BEGIN:VTIMEZONE", "TZID:America/New_York", "END:VTIMEZONE"),
        attendee=f"ATTENDEE;CN=A. Peru;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={reply.answer};\r\n RSVP=TRUE:mailto:{reply.attendee}",
    )
    parts = (
        part("text/plain; charset=utf-8", "Yes, I will attend."),
        part("text/html; charset=utf-8", "<html><body>Yes</body></html>"),
        part("text/calendar; charset=utf-8; method=REPLY; name=meeting.ics", body, "base64"),
    )
    return mail(reply, alternative(*parts, mark="----=_Part_1_2.3"))


def notes(reply: Reply) -> bytes:
    """Notes: names with slashes and quotes, the role CHAIR, its own SEQUENCE, a mail that is only mixed."""
    body = event(
        reply,
        'DTSTART;TZID="Eastern":20120905T100000',
        "CLASS:PUBLIC",
        "SUMMARY:Accepted: Timely",
        "X-LOTUS-UPDATE-SEQ:1",
        f"X-LOTUS-UPDATE-UID:{reply.uid}",
        "X-LOTUS-NOTICETYPE:A",
        attendee=f'ATTENDEE;ROLE=CHAIR;PARTSTAT={reply.answer};CN="A Peru/Mission/PE"\r\n ;RSVP=FALSE:mailto:{reply.attendee}',
        head=("X-LOTUS-CHARSET:UTF-8", "PRODID:-//Lotus Development Corporation//NONSGML Notes 8.5.3//EN_C"),
    )
    inner = alternative(
        part("text/plain; charset=US-ASCII", ""), part("text/calendar; method=REPLY; charset=UTF-8", body, "base64")
    )
    copy = part(
        "application/ics; name=c091.ics", body, "base64", "Content-Disposition: attachment; filename=c091.ics\r\n"
    )
    return mail(reply, alternative(inner, copy, kind="mixed", mark="=_mixed 0051"), more="X-Mailer: Lotus Notes\r\n")


def bluemind(reply: Reply) -> bytes:
    """BlueMind: a reply that repeats everybody's line but answers in one; an .ics beside it."""
    body = event(reply, f"ORGANIZER;ROLE=CHAIR;CN=Dialogues:mailto:{reply.to}", "TRANSP:OPAQUE", "CLASS:PUBLIC")
    return mail(
        reply,
        alternative(
            part("text/html; charset=utf-8", "<p>accepte</p>", "base64"),
            part('text/calendar; charset=UTF-8; method="REPLY"; component=VEVENT', body, "8bit"),
            part(
                'application/ics; name="event.ics"',
                body,
                "base64",
                'Content-Disposition: attachment; filename="event.ics"\r\n',
            ),
            kind="mixed",
        ),
    )


def office365(reply: Reply) -> bytes:
    """Exchange Online: a zone that is an address with colons, no ORGANIZER, headers by the dozen."""
    body = event(
        reply,
        "DTSTART;TZID=tzone://Microsoft/Utc:20120905T140000",
        "DTEND;TZID=tzone://Microsoft/Utc:20120905T220000",
        "COMMENT;LANGUAGE=es-PE:",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
        "X-MICROSOFT-DISALLOW-COUNTER:FALSE",
        attendee=f"ATTENDEE;PARTSTAT={reply.answer};CN=Perú, A.:mailto:{reply.attendee}",
    )
    parts = (
        part('text/plain; charset="iso-8859-1"', "\r\n", "quoted-printable"),
        part('text/html; charset="iso-8859-1"', "<html></html>", "quoted-printable"),
        part('text/calendar; charset="utf-8"; method=REPLY', body, "base64"),
    )
    more = "Thread-Topic: x\r\nX-MS-Exchange-Organization-SCL: -1\r\nContent-Language: es-PE\r\nx-ms-exchange-calendar-originator-id: x\r\n"
    return mail(reply, alternative(*parts, mark="_000_SN6PR_"), subject="Aceptada", more=more)


def icloud(reply: Reply) -> bytes:
    """iCloud: a stand-in address that no person has; who answers stands in a parameter."""
    who = f"ATTENDEE;CN=A. Peru;EMAIL={reply.attendee};PARTSTAT={reply.answer}:mailto:2_GEZDGNBV@imip.me.com"
    body = event(reply, attendee=who)
    return mail(
        reply,
        alternative(
            part("text/plain", "x"), part("text/calendar; method=REPLY; charset=utf-8", body, "quoted-printable")
        ),
    )


def old_ical(reply: Reply) -> bytes:
    """The first iCal: the calendar as an attached file without method or charset."""
    attached = "Content-Disposition: attachment; filename=iCal-20120820-160000.ics\r\n"
    return mail(
        reply,
        alternative(
            part("text/plain", "A. Peru has accepted"),
            part("text/calendar; name=iCal-20120820-160000.ics", event(reply), "7bit", attached),
            kind="mixed",
        ),
    )


def proton(reply: Reply) -> bytes:
    """Proton: the calendar as a file beside one sentence, everything in base64."""
    attached = 'Content-Disposition: attachment; filename="invite.ics"\r\n'
    body = event(
        reply,
        f"ORGANIZER:mailto:{reply.to}",
        attendee=f"ATTENDEE;PARTSTAT={reply.answer};X-PM-TOKEN=abc:mailto:{reply.attendee}",
    )
    return mail(
        reply,
        alternative(
            part("text/plain; charset=utf-8", "peru accepted", "base64"),
            part("text/calendar; charset=utf-8; method=REPLY", body, "base64", attached),
            kind="mixed",
        ),
    )


def horde(reply: Reply) -> bytes:
    """Horde and Kolab: the whole mail is the calendar, in eight bits, with empty lines before it."""
    return mail(
        reply,
        part(
            "text/calendar; method=REPLY; charset=UTF-8; name=event-reply.ics",
            "\r\n" + event(reply, "SUMMARY:Réunion"),
            "8bit",
        ),
    )


def signed(reply: Reply) -> bytes:
    """Outlook with a certificate: a signature around everything."""
    inner = alternative(
        part("text/plain", ""), part("text/calendar; method=REPLY; charset=utf-8", event(reply), "base64"), mark="in"
    )
    return mail(
        reply,
        alternative(
            inner,
            part("application/pkcs7-signature; name=smime.p7s", "MIAG", "base64"),
            kind="signed; protocol=x; micalg=sha1",
        ),
    )


def samsung(reply: Reply) -> bytes:
    """A telephone: related instead of alternative, LF only, lower-case names, no PRODID."""
    body = event(reply).replace("\r\n", "\n").replace("METHOD:", "method:").replace("BEGIN:VEVENT", "begin:vevent")
    return mail(reply, alternative(part("text/calendar; METHOD=reply", body), kind="related"))


MORE: dict[str, Callable[[Reply], bytes]] = {
    "zimbra": zimbra, "notes": notes, "bluemind": bluemind, "office 365": office365, "icloud": icloud,
    "old ical": old_ical, "proton": proton, "horde": horde, "signed": signed, "samsung": samsung,
}  # fmt: skip
