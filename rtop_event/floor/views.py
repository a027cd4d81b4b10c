"""Who asks, who answers: the board for everybody, the console for the chair; and the join of this wing."""

from __future__ import annotations

from flask import Flask, url_for
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, keep, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue, published_dialogue
from rtop_event.dialogues.letterkinds import add_kinds
from rtop_event.floor import (
    actions,
    customs,
    customs_views,
    left_now,
    own,
    proving,
    record_views,
    script_views,
    soon_letters,
    turn_views,
    turns_now,
    warning,
)
from rtop_event.floor.blueprint import pages
from rtop_event.floor.board import board_page
from rtop_event.floor.buttons import Button, made_by_button
from rtop_event.floor.console import console_page
from rtop_event.floor.forms import DelegationForm, PressForm, SwapForm
from rtop_event.floor.marking import marked, nothing_new, room_mark, times_turn
from rtop_event.floor.room import room_of
from rtop_event.floor.swap import swap
from rtop_event.mailing.fitting import add_judge
from rtop_event.mailing.rounds import add_round
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.sign_in_views import FormExpired
from rtop_event.registrations.mergers import add_mover
from rtop_event.speakers import undoing
from rtop_event.speakers.desk import language
from rtop_event.speakers.forms import UndoForm

__all__ = ["add_to", "customs_views", "record_views", "script_views", "turn_views"]


def add_to(app: Flask) -> None:
    """Join this wing to the application."""
    app.register_blueprint(pages)
    own.add_to(app)
    turns_now.add_to(app)
    left_now.add_to(app)
    customs.add_to(app)
    proving.add_to(app)
    add_round(app, warning.warn_of_turns)
    add_judge(app, warning.misfits)
    add_mover(app, warning.move_watch)
    add_kinds(app, soon_letters.TITLE, soon_letters.KINDS)


@pages.get("/dialogues/<slug:slug>/floor/")
def board(slug: str) -> AnyResponse:
    """Who has the floor, who comes next and about when."""
    dialogue, at = published_dialogue(slug), now()
    page = board_page(dialogue, room_of(dialogue, language(), at))
    return keep(answer("floor/board.html", page), at=at, turns=times_turn(at), follows_list=True)


@pages.get("/dialogues/<slug:slug>/floor/strip/")
def strip(slug: str) -> AnyResponse:
    """The same in one line, for the webcast."""
    dialogue, at = published_dialogue(slug), now()
    page = board_page(dialogue, room_of(dialogue, language(), at))
    return keep(answer("floor/strip.html", page), at=at, turns=times_turn(at), follows_list=True)


@pages.get("/organise/<slug:slug>/floor/")
def console(slug: str) -> AnyResponse:
    """The chair's console; who may only look sees it without buttons."""
    person = at_the_desk()
    at = now()
    mark = room_mark(at)
    same = nothing_new(mark)
    if same:
        return same
    dialogue = any_dialogue(slug)
    room = room_of(dialogue, language(), at)
    page = console_page(dialogue, room, PressForm(), DelegationForm(), may_press=person.may(RoleName.ORGANISER))
    return marked(answer("floor/console.html", page), mark)


@pages.post("/organise/<slug:slug>/floor/swap/")
def swap_two(slug: str) -> AnyResponse:
    """Two who wait exchange their places; the clock runs on."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue, form = any_dialogue(slug), SwapForm()
    if not form.validate_on_submit():
        page = console_page(dialogue, room_of(dialogue, language(), now()), form, DelegationForm(), may_press=True)
        return answer("floor/console.html", page, 422)
    said = {name: str(form[name].data or "") for name in ("seen", "why")}
    swap(dialogue, str(form.turn.data), str(form.other.data), **said, by=person.name, at=now())
    session.commit()
    return see(url_for("floor.console", slug=slug))


@pages.post("/organise/<slug:slug>/floor/swap/back/")
def swap_back(slug: str) -> AnyResponse:
    """The exchange of places that is the newest step is taken back."""
    person, dialogue, form = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), UndoForm()
    if not form.validate_on_submit():
        raise FormExpired
    undoing.undo(dialogue, form.number, by=person.name, at=now())
    session.commit()
    return see(url_for("floor.console", slug=slug))


@pages.post(f"/organise/<slug:slug>/floor/<any({','.join(Button)}):pressed>")
def press(slug: str, pressed: str) -> AnyResponse:
    """One press of a button."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue, button, form = any_dialogue(slug), Button(pressed), PressForm()
    if not form.validate_on_submit():
        page = console_page(dialogue, room_of(dialogue, language(), now()), form, DelegationForm(), may_press=True)
        return answer("floor/console.html", page, 422)
    made = made_by_button(button, form.said)
    actions.press(dialogue, form.pressed(button), made, by=person.name, at=form.moment(now()))
    session.commit()
    return see(url_for("floor.console", slug=slug))
