"""The delegate's own page: what its personal link opens, and what its buttons do; GET never acts."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.called import called
from rtop_event.dialogues.stages import LATE, Stage, list_hours, online_told
from rtop_event.fields import Form
from rtop_event.limits import ASK_FOR_MAIL, KNOCK, limiter
from rtop_event.refusal import StaleHand
from rtop_event.registrations import actions, changes, finding, merging, own_pages, reserve
from rtop_event.registrations.asked import FormExpired
from rtop_event.registrations.blueprint import blueprint
from rtop_event.registrations.change_forms import Beginning, OwnEditForm
from rtop_event.registrations.forms import PressForm, SubstituteForm, no_preference
from rtop_event.registrations.merge_pages import MergedPage
from rtop_event.registrations.models import Registration
from rtop_event.registrations.pages import around
from rtop_event.registrations.registering_views import refuse_second
from rtop_event.registrations.returning import check_live
from rtop_event.registrations.steps import facts
from rtop_event.registrations.words import Part
from rtop_event.showing import say


@blueprint.get("/registrations/<token:token>/")
def own_page(token: str) -> Response:
    """Where the request stands, and what its delegate can do."""
    registration = finding.own(token)
    if merging.merge_of(registration) is not None:
        return answer("registrations/merged.html", MergedPage(around(registration.dialogue, now())))
    return answer("registrations/own.html", own_pages.own_page(registration, token, PressForm(formdata=None), now()))


@blueprint.post("/registrations/<token:token>/confirm/")
@limiter.limit(KNOCK)
def confirm(token: str) -> AnyResponse:
    """The button that confirms; another request that was first is refused here."""
    registration = _pressed(token)
    holder = actions.verify(registration, at=now())
    session.commit()
    refuse_second(holder)
    return see(url_for("registrations.own_page", token=token))


@blueprint.get("/registrations/<token:token>/edit/")
def edit(token: str) -> Response:
    """What can be changed, as it is now."""
    registration = _open_to_change(token)
    form = OwnEditForm(
        _begins(registration, now()), formdata=None, data=_kept(registration) | {"version": registration.version}
    )
    return _change_page(registration, token, "edit", form)


@blueprint.post("/registrations/<token:token>/edit/")
@limiter.limit(KNOCK)
def save(token: str) -> AnyResponse:
    """Change what the request says; after the close of the list, ask the desk for it."""
    registration, at = finding.own(token), now()
    reserve.hold_both(registration)
    form = OwnEditForm(_begins(registration, at), data=_kept(registration))
    if not form.validate_on_submit():
        return _change_page(registration, token, "edit", form)
    not_stale(registration, form)
    if changes.must_ask(registration, form.changes(), at):
        holder = changes.ask(registration, form.changes(), message=form.message.data or "", at=at)
    else:
        holder = actions.edit(registration, form.changes(), at=at)
    session.commit()
    refuse_second(holder)
    return see(url_for("registrations.own_page", token=token))


@blueprint.get("/registrations/<token:token>/substitute/")
def substitute(token: str) -> Response:
    """Name another person who speaks."""
    registration = _open_to_change(token)
    return _change_page(registration, token, "substitute", SubstituteForm(formdata=None, version=registration.version))


@blueprint.post("/registrations/<token:token>/substitute/")
@limiter.limit(KNOCK)
def name_substitute(token: str) -> AnyResponse:
    """Another person speaks; the place stays."""
    registration = finding.own(token, to_change=True)
    form = SubstituteForm(data={"speaker_function": registration.speaker_function})
    if not form.validate_on_submit():
        return _change_page(registration, token, "substitute", form)
    not_stale(registration, form)
    actions.edit(registration, form.changes(), at=now(), step="substitute named")
    session.commit()
    return see(url_for("registrations.own_page", token=token))


@blueprint.get("/registrations/<token:token>/withdraw/")
def withdraw(token: str) -> Response:
    """Ask before the request is withdrawn."""
    return _change_page(_open_to_change(token), token, "withdraw", PressForm(formdata=None))


@blueprint.post("/registrations/<token:token>/withdraw/")
@limiter.limit(KNOCK)
def take_back(token: str) -> AnyResponse:
    """Withdraw the request."""
    actions.withdraw(_pressed(token, with_the_list=True), at=now())
    session.commit()
    return see(url_for("registrations.own_page", token=token))


@blueprint.post("/registrations/<token:token>/come-back/")
@limiter.limit(KNOCK)
def come_back(token: str) -> AnyResponse:
    """Return after a withdrawal, at the last place of the level."""
    registration = _pressed(token)
    merging.not_merged(registration)
    holder = actions.come_back(registration, at=now())
    session.commit()
    refuse_second(holder)
    return see(url_for("registrations.own_page", token=token))


@blueprint.post("/registrations/<token:token>/new-link/")
@limiter.limit(ASK_FOR_MAIL)
def new_link(token: str) -> AnyResponse:
    """Make this link dead and mail a new one."""
    registration = _pressed(token)
    actions.renew_link(registration, at=now())
    session.commit()
    return see(url_for("registrations.lost_link", slug=registration.dialogue.slug, sent=1))


def _begins(registration: Registration, at: datetime) -> Beginning:
    dialogue, hours = registration.dialogue, list_hours(registration.dialogue)
    stage = hours.stage(at)
    return Beginning(
        meetings=no_preference([(one.number, say(called(one.name))) for one in dialogue.meetings]),
        speaks=registration.wants_floor,
        civil=registration.kind is Kind.CIVIL_SOCIETY,
        late=stage in LATE,
        no_floor=online_told(hours, at, dialogue.zone) if stage is Stage.NOT_YET else None,
    )


def _kept(registration: Registration) -> dict[str, Any]:
    """What the row says by the names of the form; who attends has chosen no level yet."""
    return {
        **facts(registration),
        "part": (Part.SPEAK if registration.wants_floor else Part.ATTEND).value,
        "meeting_number": str(registration.meeting_number or ""),
        **({} if registration.wants_floor else {"level": ""}),
    }


def _open_to_change(token: str) -> Registration:
    """The request, if its delegation can still change anything about it."""
    registration = finding.own(token)
    check_live(registration, now())
    return registration


def _pressed(token: str, *, with_the_list: bool = False) -> Registration:
    """The request whose button was pressed; a form without its token against forgery is refused."""
    registration = finding.own(token, to_change=not with_the_list)
    if not PressForm().validate_on_submit():
        raise FormExpired
    if with_the_list:
        reserve.hold_both(registration)
    return registration


def not_stale(registration: Registration, form: Form) -> None:
    """Raise StaleHand when the row has changed since the form was drawn."""
    if int(form.version.data) != registration.version:
        raise StaleHand


def _change_page(registration: Registration, token: str, what: str, form: Form) -> Response:
    page = own_pages.change_page(registration, token, form, now())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return answer(f"registrations/{what}.html", page, status)
