"""The desk begins dialogues, looks at one, edits its facts, publishes it and calls it off."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from flask import current_app, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues import actions, desk_pages, editing
from rtop_event.dialogues.begin_forms import CopyForm, NewForm
from rtop_event.dialogues.called import AFTERNOON, MORNING
from rtop_event.dialogues.desk_fields import step_asked
from rtop_event.dialogues.desk_forms import CancelForm, StateForm
from rtop_event.dialogues.facts_forms import FactsForm, facts_typed
from rtop_event.dialogues.finding import all_dialogues, any_dialogue, exercises
from rtop_event.dialogues.followers import languages_read
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.pages import pages
from rtop_event.dialogues.rows import rearranged
from rtop_event.dialogues.slugs import proposed
from rtop_event.dialogues.titles import ITEMS
from rtop_event.dialogues.words import ItemKind
from rtop_event.languages import named
from rtop_event.organisers.accounts import Person, at_the_desk
from rtop_event.organisers.dashboard import Shortcut
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.sign_in_views import FormExpired
from rtop_event.wording import sentence

NEW_DOCUMENT = {"kind": "background"}


def shortcuts(_at: datetime) -> list[Shortcut]:
    """Every dialogue, the latest first, and the way to a new one."""
    notes = {
        desk_pages.State.DRAFT: sentence("draft"),
        desk_pages.State.PUBLISHED: sentence("published"),
        desk_pages.State.CANCELLED: sentence("cancelled"),
    }
    known = [
        Shortcut(
            sentence("%(theme)s", theme=one.theme),
            url_for("dialogues.desk_edit", slug=one.slug),
            sentence(
                "%(day)s, %(state)s",
                day=one.starts_at.astimezone(ZoneInfo(one.zone)).date(),
                state=notes[desk_pages.state_of(one)],
            ),
            apart=bool(one.rehearses),
        )
        for one in [*all_dialogues(), *exercises()]
    ]
    return [*known, Shortcut(sentence("New dialogue"), url_for("dialogues.desk_new"))]


@pages.route("/organise/dialogues/new/", methods=["GET", "POST"])
def desk_new() -> AnyResponse:
    """Begin a dialogue: empty, or with `?of=<slug>` as a copy of an earlier one."""
    person, known = at_the_desk(RoleName.ORGANISER), all_dialogues()
    source = any_dialogue(request.args["of"][:60]) if request.args.get("of") else None
    taken = [one.slug for one in (*known, *exercises())]
    form = CopyForm(taken, data=_of(source)) if source else NewForm(taken, data=_like(known))
    if not form.validate_on_submit():
        sources = [(one.slug, one.theme) for one in known]
        page = desk_pages.BeginPage(form, source.slug if source else "", sources)
        return answer(
            "dialogues/desk_new.html", page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        )
    who = editing.Beginning(person.name, now(), current_app.extensions["settings"].mail_domain)
    begun = _copied(source, form, who) if source else _begun(form, who)
    session.commit()
    flash(_("The dialogue is a draft: nobody but the desk sees it."))
    return see(url_for("dialogues.desk_edit", slug=begun.slug))


def _of(source: Dialogue) -> dict[str, str]:
    return {"title": source.title, "theme": source.theme}


def _like(known: list[Dialogue]) -> dict[str, str]:
    names = ("convenor", "host", "zone", "room", "contact_name", "contact_address")
    return {name: getattr(known[0], name) for name in names} if known else {}


def _slug(form: CopyForm, stem: str) -> str:
    return str(form.slug.data or proposed(stem, int((form.day.data or "")[:4]), form.taken))


def _copied(source: Dialogue, form: CopyForm, who: editing.Beginning) -> Dialogue:
    day = form.day.value() or who.at.date()
    title, theme = str(form.title.data), str(form.theme.data)
    return editing.copy(source, slug=_slug(form, source.slug), title=title, theme=theme, day=day, who=who)


def _begun(form: CopyForm, who: editing.Beginning) -> Dialogue:
    names = {"morning": MORNING.text, "afternoon": AFTERNOON.text}
    assert isinstance(form, NewForm)  # noqa: S101 (the one of the two forms that has hours)
    columns = ("title", "theme", "convenor", "host", "zone", "room", "contact_name", "contact_address")
    return editing.begin(
        {"slug": _slug(form, str(form.theme.data)), **{name: form[name].data for name in columns}},
        [(names[part], *hours) for part, hours in form.sittings().items()],
        statement=_("This site is run by %(host)s. It is not an official United Nations site.", host=form.host.data),
        floor=ITEMS[ItemKind.FLOOR].text,
        who=who,
    )


@pages.get("/organise/<slug:slug>/")
def desk_edit(slug: str) -> AnyResponse:
    """How a dialogue stands, and what is missing."""
    person = at_the_desk()
    return answer("dialogues/desk_overview.html", desk_pages.overview_page(any_dialogue(slug), person))


@pages.get("/organise/<slug:slug>/facts/")
def desk_facts(slug: str) -> AnyResponse:
    """All facts of a dialogue in one form."""
    person, dialogue = at_the_desk(), any_dialogue(slug)
    form = FactsForm(formdata=None, data=facts_typed(dialogue))
    return answer("dialogues/desk_facts.html", desk_pages.form_page(dialogue, person, form))


@pages.post("/organise/<slug:slug>/facts/")
def desk_facts_save(slug: str) -> AnyResponse:
    """Save the facts, or move a row of the form; what somebody else changed meanwhile is shown."""
    person, dialogue, form = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), FactsForm()
    moved = rearranged(form.data, step_asked(), lambda _names: dict(NEW_DOCUMENT))
    if moved is not None:
        return _facts(dialogue, person, FactsForm(formdata=None, data=moved))
    if not form.validate_on_submit() or not form.fits(dialogue):
        return _facts(dialogue, person, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.drawn_from() != dialogue.version:
        return _stale_facts(dialogue, person, form)
    editing.change_facts(dialogue, form.facts(), form.rows(), by=person.name, at=now())
    session.commit()
    flash(_("Saved."))
    return see(url_for("dialogues.desk_facts", slug=slug))


def _facts(
    dialogue: Dialogue, person: Person, form: FactsForm, status: HTTPStatus = HTTPStatus.OK, **more: object
) -> AnyResponse:
    return answer("dialogues/desk_facts.html", desk_pages.form_page(dialogue, person, form, **more), status)


def _stale_facts(dialogue: Dialogue, person: Person, form: FactsForm) -> AnyResponse:
    stored = FactsForm(formdata=None, data=facts_typed(dialogue))
    differs, last = desk_pages.differences(stored, form), desk_pages.last_change(dialogue)
    form.version.data = str(dialogue.version)
    return _facts(dialogue, person, form, HTTPStatus.CONFLICT, stale=True, differs=differs, last=last)


def _asked(slug: str) -> tuple[Person, Dialogue]:
    """Who pressed a button about which dialogue, as it still is."""
    person, dialogue, form = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), StateForm()
    if not form.validate_on_submit():
        raise FormExpired
    editing.require_version(dialogue, form.drawn_from())
    return person, dialogue


def _done(slug: str, said: str) -> AnyResponse:
    session.commit()
    flash(said)
    return see(url_for("dialogues.desk_edit", slug=slug))


@pages.post("/organise/<slug:slug>/publish/")
def desk_publish(slug: str) -> AnyResponse:
    """Show the dialogue to everybody."""
    person, dialogue = _asked(slug)
    editing.publish_when_ready(dialogue, by=person.name, at=now())
    return _done(slug, _("The dialogue is published."))


@pages.post("/organise/<slug:slug>/draft/")
def desk_draft(slug: str) -> AnyResponse:
    """Make the dialogue a draft again."""
    person, dialogue = _asked(slug)
    actions.withdraw_from_view(dialogue, by=person.name, at=now())
    return _done(slug, _("The dialogue is a draft again: nobody but the desk sees it."))


@pages.post("/organise/<slug:slug>/restore/")
def desk_restore(slug: str) -> AnyResponse:
    """Let a cancelled dialogue take place after all."""
    person, dialogue = _asked(slug)
    actions.reinstate(dialogue, by=person.name, at=now())
    return _done(slug, _("The dialogue takes place after all."))


@pages.route("/organise/<slug:slug>/cancel/", methods=["GET", "POST"])
def desk_cancel(slug: str) -> AnyResponse:
    """Call the dialogue off, with a reason."""
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    form = CancelForm(data={"version": str(dialogue.version)})
    if not form.validate_on_submit():
        read = [named(code) for code in languages_read(dialogue)]
        page = desk_pages.CancelPage(slug, desk_pages.at_desk(dialogue, person), read, form)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return answer("dialogues/desk_cancel.html", page, status)
    editing.require_version(dialogue, form.drawn_from())
    actions.cancel(dialogue, str(form.why.data), by=person.name, at=now())
    return _done(slug, _("The dialogue is cancelled. No letter has left: see Invitations for those who hold an entry."))
