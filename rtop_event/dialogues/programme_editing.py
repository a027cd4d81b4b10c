"""What the desk does with the programme: meetings are known by their number and keep their UIDs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rtop_event.database import session
from rtop_event.dialogues.actions import a_meeting, called_people, changing, keep_turn_keys, put, put_items
from rtop_event.dialogues.models import Dialogue, Meeting
from rtop_event.dialogues.plan import MeetingPlan
from rtop_event.refusal import NotFound, Refusal
from rtop_event.wording import sentence

ASIDE = 1000
"""Added to numbers while they change hands, since no two meetings may have the same."""


class HoursTaken(Refusal):
    """A meeting cannot take place again while its hours do not fit between those of the others."""

    def __init__(self, name: str) -> None:
        super().__init__(sentence("Its hours do not fit those of another meeting, %(name)s.", name=name))


def change_programme(dialogue: Dialogue, plans: Sequence[MeetingPlan], *, by: str, at: datetime, domain: str) -> None:
    """The meetings as planned, which are known to fit; one left out is cancelled, or gone from a draft."""
    ordered = sorted(plans, key=lambda plan: plan.starts_at)
    with changing(dialogue, by=by, at=at, what="programme changed"), session.no_autoflush:
        known = {meeting.number: meeting for meeting in dialogue.meetings if meeting.cancelled_at is None}
        kept, before = {plan.number for plan in plans}, called_people(dialogue)
        for number, meeting in known.items():
            if number not in kept:
                _leave_out(dialogue, meeting, at)
        session.flush()  # numbers of rows that go are free only afterwards
        for plan in ordered:
            _put(dialogue, known.get(plan.number or 0), plan, at=at, domain=domain)
        if dialogue.published_at is None:
            _number_by_hours(dialogue)
        keep_turn_keys(dialogue, before)


def take_up(dialogue: Dialogue, number: int, *, by: str, at: datetime) -> None:
    """Let a cancelled meeting take place after all; raises NotFound, or HoursTaken."""
    meeting = next((one for one in dialogue.meetings if one.number == number and one.cancelled_at), None)
    if meeting is None:
        raise NotFound
    for other in dialogue.meetings:
        first, second = (meeting, other) if number < other.number else (other, meeting)
        if other.cancelled_at is None and second.starts_at < first.ends_at:
            raise HoursTaken(other.name)
    with changing(dialogue, by=by, at=at, what="meeting reinstated"):
        meeting.cancelled_at = None


def _leave_out(dialogue: Dialogue, meeting: Meeting, at: datetime) -> None:
    if dialogue.published_at is None:
        dialogue.meetings.remove(meeting)
    else:
        meeting.cancelled_at = at


def _put(dialogue: Dialogue, meeting: Meeting | None, plan: MeetingPlan, *, at: datetime, domain: str) -> None:
    if meeting is None:
        number = max((one.number for one in dialogue.meetings), default=0) + 1
        meeting = a_meeting(number=number, domain=domain, at=at)
        dialogue.meetings.append(meeting)
    put(meeting, name=plan.name, room=plan.room, starts_at=plan.starts_at, ends_at=plan.ends_at)
    items = [
        {
            "kind": part.kind,
            "title": part.title,
            "minutes": part.minutes,
            "people": list(part.people),
            "batch": part.batch,
            "answers": part.answers,
        }
        for part in plan.parts
    ]
    put_items(meeting, items)


def _number_by_hours(dialogue: Dialogue) -> None:
    ordered = sorted(dialogue.meetings, key=lambda meeting: (meeting.starts_at, meeting.number))
    if [meeting.number for meeting in ordered] == list(range(1, len(ordered) + 1)):
        return
    for place, meeting in enumerate(ordered, 1):
        if meeting.number != place:
            meeting.number += ASIDE
    session.flush()
    for place, meeting in enumerate(ordered, 1):
        put(meeting, number=place)
    dialogue.meetings.sort(key=lambda meeting: meeting.number)
