"""Customs of the floor that a folder gives: the wing of the floor, which comes after this one, keeps them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, current_app

from rtop_event.dialogues.models import Dialogue

Values = dict[str, Any]
"""As the folder has them, by the names of its keys."""
Keep = Callable[[Dialogue, Values, str, datetime], bool]
"""Keeps them, with who did it and when; whether anything changed."""
Copy = Callable[[Dialogue, Dialogue, str, datetime], None]
"""Gives a copy those of its original."""


def set_hands(app: Flask, keep: Keep, copy: Copy) -> None:
    """The wing of the floor says how they are kept and copied."""
    app.extensions["own_customs"] = keep, copy


def keep(dialogue: Dialogue, values: Values, by: str, at: datetime) -> bool:
    """Keep what the folder gives."""
    hand: Keep = current_app.extensions["own_customs"][0]
    return hand(dialogue, values, by, at)


def copied(source: Dialogue, copy: Dialogue, by: str, at: datetime) -> None:
    """Give a copy the customs of its original."""
    hand: Copy = current_app.extensions["own_customs"][1]
    hand(source, copy, by, at)
