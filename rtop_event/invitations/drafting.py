"""Drafting: the letters that people are owed become drafts of the outbox, each with its calendar entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from rtop_event.database import session
from rtop_event.dialogues.entries import place_of
from rtop_event.dialogues.finding import text_in
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.printing import briefing_pdf
from rtop_event.dialogues.words import TextKind
from rtop_event.invitations.carrying import write_carrying
from rtop_event.invitations.composing import Composed, Composer, mailbox_of
from rtop_event.invitations.entries import Due, Duty, is_over, programme_line
from rtop_event.invitations.finding import Text, edited_at, held_fast, invitations_of, texts_of
from rtop_event.invitations.models import Entry, Invitation
from rtop_event.invitations.progress import Progress, progress
from rtop_event.invitations.reminding import check_alive, is_stopped, to_remind
from rtop_event.mailing.blocking import blocked
from rtop_event.mailing.deciding import NotInThatState, discard
from rtop_event.mailing.models import Enclosure, Letter, LetterKind
from rtop_event.mailing.writing import enclose
from rtop_event.organisers.record import record
from rtop_event.refusal import Refusal
from rtop_event.wording import sentence

KINDS = {
    Duty.INVITATION: LetterKind.INVITATION,
    Duty.REMINDER: LetterKind.REMINDER,
    Duty.UPDATE: LetterKind.UPDATE,
    Duty.CANCELLATION: LetterKind.CANCELLATION,
}
ALL = frozenset({Duty.INVITATION, Duty.UPDATE, Duty.CANCELLATION})
"""What people can be owed."""
REMINDERS = frozenset({Duty.REMINDER})
"""What is drafted when organisers ask to remind people, instead of what these are owed."""
Facts = tuple[object, ...]
Prepared = dict[int, tuple[Facts, Composed]]
"""Letters composed beforehand, by the number of the invitation, each with what it was composed from."""


class IsOver(Refusal):
    """Nobody is written to about what is over."""

    def __init__(self) -> None:
        super().__init__(sentence("The dialogue is over: nobody is written to about it."))


class NotPublished(Refusal):
    """A letter leads to the dialogue's page, which must be there."""

    def __init__(self) -> None:
        super().__init__(sentence("Publish the dialogue first: the letters lead to its page."))


def draft_letters(
    dialogue: Dialogue,
    *,
    by: str,
    at: datetime,
    numbers: Sequence[int] | None = None,
    only: frozenset[Duty] = ALL,
    prepared: Prepared | None = None,
) -> Counter[str]:
    """Draft what the invited (all, or those of these numbers) are owed; how many of each duty was drafted.

    A draft that no longer fits is discarded and written anew, never followed by an update. What was prepared is taken
    where nothing has changed since.
    """
    _check_moment(dialogue, at)
    texts = texts_of(dialogue)
    edited, stopped = edited_at(texts), set(blocked())
    drafter = _Drafter(dialogue, texts, at)
    ready = prepared or {}
    done: Counter[str] = Counter()
    for invitation in held_fast(dialogue, numbers=numbers):
        now = _stands(dialogue, invitation, edited, stopped, only=only, at=at)
        if now.due.duty is Duty.NOTHING:
            _cleared(now, at)
        elif now.due.duty in only and _cleared(now, at):
            facts, composed = ready.get(invitation.id, (None, None))
            same = facts == _facts(dialogue, invitation, now, edited, drafter.composer)
            drafter.draft(invitation, now, composed if same else None)
            done[now.due.duty.value] += 1
    if done:
        record("letters drafted", by=by, at=at, dialogue=dialogue.slug, about="invitations", after=dict(done))
    session.flush()
    return done


def draft_again(dialogue: Dialogue, invitation: Invitation, now: Progress, *, at: datetime) -> Letter:
    """The entry that a person holds, once more: with the same SEQUENCE, and the answer that is known."""
    sequence = now.held.sequence if now.held else dialogue.sequence
    owed = replace(now, due=Due(Duty.UPDATE, sequence=sequence, repeats=True))
    return _Drafter(dialogue, texts_of(dialogue), at).draft(invitation, owed, None)


def prepare_letters(dialogue: Dialogue, *, numbers: Sequence[int], only: frozenset[Duty], at: datetime) -> Prepared:
    """Compose what these people are owed, only reading: it takes long, and meanwhile others write."""
    _check_moment(dialogue, at)
    texts = texts_of(dialogue)
    edited, stopped = edited_at(texts), set(blocked())
    composer = Composer(dialogue, texts, at)
    prepared: Prepared = {}
    languages: set[str] = set()
    for invitation in invitations_of(dialogue, numbers=numbers):
        now = _stands(dialogue, invitation, edited, stopped, only=only, at=at)
        if now.due.duty in only:
            facts = _facts(dialogue, invitation, now, edited, composer)
            prepared[invitation.id] = facts, composer.compose(invitation, now)
            if now.due.duty is Duty.INVITATION:
                languages.add(invitation.contact.language)
    for language in languages:
        briefing_for(dialogue, language)
    return prepared


