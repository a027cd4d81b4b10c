"""The pages on which the delegate of a group's statement, or the desk, says who aligns itself and who opts out."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.delegations.finding import entries_on
from rtop_event.delegations.search import Entry
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.limits import KNOCK, limiter
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.registrations import alignments, finding
from rtop_event.registrations.actions import DELEGATION
from rtop_event.registrations.blueprint import blueprint
from rtop_event.registrations.group_forms import DeskGroupForm, GroupForm
from rtop_event.registrations.group_pages import group_page
from rtop_event.registrations.models import Registration
from rtop_event.registrations.states import Stand

AT_THE_DESK = "/organise/<slug:slug>/registrations/<int:number>/group/"


@blueprint.get("/registrations/<token:token>/group/")
def group(token: str) -> Response:
    """Who stands behind the statement."""
    registration = finding.own(token)
    page = group_page(registration, _empty(GroupForm, registration), token=token)
    return answer("registrations/group.html", page)


@blueprint.post("/registrations/<token:token>/group/")
@limiter.limit(KNOCK)
def save_group(token: str) -> AnyResponse:
    """Add or take back an alignment or an opt-out."""
    registration = finding.own(token, to_change=True)
    form = GroupForm(_entries(registration))
    if not form.validate_on_submit():
        page = group_page(registration, form, token=token)
        return answer("registrations/group.html", page, HTTPStatus.UNPROCESSABLE_ENTITY)
    _do(registration, form, by=DELEGATION)
    session.commit()
    return see(url_for("registrations.group", token=token))


@blueprint.get(AT_THE_DESK)
def desk_group(slug: str, number: int) -> Response:
    """Who stands behind the statement, at the desk."""
    at_the_desk(RoleName.ORGANISER)
    registration = finding.of_dialogue(any_dialogue(slug), number)
    page = group_page(registration, _empty(DeskGroupForm, registration), number=number)
    return answer("registrations/desk_group.html", page)


@blueprint.post(AT_THE_DESK)
def desk_save_group(slug: str, number: int) -> AnyResponse:
    """Add or take back for a delegation, with a reason."""
    person = at_the_desk(RoleName.ORGANISER)
    registration = finding.of_dialogue(any_dialogue(slug), number, to_change=True)
    form = DeskGroupForm(_entries(registration))
    if not form.validate_on_submit():
        page = group_page(registration, form, number=number)
        return answer("registrations/desk_group.html", page, HTTPStatus.UNPROCESSABLE_ENTITY)
    _do(registration, form, by=person.name)
    session.commit()
    return see(url_for("registrations.desk_group", slug=slug, number=number))


def _do(registration: Registration, form: GroupForm, *, by: str) -> None:
    seen, at, why = str(form.seen.data), now(), form.reason
    if form.taken_back is not None:
        alignments.take_back(registration, form.taken_back, seen=seen, at=at, by=by, why=why)
        return
    delegation = alignments.named(form.choice.one.code if form.choice.one else "")
    alignments.stand(registration, delegation, Stand(form.how.data), seen=seen, at=at, by=by, why=why)


def _empty(kind: type[GroupForm], registration: Registration) -> GroupForm:
    seen = alignments.print_of(registration, alignments.said_of(registration))
    return kind(_entries(registration), formdata=None, seen=seen)


def _entries(registration: Registration) -> tuple[Entry, ...]:
    return tuple(entries_on(finding.day_of(registration.dialogue)))
