"""The desk's page of conflicts, and what is done there."""

from __future__ import annotations

from flask import flash, url_for
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.fields import Form
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.chain import last_digest
from rtop_event.organisers.models import RoleName
from rtop_event.showing import say
from rtop_event.speakers import settling
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.conflict_count import keep_number
from rtop_event.speakers.conflict_forms import AsideForm, MergeForm, UpForm
from rtop_event.speakers.conflict_pages import conflicts_page
from rtop_event.speakers.desk import language
from rtop_event.wording import sentence

AT = "/organise/<slug:slug>/speakers/conflicts/"


@pages.get(AT)
def desk_conflicts(slug: str) -> AnyResponse:
    """What may be a mistake on the list and among the requests."""
    person, dialogue, at = at_the_desk(), any_dialogue(slug), now()
    _number, digest = last_digest(session())
    page = conflicts_page(dialogue, at, language(), may_change=person.may(RoleName.ORGANISER))
    keep_number(dialogue, digest, page.number, at)
    return answer("speakers/desk_conflicts.html", page)


@pages.post(f"{AT}aside/")
def desk_put_aside(slug: str) -> AnyResponse:
    """It is none, with the reason."""
    person, dialogue, form = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), AsideForm()
    if not form.validate_on_submit():
        return _refused(slug, form)
    key, seen, why = str(form.conflict.data), str(form.seen.data), str(form.why.data)
    settling.put_aside(dialogue, key, seen=seen, why=why, by=person.name, at=now())
    session.commit()
    flash(say(sentence("Put aside. It comes back by itself when its facts change.")))
    return see(url_for("speakers.desk_conflicts", slug=slug))


@pages.post(f"{AT}again/")
def desk_take_up(slug: str) -> AnyResponse:
    """What was put aside is put before the desk again."""
    person, dialogue, form = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), UpForm()
    if not form.validate_on_submit():
        return _refused(slug, form)
    settling.take_up(dialogue, str(form.conflict.data), by=person.name, at=now())
    session.commit()
    return see(url_for("speakers.desk_conflicts", slug=slug))


@pages.post(f"{AT}merge/")
def desk_merge(slug: str) -> AnyResponse:
    """Two requests become one."""
    person, dialogue, form = at_the_desk(RoleName.ORGANISER), any_dialogue(slug), MergeForm()
    if not form.validate_on_submit():
        return _refused(slug, form)
    stays = int(form.stays.data)
    settling.merge_found(
        dialogue,
        str(form.conflict.data),
        stays=stays,
        earlier_counts=bool(form.earlier.data),
        message=str(form.message.data or ""),
        seen=str(form.seen.data),
        why=str(form.why.data),
        by=person.name,
        at=now(),
    )
    session.commit()
    flash(say(sentence("Merged. The letter about the withdrawal waits in the outbox as a draft.")))
    return see(url_for("registrations.desk_show", slug=slug, number=stays))


def _refused(slug: str, form: Form) -> AnyResponse:
    page = conflicts_page(any_dialogue(slug), now(), language(), may_change=True, sent=form)
    return answer("speakers/desk_conflicts.html", page, 422)
