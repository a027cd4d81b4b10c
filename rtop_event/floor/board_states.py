"""The states of the room as the board tells them: in words that are read from the last row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.room import Room
from rtop_event.floor.words import Voice
from rtop_event.showing import hour
from rtop_event.wording import Sentence, sentence
from rtop_event.zones import zone_named


class Kind(StrEnum):
    """What a state is called by scripts."""

    NOT_OPEN = "not-open"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    POINT = "point-of-order"
    REPLY = "right-of-reply"
    PAUSED = "paused"
    OVER_TIME = "over-time"


@dataclass(frozen=True)
class StateShown:
    """A state in words, and what follows after it."""

    kind: Kind
    told: Sentence
    then: Sentence | None = None


def states_of(dialogue: Dialogue, room: Room) -> tuple[StateShown, ...]:
    """All that hold, the weightiest first; none while a speaker speaks in time, or the board is blank."""
    if room.floor.blank:
        return ()
    return tuple(_sitting(room)) if room.floor.sitting else (_between(dialogue, room),)


def _between(dialogue: Dialogue, room: Room) -> StateShown:
    """No meeting sits: one has not begun, or the last one is over; and when the next opens."""
    then = _opens(dialogue, room)
    if room.floor.sittings:
        return StateShown(Kind.CLOSED, sentence("The meeting is closed."), then)
    return StateShown(Kind.NOT_OPEN, sentence("The meeting has not been opened yet."), then)


def _opens(dialogue: Dialogue, room: Room) -> Sentence | None:
    """The next meeting and its hour; with its day, where that is another."""
    later = [one for one in dialogue.meetings if one.number in room.meetings_left]
    if not later:
        return None
    begins, now = (moment.astimezone(zone_named(dialogue.zone)) for moment in (later[0].starts_at, room.at))
    at: datetime | str = hour(begins, dialogue.zone) if begins.date() == now.date() else begins
    return sentence("%(meeting)s opens: %(at)s", meeting=called(later[0].name), at=at)


def _sitting(room: Room) -> list[StateShown]:
    floor, speech = room.floor, room.floor.speech
    stopped = floor.point is not None or bool(floor.sitting and floor.sitting.suspended_at)
    found = []
    if floor.sitting and floor.sitting.suspended_at:
        back_at = floor.sitting.resumes_at
        then = sentence("Resumes about %(at)s", at=hour(back_at, room.zone)) if back_at else None
        found.append(StateShown(Kind.SUSPENDED, sentence("Suspended"), then))
    if floor.point:
        name = room.name(floor.point.by)
        found.append(StateShown(Kind.POINT, sentence("Point of order: %(name)s", name=name)))
    if speech and speech.voice is Voice.REPLY:
        found.append(StateShown(Kind.REPLY, sentence("Right of reply")))
    if speech and speech.began_at and not speech.running and not stopped:
        found.append(StateShown(Kind.PAUSED, sentence("Paused")))
    if speech and speech.left(room.at) < timedelta(0) and not stopped:
        found.append(StateShown(Kind.OVER_TIME, sentence("The time is over")))
    return found
