"""The record of changes: who changed what, when, from what to what, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, current_app

from rtop_event.answer import plain
from rtop_event.database import session
from rtop_event.organisers.models import Change

Follower = Callable[[Change], None]


def add_follower(app: Flask, follower: Follower) -> None:
    """A wing does what follows from a change, in the same transaction."""
    app.extensions.setdefault("record_followers", []).append(follower)


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
    added = Change(
        at=at,
        by=by,
        dialogue=dialogue,
        about=about,
        what=what,
        before={name: old[name] for name in changed if name in old},
        after={name: new[name] for name in changed if name in new},
        why=why,
    )
    for follower in current_app.extensions.get("record_followers", []):
        follower(added)
    session.add(added)  # after those who look into the database, so that it is written once, with its seal
