"""Declining another time that somebody proposed: a letter with an answer that their calendar understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select

from rtop_event import ical
from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.actions import NothingToAnswer, NotInvited
from rtop_event.invitations.carrying import Mailbox, says_sequence, write_carrying
from rtop_event.invitations.composing import answer_url, in_words, mailbox_of
from rtop_event.invitations.entries import moot, next_stamp
from rtop_event.invitations.letters import time_stays
from rtop_event.invitations.models import Invitation
from rtop_event.invitations.progress import is_wanted, progress, told_now
from rtop_event.invitations.proposals import Matter
from rtop_event.languages import force_locale
from rtop_event.mailing.models import Letter, LetterKind, Received
from rtop_event.mailing.writing import fenced
from rtop_event.markdown import Rendered
from rtop_event.showing import say
from rtop_event.text import one_line
from rtop_event.wording import Sentence, sentence

METHOD = "DECLINECOUNTER"
ABOUT = "invitation:"


@dataclass(frozen=True, slots=True)
class Stays:
    """The entry that stays as it is: in the version that is answered, with a word on why."""

    uid: str
    sequence: int
    stamp: datetime
    comment: str


def draft_decline(dialogue: Dialogue, invitation: Invitation, word: str, at: datetime) -> Letter:
    """The letter as a draft: the time stays, with the organisers' word on it, which may be empty.

    Raises NotInvited, NothingToAnswer.
    """
    if invitation.withdrawn_at is not None:
        raise NotInvited
    if moot(dialogue, wanted=is_wanted(dialogue, invitation), at=at) is not None:
        raise NothingToAnswer
    contact, now = invitation.contact, progress(dialogue, invitation, at=at, edited={})
    with force_locale(contact.language):
        link = answer_url(invitation, contact.language)
        told = partial(time_stays, word=fenced(word))
        subject, body = in_words(told, dialogue, contact, contact.language, link)
        comment = one_line(word) or say(sentence("The dialogue takes place as it was announced."))
    stays = Stays(dialogue.uid, now.asked, next_stamp(at, invitation.entries), comment)
    return write_decline(
        stays,
        mailbox_of(invitation, now),
        at=at,
        subject=subject,
        body=body,
        language=contact.language,
        stream=f"{dialogue.slug}:invitation:{invitation.id}",
        about=f"{ABOUT}{invitation.id}",
    )


def write_decline(
    stays: Stays,
    to: Mailbox,
    *,
    at: datetime,
    subject: str,
    body: Rendered,
    language: str,
    stream: str,
    about: str,
) -> Letter:
    """The letter with the answer that the calendar of a mailbox understands, as a draft."""
    return write_carrying(
        LetterKind.DECISION,
        to,
        at=at,
        subject=subject,
        body=body,
        language=language,
        stream=f"{stream}:proposals",
        about=about,
        calendar=ical.decline_counter(
            stays.uid,
            stamp=stays.stamp,
            sequence=stays.sequence,
            organiser=to.organiser,
            attendee=to.attendee,
            comment=stays.comment,
        ),
        method=METHOD,
    )


def matter_of(mail: Received) -> Matter | None:
    """The dialogue to which somebody was invited, as the matter of a mail of theirs."""
    kind, _, number = mail.about.partition(":")
    invitation = session.get(Invitation, int(number)) if kind == "invitation" and number.isdecimal() else None
    if invitation is None:
        return None
    dialogue = invitation.dialogue
    return Matter(
        starts_at=dialogue.starts_at,
        ends_at=dialogue.ends_at,
        decline=partial(draft_decline, dialogue, invitation),
        programme=dialogue.slug,
    )


def misfits(letters: Sequence[Letter], at: datetime) -> dict[int, Sentence]:
    """Those of these letters whose time does not stay, by their ids, each with the reason."""
    mine = {letter.id: letter for letter in letters if letter.method == METHOD and letter.about.startswith(ABOUT)}
    numbers = {key: int(letter.about.removeprefix(ABOUT)) for key, letter in mine.items()}
    known = {one.id: one for one in session.scalars(select(Invitation).where(Invitation.id.in_(numbers.values())))}
    why = {key: _fault(mine[key], known[number], at) for key, number in numbers.items() if number in known}
    return {key: reason for key, reason in why.items() if reason is not None}


def _fault(letter: Letter, invitation: Invitation, at: datetime) -> Sentence | None:
    dialogue = invitation.dialogue
    why = moot(dialogue, wanted=is_wanted(dialogue, invitation), at=at)
    if why is not None:
        return why
    address, sequence = told_now(dialogue, invitation, at)
    if letter.recipient != address:
        return sentence("The address of the person was corrected since.")
    if not says_sequence(letter, sequence):
        return sentence("The dialogue has changed since this was written.")
    return None
