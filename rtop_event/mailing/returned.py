"""Bounces and complaints: what mail servers report of our letters, in the standard form and in their own words."""

from __future__ import annotations

import re

from rtop_event.itip import mailbox
from rtop_event.mailing.automatic import has_no_return_path, is_vacation, says_automatic
from rtop_event.mailing.opened import Fate, Kind, Returned
from rtop_event.mailing.parts import STUMBLES, Mail, addresses, content, header, headers, parameter, plain_text, text_of
from rtop_event.text import one_line

MOST_RECIPIENTS = 20
MOST_MESSAGE_IDS = 10
MOST_OF_WORDS = 300
MOST_TO_SCAN = 500_000
"""Signs in a bounce beyond which only its first words are read: looking through all would take long."""
STATUSES = ("message/delivery-status", "message/global-delivery-status")
_SERVERS = re.compile(r"(mailer-?daemon|postmaster|mail-?daemon|mail\.?delivery|mdaemon|bounces?)\b.*@", re.IGNORECASE)
_DAEMON = re.compile(r"mailer-?daemon|mail delivery (sub)?system|mail-?daemon", re.IGNORECASE)
_FAILURE = re.compile(
    r"undeliver|unzustell|non remis|no se puede entregar|non recapitabile|could not be delivered|not delivered|"
    r"delivery (status|failure|failed|problem|error|delayed|report)|fail(ed|ure) (notice|delivery|to deliver)|"
    r"returned (mail|to sender)|mail (delivery|system error)|message (delayed|delivery)|user unknown|"
    r"(warning|delayed).{0,40}(mail|message|delivery)|entrega falhou|n[aã]o foi poss[ií]vel entregar|"
    r"недостав|не удалось доставить|退信|投递失败|配信不能|配信に失敗|تعذر",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b4\.\d{1,3}\.\d{1,3}\b|will (keep trying|be retried|retry|continue to)|still being retried|delayed|warning",
    re.IGNORECASE,
)
_NEVER = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b|\b55\d\b|permanent|gave up|giving up|fatal", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_OURS = re.compile(r"<[0-9a-f]{32}@[A-Za-z0-9.-]{1,255}>")


def report_of(mail: Mail, parts: list[Mail]) -> tuple[Kind, tuple[Returned, ...]] | None:
    """What a report in the standard form tells; None when the mail is no report about one of our letters."""
    for part in parts:
        kind = part.get_content_type()
        if kind in STATUSES:
            return Kind.BOUNCE, _statuses(part)
        if kind == "message/feedback-report":
            return Kind.COMPLAINT, _complaint(part, parts)
        if kind.startswith("message/") and kind.endswith("disposition-notification"):
            return Kind.AUTOMATIC, ()
    if mail.get_content_type() != "multipart/report":
        return _complaint_of_outlook(parts)
    told = parameter(mail, "report-type").lower()
    if told == "feedback-report":
        return Kind.COMPLAINT, ()
    return (Kind.AUTOMATIC, ()) if "disposition" in told else (Kind.BOUNCE, own_words(mail))


def _complaint_of_outlook(parts: list[Mail]) -> tuple[Kind, tuple[Returned, ...]] | None:
    """A complaint in the form of Outlook.com: the letter, in which a header names whose mailbox it lay in."""
    named = [mailbox(one) for part in parts[1:] for one in headers(part, "X-HmXmrOriginalRecipient")]
    found = tuple(Returned(one, Fate.FAILED, "complaint") for one in dict.fromkeys(named) if one)
    return (Kind.COMPLAINT, found) if found else None


def is_own_words(mail: Mail, *, to_a_letter: bool = False) -> bool:
    """Whether a mail server wrote this in words of its own: by its name, or with no return path and words of failure.

    An absence has no return path either, comes back to the letter's own return address (`to_a_letter`) as well, and
    may speak of delays: only what no header calls automatic is read so far.
    """
    if is_vacation(mail):
        return False
    if _DAEMON.search(f"{header(mail, 'From')} {header(mail, 'Sender')}") or header(mail, "X-Failed-Recipients"):
        return True
    by_a_server = has_no_return_path(mail) or any(_SERVERS.search(one) for one in addresses(mail, "From"))
    if not by_a_server and not to_a_letter:
        return False
    if _FAILURE.search(header(mail, "Subject")):
        return True
    if says_automatic(mail):
        return False
    said = plain_text(mail)[:1500]
    return bool(_FAILURE.search(said) or _NEVER.search(said) or any(_known_failures(mail)))


