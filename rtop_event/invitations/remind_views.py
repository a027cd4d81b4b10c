"""Who asks, who answers: reminding those who have not answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import read_first
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.desk_views import drafted
from rtop_event.invitations.drafting import REMINDERS
from rtop_event.invitations.forms import RemindForm
from rtop_event.invitations.pages import pages
from rtop_event.invitations.reminders import QUIET, Spared, spared_told
from rtop_event.invitations.reminding import reminders
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.showing import listed, say
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class RemindPage:
    """How many reminders would be drafted, and who is spared."""

    slug: str
    theme: str
    number: int
    spared: list[Sentence]
    days: int
    form: RemindForm


@pages.get("/organise/<slug:slug>/invitations/remind/")
def desk_remind(slug: str) -> AnyResponse:
    """How many would be reminded; nothing is drafted by looking."""
    at_the_desk(RoleName.ORGANISER)
    return _asked(any_dialogue(slug), RemindForm(formdata=None))


def _asked(dialogue: Dialogue, form: RemindForm, status: int = 200) -> AnyResponse:
    found = reminders(dialogue, at=now())
    page = RemindPage(
        slug=dialogue.slug,
        theme=dialogue.theme,
        number=len(found.numbers),
        spared=_told(found.spared),
        days=QUIET.days,
        form=form,
    )
    return answer("invitations/remind.html", page, status)


def _told(spared: Counter[Spared]) -> list[Sentence]:
    return [spared_told(reason, spared[reason]) for reason in Spared if spared[reason]]


@pages.post("/organise/<slug:slug>/invitations/remind/")
def desk_draft_reminders(slug: str) -> AnyResponse:
    """Draft the reminders: for the ticked people, or for all who have not answered."""
    read_first()
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    form = RemindForm()
    if not form.validate_on_submit():
        return _asked(dialogue, form, 422)
    found = reminders(dialogue, numbers=form.numbers.data or None, at=now())
    _tell(drafted(dialogue, found.numbers, REMINDERS, person.name), found.spared)
    return see(url_for("invitations.desk_invitations", slug=slug))


def _tell(number: int, spared: Counter[Spared]) -> None:
    flash(
        ngettext(
            "%(num)s reminder was drafted. It waits for approval.",
            "%(num)s reminders were drafted. They wait for approval.",
            number,
        )
        if number
        else _("No reminder was drafted.")
    )
    if spared:
        flash(_("Not reminded: %(reasons)s.", reasons=listed([say(one) for one in _told(spared)])))
