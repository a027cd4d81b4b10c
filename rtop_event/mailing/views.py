"""The organisers' outbox: what waits, one letter as its recipient sees it, and the steps that a person takes."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, file_answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.mailing import finding, pages, postman, writing
from rtop_event.mailing.bell import ring
from rtop_event.mailing.finding import Wanted
from rtop_event.mailing.fitting import misfits
from rtop_event.mailing.forms import MANY, AllForm, StepForm
from rtop_event.mailing.mime import mail_bytes
from rtop_event.mailing.models import Letter, LetterState
from rtop_event.organisers.accounts import Person, at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.record import record
from rtop_event.refusal import NotFound

blueprint = Blueprint("mailing", __name__, url_prefix="/organise/outbox")
SUITS = {"approve": LetterState.DRAFT, "retry": LetterState.FAILED}
"""The only state whose letters a step for many applies to; any unsent letters can be discarded."""


def wanted() -> Wanted:
    """Which letters the address asks for; an unknown state is not found."""
    state = request.args.get("state", "")
    if state not in {"", *(one.value for one in pages.SHOWN)}:
        raise NotFound
    about = request.args.get("about", "")
    return Wanted(LetterState(state) if state else None, request.args.get("dialogue", ""), about)


@blueprint.get("/")
def desk_outbox() -> Response:
    """The list of letters."""
    person = at_the_desk()
    number = min(max(1, request.args.get("page", 1, int)), 100_000)
    return answer("mailing/outbox.html", pages.outbox(wanted(), now(), number, may_act=_may_act(person)))


@blueprint.get("/progress/")
def desk_progress() -> Response:
    """How letters are leaving."""
    at_the_desk()
    return answer("mailing/progress.html", pages.progress(now()))


@blueprint.get("/<int:number>/")
def desk_letter(number: int) -> Response:
    """One letter as its recipient sees it."""
    person = at_the_desk()
    letter = finding.letter(number)
    return answer("mailing/seen.html", pages.one_letter(letter, wanted(), now(), may_act=_may_act(person)))


@blueprint.get("/<int:number>/mail.eml")
def desk_mail(number: int) -> Response:
    """The mail byte for byte."""
    at_the_desk()
    return file_answer(mail_bytes(finding.letter(number)), "message/rfc822", "mail.eml", inline=False)


@blueprint.get("/<int:number>/invite.ics")
def desk_entry(number: int) -> Response:
    """The calendar entry of a letter."""
    at_the_desk()
    calendar = finding.letter(number).calendar
    if calendar is None:
        raise NotFound
    return file_answer(calendar, "text/calendar; charset=utf-8", "invite.ics", inline=False)


@blueprint.get("/<int:number>/files/<int:file>/")
def desk_file(number: int, file: int) -> Response:
    """A file that a letter encloses."""
    at_the_desk()
    enclosure = finding.enclosure_of(number, file)
    return file_answer(enclosure.content, enclosure.media_type, enclosure.filename, inline=False)


@blueprint.post("/<int:number>/<any(approve,discard,retry):step>")
def desk_step(number: int, step: str) -> AnyResponse:
    """Approve, discard or retry one letter."""
    person = at_the_desk(RoleName.ORGANISER)
    letter, form = finding.letter(number), StepForm()
    if not form.validate_on_submit():
        return answer("mailing/seen.html", pages.one_letter(letter, wanted(), now(), may_act=True), 422)
    _take(step, letter, person)
    record(_past(step), by=person.name, at=now(), dialogue=letter.dialogue, about=f"letter:{letter.id}")
    session.commit()
    return see(
        f"{url_for('mailing.desk_letter', number=number)}?{urlencode(wanted().query(wanted().state))}".rstrip("?")
    )


@blueprint.route("/all/<any(approve,discard,retry):step>", methods=["GET", "POST"])
def desk_all(step: str) -> AnyResponse:
    """Ask before the same is done to all letters of a filter, then do it."""
    person = at_the_desk(RoleName.ORGANISER)
    letters, left = _for_all(step)
    form = AllForm(expected=len(letters))
    if not form.validate_on_submit():
        asked = pages.AllPage(step, wanted(), len(letters), left, len(letters) > MANY, form)
        return answer("mailing/all.html", asked, 422 if request.method == "POST" else 200)
    _take_all(step, letters, person)
    facts = {"letters": len(letters)}
    record(_past(step), by=person.name, at=now(), dialogue=wanted().dialogue, about="outbox", after=facts)
    session.commit()
    flash(_("Done for %(number)s letters.", number=str(len(letters))))
    return see(url_for("mailing.desk_outbox", dialogue=wanted().dialogue or None, about=wanted().about or None))


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


def _may_act(person: Person) -> bool:
    return person.role is not RoleName.VIEWER


def _for_all(step: str) -> tuple[list[Letter], int]:
    """The letters of the filter that the step applies to, and how many more there are that no longer fit."""
    asked, at = wanted(), now()
    if step not in SUITS:
        return finding.all_of(Wanted(asked.state or LetterState.DRAFT, asked.dialogue, asked.about), at), 0
    letters = finding.all_of(Wanted(SUITS[step], asked.dialogue, asked.about), at)
    left = misfits(letters, at)
    return [letter for letter in letters if letter.id not in left], len(left)


def _take_all(step: str, letters: list[Letter], person: Person) -> None:
    if step == "approve":
        writing.approve_all(letters, by=person.name, at=now())
        return
    for letter in letters:
        _take(step, letter, person)


def _take(step: str, letter: Letter, person: Person) -> None:
    steps: dict[str, Callable[[], None]] = {
        "approve": lambda: writing.approve(letter, by=person.name, at=now()),
        "discard": lambda: writing.discard(letter, at=now()),
        "retry": lambda: writing.retry(letter, at=now()),
    }
    steps[step]()


def _past(step: str) -> str:
    return {"approve": "letter approved", "discard": "letter discarded", "retry": "letter sent again"}[step]
