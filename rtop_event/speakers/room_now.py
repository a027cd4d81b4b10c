"""What becomes of the places once a meeting has opened: asked of the wing of the floor, which comes after this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from flask import Flask, current_app

from rtop_event.dialogues.models import Dialogue
from rtop_event.speakers.composing import Listing
from rtop_event.wording import Sentence, sentence

FOLLOWS = sentence("The meeting is under way: these times follow its pace.")
CALENDAR_FOLLOWS = sentence("While the meeting is under way your calendar follows its pace too, in steps of minutes.")


class Stage(StrEnum):
    """How far a place has come in the room."""

    WAITS = "waits"
    SPEAKS = "speaks"
    DELIVERED = "delivered"
    GAVE_UP = "gave_up"
    LEFT = "left"
    """It is on no list any more, and did not speak; or the last meeting was closed before its turn."""


STAGES = {
    Stage.WAITS: sentence("waits"),
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
        """What stands beside its time; nothing while it waits."""
        return None if self.stage is Stage.WAITS else STAGES[self.stage]


@dataclass(frozen=True)
class RoomNow:
    """All turns by the keys of their inscriptions; whoever looks between `since` and `until` sees the same times."""

    turns: Mapping[str, TurnNow]
    since: datetime
    until: datetime
    gone: TurnNow = field(default=TurnNow(Stage.LEFT))

    def turn(self, key: str) -> TurnNow:
        """How far this place has come."""
        return self.turns.get(key, self.gone)


Source = Callable[[Dialogue, Callable[[], Listing], datetime], RoomNow | None]


def set_source(app: Flask, source: Source) -> None:
    """The wing of the floor says how far a meeting is; it reads the list only where one has opened."""
    app.extensions["room_now"] = source


def room_now(dialogue: Dialogue, listing: Callable[[], Listing], at: datetime) -> RoomNow | None:
    """How far the floor is at that moment; None before its first meeting has opened."""
    source: Source = current_app.extensions["room_now"]
    return source(dialogue, listing, at)
