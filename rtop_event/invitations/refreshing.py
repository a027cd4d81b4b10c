"""A calendar that lost its entry asks for it (METHOD:REFRESH): what its person holds is sent again, once a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from flask import current_app
from sqlalchemy import func, select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.drafting import draft_again
from rtop_event.invitations.entries import Due, Duty, is_over
from rtop_event.invitations.models import Invitation
from rtop_event.invitations.progress import progress
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.models import Letter, LetterKind, Outcome
from rtop_event.mailing.opened import Opened
from rtop_event.mailing.writing import BY_ITSELF

ONCE_IN = timedelta(days=1)


class Standing(Protocol):
    """What somebody holds, what waits for them, and what they are owed."""

    @property
    def held(self) -> object: ...
    @property
    def waiting(self) -> object: ...
    @property
    def due(self) -> Due: ...


def sent_again(dialogue: Dialogue, invitation: Invitation, opened: Opened, at: datetime) -> tuple[Outcome, str]:
    """Send the entry of the dialogue that the person holds once more."""
    now = progress(dialogue, invitation, at=at, edited={})
    draft = partial(draft_again, dialogue, invitation, now, at=at)
    return again(now, opened, draft, address=now.address, over=is_over(dialogue, at), at=at)


def again(
    now: Standing, opened: Opened, draft: Callable[[], Letter], *, address: str, over: bool, at: datetime
) -> tuple[Outcome, str]:
    """Send an entry once more, by itself; a person decides where that is not what is owed.

    It leaves without approval, since somebody approved it before: the same version, to the same mailbox. A program is
    never answered, and nobody more than once a day, so that no two machines talk to each other for ever.
    """
    if now.held is None or now.waiting is not None or now.due.duty is not Duty.NOTHING or over:
        return Outcome.MANUAL, "asks-again"
    if opened.automatic or _is_ours(opened.sender):
        return Outcome.IGNORED, "asks-by-itself"
    if _answered_lately(address, at):
        return Outcome.IGNORED, "asks-too-often"
    letter = draft()
    session.flush()
    approve(letter, by=BY_ITSELF, at=at)
    return Outcome.APPLIED, "sent-again"


def _is_ours(address: str) -> bool:
    settings, given = current_app.extensions["settings"], address.lower()
    own = given.endswith(f"@{settings.mail_domain}") and given.startswith(("rsvp-", "bounce-"))
    return own or given == settings.mail_from.lower()


def _answered_lately(address: str, at: datetime) -> bool:
    by_itself = Letter.kind == LetterKind.UPDATE, Letter.approved_by == BY_ITSELF
    asked = select(Letter.id).where(func.lower(Letter.recipient) == address.lower(), *by_itself)
    return session.scalar(asked.where(Letter.created_at > at - ONCE_IN).limit(1)) is not None
