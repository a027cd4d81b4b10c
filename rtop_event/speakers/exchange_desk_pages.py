"""What the desk sees of exchanges of places: those that wait, all others, and one with what it would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtop_event.fields import Form
from rtop_event.speakers import exchange_finding as finding
from rtop_event.speakers.desk_strip import AtDesk, Strip, strip
from rtop_event.speakers.exchange_forms import Ruling
from rtop_event.speakers.exchange_pages import Lists, SideShown, found_for, name_of, print_of, sides
from rtop_event.speakers.exchanging import State, state_of, told_of
from rtop_event.speakers.forms import SeenForm
from rtop_event.speakers.models import Exchange
from rtop_event.speakers.slots import published_in
from rtop_event.wording import Sentence

RULINGS = {State.ACCEPTED: (Ruling.APPROVE, Ruling.REFUSE), State.APPLIED: (Ruling.UNDO,)}


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """One exchange as the desk sees it."""

    number: int
    asker: Sentence | str
    other: Sentence | str
    state: State
    told: Sentence
    asked_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    applied_at: datetime | None
    approved_by: str
    ended_at: datetime | None
    message: str
    why: str


@dataclass(frozen=True)
class DeskExchangesPage:
    """All exchanges of a dialogue, those that wait for the desk first."""

    slug: str
    title: str
    zone: str
    strip: Strip
    waiting: tuple[ExchangeLine, ...]
    others: tuple[ExchangeLine, ...]
    needs_approval: bool
    may_change: bool
    form: Form


@dataclass(frozen=True)
class DeskExchangePage:
    """One exchange, with both places before and after, and what the desk can do."""

    slug: str
    title: str
    zone: str
    strip: Strip
    line: ExchangeLine
    sides: tuple[SideShown, ...]
    forbidden: Sentence | None
    can: tuple[Ruling, ...]
    published: bool
    published_in: Sentence | None
    form: Form


def exchanges_page(desk: AtDesk, form: Form, at: datetime, language: str, *, may_change: bool) -> DeskExchangesPage:
    """All exchanges of a dialogue."""
    dialogue = desk.dialogue
    lines = [line(one, language, at) for one in finding.all_of_dialogue(dialogue)]
    return DeskExchangesPage(
        slug=dialogue.slug,
        title=dialogue.theme,
        zone=dialogue.zone,
        strip=strip(desk, at),
        waiting=tuple(one for one in lines if one.state is State.ACCEPTED),
        others=tuple(one for one in lines if one.state is not State.ACCEPTED),
        needs_approval=dialogue.exchange_needs_approval,
        may_change=may_change,
        form=form,
    )


def desk_exchange_page(
    desk: AtDesk, exchange: Exchange, form: SeenForm, at: datetime, language: str
) -> DeskExchangePage:
    """One exchange before the desk decides."""
    dialogue, shown = desk.dialogue, line(exchange, language, at)
    found, forbidden = found_for(exchange, desk.facts, desk.listing, at)
    form.seen.data = print_of(found)
    can = RULINGS.get(shown.state, ())
    return DeskExchangePage(
        slug=dialogue.slug,
        title=dialogue.theme,
        zone=dialogue.zone,
        strip=strip(desk, at),
        line=shown,
        sides=sides(exchange, found, Lists(desk.last, desk.listing), shown.state, language),
        forbidden=forbidden,
        can=tuple(one for one in can if one is not Ruling.APPROVE or forbidden is None),
        published=desk.last is not None,
        published_in=published_in(desk.last) if desk.last else None,
        form=form,
    )


def line(exchange: Exchange, language: str, at: datetime) -> ExchangeLine:
    """One exchange as the desk sees it."""
    state = state_of(exchange, at)
    return ExchangeLine(
        number=exchange.id,
        asker=name_of(exchange.asker, language),
        other=name_of(exchange.other, language),
        state=state,
        told=told_of(exchange, at),
        asked_at=exchange.asked_at,
        expires_at=exchange.expires_at,
        accepted_at=exchange.accepted_at,
        applied_at=exchange.applied_at,
        approved_by=exchange.approved_by,
        ended_at=exchange.ended_at,
        message=exchange.message,
        why=exchange.why,
    )
