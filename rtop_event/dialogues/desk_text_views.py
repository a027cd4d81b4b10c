"""The desk writes the briefing overview and the invitation letter in each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event import markdown
from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues import actions, editing
from rtop_event.dialogues.desk_fields import step_asked
from rtop_event.dialogues.desk_forms import StateForm, TextForm
from rtop_event.dialogues.desk_pages import AtDesk, at_desk
from rtop_event.dialogues.finding import any_dialogue, own_wordings
from rtop_event.dialogues.length import Length, length_of
from rtop_event.dialogues.lettertext import PLACEHOLDERS, split_letter
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.pages import pages
from rtop_event.dialogues.words import LANGUAGES, TextKind
from rtop_event.languages import named
from rtop_event.organisers.accounts import Person, at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.sign_in_views import FormExpired
from rtop_event.refusal import StaleHand

ADDRESS = "/organise/<slug:slug>/texts/<any(briefing,letter):kind>/<any(ar,en,es,fr,ru,zh):language>/"
RIGHT_TO_LEFT = {"ar"}
INVITATION = "invitation"
"""The kind of letter that a dialogue brings along, and that organisers can give a wording of its own."""


@dataclass(frozen=True)
class Written:
    """One text in one language: how long it is, and when it was last changed; none where it is missing."""

    language: str
    name: str
    length: Length | None
    changed_at: datetime | None
    overridden: bool
    """Whether invitations in this language have a wording of their own, so that this letter is not the one in force."""


@dataclass(frozen=True)
class TextsPage:
    """All texts of a dialogue, the missing ones too."""

    slug: str
    desk: AtDesk
    kinds: dict[str, list[Written]]


@dataclass(frozen=True)
class TextPage:
    """One text to be edited, as it reads, and its sisters in other languages."""

    slug: str
    desk: AtDesk
    kind: str
    language: str
    name: str
    direction: str
    exists: bool
    overridden: bool
    subject: str
    html: str
    length: Length
    sisters: list[Written]
    placeholders: tuple[str, ...]
    form: TextForm
    wrong: dict[str, list[str]]
    now: str | None = None


@pages.get("/organise/<slug:slug>/texts/")
def desk_texts(slug: str) -> AnyResponse:
    """Which texts there are, and which are missing."""
    person, dialogue = at_the_desk(), any_dialogue(slug)
    kinds = {kind.value: _all_written(dialogue, kind) for kind in TextKind}
    return answer("dialogues/desk_texts.html", TextsPage(slug, at_desk(dialogue, person), kinds))


@pages.get(ADDRESS)
def desk_text(slug: str, kind: str, language: str) -> AnyResponse:
    """One text, and how it reads."""
    person, dialogue, which = at_the_desk(), any_dialogue(slug), TextKind(kind)
    found = _text(dialogue, which, language)
    body, version = (found.body, found.version) if found else ("", 0)
    form = TextForm(which, formdata=None, data={"body": body, "version": str(version)})
    return _page(dialogue, person, language, form)


@pages.post(ADDRESS)
def desk_text_save(slug: str, kind: str, language: str) -> AnyResponse:
    """Save a text, see how it would read, or remove it."""
    person, dialogue, which = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), TextKind(kind)
    step, found = step_asked(), _text(dialogue, which, language)
    if step == "remove":
        return _remove(dialogue, found, person)
    form = TextForm(which)
    if not form.validate_on_submit():
        return _page(dialogue, person, language, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if step == "preview":
        return _page(dialogue, person, language, form)
    if form.drawn_from() != (found.version if found else 0):
        return _stale(dialogue, person, language, form)
    editing.save_text(dialogue, which, language, str(form.body.data), by=person.name, at=now())
    session.commit()
    flash(_("Saved."))
    return see(url_for("dialogues.desk_text", slug=slug, kind=kind, language=language))


def _remove(dialogue: Dialogue, text: DialogueText | None, person: Person) -> AnyResponse:
    form = StateForm()
    if not form.validate_on_submit():
        raise FormExpired
    if text is None or text.version != form.drawn_from():
        raise StaleHand
    actions.remove_text(dialogue, text, by=person.name, at=now())
    session.commit()
    flash(_("The text is removed."))
    return see(url_for("dialogues.desk_texts", slug=dialogue.slug))


def _stale(dialogue: Dialogue, person: Person, language: str, form: TextForm) -> AnyResponse:
    found = _text(dialogue, form.kind, language)
    form.version.data = str(found.version if found else 0)
    return _page(dialogue, person, language, form, HTTPStatus.CONFLICT, now=found.body if found else "")


def _page(
    dialogue: Dialogue,
    person: Person,
    language: str,
    form: TextForm,
    status: HTTPStatus = HTTPStatus.OK,
    now: str | None = None,
) -> AnyResponse:
    typed, wrong = str(form.body.data or ""), form.wrong()
    is_letter, sisters = form.kind is TextKind.LETTER, _all_written(dialogue, form.kind)
    subject, body = split_letter(typed) if is_letter and not wrong else ("", typed)
    page = TextPage(
        slug=dialogue.slug,
        desk=at_desk(dialogue, person),
        kind=form.kind.value,
        language=language,
        name=named(language),
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        exists=_text(dialogue, form.kind, language) is not None,
        overridden=next(one.overridden for one in sisters if one.language == language),
        subject=subject,
        html=_marked(markdown.html(body, level=3)) if is_letter else markdown.html(body, level=3),
        length=length_of(typed, language),
        sisters=sisters,
        placeholders=PLACEHOLDERS if is_letter else (),
        form=form,
        wrong=wrong,
        now=now,
    )
    return answer("dialogues/desk_text.html", page, status)


def _marked(html: str) -> str:
    """The letter with its placeholders marked; the names are ours, so no markup of a stranger comes in."""
    return re.sub("{(" + "|".join(PLACEHOLDERS) + ")}", r"<mark>\1</mark>", html)


def _text(dialogue: Dialogue, kind: TextKind, language: str) -> DialogueText | None:
    return next((text for text in dialogue.texts if (text.kind, text.language) == (kind, language)), None)


def _all_written(dialogue: Dialogue, kind: TextKind) -> list[Written]:
    letters = kind is TextKind.LETTER
    own = {one.language for one in own_wordings(dialogue) if one.kind == INVITATION} if letters else set()
    return [_written(one, _text(dialogue, kind, one), overridden=one in own) for one in LANGUAGES]


def _written(language: str, text: DialogueText | None, *, overridden: bool) -> Written:
    if text is None:
        return Written(language, named(language), None, None, overridden)
    return Written(language, named(language), length_of(text.body, language), text.changed_at, overridden)
