"""One step of a request: written down, undone when the database says that the place is taken, and recorded."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.record import record
from rtop_event.registrations import finding
from rtop_event.registrations.models import Registration


def placed(registration: Registration, changes: Mapping[str, Any]) -> Registration | None:
    """Write the changes down; when the database says that the place is taken, undo them and return who holds it."""
    number = registration.id
    place = (
        registration.dialogue_id,
        registration.delegation_id,
        changes.get("capacity", registration.capacity),
        changes.get("group_id", registration.group_id),
    )
    try:
        with session.begin_nested():
            for name, value in changes.items():
                setattr(registration, name, value)
            registration.settle()
            session.add(registration)
            session.flush()
    except IntegrityError:
        holder = finding.holder(*place, but=number)
        if holder is None:
            raise
        return holder
    return None


def facts(registration: Registration) -> dict[str, Any]:
    """What the record keeps of a request."""
    names = (
        "wants_floor",
        "capacity",
        "speaker_name",
        "speaker_function",
        "speaker_gender",
        "level",
        "statement_language",
        "meeting_number",
        "topic",
        "accreditation",
        "focal_point",
        "address",
        "phone",
        "access_needs",
        "language",
    )
    group = registration.group.code if registration.group is not None else ""
    return {**{name: getattr(registration, name) for name in names}, "group": group}


def first_version(dialogue: Dialogue) -> int:
    """The version of a request's first link; once an exercise is thrown away another request may have the number."""
    return secrets.randbelow(1 << 30) + 2 if dialogue.rehearses else 1


def note(
    registration: Registration,
    step: str,
    *,
    by: str,
    at: datetime,
    before: dict[str, Any],
    after: dict[str, Any] | None = None,
    why: str = "",
) -> None:
    """Add a line about a request to the record; `after` is what it says now unless given."""
    record(
        step,
        by=by,
        at=at,
        dialogue=registration.dialogue.slug,
        about=finding.about(registration),
        before=before,
        after=facts(registration) if after is None else after,
        why=why,
    )
