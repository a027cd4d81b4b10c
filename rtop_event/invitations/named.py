"""How the record calls the invited, contacts and mails that came in; and which languages the invited read."""

from __future__ import annotations

from flask import url_for
from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.finding import delegation_named
from rtop_event.invitations.models import Contact, Invitation
from rtop_event.invitations.told import day_of
from rtop_event.mailing.models import Received
from rtop_event.organisers.things import Thing
from rtop_event.showing import say
from rtop_event.wording import Sentence, sentence


def invitations_named(numbers: list[int]) -> dict[int, Thing]:
    """Those of these invitations that there are, by their delegation, else by the person."""
    language = str(get_locale() or "en")
    whole = joinedload(Invitation.contact), joinedload(Invitation.dialogue).selectinload(Dialogue.meetings)
    found = session.scalars(select(Invitation).where(Invitation.id.in_(numbers)).options(*whole))
    return {one.id: _thing(one, language) for one in found}


def contacts_named(numbers: list[int]) -> dict[int, Thing]:
    """Those of these contacts that there are, by their name, else by their address."""
    found = session.execute(select(Contact.id, Contact.name, Contact.address).where(Contact.id.in_(numbers)))
    return {one.id: Thing(one.name or one.address, url_for("invitations.desk_contact", number=one.id)) for one in found}


def mails_named(numbers: list[int]) -> dict[int, Thing]:
    """Those of these mails that came in, by whom they are from and their subject."""
    found = session.execute(select(Received.id, Received.sender, Received.subject).where(Received.id.in_(numbers)))
    return {one.id: _mail(one.id, one.sender, one.subject or sentence("no subject")) for one in found}


def _mail(number: int, sender: str, subject: Sentence | str) -> Thing:
    name = sentence("mail of %(who)s: %(subject)s", who=sender, subject=subject) if sender else subject
    return Thing(say(name), url_for("invitations.desk_received", number=number))


def _thing(one: Invitation, language: str) -> Thing:
    contact, dialogue = one.contact, one.dialogue
    delegation = delegation_named(contact.delegation_id, day_of(dialogue.starts_at, dialogue.zone), language)
    url = url_for("invitations.desk_preview", slug=dialogue.slug, number=one.id)
    return Thing(delegation or contact.name or contact.address, url)


def languages_read(dialogue: Dialogue) -> list[str]:
    """The languages in which we write to those who are invited."""
    asked = select(Contact.language).join(Invitation).where(Invitation.dialogue_id == dialogue.id)
    return list(session.scalars(asked.where(Invitation.withdrawn_at.is_(None)).distinct()))
