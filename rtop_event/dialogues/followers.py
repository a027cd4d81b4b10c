"""What follows in later wings when a dialogue is called off, or takes place after all: they are told, not known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask, current_app

from rtop_event.dialogues.models import Dialogue

Follower = Callable[[Dialogue, datetime], None]


def add_follower(app: Flask, follower: Follower) -> None:
    """A wing does what follows, in the same transaction."""
    app.extensions.setdefault("dialogue_followers", []).append(follower)


def tell_followers(dialogue: Dialogue, at: datetime) -> None:
    """All wings do what follows."""
    for follower in current_app.extensions.get("dialogue_followers", []):
        follower(dialogue, at)
