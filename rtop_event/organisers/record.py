"""The record of changes: who changed what, when, from what to what, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rtop_event.answer import plain
from rtop_event.database import session
from rtop_event.organisers.models import Change


def record(
    what: str,
    *,
    by: str,
    at: datetime,
    dialogue: str = "",
    about: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    why: str = "",
) -> None:
    """Add one line to the record, in the transaction of the change; only fields that differ are kept."""
    old, new = plain(before or {}), plain(after or {})
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    session.add(
        Change(
            at=at,
            by=by,
            dialogue=dialogue,
            about=about,
            what=what,
            before={name: old[name] for name in changed if name in old},
            after={name: new[name] for name in changed if name in new},
            why=why,
        )
    )
