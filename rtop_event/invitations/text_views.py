"""Who asks, who answers: the text of a dialogue's invitation, beside its placeholders and their examples."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations import actions, finding
from rtop_event.invitations.composing import page_url, placeholder_values
from rtop_event.invitations.forms import TextForm
from rtop_event.invitations.letters import IN_SUBJECT, STARTING_BODY, STARTING_SUBJECT
from rtop_event.invitations.models import Contact
from rtop_event.invitations.pages import pages
from rtop_event.invitations.titles import PLACEHOLDERS
from rtop_event.languages import CODES, force_locale, in_language, named
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.refusal import NotFound
from rtop_event.wording import Sentence

NOBODY = "…"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder, what it stands for, and what it would be for somebody who is invited."""

    name: str
    what: Sentence
    example: str
    in_subject: bool


@dataclass(frozen=True, slots=True)
class TextLanguage:
    """A language in which the text can be written."""

    code: str
    name: str
    written: bool


@dataclass(frozen=True)
class TextPage:
    """The text in one language."""

    slug: str
    theme: str
    language: str
    languages: list[TextLanguage]
    placeholders: list[Placeholder]
    example_of: str
    direction: str
    form: TextForm


@pages.route("/organise/<slug:slug>/invitations/text/", methods=["GET", "POST"])
def desk_text(slug: str) -> AnyResponse:
    """Subject and text in the language that the address names, English at first."""
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    language = request.args.get("language", "en")
    if language not in CODES:
        raise NotFound
    form = TextForm(**_present(dialogue, language))
    if not form.validate_on_submit():
        return answer("invitations/text.html", _page(dialogue, language, form), 422 if form.errors else 200)
    changed = actions.write_text(
        dialogue,
        language,
        subject=form.subject.data or "",
        body=form.body.data or "",
        version=form.version.data or 0,
        by=person.name,
        at=now(),
    )
    session.commit()
    flash(_("Saved. Drafts written before now can be written anew.") if changed else _("Nothing was changed."))
    return see(url_for("invitations.desk_text", slug=slug, language=language))


def _present(dialogue: Dialogue, language: str) -> dict[str, object]:
    text = finding.texts_of(dialogue).get(language)
    if text is None:
        return {"subject": STARTING_SUBJECT, "body": STARTING_BODY, "version": 0}
    return {"subject": text.subject, "body": text.body, "version": text.version}


def _page(dialogue: Dialogue, language: str, form: TextForm) -> TextPage:
    written = finding.texts_of(dialogue)
    somebody = next(iter(finding.contacts_of(dialogue, most=1)), None)
    with force_locale(language):
        own = f"{page_url(dialogue, language).partition('/dialogues/')[0]}/invitations/{NOBODY}/"
        values = placeholder_values(
            dialogue, somebody or Contact(name="", salutation=""), language, in_language(own, language)
        )
    examples = {name: value.plain or value.inert.strip("<>") for name, value in values.items()}
    return TextPage(
        slug=dialogue.slug,
        theme=dialogue.theme,
        language=language,
        languages=[TextLanguage(code, named(code), code in written) for code in CODES],
        placeholders=[
            Placeholder(name, what, examples[name], name in IN_SUBJECT) for name, what in PLACEHOLDERS.items()
        ],
        example_of=(somebody.name or somebody.address) if somebody else "",
        direction="rtl" if language == "ar" else "ltr",
        form=form,
    )
