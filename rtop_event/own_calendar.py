"""A person's own calendar as a page shows it: the wing of the calendars brings it to those before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """The address of the calendar, empty where there is none to show; when a program last came; how to renew it."""

    feed_url: str
    fetched_at: datetime | None
    renew_url: str


Source = Callable[[Any, str], OwnCalendar]


def add_source(app: Flask, kind: type[object], source: Source) -> None:
    """The wing of the calendars says how the calendar of such a row is found, given the token of its page."""
    app.extensions.setdefault("own_calendars", {})[kind] = source


def calendar_of(row: object, token: str) -> OwnCalendar:
    """The calendar of the one whose page shows it."""
    source: Source = current_app.extensions["own_calendars"][type(row)]
    return source(row, token)
