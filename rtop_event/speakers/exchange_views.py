"""Exchanges of places on the delegates' side, under their personal links; GET never acts."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.limits import KNOCK, limiter
from rtop_event.registrations.finding import of_dialogue, own
from rtop_event.registrations.models import Registration
from rtop_event.speakers import exchange_finding as finding
from rtop_event.speakers import exchanges
from rtop_event.speakers.asking import OnTheList, ask_form, on_the_list
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.desk import language
from rtop_event.speakers.exchange_forms import Answer, AnswerForm, AskForm
from rtop_event.speakers.exchange_pages import exchange_page, offer_page
from rtop_event.speakers.models import Exchange


@pages.get("/registrations/<token:token>/exchange/")
def exchange(token: str) -> Response:
    """With whom this delegation can exchange its place, and all its offers."""
    mine = on_the_list(own(token), language())
    return _ask_page(mine, token, ask_form(mine, now()))


@pages.post("/registrations/<token:token>/exchange/")
@limiter.limit(KNOCK)
def exchange_ask(token: str) -> AnyResponse:
    """Ask another delegation."""
    registration = own(token)
    mine = on_the_list(registration, language())
    form = ask_form(mine, now())
    if not form.validate_on_submit():
        return _ask_page(mine, token, form)
    other = of_dialogue(registration.dialogue, int(form.wanted))
    offer = exchanges.ask(registration, other, message=form.message.data or "", at=now())
    session.commit()
    flash(_("Your offer was sent. Nothing changes until the other delegation accepts."))
    return see(url_for("speakers.exchange_offer", token=token, number=offer.id))


@pages.get("/registrations/<token:token>/exchange/<int:number>/")
def exchange_offer(token: str, number: int) -> Response:
    """One offer with both places, before and after."""
    mine = on_the_list(own(token), language())
    return _offer_page(finding.of_delegation(mine.registration, number), mine, token, None)


@pages.post("/registrations/<token:token>/exchange/<int:number>/")
@limiter.limit(KNOCK)
def exchange_answer(token: str, number: int) -> AnyResponse:
    """Accept or decline what was offered, or take back what one has asked."""
    registration, form = own(token), AnswerForm()
    if not form.validate_on_submit():
        offer = finding.of_delegation(registration, number)
        return _offer_page(offer, on_the_list(registration, language()), token, form)
    flash(_answered(registration, number, form))
    session.commit()
    return see(url_for("speakers.exchange_offer", token=token, number=number))


def _answered(registration: Registration, number: int, form: AnswerForm) -> str:
    """Do what was pressed, which only one of the two can; what was done in words."""
    match form.pressed:
        case Answer.ACCEPT:
            offer = finding.made_to(registration, number)
            exchanges.accept(offer, seen=form.saw, at=now(), message=form.message.data or "")
            done = _("You have exchanged places.") if offer.applied_at else _("You have accepted the exchange.")
        case Answer.DECLINE:
            exchanges.decline(finding.made_to(registration, number), message=form.message.data or "", at=now())
            done = _("You have declined the exchange.")
        case Answer.TAKE_BACK:
            exchanges.take_back(finding.made_by(registration, number), at=now())
            done = _("You have taken your offer back.")
    return str(done)


def _ask_page(mine: OnTheList, token: str, form: AskForm) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return answer("speakers/exchange.html", exchange_page(mine, token, form, now()), status)


def _offer_page(offer: Exchange, mine: OnTheList, token: str, form: AnswerForm | None) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    page = offer_page(offer, mine, token, form or AnswerForm(formdata=None), now())
    return answer("speakers/exchange_offer.html", page, status)
