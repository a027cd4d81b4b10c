"""What can be done with contacts: add, change, bring in many from a file."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.delegations.models import Delegation
from rtop_event.fields import plain_address
from rtop_event.invitations.contact_checks import Checked, ContactFacts, Verdict, check_lines, digest
from rtop_event.invitations.contact_files import Line
from rtop_event.invitations.entries import REQUEST, is_over
from rtop_event.invitations.finding import delegation_names
from rtop_event.invitations.fitting import clear_of_contact
from rtop_event.invitations.losing import lose_all
from rtop_event.invitations.models import Contact, Entry, Invitation
from rtop_event.mailing.blocking import blocked
from rtop_event.mailing.models import Letter, LetterState
from rtop_event.organisers.record import record
from rtop_event.refusal import NotFound, Refusal, StaleHand
from rtop_event.wording import sentence

UPLOADS = "imports"
KEPT = timedelta(days=1)
_NAME = re.compile(r"[A-Za-z0-9_-]{16,64}")


class AddressIsTaken(Refusal):
    """One contact for each address."""

    def __init__(self) -> None:
        super().__init__(sentence("There is a contact with this address already."))


class AddressHoldsEntry(Refusal):
    """An entry in a calendar can be changed or cancelled only from the address it was sent to."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "A calendar entry was sent to this address. Take the person off the list of the invited first, or "
                "add the new address as a contact of its own."
            )
        )


class HasWrongLines(Refusal):
    """All or nothing: one wrong line keeps the whole file out."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Some lines are wrong. Correct the file and upload it again; nothing was brought in.")
        )


def facts_of(contact: Contact) -> ContactFacts:
    """A contact as the rules want it."""
    code = contact.delegation.code if contact.delegation else ""
    return ContactFacts(contact.address, contact.name, contact.function, code, contact.language, contact.salutation)


def save_contact(contact: Contact | None, facts: ContactFacts, *, by: str, at: datetime) -> Contact:
    """Add a contact, or change one; raises AddressIsTaken, AddressHoldsEntry.

    Letters to an address that was corrected do not leave any more. One that cannot be reached holds no entry.
    """
    before = _told(facts_of(contact)) if contact else {}
    if contact is None:
        contact = Contact(created_at=at)
        session.add(contact)
    elif contact.address_key != facts.address.lower():
        _leave_mailbox(contact, at)
    with session.no_autoflush:
        _put(contact, facts)
    try:
        session.flush()
    except IntegrityError as taken:
        raise AddressIsTaken from taken
    clear_of_contact(contact, at)
    after = _told(facts)
    if before != after:
        what = "contact changed" if before else "contact added"
        record(what, by=by, at=at, about=f"contact:{contact.id}", before=before, after=after)
    return contact


def _leave_mailbox(contact: Contact, at: datetime) -> None:
    """The contact gets another address: refused while the one they have holds an entry and can be reached.

    What stands against the one given up stays: whoever else writes there would not be read either.
    """
    if blocked([contact.address]):
        lose_all(contact, at)
    elif _holds_entry(contact, at):
        raise AddressHoldsEntry


def _told(facts: ContactFacts) -> dict[str, str]:
    return {name: getattr(facts, name) for name in facts.__slots__}


def _put(contact: Contact, facts: ContactFacts) -> None:
    contact.address, contact.address_key = facts.address, facts.address.lower()
    contact.name, contact.function, contact.salutation = facts.name, facts.function, facts.salutation
    contact.language = facts.language
    if facts_of(contact).delegation != facts.delegation:
        code = facts.delegation
        contact.delegation = session.scalar(select(Delegation).where(Delegation.code == code)) if code else None


def _holds_entry(contact: Contact, at: datetime) -> bool:
    asked = select(Entry).join(Invitation).where(Invitation.contact_id == contact.id, Entry.lost_at.is_(None))
    last: dict[int, Entry] = {}
    for entry in session.scalars(asked.order_by(Entry.id)):
        if _may_have_arrived(entry.letter, at) and not is_over(entry.invitation.dialogue, at):
            last[entry.invitation_id] = entry
    return any(entry.method == REQUEST for entry in last.values())


def _may_have_arrived(letter: Letter, at: datetime) -> bool:
    return bool(letter.sent_at or letter.handed_at) or letter.state(at) is LetterState.SENDING


def checked(lines: Iterable[Line], at: datetime) -> list[Checked]:
    """The dry run of a file's lines against the contacts that we have."""
    codes = {code: number for number, code in _codes().items()}
    known = {
        one.address_key: ContactFacts(
            one.address, one.name, one.function, codes.get(one.delegation_id or 0, ""), one.language, one.salutation
        )
        for one in session.scalars(select(Contact))
    }
    names = delegation_names(at.date())
    return check_lines(list(lines), known=known, delegations=names, plain_address=plain_address)


def _codes() -> dict[str, int]:
    """The ids of all delegations by their codes."""
    return dict(session.execute(select(Delegation.code, Delegation.id)).all())


def bring_in(rows: list[Checked], *, seen: str, by: str, at: datetime) -> tuple[int, int]:
    """Bring a file's lines in, all or nothing; how many are new and how many changed.

    `seen` is the digest of the dry run that was looked at; raises StaleHand when the lines would now do something else.
    """
    if any(one.verdict is Verdict.WRONG for one in rows):
        raise HasWrongLines
    if seen != digest(rows):
        raise StaleHand(sentence("The contacts have changed since this was shown. Look at the lines again."))
    ids = _codes()
    known = {one.address_key: one for one in session.scalars(select(Contact))}
    counts = {Verdict.NEW: 0, Verdict.CHANGED: 0}
    for one in rows:
        if one.facts is None or one.verdict not in counts:
            continue
        contact = known.get(one.key) or Contact(created_at=at, address=one.facts.address, address_key=one.key)
        contact.name, contact.function, contact.salutation = one.facts.name, one.facts.function, one.facts.salutation
        contact.language, contact.delegation_id = one.facts.language, ids.get(one.facts.delegation)
        session.add(contact)
        counts[one.verdict] += 1
    after = {"new": counts[Verdict.NEW], "changed": counts[Verdict.CHANGED]}
    record("contacts brought in", by=by, at=at, about="contacts", after=after)
    try:
        session.flush()
    except IntegrityError as meanwhile:
        raise StaleHand from meanwhile
    return after["new"], after["changed"]


def keep_upload(instance: Path, content: bytes, *, at: datetime) -> str:
    """Keep an uploaded file under a random name, written and synced; older ones than a day are thrown away."""
    folder = instance / UPLOADS
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < (at - KEPT).timestamp():
            old.unlink(missing_ok=True)
    name = secrets.token_urlsafe(18)
    with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as paper:
        paper.write(content)
        paper.flush()
        os.fsync(paper.fileno())
    return name


def kept_upload(instance: Path, name: str) -> bytes:
    """The content of a kept upload; raises NotFound when it is gone."""
    file = instance / UPLOADS / name
    if not _NAME.fullmatch(name) or not file.is_file():
        raise NotFound(sentence("This upload is no longer there. Please upload the file again."))
    return file.read_bytes()


def drop_upload(instance: Path, name: str) -> None:
    """Throw a kept upload away; nothing happens when it is gone."""
    if _NAME.fullmatch(name):
        (instance / UPLOADS / name).unlink(missing_ok=True)
