"""The desk makes an exercise of a dialogue, and throws it away; and the join of this wing."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Flask, current_app, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.editing import Beginning
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.fields import Form
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.registrations.finding import inscriptions
from rtop_event.rehearsals import actions
from rtop_event.rehearsals.blueprint import pages
from rtop_event.rehearsals.forms import RehearsalForm, ThrowForm
from rtop_event.rehearsals.made_up import MOST

FEW = 20


@dataclass(frozen=True)
class RehearsalPage:
    """The form that makes an exercise, or on an exercise the one that throws it away."""

    slug: str
    title: str
    rehearses: str
    form: Form


def add_to(app: Flask) -> None:
    """Join this wing to the application."""
    app.register_blueprint(pages)


@pages.route("/organise/<slug:slug>/rehearsal/", methods=["GET", "POST"])
def rehearsal(slug: str) -> AnyResponse:
    """Make an exercise of a dialogue."""
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    form: Form = ThrowForm() if dialogue.rehearses else RehearsalForm(dialogue.zone, data=_proposed(dialogue))
    if not (isinstance(form, RehearsalForm) and form.validate_on_submit()):
        page = RehearsalPage(slug, dialogue.theme, dialogue.rehearses, form)
        return answer("rehearsals/rehearsal.html", page, 422 if request.method == "POST" else 200)
    who = Beginning(person.name, now(), current_app.extensions["settings"].mail_domain)
    made = actions.rehearse(dialogue, form.wanted, prefix=_("Exercise"), who=who)
    session.commit()
    flash(_("The exercise is made: nothing in it is real, and it writes to nobody."))
    return see(url_for("dialogues.desk_edit", slug=made.slug))


@pages.post("/organise/<slug:slug>/rehearsal/throw-away/")
def throw_away(slug: str) -> AnyResponse:
    """Remove an exercise."""
    person, dialogue, form = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), ThrowForm()
    if not form.validate_on_submit():
        page = RehearsalPage(slug, dialogue.theme, dialogue.rehearses, form)
        return answer("rehearsals/rehearsal.html", page, 422)
    actions.throw_away(dialogue, by=person.name, at=now())
    session.commit()
    flash(_("The exercise was thrown away."))
    return see(url_for("organisers.dashboard"))


def _proposed(dialogue: Dialogue) -> dict[str, str]:
    """Today, at the hour of the dialogue, with as many as are on its list."""
    zone, listed = ZoneInfo(dialogue.zone), len(inscriptions(dialogue))
    return {
        "day": f"{now().astimezone(zone):%Y-%m-%d}",
        "hour": f"{dialogue.starts_at.astimezone(zone):%H:%M}",
        "speakers": str(min(listed or FEW, MOST)),
        "seed": "1",
    }
