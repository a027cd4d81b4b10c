"""How one invitation stands: what reached the person, what waits, what is owed, which answer counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.answers import Standing, standing
from rtop_event.invitations.entries import Due, Waiting, due, holding, next_sequence, outdated
from rtop_event.invitations.models import Entry, Invitation
from rtop_event.mailing.models import LetterKind, LetterState

LEAVING = (LetterState.SENDING,)
WAITS = (LetterState.DRAFT, LetterState.APPROVED, LetterState.SENDING, LetterState.WAITING, LetterState.FAILED)


@dataclass(frozen=True, slots=True)
class Progress:
    """An invitation at a moment."""

    sent: list[Entry]
    held: Entry | None
    waiting: Entry | None
    state: LetterState | None
    """Of the letter that waits, else of the last one sent; None when nothing was ever written."""
    due: Due
    answer: Standing
    holds_outdated: bool
    asked: int
    """The SEQUENCE to which an answer given now belongs."""


def progress(dialogue: Dialogue, invitation: Invitation, *, at: datetime, edited: Mapping[str, datetime]) -> Progress:
    """How it stands; `edited` tells by language when the invitation's text was last changed."""
    states = [(entry, entry.letter.state(at)) for entry in invitation.entries]
    sent = [entry for entry, state in states if state is LetterState.SENT]
    waits = [(entry, state) for entry, state in states if state in WAITS]
    waiting, state = waits[-1] if waits else (None, LetterState.SENT if sent else None)
    wanted = invitation.withdrawn_at is None and dialogue.cancelled_at is None
    owed = due(dialogue, sent=sent, waiting=_waiting(invitation, waiting, state, edited), wanted=wanted, at=at)
    reached = [*sent, waiting] if waiting is not None and state in LEAVING else sent
    held = holding(reached)
    asked = next_sequence(dialogue, reached)
    return Progress(
        sent=sent,
        held=held if isinstance(held, Entry) else None,
        waiting=waiting,
        state=state,
        due=owed,
        answer=standing(invitation.replies, asked),
        holds_outdated=held is not None and outdated(held, dialogue),
        asked=asked,
    )


def _waiting(
    invitation: Invitation, entry: Entry | None, state: LetterState | None, edited: Mapping[str, datetime]
) -> Waiting | None:
    """What waits, as the rules want it; a letter to an address that was corrected since counts as stale too."""
    if entry is None:
        return None
    letter = entry.letter
    edited_at = edited.get(letter.language)
    old_text = (
        state is LetterState.DRAFT
        and letter.kind is LetterKind.INVITATION
        and edited_at is not None
        and letter.created_at < edited_at
    )
    return Waiting(entry, state in LEAVING, old_text or letter.recipient != invitation.contact.address)
