"""Letters to invited people that have not left: which of them no longer fit, and throwing those away."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.finding import STATE, texts_of
from rtop_event.invitations.models import Contact, Entry, Invitation
from rtop_event.invitations.progress import fault
from rtop_event.mailing.deciding import NotInThatState, discard
from rtop_event.mailing.models import Letter
from rtop_event.wording import Sentence


def misfits(letters: Sequence[Letter], at: datetime) -> dict[int, Sentence]:
    """Those of the letters that no longer fit, by their ids, each with the reason."""
    numbers = [letter.id for letter in letters if letter.about.startswith("invitation:")]
    return _judged(select(Letter.id).where(Letter.id.in_(numbers)), at) if numbers else {}


def clear_of_dialogue(dialogue: Dialogue, at: datetime) -> None:
    """Throw away what has not left and no longer fits, of a dialogue that was called off or reinstated."""
    session.flush()
    _clear(Invitation.dialogue_id == dialogue.id, at)


def clear_of_invitation(invitation: Invitation, at: datetime) -> None:
    """The same of one invited person."""
    session.flush()
    _clear(Invitation.id == invitation.id, at)


def clear_of_contact(contact: Contact, at: datetime) -> None:
    """The same of all invitations of one contact."""
    session.flush()
    _clear(Invitation.contact_id == contact.id, at)


def _clear(whose: ColumnElement[bool], at: datetime) -> None:
    waits = (Letter.sent_at.is_(None), Letter.discarded_at.is_(None))
    unsent = select(Letter.id).join(Entry, Entry.letter_id == Letter.id).join(Entry.invitation).where(whose, *waits)
    misfit = _judged(unsent, at)
    for letter in session.scalars(select(Letter).where(Letter.id.in_(misfit))):
        with suppress(NotInThatState):  # it leaves at this very moment, and is followed by what is owed then
            discard(letter, at=at, why=misfit[letter.id])


def _judged(asked: Select[int], at: datetime) -> dict[int, Sentence]:
    """Those of the letters, told by their ids, that no longer fit."""
    judged, found = set(session.scalars(asked)), dict[int, Sentence]()
    edited: dict[int, dict[str, datetime]] = {}
    for invitation in session.scalars(_whole().where(Entry.letter_id.in_(asked))).unique():
        dialogue = invitation.dialogue
        if dialogue.id not in edited:
            edited[dialogue.id] = {text.language: text.changed_at for text in texts_of(dialogue).values()}
        for entry in invitation.entries:
            if entry.letter_id in judged and (why := fault(dialogue, entry, at=at, edited=edited[dialogue.id])):
                found[entry.letter_id] = why
    return found


def _whole() -> Select[Invitation]:
    """Invitations joined with their entries, with all that tells whether these fit."""
    return (
        select(Invitation)
        .join(Invitation.entries)
        .options(
            joinedload(Invitation.contact),
            joinedload(Invitation.dialogue),
            selectinload(Invitation.entries).joinedload(Entry.letter).load_only(*STATE),
            selectinload(Invitation.replies),
        )
    )
