"""What can be done with a request: each step once, recorded, refused where it is impossible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.delegations.words import Capacity
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.record import record
from rtop_event.registrations import finding, posting, reserve
from rtop_event.registrations.anew import come_anew, excepted, floor_anew
from rtop_event.registrations.asked import (
    Asked,
    ExceptionNeeded,
    Lapsed,
    NoLongerLive,
    NotWithdrawn,
    TooManyLetters,
)
from rtop_event.registrations.models import Decision, Registration
from rtop_event.registrations.returning import check_list_is_open, check_live, no_return
from rtop_event.registrations.states import Status
from rtop_event.registrations.steps import facts, first_version, note, placed

DELEGATION = "the delegation"


@dataclass(frozen=True)
class Received:
    """What became of a request: a row of its own, or the inscription that already holds the place."""

    registration: Registration | None
    holder: Registration | None = None


def receive(dialogue: Dialogue, delegation_id: int, asked: Asked, *, at: datetime) -> Received:
    """Take a request in and write the receipt; sent twice it has one effect. Raises TooManyLetters."""
    known = finding.by_key(asked.form_key)
    if known is not None:
        return Received(known)
    full = posting.mailbox_is_full(dialogue.slug, asked.address_key, at)
    twin = _twin(dialogue, delegation_id, asked, at)
    if twin is not None:
        if not full:
            posting.post_receipt(twin, at=at)
        return Received(twin)
    if asked.wants_floor:
        holder = finding.holder(dialogue.id, delegation_id, asked.capacity, asked.group_id)
        if holder is not None:
            return Received(None, tell(holder, at=at))
    if full:
        raise TooManyLetters
    return Received(_added(dialogue, delegation_id, asked, at))


def _twin(dialogue: Dialogue, delegation_id: int, asked: Asked, at: datetime) -> Registration | None:
    """The same request by the same mailbox; who attend are told apart by name."""
    for one in finding.by_address(dialogue, asked.address_key, at) if asked.address_key else []:
        same = (one.delegation_id, one.wants_floor, one.capacity, one.group_id) == (
            delegation_id,
            asked.wants_floor,
            asked.capacity,
            asked.group_id,
        )
        named = asked.wants_floor or one.speaker_name == asked.speaker_name
        if same and named and one.decision is not Decision.REFUSED:
            return one
    return None


def _added(dialogue: Dialogue, delegation_id: int, asked: Asked, at: datetime) -> Registration:
    late = asked.wants_floor and reserve.is_late(dialogue, at)
    added = Registration(
        dialogue_id=dialogue.id,
        delegation_id=delegation_id,
        token_version=first_version(dialogue),
        received_at=at,
        requested_at=at,
        reserve_since=at if late else None,
        **asdict(asked),
    )
    try:
        with session.begin_nested():
            session.add(added)
            session.flush()
    except IntegrityError:  # the same form arrived by another connection at the same time
        known = finding.by_key(asked.form_key)
        if known is None:
            raise
        return known
    posting.post_receipt(added, at=at)
    record("received", by=DELEGATION, at=at, dialogue=dialogue.slug, about=finding.about(added), after=facts(added))
    return added


def add_by_desk(
    dialogue: Dialogue, delegation_id: int, asked: Asked, *, at: datetime, by: str, why: str, exception: bool = False
) -> Received:
    """The desk makes a request for somebody: verified at once; a letter only if there is an address.

    After the close nobody is added to the list but as an exception; raises ExceptionNeeded.
    """
    known = finding.by_key(asked.form_key)
    if known is not None:
        return Received(known)
    closed = asked.wants_floor and reserve.is_closed(dialogue, at)
    if closed and not exception:
        raise ExceptionNeeded
    added = Registration(
        dialogue_id=dialogue.id,
        delegation_id=delegation_id,
        token_version=first_version(dialogue),
        received_at=at,
        requested_at=at,
        by_desk=True,
        **asdict(asked),
        **(excepted(at, by, why) if closed else {}),
    )
    holder = finding.holder(dialogue.id, delegation_id, asked.capacity, asked.group_id) if asked.wants_floor else None
    if holder is None:
        holder = placed(added, {"verified_at": at})
    if holder is not None:
        return Received(None, holder)
    posting.post_receipt(added, at=at)
    note(added, "added by the desk", by=by, at=at, before={}, why=why)
    return Received(added)


def verify(
    registration: Registration, *, at: datetime, by: str = DELEGATION, why: str = "", send: bool = False
) -> Registration | None:
    """Confirm a request; returns the one that holds the place if another was first. Raises Lapsed, NoLongerLive.

    Where the desk does it for a delegation, a letter tells so (a draft unless sent).
    """
    if registration.verified_at and not registration.withdrawn_at:
        return None
    status = registration.status(at)
    if status is Status.LAPSED and by == DELEGATION:
        raise Lapsed
    if status not in {Status.RECEIVED, Status.LAPSED}:
        raise NoLongerLive
    holder = placed(registration, {"verified_at": at})
    if holder is not None:
        return tell(holder, at=at) if by == DELEGATION else holder
    note(registration, "verified", by=by, at=at, before={}, after={}, why=why)
    if by != DELEGATION:
        posting.post_verified(registration, at=at, approved_by=by if send else "")
    return None


def edit(
    registration: Registration,
    changes: Mapping[str, Any],
    *,
    at: datetime,
    by: str = DELEGATION,
    why: str = "",
    step: str = "edited",
) -> Registration | None:
    """Change what a request says; a changed level or capacity, or asking for the floor, takes the last place anew.

    Returns the holder if another request holds the place asked for; raises ListClosed, ListNotOpen, NoLongerLive,
    Lapsed. A new address makes the personal link dead and has a new one mailed there.
    """
    if by == DELEGATION:
        check_live(registration, at)
    changed = {name: value for name, value in changes.items() if getattr(registration, name) != value}
    if by == DELEGATION and not registration.has_level and not changed.get("wants_floor"):
        changed.pop("level", None)
    if not changed:
        return None
    if by == DELEGATION and changed.keys() & {"level", "wants_floor"}:
        check_list_is_open(registration.dialogue, at)
    if changed.get("wants_floor") is False:
        changed |= {"capacity": Capacity.NATIONAL, "group_id": None}
    if changed.get("wants_floor"):
        changed |= floor_anew(registration, at, by, why, online=by == DELEGATION)
    moves = registration.wants_floor and bool(changed.keys() & {"level", "capacity", "group_id"})
    if moves or changed.get("wants_floor"):
        changed["requested_at"] = at
    if "address_key" in changed:
        changed["token_version"] = registration.token_version + 1
    before, leaves = facts(registration), registration.on_the_list and changed.get("wants_floor") is False
    if leaves:
        reserve.hold(registration.dialogue)
    holder = placed(registration, changed)
    if holder is not None and by == DELEGATION:
        return tell(holder, at=at)
    if holder is None:
        note(registration, step, by=by, at=at, before=before, why=why)
        if "address_key" in changed:
            posting.post_receipt(registration, at=at)
        if leaves:
            reserve.move_up(registration.dialogue, registration, at=at)
    return holder


def withdraw(
    registration: Registration, *, at: datetime, by: str = DELEGATION, why: str = "", kept: bool = False
) -> None:
    """Take the request back; a second time changes nothing. Its place goes to the first of the reserve unless kept."""
    if registration.withdrawn_at:
        return
    if by == DELEGATION and registration.status(at) is Status.LAPSED:
        raise Lapsed
    stood = registration.on_the_list
    registration.withdrawn_at = at
    registration.settle()
    note(registration, "withdrawn", by=by, at=at, before={}, after={}, why=why)
    if stood and not kept:
        reserve.move_up(registration.dialogue, registration, at=at)


def withdraw_by_desk(registration: Registration, *, message: str, at: datetime, by: str, send: bool, why: str) -> None:
    """The desk takes a request back and writes to its delegate (a draft unless sent)."""
    if registration.withdrawn_at:
        raise NoLongerLive
    withdraw(registration, at=at, by=by, why=why)
    posting.post_withdrawal(registration, message=message, at=at, approved_by=by if send else "")


def come_back(registration: Registration, *, at: datetime, by: str = DELEGATION, why: str = "") -> Registration | None:
    """A withdrawn request returns at the last place of its level; returns the holder if the place is taken."""
    if not registration.withdrawn_at:
        raise NotWithdrawn
    if by == DELEGATION and (refused := no_return(registration, at)) is not None:
        raise refused
    holder = placed(registration, come_anew(registration, at, by, why, online=by == DELEGATION))
    if holder is not None:
        return tell(holder, at=at) if by == DELEGATION else holder
    note(registration, "came back", by=by, at=at, before={}, after={}, why=why)
    return None


def decide(
    registration: Registration, decision: Decision, *, message: str, at: datetime, by: str, send: bool, why: str = ""
) -> Registration | None:
    """The organisers' decision with its letter (a draft unless sent); returns the holder if the place is taken."""
    if registration.decision is decision:
        return None
    stood = registration.on_the_list
    if stood:
        reserve.hold(registration.dialogue)
    holder = placed(registration, {"decision": decision, "decided_at": at})
    if holder is not None:
        return holder
    steps = {Decision.ACCEPTED: "accepted", Decision.REFUSED: "refused", Decision.NONE: "decision taken back"}
    note(registration, steps[decision], by=by, at=at, before={}, after={"message": message}, why=why)
    if decision is not Decision.NONE:
        accepted = decision is Decision.ACCEPTED
        approved_by = by if send else ""
        posting.post_decision(registration, accepted=accepted, message=message, at=at, approved_by=approved_by)
    if stood and not registration.on_the_list:
        reserve.move_up(registration.dialogue, registration, at=at)
    return None