def _stands(
    dialogue: Dialogue,
    invitation: Invitation,
    edited: Mapping[str, datetime],
    stopped: Collection[str],
    *,
    only: frozenset[Duty],
    at: datetime,
) -> Progress:
    """How a person stands, and what is to be drafted for them; nothing to an address that is to be mended first."""
    now = progress(dialogue, invitation, at=at, edited=edited)
    if only == REMINDERS:
        return to_remind(dialogue, invitation, now, stopped, at)
    if is_stopped(invitation, now, stopped):
        return replace(now, due=Due(Duty.NOTHING))
    return now


def _facts(
    dialogue: Dialogue, invitation: Invitation, now: Progress, edited: Mapping[str, datetime], composer: Composer
) -> Facts:
    """What a letter was composed from."""
    versions = (dialogue.version, invitation.token_version, invitation.contact.version, len(invitation.entries))
    return versions, now.due, now.address, now.answer, tuple(sorted(edited.items())), composer.versions


def _check_moment(dialogue: Dialogue, at: datetime) -> None:
    if is_over(dialogue, at):
        raise IsOver
    if dialogue.published_at is None:
        raise NotPublished


def _cleared(now: Progress, at: datetime) -> bool:
    """Whether the way is clear: what waited is discarded; not so when it left at this very moment."""
    if now.waiting is None or not now.due.replaces:
        return True
    try:
        discard(now.waiting.letter, at=at, why=sentence("It no longer fitted."))
    except NotInThatState:
        return False
    return True


class _Drafter:
    """What all letters of one go share: the texts, and each enclosure once."""

    def __init__(self, dialogue: Dialogue, texts: dict[str, Text], at: datetime) -> None:
        self.dialogue, self.at, self.composer = dialogue, at, Composer(dialogue, texts, at)
        self.files: dict[str, list[Enclosure]] = {}

    def draft(self, invitation: Invitation, now: Progress, composed: Composed | None) -> Letter:
        """One letter with its entry; composed now, unless it is already."""
        composed = composed or self.composer.compose(invitation, now)
        enclosures = self._enclosed(invitation.contact.language) if now.due.duty is Duty.INVITATION else []
        letter = letter_of(self.dialogue, invitation, now, composed, at=self.at, enclosures=enclosures)
        invitation.entries.append(
            Entry(
                letter=letter,
                method=composed.method,
                uid=self.dialogue.uid,
                sequence=composed.sequence,
                of_sequence=self.dialogue.sequence,
                stamp=composed.stamp,
                starts_at=self.dialogue.starts_at,
                ends_at=self.dialogue.ends_at,
                place=place_of(self.dialogue),
                summary=self.dialogue.theme,
                programme=programme_line(self.dialogue),
            )
        )
        return letter

    def _enclosed(self, language: str) -> list[Enclosure]:
        if language not in self.files:
            self.files[language] = enclosed_for(self.dialogue, language)
        return self.files[language]


def enclosed_for(dialogue: Dialogue, language: str) -> list[Enclosure]:
    """The briefing overview in that language, else in English; nothing where there is none."""
    found = briefing_for(dialogue, language)
    return [enclose(found[0], "application/pdf", found[1])] if found else []


def briefing_for(dialogue: Dialogue, language: str) -> tuple[str, bytes] | None:
    """Name and content of the overview, set once for the same words; None where there is none."""
    text = text_in(dialogue, TextKind.BRIEFING, language)
    if text is None:
        return None
    return f"briefing-{dialogue.slug}-{text.language}.pdf", briefing_pdf(dialogue, language)


def draft_reminders(
    dialogue: Dialogue, *, by: str, at: datetime, numbers: Sequence[int] | None = None, prepared: Prepared | None = None
) -> int:
    """Draft a reminder for each of the invited (all, or those of these numbers) who is not spared; how many.

    Raises NothingToRemind.
    """
    check_alive(dialogue, at)
    done = draft_letters(dialogue, by=by, at=at, numbers=numbers, only=REMINDERS, prepared=prepared)
    return done[Duty.REMINDER.value]


def letter_of(
    dialogue: Dialogue,
    invitation: Invitation,
    now: Progress,
    composed: Composed,
    *,
    at: datetime,
    enclosures: Sequence[Enclosure] = (),
) -> Letter:
    """The composed letter as a draft of the outbox."""
    about = f"invitation:{invitation.id}"
    return write_carrying(
        KINDS[now.due.duty],
        mailbox_of(invitation, now),
        at=at,
        subject=composed.subject,
        body=composed.body,
        language=composed.language,
        stream=invitation.entries[0].letter.stream if invitation.entries else f"{dialogue.slug}:{about}",
        about=about,
        calendar=composed.calendar,
        method=composed.method,
        enclosures=enclosures,
    )
