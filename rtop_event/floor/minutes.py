"""The record of the meetings: who spoke when and how long, against what was planned, from the steps alone.

Moments are kept to the second, so that everything adds up: statements, changeovers, suspensions and the rest are the
length of the meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from rtop_event.floor.coming import LONGEST_GAP
from rtop_event.floor.facts import Step, replayed
from rtop_event.floor.held import Held, Noted, Order, Pause, Spoken, seconds
from rtop_event.floor.state import Floor
from rtop_event.floor.taking import at_rest, taken
from rtop_event.floor.words import Act, Voice


@dataclass(frozen=True, slots=True)
class _Kept:
    """A step whose moment has no parts of a second."""

    number: int
    act: Act
    at: datetime
    press: str
    by: str
    meeting: int | None
    turn: str
    voice: Voice | None
    seconds: int | None
    stops: bool
    why: str
    undoes: str


def _kept(step: Step) -> _Kept:
    return _Kept(
        step.number, step.act, step.at.replace(microsecond=0), step.press, step.by, step.meeting, step.turn,
        step.voice, step.seconds, step.stops, step.why, step.undoes,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Sight:
    """What stands beside a step: the floor after it, the last call, how many were heard, who was absent how often."""

    floor: Floor
    call: _Kept | None
    heard: int
    missed: tuple[str, ...]


def minutes_of(steps: Iterable[Step]) -> tuple[Held, ...]:
    """The meetings as they were held, from these steps in their order; what was taken back never was.

    Raises what an impossible step is refused with.
    """
    floor, call, held, early = Floor(), None, list[Held](), tuple[Noted, ...]()
    for step, late in [(_kept(one), late) for one, late in replayed(steps)]:
        if late:
            floor = at_rest(floor, step)
            continue
        floor, call = taken(floor, step), step if step.act is Act.CALLED else call
        if step.act is Act.OPENED:
            held.append(Held(step.meeting or 1, step.at, notes=() if held else early))
        elif not held and step.act is Act.NOTED:
            early = (*early, _noted_in(step))
        elif held and step.act in _WRITES:
            missed = tuple(one.turn for meeting in held for one in meeting.missed)
            sight = _Sight(floor, call, sum(len(meeting.spoken) for meeting in held), missed)
            held[-1] = _WRITES[step.act](held[-1], step, sight)
    return tuple(_answered(one, floor) for one in held)


def _answered(held: Held, floor: Floor) -> Held:
    """With what became of the rights of reply in the end, and those that were delivered in this meeting."""
    heard = (one.turn for one in held.spoken if one.voice is Voice.REPLY)
    return replace(
        held,
        replies=tuple(floor.reply(one.key) for one in held.replies),
        heard=tuple(floor.reply(key) for key in heard),
    )


def _suspended(held: Held, step: _Kept, _sight: _Sight) -> Held:
    return replace(held, pauses=(*held.pauses, Pause(step.at)))


def _resumed(held: Held, step: _Kept, _sight: _Sight) -> Held:
    return replace(held, pauses=(*held.pauses[:-1], Pause(held.pauses[-1].since, step.at)))


def _closed(held: Held, step: _Kept, sight: _Sight) -> Held:
    pending = bool(held.pauses) and held.pauses[-1].until is None
    return replace(_resumed(held, step, sight) if pending else held, closed_at=step.at)


def _ended(held: Held, step: _Kept, sight: _Sight) -> Held:
    speech = sight.floor.delivered[-1]
    planned = (sight.call.seconds if sight.call else None) or 0
    began = speech.began_at or speech.called_at
    spoken = Spoken(
        number=sight.heard + 1,
        meeting=held.meeting,
        turn=speech.turn,
        voice=speech.voice,
        called_at=speech.called_at,
        began_at=began,
        ended_at=step.at,
        used=int(speech.ran.total_seconds()),
        planned=planned,
        more=speech.limit - planned,
        changeover=_changeover(held, began),
        why=speech.called_why,
        absences=sight.missed.count(speech.turn),
    )
    return replace(held, spoken=(*held.spoken, spoken))


def _changeover(held: Held, began: datetime) -> int | None:
    """What passed since the one before, apart from suspensions; a break is none."""
    if not held.spoken:
        return None
    before = held.spoken[-1].ended_at
    apart = sum(_overlap(one, before, began) for one in held.pauses)
    gap = seconds(before, began) - apart
    return gap if gap <= LONGEST_GAP else None


def _overlap(pause: Pause, since: datetime, until: datetime) -> int:
    return max(0, seconds(max(pause.since, since), min(pause.until or until, until)))


def _point_raised(held: Held, step: _Kept, _sight: _Sight) -> Held:
    return replace(held, points=(*held.points, Order(step.turn, step.at)))


def _point_ruled(held: Held, step: _Kept, _sight: _Sight) -> Held:
    ruled = replace(held.points[-1], ruled_at=step.at, ruling=step.why)
    return replace(held, points=(*held.points[:-1], ruled))


def _reply_asked(held: Held, _step: _Kept, sight: _Sight) -> Held:
    return replace(held, replies=(*held.replies, sight.floor.replies[-1]))


def _absent(held: Held, step: _Kept, _sight: _Sight) -> Held:
    return replace(held, missed=(*held.missed, Noted(step.at, step.turn, step.why)))


def _yielded(held: Held, step: _Kept, _sight: _Sight) -> Held:
    return replace(held, yielded=(*held.yielded, Noted(step.at, step.turn, step.why)))


def _passed(held: Held, step: _Kept, _sight: _Sight) -> Held:
    return replace(held, passed=(*held.passed, _noted_in(step)))


def _returned(held: Held, step: _Kept, _sight: _Sight) -> Held:
    return replace(held, returned=(*held.returned, _noted_in(step)))


def _refused(held: Held, step: _Kept, _sight: _Sight) -> Held:
    return replace(held, refused=(*held.refused, _noted_in(step)))


def _noted(held: Held, step: _Kept, _sight: _Sight) -> Held:
    return replace(held, notes=(*held.notes, _noted_in(step)))


def _noted_in(step: _Kept) -> Noted:
    return Noted(step.at, step.turn, step.why, step.by)


_WRITES: dict[Act, Callable[[Held, _Kept, _Sight], Held]] = {
    Act.SUSPENDED: _suspended,
    Act.RESUMED: _resumed,
    Act.CLOSED: _closed,
    Act.ENDED: _ended,
    Act.ABSENT: _absent,
    Act.YIELDED: _yielded,
    Act.POINT_RAISED: _point_raised,
    Act.POINT_RULED: _point_ruled,
    Act.REPLY_ASKED: _reply_asked,
    Act.REPLY_REFUSED: _refused,
    Act.PASSED_OVER: _passed,
    Act.FOUND: _returned,
    Act.NOTED: _noted,
}
"""What each step adds to the record of the meeting; the others are told by those that follow them."""
