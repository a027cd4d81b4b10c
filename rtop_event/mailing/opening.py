"""Opening a received mail: from its bytes to plain facts. Pure; it runs in a process that may use little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes

from rtop_event.itip import Itip, NotReadable, read_itip
from rtop_event.mailing.automatic import is_automatic, is_from_a_list
from rtop_event.mailing.envelope import letters_named, tokens_named
from rtop_event.mailing.opened import Kind, Opened
from rtop_event.mailing.parts import (
    STUMBLES,
    BeyondLimits,
    Mail,
    addresses,
    filename,
    header,
    headers,
    own_parts,
    parameter,
    plain_text,
    text_of,
    walk,
)
from rtop_event.mailing.returned import STATUSES, blocks, is_own_words, own_words, report_of, spoken_of

MOST_OF_A_MAIL = 10_000_000
MOST_OF_A_HEAD = 256 * 1024
MOST_MULTIPARTS = 200
MOST_MARKS = 5000
"""Lines that could begin a part."""
CALENDARS = ("text/calendar", "application/ics")
ANSWERING = frozenset({"REPLY", "COUNTER", "REFRESH"})
ASKING = frozenset({"REQUEST", "CANCEL", "ADD", "PUBLISH", "DECLINECOUNTER"})
_MULTIPART = re.compile(rb"(?im)^content-type:\s*(multipart|message)/")
_LONG_TYPE = re.compile(rb"(?im)^content-(?:type|disposition):(?:[^\r\n]|\r?\n[ \t]){8000}")
"""A header of a part with so many parameters that reading them would take long."""
_SENT_TO = (
    "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "X-Rcpt-To", "To", "Cc",
    "Resent-To", "Apparently-To", "X-Forwarded-To",
)  # fmt: skip
_VERDICTS = re.compile(r"\b(?:dmarc|dkim|spf)=[a-z]{1,12}\b", re.IGNORECASE)
_SERVICES = ("calendar-notification@google.com",)


def opened(raw: bytes, sent_to: str = "") -> Opened:
    """What a mail holds; `sent_to` is its recipient, where the way it came by tells. Never raises for what it holds."""
    raw = raw.lstrip(b"\r\n")  # some pipes begin with an empty line, after which no header would be read
    if why := _too_much(raw):
        return _beyond(raw, sent_to, why)
    try:
        mail = message_from_bytes(raw)
        return _told(mail, walk(mail), sent_to)
    except BeyondLimits as beyond:
        return _beyond(raw, sent_to, str(beyond))
    except RecursionError:
        return _beyond(raw, sent_to, "too-deep")
    except STUMBLES:
        return _beyond(raw, sent_to, "not-readable")


def _too_much(raw: bytes) -> str:
    """What of a mail is too much even to be parsed; empty if nothing is."""
    if len(raw) > MOST_OF_A_MAIL or len(_head(raw)) > MOST_OF_A_HEAD:
        return "too-large"
    many = len(_MULTIPART.findall(raw)) > MOST_MULTIPARTS or raw.count(b"\n--") > MOST_MARKS
    return "too-many-parts" if many else "not-readable" if _LONG_TYPE.search(raw) else ""


def _head(raw: bytes) -> bytes:
    found = re.search(rb"\r?\n\r?\n", raw)
    return raw[: found.start()] if found else raw


def _beyond(raw: bytes, sent_to: str, why: str) -> Opened:
    """Of a mail that is not opened: its headers, if even they can be read."""
    head = _head(raw[:65536])
    try:
        return _headed(message_from_bytes(head + b"\n\n"), sent_to, Opened(Kind.OTHER, fault=why))
    except STUMBLES:
        return Opened(Kind.OTHER, fault=why)


def _told(mail: Mail, parts: list[Mail], sent_to: str) -> Opened:
    """A report of a server first, then a calendar, then what answers by itself; the rest is for a person."""
    letters = _letters(mail, parts, sent_to)
    about = tuple(dict.fromkeys((*letters, *spoken_of(mail, parts))))
    if report := report_of(mail, parts):
        return _headed(mail, sent_to, Opened(report[0], returned=report[1], about=about))
    calendar, fault = _calendar(mail)
    if calendar is not None and calendar.method in ANSWERING:
        return _headed(mail, sent_to, Opened(Kind.CALENDAR, calendar=calendar, about=about))
    if is_own_words(mail, to_a_letter=bool(letters)):
        return _headed(mail, sent_to, Opened(Kind.BOUNCE, returned=own_words(mail), about=about))
    if calendar is not None and calendar.method in ASKING:
        return _headed(mail, sent_to, Opened(Kind.CALENDAR, calendar=calendar, about=about))
    if is_automatic(mail):
        return _headed(mail, sent_to, Opened(Kind.AUTOMATIC, about=about))
    if calendar is not None:
        fault = fault or "calendar-without-method"
    return _headed(mail, sent_to, Opened(Kind.OTHER, fault=fault, about=about))


def _headed(mail: Mail, sent_to: str, found: Opened) -> Opened:
    senders = addresses(mail, "From") or addresses(mail, "Sender", "Reply-To")
    results = " ".join(headers(mail, "Authentication-Results")[:1])
    service = any(one in _SERVICES for one in addresses(mail, "Sender"))
    verdicts = " ".join(dict.fromkeys(_VERDICTS.findall(results.lower())))
    return replace(
        found,
        message_id=header(mail, "Message-ID").strip()[:250],
        sender=senders[0] if senders else "",
        subject=header(mail, "Subject")[:300],
        date=header(mail, "Date")[:60],
        tokens=tuple(_tokens(mail, sent_to)),
        text=plain_text(mail),
        written=not service and not is_automatic(mail),
        automatic=is_automatic(mail) or is_from_a_list(mail),
        evidence=verdicts[:100],
    )


def _tokens(mail: Mail, sent_to: str) -> list[str]:
    """The tokens of our addresses, the envelope's first; what servers noted on the way counts if nothing else does."""
    given = [sent_to, *(one for name in _SENT_TO for one in headers(mail, name))]
    return tokens_named(given) or tokens_named(headers(mail, "Received"))


def _letters(mail: Mail, parts: list[Mail], sent_to: str) -> list[str]:
    """The letters whose own return address it was sent to, or by which a delivery report names them."""
    given = [sent_to, *(one for name in _SENT_TO for one in headers(mail, name))]
    reports = (block for part in parts if part.get_content_type() in STATUSES for block in blocks(part))
    named = [one for block in reports for one in headers(block, "Original-Envelope-Id")]
    return letters_named([*given, *named]) or letters_named(headers(mail, "Received"))


def _calendar(mail: Mail) -> tuple[Itip | None, str]:
    """The calendar that counts, and why there is none that can be read."""
    fault = ""
    for part in _calendar_parts(mail):
        try:
            return read_itip(text_of(part), parameter(part, "method")), ""
        except NotReadable as why:
            fault = fault or str(why)
    rich = any(filename(part) == "winmail.dat" or "ms-tnef" in part.get_content_type() for part in own_parts(mail))
    return None, fault or ("rich-text-only" if rich else "")


def _calendar_parts(mail: Mail) -> Iterator[Mail]:
    """First those that are calendars by their type, in their order, then files, then a text that is one."""
    parts = own_parts(mail)
    for kind in CALENDARS:
        yield from (part for part in parts if part.get_content_type() == kind)
    others = [part for part in parts if part.get_content_type() not in CALENDARS and not part.is_multipart()]
    yield from (part for part in others if filename(part).endswith(".ics"))
    yield from (part for part in others if text_of(part)[:200].lstrip("\ufeff \r\n").startswith("BEGIN:VCALENDAR"))