def own_words(mail: Mail) -> tuple[Returned, ...]:
    """The addresses that a server names in its own words: those that flufl.bounce knows how to find, else all."""
    later, never = _known_failures(mail)
    said = plain_text(mail)[:8000]
    first = re.split(r"(?im)^.{0,20}(original message|copy of (the|your) message|message headers|^received:)", said)[0]
    named = [mailbox(one) for one in re.split(r"[,\s]+", header(mail, "X-Failed-Recipients"))]
    named += [*never, *later]
    named += [] if any(named) else [mailbox(one) for one in _ADDRESS.findall(first)]
    subject = header(mail, "Subject")
    temporary = bool(_LATER.search(f"{subject} {first}")) and not never and not _NEVER.search(f"{subject} {first}")
    fate = Fate.DELAYED if temporary else Fate.FAILED
    words = one_line(first)[:MOST_OF_WORDS]
    found = [one for one in dict.fromkeys(named) if one]
    return tuple(Returned(one, fate, words) for one in found[:MOST_RECIPIENTS])


def _known_failures(mail: Mail) -> tuple[list[str], list[str]]:
    """The addresses that fail for the time being, and those that fail for good, as flufl.bounce reads the mail."""
    from flufl.bounce import all_failures  # noqa: PLC0415 # 0.3 s, which only the process that opens mails pays

    if sum(len(one) for part in mail.walk() if isinstance(one := part.get_payload(), str)) > MOST_TO_SCAN:
        return [], []
    try:
        found = all_failures(mail)
    except STUMBLES:
        return [], []
    later, never = ([mailbox(one.decode("latin-1")) for one in sorted(part)] for part in found)
    return later, never


def spoken_of(mail: Mail, parts: list[Mail]) -> tuple[str, ...]:
    """The Message-IDs of ours that a mail names: in its headers, in the letter it returns, in its text."""
    texts = [*headers(mail, "In-Reply-To"), *headers(mail, "References")]
    for part in parts:
        if part is not mail:
            texts += headers(part, "Message-ID")
        if part.get_content_type() in ("text/plain", "text/rfc822-headers", "message/rfc822-headers"):
            texts.append(text_of(part)[:50_000])
    return tuple(dict.fromkeys(one for text in texts for one in _OURS.findall(text)))[:MOST_MESSAGE_IDS]


def _statuses(part: Mail) -> tuple[Returned, ...]:
    """The recipients of a delivery status, each with what became of it."""
    found: list[Returned] = []
    for block in blocks(part):
        address = _typed(header(block, "Original-Recipient")) or _typed(header(block, "Final-Recipient"))
        if not address:
            continue
        action, status = header(block, "Action").lower(), header(block, "Status").strip()
        words = " ".join(one for one in (status, _value(header(block, "Diagnostic-Code"))) if one)
        found.append(Returned(address, _fate(action, status), words[:MOST_OF_WORDS]))
    return tuple(found[:MOST_RECIPIENTS])


def _fate(action: str, status: str) -> Fate:
    if action.startswith("failed"):
        return Fate.FAILED
    if action.startswith("delayed") or (not action and status.startswith("4")):
        return Fate.DELAYED
    return Fate.FAILED if not action and not status.startswith("2") else Fate.DELIVERED


def blocks(part: Mail) -> list[Mail]:
    """The blocks of fields of a report."""
    inner = part.get_payload() if part.is_multipart() else None
    return [one for one in inner if isinstance(one, Mail)] if isinstance(inner, list) else [part]


def _complaint(part: Mail, parts: list[Mail]) -> tuple[Returned, ...]:
    """Whom a complaint comes from: named in the report, else the recipient of the letter that it encloses."""
    named = [one for block in blocks(part) for one in headers(block, "Original-Rcpt-To")]
    found = [mailbox(one) for one in named]
    for inner in parts:
        if inner.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            found += _returned_to(inner)
    words = " ".join(header(block, "Feedback-Type") for block in blocks(part)).strip()
    return tuple(Returned(one, Fate.FAILED, words) for one in dict.fromkeys(found) if one)[:MOST_RECIPIENTS]


def _returned_to(part: Mail) -> list[str]:
    inner = part.get_payload() if part.is_multipart() else None
    if isinstance(inner, list):
        return [one for mail in inner if isinstance(mail, Mail) for one in addresses(mail, "To")]
    line = re.search(rb"(?im)^to:[^\r\n]*", content(part))
    return [mailbox(one) for one in _ADDRESS.findall(line[0].decode("latin-1"))] if line else []


def _typed(value: str) -> str:
    """The address of a value such as `rfc822; <a@b.example>`."""
    return mailbox(_value(value))


def _value(value: str) -> str:
    return value.partition(";")[2].strip() if ";" in value else value.strip()
