"""What one press of a button does: the steps that it takes, by the floor as whoever pressed it saw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rtop_event.dialogues.words import AbsentGo, RepliesGo
from rtop_event.floor.facts import Press, Step, holding, presses
from rtop_event.floor.refusals import NothingToUndo, OutOfOrder, RepliesUsed, WhyUndone
from rtop_event.floor.state import Floor
from rtop_event.floor.words import Act, Voice


@dataclass(frozen=True, slots=True)
class Customs:
    """How this dialogue's floor is run, all of it settings."""

    most_replies: int = 2
    first_reply: int = 600
    """Seconds; annex V has ten minutes for the first right of reply and five for the second."""
    second_reply: int = 300
    point_stops_clock: bool = True
    undo_freely: int = 30
    """Seconds within which the last press is taken back without a reason."""
    lengthen_by: int = 30
    """Seconds."""
    absent_go: AbsentGo = AbsentGo.BLOCK
    replies_go: RepliesGo = RepliesGo.DAY


@dataclass(frozen=True, slots=True)
class Made:
    """A step as it is about to be taken, before it has a number."""

    act: Act
    meeting: int | None = None
    turn: str = ""
    voice: Voice | None = None
    seconds: int | None = None
    stops: bool = False
    why: str = ""
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who can be called: the turn, in what capacity, and how many seconds it may last."""

    turn: str
    voice: Voice
    seconds: int


def next_up(
    line: Sequence[Due], floor: Floor, customs: Customs, *, more_today: bool = False, last: Sequence[Due] = ()
) -> Due | None:
    """Who is called next: the list, the rights of reply once it is empty, who closes the meeting; None for nobody."""
    return next(iter([*line, *replies_due(floor, customs, more_today=more_today), *last]), None)


def replies_due(floor: Floor, customs: Customs, *, more_today: bool = False) -> list[Due]:
    """The rights of reply that come behind the list of the meeting.

    Where they are kept to the end of the day's debate they wait as well for those of the later meetings of that day.
    """
    if more_today and customs.replies_go is RepliesGo.DAY:
        return []
    return [Due(key, Voice.REPLY, reply_limit(floor, key, customs)) for key in replies_left(floor)]


def replies_left(floor: Floor) -> list[str]:
    """The rights of reply that are granted and still to be delivered; who was not there comes after the next one."""
    at_the_floor = floor.speech.turn if floor.speech else None
    left = [one.key for one in floor.replies if one.waits and one.key not in {at_the_floor, *floor.spoken}]
    over = {turn for turn, heard in floor.passed if heard == floor.heard}
    return sorted(left, key=lambda key: key in over)


def reply_limit(floor: Floor, key: str, customs: Customs) -> int:
    """How many seconds a right of reply may last: the delegation's first is longer than those after it."""
    delegation = floor.reply(key).delegation
    earlier = [one for one in floor.replies if one.delegation == delegation and one.refused_at is None]
    return customs.first_reply if earlier and earlier[0].key == key else customs.second_reply


def calling(due: Due, first: Due | None, floor: Floor, why: str) -> list[Made]:
    """End what runs, if anything does, and call somebody; out of order only with a reason. Raises OutOfOrder."""
    if due != first and not why.strip():
        raise OutOfOrder
    ended = [Made(Act.ENDED)] if floor.speech and floor.speech.began_at else []
    return [*ended, Made(Act.CALLED, turn=due.turn, voice=due.voice, seconds=due.seconds, why=why.strip())]


def asking_reply(delegation: str, floor: Floor, customs: Customs) -> Made:
    """A delegation asks for a right of reply. Raises RepliesUsed."""
    if floor.used_replies(delegation) >= customs.most_replies:
        raise RepliesUsed(customs.most_replies)
    return Made(Act.REPLY_ASKED, turn=delegation)


def undoable(steps: Sequence[Step]) -> list[Press]:
    """What can be taken back: the last press that moved the floor, and what was done last beside it since."""
    found = presses(holding(steps))
    moved = [number for number, one in enumerate(found) if not QUIET.issuperset(one.acts)]
    return [*(found[number] for number in moved[-1:]), *(found[max(moved, default=-1) + 1 :][-1:])]


def undoing(steps: Sequence[Step], press: str, customs: Customs, why: str, at: datetime) -> Made:
    """Take a press back, in all its steps; after a while for a reason. Raises NothingToUndo, WhyUndone.

    Only what is undoable can be taken back, and only by who knows that it is that press. Whoever had the floor long
    before gets it back with the clock at rest.
    """
    last = next((one for one in undoable(steps) if one.key == press), None)
    if last is None:
        raise NothingToUndo
    late = at - last.at > timedelta(seconds=customs.undo_freely)
    if late and not why.strip():
        raise WhyUndone(customs.undo_freely)
    return Made(Act.UNDONE, why=why.strip(), undoes=last.key, stops=late and Act.ENDED in last.acts)


QUIET = frozenset({Act.NOTED, Act.REPLY_ASKED, Act.REPLY_GRANTED, Act.REPLY_REFUSED, Act.BLANKED, Act.SHOWN})
"""What is done beside the floor: it overtakes nobody who presses a button."""


def mark_of(steps: Sequence[Step]) -> str:
    """What a page shows to have been drawn from this very floor: the key of the last press that moved it."""
    return next((step.press for step in reversed(steps) if step.act not in QUIET), "")
