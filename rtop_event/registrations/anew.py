"""What a request is given when it comes anew: back after a withdrawal, or for the floor after it only attended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rtop_event.registrations import reserve
from rtop_event.registrations.models import Registration
from rtop_event.registrations.returning import check_list_has_opened


def come_anew(registration: Registration, at: datetime, by: str, why: str, *, online: bool) -> dict[str, Any]:
    """Back after a withdrawal: who had confirmed stays confirmed; who had not gets the day to do it anew."""
    received = {} if registration.verified_at else {"received_at": at}
    waits = _waiting(registration, at, by, why, online=online) if registration.wants_floor else _NOWHERE
    return {"withdrawn_at": None, "requested_at": at, **received, **waits}


def floor_anew(registration: Registration, at: datetime, by: str, why: str, *, online: bool) -> dict[str, Any]:
    """Who attended asks for the floor: online as late as anybody; by the desk it waits where it waited before.

    Raises ListNotOpen before the list opens online.
    """
    if online:
        check_list_has_opened(registration.dialogue, at)
        return _waiting(registration, at, by, why, online=True)
    return excepted(at, by, why) if reserve.is_closed(registration.dialogue, at) else {}


def excepted(at: datetime, by: str, why: str) -> dict[str, Any]:
    """Admitted by the desk although it is too late."""
    return {"admitted_at": at, "admitted_by": by, "admitted_why": why}


_NOWHERE: dict[str, Any] = {"reserve_since": None, "admitted_at": None, "admitted_by": "", "admitted_why": ""}


def _waiting(registration: Registration, at: datetime, by: str, why: str, *, online: bool) -> dict[str, Any]:
    """A new request for the floor: online it can be late; the desk adds, after the close as an exception."""
    late = online and reserve.is_late(registration.dialogue, at)
    admitted = excepted(at, by, why) if reserve.is_closed(registration.dialogue, at) else {}
    return {**_NOWHERE, "reserve_since": at if late else None, **admitted}
