"""Addresses that nothing is sent to: a letter bounced or its reader complained, and nobody has looked since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select

from rtop_event.database import session
from rtop_event.mailing.meaning import Concern, Judgement, whose
from rtop_event.mailing.models import Blocked, Letter, Outcome, Received
from rtop_event.mailing.opened import Fate, Kind, Opened, Returned

OUTCOMES = {Kind.BOUNCE: Outcome.BOUNCE, Kind.COMPLAINT: Outcome.COMPLAINT}


def is_blocked() -> ColumnElement[bool]:
    """Whether a letter's recipient is somebody that nothing is sent to."""
    return exists().where(Blocked.address_key == func.lower(Letter.recipient))


def block(address: str, *, words: str, by: Received, at: datetime) -> None:
    """Send nothing to an address until somebody has looked."""
    key = address.lower()
    if session.get(Blocked, key) is None:
        session.add(Blocked(address_key=key, since=at, words=words[:300], received_id=by.id))
        session.flush()


def unblock(address: str) -> bool:
    """Send to an address again; whether anything stood against it."""
    found = session.get(Blocked, address.lower())
    if found is not None:
        session.delete(found)
        session.flush()
    return found is not None


def blocked(addresses: Sequence[str] | None = None) -> dict[str, Blocked]:
    """What stands against addresses, by the address in lower case: of these, or of all."""
    asked = select(Blocked).order_by(Blocked.since)
    if addresses is not None:
        asked = asked.where(Blocked.address_key.in_([one.lower() for one in addresses]))
    return {one.address_key: one for one in session.scalars(asked)}


def returned(received: Received, opened: Opened, at: datetime) -> Judgement:
    """A bounce or complaint: the address of the letter that it returns is blocked, if we can tell which that was.

    A report that names neither a letter of ours nor a person's own reply address blocks nobody: anybody could write it.
    """
    outcome, letter = OUTCOMES[opened.kind], letter_spoken_of(opened)
    concern = concern_of(letter) if letter else whose(opened.tokens)
    if concern is None:
        return Judgement(outcome, "bounce-of-nothing-known", Concern(address=_first(opened)))
    mine = [one for one in opened.returned if one.address.lower() == concern.address.lower()]
    told = (mine or list(opened.returned) or [Returned(concern.address, Fate.FAILED)])[0]
    if told.fate is Fate.DELIVERED:
        return Judgement(Outcome.IGNORED, "delivered", concern)
    details = {"words": told.words}
    if told.fate is Fate.DELAYED:
        return Judgement(outcome, "delayed", concern, details)
    block(concern.address, words=told.words, by=received, at=at)
    if letter is not None and outcome is Outcome.BOUNCE and letter.bounced_at is None:
        letter.bounced_at, letter.bounced_words = at, told.words[:1000]
    return Judgement(outcome, "complained" if outcome is Outcome.COMPLAINT else "bounced", concern, details)


def concern_of(letter: Letter) -> Concern:
    """Whom a mail concerns that speaks of this letter."""
    return Concern(letter.about, letter.dialogue, letter.recipient)


def letter_spoken_of(opened: Opened) -> Letter | None:
    """The first letter of ours that a mail names: its own return address comes before what else stands in it."""
    found = {one.message_id: one for one in session.scalars(select(Letter).where(Letter.message_id.in_(opened.about)))}
    return next((found[name] for name in opened.about if name in found), None)


def _first(opened: Opened) -> str:
    return opened.returned[0].address if opened.returned else ""
