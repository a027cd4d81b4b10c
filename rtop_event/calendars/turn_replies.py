"""A calendar reply to the entry of a turn: whose it is, and the answer that it gives.

It is kept as an answer only where it proves itself: by the reply address that only this mailbox was given, or by UID,
attendee and sender together. All else goes to a person. An answer never changes the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from rtop_event.calendars.models import TurnEntry, TurnHolder, TurnReply, TurnTold
from rtop_event.calendars.turn_drafting import draft_again, holders_of, least, now_of
from rtop_event.calendars.turn_progress import TurnProgress, turn_progress
from rtop_event.calendars.turns import CANCELLED
from rtop_event.database import session
from rtop_event.invitations.models import Answer, Channel
from rtop_event.invitations.refreshing import again
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
from rtop_event.mailing.meaning import Concern, Judgement
from rtop_event.mailing.models import Outcome, Received
from rtop_event.mailing.opened import Opened
from rtop_event.organisers.record import record
from rtop_event.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class Matched:
    """A reply with the mailbox that gave it."""

    holder: TurnHolder
    event: Event
    attendee: Attendee


class _Unclear(Exception):
    """A person must look; the text is the reason's name."""


def whose(tokens: Sequence[str]) -> Concern | None:
    """Whom we gave one of these tokens as the reply address of a turn."""
    found = _by_token(tokens)
    return _concern(found) if found else None


def read(received: Received, opened: Opened, at: datetime) -> Judgement | None:
    """What a reply means; None when it is about no turn."""
    itip = opened.calendar or Itip("", ())
    known, named = _by_token(opened.tokens), _by_uid(itip)
    if known is None and not named:
        return None
    concern = _concern(known) if known else Concern(f"turn:{named[0].registration_id}", _slug(named[0]))
    if itip.method in FROM_OUTSIDE:
        return Judgement(Outcome.IGNORED, "asks-from-outside", concern)
    try:
        matched = _matched([known] if known else named, itip, opened, proven=known is not None)
        return _judged(matched, itip.method, received, opened, at)
    except _Unclear as unclear:
        return Judgement(Outcome.MANUAL, str(unclear), concern)


def _concern(holder: TurnHolder) -> Concern:
    return Concern(f"turn:{holder.registration_id}", _slug(holder), holder.address)


def _slug(holder: TurnHolder) -> str:
    return holder.registration.dialogue.slug


def _by_token(tokens: Sequence[str]) -> TurnHolder | None:
    asked = select(TurnHolder).where(TurnHolder.reply_key.in_(tokens))
    found = {one.reply_key: one for one in session.scalars(asked)}
    return next((found[token] for token in tokens if token in found), None)


def _by_uid(itip: Itip) -> list[TurnHolder]:
    """The mailboxes that were sent an entry which the reply names."""
    uids = [event.uid for event in itip.events]
    sent = select(TurnEntry.holder_id).where(TurnEntry.uid.in_(uids))
    return list(session.scalars(select(TurnHolder).where(TurnHolder.id.in_(sent)).order_by(TurnHolder.id)))


def _matched(holders: Sequence[TurnHolder], itip: Itip, opened: Opened, *, proven: bool) -> Matched:
    """The mailbox whose entry is answered, by its own token or by its own mail; raises what makes a person look."""
    uids = {entry.uid for holder in holders for entry in holder.entries}
    event = next((one for one in itip.events if one.uid in uids), None)
    if event is None:
        raise _Unclear("other-entry" if any(one.uid for one in itip.events) else "no-uid")
    if event.instance:
        raise _Unclear("no-such-instance")
    sender = opened.sender.casefold()
    for holder in holders:
        mine = holder.address.casefold()
        found = fitting(event.attendees, {mine})
        if not found and proven and sender == mine and len(event.attendees) == 1:
            found = list(event.attendees)
        if found and (proven or sender == mine):
            return Matched(holder, event, found[0])
    if not event.attendees:
        raise _Unclear("no-attendee")
    if opened.tokens and not proven:
        raise _Unclear("unknown-token")
    named = any(fitting(event.attendees, {holder.address.casefold()}) for holder in holders)
    raise _Unclear("other-attendee" if proven else "other-sender" if named else "not-invited")


