"""Who asks, who answers: what is in people's calendars, and the letters that bring it up to date."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.calendars.blueprint import pages
from rtop_event.calendars.held import CHANGES, Person, letters_early, letters_owed, people_of
from rtop_event.calendars.held_forms import WriteForm
from rtop_event.calendars.turn_drafting import draft_turns
from rtop_event.clock import now
from rtop_event.database import begin_writing, read_first, session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.desk_views import drafted, tell_drafted
from rtop_event.invitations.entries import is_over
from rtop_event.invitations.finding import PAGE, numbers_of
from rtop_event.invitations.narrowing import Narrowed
from rtop_event.mailing import finding
from rtop_event.mailing.models import LetterState
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.record import record
from rtop_event.wording import sentence

FILTERS = {
    "": sentence("All"),
    "outdated": sentence("Out of date"),
    "earlier": sentence("Answered the earlier entry"),
    "declined": sentence("Declined"),
    "unreachable": sentence("Cannot be reached"),
}


@dataclass(frozen=True)
class CalendarsPage:
    """Who holds what, and how many letters would bring it up to date."""

    slug: str
    theme: str
    zone: str
    people: list[Person]
    """One page of those who fit."""
    number: int
    last: int
    filters: list[Narrowed]
    state: str
    words: str
    drafts: int
    """How many letters about the dialogue wait for approval."""
    outdated: int
    owed: int
    early: int
    published: bool
    over: bool
    may_change: bool
    form: WriteForm


@pages.get("/organise/<slug:slug>/calendars/")
def desk_calendars(slug: str) -> AnyResponse:
    """What each person holds, and what of it is no longer so."""
    at_the_desk()
    return _shown(any_dialogue(slug), WriteForm(formdata=None))


@pages.post("/organise/<slug:slug>/calendars/letters/")
def desk_write_updates(slug: str) -> AnyResponse:
    """Draft what is owed; nothing is sent."""
    read_first()
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    form = WriteForm()
    if not form.validate_on_submit():
        return _shown(dialogue, form, 422)
    early = form.what.data == "provisional"
    number = 0 if early else drafted(dialogue, numbers_of(dialogue), CHANGES, person.name)
    tell_drafted(number + _drafted_turns(slug, early=early, by=person.name))
    return see(url_for("calendars.desk_calendars", slug=slug))


def _drafted_turns(slug: str, *, early: bool, by: str) -> int:
    """The letters about turns, in a transaction of their own."""
    begin_writing()
    session.expire_all()
    dialogue, at = any_dialogue(slug), now()
    done = draft_turns(dialogue, at=at, early=early)
    if done:
        record("letters drafted", by=by, at=at, dialogue=slug, about="turns", after=dict(done))
    session.commit()
    return sum(done.values())


def _shown(dialogue: Dialogue, form: WriteForm, status: int = 200) -> AnyResponse:
    at, person = now(), at_the_desk()
    people, state = people_of(dialogue, at), request.args.get("state", "")
    state, words = state if state in FILTERS else "", request.args.get("q", "")[:100]
    found = [one for one in people if all(word in one.said for word in words.casefold().split())]
    fitting = [one for one in found if _fits(one, state)]
    last = max(1, -(-len(fitting) // PAGE))
    number = min(max(1, request.args.get("page", 1, int)), last)
    page = CalendarsPage(
        slug=dialogue.slug,
        theme=dialogue.theme,
        zone=dialogue.zone,
        people=fitting[(number - 1) * PAGE : number * PAGE],
        number=number,
        last=last,
        filters=[Narrowed(name, label, sum(_fits(one, name) for one in found)) for name, label in FILTERS.items()],
        state=state,
        words=words,
        drafts=finding.how_many(finding.Wanted(dialogue=dialogue.slug), at)[LetterState.DRAFT],
        outdated=sum(one.outdated for one in people),
        owed=letters_owed(people),
        early=letters_early(people),
        published=dialogue.published_at is not None,
        over=is_over(dialogue, at),
        may_change=person.may(RoleName.ORGANISER),
        form=form,
    )
    return answer("calendars/held.html", page, status)


def _fits(person: Person, state: str) -> bool:
    found = {
        "": True,
        "outdated": person.outdated,
        "earlier": any(one.earlier for one in person.things),
        "declined": any(one.answer == "declined" for one in person.things),
        "unreachable": any(one.unreachable for one in person.things),
    }
    return found[state]
