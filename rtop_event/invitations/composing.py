"""Composing a letter to an invited person: subject, Markdown and calendar entry, in the recipient's language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for

from rtop_event import ical
from rtop_event.dialogues.entries import place_of
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations import letters
from rtop_event.invitations.changes import changes_told
from rtop_event.invitations.entries import CANCEL, REQUEST, Duty, appointment, next_stamp
from rtop_event.invitations.finding import Text, delegation_named, text_for, token_of
from rtop_event.invitations.letters import About, Value
from rtop_event.invitations.models import Contact, Invitation
from rtop_event.invitations.progress import Progress
from rtop_event.invitations.titles import ANSWERS
from rtop_event.invitations.told import day_of, programme_told, times_told, when_told
from rtop_event.languages import force_locale, in_language
from rtop_event.mailing.writing import fenced, unlinked
from rtop_event.markdown import Mould, Rendered, gap, link_gap, put
from rtop_event.refusal import Refusal
from rtop_event.settings import Settings
from rtop_event.showing import say
from rtop_event.wording import Sentence, sentence


class NoText(Refusal):
    """There is no invitation to send."""

    def __init__(self) -> None:
        super().__init__(sentence("Write the invitation's text first."))


@dataclass(frozen=True)
class Composed:
    """A letter before it is one."""

    subject: str
    body: Rendered
    language: str
    method: str
    sequence: int
    stamp: datetime
    calendar: bytes


def answer_url(invitation: Invitation, language: str) -> str:
    """The person's own page in that language, absolute."""
    return in_language(_base() + url_for("invitations.answer_page", token=token_of(invitation)), language)


def page_url(dialogue: Dialogue, language: str) -> str:
    """The dialogue's public page in that language, absolute."""
    return in_language(_base() + url_for("dialogues.show", slug=dialogue.slug), language)


def _base() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url


def organiser_address(invitation: Invitation) -> str:
    """The organiser of this person's entry, the same over all updates."""
    settings: Settings = current_app.extensions["settings"]
    return f"rsvp-{invitation.reply_key}@{settings.mail_domain}"


def placeholder_values(dialogue: Dialogue, contact: Contact, language: str, link: str) -> dict[str, Value]:
    """What stands in place of each placeholder for this person, in that language (whose locale is at work)."""
    personal = {
        "salutation": say(_salutation(contact)),
        "name": contact.name or say(sentence("colleague")),
        "delegation": say(_delegation(dialogue, contact, language)),
    }
    return common_values(dialogue, link, language) | {
        name: Value(value, fenced(value)) for name, value in personal.items()
    }


