"""Who asks, who answers: the desk's revisions, and one of them restored as a new one."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _now
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import AnyOf

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.fields import SeveralLines
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.showing import say
from rtop_event.speakers import revisions
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.desk import language
from rtop_event.speakers.desk_strip import at_desk
from rtop_event.speakers.forms import ReasonForm
from rtop_event.speakers.late_hands import shows_others
from rtop_event.speakers.models import Revision
from rtop_event.speakers.restore_pages import desk_revisions_page, restore_page
from rtop_event.speakers.restoring import restoration, restore
from rtop_event.speakers.revision_views import asked
from rtop_event.speakers.words import RESTORE_REASONS

WITH_RULES = "1"


class RestoreForm(ReasonForm):
    """A revision to be restored, with a reason, and a note for the readers."""

    often = RESTORE_REASONS
    rules = HiddenField(validators=[AnyOf(["", WITH_RULES])])
    note = SeveralLines(_("Note for the readers"), most=500)


@pages.get("/organise/<slug:slug>/speakers/revisions/")
def desk_revisions(slug: str) -> AnyResponse:
    """All revisions, each of which can be restored."""
    person = at_the_desk()
    desk = at_desk(any_dialogue(slug), language(), now())
    page = desk_revisions_page(desk, asked("before"), now(), may_change=person.may(RoleName.ORGANISER))
    return answer("speakers/desk_revisions.html", page)


@pages.route("/organise/<slug:slug>/speakers/restore/<int:number>/", methods=["GET", "POST"])
@shows_others
def desk_restore(slug: str, number: int) -> AnyResponse:
    """Who would move; with `?rules=1` order and limits come back as well; nothing is saved before it is sent."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue = any_dialogue(slug)
    desk = at_desk(dialogue, language(), now())
    rules = request.args.get("rules") == WITH_RULES
    form = RestoreForm(rules=WITH_RULES if rules else "", reason_needed=True)
    one = revisions.one(dialogue, number)
    found = restoration(desk.facts, one, rules=rules, reason="", at=now())
    form.draw(found.seen)
    if not form.validate_on_submit():
        page = restore_page(desk, found, form, now(), language())
        return answer("speakers/desk_restore.html", page, 422 if form.is_submitted() else 200)
    said = {"reason": form.why, "note": form.note.data or "", "seen": form.saw, "by": person.name}
    published = restore(dialogue, number, rules=form.rules.data == WITH_RULES, at=now(), **said)
    session.commit()
    flash(_done(published))
    return see(url_for("speakers.desk_list", slug=slug))


def _done(published: Revision | None) -> str:
    if published is None:
        return str(_now("The order is restored. The list is the published one again, so nothing was published."))
    return str(_now("%(label)s was published.", label=say(revisions.label(published.number))))
