"""The desk's buttons with which the list is announced, and the announcement taken back."""

from __future__ import annotations

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.desk_forms import StateForm
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.accounts import Person, at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.sign_in_views import FormExpired
from rtop_event.speakers import announcing
from rtop_event.speakers.blueprint import pages


@pages.post("/organise/<slug:slug>/speakers/announce/")
def desk_announce(slug: str) -> AnyResponse:
    """The chair has announced the list."""
    person, dialogue, version = _pressed(slug)
    announcing.announce(dialogue, version=version, by=person.name, at=now())
    session.commit()
    flash(_("The list is announced. What is asked online from now on waits on the reserve."))
    return see(url_for("speakers.desk_list", slug=slug))


@pages.post("/organise/<slug:slug>/speakers/announce/take-back/")
def desk_unannounce(slug: str) -> AnyResponse:
    """It was not announced after all."""
    person, dialogue, version = _pressed(slug)
    announcing.take_back(dialogue, version=version, by=person.name, at=now())
    session.commit()
    flash(_("The announcement is taken back."))
    return see(url_for("speakers.desk_list", slug=slug))


def _pressed(slug: str) -> tuple[Person, Dialogue, int]:
    """Who pressed a button about which dialogue, and from which of its versions."""
    person, dialogue, form = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), StateForm()
    if not form.validate_on_submit():
        raise FormExpired
    return person, dialogue, form.drawn_from()
