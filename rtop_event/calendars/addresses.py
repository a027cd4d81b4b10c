"""The addresses of personal calendars: made with the request or invitation, renewed alone or with its link."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from hmac import compare_digest

from flask_sqlalchemy.session import Session as AnySession
from sqlalchemy import event, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.attributes import get_history

from rtop_event.calendars.models import CalendarAddress
from rtop_event.database import begin_writing, session, writing_if_free
from rtop_event.invitations.models import Invitation
from rtop_event.links import digest_of, grown
from rtop_event.registrations.models import Registration

Owner = Registration | Invitation
NOT_AGAIN_WITHIN = timedelta(minutes=10)
"""So long the moment at which a calendar came is not written down again."""


def watch() -> None:
    """Give each new request and invitation an address, and a new one with a new personal link; once for all."""
    if not event.contains(AnySession, "before_flush", _before_flush):
        event.listen(AnySession, "before_flush", _before_flush)


def _before_flush(at_work: Session, _context: UOWTransaction, _instances: object) -> None:
    for row in list(at_work.new):
        if isinstance(row, Registration | Invitation):
            at_work.add(_planted(CalendarAddress(**_of(row))))
    for row in list(at_work.dirty):
        if isinstance(row, Registration | Invitation) and get_history(row, "token_version").has_changes():
            renew(row)


def address_of(owner: Owner) -> CalendarAddress | None:
    """The address of this one's calendar; None for who was here before there were addresses."""
    column = CalendarAddress.registration_id if isinstance(owner, Registration) else CalendarAddress.invitation_id
    return session.scalar(select(CalendarAddress).where(column == owner.id))


def renew(owner: Owner) -> None:
    """Another address; the one before opens nothing from now on."""
    found = address_of(owner) or CalendarAddress(**_of(owner))
    session.add(_planted(found))


def by_token(token: str) -> CalendarAddress | None:
    """The address with this token; nobody learns from the time that the search takes how near a guess was."""
    digest = digest_of(token)
    found = session.scalar(select(CalendarAddress).where(CalendarAddress.digest == digest))
    return found if found and compare_digest(found.digest, digest) else None


def token_of(address: CalendarAddress | None) -> str:
    """What the address carries; empty where there is none, or the key of this house is another since."""
    token = grown(address.seed) if address else ""
    return token if address and digest_of(token) == address.digest else ""


def came(address: CalendarAddress, at: datetime) -> None:
    """Write down that a calendar came, at most once in ten minutes; a calendar that cannot be noted is served too."""
    if address.fetched_at is not None and at < address.fetched_at + NOT_AGAIN_WITHIN:
        return
    long_ago = or_(CalendarAddress.fetched_at.is_(None), CalendarAddress.fetched_at <= at - NOT_AGAIN_WITHIN)
    begin_writing()
    with suppress(SQLAlchemyError), writing_if_free() as connection:
        connection.execute(
            update(CalendarAddress).where(CalendarAddress.id == address.id, long_ago).values(fetched_at=at)
        )


def _planted(address: CalendarAddress) -> CalendarAddress:
    address.seed = secrets.token_urlsafe(32)
    address.digest = digest_of(grown(address.seed))
    address.fetched_at = None
    return address


def _of(owner: Owner) -> dict[str, Owner]:
    return {"registration" if isinstance(owner, Registration) else "invitation": owner}