def renew_link(registration: Registration, *, at: datetime, by: str = DELEGATION, why: str = "") -> None:
    """Raise the version of the personal link, so that the old one is dead, and mail the new one."""
    registration.token_version += 1
    session.flush()
    posting.post_receipt(registration, at=at)
    note(registration, "link renewed", by=by, at=at, before={}, after={}, why=why)


def send_link(registration: Registration, *, at: datetime, by: str) -> None:
    """Mail the personal link once more."""
    posting.post_receipt(registration, at=at)
    note(registration, "link sent again", by=by, at=at, before={}, after={})


def mail_lost_links(dialogue: Dialogue, address_key: str, *, at: datetime) -> None:
    """Mail a mailbox the links to its requests, also to those that can come back, unless it had too many letters."""
    gone = [one for one in finding.withdrawn_of(dialogue, address_key) if no_return(one, at) is None]
    found = [*finding.by_address(dialogue, address_key, at), *gone]
    if found and not posting.mailbox_is_full(dialogue.slug, address_key, at):
        posting.post_links(found, at=at)


def tell(holder: Registration, *, at: datetime) -> Registration:
    """Tell the focal point that somebody else asked for the place, at most once a day."""
    finding.wait_for(holder)
    if not finding.told_lately(holder, at):
        posting.post_notice(holder, at=at)
        note(holder, finding.ANOTHER_REQUEST, by=DELEGATION, at=at, before={}, after={})
    return holder
