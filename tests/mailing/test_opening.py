"""Opening received mails: what they are told to be, and hostile ones that cost their limits and raise nothing."""

from __future__ import annotations

import pytest

from rtop_event.mailing.opened import Fate, Kind, Opened, Returned
from rtop_event.mailing.opening import opened
from tests.client_mails import (
    CLIENTS,
    PERU,
    UID,
    Reply,
    alternative,
    calendar,
    exchange,
    gmail,
    mail,
    part,
    thunderbird,
)

OURS = "<0123456789abcdef0123456789abcdef@dialogue.example>"
BODY = calendar("METHOD:REPLY", "BEGIN:VEVENT", f"UID:{UID}", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{PERU}", "END:VEVENT")
AWAY = mail(Reply(), part("text/plain", "I am back on Monday."), subject="Out of office")


def answer_in(found: Opened) -> tuple[str, str, str]:
    """Method, attendee and answer of the calendar that counts."""
    assert found.calendar is not None
    (event,) = found.calendar.events
    return found.calendar.method, event.attendees[0].address.lower(), event.attendees[0].answer


@pytest.mark.parametrize("answer", ["ACCEPTED", "TENTATIVE", "DECLINED"])
@pytest.mark.parametrize("client", CLIENTS)
def test_each_clients_reply_is_found(client: str, answer: str) -> None:
    found = opened(CLIENTS[client](Reply(answer)))
    assert (found.kind, found.tokens, found.sender) == (Kind.CALENDAR, ("perukey",), PERU)
    assert answer_in(found) == ("REPLY", PERU, answer)


@pytest.mark.parametrize(
    "content",
    [
        part("text/calendar", BODY),
        part("text/calendar; charset=utf-16", BODY),
        part("text/calendar; charset=no-such-charset", BODY, "base64"),
        part(
            'text/calendar; charset="us-ascii"; method=REPLY',
            BODY.replace("END:VEVENT", "SUMMARY:Réponse\r\nEND:VEVENT"),
        ),
        part("application/ics", BODY, "base64"),
        part('application/octet-stream; name="Antwort.ICS"', BODY, "base64"),
        part("text/plain", BODY),
        alternative(part("text/plain", "Yes"), part("text/calendar", BODY), kind="related"),
        alternative(part("text/calendar", BODY), part("application/pkcs7-signature", "x"), kind="signed; protocol=x"),
        alternative(part("text/calendar", "broken"), part("application/ics", BODY)),
        alternative(part("text/calendar", BODY), part("application/ics", BODY.replace("ACCEPTED", "DECLINED"))),
        alternative(part("application/ics", BODY.replace("ACCEPTED", "DECLINED")), part("text/calendar", BODY)),
    ],
)
def test_the_calendar_is_found_wherever_it_stands(content: str) -> None:
    assert answer_in(opened(mail(Reply(), content))) == ("REPLY", PERU, "ACCEPTED")


def test_bytes_that_are_not_what_they_claim_are_read_all_the_same() -> None:
    for charset in ("utf-16", "latin-1"):
        raw = mail(Reply(), "Content-Type: text/calendar; charset=utf-8\r\n\r\n") + BODY.replace(
            "END:VEVENT", "X:é"
        ).encode(charset)
        assert answer_in(opened(raw)) == ("REPLY", PERU, "ACCEPTED")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (part("message/rfc822", thunderbird(Reply()).decode()), ""),
        (part("text/calendar", "BEGIN:VCALENDAR"), "calendar-without-entry"),
        (part("text/calendar", BODY.replace("METHOD:REPLY\r\n", "")), "calendar-without-method"),
        (part('application/ms-tnef; name="winmail.dat"', "x", "base64"), "rich-text-only"),
        (part("text/plain", "We come"), ""),
    ],
)
def test_what_holds_no_calendar_of_its_own_is_for_a_person(content: str, fault: str) -> None:
    found = opened(mail(Reply(), content))
    assert (found.kind, found.fault) == (Kind.OTHER, fault)


