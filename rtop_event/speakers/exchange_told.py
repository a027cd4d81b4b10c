"""What other rooms are told of exchanges: the delegate's own page, the dashboard."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, url_for
from flask_babel import get_locale

from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import on_the_clock
from rtop_event.mailing import rounds
from rtop_event.organisers.dashboard import Waiting
from rtop_event.registrations import sections
from rtop_event.registrations.models import Registration
from rtop_event.registrations.sections import Line, Section
from rtop_event.speakers import exchange_finding as finding
from rtop_event.speakers import revisions
from rtop_event.speakers.exchange_pages import OfferLine, line
from rtop_event.speakers.exchanging import OPEN, State, state_of
from rtop_event.speakers.expiring import end_what_is_over
from rtop_event.speakers.models import Exchange
from rtop_event.wording import Sentence, sentence, sentence_of


def add_to(app: Flask) -> None:
    """Answer the rooms that ask about exchanges."""
    sections.add_source(app, section_of)
    rounds.add_round(app, end_what_is_over)


def section_of(registration: Registration, token: str, at: datetime) -> Section | None:
    """The part of the own page: offers that are open, the exchange that holds, and the way to ask for one."""
    if not registration.on_the_list:
        return None
    found = finding.all_of_delegation(registration)
    states = {*OPEN, State.APPLIED}
    shown = [one for one in found if state_of(one, at) in states or _just_expired(one, found[0], at)]
    lines = [_line(one, registration, token, at) for one in shown]
    return Section(sentence("Exchange of places"), (*lines, *_ask(registration.dialogue, token, at)))


def _just_expired(one: Exchange, newest: Exchange, at: datetime) -> bool:
    return one is newest and state_of(one, at) is State.EXPIRED


def _line(offer: Exchange, registration: Registration, token: str, at: datetime) -> Line:
    one = line(offer, registration, str(get_locale() or "en"), at)
    return Line(
        _told(one, offer, registration.dialogue),
        sentence("See the offer") if one.is_open else sentence("See the exchange"),
        url_for("speakers.exchange_offer", token=token, number=one.number),
        waits=one.state is State.OFFERED and not one.by_me,
    )


def _ask(dialogue: Dialogue, token: str, at: datetime) -> tuple[Line, ...]:
    if at >= dialogue.ends_at:
        return ()
    told = sentence("You can exchange your place with another delegation, one for one, until the meeting opens.")
    return (Line(told, sentence("Exchange places"), url_for("speakers.exchange", token=token)),)


def _told(one: OfferLine, offer: Exchange, dialogue: Dialogue) -> Sentence:
    until = on_the_clock(one.until, dialogue.zone)
    if one.state is State.APPLIED:
        last = revisions.last_number(dialogue)
        if last and offer.applied_at and last[1] < offer.applied_at:
            return sentence(
                "You have exchanged places with %(who)s. The next revision of the list shows it.", who=one.who
            )
        return sentence("You have exchanged places with %(who)s.", who=one.who)
    if one.state is State.EXPIRED and offer.accepted_at:
        return sentence("The exchange of places with %(who)s was not approved in time and has expired.", who=one.who)
    if one.state is State.EXPIRED and one.by_me:
        return sentence("%(who)s has not answered your offer to exchange places: it has expired.", who=one.who)
    if one.state is State.EXPIRED:
        return sentence("The offer of %(who)s to exchange places has expired without your answer.", who=one.who)
    if one.state is State.ACCEPTED:
        return sentence("You and %(who)s have agreed to exchange places; it waits for the organisers.", who=one.who)
    if one.by_me:
        return sentence(
            "You asked %(who)s to exchange places; the offer stands until %(until)s.", who=one.who, until=until
        )
    return sentence("%(who)s offers to exchange places with you, until %(until)s.", who=one.who, until=until)


def waiting(dialogue: Dialogue, at: datetime) -> Waiting:
    """Exchanges that wait for the desk, for the dashboard."""
    number = sum(state_of(one, at) is State.ACCEPTED for one in finding.open_in(dialogue))
    return Waiting(
        number,
        sentence_of(
            "exchange of places waits for approval",
            "exchanges of places wait for approval",
            number,
        ),
        url_for("speakers.desk_exchanges", slug=dialogue.slug),
        urgent=True,
    )
