"""Composing a letter to an invited person: subject, Markdown and calendar entry, in the recipient's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for

from rtop_event import ical
from rtop_event.dialogues.entries import place_of
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations import letters
from rtop_event.invitations.entries import CANCEL, REQUEST, Duty, appointment, next_stamp
from rtop_event.invitations.finding import Text, delegation_named, token_of
from rtop_event.invitations.letters import About, Before, Value
from rtop_event.invitations.models import Contact, Invitation
from rtop_event.invitations.progress import Progress
from rtop_event.invitations.titles import ANSWERS
from rtop_event.invitations.told import day_of, programme_told, times_told, when_told
from rtop_event.languages import force_locale
from rtop_event.mailing.writing import fenced
from rtop_event.settings import Settings
from rtop_event.showing import say
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True)
class Composed:
    """A letter before it is one; `body` is Markdown."""

    subject: str
    body: str
    language: str
    method: str
    sequence: int
    stamp: datetime
    calendar: bytes


def answer_url(invitation: Invitation) -> str:
    """The person's own page, absolute."""
    return _base() + url_for("invitations.answer_page", token=token_of(invitation))


def page_url(dialogue: Dialogue) -> str:
    """The dialogue's public page, absolute."""
    return _base() + url_for("dialogues.show", slug=dialogue.slug)


def _base() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url


def organiser_address(invitation: Invitation) -> str:
    """The organiser of this person's entry, the same over all updates."""
    settings: Settings = current_app.extensions["settings"]
    return f"rsvp-{invitation.reply_key}@{settings.mail_domain}"


def placeholder_values(dialogue: Dialogue, contact: Contact, language: str, link: str) -> dict[str, Value]:
    """What stands in place of each placeholder for this person, in that language (whose locale is at work)."""
    day = day_of(dialogue.starts_at, dialogue.zone)
    page = page_url(dialogue)
    plain: dict[str, object] = {
        "salutation": _salutation(contact),
        "name": contact.name or sentence("colleague"),
        "delegation": delegation_named(contact.delegation_id, day, language) or sentence("your delegation"),
        "dialogue": dialogue.theme,
        "date": sentence("%(day)s", day=day),
        "times": times_told(dialogue),
        "room": place_of(dialogue),
        "host": dialogue.host,
    }
    said = {name: say(value) for name, value in plain.items()}
    values = {name: Value(value, fenced(value)) for name, value in said.items()}
    values["register_link"] = Value("", f"<{link}>")
    values["page_link"] = Value("", f"<{page}>")
    values["contact"] = Value(_contact(dialogue), _linked_contact(dialogue))
    return values


def _salutation(contact: Contact) -> str | Sentence:
    if contact.salutation:
        return contact.salutation
    return sentence("Dear %(name)s,", name=contact.name) if contact.name else sentence("Dear colleague,")


def _contact(dialogue: Dialogue) -> str:
    return f"{dialogue.contact_name}, {dialogue.contact_address}"


def _linked_contact(dialogue: Dialogue) -> str:
    address = dialogue.contact_address
    shown = re.sub(r"([^A-Za-z0-9@.])", r"\\\1", address)
    return f"{fenced(dialogue.contact_name)}, [{shown}](mailto:{address})"


def about(dialogue: Dialogue, contact: Contact, link: str, *, inert: bool) -> About:
    """What every letter and entry tells, inert for Markdown or plain."""
    fit = fenced if inert else str
    return About(
        salutation=fit(say(_salutation(contact))),
        dialogue=fit(dialogue.theme),
        plain_dialogue=dialogue.theme,
        day=sentence("%(day)s", day=day_of(dialogue.starts_at, dialogue.zone)),
        when=when_told(dialogue, dialogue.zone),
        where=fit(place_of(dialogue)),
        programme=programme_told(dialogue, fit),
        url=link,
        page=page_url(dialogue),
        contact=_linked_contact(dialogue) if inert else _contact(dialogue),
    )


def compose(dialogue: Dialogue, invitation: Invitation, now: Progress, *, text: Text | None, at: datetime) -> Composed:
    """The letter that is owed; `text` is the invitation's for this person, needed only to invite."""
    contact, link = invitation.contact, answer_url(invitation)
    inviting = now.due.duty is Duty.INVITATION
    language = text.language if text and inviting else contact.language
    with force_locale(language):
        told = about(dialogue, contact, link, inert=True)
        if text and inviting:
            values = placeholder_values(dialogue, contact, language, link)
            subject = letters.filled_subject(text.subject, values)
            body = f"{letters.filled_body(text.body, values)}\n\n{_paragraphs(letters.facts(told))}"
        else:
            subject = say(letters.subject_of(now.due.duty, told))
            body = _paragraphs(_told_change(dialogue, invitation, now, told))
        lines = letters.description(about(dialogue, contact, link, inert=False))
        description = "\n".join(say(line) for line in lines)
    stamp = next_stamp(at, invitation.entries)
    entry = appointment(
        dialogue, sequence=now.due.sequence, stamp=stamp, description=description, url=page_url(dialogue)
    )
    organiser = ical.Person(organiser_address(invitation), dialogue.host)
    attendee = ical.Person(now.address, contact.name)
    if now.due.duty is Duty.CANCELLATION:
        method, calendar = CANCEL, ical.cancel(entry, organiser=organiser, attendee=attendee)
    else:
        answer = "NEEDS-ACTION" if now.due.significant else now.answer.answer.upper()
        method, calendar = REQUEST, ical.request(entry, organiser=organiser, attendee=attendee, answer=answer)
    return Composed(subject, body, language, method, now.due.sequence, stamp, calendar)


def _told_change(dialogue: Dialogue, invitation: Invitation, now: Progress, told: About) -> letters.Paragraphs:
    if now.due.duty is Duty.CANCELLATION:
        why = fenced(dialogue.cancelled_why) if dialogue.cancelled_at else ""
        return letters.cancellation(told, for_all=dialogue.cancelled_at is not None, why=why)
    held, before = now.held, Before()
    if held is not None:
        same_time = (held.starts_at, held.ends_at) == (dialogue.starts_at, dialogue.ends_at)
        before = Before(
            when=None if same_time else when_told(held, dialogue.zone),
            where=None if held.place == place_of(dialogue) else fenced(held.place),
        )
    answered = None if now.answer.answer == "needs-action" else ANSWERS[now.answer.answer]
    return letters.update(told, before, again=now.due.significant and bool(invitation.replies), answer=answered)


def _paragraphs(paragraphs: Sequence[Sequence[Sentence]]) -> str:
    return "\n\n".join("\n".join(say(line) for line in lines) for lines in paragraphs)
