"""The desk's button with which the last change of the list is taken back."""

from __future__ import annotations

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.sign_in_views import FormExpired
from rtop_event.showing import say
from rtop_event.speakers import revisions, undoing
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.forms import UndoForm
from rtop_event.speakers.late_hands import shows_others


@pages.post("/organise/<slug:slug>/speakers/undo/")
@shows_others
def desk_undo(slug: str) -> AnyResponse:
    """Take the last change back, if it still is the last."""
    person, dialogue, form = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), UndoForm()
    if not form.validate_on_submit():
        raise FormExpired
    published = undoing.undo(dialogue, form.number, by=person.name, at=now())
    session.commit()
    flash(_("The last change was taken back."))
    if published:
        flash(_stays(dialogue))
    return see(url_for("speakers.desk_list", slug=slug))


def _stays(dialogue: Dialogue) -> str:
    """What was published stays, until the next revision corrects it."""
    last = revisions.latest(dialogue)[0].number
    labels = {"label": say(revisions.label(last)), "next": say(revisions.label(last + 1))}
    return str(_("%(label)s stays published: publish %(next)s to correct it.", **labels))
