"""What can be done with a request: each step once, recorded, refused where it is impossible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import on_the_clock
from rtop_event.organisers.record import record
from rtop_event.registrations import finding, posting
from rtop_event.registrations.asked import Asked, Lapsed, ListClosed, NoLongerLive, NotWithdrawn, TooManyLetters
from rtop_event.registrations.models import Decision, Registration, Status
from rtop_event.registrations.steps import facts, note, placed

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
    added = Registration(
        dialogue_id=dialogue.id, delegation_id=delegation_id, received_at=at, requested_at=at, **asdict(asked)
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


def add_by_desk(dialogue: Dialogue, delegation_id: int, asked: Asked, *, at: datetime, by: str, why: str) -> Received:
    """The desk makes a request for somebody: verified at once; a letter only if there is an address."""
    known = finding.by_key(asked.form_key)
    if known is not None:
        return Received(known)
    added = Registration(
        dialogue_id=dialogue.id,
        delegation_id=delegation_id,
        received_at=at,
        requested_at=at,
        by_desk=True,
        **asdict(asked),
    )
    holder = finding.holder(dialogue.id, delegation_id, asked.capacity, asked.group_id) if asked.wants_floor else None
    if holder is None:
        holder = placed(added, {"verified_at": at})
    if holder is not None:
        return Received(None, holder)
    posting.post_receipt(added, at=at)
    note(added, "added by the desk", by=by, at=at, before={}, why=why)
    return Received(added)


def verify(registration: Registration, *, at: datetime, by: str = DELEGATION, why: str = "") -> Registration | None:
    """Confirm a request; returns the one that holds the place if another was first. Raises Lapsed, NoLongerLive."""
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

    Returns the holder if another request holds the place asked for; raises ListClosed, NoLongerLive.
    """
    if registration.status(at) in {Status.LAPSED, Status.WITHDRAWN, Status.NOT_SELECTED} and by == DELEGATION:
        raise NoLongerLive
    changed = {name: value for name, value in changes.items() if getattr(registration, name) != value}
    if by == DELEGATION and not registration.has_level:
        changed.pop("level", None)
    if not changed:
        return None
    if "level" in changed and by == DELEGATION:
        _list_is_open(registration.dialogue, at)
    moves = registration.wants_floor and bool(changed.keys() & {"level", "capacity", "group_id"})
    if moves or changed.get("wants_floor"):
        changed["requested_at"] = at
    before = facts(registration)
    holder = placed(registration, changed)
    if holder is None:
        note(registration, step, by=by, at=at, before=before, why=why)
    return holder


def withdraw(registration: Registration, *, at: datetime, by: str = DELEGATION, why: str = "") -> None:
    """Take the request back; a second time changes nothing."""
    if registration.withdrawn_at:
        return
    registration.withdrawn_at = at
    registration.settle()
    note(registration, "withdrawn", by=by, at=at, before={}, after={}, why=why)


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
    if by == DELEGATION and registration.wants_floor:
        _list_is_open(registration.dialogue, at)
    holder = placed(registration, _return(registration, at))
    if holder is not None:
        return tell(holder, at=at) if by == DELEGATION else holder
    note(registration, "came back", by=by, at=at, before={}, after={}, why=why)
    return None


def _return(registration: Registration, at: datetime) -> dict[str, Any]:
    """Who had confirmed stays confirmed; who had not gets the day to do it anew."""
    anew = {} if registration.verified_at else {"received_at": at}
    return {"withdrawn_at": None, "requested_at": at, **anew}


def decide(
    registration: Registration, decision: Decision, *, message: str, at: datetime, by: str, send: bool, why: str = ""
) -> Registration | None:
    """The organisers' decision with its letter (a draft unless sent); returns the holder if the place is taken."""
    if registration.decision is decision:
        return None
    holder = placed(registration, {"decision": decision, "decided_at": at})
    if holder is not None:
        return holder
    steps = {Decision.ACCEPTED: "accepted", Decision.REFUSED: "refused", Decision.NONE: "decision taken back"}
    note(registration, steps[decision], by=by, at=at, before={}, after={"message": message}, why=why)
    if decision is not Decision.NONE:
        accepted = decision is Decision.ACCEPTED
        approved_by = by if send else ""
        posting.post_decision(registration, accepted=accepted, message=message, at=at, approved_by=approved_by)
    return None


def renew_link(registration: Registration, *, at: datetime, by: str = DELEGATION) -> None:
    """Raise the version of the personal link, so that the old one is dead, and mail the new one."""
    registration.token_version += 1
    session.flush()
    posting.post_receipt(registration, at=at)
    note(registration, "link renewed", by=by, at=at, before={}, after={})


def send_link(registration: Registration, *, at: datetime, by: str) -> None:
    """Mail the personal link once more."""
    posting.post_receipt(registration, at=at)
    note(registration, "link sent again", by=by, at=at, before={}, after={})


def mail_lost_links(dialogue: Dialogue, address_key: str, *, at: datetime) -> None:
    """Mail a mailbox the links to its requests, if it has any and was not written to too often."""
    found = finding.by_address(dialogue, address_key, at)
    if found and not posting.mailbox_is_full(dialogue.slug, address_key, at):
        posting.post_links(found, at=at)


def tell(holder: Registration, *, at: datetime) -> Registration:
    """Tell the focal point that somebody else asked for the place, at most once a day."""
    finding.wait_for(holder)
    if not finding.told_lately(holder, at):
        posting.post_notice(holder, at=at)
        note(holder, "another request", by=DELEGATION, at=at, before={}, after={})
    return holder


def _list_is_open(dialogue: Dialogue, at: datetime) -> None:
    if at >= dialogue.list_closes_at:
        raise ListClosed(on_the_clock(dialogue.list_closes_at, dialogue.zone))
