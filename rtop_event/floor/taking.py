"""What each step does to the floor; one that cannot be taken is refused here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from rtop_event.floor.facts import Step, replayed
from rtop_event.floor.planned import ANSWERS, PLANNED
from rtop_event.floor.refusals import (
    FloorIsTaken,
    HasSpoken,
    IsRunning,
    MeetingIsNotSuspended,
    MeetingIsOver,
    MeetingIsSuspended,
    MeetingSits,
    NobodyHasTheFloor,
    NoMeetingSits,
    NoPointRaised,
    NoSuchReply,
    NotAbsent,
    NotRunning,
    PointPending,
)
from rtop_event.floor.state import Floor, Point, Reply, Sitting, Speech
from rtop_event.floor.words import Act, Voice

REPLY = "reply:"
"""How the keys of rights of reply begin."""


def floor_after(steps: Iterable[Step]) -> Floor:
    """The floor after these steps in their order. Raises what an impossible step is refused with."""
    floor = Floor()
    for step, late in replayed(steps):
        floor = at_rest(floor, step) if late else taken(floor, step)
    return floor


def at_rest(floor: Floor, step: Step) -> Floor:
    """The floor with whoever has it still there, the clock at what it showed at this step."""
    return replace(floor, speech=floor.speech.stopped(step.at)) if floor.speech else floor


def taken(floor: Floor, step: Step) -> Floor:
    """The floor after one more step; each refuses what is impossible."""
    return replace(_STEPS[step.act](floor, step), last=step)


def _opened(floor: Floor, step: Step) -> Floor:
    meeting = step.meeting or 1
    if floor.sitting:
        raise MeetingSits(floor.sitting.meeting)
    if any(one.meeting == meeting for one in floor.sittings):
        raise MeetingIsOver(meeting)
    return replace(floor, sittings=(*floor.sittings, Sitting(meeting, step.at)))


def _suspended(floor: Floor, step: Step) -> Floor:
    sitting = _sits(floor)
    if floor.point:
        raise PointPending
    paused = floor.speech.stopped(step.at) if floor.speech else None
    resumes_at = step.at + timedelta(seconds=step.seconds) if step.seconds else None
    suspended = replace(sitting, suspended_at=step.at, resumes_at=resumes_at)
    return replace(floor, sittings=(*floor.sittings[:-1], suspended), speech=paused)


def _resumed(floor: Floor, _step: Step) -> Floor:
    if not floor.sitting:
        raise NoMeetingSits
    if not floor.sitting.suspended_at:
        raise MeetingIsNotSuspended
    resumed = replace(floor.sitting, suspended_at=None, resumes_at=None)
    return replace(floor, sittings=(*floor.sittings[:-1], resumed))


def _closed(floor: Floor, step: Step) -> Floor:
    if not floor.sitting:
        raise NoMeetingSits
    _nobody_has_it(floor)
    closed = replace(floor.sitting, suspended_at=None, resumes_at=None, closed_at=step.at)
    return replace(floor, sittings=(*floor.sittings[:-1], closed))


def _called(floor: Floor, step: Step) -> Floor:
    _sits(floor)
    _nobody_has_it(floor)
    if step.turn in floor.spoken:
        raise HasSpoken
    voice = step.voice or Voice.STATEMENT
    if voice is Voice.REPLY and not floor.reply(step.turn).waits:
        raise NoSuchReply
    speech = Speech(step.turn, voice, step.seconds or 0, step.at, called_why=step.why)
    return replace(floor, speech=speech)


def _began(floor: Floor, step: Step) -> Floor:
    speech = _at_the_floor(floor)
    if speech.began_at:
        raise IsRunning
    return replace(floor, speech=speech.started(step.at))


def _paused(floor: Floor, step: Step) -> Floor:
    speech = _at_the_floor(floor)
    if not speech.running:
        raise NotRunning
    return replace(floor, speech=speech.stopped(step.at))


def _continued(floor: Floor, step: Step) -> Floor:
    speech = _at_the_floor(floor)
    if speech.running:
        raise IsRunning
    if not speech.began_at:
        raise NotRunning
    return replace(floor, speech=speech.started(step.at))


def _lengthened(floor: Floor, step: Step) -> Floor:
    speech = _has_it(floor)
    return replace(floor, speech=replace(speech, limit=max(0, speech.limit + (step.seconds or 0))))


def _ended(floor: Floor, step: Step) -> Floor:
    speech = _at_the_floor(floor)
    if not speech.began_at:
        raise NotRunning
    over = replace(speech.stopped(step.at), ended_at=step.at)
    replies = tuple(
        replace(one, delivered_at=step.at) if speech.voice is Voice.REPLY and one.key == speech.turn else one
        for one in floor.replies
    )
    return _gone(replace(floor, speech=None, delivered=(*floor.delivered, over), replies=replies), speech.turn)


def _absent(floor: Floor, step: Step) -> Floor:
    floor = _passed_over(floor, step)
    on_the_list = not step.turn.startswith((PLANNED, ANSWERS, REPLY))
    return replace(floor, absent=(*floor.absent, step.turn), missed=floor.missed + on_the_list)


def _passed_over(floor: Floor, step: Step) -> Floor:
    floor = _let_go(floor, step.turn)
    others = tuple(one for one in floor.passed if one[0] != step.turn)
    return replace(floor, passed=(*others, (step.turn, floor.heard)))


def _yielded(floor: Floor, step: Step) -> Floor:
    floor = _gone(_let_go(floor, step.turn), step.turn)
    return replace(floor, yielded=floor.yielded | {step.turn})


def _found(floor: Floor, step: Step) -> Floor:
    if step.turn not in floor.absent and all(one != step.turn for one, _ in floor.passed):
        raise NotAbsent
    return _gone(floor, step.turn)


def _reply_asked(floor: Floor, step: Step) -> Floor:
    if not floor.sittings:
        raise NoMeetingSits
    return replace(floor, replies=(*floor.replies, Reply(f"{REPLY}{step.number}", step.turn, step.at)))


def _reply_granted(floor: Floor, step: Step) -> Floor:
    return _answered(floor, step.turn, lambda reply: replace(reply, granted_at=step.at))


def _reply_refused(floor: Floor, step: Step) -> Floor:
    return _answered(floor, step.turn, lambda reply: replace(reply, refused_at=step.at))


def _point_raised(floor: Floor, step: Step) -> Floor:
    _sits(floor)
    if floor.point:
        raise PointPending
    goes_on = bool(step.stops and floor.speech and floor.speech.running)
    speech = floor.speech.stopped(step.at) if goes_on and floor.speech else floor.speech
    return replace(floor, point=Point(step.turn, step.at, goes_on), speech=speech)


def _point_ruled(floor: Floor, step: Step) -> Floor:
    _sits(floor)
    if not floor.point:
        raise NoPointRaised
    speech = floor.speech.started(step.at) if floor.point.goes_on and floor.speech else floor.speech
    return replace(floor, point=None, speech=speech)


def _noted(floor: Floor, _step: Step) -> Floor:
    return floor


def _blanked(floor: Floor, _step: Step) -> Floor:
    return replace(floor, blank=True)


def _shown(floor: Floor, _step: Step) -> Floor:
    return replace(floor, blank=False)


def _sits(floor: Floor) -> Sitting:
    """The meeting that sits and is not suspended."""
    if not floor.sitting:
        raise NoMeetingSits
    if floor.sitting.suspended_at:
        raise MeetingIsSuspended
    return floor.sitting


def _nobody_has_it(floor: Floor) -> None:
    if floor.point:
        raise PointPending
    if floor.speech:
        raise FloorIsTaken


def _has_it(floor: Floor) -> Speech:
    if not floor.speech:
        raise NobodyHasTheFloor
    return floor.speech


def _at_the_floor(floor: Floor) -> Speech:
    """Who has the floor of a meeting that sits, with no point of order pending."""
    _sits(floor)
    if floor.point:
        raise PointPending
    return _has_it(floor)


def _let_go(floor: Floor, turn: str) -> Floor:
    """Whoever was called and is not there, or waits, gives the floor to others; not in mid-speech."""
    _sits(floor)
    if turn in floor.spoken:
        raise HasSpoken
    if floor.speech and floor.speech.turn == turn:
        if floor.speech.began_at:
            raise IsRunning
        return replace(floor, speech=None)
    return floor


def _gone(floor: Floor, turn: str) -> Floor:
    """Neither absent nor passed over any more."""
    return replace(
        floor,
        absent=tuple(one for one in floor.absent if one != turn),
        passed=tuple(one for one in floor.passed if one[0] != turn),
    )


def _answered(floor: Floor, key: str, answer: Callable[[Reply], Reply]) -> Floor:
    if not floor.reply(key).open:
        raise NoSuchReply
    return replace(floor, replies=tuple(answer(one) if one.key == key else one for one in floor.replies))


_STEPS: dict[Act, Callable[[Floor, Step], Floor]] = {
    Act.OPENED: _opened,
    Act.SUSPENDED: _suspended,
    Act.RESUMED: _resumed,
    Act.CLOSED: _closed,
    Act.CALLED: _called,
    Act.BEGAN: _began,
    Act.PAUSED: _paused,
    Act.CONTINUED: _continued,
    Act.ENDED: _ended,
    Act.LENGTHENED: _lengthened,
    Act.ABSENT: _absent,
    Act.FOUND: _found,
    Act.PASSED_OVER: _passed_over,
    Act.YIELDED: _yielded,
    Act.REPLY_ASKED: _reply_asked,
    Act.REPLY_GRANTED: _reply_granted,
    Act.REPLY_REFUSED: _reply_refused,
    Act.POINT_RAISED: _point_raised,
    Act.POINT_RULED: _point_ruled,
    Act.NOTED: _noted,
    Act.BLANKED: _blanked,
    Act.SHOWN: _shown,
}