def common_values(dialogue: Dialogue, link: str, language: str) -> dict[str, Value]:
    """The same for the placeholders that stand for what all letters share."""
    day = day_of(dialogue.starts_at, dialogue.zone)
    page = page_url(dialogue, language)
    plain: dict[str, object] = {
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


def _delegation(dialogue: Dialogue, contact: Contact, language: str) -> str | Sentence:
    day = day_of(dialogue.starts_at, dialogue.zone)
    return delegation_named(contact.delegation_id, day, language) or sentence("your delegation")


def _contact(dialogue: Dialogue) -> str:
    return f"{dialogue.contact_name}, {dialogue.contact_address}"


def _linked_contact(dialogue: Dialogue) -> str:
    address = dialogue.contact_address
    shown = re.sub(r"([^A-Za-z0-9@.])", r"\\\1", address)
    return f"{fenced(dialogue.contact_name)}, [{shown}](mailto:{address})"


def about(dialogue: Dialogue, language: str, *, inert: bool) -> About:
    """What every letter and entry tells, inert for Markdown or plain, with gaps for the person."""
    fit = fenced if inert else str
    day = sentence("%(day)s", day=day_of(dialogue.starts_at, dialogue.zone))
    return About(
        salutation=gap("salutation"),
        dialogue=fit(dialogue.theme),
        plain_dialogue=dialogue.theme,
        day=day,
        said_day=say(day),
        invites=say(sentence("Invitation:")),
        when=when_told(dialogue, dialogue.zone),
        where=fit(place_of(dialogue)),
        programme=programme_told(dialogue, fit),
        url=link_gap("link"),
        page=page_url(dialogue, language),
        contact=_linked_contact(dialogue) if inert else _contact(dialogue),
    )


@dataclass(frozen=True)
class Shape:
    """What is the same in letters that differ only in the person, with gaps for that."""

    subject: str
    body: Mould
    description: str


class Composer:
    """Composes letters about one dialogue as it stands; what many letters have in common is made once."""

    def __init__(self, dialogue: Dialogue, texts: Mapping[str, Text], at: datetime) -> None:
        self.dialogue, self.texts, self.at = dialogue, texts, at
        self.shapes: dict[tuple[object, ...], Shape] = {}
        self.names: dict[tuple[int | None, str], str] = {}

    def compose(self, invitation: Invitation, now: Progress) -> Composed:
        """The letter that is owed; raises NoText for an invitation without one."""
        inviting = now.due.duty is Duty.INVITATION
        text = text_for(self.texts, invitation.contact.language) if inviting else None
        if inviting and text is None:
            raise NoText
        language = text.language if text else invitation.contact.language
        with force_locale(language):
            shape = self._shape(invitation, now, text, language)
            values = self._personal(invitation, language)
            stamp = next_stamp(self.at, invitation.entries)
            calendar = self._calendar(invitation, now, stamp, put(shape.description, values), language)
        inert = {name: unlinked(value) if name != "link" else value for name, value in values.items()}
        return Composed(
            subject=letters.fit_subject(put(shape.subject, values)),
            body=shape.body.filled(inert),
            language=language,
            method=CANCEL if now.due.duty is Duty.CANCELLATION else REQUEST,
            sequence=now.due.sequence,
            stamp=stamp,
            calendar=calendar,
        )

    def _personal(self, invitation: Invitation, language: str) -> dict[str, str]:
        """What is put into the gaps for this person."""
        contact = invitation.contact
        named = (contact.delegation_id, language)
        if named not in self.names:
            self.names[named] = say(_delegation(self.dialogue, contact, language))
        return {
            "salutation": say(_salutation(contact)),
            "name": contact.name or say(sentence("colleague")),
            "delegation": self.names[named],
            "link": answer_url(invitation, language),
        }

    def _shape(self, invitation: Invitation, now: Progress, text: Text | None, language: str) -> Shape:
        """The shape of this letter, made at the first need."""
        held = now.held and (now.held.summary, now.held.place, now.held.programme, now.held.starts_at, now.held.ends_at)
        key = (now.due, language, held, now.answer.answer, bool(invitation.replies))
        if key not in self.shapes:
            told = about(self.dialogue, language, inert=True)
            if text:
                subject, body = _invitation(self.dialogue, text, told, language)
            else:
                subject = say(letters.subject_of(now.due.duty, told))
                body = _paragraphs(self._told_change(invitation, now, told))
            plain = about(self.dialogue, language, inert=False)
            lines = letters.description(plain, answering=now.due.duty is not Duty.CANCELLATION)
            self.shapes[key] = Shape(subject, Mould(body), "\n".join(say(line) for line in lines))
        return self.shapes[key]

    def _told_change(self, invitation: Invitation, now: Progress, told: About) -> letters.Paragraphs:
        if now.due.duty is Duty.REMINDER:
            return letters.reminder(told, again=bool(invitation.replies))
        if now.due.duty is Duty.CANCELLATION:
            called_off = self.dialogue.cancelled_at is not None
            why = fenced(self.dialogue.cancelled_why) if called_off else ""
            return letters.cancellation(told, for_all=called_off, why=why)
        answered = None if now.answer.answer == "needs-action" else ANSWERS[now.answer.answer]
        again = now.due.significant and bool(invitation.replies)
        changes = changes_told(self.dialogue, now.held, fenced) if now.held else []
        return letters.update(told, changes, again=again, answer=answered)

    def _calendar(
        self, invitation: Invitation, now: Progress, stamp: datetime, description: str, language: str
    ) -> bytes:
        page = page_url(self.dialogue, language)
        entry = appointment(self.dialogue, sequence=now.due.sequence, stamp=stamp, description=description, url=page)
        organiser = ical.Person(organiser_address(invitation), self.dialogue.host)
        attendee = ical.Person(now.address, invitation.contact.name)
        if now.due.duty is Duty.CANCELLATION:
            return ical.cancel(entry, organiser=organiser, attendee=attendee)
        answer = "NEEDS-ACTION" if now.due.significant else now.answer.answer.upper()
        return ical.request(entry, organiser=organiser, attendee=attendee, answer=answer)


def _invitation(dialogue: Dialogue, text: Text, told: About, language: str) -> tuple[str, str]:
    """Subject and Markdown of the invitation with everything filled in that is the same for all."""
    values = {name: Value(gap(name), gap(name)) for name in ("salutation", "name", "delegation")}
    values = common_values(dialogue, link_gap("link"), language) | values
    body = f"{letters.filled_body(text.body, values)}\n\n{_paragraphs(letters.facts(told))}"
    return letters.invitation_subject(letters.filled(text.subject, values), told), body


def _paragraphs(paragraphs: Sequence[Sequence[Sentence]]) -> str:
    return "\n\n".join("\n".join(say(line) for line in lines) for lines in paragraphs)
