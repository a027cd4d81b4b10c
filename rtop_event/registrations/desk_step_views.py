"""The page of one request at the desk, and the steps that the desk takes there, each with its reason."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.fields import Form
from rtop_event.organisers.accounts import Person, at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.registrations import actions, desk_pages, finding, reserve
from rtop_event.registrations.blueprint import blueprint
from rtop_event.registrations.desk_forms import ConfirmForm, DecideForm, StepForm, WithdrawForm
from rtop_event.registrations.models import Decision, Registration
from rtop_event.registrations.own_views import not_stale
from rtop_event.registrations.registering_views import refuse_second

ONE = "/organise/<slug:slug>/registrations/<int:number>"


@blueprint.get(f"{ONE}/")
def desk_show(slug: str, number: int) -> Response:
    """One request with its history and letters."""
    person = at_the_desk()
    return _show(person, finding.of_dialogue(any_dialogue(slug), number))


@blueprint.post(f"{ONE}/decide/")
def desk_decide(slug: str, number: int) -> AnyResponse:
    """Accept or refuse; the letter is a draft unless it is approved here."""
    person, registration, form = *_at_hand(slug, number, with_the_list=True), DecideForm()
    if not form.validate_on_submit():
        return _show(person, registration, decide=form)
    not_stale(registration, form)
    holder = actions.decide(
        registration,
        Decision(form.decision.data),
        message=form.message.data or "",
        at=now(),
        by=person.name,
        send=bool(form.send.data),
        why=form.why.data or "",
    )
    return _done(registration, holder, told=_decided(registration, send=bool(form.send.data)))


@blueprint.post(f"{ONE}/withdraw/")
def desk_withdraw(slug: str, number: int) -> AnyResponse:
    """Withdraw for a delegation, with a letter to it."""
    person, registration, form = *_at_hand(slug, number, with_the_list=True), WithdrawForm()
    if not form.validate_on_submit():
        return _show(person, registration, withdraw=form)
    not_stale(registration, form)
    actions.withdraw_by_desk(
        registration,
        message=form.message.data or "",
        at=now(),
        by=person.name,
        send=bool(form.send.data),
        why=str(form.why.data),
    )
    told = _("The request is withdrawn.")
    return _done(registration, told=f"{told} {_letter(registration, send=bool(form.send.data))}")


@blueprint.post(f"{ONE}/come-back/")
def desk_come_back(slug: str, number: int) -> AnyResponse:
    """Bring a withdrawn request back, at the last place of its level."""
    person, registration, form = *_at_hand(slug, number), StepForm()
    if not form.validate_on_submit():
        return _show(person, registration, step=form)
    not_stale(registration, form)
    return _done(registration, actions.come_back(registration, at=now(), by=person.name, why=str(form.why.data)))


@blueprint.post(f"{ONE}/confirm/")
def desk_confirm(slug: str, number: int) -> AnyResponse:
    """Confirm for a delegation, for example after a telephone call."""
    person, registration, form = *_at_hand(slug, number), ConfirmForm()
    if not form.validate_on_submit():
        return _show(person, registration, step=form)
    not_stale(registration, form)
    why, send = str(form.why.data), bool(form.send.data)
    return _done(registration, actions.verify(registration, at=now(), by=person.name, why=why, send=send))


@blueprint.post(f"{ONE}/link/")
def desk_link(slug: str, number: int) -> AnyResponse:
    """Mail the personal link once more."""
    person, registration, form = *_at_hand(slug, number), Form()
    if not form.validate_on_submit():
        return _show(person, registration, step=form)
    actions.send_link(registration, at=now(), by=person.name)
    return _done(registration)


@blueprint.post(f"{ONE}/new-link/")
def desk_new_link(slug: str, number: int) -> AnyResponse:
    """Make the personal link dead, wherever it went, and mail a new one."""
    person, registration, form = *_at_hand(slug, number), StepForm()
    if not form.validate_on_submit():
        return _show(person, registration, step=form)
    not_stale(registration, form)
    actions.renew_link(registration, at=now(), by=person.name, why=str(form.why.data))
    return _done(registration)


@blueprint.post(f"{ONE}/admit/")
def desk_admit(slug: str, number: int) -> AnyResponse:
    """Put somebody of the reserve on the list, in whatever order, with a reason."""
    person, registration, form = *_at_hand(slug, number, with_the_list=True), StepForm()
    if not form.validate_on_submit():
        return _show(person, registration, step=form)
    not_stale(registration, form)
    reserve.admit(registration, by=person.name, why=str(form.why.data), at=now())
    return _done(registration)


def _at_hand(slug: str, number: int, *, with_the_list: bool = False) -> tuple[Person, Registration]:
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    if with_the_list:
        return person, reserve.held_of(dialogue, number)
    return person, finding.of_dialogue(dialogue, number, to_change=True)


def _done(registration: Registration, holder: Registration | None = None, *, told: str = "") -> AnyResponse:
    """One commit, and one sentence that says what was done, as far as the page does not show it by itself."""
    refuse_second(holder, own=True)
    session.commit()
    if told:
        flash(told)
    return see(url_for("registrations.desk_show", slug=registration.dialogue.slug, number=registration.id))


def _decided(registration: Registration, *, send: bool) -> str:
    match registration.decision:
        case Decision.ACCEPTED:
            told = _("The request is accepted.")
        case Decision.REFUSED:
            told = _("The request is refused.")
        case Decision.NONE:
            return str(_("The decision is taken back. No letter is written."))
    return f"{told} {_letter(registration, send=send)}"


def _letter(registration: Registration, *, send: bool) -> str:
    """What becomes of the letter that tells of it."""
    if not registration.address:
        return str(_("No letter is written: there is no mail address."))
    return str(_("The letter is approved.") if send else _("The letter waits in the outbox as a draft."))


def _show(
    person: Person,
    registration: Registration,
    *,
    decide: Form | None = None,
    withdraw: Form | None = None,
    step: Form | None = None,
) -> Response:
    version = registration.version
    forms = (
        decide or DecideForm(formdata=None, version=version),
        withdraw or WithdrawForm(formdata=None, version=version),
        step or ConfirmForm(formdata=None, version=version),
    )
    forms[0].decision.choices = [one for one in forms[0].decision.choices if one[0] != registration.decision.value]
    wrong = any(form.errors for form in forms)
    letters = finding.all_letters_about(registration)
    page = desk_pages.one_page(registration, forms, letters, now(), may_change=person.may(RoleName.ORGANISER))
    return answer("registrations/desk_show.html", page, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK)
