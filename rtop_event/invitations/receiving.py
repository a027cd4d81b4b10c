"""A calendar reply that came in by mail: whose it is, and the same answer that a page would have given.

It is applied only where it proves itself: by the token of the address that only this person was given, or by UID,
attendee and sender together. All else goes to a person, and never adds or changes a guest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations import actions
from rtop_event.invitations.entries import is_over
from rtop_event.invitations.finding import held_fast
from rtop_event.invitations.models import Answer, Channel, Contact, Entry, Invitation
from rtop_event.invitations.progress import progress
from rtop_event.invitations.refreshing import sent_again
from rtop_event.invitations.replying import (
    ANSWERS,
    FROM_OUTSIDE,
    Claim,
    Freshness,
    claim_of,
    fitting,
    freshness,
    is_counter,
    note_of,
    oddities,
    proposal_of,
)
from rtop_event.itip import Attendee, Event, Itip
from rtop_event.mailing.envelope import tokens_named
from rtop_event.mailing.meaning import Concern, Judgement
from rtop_event.mailing.models import Letter, Outcome, Received
from rtop_event.mailing.opened import Opened


@dataclass(frozen=True, slots=True)
class Matched:
    """A reply with the person who gave it."""

    invitation: Invitation
    event: Event
    attendee: Attendee


class _Unclear(Exception):
    """A person must look; the text is the reason's name."""

    def __init__(self, reason: str, invitation: Invitation | None = None) -> None:
        super().__init__(reason)
        self.reason, self.invitation = reason, invitation


def whose(tokens: Sequence[str]) -> Concern | None:
    """Whom we gave one of these tokens as their reply address."""
    found = _by_token(tokens)
    return _concern(found) if found else None


def read(received: Received, opened: Opened, at: datetime) -> Judgement:
    """What a calendar reply means, and its effect."""
    itip = opened.calendar or Itip("", ())
    known = _by_token(opened.tokens or tokens_named(event.organiser for event in itip.events))
    if itip.method in FROM_OUTSIDE:
        return Judgement(Outcome.IGNORED, "asks-from-outside", _concern(known) if known else Concern())
    try:
        matched = _by_its_token(known, itip, opened) if known else _by_its_names(itip, opened)
        return _judged(matched, itip.method, received, opened, at)
    except _Unclear as unclear:
        about = unclear.invitation or known
        return Judgement(Outcome.MANUAL, unclear.reason, _concern(about) if about else Concern())


def _concern(invitation: Invitation) -> Concern:
    return Concern(f"invitation:{invitation.id}", invitation.dialogue.slug, invitation.contact.address)


def _by_token(tokens: Sequence[str]) -> Invitation | None:
    found = {one.reply_key: one for one in session.scalars(select(Invitation).where(Invitation.reply_key.in_(tokens)))}
    return next((found[token] for token in tokens if token in found), None)


def addresses_of(invitation: Invitation) -> set[str]:
    """All addresses of a person that we know: the contact's, and those their letters went to; in lower case.

    A mailbox that was given up is not theirs any more.
    """
    sent = (entry.letter.recipient for entry in invitation.entries if entry.lost_at is None)
    return {one.casefold() for one in (invitation.contact.address, *sent)}


def _by_its_token(invitation: Invitation, itip: Itip, opened: Opened) -> Matched:
    """The holder of the token answers, if the attendee is they, or they themselves sent the mail."""
    uids = {invitation.dialogue.uid, *(entry.uid for entry in invitation.entries)}
    event = _event_of(itip, uids, invitation)
    known = addresses_of(invitation)
    found = fitting(event.attendees, known)
    if not found and opened.sender.casefold() in known and len(event.attendees) == 1:
        others = _invited_as(invitation.dialogue, [event.attendees[0].address])
        found = [] if others else list(event.attendees)
    if not found:
        raise _Unclear("other-attendee" if event.attendees else "no-attendee", invitation)
    return Matched(invitation, event, found[0])


def _by_its_names(itip: Itip, opened: Opened) -> Matched:
    """Without a token: an invited attendee of this entry, whose mail comes from an address that we know as theirs."""
    dialogues = {one.uid: one for one in session.scalars(select(Dialogue).where(Dialogue.uid.in_(_uids(itip))))}
    event = _event_of(itip, dialogues, None)
    dialogue = dialogues[event.uid]
    named = [name for one in event.attendees for name in (one.address, one.email, one.sent_by) if name]
    invited = _invited_as(dialogue, named)
    if opened.tokens:
        raise _Unclear("unknown-token", invited[0] if len(invited) == 1 else None)
    if not event.attendees:
        raise _Unclear("no-attendee")
    if len(invited) > 1:
        invited = [one for one in invited if opened.sender.casefold() in addresses_of(one)]
    if len(invited) != 1:
        raise _Unclear("not-invited" if len(event.attendees) == 1 else "several-attendees")
    known = addresses_of(invited[0])
    if opened.sender.casefold() not in known:
        raise _Unclear("other-sender", invited[0])
    return Matched(invited[0], event, fitting(event.attendees, known)[0])


