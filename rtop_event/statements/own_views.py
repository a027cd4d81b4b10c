"""Who asks, who answers: the delegation sends its statement, and takes it back before it is delivered."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, current_app, flash, url_for
from flask_babel import gettext as _now
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import begin_writing, read_first, session
from rtop_event.limits import KNOCK, limiter
from rtop_event.registrations.actions import DELEGATION
from rtop_event.registrations.asked import FormExpired
from rtop_event.registrations.finding import own
from rtop_event.registrations.models import Registration
from rtop_event.statements import actions
from rtop_event.statements.blueprint import pages
from rtop_event.statements.files import taken_in
from rtop_event.statements.forms import SendForm, WithdrawForm
from rtop_event.statements.own_pages import own_statements_page
from rtop_event.statements.shown import is_public


@pages.get("/registrations/<token:token>/statements/")
def own_statements(token: str) -> Response:
    """What was sent, and the form that sends another."""
    registration = own(token)
    return _shown(registration, token, SendForm(formdata=None, language=registration.statement_language))


@pages.post("/registrations/<token:token>/statements/")
@limiter.limit(KNOCK)
def own_send(token: str) -> AnyResponse:
    """Send a statement: its file is looked at and written before the transaction that speaks of it begins."""
    read_first()
    registration, form = own(token), SendForm()
    actions.check_may_send(registration)
    if not form.validate_on_submit():
        return _shown(registration, token, form)
    sent = taken_in(form, now())
    begin_writing()
    session.expire_all()
    actions.receive(own(token, to_change=True), sent, by=DELEGATION, at=now())
    session.commit()
    flash(_now("The statement was received."))
    return see(url_for("statements.own_statements", token=token))


@pages.post("/registrations/<token:token>/statements/withdraw/")
@limiter.limit(KNOCK)
def own_withdraw(token: str) -> AnyResponse:
    """Take a statement back before it is public."""
    registration, form = own(token, to_change=True), WithdrawForm()
    if not form.validate_on_submit():
        raise FormExpired
    actions.withdraw(registration, form.number, public=is_public(registration), at=now())
    session.commit()
    flash(_now("The statement was withdrawn."))
    return see(url_for("statements.own_statements", token=token))


def _shown(registration: Registration, token: str, form: SendForm) -> Response:
    most = current_app.extensions["settings"].statement_limit
    page = own_statements_page(registration, token, form, now(), most=most)
    return answer("statements/own.html", page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK)
