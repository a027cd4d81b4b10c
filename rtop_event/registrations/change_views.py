"""Changes after the close of the list: the desk decides them, their delegates take them back."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.limits import KNOCK, limiter
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.refusal import NotFound
from rtop_event.registrations import change_pages, changes, finding, reserve
from rtop_event.registrations.asked import FormExpired
from rtop_event.registrations.blueprint import blueprint
from rtop_event.registrations.change_forms import ChangeForm, Verdict
from rtop_event.registrations.forms import PressForm
from rtop_event.registrations.own_views import not_stale
from rtop_event.registrations.registering_views import refuse_second

ONE = "/organise/<slug:slug>/registrations/<int:number>/change/"


@blueprint.get("/organise/<slug:slug>/registrations/changes/")
def desk_changes(slug: str) -> Response:
    """The changes that await the desk."""
    at_the_desk()
    dialogue = any_dialogue(slug)
    page = change_pages.changes_page(dialogue, changes.all_open(dialogue))
    return answer("registrations/desk_changes.html", page)


@blueprint.get(ONE)
def desk_change(slug: str, number: int) -> Response:
    """One change, field by field."""
    person = at_the_desk()
    asked = changes.open_of(finding.of_dialogue(any_dialogue(slug), number))
    if asked is None:
        raise NotFound
    form = ChangeForm(formdata=None, version=asked.registration.version, asked=asked.id)
    page = change_pages.one_change_page(asked, form, may_change=person.may(RoleName.ORGANISER))
    return answer("registrations/desk_change.html", page)


@blueprint.post(ONE)
def desk_decide_change(slug: str, number: int) -> AnyResponse:
    """Accept or refuse a change as it was seen; the letter is a draft unless it is approved here."""
    person, form = at_the_desk(RoleName.ORGANISER), ChangeForm()
    registration = reserve.held_of(any_dialogue(slug), number)
    asked = changes.open_of(registration)
    if asked is None:
        raise changes.NothingAwaits
    if not form.validate_on_submit():
        page = change_pages.one_change_page(asked, form, may_change=True)
        return answer("registrations/desk_change.html", page, HTTPStatus.UNPROCESSABLE_ENTITY)
    changes.require_same(asked, int(form.asked.data or 0))
    not_stale(registration, form)
    if form.verdict is Verdict.ACCEPT:
        refuse_second(changes.accept(asked, **form.said(), by=person.name, at=now()), own=True)
    else:
        changes.refuse(asked, **form.said(), by=person.name, at=now())
    session.commit()
    flash(_("Decided. The letter waits in the outbox.") if not form.send.data else _("Decided. The letter leaves."))
    return see(url_for("registrations.desk_show", slug=slug, number=number))


@blueprint.post("/registrations/<token:token>/change/take-back/")
@limiter.limit(KNOCK)
def take_change_back(token: str) -> AnyResponse:
    """The delegate no longer wants the change."""
    registration = finding.own(token, to_change=True)
    if not PressForm().validate_on_submit():
        raise FormExpired
    changes.take_back(registration, at=now())
    session.commit()
    return see(url_for("registrations.own_page", token=token))
