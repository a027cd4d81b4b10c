"""What is decided about a letter before it leaves: approved, now or for later, held back, taken back, discarded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select

from rtop_event.database import session
from rtop_event.ical import events_in
from rtop_event.mailing.fitting import require_fit
from rtop_event.mailing.models import Letter, LetterState
from rtop_event.mailing.writing import BY_ITSELF
from rtop_event.refusal import Refusal
from rtop_event.wording import Sentence, sentence

BY_HAND = sentence("Somebody decided that it is not sent.")
UNDER_WAY = (LetterState.APPROVED, LetterState.WAITING, LetterState.STOPPED)


class NotInThatState(Refusal):
    """The letter has gone on meanwhile; what was asked for is no longer possible."""


class LaterLeft(Refusal):
    """A later letter about the same calendar entry has already left: this one would overtake it backwards."""


class InThePast(Refusal):
    """What is set for later must be later than now."""

    def __init__(self) -> None:
        super().__init__(sentence("This moment is past. Choose a later one, or leave it empty to send at once."))


def approve(letter: Letter, *, by: str, at: datetime, not_before: datetime | None = None) -> None:
    """Let a draft leave, at once or not before a moment, unless it no longer fits; doing it twice changes nothing."""
    lock(letter)
    if letter.state(at) is LetterState.DRAFT:
        require_fit(letter, at)
    _let_leave(letter, by=by, at=at, not_before=not_before)


def approve_all(letters: Sequence[Letter], *, by: str, at: datetime, not_before: datetime | None = None) -> None:
    """Let drafts leave that were just found to fit."""
    for letter in letters:
        lock(letter)
        _let_leave(letter, by=by, at=at, not_before=not_before)


def _let_leave(letter: Letter, *, by: str, at: datetime, not_before: datetime | None) -> None:
    if letter.discarded_at or letter.failed_at:
        raise NotInThatState(sentence("This letter was discarded or has failed: it cannot be approved."))
    if not_before is not None and not_before <= at:
        raise InThePast
    if letter.state(at) is LetterState.DRAFT:
        letter.approved_at, letter.approved_by, letter.next_attempt_at = at, by, at
        letter.not_before = not_before


def may_take_back(letter: Letter, at: datetime) -> bool:
    """Whether somebody approved it, and nobody has begun to send it."""
    untouched = letter.open and not letter.attempts and letter.handed_at is None
    return (
        untouched
        and letter.approved_by != BY_ITSELF
        and letter.state(at) in (LetterState.APPROVED, LetterState.STOPPED)
    )


def take_back(letter: Letter, *, at: datetime) -> None:
    """Make a draft again of what was approved; refused once it is on its way."""
    lock(letter)
    if not may_take_back(letter, at):
        raise NotInThatState(sentence("Only what somebody approved and nobody has begun to send can be taken back."))
    _make_draft(letter)


def may_restore(letter: Letter) -> bool:
    """Whether it was discarded, and no other letter stands in its place."""
    if letter.discarded_at is None or letter.handed_at is not None:
        return False
    if not letter.method:
        return not _written_after(letter)
    return not (_entry_written_after(letter) or _left_instead(letter, letter.discarded_at))


def restore(letter: Letter, *, at: datetime) -> None:
    """Make a draft again of what was discarded, if it still fits and nothing was written in its place."""
    lock(letter)
    if not may_restore(letter):
        raise NotInThatState(sentence("This letter was not discarded, or a later one was written in its place."))
    letter.discarded_at, letter.failed_at, letter.attempts, letter.server_answer = None, None, 0, ""
    _make_draft(letter)
    require_fit(letter, at)


def _make_draft(letter: Letter) -> None:
    letter.approved_at, letter.approved_by, letter.not_before, letter.next_attempt_at = None, "", None, None
    letter.held_at, letter.held_by = None, ""


def hold(letter: Letter, *, by: str, at: datetime) -> None:
    """Keep an approved letter from leaving until it is let go; letters after it in its stream wait too."""
    lock(letter)
    if letter.state(at) not in UNDER_WAY or not letter.open:
        raise NotInThatState(sentence("Only a letter that is approved and has not left can be held back."))
    if letter.held_at is None:
        letter.held_at, letter.held_by = at, by


def let_go(letter: Letter) -> None:
    """Let a letter that was held back leave; one that was not stays as it is."""
    lock(letter)
    letter.held_at, letter.held_by = None, ""


def discard(letter: Letter, *, at: datetime, why: Sentence | None = None) -> None:
    """Never send it, for the reason given; refused once it is on its way or has left."""
    lock(letter)
    if letter.sent_at or letter.state(at) is LetterState.SENDING:
        raise NotInThatState(sentence("This letter is on its way or has left: it cannot be discarded."))
    if letter.discarded_at is None:
        letter.discarded_at, letter.server_answer = at, str(why or BY_HAND)


def retry(letter: Letter, *, at: datetime) -> None:
    """Send a letter that failed or waits at once, with the same Message-ID, SEQUENCE and DTSTAMP."""
    lock(letter)
    if letter.state(at) not in {LetterState.FAILED, LetterState.WAITING}:
        raise NotInThatState(sentence("This letter neither failed nor waits: there is nothing to send again."))
    if letter.method and _entry_left_after(letter):
        raise LaterLeft(sentence("A later letter about the same calendar entry has already left. Write a new one."))
    require_fit(letter, at)
    letter.failed_at, letter.next_attempt_at, letter.attempts = None, at, 0


def _entry_left_after(letter: Letter) -> bool:
    return session.scalar(_entries_after(letter).where(Letter.sent_at.is_not(None)).limit(1)) is not None


def _entry_written_after(letter: Letter) -> bool:
    return session.scalar(_entries_after(letter).where(Letter.discarded_at.is_(None)).limit(1)) is not None


def _written_after(letter: Letter) -> bool:
    """Whether a later letter says what became of the same matter."""
    same = Letter.about != "", Letter.about == letter.about, Letter.kind == letter.kind, Letter.method == ""
    asked = select(Letter.id).where(*same, Letter.id > letter.id, Letter.discarded_at.is_(None))
    return session.scalar(asked.limit(1)) is not None


def _left_instead(letter: Letter, since: datetime) -> bool:
    """Whether an earlier letter that brings the same version of the entry was restored: it waits, or left since."""
    earlier = Letter.stream == letter.stream, Letter.id < letter.id, Letter.method == letter.method
    asked = select(Letter).where(*earlier, Letter.discarded_at.is_(None))
    found = session.scalars(asked.where(or_(Letter.sent_at.is_(None), Letter.sent_at > since)))
    return any(_versions(one) & _versions(letter) for one in found)


def _versions(letter: Letter) -> set[tuple[str, int]]:
    entries = (one.appointment for one in events_in(letter.calendar or b""))
    return {(entry.uid, entry.sequence) for entry in entries}


def _entries_after(letter: Letter) -> Select[int]:
    return select(Letter.id).where(Letter.stream == letter.stream, Letter.id > letter.id, Letter.method != "")


def lock(letter: Letter) -> None:
    """Read it again and lock its row, so that the worker and a person do not act on it at once."""
    session.flush()
    session.refresh(letter, with_for_update=True)
