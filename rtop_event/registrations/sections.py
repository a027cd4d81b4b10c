"""What later wings have to show on a delegate's own page: it asks them without knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

from rtop_event.registrations.models import Registration
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class Line:
    """A sentence, and where it leads; a line that waits for the delegate is shown first on the page."""

    told: Sentence
    label: Sentence
    url: str
    waits: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the page under its own heading; what is more than lines its wing's own template draws from `shown`."""

    heading: Sentence
    lines: tuple[Line, ...]
    template: str = ""
    shown: object = None


Source = Callable[[Registration, str, datetime], Section | None]


def add_source(app: Flask, source: Source) -> None:
    """A wing shows a part of the page; it is given the request, the token of its link and the moment."""
    app.extensions.setdefault("own_sections", []).append(source)


def all_sections(registration: Registration, token: str, at: datetime) -> tuple[Section, ...]:
    """The parts that the wings show on this delegate's page."""
    found = [source(registration, token, at) for source in current_app.extensions.get("own_sections", [])]
    return tuple(one for one in found if one is not None)
