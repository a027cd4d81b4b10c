"""A letter as its recipient sees it: the mail and the calendar entry, sent, waiting, or not yet written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from rtop_event import ical
from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.composing import Composer, NoText
from rtop_event.invitations.drafting import letter_of
from rtop_event.invitations.entries import Duty, is_over
from rtop_event.invitations.finding import texts_of
from rtop_event.invitations.models import Entry, Invitation
from rtop_event.invitations.progress import Progress
from rtop_event.invitations.told import when_told
from rtop_event.mailing.models import Letter
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True, slots=True)
class Card:
    """A calendar entry as a calendar shows it, beside the one that the person holds."""

    method: str
    summary: str
    when: Sentence
    where: str
    organiser: str
    organiser_address: str
    attendee: str
    answer: str
    sequence: int
    description: str
    old_when: Sentence | None
    old_where: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter as its recipient sees it."""

    sender: str
    recipient: str
    subject: str
    language: str
    html: Markup
    text: str
    card: Card | None
    encloses_briefing: bool


def mail_of(letter: Letter, zone: str, held: Entry | None, *, encloses: bool) -> Mail:
    """The letter as it is read; `held` is the entry that the person has until now."""
    return Mail(
        sender=f"{letter.sender_name} <{letter.sender}>",
        recipient=f"{letter.recipient_name} <{letter.recipient}>" if letter.recipient_name else letter.recipient,
        subject=letter.subject,
        language=letter.language,
        html=Markup(letter.html.partition("<body>")[2].rpartition("</body>")[0]),  # noqa: S704 (made safe when written)
        text=letter.text,
        card=_card(letter, zone, held),
        encloses_briefing=encloses,
    )


def _card(letter: Letter, zone: str, held: Entry | None) -> Card | None:
    if letter.calendar is None:
        return None
    entry = ical.events_in(letter.calendar)[0]
    new = entry.appointment
    moved = held is not None and (held.starts_at, held.ends_at) != (new.starts_at, new.ends_at)
    return Card(
        method=letter.method,
        summary=new.summary,
        when=when_told(new, zone),
        where=new.location,
        organiser=entry.organiser.name if entry.organiser else "",
        organiser_address=entry.organiser.address if entry.organiser else "",
        attendee=entry.attendee.address if entry.attendee else "",
        answer=(entry.answer or "").lower(),
        sequence=new.sequence,
        description=new.description,
        old_when=when_told(held, zone) if moved and held else None,
        old_where=held.place if held and held.place != new.location else "",
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """What is looked at: a letter that exists, or the one that would be written now."""

    mail: Mail | None
    tense: str
    """`would` be written now, `waits` in the outbox, was `sent`, or `nothing`."""
    why_not: Sentence | None = None


def seen_by(dialogue: Dialogue, invitation: Invitation, now: Progress, at: datetime) -> Seen:
    """The mail as this person will see it, or saw it last; nothing is stored by looking."""
    if now.due.duty is not Duty.NOTHING:
        return _would_see(dialogue, invitation, now, at)
    latest = now.waiting or (now.sent[-1] if now.sent else None)
    if latest is None:
        why = sentence("The dialogue is over.") if is_over(dialogue, at) else sentence("Nothing is to be written.")
        return Seen(None, "nothing", why)
    before = [entry for entry in now.sent if entry.id < latest.id]
    letter = session.get_one(Letter, latest.letter_id)
    held = before[-1] if before and before[-1].method == "REQUEST" else None
    mail = mail_of(letter, dialogue.zone, held, encloses=bool(letter.enclosures))
    return Seen(mail, "waits" if now.waiting else "sent")


def _would_see(dialogue: Dialogue, invitation: Invitation, now: Progress, at: datetime) -> Seen:
    try:
        composed = Composer(dialogue, texts_of(dialogue), at).compose(invitation, now)
    except NoText as missing:
        return Seen(None, "nothing", missing.reason)
    letter = letter_of(dialogue, invitation, now, composed, at=at)
    session.expunge(letter)  # only looked at: it must not be stored
    encloses = now.due.duty is Duty.INVITATION
    return Seen(mail_of(letter, dialogue.zone, now.held, encloses=encloses), "would")
