"""The desk's page on which it sets how the floor is run."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.fields import Form
from rtop_event.floor.blueprint import pages
from rtop_event.floor.customs import customs_of, set_customs, version_of
from rtop_event.floor.customs_forms import ABSENT, REPLIES, CustomsForm
from rtop_event.floor.pressing import Customs
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.speakers.late_hands import shows_others
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class CustomsPage:
    """The form, and the customs as they are."""

    slug: str
    title: str
    customs: Customs
    absent_go: Sentence
    replies_go: Sentence
    form: Form


@pages.route("/organise/<slug:slug>/floor/customs/", methods=["GET", "POST"])
@shows_others
def customs(slug: str) -> AnyResponse:
    """See and set how the floor is run."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue = any_dialogue(slug)
    form = CustomsForm(data=_drawn(dialogue))
    if not form.validate_on_submit():
        return answer("floor/customs.html", _page(dialogue, form), 422 if request.method == "POST" else 200)
    set_customs(dialogue, form.customs, version=form.drawn_from, why=form.why, by=person.name, at=now())
    session.commit()
    flash(_("The customs of the floor were saved."))
    return see(url_for("floor.customs", slug=slug))


def _drawn(dialogue: Dialogue) -> dict[str, object]:
    plain = asdict(customs_of(dialogue))
    counts = {name: str(plain[name]) for name in ("most_replies", "lengthen_by", "undo_freely")}
    return {**plain, **counts, "version": str(version_of(dialogue))}


def _page(dialogue: Dialogue, form: CustomsForm) -> CustomsPage:
    found = customs_of(dialogue)
    absent, replies = ABSENT[found.absent_go], REPLIES[found.replies_go]
    return CustomsPage(dialogue.slug, dialogue.theme, found, absent, replies, form)
