"""How one mailbox stands to a turn: what reached it, what waits, what it is owed, which answer counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rtop_event.calendars.models import TurnEntry, TurnHolder
from rtop_event.calendars.owed import Gone, Now, due, next_sequence
from rtop_event.invitations.answers import Standing, standing
from rtop_event.invitations.entries import Due, Duty
from rtop_event.mailing.models import LetterState


@dataclass(frozen=True, slots=True)
class TurnProgress:
    """A mailbox and a turn at a moment."""

    holder: TurnHolder
    mine: bool
    sent: list[TurnEntry]
    held: TurnEntry | None
    """What may stand in the calendar."""
    waiting: TurnEntry | None
    due: Due
    answer: Standing
    asked: int
    """The SEQUENCE to which an answer given now belongs: of what is held, while nothing newer is owed."""
    following: int
    """The SEQUENCE of an entry that is written now."""


def gone_of(holder: TurnHolder, at: datetime) -> Gone:
    """The entries of a mailbox by how far they came; what came back reached nobody."""
    waits = [entry for entry in holder.entries if entry.letter.open]
    waiting = waits[-1] if waits else None
    leaving = [entry for entry in waits if entry.letter.state(at) is LetterState.SENDING]
    unsure = [one for one in holder.entries if one.letter.handed_at and not one.letter.sent_at and one not in leaving]
    return Gone(
        sent=[one for one in holder.entries if one.letter.sent_at and not one.letter.bounced_at],
        doubtful=unsure,
        waiting=waiting,
        leaving=waiting in leaving,
    )


def turn_progress(holder: TurnHolder, now: Now, *, at: datetime, least: timedelta, early: bool = False) -> TurnProgress:
    """How it stands; `least` and `early` as the rule of what is owed has them."""
    gone = gone_of(holder, at)
    following, held = next_sequence(now, gone), gone.at_most
    replies = [one for one in holder.replies if one.counts is not False]
    last = standing(replies, following)
    declined = "declined" in (last.answer, last.earlier)
    owed = due(now, gone, at=at, least=least, early=early, declined=declined)
    settled = held is not None and owed.duty is Duty.NOTHING and (gone.waits is None or owed.replaces)
    asked = held.sequence if held is not None and settled else following
    return TurnProgress(
        holder=holder,
        mine=now.mine,
        sent=[one for one in gone.sent if isinstance(one, TurnEntry)],
        held=held if isinstance(held, TurnEntry) else None,
        waiting=gone.waiting if isinstance(gone.waiting, TurnEntry) else None,
        due=owed,
        answer=standing(replies, asked),
        asked=asked,
        following=following,
    )
