"""Two who wait exchange their places by the chair's word: a step on the list, which leaves floor and clock alone.

The console tells it among what happened, and takes it back by the list's own undo while it is the newest step.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.refusals import WaitsElsewhere
from rtop_event.floor.room import Room, room_of
from rtop_event.floor.shapes import Happened, SwapUndo
from rtop_event.organisers.models import Change
from rtop_event.refusal import StaleHand
from rtop_event.speakers.bulk_told import TOGETHER, bulk_told, swapped_told
from rtop_event.speakers.chair_swap import swap_places
from rtop_event.speakers.others import lines_about
from rtop_event.speakers.publishing import LIMITS_SET
from rtop_event.speakers.undoing import UNDONE
from rtop_event.wording import sentence

MOST = 8


def swap(dialogue: Dialogue, one: str, other: str, *, seen: str, why: str, by: str, at: datetime) -> None:
    """Exchange the places of two who wait. Raises StaleHand, WaitsElsewhere, and what the list refuses it with."""
    room = room_of(dialogue, "en", at)
    for turn in (one, other):
        _waits_in_its_place(room, turn)
    swap_places(dialogue, one, other, reason=why, seen=seen, by=by, at=at)


def _waits_in_its_place(room: Room, turn: str) -> None:
    """Raises StaleHand for who waits no more, WaitsElsewhere for who was absent or passed over."""
    if all(seat.key != turn for seat in room.waiting):
        raise StaleHand
    if turn in room.out_of_place:
        raise WaitsElsewhere(room.name(turn))


def swap_to_undo(dialogue: Dialogue, room: Room) -> SwapUndo | None:
    """The exchange that is the newest step of list and floor together, which can be taken back; None for any other."""
    newest = session.scalar(lines_about(dialogue).order_by(Change.number.desc()).limit(1))
    if newest is None or newest.what != TOGETHER or "swapped" not in newest.after:
        return None
    if newest.number is None or (room.steps and room.steps[-1].at > newest.at):
        return None
    return SwapUndo(newest.number, _told(newest).told)


def done_to_the_list(dialogue: Dialogue, room: Room) -> Iterator[Happened]:
    """The exchanges since the floor was opened, those taken back, and other limits, the newest first."""
    if not room.steps:
        return
    about = Change.what.in_((TOGETHER, UNDONE, LIMITS_SET)), Change.at >= room.steps[0].at
    for line in session.scalars(lines_about(dialogue).where(*about).order_by(Change.number.desc()).limit(MOST)):
        if line.what == LIMITS_SET:
            yield Happened(line.at, sentence("%(by)s set other limits", by=line.by), line.why)
        elif "swapped" in (line.before if line.what == UNDONE else line.after):
            yield _told(line)


def _told(line: Change) -> Happened:
    if line.what == UNDONE:
        what = swapped_told(line.before)
        return Happened(line.at, sentence("%(by)s took back: %(what)s", by=line.by, what=what), "")
    return Happened(line.at, sentence("%(by)s: %(what)s", by=line.by, what=bulk_told(line)), "")
