"""The desk edits the wording of letters: all kinds, one of them, its preview, and the way back to the standard."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues import rewording, wording_pages
from rtop_event.dialogues.desk_fields import step_asked
from rtop_event.dialogues.desk_forms import StateForm
from rtop_event.dialogues.finding import any_dialogue, wording_row
from rtop_event.dialogues.letterkinds import Kind, in_force, kind_named, standard
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.pages import pages
from rtop_event.dialogues.wording_forms import WordingForm
from rtop_event.organisers.accounts import Person, at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.sign_in_views import FormExpired

ADDRESS = "/organise/<slug:slug>/letters/<slug:kind>/<any(ar,en,es,fr,ru,zh):language>/"


@pages.get("/organise/<slug:slug>/letters/")
def desk_letters(slug: str) -> AnyResponse:
    """Which letters the site writes, and which of them have a wording of their own."""
    person, dialogue = at_the_desk(), any_dialogue(slug)
    return answer("dialogues/desk_letters.html", wording_pages.letters_page(dialogue, person))


@pages.get(ADDRESS)
def desk_letter(slug: str, kind: str, language: str) -> AnyResponse:
    """One kind of letter in one language: its wording, its placeholders, and how it reads."""
    person, dialogue, found = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), kind_named(kind)
    wording = in_force(found, dialogue, language) or standard(found, dialogue, language)
    values = {"subject": wording.subject, "body": wording.body, "version": str(_version(found, dialogue, language))}
    return _page(found, dialogue, person, language, WordingForm(found, formdata=None, data=values))


@pages.post(ADDRESS)
def desk_letter_save(slug: str, kind: str, language: str) -> AnyResponse:
    """Save a wording, see how it would read, or go back to the standard one."""
    person, dialogue, found = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), kind_named(kind)
    step = step_asked()
    if step == "standard":
        return _back(found, dialogue, person, language)
    form = WordingForm(found)
    if not form.validate_on_submit():
        return _page(found, dialogue, person, language, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if step == "preview":
        return _page(found, dialogue, person, language, form)
    if form.drawn_from() != _version(found, dialogue, language):
        return _stale(found, dialogue, person, language, form)
    version, who, at = form.drawn_from(), person.name, now()
    changed = rewording.reword(found, dialogue, language, form.wording(), version=version, by=who, at=at)
    session.commit()
    flash(_("Saved. Letters drafted from now on have this wording.") if changed else _("Nothing was changed."))
    return see(url_for("dialogues.desk_letter", slug=slug, kind=kind, language=language))


def _back(kind: Kind, dialogue: Dialogue, person: Person, language: str) -> AnyResponse:
    form = StateForm()
    if not form.validate_on_submit():
        raise FormExpired
    rewording.back_to_standard(kind, dialogue, language, version=form.drawn_from(), by=person.name, at=now())
    session.commit()
    flash(_("Letters drafted from now on have the standard wording."))
    return see(url_for("dialogues.desk_letter", slug=dialogue.slug, kind=kind.name, language=language))


def _stale(kind: Kind, dialogue: Dialogue, person: Person, language: str, form: WordingForm) -> AnyResponse:
    form.version.data = str(_version(kind, dialogue, language))
    return _page(kind, dialogue, person, language, form, HTTPStatus.CONFLICT)


def _page(
    kind: Kind,
    dialogue: Dialogue,
    person: Person,
    language: str,
    form: WordingForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> AnyResponse:
    stale = status is HTTPStatus.CONFLICT
    page = wording_pages.letter_page(kind, dialogue, person, language, form, at=now(), stale=stale)
    return answer("dialogues/desk_letter.html", page, status)


def _version(kind: Kind, dialogue: Dialogue, language: str) -> int:
    found = wording_row(dialogue, kind.name, language)
    return found.version if found else 0