def _uids(itip: Itip) -> list[str]:
    return [event.uid for event in itip.events]


def _event_of(itip: Itip, uids: Collection[str], invitation: Invitation | None) -> Event:
    """The first entry that is ours; raises what makes a person look."""
    found = [event for event in itip.events if event.uid in uids]
    if not found:
        raise _Unclear("other-entry" if any(_uids(itip)) else "no-uid", invitation)
    if found[0].instance:
        raise _Unclear("no-such-instance", invitation)
    return found[0]


def _invited_as(dialogue: Dialogue, names: Sequence[str]) -> list[Invitation]:
    """Whoever is or was invited to the dialogue under one of these addresses."""
    keys = [name.lower() for name in names]
    wrote = select(Entry.invitation_id).join(Letter, Letter.id == Entry.letter_id)
    wrote = wrote.where(Letter.recipient.in_(names), Entry.lost_at.is_(None))
    asked = select(Invitation).join(Contact).where(Invitation.dialogue_id == dialogue.id)
    found = asked.where(or_(Contact.address_key.in_(keys), Invitation.id.in_(wrote)))
    return list(session.scalars(found.order_by(Invitation.id)).unique())


def _judged(matched: Matched, method: str, received: Received, opened: Opened, at: datetime) -> Judgement:
    """The effect of a reply that proved itself: held fast, so that two copies of it are read one after the other."""
    dialogue, number = matched.invitation.dialogue, matched.invitation.id
    invitation = held_fast(dialogue, numbers=[number])[0]
    concern = _concern(invitation)
    if invitation.withdrawn_at is not None:
        raise _Unclear("withdrawn", invitation)
    if method == "REFRESH":
        return Judgement(*sent_again(dialogue, invitation, opened, at), concern)
    sent = [one for one in invitation.entries if one.letter.sent_at or one.letter.handed_at]
    asked = progress(dialogue, invitation, at=at, edited={}).asked
    claim = claim_of(matched.event, matched.attendee, sent=sent, asked=asked, at=at)
    counter = is_counter(method, matched.event, {dialogue.starts_at, *(one.starts_at for one in sent)})
    if claim.answer not in ANSWERS.values():
        return _without_answer(matched, claim, concern, counter=counter)
    fresh = freshness(claim, invitation.replies)
    if fresh is not Freshness.NEW:
        reason = "same-answer" if fresh is Freshness.DUPLICATE else "later-answer-known"
        return Judgement(Outcome(fresh.value), reason, concern, {"answer": claim.answer})
    note = note_of(matched.event, opened.text, written=opened.written)
    came = actions.Came(claim.sequence, claim.acted_at, claim.stamp, received.id)
    counts = not is_over(dialogue, at) and dialogue.cancelled_at is None
    _give(dialogue, invitation, claim, note, came, at, counts=counts)
    now = progress(dialogue, invitation, at=at, edited={}).answer
    details: dict[str, Any] = {"answer": claim.answer, "oddities": oddities(matched.event, claim)}
    if not counts:
        return Judgement(Outcome.STALE, "cancelled" if dialogue.cancelled_at else "over", concern, details)
    if counter:
        return Judgement(Outcome.COUNTER, "proposes", concern, {**details, "proposal": proposal_of(matched.event)})
    if claim.answer == Answer.DELEGATED.value:
        return Judgement(Outcome.MANUAL, "delegated", concern, details)
    if claim.sequence < asked:
        return Judgement(Outcome.APPLIED, "earlier-version", concern, details)
    if now.at != claim.acted_at or now.answer != claim.answer:
        return Judgement(Outcome.STALE, "later-answer-known", concern, details)
    return Judgement(Outcome.APPLIED, "answered", concern, details)


def _without_answer(matched: Matched, claim: Claim, concern: Concern, *, counter: bool) -> Judgement:
    """What says neither yes nor no."""
    if counter:
        return Judgement(Outcome.COUNTER, "proposes", concern, {"proposal": proposal_of(matched.event)})
    if claim.answer in ("", "NEEDS-ACTION"):
        return Judgement(Outcome.IGNORED, "no-answer", concern)
    return Judgement(Outcome.MANUAL, "unknown-answer", concern)


def _give(
    dialogue: Dialogue,
    invitation: Invitation,
    claim: Claim,
    note: str,
    came: actions.Came,
    at: datetime,
    *,
    counts: bool,
) -> None:
    answer, by = Answer(claim.answer), invitation.contact.address
    if counts:
        actions.give_answer(dialogue, invitation, answer, channel=Channel.MAIL, by=by, at=at, note=note, came=came)
    else:
        actions.keep_as_history(invitation, answer, note=note, came=came)
