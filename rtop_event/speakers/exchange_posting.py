"""From a step of an exchange to its letters, in each recipient's language; rows of the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import on_the_clock
from rtop_event.links import address_of, path, sign
from rtop_event.mailing.writing import fenced
from rtop_event.registrations import finding, posting
from rtop_event.registrations.models import Registration
from rtop_event.speakers import exchange_letters as letters
from rtop_event.speakers import revisions
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.exchange_letters import Partner, Slots
from rtop_event.speakers.exchanging import still_stands
from rtop_event.speakers.listing import key_of
from rtop_event.speakers.models import Exchange
from rtop_event.speakers.slots import slot_told
from rtop_event.speakers.swapping import Side, Swap


def path_of(registration: Registration, exchange: Exchange) -> str:
    """The path of an offer's page under the link of one of the two."""
    token = sign(finding.PURPOSE, registration.id, registration.token_version)
    return path("speakers.exchange_offer", token=token, number=exchange.id)


def post_offer(exchange: Exchange, found: Swap, *, at: datetime) -> None:
    """To the delegation that is asked, with a link to its own page of the offer."""
    asker, other = exchange.asker, exchange.other
    about = replace(posting.about(other, at), url=address_of(path_of(other, exchange), other.language))
    until = on_the_clock(exchange.expires_at, other.dialogue.zone)
    slots = _slots(other.dialogue, found.other)
    approval = other.dialogue.exchange_needs_approval
    draft = letters.offer(
        about,
        _partner(asker, other),
        slots,
        until=until,
        message=fenced(exchange.message),
        needs_approval=approval,
    )
    posting.post_told(draft, other, at=at)


def post_accepted(exchange: Exchange, *, message: str, at: datetime) -> None:
    """To the asker, while it waits for the desk."""
    about, partner = posting.about(exchange.asker, at), _partner(exchange.other, exchange.asker)
    posting.post_told(letters.accepted(about, partner, message=fenced(message)), exchange.asker, at=at)


def post_declined(exchange: Exchange, *, at: datetime) -> None:
    """To the asker."""
    about, partner = posting.about(exchange.asker, at), _partner(exchange.other, exchange.asker)
    posting.post_told(letters.declined(about, partner, message=fenced(exchange.why)), exchange.asker, at=at)


def post_taken_back(exchange: Exchange, *, at: datetime) -> None:
    """To the delegation that was asked."""
    draft = letters.taken_back(posting.about(exchange.other, at), _partner(exchange.asker, exchange.other))
    posting.post_told(draft, exchange.other, at=at)


def post_expired(exchange: Exchange, *, at: datetime) -> None:
    """To both, that nobody answered in time; to nobody once the dialogue is over."""
    if at >= exchange.asker.dialogue.ends_at:
        return
    for one, partner in _both(exchange):
        about, who = posting.about(one, at), _partner(partner, one)
        by_me, agreed = one is exchange.asker, exchange.accepted_at is not None
        posting.post_told(letters.expired(about, who, by_me=by_me, agreed=agreed), one, at=at)


def post_fallen(exchange: Exchange, *, at: datetime) -> None:
    """To the one that still stands, that the other does not; to nobody once the dialogue is over."""
    if at >= exchange.asker.dialogue.ends_at:
        return
    for one, partner in _both(exchange):
        if still_stands(one, exchange) and not still_stands(partner, exchange):
            about, who = posting.about(one, at), _partner(partner, one)
            draft = letters.fallen(about, who, withdrawn=not partner.on_the_list)
            posting.post_told(draft, one, at=at)


def post_refused(exchange: Exchange, *, at: datetime) -> None:
    """To both, with the reason."""
    for one, partner in _both(exchange):
        draft = letters.refused(posting.about(one, at), _partner(partner, one), reason=fenced(exchange.why))
        posting.post_told(draft, one, at=at)


def post_applied(exchange: Exchange, found: Swap, *, message: str, at: datetime) -> None:
    """To both, with the new place and its expected time; to the asker with what the other said."""
    dialogue = exchange.asker.dialogue
    slots = _slots(dialogue, found.asker), _slots(dialogue, found.other)
    for (one, partner), own in zip(_both(exchange), slots, strict=True):
        said = fenced(message) if one is exchange.asker else ""
        draft = letters.applied(posting.about(one, at), _partner(partner, one), own, message=said)
        posting.post_told(draft, one, at=at)


def post_undone(exchange: Exchange, listing: Listing, *, at: datetime) -> None:
    """To both, as far as they still hold a place."""
    dialogue = exchange.asker.dialogue
    published = revisions.last_number(dialogue) is not None
    rows = {row.key: row for row in listing.rows}
    for one, partner in _both(exchange):
        row = rows.get(key_of(one.id))
        if row is not None:
            now = slot_told(row, dialogue, inert=True)
            who, reason = _partner(partner, one), fenced(exchange.why)
            draft = letters.undone(posting.about(one, at), who, now=now, published=published, reason=reason)
            posting.post_told(draft, one, at=at)


def post_void(exchange: Exchange, *, but: Exchange, at: datetime) -> None:
    """To the one who has no part in the exchange that made this one impossible."""
    for one, partner in _both(exchange):
        if one.id not in {but.asker_id, but.other_id}:
            posting.post_told(letters.void(posting.about(one, at), _partner(partner, one)), one, at=at)


def _slots(dialogue: Dialogue, side: Side) -> Slots:
    now, then = (slot_told(row, dialogue, inert=True) for row in (side.before, side.after))
    return Slots(now=now, then=then, published=revisions.last_number(dialogue) is not None)


def _both(exchange: Exchange) -> tuple[tuple[Registration, Registration], tuple[Registration, Registration]]:
    return (exchange.asker, exchange.other), (exchange.other, exchange.asker)


def _partner(partner: Registration, recipient: Registration) -> Partner:
    name = finding.delegation_name(partner, recipient.language)
    if partner.group is not None:
        name = f"{name} ({partner.group.name})"
    return Partner(name=fenced(name), subject_name=name)
