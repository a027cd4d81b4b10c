"""Composing a letter to an invited person: subject, Markdown and calendar entry, in the recipient's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rtop_event import ical
from rtop_event.dialogues.entries import place_of
from rtop_event.dialogues.finding import own_wording, own_wordings
from rtop_event.dialogues.lettering import filled_body, filled_subject, fit_subject
from rtop_event.dialogues.letterkinds import said
from rtop_event.dialogues.models import Dialogue
from rtop_event.fencing import fenced, for_header, unlinked
from rtop_event.gaps import gap, link_gap, put
from rtop_event.invitations import letters
from rtop_event.invitations.carrying import Mailbox
from rtop_event.invitations.changes import changes_told
from rtop_event.invitations.entries import CANCEL, REQUEST, Duty, appointment, next_stamp
from rtop_event.invitations.finding import Text, delegation_named, text_for, token_of
from rtop_event.invitations.letters import About
from rtop_event.invitations.models import Contact, Invitation
from rtop_event.invitations.progress import Progress
from rtop_event.invitations.titles import ANSWERS
from rtop_event.invitations.told import day_of, programme_told, times_told, when_told
from rtop_event.languages import force_locale
from rtop_event.links import address_of, path
from rtop_event.markdown import Mould, Rendered, joined
from rtop_event.refusal import Refusal
from rtop_event.showing import say
from rtop_event.wording import Sentence, sentence

PERSONAL = ("salutation", "name", "delegation")
"""The placeholders that stand for what differs from person to person, besides the link."""


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
    return address_of(path("invitations.answer_page", token=token_of(invitation)), language)


def page_url(dialogue: Dialogue, language: str) -> str:
    """The dialogue's public page in that language, absolute."""
    return address_of(path("dialogues.show", slug=dialogue.slug), language)


def mailbox_of(invitation: Invitation, now: Progress) -> Mailbox:
    """Where an invited person holds the entry."""
    first = now.sent[0].letter.message_id if now.sent else ""
    return Mailbox(invitation.dialogue, now.address, invitation.contact.name, invitation.reply_key, first)


def placeholder_values(dialogue: Dialogue, contact: Contact, language: str, link: str) -> dict[str, str]:
    """What stands in place of each placeholder for this person, in that language (whose locale is at work)."""
    return common_values(dialogue, language) | {
        "salutation": say(_salutation(contact)),
        "name": contact.name or say(sentence("colleague")),
        "delegation": say(_delegation(dialogue, contact, language)),
        "register_link": link,
    }


def common_values(dialogue: Dialogue, language: str) -> dict[str, str]:
    """The same for the placeholders that stand for what all letters share."""
    plain: dict[str, object] = {
        "dialogue": dialogue.theme,
        "date": sentence("%(day)s", day=day_of(dialogue.starts_at, dialogue.zone)),
        "times": times_told(dialogue),
        "room": place_of(dialogue),
        "host": dialogue.host,
        "page_link": page_url(dialogue, language),
        "contact_name": dialogue.contact_name,
        "contact_address": dialogue.contact_address,
    }
    return {name: say(value) for name, value in plain.items()}


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
        plain_dialogue=for_header(dialogue.theme),
        day=day,
        said_day=say(day),
        when=when_told(dialogue, dialogue.zone),
        where=fit(place_of(dialogue)),
        programme=programme_told(dialogue, fit),
        url=link_gap("link"),
        page=page_url(dialogue, language),
        contact=_linked_contact(dialogue) if inert else _contact(dialogue),
    )


@dataclass(frozen=True)
class Shape:
    """What is the same in letters that differ only in the person, with gaps for that.

    `own` is a wording of the organisers' own, which stands before what the mould holds; else the mould holds all.
    """

    subject: str
    own: str
    rest: Mould
    description: str


