"""What the two delegations see of an exchange of places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.fields import Form
from rtop_event.refusal import Refusal
from rtop_event.registrations.finding import delegation_name
from rtop_event.registrations.models import Registration
from rtop_event.registrations.pages import Around, around
from rtop_event.speakers import exchange_finding as finding
from rtop_event.speakers.asking import OnTheList
from rtop_event.speakers.composing import Facts, Listing, Row
from rtop_event.speakers.exchange_forms import Answer
from rtop_event.speakers.exchanges import possible
from rtop_event.speakers.exchanging import OPEN, State, state_of, told_of
from rtop_event.speakers.forms import SeenForm
from rtop_event.speakers.listing import key_of
from rtop_event.speakers.models import Exchange
from rtop_event.speakers.revisions import Seen
from rtop_event.speakers.seen import seen_of
from rtop_event.speakers.slots import differs, place_in, published_in, slot_published, slot_told
from rtop_event.speakers.swapping import Swap
from rtop_event.wording import Sentence, sentence

NOBODY = sentence(
    "There is nobody to choose from at present. Places are exchanged only between two of the same kind and level, "
    "whose places are not fixed by the organisers, who have a mail address here and whose meetings have not opened, "
    "and nobody else on the list is so. Name a delegation below, and you will read which rule stands in the way."
)


@dataclass(frozen=True, slots=True)
class SideShown:
    """One of the two, its place in words: as published where that differs for one of them, now, and afterwards."""

    who: Sentence | str
    listed: Sentence | None
    now: Sentence
    then: Sentence | None


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One offer in a list, as one of the two sees it."""

    number: int
    who: Sentence | str
    by_me: bool
    state: State
    told: Sentence
    at: datetime
    until: datetime
    is_open: bool


@dataclass(frozen=True)
class ExchangePage:
    """From where a delegation asks for an exchange; `closed` says why it cannot."""

    around: Around
    token: str
    delegation: Sentence | str
    mine: Sentence | None
    listed: Sentence | None
    """Its published place, where that is another one by now."""
    published_in: Sentence | None
    closed: Sentence | None
    nobody: Sentence | None
    """Why there is nobody to choose; None where there is."""
    needs_approval: bool
    published: bool
    offers: tuple[OfferLine, ...]
    form: Form


@dataclass(frozen=True)
class OfferPage:
    """One offer with both places, before and after, and what can be done with it."""

    around: Around
    token: str
    delegation: Sentence | str
    line: OfferLine
    sides: tuple[SideShown, ...]
    forbidden: Sentence | None
    message: str
    why: str
    can: tuple[Answer, ...]
    needs_approval: bool
    published: bool
    published_in: Sentence | None
    form: Form


def exchange_page(mine: OnTheList, token: str, form: Form, at: datetime) -> ExchangePage:
    """All offers of a delegation, and the form for another one."""
    dialogue, row = mine.dialogue, mine.mine
    offers = finding.all_of_delegation(mine.registration)
    return ExchangePage(
        around=around(dialogue, at),
        token=token,
        delegation=name_of(mine.registration, mine.language),
        mine=slot_told(row, dialogue) if row else None,
        listed=_listed(mine.last, row, dialogue) if mine.last and row else None,
        published_in=published_in(mine.last) if mine.last else None,
        closed=mine.closed(at),
        nobody=None if mine.allowed(at) else NOBODY,
        needs_approval=dialogue.exchange_needs_approval,
        published=mine.last is not None,
        offers=tuple(line(one, mine.registration, mine.language, at) for one in offers),
        form=form,
    )


def offer_page(offer: Exchange, mine: OnTheList, token: str, form: SeenForm, at: datetime) -> OfferPage:
    """One offer as one of the two sees it."""
    dialogue, shown = mine.dialogue, line(offer, mine.registration, mine.language, at)
    found, forbidden = found_for(offer, mine.facts, mine.listing, at)
    form.seen.data = print_of(found)
    return OfferPage(
        around=around(dialogue, at),
        token=token,
        delegation=name_of(mine.registration, mine.language),
        line=shown,
        sides=sides(offer, found, Lists(mine.last, mine.listing), shown.state, mine.language),
        forbidden=forbidden,
        message=offer.message,
        why=offer.why if shown.state in {State.DECLINED, State.REFUSED, State.UNDONE} else "",
        can=_can(shown, forbidden),
        needs_approval=dialogue.exchange_needs_approval,
        published=mine.last is not None,
        published_in=published_in(mine.last) if mine.last else None,
        form=form,
    )


def _can(shown: OfferLine, forbidden: Sentence | None) -> tuple[Answer, ...]:
    if shown.by_me:
        return (Answer.TAKE_BACK,) if shown.is_open else ()
    if shown.state is not State.OFFERED:
        return ()
    return (Answer.DECLINE,) if forbidden else (Answer.ACCEPT, Answer.DECLINE)


def found_for(offer: Exchange, facts: Facts, listing: Listing, at: datetime) -> tuple[Swap | None, Sentence | None]:
    """What an open offer would do, or why a rule forbids it by now; neither for one that is not open."""
    if state_of(offer, at) not in OPEN:
        return None, None
    try:
        return possible(facts, listing, offer.asker, offer.other, at), None
    except Refusal as forbidden:
        return None, forbidden.reason


def print_of(found: Swap | None) -> str:
    """What a form shows to have been drawn from these places."""
    return found.fingerprint if found else "nothing"


@dataclass(frozen=True, slots=True)
class Lists:
    """The list as it was last published, if ever, and as it stands now."""

    last: Seen | None
    now: Listing


def sides(offer: Exchange, found: Swap | None, lists: Lists, state: State, language: str) -> tuple[SideShown, ...]:
    """Both places before and after, or of an exchange that holds as they are; empty where nothing is to be shown."""
    both = (offer.asker, offer.other) if found or state is State.APPLIED else ()
    afterwards = (found.asker.after, found.other.after) if found else (None, None)
    rows = {row.key: row for row in lists.now.rows}
    told = [
        (one, rows[key_of(one.id)], after)
        for one, after in zip(both, afterwards, strict=False)
        if key_of(one.id) in rows
    ]
    dialogue, last = offer.asker.dialogue, lists.last
    if last and not any(differs(place_in(last.places, row.key), seen_of(row)) for _one, row, _after in told):
        last = None
    return tuple(
        SideShown(
            who=name_of(one, language),
            listed=slot_published(last, row.key, dialogue) if last else None,
            now=slot_told(row, dialogue),
            then=slot_told(after, dialogue) if after else None,
        )
        for one, row, after in told
    )


def _listed(last: Seen, row: Row, dialogue: Dialogue) -> Sentence | None:
    changed = differs(place_in(last.places, row.key), seen_of(row))
    return slot_published(last, row.key, dialogue) if changed else None


def line(offer: Exchange, mine: Registration, language: str, at: datetime) -> OfferLine:
    """One offer in a list."""
    by_me = offer.asker_id == mine.id
    state = state_of(offer, at)
    return OfferLine(
        number=offer.id,
        who=name_of(offer.other if by_me else offer.asker, language),
        by_me=by_me,
        state=state,
        told=told_of(offer, at),
        at=offer.asked_at,
        until=offer.expires_at,
        is_open=state in OPEN,
    )


def name_of(registration: Registration, language: str) -> Sentence | str:
    """The delegation in the reader's language, with its group where it speaks for one."""
    delegation = delegation_name(registration, language)
    if registration.group is None:
        return delegation
    return sentence("%(delegation)s (%(group)s)", delegation=delegation, group=registration.group.name)
