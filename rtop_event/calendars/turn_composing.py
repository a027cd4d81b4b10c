"""Composing a letter about a turn: subject, text and calendar entry, in the language of the focal point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from rtop_event import ical
from rtop_event.appointment import Appointment
from rtop_event.calendars import turn_letters
from rtop_event.calendars.models import TurnTold
from rtop_event.calendars.owed import Put
from rtop_event.calendars.own import whose_turn
from rtop_event.calendars.turn_letters import AboutTurn
from rtop_event.calendars.turn_progress import TurnProgress
from rtop_event.calendars.turns import expected_told, place_told, turn_entry
from rtop_event.dialogues.finding import own_wording
from rtop_event.dialogues.lettering import Wording, fit_subject
from rtop_event.dialogues.letterkinds import said
from rtop_event.dialogues.models import Dialogue
from rtop_event.fencing import fenced, for_header, unlinked
from rtop_event.gaps import gap, link_gap, put
from rtop_event.invitations.carrying import Mailbox, write_carrying
from rtop_event.invitations.composing import page_url
from rtop_event.invitations.entries import CANCEL, REQUEST, Duty
from rtop_event.invitations.letters import certain_subject
from rtop_event.invitations.titles import ANSWERS
from rtop_event.invitations.told import day_of, when_told
from rtop_event.languages import force_locale
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.markdown import Rendered
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
LINKS = ("page", "own")


@dataclass(frozen=True, slots=True)
class Written:
    """A letter with what stands in its entry."""

    letter: Letter
    entry: Appointment
    method: str


Wordings = Mapping[tuple[str, str], Wording]
"""The organisers' own wordings, by kind of letter and language."""


def write(
    registration: Registration, told: TurnTold, now: TurnProgress, stamp: datetime, *, wordings: Wordings, at: datetime
) -> Written:
    """The letter that a mailbox is owed about a turn, as a draft of the outbox."""
    dialogue, holder = registration.dialogue, now.holder
    with force_locale(registration.language):
        about, values = _about(registration, told, now, at)
        draft, gone = _draft(registration, told, now, about)
        subject, body = _worded(draft, wordings.get((draft.kind, registration.language)), about, values)
        entry = _entry(registration, told, now, stamp, put(say(gone), values) if gone else "")
    to = mailbox_of(dialogue, now)
    method, calendar = _calendar(entry, now, to)
    letter = write_carrying(
        KINDS[now.due.duty],
        to,
        at=at,
        subject=subject,
        body=body,
        language=registration.language,
        stream=f"{dialogue.slug}:turn:{holder.reply_key}",
        about=f"turn:{registration.id}",
        calendar=calendar,
        method=method,
    )
    return Written(letter, entry, method)


def stays(
    registration: Registration, told: TurnTold, now: TurnProgress, *, word: str, at: datetime
) -> tuple[str, Rendered]:
    """Subject and text of the letter that a turn stays, in the language of the focal point."""
    with force_locale(registration.language):
        about, values = _about(registration, told, now, at)
        draft = turn_letters.stays(about, fenced(word))
        return _worded(draft, own_wording(registration.dialogue, draft.kind, registration.language), about, values)


def mailbox_of(dialogue: Dialogue, now: TurnProgress) -> Mailbox:
    """Where the entry of a turn is held."""
    first = now.sent[0].letter.message_id if now.sent else ""
    return Mailbox(dialogue, now.holder.address, now.holder.name, now.holder.reply_key, first)


def _calendar(entry: Appointment, now: TurnProgress, to: Mailbox) -> tuple[str, bytes]:
    """METHOD and the calendar, from our address for this mailbox to it."""
    if now.due.duty is Duty.CANCELLATION:
        return CANCEL, ical.cancel(entry, organiser=to.organiser, attendee=to.attendee)
    answer = "NEEDS-ACTION" if now.due.significant else now.answer.answer.upper()
    return REQUEST, ical.request(entry, organiser=to.organiser, attendee=to.attendee, answer=answer)


def summary_of(registration: Registration, told: TurnTold) -> str:
    """What the entry of a turn is called, in the language of the focal point."""
    with force_locale(registration.language):
        return turn_entry(registration.dialogue, whose_turn(registration, told), told, url="", say=say).summary


def _worded(draft: Draft, own: Wording | None, about: AboutTurn, values: Mapping[str, str]) -> tuple[str, Rendered]:
    """Subject and text, in the language at work and the wording that is in force."""
    inert = {name: value if name in LINKS else unlinked(value) for name, value in values.items()}
    rest = posting.moulded(said(draft.kept if own else draft.paragraphs)).filled(inert)
    subject, body = posting.worded(draft, own, rest)
    return fit_subject(sure_subject(subject, draft.kind, about) if own else subject), body


