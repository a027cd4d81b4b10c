"""A hall with a list of speakers, and hands that press the buttons of its console."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

from rtop_event.database import session
from rtop_event.delegations.words import Level
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.actions import Pressed, press
from rtop_event.floor.buttons import QUIET, Button, Said, made_by_button
from rtop_event.floor.room import Room, room_of
from tests import builders

OPENS = builders.MORNING
NAMES = ("Tonga", "Peru", "Chad", "Denmark")
LEVELS = (Level.HEAD_OF_STATE, Level.MINISTER, Level.CHAIR_OF_DELEGATION, Level.CHAIR_OF_DELEGATION)
_presses = itertools.count(1)


def a_hall() -> Dialogue:
    """A dialogue with Tonga's head of state, Peru's minister, and the ambassadors of Chad and Denmark on its list."""
    dialogue = builders.a_dialogue()
    for minutes, (name, level) in enumerate(zip(NAMES, LEVELS, strict=True)):
        asked = builders.OPENED + timedelta(minutes=minutes)
        builders.an_inscription(dialogue, name, level=level, requested_at=asked)
    session.flush()
    return dialogue


def at(minutes: float) -> datetime:
    """So many minutes after the meeting opens."""
    return OPENS + timedelta(minutes=minutes)


def room(dialogue: Dialogue, minutes: float = 0) -> Room:
    """The room as it is then."""
    return room_of(dialogue, "en", at(minutes))


def turn(dialogue: Dialogue, name: str) -> str:
    """The key of somebody's turn."""
    return next(key for key, known in room(dialogue).names.items() if known == name)


def hand(
    dialogue: Dialogue,
    button: Button,
    minutes: float,
    name: str = "",
    *,
    why: str = "",
    key: str = "",
    mark: str | None = None,
    undoes: str = "",
    seconds: int | None = None,
    by: str = "Marta (example)",
) -> bool:
    """A hand that has just seen the room presses a button; another `mark` is what it saw instead."""
    seen = room(dialogue).mark if mark is None else mark
    pressed = Pressed(key or f"press-{next(_presses)}", None if button in QUIET else seen)
    said = Said(turn=turn(dialogue, name) if name else "", why=why, undoes=undoes, seconds=seconds)
    done = press(dialogue, pressed, made_by_button(button, said), by=by, at=at(minutes))
    session.flush()
    return done


def hand_about(dialogue: Dialogue, button: Button, key: str, minutes: float) -> None:
    """A press about a delegation or a right of reply, by its key."""
    pressed = Pressed(f"press-{next(_presses)}", None if button in QUIET else room(dialogue).mark)
    made = made_by_button(button, Said(turn=key))
    press(dialogue, pressed, made, by="Marta (example)", at=at(minutes))
    session.flush()


def told(dialogue: Dialogue) -> list[str]:
    """Everything that happened, in short."""
    seen = room(dialogue)
    return [f"{step.act} {seen.name(step.turn)}".strip() for step in seen.steps]