def _judged(matched: Matched, method: str, received: Received, opened: Opened, at: datetime) -> Judgement:
    """The effect of a reply that proved itself: held fast, so that two copies of it are read one after the other."""
    holder, registration = _held_fast(matched.holder), matched.holder.registration
    concern = _concern(holder)
    told = session.get_one(TurnTold, registration.id)
    stands = turn_progress(holder, now_of(registration, told, holder, at), at=at, least=least())
    if not stands.mine:
        raise _Unclear("withdrawn")
    if method == "REFRESH":
        return Judgement(*_sent_again(registration, told, stands, opened, at), concern)
    sent, asked = [one for one in holder.entries if one.letter.sent_at or one.letter.handed_at], stands.asked
    claim = claim_of(matched.event, matched.attendee, sent=sent, asked=asked, at=at)
    counter = is_counter(method, matched.event, {told.starts_at, *(one.starts_at for one in sent)})
    proposal = proposal_of(matched.event)
    if claim.answer not in ANSWERS.values():
        return _without_answer(claim, concern, proposal, counter=counter)
    fresh = freshness(claim, holder.replies)
    if fresh is not Freshness.NEW:
        reason = "same-answer" if fresh is Freshness.DUPLICATE else "later-answer-known"
        return Judgement(Outcome(fresh.value), reason, concern, {"answer": claim.answer})
    over, off = told.ends_at <= at, told.status == CANCELLED
    note = note_of(matched.event, opened.text, written=opened.written)
    _keep(holder, claim, note, received, counts=not over and not off, at=at)
    details: dict[str, Any] = {"answer": claim.answer, "oddities": oddities(matched.event, claim)}
    if over or off:
        return Judgement(Outcome.STALE, "turn-cancelled" if off else "over", concern, details)
    if counter:
        return Judgement(Outcome.COUNTER, "turn-proposes", concern, {**details, "proposal": proposal})
    if claim.answer == Answer.DELEGATED.value:
        return Judgement(Outcome.MANUAL, "delegated", concern, details)
    return Judgement(Outcome.APPLIED, "earlier-version" if claim.sequence < asked else "answered", concern, details)


def _sent_again(
    registration: Registration, told: TurnTold, now: TurnProgress, opened: Opened, at: datetime
) -> tuple[Outcome, str]:
    """The entry of the turn once more, as it is, to who holds it."""
    draft = partial(draft_again, registration, told, now, at)
    return again(now, opened, draft, address=now.holder.address, over=told.ends_at <= at, at=at)


def _held_fast(holder: TurnHolder) -> TurnHolder:
    """The mailbox with its entries and answers, locked and read anew."""
    session.execute(select(TurnHolder.id).where(TurnHolder.id == holder.id).with_for_update())
    registration = holder.registration
    mine = holders_of(registration.dialogue, [registration.id])[registration.id]
    return next(one for one in mine if one.id == holder.id)


def _without_answer(claim: Claim, concern: Concern, proposal: dict[str, str], *, counter: bool) -> Judgement:
    """What says neither yes nor no."""
    if counter:
        return Judgement(Outcome.COUNTER, "turn-proposes", concern, {"proposal": proposal})
    if claim.answer in ("", "NEEDS-ACTION"):
        return Judgement(Outcome.IGNORED, "no-answer", concern)
    return Judgement(Outcome.MANUAL, "unknown-answer", concern)


def _keep(holder: TurnHolder, claim: Claim, note: str, received: Received, *, counts: bool, at: datetime) -> None:
    """The answer as a fact, in the history of the request; what follows from it is told as of now."""
    holder.replies.append(
        TurnReply(
            answer=Answer(claim.answer),
            channel=Channel.MAIL,
            at=claim.acted_at,
            sequence=claim.sequence,
            note=note,
            stamp=claim.stamp,
            received_id=received.id,
            counts=counts,
        )
    )
    record(
        "turn answered",
        by=holder.address,
        at=at,
        dialogue=_slug(holder),
        about=f"registration:{holder.registration_id}",
        after={"answer": claim.answer, "note": note},
    )
    session.flush()
