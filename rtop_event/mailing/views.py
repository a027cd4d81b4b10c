"""The organisers' outbox: what waits, how it leaves, and the steps that a person takes for many letters at once."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, flash, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.mailing import deciding, finding, pages, postman
from rtop_event.mailing.bell import ring
from rtop_event.mailing.blueprint import blueprint
from rtop_event.mailing.finding import Wanted
from rtop_event.mailing.fitting import misfits
from rtop_event.mailing.forms import MANY, AllForm, StepForm
from rtop_event.mailing.lines import SHOWN
from rtop_event.mailing.models import Letter, LetterState
from rtop_event.organisers.accounts import Person, at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.record import record
from rtop_event.refusal import NotFound

SUITS = {"approve": LetterState.DRAFT, "retry": LetterState.FAILED}
"""The only state whose letters a step for many applies to; any unsent letters can be discarded."""
PAST = {
    "approve": "letter approved",
    "discard": "letter discarded",
    "retry": "letter sent again",
    "hold": "letter held back",
    "release": "letter let go",
    "back": "letter taken back",
    "restore": "letter restored",
    "edit": "letter edited",
}
"""What the record says of each step."""


def wanted() -> Wanted:
    """Which letters the address asks for; an unknown state is not found."""
    state = request.args.get("state", "")
    if state not in {"", *(one.value for one in SHOWN)}:
        raise NotFound
    about = request.args.get("about", "")
    return Wanted(LetterState(state) if state else None, request.args.get("dialogue", ""), about)


@blueprint.get("/")
def desk_outbox() -> Response:
    """The list of letters."""
    person = at_the_desk()
    number = min(max(1, request.args.get("page", 1, int)), 100_000)
    return answer("mailing/outbox.html", pages.outbox(wanted(), now(), number, may_act=may_act(person)))


@blueprint.get("/progress/")
def desk_progress() -> Response:
    """How letters are leaving."""
    person = at_the_desk()
    return answer("mailing/progress.html", pages.progress(now(), may_act=may_act(person)))


@blueprint.route("/all/<any(approve,discard,retry):step>", methods=["GET", "POST"])
def desk_all(step: str) -> AnyResponse:
    """Ask before the same is done to all letters of a filter, then do it."""
    person = at_the_desk(RoleName.ORGANISER)
    letters, left = _for_all(step)
    form = AllForm(now(), expected=len(letters))
    if not form.validate_on_submit():
        return _asked(step, letters, left, form)
    _take_all(step, letters, person, form)
    facts = {"letters": len(letters), "not_before": form.moment()}
    record(PAST[step], by=person.name, at=now(), dialogue=wanted().dialogue, about="outbox", after=facts)
    session.commit()
    flash(_done(step, len(letters), form))
    return see(f"{url_for('mailing.desk_outbox')}?{urlencode(wanted().query(None))}".rstrip("?"))


@blueprint.post("/<any(hold,release):step>")
def desk_hold(step: str) -> AnyResponse:
    """Hold all mail back, or let it leave again."""
    person = at_the_desk(RoleName.ORGANISER)
    if not StepForm().validate_on_submit():
        return answer("mailing/outbox.html", pages.outbox(wanted(), now(), 1, may_act=True), 422)
    if step == "hold":
        postman.hold(by=person.name, at=now())
    else:
        postman.release()
    record(f"{step} mail", by=person.name, at=now(), about="outbox")
    session.commit()
    ring()
    return see(url_for("mailing.desk_outbox"))


def may_act(person: Person) -> bool:
    """Whether the person may do more than look."""
    return person.role is not RoleName.VIEWER


def _done(step: str, number: int, form: AllForm) -> str:
    if step == "approve" and form.moment():
        told = ngettext("%(num)s letter is set for later.", "%(num)s letters are set for later.", number)
    elif step == "approve":
        told = ngettext("%(num)s letter was approved.", "%(num)s letters were approved.", number)
    elif step == "discard":
        told = ngettext("%(num)s letter was discarded.", "%(num)s letters were discarded.", number)
    else:
        told = ngettext("%(num)s letter is sent again.", "%(num)s letters are sent again.", number)
    return str(told)


def _asked(step: str, letters: list[Letter], left: int, form: AllForm) -> Response:
    drafts = pages.drafts(wanted(), now()) if step == "approve" else []
    page = pages.AllPage(step, wanted(), len(letters), left, drafts, len(letters) > MANY, form)
    return answer("mailing/all.html", page, 422 if request.method == "POST" else 200)


def _for_all(step: str) -> tuple[list[Letter], int]:
    """The letters of the filter that the step applies to, and how many more there are that no longer fit."""
    asked, at = wanted(), now()
    if step not in SUITS:
        letters = finding.all_of(Wanted(asked.state or LetterState.DRAFT, asked.dialogue, asked.about), at)
        return [letter for letter in letters if letter.open], 0
    letters = finding.all_of(Wanted(SUITS[step], asked.dialogue, asked.about), at)
    left = misfits(letters, at)
    return [letter for letter in letters if letter.id not in left], len(left)


def _take_all(step: str, letters: list[Letter], person: Person, form: AllForm) -> None:
    if step == "approve":
        deciding.approve_all(letters, by=person.name, at=now(), not_before=form.moment())
    for letter in letters if step == "discard" else []:
        deciding.discard(letter, at=now())
    for letter in letters if step == "retry" else []:
        deciding.retry(letter, at=now())
