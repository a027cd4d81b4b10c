"""The steps of an exchange of places, from the offer to the end; each once, recorded, refused where impossible."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.record import record
from rtop_event.refusal import StaleHand
from rtop_event.registrations.actions import DELEGATION
from rtop_event.registrations.finding import about, delegation_name
from rtop_event.registrations.models import Registration
from rtop_event.registrations.reserve import BY_ITSELF
from rtop_event.speakers import exchange_finding as finding
from rtop_event.speakers import exchange_posting as posting
from rtop_event.speakers.composing import Facts, Listing, Row
from rtop_event.speakers.exchange_refusals import (
    CannotBeAsked,
    HasAskedYou,
    HoldsNoPlace,
    OneOfferAtATime,
    ReasonForRefusal,
    TooManyOffers,
)
from rtop_event.speakers.exchanging import OVER, State, expect, expires, may_exchange, not_begun, state_of
from rtop_event.speakers.holding import held, unchanged
from rtop_event.speakers.listing import facts_of, key_of
from rtop_event.speakers.models import Exchange
from rtop_event.speakers.swapping import Swap, after_all, swap

OFFERS_A_DAY = 10
A_DAY = timedelta(days=1)
PARTNER = "the other delegation"
AGREED = "agreed by both delegations"


def ask(asker: Registration, other: Registration, *, message: str, at: datetime) -> Exchange:
    """Offer an exchange of places and write to the other delegation.

    Raises the refusal of the rule that forbids it, MeetingHasOpened, OneOfferAtATime, HasAskedYou, TooManyOffers,
    CannotBeAsked.
    """
    facts, listing = _held(asker.dialogue, asker, other)
    found = possible(facts, listing, asker, other, at)
    if not other.address:
        raise CannotBeAsked(delegation_name(other, asker.language))
    _nothing_open(asker, other, at)
    if finding.made_since(asker, at - A_DAY) >= OFFERS_A_DAY:
        raise TooManyOffers
    added = Exchange(
        dialogue_id=asker.dialogue_id,
        asker=asker,
        other=other,
        message=message,
        asked_at=at,
        expires_at=expires(at, openings(asker.dialogue, *found.before)),
    )
    try:
        with session.begin_nested():
            session.add(added)
    except IntegrityError as asked_meanwhile:
        raise OneOfferAtATime from asked_meanwhile
    posting.post_offer(added, found, at=at)
    _note("exchange asked", added, by=asker, at=at, why=message)
    return added


def _nothing_open(asker: Registration, other: Registration, at: datetime) -> None:
    """Write down the end of what ended by itself; what is still open stands in the way of another offer."""
    for one in finding.open_with(asker):
        state = state_of(one, at)
        if state in OVER:
            end(one, state, at=at)
        elif one.asker_id == asker.id:
            raise OneOfferAtATime
        elif one.asker_id == other.id:
            raise HasAskedYou(delegation_name(other, asker.language))


def accept(offer: Exchange, *, seen: str, at: datetime, message: str = "") -> None:
    """The other delegation agrees: it holds at once, or waits for the desk where the dialogue wants that.

    The asker has its message in the letter.

    Raises NotThatFar, StaleHand when the places are others than were seen, and the refusal of a rule.
    """
    dialogue, found = _looked_at(offer, seen, at, State.OFFERED)
    offer.accepted_at = at
    offer.expires_at = min(openings(dialogue, *found.before))
    _note("exchange accepted", offer, by=offer.other, at=at, why=message)
    if dialogue.exchange_needs_approval:
        posting.post_accepted(offer, message=message, at=at)
    else:
        _apply(offer, found, by="", at=at, message=message)


def approve(offer: Exchange, *, seen: str, by: str, at: datetime) -> None:
    """The desk approves what both have agreed, and it holds. Raises NotThatFar, StaleHand, the refusal of a rule."""
    _, found = _looked_at(offer, seen, at, State.ACCEPTED)
    _apply(offer, found, by=by, at=at)


def decline(offer: Exchange, *, message: str, at: datetime) -> None:
    """The other delegation says no. Raises NotThatFar."""
    _expected(offer, at, State.OFFERED)
    _end(offer, State.DECLINED, at=at, why=message)
    posting.post_declined(offer, at=at)
    _note("exchange declined", offer, by=offer.other, at=at, why=message)


def take_back(offer: Exchange, *, at: datetime) -> None:
    """The asker takes its offer back, as long as it does not hold. Raises NotThatFar."""
    _expected(offer, at, State.OFFERED, State.ACCEPTED)
    _end(offer, State.TAKEN_BACK, at=at)
    posting.post_taken_back(offer, at=at)
    _note("exchange taken back", offer, by=offer.asker, at=at)


def end(offer: Exchange, state: State, *, at: datetime) -> None:
    """An offer that is over by itself ends: the caller has found it in one of the states of OVER.

    Both are told that it has expired; where one has lost the place, the other is told.
    """
    _end(offer, state, at=at)
    if state is State.EXPIRED:
        posting.post_expired(offer, at=at)
    else:
        posting.post_fallen(offer, at=at)
    _note(f"exchange {state.value}", offer, by=BY_ITSELF, at=at)


def refuse(offer: Exchange, *, reason: str, by: str, at: datetime) -> None:
    """The desk does not approve it; both are told why. Raises NotThatFar, ReasonForRefusal."""
    _expected(offer, at, State.ACCEPTED)
    _reason_given(reason)
    _end(offer, State.REFUSED, at=at, why=reason)
    posting.post_refused(offer, at=at)
    _note("exchange refused", offer, by=by, at=at, why=reason)


def undo(offer: Exchange, *, reason: str, by: str, at: datetime) -> None:
    """The desk undoes an exchange that holds; both are told why and where they stand. Raises NotThatFar."""
    dialogue = _expected(offer, at, State.APPLIED)
    _reason_given(reason)
    before = facts_of(dialogue).listing()
    _end(offer, State.UNDONE, at=at, why=reason)
    session.flush()
    then = facts_of(dialogue).listing()
    posting.post_undone(offer, then, at=at)
    _note("exchange undone", offer, by=by, at=at, why=reason, places=(before, then))


def ask_for_approval(dialogue: Dialogue, needed: bool, *, version: int, by: str, at: datetime) -> None:
    """Set whether the desk approves exchanges. Raises StaleHand when the dialogue was changed since."""
    unchanged(dialogue, version)
    before = {"exchange_needs_approval": dialogue.exchange_needs_approval}
    if dialogue.exchange_needs_approval is needed:
        return
    dialogue.exchange_needs_approval = needed
    dialogue.changed_at = at
    session.flush()
    after = {"exchange_needs_approval": needed}
    record("exchanges set", by=by, at=at, dialogue=dialogue.slug, about="list", before=before, after=after)


def openings(dialogue: Dialogue, *rows: Row) -> list[datetime]:
    """When the meetings open in which these are expected; the dialogue itself where a place has no meeting."""
    opens = {meeting.number: meeting.starts_at for meeting in dialogue.meetings}
    return [opens.get(row.turn.meeting or row.place.meeting or 0, dialogue.starts_at) for row in rows]


def _held(dialogue: Dialogue, *parties: Registration) -> tuple[Facts, Listing]:
    """The list as it is now, held against other hands until the commit; the two are read anew."""
    held(dialogue)
    for one in parties:
        session.refresh(one)
    facts = facts_of(dialogue)
    return facts, facts.listing()


def possible(facts: Facts, listing: Listing, asker: Registration, other: Registration, at: datetime) -> Swap:
    """What the exchange would do now; raises where a rule forbids it."""
    entries = {entry.key: entry for entry in facts.entries}
    for one in (asker, other):
        if key_of(one.id) not in entries or not one.on_the_list:
            raise HoldsNoPlace(delegation_name(one, asker.language))
    keys = key_of(asker.id), key_of(other.id)
    may_exchange(entries[keys[0]], entries[keys[1]], facts.chain)
    found = swap(facts, listing, *keys, at)
    not_begun(at, openings(asker.dialogue, *found.before))
    return found


def _expected(offer: Exchange, at: datetime, *states: State) -> Dialogue:
    """The dialogue, held; raises NotThatFar unless the offer, read anew, is in one of these states."""
    dialogue = offer.asker.dialogue
    held(dialogue)
    for row in (offer, offer.asker, offer.other):
        session.refresh(row)
    expect(offer, at, *states)
    return dialogue


def _looked_at(offer: Exchange, seen: str, at: datetime, state: State) -> tuple[Dialogue, Swap]:
    """The dialogue and what the exchange would do; raises StaleHand when the places are not those that were seen."""
    dialogue = _expected(offer, at, state)
    facts = facts_of(dialogue)
    found = possible(facts, facts.listing(), offer.asker, offer.other, at)
    if found.fingerprint != seen:
        raise StaleHand
    return dialogue, found


def _apply(offer: Exchange, found: Swap, *, by: str, at: datetime, message: str = "") -> None:
    """It holds from now on; whatever else was open with one of the two is no longer possible."""
    dialogue = offer.asker.dialogue
    before = facts_of(dialogue)
    offer.applied_at = after_all(before, at)
    offer.approved_by = by
    session.flush()
    for one in finding.open_with(offer.asker, offer.other):
        if (state := state_of(one, at)) in OVER:
            end(one, state, at=at)
            continue
        _end(one, State.VOID, at=at)
        posting.post_void(one, but=offer, at=at)
    posting.post_applied(offer, found, message=message, at=at)
    places = before.listing(), facts_of(dialogue).listing()
    _note("places exchanged", offer, by=by or offer.other, at=at, why=AGREED, places=places)


def _end(offer: Exchange, how: State, *, at: datetime, why: str = "") -> None:
    offer.ended_at, offer.ended_how, offer.why = at, how.value, why
    session.flush()


def _reason_given(reason: str) -> None:
    if not reason.strip():
        raise ReasonForRefusal


def _note(
    what: str,
    offer: Exchange,
    *,
    by: str | Registration,
    at: datetime,
    why: str = "",
    places: tuple[Listing, Listing] | None = None,
) -> None:
    """One line of the record for each of the two, with the places where they changed; `by` is who acted."""
    session.flush()
    for one, partner in ((offer.asker, offer.other), (offer.other, offer.asker)):
        with_whom = {"exchange": offer.id, "exchanged_with": delegation_name(partner, "en")}
        before, after = (_place(found, one) for found in places) if places else ({}, {})
        record(
            what,
            by=by if isinstance(by, str) else DELEGATION if one is by else PARTNER,
            at=at,
            dialogue=one.dialogue.slug,
            about=about(one),
            before=before,
            after={**with_whom, **after},
            why=why,
        )


def _place(listing: Listing, one: Registration) -> dict[str, Any]:
    """Where it stands; nothing for one that has withdrawn since."""
    places = [row.place for row in listing.rows if row.key == key_of(one.id)]
    return {"place": places[0].number_in_meeting, "meeting": places[0].meeting} if places else {}