@pytest.mark.parametrize(
    ("headers", "sent_to", "tokens"),
    [
        ("", "rsvp-chadkey@dialogue.example", ("chadkey", "perukey")),
        ("Delivered-To: RSVP-ChadKey@dialogue.example\r\n", "", ("chadkey", "perukey")),
        ('Cc: "rsvp-chadkey"@dialogue.example, rsvp-tonga+x@dialogue.example\r\n', "", ("perukey", "chadkey", "tonga")),
        ("Received: from a by b for <rsvp-chadkey@dialogue.example>; x\r\n", "", ("perukey",)),
    ],
)
def test_tokens_come_from_where_it_was_sent_to(headers: str, sent_to: str, tokens: tuple[str, ...]) -> None:
    assert opened(mail(Reply(headers=headers), part("text/plain", "x")), sent_to).tokens == tokens


def test_what_servers_noted_on_the_way_counts_if_nothing_else_tells() -> None:
    raw = mail(
        Reply(to="undisclosed-recipients:;", headers="Received: by b for <rsvp-chadkey@d.example>; x\r\n"), "\r\n"
    )
    assert opened(raw).tokens == ("chadkey",)


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied\r\n",
        "X-Auto-Response-Suppress: All\r\n",
        "X-Autoreply: yes\r\n",
        "Precedence: bulk\r\n",
        "Return-Path: <>\r\n",
    ],
)
def test_what_answers_by_itself_is_no_answer(headers: str) -> None:
    raw = mail(Reply(headers=headers), part("text/plain", "I am away."), subject="Your letter")
    assert opened(raw).kind is Kind.AUTOMATIC
    assert opened(gmail(Reply(headers=headers))).kind is Kind.CALENDAR


@pytest.mark.parametrize(
    "subject", ["Out of office", "Automatic reply: x", "Abwesenheitsnotiz", "Réponse automatique : x", "Автоответ"]
)
def test_an_absence_is_told_by_its_subject(subject: str) -> None:
    raw = mail(Reply(), part("text/plain", "x"), subject=subject)
    assert opened(raw).kind is Kind.AUTOMATIC


def report(kind: str, *parts: str) -> bytes:
    """A report of a server."""
    content = alternative(part("text/plain", "It is told below."), *parts, kind=f"report; report-type={kind}")
    return mail(Reply(sender="postmaster@mx.example"), content, subject="Report")


def test_a_delivery_report_tells_each_recipient_and_its_letter() -> None:
    status = (
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        f"Original-Recipient: rfc822;{PERU}\r\nFinal-Recipient: rfc822; inner@mx.example\r\nAction: failed\r\n"
        "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such\r\n user\r\n\r\n"
        "Final-Recipient: rfc822; late@mx.example\r\nAction: delayed\r\nStatus: 4.4.7\r\n\r\n"
        "Final-Recipient: rfc822; old@mx.example\r\nStatus: 4.2.2\r\n\r\n"
        "Final-Recipient: rfc822; fine@mx.example\r\nAction: relayed\r\nStatus: 2.0.0\r\n\r\n"
        "X-Nothing: here\r\n"
    )
    request = f"Message-ID: {OURS}\r\nTo: {PERU}\r\n" + part("text/calendar; method=REQUEST", BODY)
    found = opened(report("delivery-status", part("message/delivery-status", status), part("message/rfc822", request)))
    assert (found.kind, found.calendar, found.about) == (Kind.BOUNCE, None, (OURS,))
    assert found.returned == (
        Returned(PERU, Fate.FAILED, "5.1.1 550 no such user"),
        Returned("late@mx.example", Fate.DELAYED, "4.4.7"),
        Returned("old@mx.example", Fate.DELAYED, "4.2.2"),
        Returned("fine@mx.example", Fate.DELIVERED, "2.0.0"),
    )


BACK = "bounce-0123456789abcdef0123456789abcdef@dialogue.example"


@pytest.mark.parametrize(
    ("headers", "status", "sent_to"),
    [
        (f"Delivered-To: {BACK}\r\n", "", ""),
        (f"X-Original-To: <{BACK.upper()}>\r\n", "", ""),
        (f"Received: from mx by ours for <{BACK}>; Mon\r\n", "", ""),
        ("", f"Original-Envelope-Id: {BACK}\r\n", ""),
        ("", "", BACK),
    ],
)
def test_a_letter_is_told_by_the_address_to_which_it_was_returned(headers: str, status: str, sent_to: str) -> None:
    told = f"{status}Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; {PERU}\r\nAction: failed\r\n"
    another = f"Message-ID: {OURS.replace('0', 'f')}\r\n\r\n"
    content = alternative(
        part("message/delivery-status", told),
        part("message/rfc822", another),
        kind="report; report-type=delivery-status",
    )
    found = opened(mail(Reply(headers=headers, to="desk@dialogue.example"), content), sent_to)
    assert (found.kind, found.about) == (Kind.BOUNCE, (OURS, OURS.replace("0", "f")))


