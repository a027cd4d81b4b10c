"""What wings have the worker look for each minute, such as offers whose time is over: it asks without knowing them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask

Round = Callable[[datetime], None]


def add_round(app: Flask, look: Round) -> None:
    """A wing has something that comes due by itself: what is due at that moment it writes down, with its letters."""
    app.extensions.setdefault("rounds", []).append(look)


def rounds(app: Flask) -> tuple[Round, ...]:
    """What the wings look for."""
    return tuple(app.extensions.get("rounds", ()))
