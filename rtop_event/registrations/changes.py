"""After the close of the list a delegate's change is asked of the desk, which accepts or refuses it; each recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from rtop_event.answer import plain
from rtop_event.database import session
from rtop_event.delegations.models import Delegation
from rtop_event.delegations.words import Level
from rtop_event.dialogues.models import Dialogue
from rtop_event.refusal import Refusal, StaleHand
from rtop_event.registrations import actions, finding, posting, reserve
from rtop_event.registrations.asked import NoLongerLive
from rtop_event.registrations.models import ChangeRequest, Outcome, Registration
from rtop_event.registrations.states import Gender, Status
from rtop_event.registrations.steps import note
from rtop_event.wording import sentence

FREE = frozenset({"phone", "access_needs", "focal_point", "language"})
"""What only the desk reads, so that its change need not be asked for."""
GONE = frozenset({Status.LAPSED, Status.WITHDRAWN, Status.NOT_SELECTED})
_TYPES: dict[str, type[Level] | type[Gender]] = {"level": Level, "speaker_gender": Gender}


class ChangeAwaits(Refusal):
    """One change at a time can be asked of the desk."""

    def __init__(self) -> None:
        super().__init__(
            sentence("A change that you asked for awaits the desk. Take it back before you ask for another one.")
        )


class NothingAwaits(Refusal):
    """There is no change that could be decided or taken back."""

    def __init__(self) -> None:
        super().__init__(sentence("No change of this request awaits the desk: it was decided or taken back."))


def asks(registration: Registration, at: datetime) -> bool:
    """Whether a change by the delegate has to be asked of the desk: for the floor, once the list is closed."""
    return registration.wants_floor and reserve.is_closed(registration.dialogue, at)


def must_ask(registration: Registration, changes: Mapping[str, Any], at: datetime) -> bool:
    """Whether these changes, some of which may be none, have to be asked of the desk."""
    floor = registration.wants_floor or bool(changes.get("wants_floor"))
    closed = floor and reserve.is_closed(registration.dialogue, at)
    return closed and bool(_differing(registration, changes).keys() - FREE)


def ask(registration: Registration, changes: Mapping[str, Any], *, message: str, at: datetime) -> Registration | None:
    """Ask the desk for a change; raises NoLongerLive, and ChangeAwaits while another one is open.

    Returns the holder if another request holds the place that is asked for.
    """
    if registration.status(at) in GONE:
        raise NoLongerLive
    holder = _holder(registration) if changes.get("wants_floor") else None
    if holder is not None:
        return actions.tell(holder, at=at)
    after = plain(_differing(registration, changes))
    before = plain({name: getattr(registration, name) for name in after})
    asked = ChangeRequest(registration_id=registration.id, asked_at=at, before=before, changes=after, message=message)
    try:
        with session.begin_nested():
            session.add(asked)
    except IntegrityError as open_already:
        raise ChangeAwaits from open_already
    note(registration, "change asked for", by=actions.DELEGATION, at=at, before=before, after=after, why=message)
    return None


def take_back(registration: Registration, *, at: datetime) -> None:
    """The delegate no longer wants the change; raises NothingAwaits."""
    asked = open_of(registration)
    if asked is None:
        raise NothingAwaits
    _decide(asked, Outcome.TAKEN_BACK, by=actions.DELEGATION, why="", at=at)
    note(registration, "change taken back", by=actions.DELEGATION, at=at, before={}, after={})


def accept(asked: ChangeRequest, *, message: str, why: str, by: str, at: datetime, send: bool) -> Registration | None:
    """Apply a change as any edit by the desk, and draft its letter; raises NoLongerLive.

    Returns the holder if another request holds the place by now: then nothing may be committed.
    """
    registration = asked.registration
    if registration.status(at) in GONE:
        raise NoLongerLive
    _decide(asked, Outcome.ACCEPTED, by=by, why=why, at=at)
    changes = {name: _TYPES[name](value) if name in _TYPES else value for name, value in asked.changes.items()}
    holder = actions.edit(registration, changes, at=at, by=by, why=why, step="change accepted")
    if holder is not None:
        return holder
    posting.post_change_decided(asked, message=message, at=at, approved_by=by if send else "")
    return None


def refuse(asked: ChangeRequest, *, message: str, why: str, by: str, at: datetime, send: bool) -> None:
    """Leave the request as it is, and draft the letter that says so."""
    _decide(asked, Outcome.REFUSED, by=by, why=why, at=at)
    note(asked.registration, "change refused", by=by, at=at, before={}, after={"message": message}, why=why)
    posting.post_change_decided(asked, message=message, at=at, approved_by=by if send else "")


def open_of(registration: Registration) -> ChangeRequest | None:
    """The change of a request that awaits the desk."""
    awaits = ChangeRequest.decided_at.is_(None)
    return session.scalar(select(ChangeRequest).where(ChangeRequest.registration_id == registration.id, awaits))


def require_same(asked: ChangeRequest, number: int) -> None:
    """Raises StaleHand when the open change is another one than a form was drawn for."""
    if asked.id != number:
        raise StaleHand


def all_open(dialogue: Dialogue) -> list[ChangeRequest]:
    """The changes that await the desk, the oldest first; those of withdrawn requests wait for nothing."""
    whole = joinedload(ChangeRequest.registration)
    found = (
        select(ChangeRequest)
        .join(ChangeRequest.registration)
        .where(
            Registration.dialogue_id == dialogue.id,
            Registration.withdrawn_at.is_(None),
            ChangeRequest.decided_at.is_(None),
        )
        .options(
            whole.joinedload(Registration.dialogue),
            whole.joinedload(Registration.group),
            whole.joinedload(Registration.delegation).selectinload(Delegation.standings),
        )
        .order_by(ChangeRequest.asked_at, ChangeRequest.id)
    )
    return list(session.scalars(found))


def _decide(asked: ChangeRequest, outcome: Outcome, *, by: str, why: str, at: datetime) -> None:
    asked.outcome, asked.decided_at, asked.decided_by, asked.why = outcome, at, by, why
    session.flush()


def _holder(registration: Registration) -> Registration | None:
    place = (registration.dialogue_id, registration.delegation_id, registration.capacity, registration.group_id)
    return finding.holder(*place, but=registration.id)


def _differing(registration: Registration, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What would be different; who has no level does not change one."""
    found = {name: value for name, value in changes.items() if getattr(registration, name) != value}
    if not registration.has_level and not found.get("wants_floor"):
        found.pop("level", None)
    return found
