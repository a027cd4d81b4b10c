"""What the hall's screen, a phone and the webcast see of the floor: past, now, next, and how many more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.console import meeting_called, now_of, shown
from rtop_event.floor.room import Room
from rtop_event.floor.shapes import Now, Waiting
from rtop_event.wording import Sentence

MOST_ROWS = 9
PAST = 1


@dataclass(frozen=True)
class BoardPage:
    """The board at one moment; blank, it shows nothing but that."""

    slug: str
    title: str
    zone: str
    host_statement: str
    at: datetime
    meeting: Sentence | str | None
    suspended: bool
    begun: bool
    over: bool
    """Whether the last meeting was closed."""
    blank: bool
    past: tuple[str, ...]
    now: Now | None
    next: tuple[Waiting, ...]
    more: int
    point: bool
    changed_at: datetime | None


def board_page(dialogue: Dialogue, room: Room) -> BoardPage:
    """The board of a room: at most nine rows, the one who has the floor and the last one before included."""
    floor = room.floor
    past = tuple(room.name(one.turn) for one in floor.delivered[-PAST:])
    rows = MOST_ROWS - len(past) - bool(floor.speech)
    waiting = room.due or room.waiting
    held = {one.number for one in room.listing.timetable.sittings}
    closed = {one.meeting for one in floor.sittings if one.closed_at}
    return BoardPage(
        slug=dialogue.slug,
        title=dialogue.title,
        zone=dialogue.zone,
        host_statement=dialogue.host_statement,
        at=room.at,
        meeting=meeting_called(dialogue, room),
        suspended=bool(floor.sitting and floor.sitting.suspended_at),
        begun=bool(floor.sittings),
        over=bool(held) and held <= closed,
        blank=floor.blank,
        past=() if floor.blank else past,
        now=None if floor.blank else now_of(room),
        next=()
        if floor.blank
        else tuple(shown(room, one, number) for number, one in enumerate(waiting[:rows], start=1)),
        more=0 if floor.blank else max(0, len(waiting) - rows),
        point=floor.point is not None,
        changed_at=floor.last.at if floor.last else None,
    )
