"""Declining another time that somebody proposed for their turn: no mail moves the list; a letter that says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flask import url_for
from sqlalchemy import select

from rtop_event.calendars.models import TurnHolder, TurnTold
from rtop_event.calendars.owed import moot
from rtop_event.calendars.turn_composing import mailbox_of, stays
from rtop_event.calendars.turn_drafting import least, now_of
from rtop_event.calendars.turn_progress import TurnProgress, turn_progress
from rtop_event.calendars.turns import uid_of
from rtop_event.database import session
from rtop_event.invitations.carrying import says_sequence
from rtop_event.invitations.declining import METHOD, Stays, write_decline
from rtop_event.invitations.entries import next_stamp
from rtop_event.invitations.proposals import Matter
from rtop_event.languages import force_locale
from rtop_event.mailing.models import Letter, Received
from rtop_event.refusal import Refusal
from rtop_event.registrations.models import Registration
from rtop_event.showing import say
from rtop_event.text import one_line
from rtop_event.wording import Sentence, sentence

ABOUT = "turn:"


class NotTheirs(Refusal):
    """What is over, off the list, or somebody else's now is not answered; the reason is told."""


def matter_of(mail: Received) -> Matter | None:
    """The turn that a mail is about, as it is now."""
    holder = _held_by(mail.about, mail.concerns)
    if holder is None:
        return None
    told, slug = session.get_one(TurnTold, holder.registration_id), holder.registration.dialogue.slug
    return Matter(
        starts_at=told.starts_at,
        ends_at=told.ends_at,
        decline=partial(draft_decline, holder),
        list_url=url_for("speakers.desk_list", slug=slug),
    )


def draft_decline(holder: TurnHolder, word: str, at: datetime) -> Letter:
    """The letter as a draft: the turn stays where the list has it, with a word on why; raises NotTheirs."""
    registration, told, now = _standing(holder, at)
    why = moot(now_of(registration, told, holder, at), at=at)
    if why is not None:
        raise NotTheirs(why)
    subject, body = stays(registration, told, now, word=word, at=at)
    with force_locale(registration.language):
        comment = one_line(word) or say(sentence("The turn stays where the list of speakers has it."))
    uid = uid_of(registration.form_key, registration.dialogue.uid)
    return write_decline(
        Stays(uid, now.asked, next_stamp(at, holder.entries), comment),
        mailbox_of(registration.dialogue, now),
        at=at,
        subject=subject,
        body=body,
        language=registration.language,
        stream=f"{registration.dialogue.slug}:turn:{holder.reply_key}",
        about=f"{ABOUT}{registration.id}",
    )


def misfits(letters: Sequence[Letter], at: datetime) -> dict[int, Sentence]:
    """Those of these letters whose turn does not stay, by their ids, each with the reason."""
    mine = [letter for letter in letters if letter.method == METHOD and letter.about.startswith(ABOUT)]
    why = {letter.id: _fault(letter, at) for letter in mine}
    return {key: reason for key, reason in why.items() if reason is not None}


def _fault(letter: Letter, at: datetime) -> Sentence | None:
    holder = _held_by(letter.about, letter.recipient)
    if holder is None:
        return sentence("Somebody else is the focal point now.")
    registration, told, now = _standing(holder, at)
    why = moot(now_of(registration, told, holder, at), at=at)
    if why is None and not says_sequence(letter, now.asked):
        return sentence("The turn has changed since this was written.")
    return why


def _standing(holder: TurnHolder, at: datetime) -> tuple[Registration, TurnTold, TurnProgress]:
    registration, told = holder.registration, session.get_one(TurnTold, holder.registration_id)
    now = turn_progress(holder, now_of(registration, told, holder, at), at=at, least=least())
    return registration, told, now


def _held_by(about: str, address: str) -> TurnHolder | None:
    """The mailbox with its entries to which a turn was written."""
    number = about.removeprefix(ABOUT)
    if not about.startswith(ABOUT) or not number.isdecimal():
        return None
    asked = select(TurnHolder).where(TurnHolder.registration_id == int(number))
    return session.scalar(asked.where(TurnHolder.address_key == address.lower()))
