"""One-time links that sign an organiser in: a secret of 256 bits, of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from http import HTTPStatus

from sqlalchemy import select, update

from rtop_event.database import session
from rtop_event.organisers.models import Organiser, SignInLink
from rtop_event.refusal import Refusal
from rtop_event.wording import sentence

LASTS = timedelta(hours=24)
PATH = "/organise/sign-in/{}/"


class LinkSpent(Refusal):
    """The link was used, replaced, is older than a day, or was never ours: the answer is the same."""

    status = HTTPStatus.GONE

    def __init__(self) -> None:
        super().__init__(
            sentence("This sign-in link has been used, replaced, or is older than a day. Ask for a new one.")
        )


def make_link(organiser: Organiser, at: datetime) -> str:
    """The path of a new link for this organiser; links made earlier for the same person end now."""
    session.execute(
        update(SignInLink)
        .where(SignInLink.organiser_id == organiser.id, SignInLink.used_at.is_(None), SignInLink.expires_at > at)
        .values(expires_at=at)
    )
    token = secrets.token_urlsafe(32)
    session.add(
        SignInLink(organiser_id=organiser.id, digest=_digest(token), created_at=at, expires_at=at + LASTS, used_at=None)
    )
    return PATH.format(token)


def holder(token: str, at: datetime) -> Organiser:
    """Whom the link would sign in; raises LinkSpent."""
    link = session.scalar(select(SignInLink).where(SignInLink.digest == _digest(token)))
    if link is None or link.used_at is not None or link.expires_at <= at or not link.organiser.active:
        raise LinkSpent
    return link.organiser


def use_link(token: str, at: datetime) -> Organiser:
    """Spend the link, which only one of several requests can do; raises LinkSpent."""
    mine = SignInLink.digest == _digest(token)
    unspent = update(SignInLink).where(mine, SignInLink.used_at.is_(None), SignInLink.expires_at > at)
    if session.execute(unspent.values(used_at=at)).rowcount != 1:  # type: ignore[attr-defined] # an update has a count
        raise LinkSpent
    organiser = session.scalars(select(Organiser).join(SignInLink).where(mine)).one()
    if not organiser.active:
        raise LinkSpent
    return organiser


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
