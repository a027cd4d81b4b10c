"""Exchanging places one for one: between whom the rules allow it, until when, and how far an offer has come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from rtop_event.delegations.words import Kind
from rtop_event.speakers.chain import Chain, Rule, RuleName, ranking_rules, ranks_by
from rtop_event.speakers.exchange_refusals import (
    CivilSocietyAmongItself,
    GroupsAmongGroups,
    HoldsNoPlace,
    MeetingHasOpened,
    NotThatFar,
    NotTheSameBlock,
    NotTheSameLevel,
    NotWithItself,
    ObserversApart,
    PinnedStays,
)
from rtop_event.speakers.facts import Inscription
from rtop_event.speakers.reasons import KINDS, LEVEL, called
from rtop_event.wording import Sentence, sentence

STANDS_FOR = timedelta(hours=24)
"""How long an offer waits for its answer."""


class State(StrEnum):
    """How far an offer has come."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    APPLIED = "applied"
    DECLINED = "declined"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"
    VOID = "void"
    UNDONE = "undone"


OPEN = frozenset({State.OFFERED, State.ACCEPTED})
OVER = frozenset({State.EXPIRED, State.VOID})
"""How an open offer ends by itself."""

TOLD: dict[State, Sentence] = {
    State.OFFERED: sentence("waits for the answer of the delegation that was asked"),
    State.ACCEPTED: sentence("agreed by both, waits for the organisers"),
    State.APPLIED: sentence("places exchanged"),
    State.DECLINED: sentence("declined"),
    State.REFUSED: sentence("not approved by the organisers"),
    State.TAKEN_BACK: sentence("taken back"),
    State.EXPIRED: sentence("expired without an answer"),
    State.VOID: sentence("no longer possible: one of the two has withdrawn, has another level or other place"),
    State.UNDONE: sentence("undone by the organisers"),
}


class Party(Protocol):
    """One of the two, as far as an offer depends on it."""

    @property
    def on_the_list(self) -> bool: ...

    @property
    def requested_at(self) -> datetime:
        """When it took its place; a changed level or a return takes a new one."""


class Offer(Protocol):
    """An offer; rows and the tuples of a test both fit it."""

    @property
    def asked_at(self) -> datetime: ...

    @property
    def expires_at(self) -> datetime: ...

    @property
    def accepted_at(self) -> datetime | None: ...

    @property
    def applied_at(self) -> datetime | None: ...

    @property
    def ended_how(self) -> str: ...

    @property
    def asker(self) -> Party: ...

    @property
    def other(self) -> Party: ...


def state_of(offer: Offer, at: datetime) -> State:
    """How far it has come at that moment; an open offer ends by itself when it expires or when one of the two goes."""
    if offer.ended_how:
        return State(offer.ended_how)
    if offer.applied_at:
        return State.APPLIED
    if not all(still_stands(one, offer) for one in (offer.asker, offer.other)):
        return State.VOID
    if at >= offer.expires_at:
        return State.EXPIRED
    return State.ACCEPTED if offer.accepted_at else State.OFFERED


def still_stands(one: Party, offer: Offer) -> bool:
    """Whether one of the two still holds the place of which the offer tells."""
    return one.on_the_list and one.requested_at <= offer.asked_at


def told_of(offer: Offer, at: datetime) -> Sentence:
    """How far it has come, in words."""
    state = state_of(offer, at)
    if state is State.EXPIRED and offer.accepted_at:
        return sentence("expired: agreed by both, but not approved by the organisers in time")
    return TOLD[state]


def expect(offer: Offer, at: datetime, *states: State) -> None:
    """Raises NotThatFar when the offer is in none of these states."""
    state = state_of(offer, at)
    if state not in states:
        raise NotThatFar(told_of(offer, at))


def expires(at: datetime, openings: Iterable[datetime]) -> datetime:
    """Until when an offer that is made now stands: a day, or until the first of the two meetings opens."""
    return min([at + STANDS_FOR, *openings])


def not_begun(at: datetime, openings: Iterable[datetime]) -> None:
    """Raises MeetingHasOpened once one of the two meetings has."""
    if any(at >= opening for opening in openings):
        raise MeetingHasOpened


def may_exchange(one: Inscription, other: Inscription, chain: Chain) -> None:
    """Raises the refusal that names the rule which keeps these two from exchanging their places."""
    if one.key == other.key:
        raise NotWithItself
    for party in (one, other):
        if not party.live:
            raise HoldsNoPlace(called(party))
    for party in (one, other):
        if party.pin is not None:
            raise PinnedStays(called(party), party.pin)
    if bool(one.on_behalf_of) != bool(other.on_behalf_of):
        raise GroupsAmongGroups(*sorted_by(one, other))
    if (one.kind is Kind.CIVIL_SOCIETY) != (other.kind is Kind.CIVIL_SOCIETY):
        raise CivilSocietyAmongItself(called(one), called(other))
    _in_one_block(one, other, chain)


def sorted_by(one: Inscription, other: Inscription) -> tuple[Sentence | str, Sentence | str]:
    """The one that speaks for a group, and the one that does not."""
    group, single = (one, other) if one.on_behalf_of else (other, one)
    return called(group), called(single)


def _in_one_block(one: Inscription, other: Inscription, chain: Chain) -> None:
    """Whatever parts the list into blocks parts those who can exchange; who comes first inside one does not."""
    for rule in ranking_rules(chain):
        if rule.name is RuleName.GROUPS_FIRST and one.on_behalf_of:
            return  # among groups neither kind nor level decides
        if rule.name in _BLOCKS and _ranked_apart(rule, one, other):
            raise _apart(rule.name, one, other)


_BLOCKS = frozenset({RuleName.KINDS, RuleName.LEVEL, RuleName.OBSERVERS_AFTER_MEMBERS})


def _ranked_apart(rule: Rule, one: Inscription, other: Inscription) -> bool:
    rank = ranks_by((rule,))
    return rank(one) != rank(other)


def _apart(name: RuleName, one: Inscription, other: Inscription) -> Exception:
    if name is RuleName.LEVEL:
        return NotTheSameLevel(called(one), LEVEL[one.level], called(other), LEVEL[other.level])
    if name is RuleName.KINDS:
        return NotTheSameBlock(called(one), KINDS[one.kind], called(other), KINDS[other.kind])
    return ObserversApart(called(one), KINDS[one.kind], called(other), KINDS[other.kind])