def sure_subject(subject: str, kind: str, about: AboutTurn) -> str:
    """A filled subject that says what the letter does, whose turn it is about, and when that is."""
    day = say(sentence("%(day)s", day=about.day))
    return certain_subject(subject, say(turn_letters.LEADS[kind]), for_header(about.subject_name), day)


def _about(
    registration: Registration, told: TurnTold, now: TurnProgress, at: datetime
) -> tuple[AboutTurn, dict[str, str]]:
    """What the letter tells, with gaps, and what goes into these, plain and in the language at work."""
    dialogue, known, whose = registration.dialogue, posting.about(registration, at), whose_turn(registration, told)
    held = now.held
    shown = held if now.due.duty is Duty.CANCELLATION and held else told
    values = {
        "name": now.holder.name,
        "delegation": whose.delegation,
        "dialogue": dialogue.theme,
        "when": say(when_told(shown, dialogue.zone)),
        "place": say(place_told(told, whose.label, came_later=whose.came_later)),
        "expected": say(expected_told(told, dialogue.zone)),
        "where": shown.location,
        "page": page_url(dialogue, registration.language),
        "own": known.url,
        "old_when": say(when_told(held, dialogue.zone)) if held else "",
        "old_where": held.location if held else "",
    }
    about = AboutTurn(
        subject_name=known.subject_name,
        day=day_of(shown.starts_at, dialogue.zone),
        salutation=_greeting(gap("name") if now.holder.name else ""),
        **{name: gap(name) for name in ("delegation", "dialogue", "when", "place", "expected", "where")},
        page=link_gap("page"),
        own_page=link_gap("own") if now.mine else "",
        desk=known.desk,
        values={
            **known.of_placeholders,
            "salutation": _greeting(now.holder.name),
            "delegation": whose.delegation,
            "own_page": known.url if now.mine else "",
            "date": sentence("%(day)s", day=day_of(shown.starts_at, dialogue.zone)),
            "turn": values["when"],
            "place": str(told.place),
        },
    )
    return about, values


def _greeting(name: str) -> Sentence:
    return sentence("Dear %(name)s,", name=name) if name else sentence("Dear colleague,")


def _draft(
    registration: Registration, told: TurnTold, now: TurnProgress, about: AboutTurn
) -> tuple[Draft, Sentence | None]:
    """The letter in sentences; for a cancellation also why, as the entry is to say it."""
    if now.due.duty is Duty.INVITATION:
        spread = HABIT.told if told.earliest != told.latest else None
        unpublished = told.revision is None and not whose_turn(registration, told).came_later
        return turn_letters.request(about, spread, tentative=unpublished), None
    if now.due.duty is Duty.UPDATE:
        answered = now.answer.earlier if now.due.significant else now.answer.answer
        answer = ANSWERS[answered] if answered not in ("", "needs-action") else None
        changes = _changes(told, now.held) if now.held else []
        again, repeats = now.due.significant, now.due.repeats
        return turn_letters.update(about, changes, again=again, answer=answer, repeats=repeats), None
    if not now.mine:
        return turn_letters.passed_on(about), turn_letters.somebody_else(about)
    off = registration.dialogue.cancelled_at is not None
    why = turn_letters.why_cancelled(about, called_off=off, speaks=registration.on_the_list)
    return turn_letters.cancellation(about, why), why


def _changes(told: TurnTold, held: Put) -> list[Sentence]:
    """What is no longer as the entry says, line by line."""
    lines: list[Sentence] = []
    if (held.starts_at, held.ends_at) != (told.starts_at, told.ends_at):
        lines.append(turn_letters.changed(sentence("When"), gap("when"), gap("old_when")))
    if held.location != told.location:
        lines.append(turn_letters.changed(sentence("Where"), gap("where"), gap("old_where")))
    if held.place != told.place:
        lines.append(turn_letters.changed(sentence("Place on the list"), told.place, held.place))
    if held.status != told.status and told.status == "CONFIRMED":
        lines.append(sentence("- The list of speakers is published: the time is no longer provisional."))
    return lines


def _entry(registration: Registration, told: TurnTold, now: TurnProgress, stamp: datetime, gone: str) -> Appointment:
    """The entry as this mailbox is to hold it; a cancellation says why, and keeps the time that the calendar knows."""
    dialogue, page = registration.dialogue, page_url(registration.dialogue, registration.language)
    entry = turn_entry(dialogue, whose_turn(registration, told), told, url=page, say=say)
    entry = replace(entry, stamp=stamp, sequence=now.due.sequence)
    held = now.held
    if not gone or held is None:
        return entry
    about = say(sentence("Programme, documents and registration: %(url)s", url=page))
    return replace(
        entry,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        location=held.location,
        description="\n\n".join([dialogue.theme, gone, about]),
    )