def test_a_complaint_tells_whom_to_leave_alone() -> None:
    told = "Feedback-Type: abuse\r\nVersion: 1\r\n"
    headers = part("text/rfc822-headers", f"Message-ID: {OURS}\r\nTo: {PERU}\r\n")
    found = opened(report("feedback-report", part("message/feedback-report", told), headers))
    assert (found.kind, found.about, [one.address for one in found.returned]) == (Kind.COMPLAINT, (OURS,), [PERU])
    named = f"{told}Original-Rcpt-To: <{PERU}>\r\n"
    letter = part("message/rfc822", f"Message-ID: {OURS}\r\nTo: other@mission.example\r\n\r\nx")
    found = opened(report("feedback-report", part("message/feedback-report", named), letter))
    assert [one.address for one in found.returned] == [PERU, "other@mission.example"]
    assert opened(report("feedback-report")).kind is Kind.COMPLAINT


@pytest.mark.parametrize(
    ("kind", "told"), [("disposition-notification", Kind.AUTOMATIC), ("delivery-status", Kind.BOUNCE)]
)
def test_reports_without_their_part_are_told_by_their_name(kind: str, told: Kind) -> None:
    assert opened(report(kind)).kind is told
    assert opened(report(kind, part(f"message/{kind}", "Disposition: x"))).kind is told


@pytest.mark.parametrize(
    ("sender", "headers", "subject", "text", "fate"),
    [
        (
            "MAILER-DAEMON@mx.example",
            "",
            "failure notice",
            f"Hi. I'm qmail.\n<{PERU}>:\nno mailbox here (#5.1.1)",
            Fate.FAILED,
        ),
        (
            "postmaster@mx.example",
            "",
            "Undeliverable: x",
            f"{PERU} was not found.\n\nOriginal message headers:\na@b.example",
            Fate.FAILED,
        ),
        (
            "MAILER-DAEMON@mx.example",
            "",
            "Warning: could not send",
            f"{PERU}: will keep trying for 5 days",
            Fate.DELAYED,
        ),
        (
            "mailer@mx.example",
            f"X-Failed-Recipients: {PERU}\r\n",
            "Mail delivery failed",
            "It could not be sent.",
            Fate.FAILED,
        ),
        ("MAILER-DAEMON@mx.example", "Auto-Submitted: auto-replied\r\n", "failure", f"{PERU}: no", Fate.FAILED),
        ("mx@mx.example", "Return-Path: <>\r\n", "Report", f"could not be delivered: {PERU}", Fate.FAILED),
        ("mx@mx.example", "Return-Path: <>\r\n", "Unzustellbar: x", f"{PERU}: unbekannt", Fate.FAILED),
    ],
)
def test_a_server_that_writes_in_its_own_words_is_understood(
    sender: str, headers: str, subject: str, text: str, fate: Fate
) -> None:
    raw = mail(
        Reply(sender=sender, headers=headers),
        part("text/plain", f"{text}\n\n--- Copy of the message\n{OURS}"),
        subject=subject,
    )
    found = opened(raw)
    assert (found.kind, found.about) == (Kind.BOUNCE, (OURS,))
    assert [(one.address, one.fate) for one in found.returned] == [(PERU, fate)]


@pytest.mark.parametrize("subject", ["Your letter", "Out of office"])
def test_an_absence_that_speaks_of_delays_is_no_bounce(subject: str) -> None:
    absent = Reply(headers="Return-Path: <>\r\nAuto-Submitted: auto-replied\r\n")
    text = part("text/plain", "Answers are delayed. Mail could not be delivered to my telephone.")
    assert opened(mail(absent, text, subject=subject)).kind is Kind.AUTOMATIC


def test_empty_lines_before_the_headers_are_passed_over() -> None:
    assert opened(b"\r\n\n" + gmail(Reply())).kind is Kind.CALENDAR