class Composer:
    """Composes letters about one dialogue as it stands; what many letters have in common is made once."""

    def __init__(self, dialogue: Dialogue, texts: Mapping[str, Text], at: datetime) -> None:
        self.dialogue, self.texts, self.at = dialogue, texts, at
        self.wordings = {(one.kind, one.language): one for one in own_wordings(dialogue)}
        self.versions = tuple((*key, one.version) for key, one in self.wordings.items())
        self.shapes: dict[tuple[object, ...], Shape] = {}
        self.common: dict[str, dict[str, str]] = {}
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
            body = self._body(shape, values, language)
        return Composed(
            subject=fit_subject(put(shape.subject, {name: for_header(value) for name, value in values.items()})),
            body=body,
            language=language,
            method=CANCEL if now.due.duty is Duty.CANCELLATION else REQUEST,
            sequence=now.due.sequence,
            stamp=stamp,
            calendar=calendar,
        )

    def _body(self, shape: Shape, values: dict[str, str], language: str) -> Rendered:
        """What was worded, if it was, and below it what no wording can lose, each parsed by itself."""
        rest = shape.rest.filled({name: value if name == "link" else unlinked(value) for name, value in values.items()})
        if not shape.own:
            return rest
        own = self._common(language) | values | {"register_link": values["link"]}
        return joined(filled_body(shape.own, own), rest)

    def _common(self, language: str) -> dict[str, str]:
        """What placeholders stand for that are the same for all, in that language, which is at work."""
        if language not in self.common:
            self.common[language] = common_values(self.dialogue, language)
        return self.common[language]

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
            subject, own, kept = self._words(invitation, now, text, told, language)
            plain = about(self.dialogue, language, inert=False)
            lines = letters.description(plain, answering=now.due.duty is not Duty.CANCELLATION)
            self.shapes[key] = Shape(subject, own, Mould(_said(kept)), "\n".join(say(line) for line in lines))
        return self.shapes[key]

    def _words(
        self, invitation: Invitation, now: Progress, text: Text | None, told: About, language: str
    ) -> tuple[str, str, letters.Paragraphs]:
        """Subject with gaps, the own wording if there is one, and the rest of the letter."""
        if text:
            return self._own_subject("invitation", text.subject, told, language), text.body, letters.facts(told)
        draft = self._told_change(invitation, now, told)
        if now.due.repeats:
            subject = letters.certain_subject(self.dialogue.theme, say(letters.LEADS["invitation"]), *told.certain)
            return subject, "", draft.paragraphs
        own = self.wordings.get((draft.kind, language))
        if own is None:
            return say(letters.subject_of(draft.kind, told)), "", draft.paragraphs
        return self._own_subject(draft.kind, own.subject, told, language), own.body, draft.kept

    def _own_subject(self, kind: str, subject: str, told: About, language: str) -> str:
        gaps = {name: gap(name) for name in PERSONAL}
        filled = filled_subject(subject, self._common(language) | gaps)
        return letters.certain_subject(filled, say(letters.LEADS[kind]), *told.certain)

    def _told_change(self, invitation: Invitation, now: Progress, told: About) -> letters.Draft:
        if now.due.duty is Duty.REMINDER:
            return letters.reminder(told, again=bool(now.answer.earlier))
        if now.due.duty is Duty.CANCELLATION:
            called_off = self.dialogue.cancelled_at is not None
            why = fenced(self.dialogue.cancelled_why) if called_off else ""
            return letters.cancellation(told, for_all=called_off, why=why)
        answered = None if now.answer.answer == "needs-action" else ANSWERS[now.answer.answer]
        again = now.due.significant and bool(invitation.replies)
        changes = changes_told(self.dialogue, now.held, fenced) if now.held else []
        return letters.update(told, changes, again=again, answer=answered, repeats=now.due.repeats)

    def _calendar(
        self, invitation: Invitation, now: Progress, stamp: datetime, description: str, language: str
    ) -> bytes:
        page = page_url(self.dialogue, language)
        entry = appointment(self.dialogue, sequence=now.due.sequence, stamp=stamp, description=description, url=page)
        to = mailbox_of(invitation, now)
        if now.due.duty is Duty.CANCELLATION:
            return ical.cancel(entry, organiser=to.organiser, attendee=to.attendee)
        answer = "NEEDS-ACTION" if now.due.significant else now.answer.answer.upper()
        return ical.request(entry, organiser=to.organiser, attendee=to.attendee, answer=answer, proposals=True)


def in_words(
    make: Callable[[About], letters.Draft], dialogue: Dialogue, contact: Contact, language: str, link: str
) -> tuple[str, Rendered]:
    """Subject and text of a letter without an entry, in the language at work and the wording that is in force."""
    told, values = about(dialogue, language, inert=True), placeholder_values(dialogue, contact, language, link)
    draft = make(told)
    own = own_wording(dialogue, draft.kind, language)
    rest = Mould(_said(draft.kept if own else draft.paragraphs))
    written = rest.filled({"salutation": unlinked(values["salutation"]), "link": link})
    if own is None:
        return fit_subject(say(letters.subject_of(draft.kind, told))), written
    lead, body = say(letters.LEADS[draft.kind]), joined(filled_body(own.body, values), written)
    return fit_subject(letters.certain_subject(filled_subject(own.subject, values), lead, *told.certain)), body


def _said(paragraphs: Sequence[Sequence[Sentence]]) -> str:
    return said(tuple(lines) for lines in paragraphs)
