"""The page of one letter at the desk: the mail as it is read, its files, and the steps that a person takes."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Response, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, file_answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.mailing import deciding, finding, letter_pages, rewriting
from rtop_event.mailing.blueprint import blueprint
from rtop_event.mailing.forms import ApproveForm, EditForm
from rtop_event.mailing.mime import mail_bytes
from rtop_event.mailing.models import Letter
from rtop_event.mailing.views import PAST, may_act, wanted
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.record import record
from rtop_event.refusal import NotFound


@blueprint.get("/<int:number>/")
def desk_letter(number: int) -> Response:
    """One letter as its recipient sees it."""
    person = at_the_desk()
    return _shown(finding.letter(number), ApproveForm(now(), formdata=None), may=may_act(person))


@blueprint.get("/<int:number>/mail.eml")
def desk_mail(number: int) -> Response:
    """The mail byte for byte, with the links that open its reader's page."""
    at_the_desk(RoleName.ORGANISER)
    return file_answer(mail_bytes(finding.letter(number)), "message/rfc822", "mail.eml", inline=False)


@blueprint.get("/<int:number>/invite.ics")
def desk_entry(number: int) -> Response:
    """The calendar entry of a letter, with the address at which its reader answers."""
    at_the_desk(RoleName.ORGANISER)
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


@blueprint.post("/<int:number>/<any(approve,discard,retry,hold,release,back,restore):step>")
def desk_step(number: int, step: str) -> AnyResponse:
    """Approve, now or for later, discard, retry, hold back, let go, take back or restore one letter."""
    person = at_the_desk(RoleName.ORGANISER)
    letter, form, following = finding.letter(number), ApproveForm(now()), finding.following(number, wanted(), now())
    if not form.validate_on_submit():
        return _shown(letter, form, may=True)
    _take(step, letter, person.name, form)
    facts = {"not_before": letter.not_before}
    record(PAST[step], by=person.name, at=now(), dialogue=letter.dialogue, about=f"letter:{letter.id}", after=facts)
    session.commit()
    _tell(step, letter)
    return see(_onward(number, following))


@blueprint.route("/<int:number>/edit/", methods=["GET", "POST"])
def desk_edit_letter(number: int) -> AnyResponse:
    """Edit subject and text of a draft."""
    person, letter = at_the_desk(RoleName.ORGANISER), finding.letter(number)
    draft = rewriting.read(letter)
    form = EditForm(draft)
    if not form.validate_on_submit():
        page = letter_pages.edited(letter, wanted(), now(), form)
        return answer("mailing/edit.html", page, 422 if form.errors else 200)
    rewriting.rewrite(letter, form.written(), at=now())
    about, old = f"letter:{letter.id}", {"subject": draft.subject, "text": draft.mark}
    new = {"subject": letter.subject, "text": rewriting.read(letter).mark}
    record(PAST["edit"], by=person.name, at=now(), dialogue=letter.dialogue, about=about, before=old, after=new)
    session.commit()
    return see(_address(number))


def _shown(letter: Letter, form: ApproveForm, *, may: bool) -> Response:
    page = letter_pages.one_letter(letter, wanted(), now(), form, may_act=may)
    return answer("mailing/seen.html", page, 422 if form.errors else 200)


def _take(step: str, letter: Letter, by: str, form: ApproveForm) -> None:
    steps: dict[str, Callable[[], None]] = {
        "approve": lambda: deciding.approve(letter, by=by, at=now(), not_before=form.moment()),
        "discard": lambda: deciding.discard(letter, at=now()),
        "retry": lambda: deciding.retry(letter, at=now()),
        "hold": lambda: deciding.hold(letter, by=by, at=now()),
        "release": lambda: deciding.let_go(letter),
        "back": lambda: deciding.take_back(letter, at=now()),
        "restore": lambda: deciding.restore(letter, at=now()),
    }
    steps[step]()


def _tell(step: str, letter: Letter) -> None:
    """Say what was done, since the next letter is shown at once."""
    name = letter.recipient_name or letter.recipient
    if step == "approve" and letter.not_before:
        flash(_("Set for later: %(name)s.", name=name))
    elif step == "approve":
        flash(_("Approved: %(name)s.", name=name))
    elif step == "discard":
        flash(_("Discarded: %(name)s.", name=name))


def _onward(number: int, following: int | None) -> str:
    """Where to go on: the next letter, else this one; the list where none of its filter is left."""
    if following or not wanted().state or finding.first_of(wanted(), now()) is not None:
        return _address(following or number)
    flash(_("That was the last one."))
    return f"{url_for('mailing.desk_outbox')}?{urlencode(wanted().query(wanted().state))}"


def _address(number: int) -> str:
    query = urlencode(wanted().query(wanted().state))
    return f"{url_for('mailing.desk_letter', number=number)}?{query}".rstrip("?")
