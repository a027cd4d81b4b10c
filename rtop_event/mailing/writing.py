"""Writing letters: a row of the outbox with everything fixed at drafting."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import escape
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rtop_event import markdown
from rtop_event.database import session
from rtop_event.fencing import fenced, unlinked
from rtop_event.fields import plain_address
from rtop_event.gaps import gap
from rtop_event.ical import envelope_of
from rtop_event.languages import force_locale
from rtop_event.mailing.models import Enclosure, Letter, LetterKind
from rtop_event.markdown import Rendered
from rtop_event.occasion import Occasion, occasion_in
from rtop_event.settings import Settings
from rtop_event.text import has_invisible, may_link, one_line

LEAVE_AT_ONCE = (LetterKind.RECEIPT, LetterKind.NOTICE)
METHODS = ("REQUEST", "CANCEL", "DECLINECOUNTER")
BY_ITSELF = "the site"


class BadLetter(ValueError):
    """What was given cannot become a mail: a mistake of ours, never shown to people."""


def write_letter(
    kind: LetterKind,
    *,
    at: datetime,
    recipient: str,
    recipient_name: str = "",
    subject: str,
    body: str | Rendered,
    language: str = "en",
    stream: str,
    about: str = "",
    dialogue: str = "",
    host: str = "",
    reply_to_key: str | None = None,
    sender_name: str = "",
    calendar: bytes | None = None,
    method: str = "",
    enclosures: Sequence[Enclosure] = (),
    in_reply_to: str = "",
    approved_by: str = "",
) -> Letter:
    """Add a letter to the outbox; receipts and notices are approved by themselves, others if `approved_by` is given.

    `body` is Markdown in which every stranger's value went through fenced(), or what was made of it already; `host`
    names who runs the dialogue.
    """
    settings: Settings = current_app.extensions["settings"]
    sender = f"rsvp-{reply_to_key}@{settings.mail_domain}" if reply_to_key else settings.mail_from
    approver = approved_by or (BY_ITSELF if kind in LEAVE_AT_ONCE else "")
    text, page = both_forms(subject, body, language=language, host=host)
    letter = Letter(
        kind=kind,
        dialogue=dialogue,
        about=about,
        stream=stream,
        recipient=recipient,
        recipient_name="" if may_link(recipient_name) else recipient_name,
        sender=sender,
        sender_name=sender_name or settings.site_name,
        language=language,
        subject=subject,
        text=text,
        html=page,
        calendar=calendar,
        method=method,
        message_id=f"<{secrets.token_hex(16)}@{settings.mail_domain}>",
        in_reply_to=in_reply_to,
        created_at=at,
        approved_at=at if approver else None,
        next_attempt_at=at if approver else None,
        approved_by=approver,
        attempts=0,
        enclosures=list(enclosures),
    )
    _check_headers(letter)
    _check_calendar(letter)
    if calendar is not None and method != "DECLINECOUNTER":  # which tells of no time
        _tell(letter, occasion_in(calendar))
    session.add(letter)
    return letter


def _tell(letter: Letter, entry: Occasion) -> None:
    """What its reader notices of the entry stands beside it, so that entries can be compared in the database."""
    letter.uid, letter.starts_at, letter.ends_at = entry.uid, entry.starts_at, entry.ends_at
    letter.place, letter.title = entry.place, entry.title


def both_forms(subject: str, body: str | Rendered, *, language: str, host: str) -> tuple[str, str]:
    """The whole letter as plain text and as an HTML page, in its language."""
    settings: Settings = current_app.extensions["settings"]
    written = body if isinstance(body, Rendered) else markdown.both(body)
    foot, page = _frame(settings.site_name, settings.base_url, one_line(host), language)
    page = page.replace(gap("subject"), str(escape(subject))).replace(gap("body"), written.html)
    return f"{written.plain}\n\n-- \n{foot}\n", page


@lru_cache(maxsize=64)
def _frame(site: str, url: str, host: str, language: str) -> tuple[str, str]:
    """What stands around every letter: the foot of the plain text, and the page with gaps for subject and body."""
    values: dict[str, Any] = {"site": site, "url": url, "host": host, "language": language}
    with force_locale(language):
        foot = current_app.jinja_env.get_template("mailing/letter.txt").render(values).strip()
        page = current_app.jinja_env.get_template("mailing/letter.html").render(
            values, right_to_left=language == "ar", subject=gap("subject"), body=gap("body")
        )
    return foot, page


def _check_headers(letter: Letter) -> None:
    for header in (letter.subject, letter.recipient_name, letter.sender_name, letter.in_reply_to):
        if has_invisible(header) or "\n" in header or "\r" in header:
            raise BadLetter(f"a control character in a header: {header[:80]!r}")
    if not letter.subject.strip():
        raise BadLetter("a letter needs a subject")
    for address in (letter.recipient, letter.sender):
        try:
            same = plain_address(address).lower() == address.lower()
        except ValueError as wrong:
            raise BadLetter(f"not one plain address: {address[:80]!r}") from wrong
        if not same:
            raise BadLetter(f"not a plain address: {address[:80]!r}")


def _check_calendar(letter: Letter) -> None:
    """The entry is one event, with this method, from the sender to the recipient."""
    if letter.calendar is None and not letter.method:
        return
    if letter.calendar is None or letter.method not in METHODS:
        raise BadLetter("a calendar entry and its method come together")
    envelope = envelope_of(letter.calendar)
    if (envelope.entries, envelope.method) != (1, letter.method):
        raise BadLetter("the calendar of a letter holds one entry with the letter's method")
    if (envelope.organiser, envelope.attendee) != (letter.sender, letter.recipient):
        raise BadLetter("the entry's organiser is the sender, its attendee the recipient")


def enclose(filename: str, media_type: str, content: bytes) -> Enclosure:
    """The file to enclose, kept once however many letters enclose it; its name is ours, in ASCII."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,100}", filename) or not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", media_type):
        raise BadLetter(f"not the name and type of a file: {filename[:80]!r}, {media_type[:80]!r}")
    digest = hashlib.sha256(f"{filename}\0{media_type}\0".encode() + content).hexdigest()
    kept = select(Enclosure).where(Enclosure.digest == digest)
    if known := session.scalar(kept):
        return known
    enclosure = Enclosure(digest=digest, filename=filename, media_type=media_type, content=content)
    try:
        with session.begin_nested():
            session.add(enclosure)
    except IntegrityError:
        return session.scalars(kept).one()
    return enclosure


__all__ = [
    "BadLetter",
    "Enclosure",
    "Letter",
    "LetterKind",
    "enclose",
    "fenced",
    "unlinked",
    "write_letter",
]
