"""Mending addresses that cannot be reached: which they are, and writing anew what was not delivered."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from rtop_event.database import session
from rtop_event.invitations.composing import NoText
from rtop_event.invitations.contact_actions import facts_of, save_contact
from rtop_event.invitations.drafting import draft_letters
from rtop_event.invitations.entries import is_over
from rtop_event.invitations.losing import lose_returned
from rtop_event.invitations.models import Contact, Invitation
from rtop_event.mailing.blocking import blocked, unblock
from rtop_event.mailing.models import Blocked, Letter
from rtop_event.organisers.record import record
from rtop_event.refusal import Refusal
from rtop_event.wording import sentence


class NoSuchContact(Refusal):
    """Only a contact's address is corrected here."""

    def __init__(self) -> None:
        super().__init__(
            sentence("No contact has this address. Correct it where it was typed, such as at the registration.")
        )


@dataclass(frozen=True, slots=True)
class ToMend:
    """An address that nothing is sent to: since when, in which words of the server, whose it is, what waits for it."""

    address: str
    since: datetime
    words: str
    mail: int | None
    """Number of the mail that told."""
    contact: int | None
    name: str
    waiting: int
    """How many letters to it have not left."""


def to_mend() -> list[ToMend]:
    """All of them, the oldest first."""
    stopped = blocked()
    contacts = {
        one.address_key: one for one in session.scalars(select(Contact).where(Contact.address_key.in_(stopped)))
    }
    recipient = func.lower(Letter.recipient)
    waits = Letter.sent_at.is_(None), Letter.discarded_at.is_(None), recipient.in_(stopped)
    rows = session.execute(select(recipient, func.count()).where(*waits).group_by(recipient))
    waiting = {row[0]: int(row[1]) for row in rows}
    return [_told(one, contacts.get(one.address_key), waiting.get(one.address_key, 0)) for one in stopped.values()]


def _told(stopped: Blocked, contact: Contact | None, waiting: int) -> ToMend:
    number, name = (contact.id, contact.name or contact.address) if contact else (None, "")
    return ToMend(stopped.address_key, stopped.since, stopped.words, stopped.received_id, number, name, waiting)


def mend(address: str, new: str, *, by: str, at: datetime) -> int:
    """Let letters leave again: to the new address, or to the same where `new` is empty; how many were drafted anew.

    What came back is owed once more; raises NoSuchContact, AddressIsTaken. Nothing happens to what was mended already.
    Nothing is sent to an address that was given up for another.
    """
    contact = session.scalar(select(Contact).where(Contact.address_key == address.lower()).with_for_update())
    if new and contact is None:
        raise NoSuchContact
    if address.lower() not in blocked([address]):
        return 0
    if contact is not None and new and new.lower() != contact.address_key:
        save_contact(contact, replace(facts_of(contact), address=new), by=by, at=at)
    else:
        _works_again(address, contact, at)
    record("address mended", by=by, at=at, about=f"address:{address}", after={"address": new or address})
    session.flush()
    return _written_anew(contact, by=by, at=at) if contact else 0


def _works_again(address: str, contact: Contact | None, at: datetime) -> None:
    if contact is not None:
        lose_returned(contact, at)
    unblock(address)


def _written_anew(contact: Contact, *, by: str, at: datetime) -> int:
    """Draft what this contact is owed of the dialogues about which they were written to."""
    asked = select(Invitation).where(Invitation.contact_id == contact.id, Invitation.entries.any())
    number = 0
    for invitation in session.scalars(asked.order_by(Invitation.id)):
        dialogue = invitation.dialogue
        if is_over(dialogue, at) or dialogue.published_at is None:
            continue
        with suppress(NoText):
            number += sum(draft_letters(dialogue, by=by, at=at, numbers=[invitation.id]).values())
    return number
