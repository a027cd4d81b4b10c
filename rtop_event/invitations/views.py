"""Who asks, who answers: the invited person's own page; and the join of this wing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, flash, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.entries import place_of
from rtop_event.dialogues.followers import add_follower, add_outdated, add_readers
from rtop_event.dialogues.letterkinds import add_kinds
from rtop_event.invitations import (
    actions,
    answers_views,
    contact_views,
    declining,
    desk_views,
    fitting,
    inbox_views,
    letter_kinds,
    mend_views,
    named,
    person_views,
    receiving,
    remind_views,
    text_views,
    waiting,
)
from rtop_event.invitations.commands import group
from rtop_event.invitations.entries import is_over
from rtop_event.invitations.finding import delegation_named, invitation_by_token
from rtop_event.invitations.forms import AnswerForm
from rtop_event.invitations.models import Answer, Channel, Invitation
from rtop_event.invitations.pages import pages
from rtop_event.invitations.person_views import Answered, answers_of
from rtop_event.invitations.progress import progress
from rtop_event.invitations.proposals import add_proposals
from rtop_event.invitations.titles import ANSWERS
from rtop_event.invitations.told import day_of, programme_told, when_told
from rtop_event.limits import KNOCK, limiter
from rtop_event.mailing.fitting import add_judge
from rtop_event.mailing.meaning import Reader, add_reader
from rtop_event.mailing.rereading import Reread, reread
from rtop_event.organisers import dashboard, things
from rtop_event.own_calendar import OwnCalendar, calendar_of
from rtop_event.wording import Sentence

__all__ = [
    "add_to",
    "answers_views",
    "contact_views",
    "desk_views",
    "inbox_views",
    "mend_views",
    "person_views",
    "remind_views",
    "text_views",
]


@dataclass(frozen=True)
class AnswerPage:
    """What a person is invited to, what they answered, and the ways on."""

    slug: str
    token: str
    name: str
    delegation: str
    title: str
    theme: str
    when: Sentence
    starts_at: datetime
    zone: str
    programme: tuple[Sentence, ...]
    place: str
    convenor: str
    host_statement: str
    contact_name: str
    contact_address: str
    answer: str
    answered_at: datetime | None
    earlier: Sentence | None
    answers: list[Answered]
    may_answer: bool
    withdrawn: bool
    over: bool
    cancelled: bool
    why: str
    register_url: str
    calendar: OwnCalendar
    letters: tuple[Reread, ...]
    form: AnswerForm


def add_to(app: Flask) -> None:
    """Join this wing to the application."""
    app.register_blueprint(pages)
    app.cli.add_command(group)
    dashboard.add_sources(app, waiting=waiting.waiting, charts=waiting.charts)
    add_judge(app, fitting.misfits)
    add_judge(app, declining.misfits)
    add_proposals(app, declining.matter_of)
    add_reader(app, Reader(receiving.whose, receiving.read))
    add_follower(app, fitting.clear_of_dialogue)
    add_outdated(app, waiting.outdated)
    add_readers(app, named.languages_read)
    things.add_source(app, "invitation", named.invitations_named)
    things.add_source(app, "contact", named.contacts_named)
    things.add_source(app, "mail", named.mails_named)
    add_kinds(app, letter_kinds.TITLE, letter_kinds.KINDS)


@pages.get("/invitations/<token:token>/")
def answer_page(token: str) -> AnyResponse:
    """The invited person's page; looking at it answers nothing."""
    return _answer(invitation_by_token(token), token, AnswerForm(formdata=None))


@pages.post("/invitations/<token:token>/")
@limiter.limit(KNOCK)
def give_answer(token: str) -> AnyResponse:
    """The answer of the person."""
    invitation, form = invitation_by_token(token), AnswerForm()
    if not form.validate_on_submit():
        return _answer(invitation, token, form, 422)
    actions.give_answer(
        invitation.dialogue,
        invitation,
        Answer(form.answer.data),
        channel=Channel.WEB,
        by=invitation.contact.address,
        at=now(),
        note=form.note.data or "",
    )
    session.commit()
    flash(_("Thank you. Your answer has reached the organisers."))
    return see(url_for("invitations.answer_page", token=token))


def _answer(invitation: Invitation, token: str, form: AnswerForm, status: int = 200) -> Response:
    dialogue, contact, at = invitation.dialogue, invitation.contact, now()
    now_is = progress(dialogue, invitation, at=at, edited={})
    withdrawn, over = invitation.withdrawn_at is not None, is_over(dialogue, at)
    cancelled = dialogue.cancelled_at is not None
    day = day_of(dialogue.starts_at, dialogue.zone)
    locale = get_locale()
    page = AnswerPage(
        slug=dialogue.slug,
        token=token,
        name=contact.name,
        delegation=delegation_named(contact.delegation_id, day, locale.language if locale else "en"),
        title=dialogue.title,
        theme=dialogue.theme,
        when=when_told(dialogue, dialogue.zone),
        starts_at=dialogue.starts_at,
        zone=dialogue.zone,
        programme=programme_told(dialogue),
        place=place_of(dialogue),
        convenor=", ".join(part for part in (dialogue.convenor, dialogue.convenor_function) if part),
        host_statement=dialogue.host_statement,
        contact_name=dialogue.contact_name,
        contact_address=dialogue.contact_address,
        answer=now_is.answer.answer,
        answered_at=now_is.answer.at,
        earlier=ANSWERS[now_is.answer.earlier] if now_is.answer.earlier else None,
        answers=answers_of(invitation, now_is.asked),
        may_answer=not (withdrawn or over or cancelled),
        withdrawn=withdrawn,
        over=over,
        cancelled=cancelled,
        why=dialogue.cancelled_why,
        register_url=url_for("registrations.register_invited", token=token),
        calendar=calendar_of(invitation, token),
        letters=reread(f"invitation:{invitation.id}", contact.address),
        form=form,
    )
    return answer("invitations/answer_page.html", page, status)


@pages.after_request
def keep_personal_pages_private(response: Response) -> Response:
    """Personal pages and the desk's stay out of stores, search engines and the Referer header."""
    response.headers["Cache-Control"] = "no-store"
    if "token" in (request.view_args or {}):
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
