"""Who asks, who answers: one invited person in full, and the steps that concern only them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations import actions, finding, shown
from rtop_event.invitations.entries import Duty, is_over
from rtop_event.invitations.forms import AnswerForm, Button, DraftForm, FormExpired, WithdrawForm
from rtop_event.invitations.models import Answer, Channel, Invitation
from rtop_event.invitations.pages import pages
from rtop_event.invitations.progress import progress
from rtop_event.invitations.seen import Seen, seen_by
from rtop_event.invitations.titles import ANSWERS, way_of
from rtop_event.mailing.models import LetterState
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.wording import Sentence


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of the person, as it came."""

    at: datetime
    answer: Sentence
    channel: Sentence
    note: str
    counts: bool
    late: bool
    """Whether it came after the end or a cancellation, so that it is history only."""
    mail: int | None = None
    """Number of the mail that brought it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One letter about the dialogue to this person."""

    number: int
    subject_kind: str
    state: LetterState
    at: datetime
    sequence: int


@dataclass(frozen=True)
class PreviewPage:
    """One invited person: the mail and entry as they see it, what they hold and answered."""

    slug: str
    theme: str
    number: int
    name: str
    address: str
    withdrawn: bool
    over: bool
    cancelled: bool
    published: bool
    duty: Duty
    holds: int | None
    outdated: bool
    waiting_url: str
    waiting_state: LetterState | None
    seen: Seen
    answers: list[Answered]
    letters: list[Sent]
    before: int | None
    after: int | None
    draft: DraftForm
    button: Button
    withdraw: WithdrawForm
    answer_form: AnswerForm
    may_change: bool


@pages.get("/organise/<slug:slug>/invitations/<int:number>/preview/")
def desk_preview(slug: str, number: int) -> AnyResponse:
    """One person: the mail and the entry as they see them."""
    at_the_desk()
    return _preview_answer(any_dialogue(slug), number)


def _preview_answer(
    dialogue: Dialogue, number: int, *, answered: AnswerForm | None = None, withdrawn: WithdrawForm | None = None
) -> AnyResponse:
    """The page; with the form that was wrong, if one was."""
    at, person = now(), at_the_desk()
    invitation = finding.invitation_of(dialogue, number)
    edited = {text.language: text.changed_at for text in finding.texts_of(dialogue).values()}
    now_is = progress(dialogue, invitation, at=at, edited=edited)
    around = [guest.number for guest in shown.everybody(dialogue, at).guests]
    here = around.index(number)
    waiting = now_is.waiting
    page = PreviewPage(
        slug=dialogue.slug,
        theme=dialogue.theme,
        number=number,
        name=invitation.contact.name or invitation.contact.address,
        address=invitation.contact.address,
        withdrawn=invitation.withdrawn_at is not None,
        over=is_over(dialogue, at),
        cancelled=dialogue.cancelled_at is not None,
        published=dialogue.published_at is not None,
        duty=now_is.due.duty,
        holds=now_is.held.sequence if now_is.held else None,
        outdated=now_is.holds_outdated,
        waiting_url=url_for("mailing.desk_letter", number=waiting.letter_id) if waiting else "",
        waiting_state=now_is.state if waiting else None,
        seen=seen_by(dialogue, invitation, now_is, at),
        answers=answers_of(invitation, now_is.asked),
        letters=_letters_of(invitation, at),
        before=around[here - 1] if here else None,
        after=around[here + 1] if here + 1 < len(around) else None,
        draft=DraftForm(formdata=None),
        button=Button(formdata=None),
        withdraw=withdrawn or WithdrawForm(formdata=None),
        answer_form=answered or AnswerForm(formdata=None),
        may_change=person.may(RoleName.ORGANISER),
    )
    return answer("invitations/preview.html", page, 422 if answered or withdrawn else 200)


def answers_of(invitation: Invitation, asked: int) -> list[Answered]:
    """The person's answers, the latest first; one to an earlier time no longer counts."""
    found = [
        Answered(
            one.at,
            ANSWERS[one.answer.value],
            way_of(one),
            one.note,
            counts=one.sequence >= asked,
            late=one.counts is False,
            mail=one.received_id,
        )
        for one in sorted(invitation.replies, key=lambda one: one.at)
    ]
    return found[::-1]


def _letters_of(invitation: Invitation, at: datetime) -> list[Sent]:
    found = []
    for entry in invitation.entries:
        letter = entry.letter
        told = letter.sent_at or letter.discarded_at or letter.failed_at or letter.created_at
        found.append(Sent(letter.id, letter.kind.value, letter.state(at), told, entry.sequence))
    return found[::-1]


@pages.post("/organise/<slug:slug>/invitations/<int:number>/withdraw/")
def desk_withdraw(slug: str, number: int) -> AnyResponse:
    """Take one person off the list; whoever holds an entry gets a cancellation drafted."""
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _preview_answer(dialogue, number, withdrawn=form)
    invitation = finding.invitation_of(dialogue, number)
    drafted = actions.withdraw(dialogue, invitation, by=person.name, at=now(), why=form.why.data or "")
    session.commit()
    flash(_("No longer invited. A cancellation was drafted.") if drafted else _("No longer invited."))
    return see(url_for("invitations.desk_preview", slug=slug, number=number))


@pages.post("/organise/<slug:slug>/invitations/<int:number>/invite/")
def desk_invite_again(slug: str, number: int) -> AnyResponse:
    """Put one person back on the list."""
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    if not Button().validate_on_submit():
        raise FormExpired
    contact = finding.invitation_of(dialogue, number).contact
    actions.invite(dialogue, [contact], by=person.name, at=now())
    session.commit()
    flash(_("Invited again. No letter is written yet."))
    return see(url_for("invitations.desk_preview", slug=slug, number=number))


@pages.post("/organise/<slug:slug>/invitations/<int:number>/link/")
def desk_replace_link(slug: str, number: int) -> AnyResponse:
    """Make the person's links that were sent lead nowhere."""
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    if not Button().validate_on_submit():
        raise FormExpired
    drafted = actions.replace_link(dialogue, finding.invitation_of(dialogue, number), by=person.name, at=now())
    session.commit()
    flash(_("Links sent before now lead nowhere."))
    if drafted:
        flash(_("A letter with the new link was drafted. It waits for approval."))
    return see(url_for("invitations.desk_preview", slug=slug, number=number))


@pages.post("/organise/<slug:slug>/invitations/<int:number>/answer/")
def desk_answer(slug: str, number: int) -> AnyResponse:
    """Note an answer that the person gave by telephone or in a note."""
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _preview_answer(dialogue, number, answered=form)
    actions.give_answer(
        dialogue,
        finding.invitation_of(dialogue, number),
        Answer(form.answer.data),
        channel=Channel.DESK,
        by=person.name,
        at=now(),
        note=form.note.data or "",
    )
    session.commit()
    flash(_("The answer is noted."))
    return see(url_for("invitations.desk_preview", slug=slug, number=number))
