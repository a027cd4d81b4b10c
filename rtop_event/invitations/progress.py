"""How one invitation stands: what reached the person, what waits, what is owed, which answer counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rtop_event.invitations.answers import Standing, standing
from rtop_event.invitations.entries import Dialogue, Due, Reached, Waiting, due, misfit, next_sequence, outdated
from rtop_event.invitations.finding import token_of
from rtop_event.invitations.models import Entry, Invitation
from rtop_event.mailing.models import LetterKind, LetterState
from rtop_event.wording import Sentence, sentence

LEAVING = (LetterState.SENDING,)


@dataclass(frozen=True, slots=True)
class Progress:
    """An invitation at a moment."""

    sent: list[Entry]
    held: Entry | None
    address: str
    """Where the next letter goes: to the mailbox that holds or may hold the entry, else to the contact's."""
    waiting: Entry | None
    state: LetterState | None
    """Of the letter that waits, else of the last one sent; None when nothing was ever written."""
    due: Due
    answer: Standing
    holds_outdated: bool
    asked: int
    """The SEQUENCE to which an answer given now belongs."""


def progress(dialogue: Dialogue, invitation: Invitation, *, at: datetime, edited: Mapping[str, datetime]) -> Progress:
    """How it stands; `edited` tells by language when the invitation's text was last changed.

    Where many are asked for, a still dialogue is quicker than its row.
    """
    states = [(entry, entry.letter.state(at)) for entry in invitation.entries if entry.lost_at is None]
    sent = [entry for entry, _ in states if entry.letter.sent_at]
    doubtful = [
        entry for entry, state in states if entry.letter.handed_at and not entry.letter.sent_at and state not in LEAVING
    ]
    waits = [(entry, state) for entry, state in states if entry.letter.open]
    waiting, state = waits[-1] if waits else (None, sent[-1].letter.state(at) if sent else None)
    before = Reached([entry for entry in sent if not entry.letter.bounced_at], doubtful)
    leaving = waiting is not None and state in LEAVING
    reached = Reached([*before.sent, waiting], doubtful) if waiting is not None and leaving else before
    address = _address(invitation, reached)
    stale = waiting is not None and _is_stale(waiting, state, address, edited)
    waits_for = Waiting(waiting, leaving, stale) if waiting else None
    held = reached.at_least
    asked = next_sequence(dialogue, reached.all)
    answer = _answer(invitation, asked)
    owed = due(
        dialogue,
        reached=before,
        waiting=waits_for,
        wanted=is_wanted(dialogue, invitation),
        at=at,
        old_link=_has_old_link(invitation, reached),
        declined=answer.answer == "declined",
    )
    return Progress(
        sent=sent,
        held=held if isinstance(held, Entry) else None,
        address=address,
        waiting=waiting,
        state=state,
        due=owed,
        answer=answer,
        holds_outdated=held is not None and outdated(held, dialogue),
        asked=asked,
    )


def is_wanted(dialogue: Dialogue, invitation: Invitation) -> bool:
    """Whether this person is to come."""
    return invitation.withdrawn_at is None and dialogue.cancelled_at is None


def fault(dialogue: Dialogue, entry: Entry, *, at: datetime, edited: Mapping[str, datetime]) -> Sentence | None:
    """Why an entry that has not left should not leave as it is; None when it still fits."""
    invitation = entry.invitation
    why = misfit(entry, dialogue, wanted=is_wanted(dialogue, invitation), at=at)
    if why is not None:
        return why
    reached = _reached(invitation, at)
    if entry.letter.recipient != _address(invitation, reached):
        return sentence("The address of the person was corrected since.")
    if entry.letter.kind is LetterKind.REMINDER and _answered(dialogue, invitation, reached):
        return sentence("The person has answered since.")
    if _has_old_text(entry, entry.letter.state(at), edited):
        return sentence("The text of the invitation was edited since.")
    return None


def told_now(dialogue: Dialogue, invitation: Invitation, at: datetime) -> tuple[str, int]:
    """Where a letter goes now, and the SEQUENCE to which an answer belongs."""
    reached = _reached(invitation, at)
    return _address(invitation, reached), next_sequence(dialogue, reached.all)


def _answer(invitation: Invitation, asked: int) -> Standing:
    return standing([one for one in invitation.replies if one.counts is not False], asked)


def _answered(dialogue: Dialogue, invitation: Invitation, reached: Reached) -> bool:
    return _answer(invitation, next_sequence(dialogue, reached.all)).answer != "needs-action"


def _has_old_link(invitation: Invitation, reached: Reached) -> bool:
    """Whether the link was replaced, and no letter with the new one reached the person."""
    if invitation.token_version == 1:
        return False
    token = token_of(invitation)
    return not any(isinstance(one, Entry) and token in one.letter.text for one in reached.all)


def _reached(invitation: Invitation, at: datetime) -> Reached:
    """What reached the person or may have; what leaves at this very moment counts as sent."""
    states = [(entry, entry.letter.state(at)) for entry in invitation.entries if entry.lost_at is None]
    left = [entry for entry, state in states if entry.letter.sent_at or state in LEAVING]
    unsure = [entry for entry, _ in states if entry.letter.handed_at and entry not in left]
    return Reached([entry for entry in left if not entry.letter.bounced_at], unsure)


def _address(invitation: Invitation, reached: Reached) -> str:
    held = reached.at_most
    return held.letter.recipient if isinstance(held, Entry) else invitation.contact.address


def _is_stale(entry: Entry, state: LetterState | None, address: str, edited: Mapping[str, datetime]) -> bool:
    """Whether a letter that waits was written from an older text, or to another mailbox."""
    return entry.letter.recipient != address or _has_old_text(entry, state, edited)


def _has_old_text(entry: Entry, state: LetterState | None, edited: Mapping[str, datetime]) -> bool:
    letter = entry.letter
    edited_at = edited.get(letter.language)
    an_invitation = state is LetterState.DRAFT and letter.kind is LetterKind.INVITATION
    return an_invitation and edited_at is not None and letter.created_at < edited_at
