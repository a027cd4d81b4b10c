"""What is done on the floor: one press takes its steps, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.facts import presses
from rtop_event.floor.models import OPENED, FloorStep
from rtop_event.floor.pressing import Made
from rtop_event.floor.refusals import KeyUsed, PressedMeanwhile
from rtop_event.floor.room import Room, room_of
from rtop_event.floor.taking import floor_after, taken
from rtop_event.floor.told import press_told
from rtop_event.floor.words import Act
from rtop_event.organisers.record import record
from rtop_event.refusal import StaleHand
from rtop_event.speakers.holding import held


@dataclass(frozen=True, slots=True)
class Pressed:
    """One press of a button: its key, and what whoever pressed believed of the floor; None where that is all one."""

    key: str
    mark: str | None
    noted: tuple[Act, str, str] | None = None
    """What a press beside the floor notes, about whom, and in which words: a key says it once, and nothing else."""


def press(
    dialogue: Dialogue, pressed: Pressed, make: Callable[[Room], Sequence[Made]], *, by: str, at: datetime
) -> bool:
    """Take the steps of one press; False where it was taken before, so that nothing is done twice.

    Raises PressedMeanwhile when the floor is not the one that was seen, and whatever the steps are refused with.
    """
    held(dialogue)
    room = room_of(dialogue, "en", at)
    before = [step for step in room.steps if step.press == pressed.key]
    if before:
        _the_same(before[-1], pressed.noted)
        return False
    if pressed.mark is not None and pressed.mark != room.mark:
        raise _overtaken(room)
    rows = _numbered(dialogue, room, make(room), pressed.key, by, at)
    session.add_all(rows)
    for row in rows:
        record(
            f"floor: {row.act}",
            by=by,
            at=row.at,
            dialogue=dialogue.slug,
            about="floor",
            after=_kept(row, room),
            why=row.why,
        )
    session.expire(dialogue, [OPENED])
    return True


def _the_same(step: FloorStep, noted: tuple[Act, str, str] | None) -> None:
    """Raises KeyUsed where a page that was sent before, and came back, notes something else."""
    if noted is None:
        return
    act, turn, why = noted
    if (step.act, step.turn) != (act, turn) or step.why not in ("", why):
        raise KeyUsed


def _numbered(dialogue: Dialogue, room: Room, made: Sequence[Made], key: str, by: str, at: datetime) -> list[FloorStep]:
    """The rows of the steps, each of them possible after those before it; the clock never goes back."""
    floor, number = room.floor, len(room.steps)
    moment = max([at, *(step.at for step in room.steps[-1:])])
    rows: list[FloorStep] = []
    for one in made:
        row = FloorStep(
            dialogue_id=dialogue.id,
            number=number + len(rows) + 1,
            act=one.act,
            at=moment,
            press=key,
            by=by,
            meeting=one.meeting,
            turn=one.turn,
            voice=one.voice,
            seconds=one.seconds,
            stops=one.stops,
            why=one.why,
            undoes=one.undoes,
        )
        rows.append(row)
        floor = floor_after([*room.steps, *rows]) if one.act is Act.UNDONE else taken(floor, row)
    return rows


def _kept(row: FloorStep, room: Room) -> dict[str, object]:
    """What the record says of a step: only what it has."""
    told = {
        "meeting": row.meeting,
        "who": room.name(row.turn) if row.turn else None,
        "voice": row.voice,
        "seconds": row.seconds,
    }
    return {name: value for name, value in told.items() if value is not None}


def _overtaken(room: Room) -> StaleHand:
    """What somebody else did last; nothing, where the page was drawn from a floor that never was."""
    last = next((one for one in presses(room.steps) if one.key == room.mark), None)
    return PressedMeanwhile(press_told(last, room.name)) if last else StaleHand()
