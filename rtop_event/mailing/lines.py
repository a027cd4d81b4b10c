"""Letters as lines of a list, each with its state, since when, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rtop_event.mailing.blocking import blocked
from rtop_event.mailing.fitting import misfits
from rtop_event.mailing.models import Blocked, Letter, LetterKind, LetterState
from rtop_event.organisers.things import Thing, named
from rtop_event.wording import Sentence, sentence

SHOWN = (
    LetterState.FAILED,
    LetterState.BOUNCED,
    LetterState.DRAFT,
    LetterState.APPROVED,
    LetterState.WAITING,
    LetterState.STOPPED,
    LetterState.SENT,
    LetterState.DISCARDED,
)


@dataclass(frozen=True)
class Line:
    """A letter in a list; `at` is the moment that its state tells of, `address` is empty where it is the recipient."""

    number: int
    recipient: str
    address: str
    subject: str
    kind: LetterKind
    state: LetterState
    at: datetime
    again_at: datetime | None
    not_before: datetime | None
    """It is approved for this moment, which has not come."""
    words: str
    """What the mail server said."""
    why: Sentence | None
    """Why it was discarded, or is stopped."""
    blocked: str | None
    """Why nothing is sent to its address, where it came back or may still leave: the server's words; else None."""
    dialogue: str
    delegation: str = ""
    """The delegation that it concerns, in the reader's language; empty where it concerns none."""
    misfit: bool = False
    """It has not left and does not fit any more."""


def lines_of(letters: Sequence[Letter], at: datetime) -> list[Line]:
    """The letters as lines; a few questions for all of them together."""
    known = named(letter.about for letter in letters)
    stopped = blocked([letter.recipient for letter in letters])
    left = misfits([letter for letter in letters if letter.open], at)
    lines = [line(letter, at, stopped.get(letter.recipient.lower()), known.get(letter.about)) for letter in letters]
    return [replace(one, misfit=one.number in left) for one in lines]


def line(letter: Letter, at: datetime, block: Blocked | None, about: Thing | None = None) -> Line:
    """The letter as a line; `about` is what it concerns, if that is known."""
    recipient = letter.recipient_name or letter.recipient
    state = letter.state(at, blocked=block is not None)
    told = (
        letter.bounced_at,
        letter.sent_at,
        letter.discarded_at,
        letter.failed_at,
        letter.held_at,
        letter.approved_at,
    )
    return Line(
        number=letter.id,
        recipient=recipient,
        address=letter.recipient if letter.recipient_name else "",
        subject=letter.subject,
        kind=letter.kind,
        state=state,
        at=next((one for one in told if one), letter.created_at),
        again_at=letter.next_attempt_at if state is LetterState.WAITING else None,
        not_before=letter.not_before if letter.open and letter.not_before and at < letter.not_before else None,
        words=letter.bounced_words if letter.bounced_at else "" if letter.discarded_at else letter.server_answer,
        why=_why(letter),
        blocked=block.words if block is not None and (letter.open or letter.bounced_at) else None,
        dialogue=letter.dialogue,
        delegation=about.name if about and about.name != recipient else "",
    )


def _why(letter: Letter) -> Sentence | None:
    if letter.discarded_at:
        return Sentence(letter.server_answer) if letter.server_answer else None
    if letter.held_at and letter.open:
        return sentence("%(name)s holds it back.", name=letter.held_by)
    return None
