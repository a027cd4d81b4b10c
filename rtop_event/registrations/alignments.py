"""Alignments and opt-outs of statements on behalf of groups: found, added, taken back; each recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from rtop_event.database import session
from rtop_event.delegations.finding import all_members
from rtop_event.delegations.models import Delegation
from rtop_event.dialogues.models import Dialogue
from rtop_event.refusal import NotFound, StaleHand
from rtop_event.registrations.asked import NoLongerLive
from rtop_event.registrations.behind import Behind, NotAligned, behind, not_for_a_group, why_not
from rtop_event.registrations.finding import day_of
from rtop_event.registrations.models import Alignment, Registration
from rtop_event.registrations.states import Stand
from rtop_event.registrations.steps import note

STEPS = {Stand.ALIGNED: "aligned", Stand.OPTED_OUT: "opted out"}
BACK = {Stand.ALIGNED: "no longer aligned", Stand.OPTED_OUT: "no longer opted out"}


def said_of(registration: Registration) -> list[Alignment]:
    """What was said about this statement, in the order in which it was."""
    mine = select(Alignment).where(Alignment.registration_id == registration.id).order_by(Alignment.id)
    return list(session.scalars(mine.options(joinedload(Alignment.delegation).selectinload(Delegation.standings))))


def behind_each(dialogue: Dialogue, requests: Sequence[Registration]) -> dict[int, Behind]:
    """Who stands behind each of these statements that is made for a group, by the ids of the requests."""
    mine = [one for one in requests if one.group_id is not None]
    if not mine:
        return {}
    query = select(Alignment).where(Alignment.registration_id.in_([one.id for one in mine]))
    return behind_by(dialogue, mine, session.scalars(query))


def behind_by(dialogue: Dialogue, requests: Sequence[Registration], said: Iterable[Alignment]) -> dict[int, Behind]:
    """The same by what was said about these statements, where it was read already."""
    mine = {one.id: one for one in requests if one.group_id is not None}
    stands: dict[int, list[tuple[int, Stand]]] = {number: [] for number in mine}
    for one in said:
        stands.get(one.registration_id, []).append((one.delegation_id, one.how))
    known = all_members(day_of(dialogue)) if mine else {}
    return {id_: behind(known.get(one.group_id or 0, frozenset()), stands[id_]) for id_, one in mine.items()}


def behind_it(registration: Registration, said: Sequence[Alignment]) -> Behind:
    """Who stands behind one statement."""
    known = all_members(day_of(registration.dialogue)).get(registration.group_id or 0, frozenset())
    return behind(known, [(one.delegation_id, one.how) for one in said])


def print_of(registration: Registration, said: Sequence[Alignment]) -> str:
    """What a form shows to have been drawn from this very state."""
    facts = [f"{registration.group_id}", *(f"{one.delegation_id} {one.how}" for one in said)]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def named(code: str) -> Delegation:
    """The delegation with that code; raises NotFound."""
    found = session.scalar(select(Delegation).where(Delegation.code == code))
    if found is None:
        raise NotFound
    return found


def stand(
    registration: Registration, delegation: Delegation, how: Stand, *, seen: str, at: datetime, by: str, why: str = ""
) -> None:
    """A delegation aligns itself or opts out. Raises StaleHand, NotAligned, NoLongerLive."""
    said = _at_hand(registration, seen)
    if registration.group is None:
        raise not_for_a_group()
    name = delegation.standing_on(day_of(registration.dialogue)).name
    known = behind_it(registration, said)
    refused = why_not(how, delegation.id, name, registration.group.name, registration.delegation_id, known)
    if refused is not None:
        raise NotAligned(refused)
    for void in [one for one in said if one.delegation_id == delegation.id]:  # of a group that it spoke for before
        session.delete(void)
    session.flush()
    session.add(Alignment(registration_id=registration.id, delegation_id=delegation.id, how=how, by=by, at=at))
    note(registration, STEPS[how], by=by, at=at, before={}, after={"delegation": name}, why=why)


def take_back(
    registration: Registration, delegation_id: int, *, seen: str, at: datetime, by: str, why: str = ""
) -> None:
    """An alignment or opt-out is taken back. Raises StaleHand, NoLongerLive, NotFound."""
    said = _at_hand(registration, seen)
    found = next((one for one in said if one.delegation_id == delegation_id), None)
    if found is None:
        raise NotFound
    name = found.delegation.standing_on(day_of(registration.dialogue)).name
    session.delete(found)
    note(registration, BACK[found.how], by=by, at=at, before={"delegation": name}, after={}, why=why)


def _at_hand(registration: Registration, seen: str) -> list[Alignment]:
    if registration.withdrawn_at is not None:
        raise NoLongerLive
    said = said_of(registration)
    if print_of(registration, said) != seen:
        raise StaleHand
    return said
