"""Letters that carry a calendar entry: from the address that only this mailbox was given, to it alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from rtop_event import ical
from rtop_event.dialogues.models import Dialogue
from rtop_event.mailing.models import Enclosure, Letter, LetterKind
from rtop_event.mailing.writing import write_letter
from rtop_event.markdown import Rendered
from rtop_event.refusal import Refusal
from rtop_event.settings import Settings
from rtop_event.wording import sentence


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Who holds an entry; `first` is the Message-ID of the first letter that reached them with it."""

    dialogue: Dialogue
    address: str
    name: str
    reply_key: str
    first: str

    @property
    def organiser(self) -> ical.Person:
        """The organiser of this person's entry, the same over all updates."""
        settings: Settings = current_app.extensions["settings"]
        return ical.Person(f"rsvp-{self.reply_key}@{settings.mail_domain}", self.dialogue.host)

    @property
    def attendee(self) -> ical.Person:
        """The person, the only attendee of it."""
        return ical.Person(self.address, self.name)


def says_sequence(letter: Letter, sequence: int) -> bool:
    """Whether the entry that a letter carries is of that version."""
    return b"\r\nSEQUENCE:%d\r\n" % sequence in (letter.calendar or b"")


class NobodyIsWrittenTo(Refusal):
    """An exercise writes to nobody."""

    def __init__(self) -> None:
        super().__init__(sentence("This is an exercise: it writes to nobody. Nothing was done."))


def write_carrying(
    kind: LetterKind,
    to: Mailbox,
    *,
    at: datetime,
    subject: str,
    body: Rendered,
    language: str,
    stream: str,
    about: str,
    calendar: bytes,
    method: str,
    enclosures: Sequence[Enclosure] = (),
) -> Letter:
    """Such a letter as a draft of the outbox. Raises NobodyIsWrittenTo: an exercise has no letters."""
    if to.dialogue.rehearses:
        raise NobodyIsWrittenTo
    return write_letter(
        kind,
        at=at,
        recipient=to.address,
        recipient_name=to.name,
        subject=subject,
        body=body,
        language=language,
        stream=stream,
        about=about,
        dialogue=to.dialogue.slug,
        host=to.dialogue.host,
        reply_to_key=to.reply_key,
        sender_name=to.dialogue.host,
        calendar=calendar,
        method=method,
        enclosures=enclosures,
        in_reply_to=to.first,
    )
