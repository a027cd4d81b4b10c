"""Composing a letter about a turn: subject, text and calendar entry, in the language of the focal point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import current_app

from rtop_event import ical
from rtop_event.appointment import Appointment
from rtop_event.calendars import turn_letters
from rtop_event.calendars.models import TurnHolder, TurnTold
from rtop_event.calendars.owed import Put
from rtop_event.calendars.own import whose_turn
from rtop_event.calendars.turn_letters import AboutTurn
from rtop_event.calendars.turn_progress import TurnProgress
from rtop_event.calendars.turns import expected_told, place_told, turn_entry
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.entries import CANCEL, REQUEST, Duty
from rtop_event.invitations.letters import fit_subject
from rtop_event.invitations.titles import ANSWERS
from rtop_event.invitations.told import day_of, when_told
from rtop_event.languages import force_locale, in_language
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.mailing.writing import fenced, write_letter
from rtop_event.registrations import posting
from rtop_event.registrations.letters import Draft
from rtop_event.registrations.models import Registration
from rtop_event.showing import say
from rtop_event.speakers.spread import HABIT
from rtop_event.wording import Sentence, sentence

KINDS = {
    Duty.INVITATION: LetterKind.INVITATION,
    Duty.UPDATE: LetterKind.UPDATE,
    Duty.CANCELLATION: LetterKind.CANCELLATION,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A letter with what stands in its entry."""

    letter: Letter
    entry: Appointment
    method: str


def write(registration: Registration, told: TurnTold, now: TurnProgress, stamp: datetime, *, at: datetime) -> Written:
    """The letter that a mailbox is owed about a turn, as a draft of the outbox."""
    dialogue, holder, duty = registration.dialogue, now.holder, now.due.duty
    with force_locale(registration.language):
        draft, gone = _draft(registration, told, now, at)
        body = "\n\n".join("\n".join(say(line) for line in paragraph) for paragraph in draft.paragraphs)
        entry = _entry(registration, told, now, stamp, gone)
        subject = fit_subject(say(draft.subject))
    organiser = ical.Person(f"rsvp-{holder.reply_key}@{_settings().mail_domain}", dialogue.host)
    attendee = ical.Person(holder.address, holder.name)
    if duty is Duty.CANCELLATION:
        method, calendar = CANCEL, ical.cancel(entry, organiser=organiser, attendee=attendee)
    else:
        answer = "NEEDS-ACTION" if now.due.significant else now.answer.answer.upper()
        method, calendar = REQUEST, ical.request(entry, organiser=organiser, attendee=attendee, answer=answer)
    letter = write_letter(
        KINDS[duty],
        at=at,
        recipient=holder.address,
        recipient_name=holder.name,
        subject=subject,
        body=body,
        language=registration.language,
        stream=f"{dialogue.slug}:turn:{holder.reply_key}",
        about=f"turn:{registration.id}",
        dialogue=dialogue.slug,
        host=dialogue.host,
        reply_to_key=holder.reply_key,
        sender_name=dialogue.host,
        calendar=calendar,
        method=method,
        in_reply_to=now.sent[0].letter.message_id if now.sent else "",
    )
    return Written(letter, entry, method)


def summary_of(registration: Registration, told: TurnTold) -> str:
    """What the entry of a turn is called, in the language of the focal point."""
    with force_locale(registration.language):
        return turn_entry(registration.dialogue, whose_turn(registration, told), told, url="", say=say).summary


def page_url(dialogue: Dialogue, language: str) -> str:
    """The dialogue's public page in that language, absolute; also outside of any request."""
    path = current_app.url_map.bind("localhost").build("dialogues.show", {"slug": dialogue.slug})
    return in_language(_settings().base_url + path, language)


def _settings() -> Any:
    return current_app.extensions["settings"]


def _draft(
    registration: Registration, told: TurnTold, now: TurnProgress, at: datetime
) -> tuple[Draft, Sentence | None]:
    """The letter in sentences; for a cancellation also why, as the entry is to say it."""
    about, duty = _about(registration, told, now, at), now.due.duty
    if duty is Duty.INVITATION:
        spread = told.earliest != told.latest and HABIT.told
        return turn_letters.request(about, spread or None), None
    if duty is Duty.UPDATE:
        answered = now.answer.answer if now.due.significant is False else now.answer.earlier
        answer = ANSWERS[answered] if answered not in ("", "needs-action") else None
        changes = _changes(registration, told, now.held) if now.held else []
        return turn_letters.update(about, changes, again=now.due.significant, answer=answer), None
    off = registration.dialogue.cancelled_at is not None
    reasons = {"mine": now.mine, "called_off": off, "speaks": registration.on_the_list}
    plain = replace(about, delegation=say(_named(registration, told)), dialogue=registration.dialogue.theme)
    return turn_letters.cancellation(about, turn_letters.why_cancelled(about, **reasons)), turn_letters.why_cancelled(
        plain, **reasons
    )


def _named(registration: Registration, told: TurnTold) -> Sentence:
    return sentence("%(name)s", name=whose_turn(registration, told).delegation)


def _about(registration: Registration, told: TurnTold, now: TurnProgress, at: datetime) -> AboutTurn:
    dialogue, known = registration.dialogue, posting.about(registration, at)
    held = now.held if now.due.duty is Duty.CANCELLATION and now.held else told
    return AboutTurn(
        name=fenced(now.holder.name) if now.holder.name else "",
        delegation=known.delegation,
        subject_name=known.subject_name,
        dialogue=known.dialogue,
        day=day_of(held.starts_at, dialogue.zone),
        when=when_told(held, dialogue.zone),
        place=place_told(whose_turn(registration, told), told),
        expected=expected_told(told, dialogue.zone),
        where=fenced(held.location),
        page=page_url(dialogue, registration.language),
        own_page=known.url if now.mine else "",
        desk=known.desk,
    )


def _changes(registration: Registration, told: TurnTold, held: Put) -> list[Sentence]:
    """What is no longer as the entry says, line by line."""
    zone, lines = registration.dialogue.zone, list[Sentence]()
    if (held.starts_at, held.ends_at) != (told.starts_at, told.ends_at):
        lines.append(turn_letters.changed(sentence("When"), when_told(told, zone), when_told(held, zone)))
    if held.location != told.location:
        lines.append(turn_letters.changed(sentence("Where"), fenced(told.location), fenced(held.location)))
    if held.place != told.place:
        lines.append(turn_letters.changed(sentence("Place on the list"), told.place, held.place))
    if held.status != told.status and told.status == "CONFIRMED":
        lines.append(sentence("- The list of speakers is published: the time is no longer provisional."))
    return lines


def _entry(
    registration: Registration, told: TurnTold, now: TurnProgress, stamp: datetime, gone: Sentence | None
) -> Appointment:
    """The entry as this mailbox is to hold it; a cancellation keeps the time that the calendar knows."""
    dialogue, page = registration.dialogue, page_url(registration.dialogue, registration.language)
    entry = turn_entry(dialogue, whose_turn(registration, told), told, url=page, say=say)
    entry = replace(entry, stamp=stamp, sequence=now.due.sequence)
    if gone is None:
        return entry
    held = now.held
    known = replace(entry, starts_at=held.starts_at, ends_at=held.ends_at, location=held.location) if held else entry
    about = sentence("Programme, documents and registration: %(url)s", url=page)
    return replace(known, description="\n\n".join([dialogue.theme, say(gone), say(about)]))


__all__ = ["TurnHolder", "Written", "page_url", "summary_of", "write"]
