"""What becomes of the places once a meeting has opened: asked of the wing of the floor, which comes after this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from flask import Flask, current_app

from rtop_event.dialogues.models import Dialogue
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.left import Left
from rtop_event.speakers.seen import PlaceSeen
from rtop_event.wording import Sentence, sentence

FOLLOWS = sentence("The meeting is under way: these times follow its pace.")
CLOSED = sentence("The meeting is closed.")
CALENDAR_FOLLOWS = sentence("While the meeting is under way your calendar follows its pace too, in steps of minutes.")
AHEAD = timedelta(hours=1)
"""By how much a meeting may be opened before its hour."""


class Stage(StrEnum):
    """How far a place has come in the room."""

    WAITS = "waits"
    SPEAKS = "speaks"
    DELIVERED = "delivered"
    GAVE_UP = "gave_up"
    LEFT = "left"
    """The last meeting was closed before its turn."""
    OFF = "off"
    """It is on no list any more, and did not speak."""


STAGES = {
    Stage.SPEAKS: sentence("speaking"),
    Stage.DELIVERED: sentence("delivered"),
    Stage.GAVE_UP: sentence("gave up the floor"),
    Stage.LEFT: sentence("not heard"),
}


@dataclass(frozen=True, slots=True)
class TurnNow:
    """One turn as the room sees it: expected while it waits, as it began once it is called; no time for the others."""

    stage: Stage
    starts_at: datetime | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    meeting: int | None = None
    fits: bool = True

    @property
    def told(self) -> Sentence | None:
        """What stands beside its time; nothing while it waits, or where it is off the list."""
        return STAGES.get(self.stage)


@dataclass(frozen=True)
class RoomNow:
    """All turns by the keys of their inscriptions; whoever looks between `since` and `until` sees the same times.

    Once it is `over` the last meeting was closed, and nothing moves by itself any more.
    """

    turns: Mapping[str, TurnNow]
    since: datetime
    until: datetime
    over: bool = False
    ahead: tuple[str, ...] = ()
    """The keys of all who are still to speak, in order."""
    gone: TurnNow = field(default=TurnNow(Stage.OFF))

    @property
    def moves(self) -> tuple[datetime, ...]:
        """When its times change by themselves."""
        return () if self.over else (self.since, self.until)

    def turn(self, key: str) -> TurnNow:
        """How far this place has come."""
        return self.turns.get(key, self.gone)


def at_its_time(place: PlaceSeen, room: RoomNow | None) -> PlaceSeen:
    """A place with the time that is shown for it: that of the room once it has opened; none for who falls outside."""
    times: TurnNow | PlaceSeen | None = room.turn(place.key) if room else place if place.fits else None
    shown = (times.starts_at, times.earliest, times.latest) if times else (None, None, None)
    return replace(place, starts_at=shown[0], earliest=shown[1], latest=shown[2])


def on_its_day(dialogue: Dialogue, at: datetime) -> bool:
    """Whether a floor that is open then is that of the dialogue: one that was opened days before is an exercise."""
    return bool(dialogue.rehearses) or at >= dialogue.starts_at - AHEAD


Source = Callable[[Dialogue, Callable[[], Listing], datetime], RoomNow | None]


def set_source(app: Flask, source: Source) -> None:
    """The wing of the floor says how far a meeting is; it reads the list only where one has opened."""
    app.extensions["room_now"] = source


LeftSource = Callable[[Dialogue, Listing, datetime], Left | None]


def set_left(app: Flask, source: LeftSource) -> None:
    """The wing of the floor says who is left, and in what time."""
    app.extensions["left_now"] = source


def left_now(dialogue: Dialogue, listing: Listing, at: datetime) -> Left | None:
    """Who of the list is left at that moment; None unless a meeting has opened and another has not been closed."""
    source: LeftSource = current_app.extensions["left_now"]
    return source(dialogue, listing, at) if on_its_day(dialogue, at) else None


def room_now(dialogue: Dialogue, listing: Callable[[], Listing], at: datetime) -> RoomNow | None:
    """How far the floor is at that moment; None before its first meeting has opened, and before its day."""
    if not on_its_day(dialogue, at):
        return None
    source: Source = current_app.extensions["room_now"]
    return source(dialogue, listing, at)
