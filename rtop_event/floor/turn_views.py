"""Who asks, who answers: a delegation's turn under its personal link, and the letter that it wants before it."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.floor import warning
from rtop_event.floor.blueprint import pages
from rtop_event.floor.marking import marked, nothing_new
from rtop_event.floor.own import shown
from rtop_event.floor.turn_form import TurnForm
from rtop_event.floor.turn_pages import letter_told, turn_mark
from rtop_event.limits import KNOCK, limiter
from rtop_event.refusal import NotFound
from rtop_event.registrations import finding
from rtop_event.registrations.models import Registration
from rtop_event.showing import say


@pages.get("/registrations/<token:token>/turn/")
def turn(token: str) -> AnyResponse:
    """Where one stands; an open page asks for it again and again."""
    page = shown(_on_the_list(token), token, None, now())
    mark = turn_mark(page)
    return nothing_new(mark) or marked(answer("floor/turn.html", page), mark)


@pages.post("/registrations/<token:token>/turn/")
@limiter.limit(KNOCK)
def watch_turn(token: str) -> AnyResponse:
    """Ask for a letter before the turn, or for none."""
    registration, form, at = _on_the_list(token, to_change=True), TurnForm(), now()
    if not form.validate_on_submit():
        return _refused(registration, token, form)
    warning.watch(registration, form.wanted, at=at)
    session.commit()
    flash(say(letter_told(form.wanted)))
    return see(url_for("registrations.own_page", token=token) + "#turn")


def _refused(registration: Registration, token: str, form: TurnForm) -> Response:
    return answer("floor/turn.html", shown(registration, token, form, now()), HTTPStatus.UNPROCESSABLE_ENTITY)


def _on_the_list(token: str, *, to_change: bool = False) -> Registration:
    """The request of the link; raises NotFound where it is not on the list."""
    registration = finding.own(token, to_change=to_change)
    if not registration.on_the_list:
        raise NotFound
    return registration
