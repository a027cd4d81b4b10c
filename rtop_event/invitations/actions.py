"""What can be done with invitations: invite, withdraw, answer, replace a link, and write the text."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.composing import NoText
from rtop_event.invitations.drafting import draft_letters
from rtop_event.invitations.entries import Duty, is_over
from rtop_event.invitations.fitting import clear_of_invitation
from rtop_event.invitations.losing import new_reply_key
from rtop_event.invitations.models import Answer, Channel, Contact, Invitation, Reply
from rtop_event.invitations.progress import progress
from rtop_event.mailing.deciding import NotInThatState, discard
from rtop_event.organisers.record import record
from rtop_event.refusal import Refusal, StaleHand
from rtop_event.wording import sentence

ANSWERS = (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED)
"""What a person can answer on a page."""


@dataclass(frozen=True, slots=True)
class Came:
    """How an answer came that a calendar gave: to which SEQUENCE, when the person acted, DTSTAMP, and in which mail."""

    sequence: int
    acted_at: datetime
    stamp: datetime
    received: int


class NotInvited(Refusal):
    """An invitation that was withdrawn is not answered."""

    def __init__(self) -> None:
        super().__init__(sentence("This invitation has been withdrawn, so there is nothing to answer."))


class NothingToAnswer(Refusal):
    """A dialogue that is over or cancelled is not answered."""

    def __init__(self) -> None:
        super().__init__(sentence("The dialogue is over or cancelled, so there is nothing to answer."))


class NobodyIsInvited(Refusal):
    """An exercise writes to nobody."""

    def __init__(self) -> None:
        super().__init__(sentence("This is an exercise: nobody is invited to it. Nothing was done."))


def invite(dialogue: Dialogue, contacts: Iterable[Contact], *, by: str, at: datetime) -> int:
    """Put contacts on the list of the invited; who was taken off it comes back. How many were not on it."""
    if dialogue.rehearses:
        raise NobodyIsInvited
    asked = select(Invitation).where(Invitation.dialogue_id == dialogue.id).with_for_update()
    known = {one.contact_id: one for one in session.scalars(asked)}
    added: list[str] = []
    for contact in contacts:
        found = known.get(contact.id)
        if found is not None and found.withdrawn_at is None:
            continue
        if found is not None:
            found.withdrawn_at = None
            clear_of_invitation(found, at)
        else:
            session.add(Invitation(dialogue=dialogue, contact=contact, reply_key=new_reply_key(), created_at=at))
        added.append(contact.address)
    try:
        session.flush()
    except IntegrityError as twice:
        raise StaleHand from twice
    if added:
        after = {"contacts": len(added), "addresses": added}
        record("invited", by=by, at=at, dialogue=dialogue.slug, about="invitations", after=after)
    return len(added)


def withdraw(dialogue: Dialogue, invitation: Invitation, *, by: str, at: datetime, why: str = "") -> bool:
    """Take a person off the list of the invited; whether a cancellation of their entry was drafted."""
    if invitation.withdrawn_at is not None:
        return False
    invitation.withdrawn_at = at
    record(
        "invitation withdrawn",
        by=by,
        at=at,
        dialogue=dialogue.slug,
        about=f"invitation:{invitation.id}",
        before={"invited": True},
        after={"invited": False},
        why=why,
    )
    session.flush()
    if is_over(dialogue, at) or dialogue.published_at is None:
        return False
    return bool(draft_letters(dialogue, by=by, at=at, numbers=[invitation.id]))


def replace_link(dialogue: Dialogue, invitation: Invitation, *, by: str, at: datetime) -> bool:
    """Make the links that were written to this person lead nowhere; whether a letter with the new one was drafted.

    A letter that still waits is drafted anew; who has one already is owed another, with the same SEQUENCE.
    """
    invitation.token_version += 1
    about = f"invitation:{invitation.id}"
    record("personal link replaced", by=by, at=at, dialogue=dialogue.slug, about=about)
    session.flush()
    now = progress(dialogue, invitation, at=at, edited={})
    if now.waiting is None and now.due.duty is not Duty.UPDATE:
        return False
    if now.waiting is not None:
        with suppress(NotInThatState):  # it leaves at this very moment
            discard(now.waiting.letter, at=at, why=sentence("The personal link in it was replaced."))
    if is_over(dialogue, at) or dialogue.published_at is None:
        return False
    try:
        return bool(draft_letters(dialogue, by=by, at=at, numbers=[invitation.id]))
    except NoText:
        return False


def give_answer(
    dialogue: Dialogue,
    invitation: Invitation,
    answer: Answer,
    *,
    channel: Channel,
    by: str,
    at: datetime,
    note: str = "",
    came: Came | None = None,
    received: int | None = None,
) -> bool:
    """An answer to the dialogue as it is now, or to the version that a calendar answers. Whether it is news.

    The same answer given twice in a row on a page counts once; from calendars each is kept, for the order of the next,
    and so is one that a person read out of the mail with the number `received`.
    """
    if invitation.withdrawn_at is not None:
        raise NotInvited
    if is_over(dialogue, at) or dialogue.cancelled_at is not None:
        raise NothingToAnswer
    now = progress(dialogue, invitation, at=at, edited={})
    last = invitation.replies[-1] if invitation.replies else None
    if (
        not came
        and not received
        and last
        and (last.answer, last.note) == (answer, note)
        and now.answer.answer == answer.value
    ):
        return False
    if came:
        _put_in_history(invitation, answer, note, came, channel=channel, counts=True)
    else:
        facts = {"sequence": now.asked, "note": note, "received_id": received}
        invitation.replies.append(Reply(answer=answer, channel=channel, at=at, **facts))
    record(
        "invitation answered",
        by=by,
        at=at,
        dialogue=dialogue.slug,
        about=f"invitation:{invitation.id}",
        before={"answer": last.answer, "note": last.note} if last else {},
        after={"answer": answer, "note": note},
    )
    session.flush()
    return True


def keep_as_history(invitation: Invitation, answer: Answer, *, note: str, came: Came) -> None:
    """Keep an answer that came after the end or a cancellation: it is seen, and counts for nothing."""
    _put_in_history(invitation, answer, note, came, channel=Channel.MAIL, counts=False)
    session.flush()


def _put_in_history(
    invitation: Invitation, answer: Answer, note: str, came: Came, *, channel: Channel, counts: bool
) -> None:
    facts = {"sequence": came.sequence, "stamp": came.stamp, "received_id": came.received}
    invitation.replies.append(
        Reply(answer=answer, channel=channel, at=came.acted_at, note=note, counts=counts, **facts)
    )
