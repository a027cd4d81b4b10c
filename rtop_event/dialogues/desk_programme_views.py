"""The desk edits the programme: meetings, their parts, the people in them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import current_app, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues import desk_pages, programme_editing
from rtop_event.dialogues.desk_fields import step_asked
from rtop_event.dialogues.desk_forms import StateForm
from rtop_event.dialogues.editing import require_version
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.followers import outdated_by
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.pages import pages
from rtop_event.dialogues.programme_forms import ProgrammeForm, programme_typed
from rtop_event.dialogues.rows import rearranged
from rtop_event.organisers.accounts import Person, at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.sign_in_views import FormExpired
from rtop_event.typed_hours import aware_moment


@pages.get("/organise/<slug:slug>/programme/")
def desk_programme(slug: str) -> AnyResponse:
    """The programme in one form, moved to other hours where the address asks for them."""
    person, dialogue = at_the_desk(), any_dialogue(slug)
    starts, ends = (request.args.get(name, type=aware_moment) for name in ("starts", "ends"))
    data = programme_typed(dialogue, starts=starts, ends=ends)
    return _page(dialogue, person, _form(dialogue, formdata=None, data=data))


@pages.post("/organise/<slug:slug>/programme/")
def desk_programme_save(slug: str) -> AnyResponse:
    """Save the programme, or move a row of the form; what somebody else changed meanwhile is shown."""
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    form = _form(dialogue)
    moved = rearranged(form.data, step_asked(), _blank)
    if moved is not None:
        return _page(dialogue, person, _form(dialogue, formdata=None, data=moved))
    if not form.validate_on_submit():
        return _page(dialogue, person, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.drawn_from() != dialogue.version:
        return _stale(dialogue, person, form)
    domain = current_app.extensions["settings"].mail_domain
    programme_editing.change_programme(dialogue, form.plans(), by=person.name, at=now(), domain=domain)
    session.commit()
    flash(_("Saved."))
    return see(url_for("dialogues.desk_programme", slug=slug))


@pages.post("/organise/<slug:slug>/programme/<int:number>/restore/")
def desk_meeting_restore(slug: str, number: int) -> AnyResponse:
    """Let a cancelled meeting take place after all."""
    person, dialogue, form = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), StateForm()
    if not form.validate_on_submit():
        raise FormExpired
    require_version(dialogue, form.drawn_from())
    programme_editing.take_up(dialogue, number, by=person.name, at=now())
    session.commit()
    flash(_("The meeting takes place after all."))
    return see(url_for("dialogues.desk_programme", slug=slug))


def _blank(names: list[str]) -> dict[str, Any]:
    if names == ["meetings"]:
        return {"parts": [{"kind": "floor", "title": _("Statements from the floor")}]}
    return {"kind": "panel"} if names[-1] == "parts" else {}


def _form(dialogue: Dialogue, **kw: Any) -> ProgrammeForm:
    known = [meeting.number for meeting in dialogue.meetings if meeting.cancelled_at is None]
    return ProgrammeForm(dialogue.zone, known, public=dialogue.published_at is not None, **kw)


def _page(
    dialogue: Dialogue, person: Person, form: ProgrammeForm, status: HTTPStatus = HTTPStatus.OK, **more: Any
) -> AnyResponse:
    kept = {row.number.data for row in form.meetings}
    there = [meeting for meeting in dialogue.meetings if meeting.cancelled_at is None]
    page = desk_pages.form_page(
        dialogue,
        person,
        form,
        leaving=tuple(meeting.name for meeting in there if str(meeting.number) not in kept),
        cancelled=tuple((one.number, one.name) for one in dialogue.meetings if one.cancelled_at is not None),
        button=desk_pages.state_form(dialogue),
        outdated=outdated_by(dialogue, now()),
        **more,
    )
    return answer("dialogues/desk_programme.html", page, status)


def _stale(dialogue: Dialogue, person: Person, form: ProgrammeForm) -> AnyResponse:
    stored = _form(dialogue, formdata=None, data=programme_typed(dialogue))
    differs, last = desk_pages.differences(stored, form), desk_pages.last_change(dialogue)
    form.version.data = str(dialogue.version)
    return _page(dialogue, person, form, HTTPStatus.CONFLICT, stale=True, differs=differs, last=last)
