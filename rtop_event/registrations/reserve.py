"""The reserve: who asked too late waits in the order of asking, and moves up when a place becomes free."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from rtop_event.database import session
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.stages import LATE, Stage, list_hours
from rtop_event.refusal import Refusal
from rtop_event.registrations import finding, posting
from rtop_event.registrations.models import Decision, Registration
from rtop_event.registrations.steps import note
from rtop_event.wording import sentence

BY_ITSELF = "the site"
_JUDGED = ("version", "online_closes_at", "list_closes_at", "closes_into_debate", "announced_at")


class NotOnReserve(Refusal):
    """Only who waits on the reserve can be admitted to the list."""

    def __init__(self) -> None:
        super().__init__(sentence("This request does not wait on the reserve, so there is nothing to admit."))


def is_late(dialogue: Dialogue, at: datetime) -> bool:
    """Whether what is asked online at that moment is too late for the list."""
    return list_hours(dialogue).stage(at) in LATE


def is_closed(dialogue: Dialogue, at: datetime) -> bool:
    """Whether the list is closed for all at that moment."""
    return list_hours(dialogue).stage(at) is Stage.CLOSED


def hold(dialogue: Dialogue) -> None:
    """Hold the list against other hands until the commit, so that no two withdrawals admit the same one."""
    session.refresh(dialogue, attribute_names=_JUDGED, with_for_update=True)


def hold_both(registration: Registration) -> None:
    """Hold the list and then a request on it, always in this order, both read anew."""
    hold(registration.dialogue)
    session.refresh(registration, with_for_update={"of": Registration})


def held_of(dialogue: Dialogue, number: int) -> Registration:
    """One request, reached through its dialogue, held after the list; raises NotFound."""
    registration = finding.of_dialogue(dialogue, number)
    hold_both(registration)
    return registration


def waiting(dialogue: Dialogue) -> list[Registration]:
    """Who waits on the reserve, in the order in which they asked: confirmed, and civil society selected."""
    rows = finding.whole().where(Registration.dialogue_id == dialogue.id, _waits())
    return list(session.scalars(rows.order_by(Registration.requested_at, Registration.id)))


def number_of(registration: Registration) -> int | None:
    """The number on the reserve, counted from 1; None for who does not wait there."""
    mine = select(Registration.id).where(Registration.dialogue_id == registration.dialogue_id, _waits())
    found = session.scalars(mine.order_by(Registration.requested_at, Registration.id)).all()
    return found.index(registration.id) + 1 if registration.id in found else None


def move_up(dialogue: Dialogue, gone: Registration, *, at: datetime) -> Registration | None:
    """A place has become free: admit the first of those who wait by then, and write to it.

    A place that becomes free while nobody waits is not kept for who asks later: the list closes up behind it. Once the
    dialogue is over no place is given any more.
    """
    if at >= dialogue.ends_at:
        return None
    hold(dialogue)
    here = (Registration.dialogue_id == dialogue.id, Registration.reserve_since <= at, Registration.id != gone.id)
    first = finding.whole().where(*here, _waits())
    first = first.order_by(Registration.requested_at, Registration.id).limit(1)
    held = first.with_for_update(of=Registration).execution_options(populate_existing=True)
    found = session.scalar(held)
    if found is None:
        return None
    name = gone.group.name if gone.group is not None else finding.delegation_name(gone, "en")
    _admit(found, by=BY_ITSELF, why=f"moved up when {name} gave up its place", at=at)
    posting.post_moved_up(found, at=at)
    return found


def admit(registration: Registration, *, by: str, why: str, at: datetime) -> None:
    """An organiser puts somebody of the reserve on the list, in whatever order; raises NotOnReserve."""
    if not (registration.on_reserve and registration.holds_place):
        raise NotOnReserve
    _admit(registration, by=by, why=why, at=at)
    posting.post_moved_up(registration, at=at)


def _admit(registration: Registration, *, by: str, why: str, at: datetime) -> None:
    registration.admitted_at, registration.admitted_by, registration.admitted_why = at, by, why
    session.flush()
    note(registration, "admitted from the reserve", by=by, at=at, before={}, after={}, why=why)


def _waits() -> ColumnElement[bool]:
    return and_(
        Registration.holds_place,
        Registration.reserve_since.is_not(None),
        Registration.admitted_at.is_(None),
        or_(Registration.kind != Kind.CIVIL_SOCIETY, Registration.decision == Decision.ACCEPTED),
    )
