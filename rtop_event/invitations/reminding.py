"""Reminding: how the invited stand as the rule wants them, and what it makes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.still import still
from rtop_event.invitations.entries import Dialogue as Facts
from rtop_event.invitations.entries import Due, Duty, is_over
from rtop_event.invitations.finding import invitations_of
from rtop_event.invitations.models import Invitation
from rtop_event.invitations.progress import Progress, is_wanted, progress
from rtop_event.invitations.reminders import Asked, Spared, spared
from rtop_event.mailing.blocking import blocked
from rtop_event.mailing.models import LetterKind
from rtop_event.refusal import Refusal
from rtop_event.wording import sentence


class NothingToRemind(Refusal):
    """Nobody is reminded of what is over or called off."""

    def __init__(self) -> None:
        super().__init__(sentence("The dialogue is over or cancelled: nobody is reminded of it."))


@dataclass(frozen=True, slots=True)
class Reminders:
    """Whose invitations would be recalled, by number, and how many are spared for which reason."""

    numbers: list[int]
    spared: Counter[Spared]


def reminders(dialogue: Dialogue, *, numbers: Sequence[int] | None = None, at: datetime) -> Reminders:
    """Who of the invited (all, or those of these numbers) is reminded; raises NothingToRemind."""
    check_alive(dialogue, at)
    stopped, found, as_it_is = blocked(), Reminders([], Counter()), still(dialogue)
    for invitation in invitations_of(dialogue, numbers=numbers):
        why = why_spared(dialogue, invitation, progress(as_it_is, invitation, at=at, edited={}), stopped, at)
        if why is None:
            found.numbers.append(invitation.id)
        else:
            found.spared[why] += 1
    return found


def check_alive(dialogue: Dialogue, at: datetime) -> None:
    """Refuse what is over or called off."""
    if is_over(dialogue, at) or dialogue.cancelled_at is not None:
        raise NothingToRemind


def why_spared(
    dialogue: Facts, invitation: Invitation, now: Progress, stopped: Collection[str], at: datetime
) -> Spared | None:
    """Why this person is not reminded; `stopped` are the addresses, in lower case, that nothing is sent to."""
    written = [one.letter for one in invitation.entries if one.letter.kind is LetterKind.REMINDER]
    person = Asked(
        wanted=is_wanted(dialogue, invitation),
        answered=now.answer.answer != "needs-action",
        stopped=is_stopped(invitation, now, stopped),
        waits=now.waiting is not None,
        holds=now.held is not None,
        owed=now.due.duty is not Duty.NOTHING,
        reminded_at=max((one.sent_at or one.created_at for one in written if one.discarded_at is None), default=None),
        declined_at=_last_answer(invitation) if now.answer.earlier == "declined" else None,
        updated_at=max(
            (one.letter.sent_at for one in now.sent if one.letter.kind is LetterKind.UPDATE and one.letter.sent_at),
            default=None,
        ),
    )
    return spared(person, at)


def _last_answer(invitation: Invitation) -> datetime | None:
    return max((one.at for one in invitation.replies if one.counts is not False), default=None)


def is_stopped(invitation: Invitation, now: Progress, stopped: Collection[str]) -> bool:
    """Whether nothing is sent to this person until their address is mended."""
    return now.address.lower() in stopped or invitation.contact.address_key in stopped


def to_remind(
    dialogue: Dialogue, invitation: Invitation, now: Progress, stopped: Collection[str], at: datetime
) -> Progress:
    """The same, owing a reminder: the entry that the person holds, once more; or nothing, where they are spared."""
    if now.held is None or why_spared(dialogue, invitation, now, stopped, at) is not None:
        return replace(now, due=Due(Duty.NOTHING))
    return replace(now, due=Due(Duty.REMINDER, sequence=now.held.sequence))
