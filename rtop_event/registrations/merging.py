"""Two requests of one delegation become one: one stays, the other is withdrawn and leads to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from rtop_event.database import session
from rtop_event.refusal import Refusal
from rtop_event.registrations import finding, mergers, posting
from rtop_event.registrations.actions import withdraw
from rtop_event.registrations.asked import NoLongerLive
from rtop_event.registrations.models import Decision, Merge, Registration
from rtop_event.registrations.steps import note
from rtop_event.wording import sentence


class NotOneRequest(Refusal):
    """A statement for a group and a national one stay two."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "One of these requests is on behalf of a group and the other is not, or for another group: "
                "they stay two. Nothing was changed."
            )
        )


class IsMerged(Refusal):
    """A merged request is not brought back by its delegate."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This request was merged with another one of your delegation. Please ask the desk for a change.")
        )


def merge(
    stays: Registration, goes: Registration, *, earlier_counts: bool, message: str, at: datetime, by: str, why: str
) -> None:
    """Withdraw one request in favour of the other, with a draft letter; its history stays with it.

    What later wings keep goes along. The place of the one that stays does not move, unless `earlier_counts`.
    Raises NoLongerLive, NotOneRequest.
    """
    if stays.withdrawn_at or goes.withdrawn_at:
        raise NoLongerLive
    if (stays.dialogue_id, stays.group_id) != (goes.dialogue_id, goes.group_id) or stays.id == goes.id:
        raise NotOneRequest
    withdraw(goes, at=at, by=by, why=why, kept=_will_be_listed(stays))
    _write_down(stays, goes, at=at, by=by, why=why)
    posting.post_withdrawal(goes, message=message, at=at, approved_by="")
    before: dict[str, Any] = {}
    after: dict[str, Any] = {"request": _named(goes)}
    if earlier_counts and goes.wants_floor and goes.requested_at < stays.requested_at:
        before["requested_at"], after["requested_at"] = stays.requested_at, goes.requested_at
        stays.requested_at = goes.requested_at
        session.flush()
    mergers.move_all(stays, goes)
    note(goes, "merged", by=by, at=at, before={}, after={"request": _named(stays)}, why=why)
    note(stays, "another merged", by=by, at=at, before=before, after=after, why=why)


def _will_be_listed(stays: Registration) -> bool:
    """Whether it comes to the list once it is confirmed or selected, so that it needs a place there."""
    refused = stays.decision is Decision.REFUSED
    return stays.wants_floor and not (stays.on_the_list or stays.on_reserve or refused)


def _write_down(stays: Registration, goes: Registration, *, at: datetime, by: str, why: str) -> None:
    """One row for a request, also when it came back and is merged again."""
    row = session.scalar(select(Merge).where(Merge.registration_id == goes.id)) or Merge(registration_id=goes.id)
    row.into_id, row.by, row.at, row.why = stays.id, by, at, why
    session.add(row)
    session.flush()


def _named(registration: Registration) -> str:
    return f"{finding.about(registration)} {finding.delegation_name(registration, 'en')}"


def merge_of(registration: Registration) -> Merge | None:
    """Into which request it was merged; a request that came back since is one of its own again."""
    if registration.withdrawn_at is None:
        return None
    query = select(Merge).where(Merge.registration_id == registration.id, Merge.at == registration.withdrawn_at)
    return session.scalar(query.options(joinedload(Merge.into)))


def not_merged(registration: Registration) -> None:
    """Raises IsMerged when the request was merged with another one."""
    if merge_of(registration) is not None:
        raise IsMerged


def merged_into(registration: Registration) -> list[Registration]:
    """The requests that were merged into this one and did not come back."""
    query = (
        finding.whole()
        .join(Merge, Merge.registration_id == Registration.id)
        .where(Merge.into_id == registration.id, Merge.at == Registration.withdrawn_at)
    )
    return list(session.scalars(query.order_by(Registration.id)))
