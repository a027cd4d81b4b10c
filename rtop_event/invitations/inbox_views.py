"""Who asks, who answers: the mails that came in, and what a person does with those that need one."""

from __future__ import annotations

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.invitations import inbox_pages, mail_pages, settling
from rtop_event.invitations.finding import invitation_of
from rtop_event.invitations.forms import ApplyForm, Button, DeclineForm, FormExpired
from rtop_event.invitations.models import Answer, Invitation
from rtop_event.invitations.pages import pages
from rtop_event.invitations.proposals import Matter, matter_of
from rtop_event.mailing.models import Received
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.refusal import NotFound


@pages.get("/organise/inbox/")
def desk_inbox() -> AnyResponse:
    """The mails that came in, those that need a person first."""
    person = at_the_desk()
    wanted, number = request.args.get("outcome", inbox_pages.OPEN), request.args.get("page", 1, type=int)
    words = request.args.get("q", "")[:100]
    page = inbox_pages.inbox_page(wanted, words, number, may_act=person.may(RoleName.ORGANISER))
    return answer("invitations/inbox.html", page)


@pages.get("/organise/inbox/<int:number>/")
def desk_received(number: int) -> AnyResponse:
    """One mail, as text."""
    at_the_desk()
    mail = mail_pages.mail_of(number)
    return _shown(mail, _apply_form(mail, sent=False))


def _apply_form(mail: Received, *, sent: bool) -> ApplyForm:
    """Whose answer it may be, and which."""
    guests, known = mail_pages.candidates(mail), mail_pages.person_of(mail)
    people = [(one.id, one.contact.name or one.contact.address) for one in guests]
    begun = {"person": known.id if known else None, "answer": mail_pages.answer_in(mail)}
    return ApplyForm(people) if sent else ApplyForm(people, formdata=None, data=begun)


def _shown(mail: Received, form: ApplyForm, status: int = 200, decline: DeclineForm | None = None) -> AnyResponse:
    person, apply = at_the_desk(), form if form.person.choices else None
    decline = decline or DeclineForm(formdata=None)
    page = mail_pages.mail_page(mail, apply, decline, may_act=person.may(RoleName.ORGANISER), at=now())
    return answer("invitations/mail.html", page, status)


@pages.post("/organise/inbox/<int:number>/apply/")
def desk_apply(number: int) -> AnyResponse:
    """Let the mail be the answer of somebody who is invited."""
    person, mail = at_the_desk(RoleName.ORGANISER), mail_pages.mail_of(number)
    form = _apply_form(mail, sent=True)
    if not form.validate_on_submit():
        return _shown(mail, form, 422)
    dialogue = session.get_one(Invitation, form.person.data).dialogue
    invitation, given = invitation_of(dialogue, form.person.data), Answer(form.answer.data)
    settling.apply(mail, dialogue, invitation, given, by=person.name, at=now(), note=form.note.data or "")
    session.commit()
    flash(_("The answer is noted."))
    return see(url_for("invitations.desk_preview", slug=dialogue.slug, number=invitation.id))


@pages.post("/organise/inbox/<int:number>/<any(ignore,bounce):step>")
def desk_settle(number: int, step: str) -> AnyResponse:
    """Put the mail aside, or note that it tells of an address that cannot be reached."""
    person, mail = at_the_desk(RoleName.ORGANISER), mail_pages.mail_of(number)
    if not Button().validate_on_submit():
        raise FormExpired
    act = settling.ignore if step == "ignore" else settling.call_it_bounce
    act(mail, by=person.name, at=now())
    session.commit()
    flash(_("Put aside.") if step == "ignore" else _("No letter is sent to this address now."))
    return see(url_for("invitations.desk_inbox"))


@pages.post("/organise/inbox/<int:number>/reopen")
def desk_reopen(number: int) -> AnyResponse:
    """Take back that the mail was put aside or noted as a bounce."""
    person, mail = at_the_desk(RoleName.ORGANISER), mail_pages.mail_of(number)
    if not Button().validate_on_submit():
        raise FormExpired
    settling.reopen(mail, by=person.name, at=now())
    session.commit()
    flash(_("Taken back. The mail waits for a person again."))
    return see(url_for("invitations.desk_received", number=number))


@pages.post("/organise/inbox/<int:number>/proposal/<any(accept,decline):step>")
def desk_proposal(number: int, step: str) -> AnyResponse:
    """Accept or decline another time: the programme is opened, or a letter drafted."""
    person, mail = at_the_desk(RoleName.ORGANISER), mail_pages.mail_of(number)
    form, matter = DeclineForm(), matter_of(mail)
    if matter is None:
        raise NotFound
    if not form.validate_on_submit():
        return _not_declined(mail, form)
    if step == "accept":
        return _accepted(mail, matter, person.name)
    letter = settling.decline_proposal(mail, matter, word=form.word.data or "", by=person.name, at=now())
    session.commit()
    flash(_("A letter was drafted. It waits for approval."))
    return see(url_for("mailing.desk_letter", number=letter.id))


def _not_declined(mail: Received, form: DeclineForm) -> AnyResponse:
    if not form.word.errors:
        raise FormExpired
    return _shown(mail, _apply_form(mail, sent=False), 422, form)


def _accepted(mail: Received, matter: Matter, by: str) -> AnyResponse:
    settling.accept_proposal(mail, matter, by=by, at=now())
    session.commit()
    flash(_("The proposed hours are in the form. Save them here; the updates are then drafted under Invitations."))
    asked: dict[str, Any] = mail_pages.asked_hours(mail)
    return see(url_for("dialogues.desk_programme", slug=matter.programme, **asked))
