"""Entries that count for nothing any more: they came back, or the mailbox that they went to was given up."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Select, or_, select

from rtop_event.database import session
from rtop_event.invitations.models import Contact, Entry, Invitation
from rtop_event.mailing.models import Letter


def lose_all(contact: Contact, at: datetime) -> None:
    """The mailbox is given up: whatever it holds counts for nothing, and its links, feeds and reply addresses end."""
    _lose(_left(contact), at)
    for invitation in session.scalars(select(Invitation).where(Invitation.contact_id == contact.id)):
        invitation.token_version += 1
        invitation.reply_key = new_reply_key()
    session.flush()


def new_reply_key() -> str:
    """The random part of an address that only one person is given."""
    return secrets.token_hex(12)


def lose_returned(contact: Contact, at: datetime) -> None:
    """The mailbox can be reached again: only what came back never arrived."""
    _lose(_left(contact).where(Letter.bounced_at.is_not(None)), at)


def _left(contact: Contact) -> Select[Entry]:
    mine = select(Entry).join(Invitation).join(Letter, Letter.id == Entry.letter_id)
    left = or_(Letter.sent_at.is_not(None), Letter.handed_at.is_not(None))
    return mine.where(Invitation.contact_id == contact.id, Entry.lost_at.is_(None), left)


def _lose(entries: Select[Entry], at: datetime) -> None:
    for entry in session.scalars(entries):
        entry.lost_at = at
    session.flush()
