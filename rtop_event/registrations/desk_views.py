"""The desk looks at requests, adds and edits them."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, file_answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.registrations import actions, desk_pages, finding, moving, own_pages, pages, reserve
from rtop_event.registrations.blueprint import blueprint
from rtop_event.registrations.desk_forms import MOST_OF_A_REASON, AddForm, DeskEditForm
from rtop_event.registrations.export import as_csv
from rtop_event.registrations.models import Registration
from rtop_event.registrations.registering_views import delegation_id, refuse_second
from rtop_event.registrations.steps import facts
from rtop_event.registrations.words import Part


@blueprint.get("/organise/<slug:slug>/registrations/")
def desk_list(slug: str) -> Response:
    """All requests of a dialogue, narrowed by what the address says."""
    person, dialogue = at_the_desk(), any_dialogue(slug)
    filters = desk_pages.narrowed(request.args)
    page = desk_pages.list_page(dialogue, filters, now(), may_change=person.may(RoleName.ORGANISER))
    return answer("registrations/desk_list.html", page)


@blueprint.get("/organise/<slug:slug>/registrations/export.csv")
def desk_csv(slug: str) -> Response:
    """All requests as a table for a spreadsheet."""
    at_the_desk()
    content = as_csv(finding.requests(any_dialogue(slug)), now())
    return file_answer(content, "text/csv; charset=utf-8", f"registrations-{slug}.csv", inline=False)


@blueprint.get("/organise/<slug:slug>/registrations/new/")
def desk_new(slug: str) -> Response:
    """An empty form for a request that the desk makes; after another one it begins with the same reason."""
    at_the_desk(RoleName.ORGANISER)
    dialogue = any_dialogue(slug)
    again = {"why": request.args.get("why", "")[:MOST_OF_A_REASON]}
    form = AddForm(pages.hall(dialogue, now(), by_desk=True), formdata=None, data=again)
    return answer("registrations/desk_new.html", desk_pages.FormPage(slug, dialogue.theme, form, dialogue.zone))


@blueprint.post("/organise/<slug:slug>/registrations/new/")
def desk_add(slug: str) -> AnyResponse:
    """Add a request by hand: verified at once."""
    person, dialogue, at = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), now()
    form = AddForm(pages.hall(dialogue, at, by_desk=True))
    if not form.validate_on_submit():
        page = desk_pages.FormPage(slug, dialogue.theme, form, dialogue.zone)
        return answer("registrations/desk_new.html", page, HTTPStatus.UNPROCESSABLE_ENTITY)
    chosen, why = delegation_id(dialogue, form), str(form.why.data)
    excepted = bool(form.exception.data)
    added = actions.add_by_desk(dialogue, chosen, form.asked(), at=at, by=person.name, why=why, exception=excepted)
    refuse_second(added.holder, own=True)
    session.commit()
    return _added(added.registration, slug, again=why if form.another.data else None)


def _added(added: Registration | None, slug: str, *, again: str | None) -> AnyResponse:
    """What was added in words, and its page, or the form for another one with the same reason."""
    name = pages.shown_name(added) if added else ""
    if added and added.on_the_list:
        flash(_("%(delegation)s was added and is on the list.", delegation=name))
    else:
        flash(_("%(delegation)s was added.", delegation=name))
    if again is not None:
        return see(url_for("registrations.desk_new", slug=slug, why=again))
    return see(url_for("registrations.desk_show", slug=slug, number=added.id if added else 0))


@blueprint.get("/organise/<slug:slug>/registrations/<int:number>/edit/")
def desk_edit(slug: str, number: int) -> Response:
    """What the desk can change, as it is now."""
    at_the_desk(RoleName.ORGANISER)
    dialogue = any_dialogue(slug)
    registration = finding.of_dialogue(dialogue, number)
    hall = pages.hall(dialogue, now(), by_desk=True)
    form = DeskEditForm(hall, registration, formdata=None, data=_now_said(registration))
    return answer("registrations/desk_edit.html", _form_page(registration, form))


@blueprint.post("/organise/<slug:slug>/registrations/<int:number>/edit/")
def desk_save(slug: str, number: int) -> AnyResponse:
    """Change a request, or only look who would move; another's change meanwhile is shown beside what was typed."""
    person, dialogue, at = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), now()
    registration = reserve.held_of(dialogue, number)
    hall = pages.hall(dialogue, at, by_desk=True)
    form = DeskEditForm(hall, registration, data=_now_said(registration) | {"version": None})
    if not form.validate_on_submit():
        return answer("registrations/desk_edit.html", _form_page(registration, form), HTTPStatus.UNPROCESSABLE_ENTITY)
    if int(form.version.data or 0) != registration.version:
        page = _form_page(registration, form, stale=True)
        return answer("registrations/desk_edit.html", page, HTTPStatus.CONFLICT)
    look = moving.watch(dialogue) if form.look.data else None
    holder = actions.edit(registration, form.changes(), at=at, by=person.name, why=str(form.why.data or ""))
    refuse_second(holder, own=True)
    if look is not None:
        return answer("registrations/desk_edit.html", _looked_at(registration, form, look))
    session.commit()
    return see(url_for("registrations.desk_show", slug=slug, number=number))


def _now_said(registration: Registration) -> dict[str, Any]:
    """What the row says, by the names of the form."""
    return {
        **facts(registration),
        "version": registration.version,
        "part": (Part.SPEAK if registration.wants_floor else Part.ATTEND).value,
        "meeting_number": str(registration.meeting_number or ""),
    }


def _looked_at(registration: Registration, form: DeskEditForm, look: moving.Look) -> desk_pages.FormPage:
    """What the change would move; then it is undone, since nobody saved it."""
    seen = look()
    session.rollback()
    return replace(_form_page(registration, form), preview=seen)


def _form_page(registration: Registration, form: DeskEditForm, *, stale: bool = False) -> desk_pages.FormPage:
    return desk_pages.FormPage(
        slug=registration.dialogue.slug,
        title=registration.dialogue.theme,
        form=form,
        zone=registration.dialogue.zone,
        number=registration.id,
        delegation=pages.shown_name(registration),
        now=own_pages.facts(registration) if stale else (),
    )
