"""Where an inscription stands: asked of the wing that orders the list, which comes after this one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

from rtop_event.registrations.models import Registration
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class PlaceShown:
    """A place as its delegate sees it: number and total, meeting, expected time, whether it fits, and why here.

    Before it is published the place can become any up to `last_place`, when requests come in that still wait;
    `number` is that of the meeting, `revision` and `label` those of the published list. Where the place is another one
    by now, `since` is that one, `changed` tells both, and `calendar` says which of them a calendar holds. Once a
    meeting has opened the times are those of the room, and `stage` tells of a place that waits no more.
    """

    place: int
    of: int
    meeting: str
    starts_at: datetime | None
    fits: bool
    published: bool
    reason: Sentence
    ends_at: datetime | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    spread: Sentence | None = None
    last_place: int | None = None
    number: int | None = None
    revision: int | None = None
    label: Sentence | None = None
    since: PlaceShown | None = None
    changed: Sentence | None = None
    calendar: Sentence | None = None
    stage: Sentence | None = None


Source = Callable[[Registration, datetime], PlaceShown | None]


def set_source(app: Flask, source: Source) -> None:
    """The wing of the list says how a place is found."""
    app.extensions["standing"] = source


def place_of(registration: Registration, at: datetime) -> PlaceShown | None:
    """The place at that moment, None while there is none."""
    source: Source | None = current_app.extensions.get("standing")
    return source(registration, at) if source and registration.on_the_list else None
