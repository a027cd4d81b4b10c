"""Who asks, who answers at the desk: statements in list order, one ZIP of them, and what is done for one delegation."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from flask import Response, current_app, flash, url_for
from flask_babel import gettext as _now
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import begin_writing, read_first, session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.floor.room import room_of
from rtop_event.organisers.accounts import Person, at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.registrations.asked import FormExpired
from rtop_event.registrations.finding import of_dialogue
from rtop_event.registrations.forms import PressForm
from rtop_event.registrations.models import Registration
from rtop_event.statements import actions, finding
from rtop_event.statements.blueprint import pages
from rtop_event.statements.desk_pages import delegation_page, link_shown, pack_page
from rtop_event.statements.files import pack_of, sent_out, taken_in
from rtop_event.statements.forms import RemoveForm, SendForm
from rtop_event.statements.shown import in_list_order, spoke

DESK = "/organise/<slug:slug>/statements"


@pages.get(f"{DESK}/")
def desk_statements(slug: str) -> Response:
    """Who has sent what, in the order of the list."""
    person, dialogue = at_the_desk(), any_dialogue(slug)
    page = pack_page(dialogue, now())
    if person.may(RoleName.ORGANISER):
        page = replace(page, may_change=True, link=link_shown(dialogue), form=PressForm(formdata=None))
    return answer("statements/desk.html", page)


@pages.get(f"{DESK}.zip")
def desk_pack(slug: str) -> Response:
    """All of them in one file."""
    at_the_desk()
    dialogue = any_dialogue(slug)
    return pack_of(dialogue, in_list_order(dialogue, room_of(dialogue, "en", now())))


@pages.post(f"{DESK}/link/<any(give,end):step>/")
def desk_link(slug: str, step: str) -> AnyResponse:
    """Give the interpreters a link, or end it."""
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    if not PressForm().validate_on_submit():
        raise FormExpired
    {"give": actions.give_link, "end": actions.end_link}[step](dialogue, by=person.name, at=now())
    session.commit()
    return see(url_for("statements.desk_statements", slug=slug))


@pages.get(f"{DESK}/files/<int:number>/")
def desk_file(slug: str, number: int) -> Response:
    """One file, of a former version too."""
    at_the_desk()
    return sent_out(finding.any_version(any_dialogue(slug), number))


@pages.get(f"{DESK}/<int:number>/")
def desk_delegation(slug: str, number: int) -> Response:
    """The statements of one delegation."""
    person, registration = at_the_desk(), of_dialogue(any_dialogue(slug), number)
    form = SendForm(formdata=None, language=registration.statement_language)
    return _shown(registration, person, form, RemoveForm(formdata=None))


@pages.post(f"{DESK}/<int:number>/")
def desk_send(slug: str, number: int) -> AnyResponse:
    """Take a statement in for a delegation, such as one that came by mail."""
    read_first()
    person, registration = at_the_desk(RoleName.ORGANISER), of_dialogue(any_dialogue(slug), number)
    form = SendForm()
    actions.check_may_send(registration, spoke=spoke(registration))
    if not form.validate_on_submit():
        return _shown(registration, person, form, RemoveForm(formdata=None))
    sent = taken_in(form, now())
    begin_writing()
    session.expire_all()
    registration = of_dialogue(any_dialogue(slug), number, to_change=True)
    actions.receive(registration, sent, by=person.name, at=now(), spoke=spoke(registration))
    session.commit()
    flash(_now("The statement was received."))
    return see(url_for("statements.desk_delegation", slug=slug, number=number))


@pages.post(f"{DESK}/<int:number>/remove/")
def desk_remove(slug: str, number: int) -> AnyResponse:
    """Take a statement out of use, with a reason."""
    person = at_the_desk(RoleName.ORGANISER)
    registration, form = of_dialogue(any_dialogue(slug), number, to_change=True), RemoveForm()
    if not form.validate_on_submit():
        return _shown(registration, person, SendForm(formdata=None), form)
    actions.remove(registration, form.number, by=person.name, at=now(), why=str(form.why.data))
    session.commit()
    flash(_now("The statement was removed."))
    return see(url_for("statements.desk_delegation", slug=slug, number=number))


@pages.post(f"{DESK}/<int:number>/<any(publish,unpublish):step>/")
def desk_writing(slug: str, number: int, step: str) -> AnyResponse:
    """Make a statement public as one submitted in writing, or take that back."""
    person = at_the_desk(RoleName.ORGANISER)
    registration = of_dialogue(any_dialogue(slug), number, to_change=True)
    if not PressForm().validate_on_submit():
        raise FormExpired
    done = {"publish": actions.publish_in_writing, "unpublish": actions.unpublish}[step]
    done(registration, by=person.name, at=now())
    session.commit()
    return see(url_for("statements.desk_delegation", slug=slug, number=number))


def _shown(registration: Registration, person: Person, form: SendForm, removing: RemoveForm) -> Response:
    page = delegation_page(
        registration,
        form,
        removing,
        now(),
        may_change=person.may(RoleName.ORGANISER),
        most=current_app.extensions["settings"].statement_limit,
    )
    wrong = form.errors or removing.errors
    return answer("statements/desk_delegation.html", page, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK)