def test_what_is_asked_from_outside_is_told_as_such() -> None:
    found = opened(thunderbird(Reply(method="CANCEL")))
    assert (found.kind, answer_in(found)[0]) == (Kind.CALENDAR, "CANCEL")


def test_words_and_verdicts_are_kept_as_text() -> None:
    page = "<html><head><style>p{}</style></head><body><p>We <b>come</b></p><script>alert(1)</script>x&nbsp;y</body></html>"
    verdict = "Authentication-Results: mx.example; dkim=pass header.d=google.com; dmarc=fail\r\n"
    raw = mail(Reply(headers=verdict), part("text/html", page), subject="=?utf-8?q?R=C3=A9ponse?= =?bad?x?y?=")
    found = opened(raw)
    assert found.text == "We come\nx y"
    assert (found.evidence, found.written) == ("dkim=pass dmarc=fail", True)
    assert opened(gmail(Reply())).written is False


DEEP = "MIME-Version: 1.0\r\n" + "".join(
    f"Content-Type: multipart/mixed; boundary=b{one}\r\n\r\n--b{one}\r\n" for one in range(150)
)
ZONE = ["BEGIN:STANDARD", "DTSTART:20000101T000000", "RRULE:FREQ=SECONDLY", "END:STANDARD"] * 1500
HOSTILE: dict[str, tuple[bytes, Kind, str]] = {
    "nothing": (b"", Kind.OTHER, ""),
    "zeros": (b"\0" * 5000, Kind.OTHER, ""),
    "every byte": (bytes(range(256)) * 40, Kind.OTHER, ""),
    "a larger mail": (b"Subject: x\r\n\r\n" + b"x" * 10_000_001, Kind.OTHER, "too-large"),
    "a large head": (b"X: y\r\n" * 60_000, Kind.OTHER, "too-large"),
    "one line": (b"Subject: x\r\n\r\n" + b"x" * 3_000_000, Kind.OTHER, ""),
    "deep": (DEEP.encode(), Kind.OTHER, "too-deep"),
    "deeper": (DEEP.encode() * 3, Kind.OTHER, "too-many-parts"),
    "many parts": (
        mail(Reply(), alternative(*[part("text/plain", "x")] * 150, kind="mixed")), Kind.OTHER, "too-many-parts",
    ),
    "more parts": (mail(Reply(), "Content-Type: multipart/mixed; boundary=x\r\n\r\n" + "--x\r\n\r\n" * 6000), Kind.OTHER, "too-many-parts"),
    "mail in mail": (
        b"".join(b"Content-Type: message/rfc822\r\n\r\n" for _ in range(60)), Kind.OTHER, "too-deep",
    ),
    "zone of 6,000 lines": (
        mail(Reply(), part("text/calendar", BODY.replace("BEGIN:VEVENT", "\r\n".join(["BEGIN:VTIMEZONE", *ZONE, "END:VTIMEZONE", "BEGIN:VEVENT"])))),
        Kind.CALENDAR, "",
    ),
    "zone name of 100 kB": (
        mail(Reply(), part("text/calendar", BODY.replace("END:VEVENT", f"DTSTART;TZID={'x' * 100_000}:20120905T100000\r\nEND:VEVENT"))),
        Kind.OTHER, "line-too-long",
    ),
    "large calendar": (mail(Reply(), part("text/calendar", BODY + "X:y\r\n" * 70_000)), Kind.OTHER, "calendar-too-large"),
    "quotes": (mail(Reply(), part("text/calendar", BODY.replace("PARTSTAT", '"' * 30_001 + ";PARTSTAT"))), Kind.CALENDAR, ""),
    "semicolons": (mail(Reply(), part("text/calendar", BODY.replace("PARTSTAT", ";" * 30_000 + "PARTSTAT"))), Kind.CALENDAR, ""),
    "addresses": (b"From: " + b"<a@b," * 40_000 + b"\r\nTo: x\r\n\r\nx", Kind.OTHER, ""),
    "encoded words": (b"Subject: " + b"=?utf-8?q?=?=" * 15_000 + b"\r\n\r\nx", Kind.OTHER, ""),
    "bad charsets": (
        b"Subject: =?zlib?b?eJw=?= =?idna?q?x?= =?\xff?q?x?=\r\nContent-Type: text/plain; charset*=''\xff%zz\r\n\r\n\xff\xfe\x00",
        Kind.OTHER, "",
    ),
    "parameters": (b"Content-Type: multipart/mixed; " + b"a*0=b;" * 30_000 + b"\r\n\r\nx", Kind.OTHER, "not-readable"),
    "folded parameters": (b"x\r\n\r\nContent-Disposition: x" + b";\r\n a*0*=b" * 2_000, Kind.OTHER, "not-readable"),
    "marks": (b"Content-Type: text/html\r\n\r\n" + b"<" * 300_000 + b"<script " * 30_000, Kind.OTHER, ""),
    "components in components": (mail(Reply(), part("text/calendar", BODY.replace("END:VEVENT", "BEGIN:X0\r\n" + "\r\n".join(f"BEGIN:X{one}" for one in range(9000))))), Kind.OTHER, "too-deep"),
    "a large bounce": (mail(Reply(sender="MAILER-DAEMON@x.example"), part("text/plain", f"550 {PERU}\n" * 150_000)), Kind.BOUNCE, ""),
    "a rule of 20,000 seconds": (mail(Reply(), part("text/calendar", BODY.replace("END:VEVENT", "RRULE:FREQ=SECONDLY;BYSECOND=" + ",".join("1" * 20_000) + "\r\nEND:VEVENT"))), Kind.CALENDAR, ""),
    "comments in comments": (b"From: " + b"(" * 20_000 + b"\r\n\r\n", Kind.OTHER, "too-deep"),
    "7 MB in base64": (mail(Reply(), part("text/plain", "x" * 7_000_000, "base64")), Kind.OTHER, ""),
    "cut in the middle": (exchange(Reply())[:-300], Kind.CALENDAR, ""),
    "a zero in the answer": (mail(Reply(), part("text/calendar", BODY.replace("ACCEPTED", "ACC\0EPTED"))), Kind.CALENDAR, ""),
    "a charset that is no charset": (mail(Reply(), part("text/calendar; charset=hex; method=REPLY", BODY)), Kind.CALENDAR, ""),
    "a zone that is a path": (mail(Reply(), part("text/calendar", BODY.replace("END:VEVENT", "DTSTART;TZID=../../../etc/passwd:20120905T100000\r\nEND:VEVENT"))), Kind.CALENDAR, ""),
    "twice the method": (mail(Reply(), part("text/calendar", BODY.replace("METHOD", "METHOD:REPLY\r\nMETHOD"))), Kind.CALENDAR, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_raises_nothing_and_is_told_what_it_is(name: str) -> None:
    raw, kind, fault = HOSTILE[name]
    found = opened(raw)
    assert (found.kind, found.fault) == (kind, fault)
    assert len(found.text) <= 20_000


@pytest.mark.parametrize(("trouble", "fault"), [(RecursionError, "too-deep"), (LookupError, "not-readable")])
def test_what_the_library_stumbles_over_goes_to_a_person(
    monkeypatch: pytest.MonkeyPatch, trouble: type[Exception], fault: str
) -> None:
    def stumble(_raw: bytes) -> None:
        raise trouble

    monkeypatch.setattr("rtop_event.mailing.opening.message_from_bytes", stumble)
    assert opened(exchange(Reply())) == Opened(Kind.OTHER, fault=fault)


@pytest.mark.parametrize("subject", ["=?utf-8?b?A?=", "at what price =? or", "=?no-such-charset?q?Accepted?="])
def test_answer_counts_whatever_its_subject_holds(subject: str) -> None:
    found = opened(mail(Reply(), part("text/calendar", BODY), subject=subject))
    assert (found.kind, found.fault) == (Kind.CALENDAR, "")


def test_what_was_opened_is_cleaned_of_what_no_database_holds() -> None:
    dirty = mail(
        Reply(comment="a\0b\x07\u202ec"),
        part("text/calendar", BODY.replace("END:VEVENT", "COMMENT:a\x07\u202eb\r\nEND:VEVENT")),
    )
    found = Opened.of(opened(dirty).facts()).calendar
    assert found is not None
    assert found.events[0].comment == "ab"
