"""What the hall's screen, a phone and the webcast see of the floor: past, now, next, and how many more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.board_states import StateShown, states_of
from rtop_event.floor.console import meeting_called, now_of, shown
from rtop_event.floor.room import Room
from rtop_event.floor.shapes import Now, PublicNow, PublicWaiting, Waiting
from rtop_event.floor.turns_now import over
from rtop_event.speakers.revisions import label, last_number
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
    states: tuple[StateShown, ...]
    suspended: bool
    begun: bool
    over: bool
    """Whether the last meeting was closed."""
    recorded: bool
    """Whether a meeting was closed, so that its record can be read."""
    blank: bool
    past: tuple[str, ...]
    now: PublicNow | None
    next: tuple[PublicWaiting, ...]
    more: int
    point: bool
    changed_at: datetime | None
    revision: Sentence | None
    """The version of the list that was published last."""


def board_page(dialogue: Dialogue, room: Room) -> BoardPage:
    """The board of a room: at most nine rows, the one who has the floor and the last one before included.

    Before the first meeting is opened and after the last is closed it names nobody: the list has a page of its own.
    """
    floor, published = room.floor, last_number(dialogue)
    done = over(floor, room.listing.timetable)
    silent = floor.blank or done or not floor.sittings
    past = () if silent else tuple(room.name(one.turn) for one in floor.delivered[-PAST:])
    now = None if silent else now_of(room)
    rows = MOST_ROWS - len(past) - bool(now)
    waiting = [] if silent else room.rows
    return BoardPage(
        slug=dialogue.slug,
        title=dialogue.title,
        zone=dialogue.zone,
        host_statement=dialogue.host_statement,
        at=room.at,
        meeting=meeting_called(dialogue, room),
        states=states_of(dialogue, room),
        suspended=bool(floor.sitting and floor.sitting.suspended_at),
        begun=bool(floor.sittings),
        over=done,
        recorded=any(one.closed_at for one in floor.sittings),
        blank=floor.blank,
        past=past,
        now=public_now(now) if now else None,
        next=tuple(_waits(shown(room, one, number)) for number, one in enumerate(waiting[:rows], start=1)),
        more=max(0, len(waiting) - rows),
        point=floor.point is not None,
        changed_at=floor.last.at if floor.last else None,
        revision=label(published[0]) if published else None,
    )


def public_now(now: Now) -> PublicNow:
    """Who has the floor, without what is for the desk alone."""
    return PublicNow(now.name, now.on_behalf_of, now.voice, now.limit, now.used, now.running, now.begun, now.at)


def _waits(one: Waiting) -> PublicWaiting:
    return PublicWaiting(one.name, one.on_behalf_of, one.starts_at, one.earliest, one.latest)
