"""What the chair's console shows: now, next, then; one primary button whose word changes; the room's arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from rtop_event.delegations.search import folded
from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.facts import Press, presses
from rtop_event.floor.forms import DelegationForm, PressForm, SwapForm
from rtop_event.floor.offered import beside, primary
from rtop_event.floor.planned import Planned
from rtop_event.floor.pressing import replies_left, undoable
from rtop_event.floor.room import Room, Seat, Turn
from rtop_event.floor.shapes import Arithmetic, ConsolePage, Happened, Now, ReplyShown, Undoable, Waiting
from rtop_event.floor.state import Reply
from rtop_event.floor.swap import done_to_the_list, swap_to_undo
from rtop_event.floor.told import enders, press_told
from rtop_event.floor.words import Act
from rtop_event.speakers.listing import key_of
from rtop_event.speakers.reasons import level_told
from rtop_event.speakers.received import received
from rtop_event.wording import Sentence, sentence, sentence_of

THEN = 7
HISTORY = 8
LONGEST_DAY = timedelta(hours=12)


def console_page(
    dialogue: Dialogue, room: Room, form: PressForm | SwapForm, asking: DelegationForm, *, may_press: bool
) -> ConsolePage:
    """The console of a room."""
    waiting = [shown(room, seat, number) for number, seat in enumerate(room.rows, start=1)]
    sent = {key_of(number) for number in received(dialogue)}
    waiting = [replace(one, statement=one.turn in sent) for one in waiting]
    swapped = swap_to_undo(dialogue, room) if may_press else None
    undo = [] if swapped else _undo(room, waiting)
    asking.mark.data = room.mark
    asking.turn.choices = [("", ""), *sorted(room.delegations.items(), key=lambda one: folded(one[1]))]
    return ConsolePage(
        slug=dialogue.slug,
        title=dialogue.title,
        zone=dialogue.zone,
        at=room.at,
        mark=room.mark,
        may_press=may_press,
        meeting=meeting_called(dialogue, room),
        suspended=bool(room.floor.sitting and room.floor.sitting.suspended_at),
        resumes_at=room.floor.resumes_at,
        now=now_of(room),
        primary=primary(room),
        beside=beside(room),
        next=waiting[0] if waiting else None,
        then=tuple(waiting[1 : THEN + 1]),
        more=max(0, len(waiting) - THEN - 1),
        replies=tuple(
            _reply(room, one) for one in room.floor.replies if one.open or one.key in replies_left(room.floor)
        ),
        point=room.name(room.floor.point.by) if room.floor.point else None,
        arithmetic=arithmetic(room),
        undo=undo[0] if undo else None,
        undo_beside=undo[1] if len(undo) > 1 else None,
        swap_undo=swapped,
        blank=room.floor.blank,
        history=_history(dialogue, room),
        swap_with=_swap_with(waiting),
        swap_without=tuple(one.name for one in waiting[1:] if one.turn in room.out_of_place),
        seen=room.listing.fingerprint,
        form=form,
        delegation=asking,
    )


def meeting_called(dialogue: Dialogue, room: Room) -> Sentence | str | None:
    """What the meeting that sits is called."""
    sitting = room.floor.sitting
    names = {meeting.number: meeting.name for meeting in dialogue.meetings}
    return called(names.get(sitting.meeting, "")) if sitting else None


def now_of(room: Room) -> Now | None:
    """Who has the floor."""
    speech = room.floor.speech
    if speech is None:
        return None
    entry = next((row.entry for row in room.listing.rows if row.key == speech.turn), None)
    planned = next((one for one in room.planned if one.key == speech.turn), None)
    return Now(
        name=room.name(speech.turn),
        on_behalf_of=entry.on_behalf_of if entry else None,
        speaker=entry.speaker if entry else "",
        function=entry.function if entry else planned.function if planned else "",
        voice=speech.voice,
        limit=speech.limit,
        used=round(speech.used(room.at).total_seconds(), 1),
        running=speech.running,
        begun=speech.began_at is not None,
        at=room.at,
        turn=speech.turn,
        notes=room.notes.get(speech.turn, ()),
    )


def shown(room: Room, seat: Turn, number: int) -> Waiting:
    """One who waits, as it is shown: of the list with level and speaker, of the programme with part and function."""
    entry, coming = seat.row.entry if isinstance(seat, Seat) else None, room.coming.get(seat.key)
    part = called(seat.title) if isinstance(seat, Planned) else sentence("Interactive round")
    return Waiting(
        turn=seat.key,
        number=number,
        name=entry.delegation if entry else room.name(seat.key),
        on_behalf_of=entry.on_behalf_of if entry else None,
        level=level_told(entry.kind, entry.level) if entry else part,
        speaker=entry.speaker if entry else seat.function if isinstance(seat, Planned) else "",
        limit=seat.limit,
        starts_at=coming.starts_at if coming else None,
        earliest=coming.earliest if coming else None,
        latest=coming.latest if coming else None,
        fits=coming.fits if coming else True,
        absent=room.floor.absent.count(seat.key),
        notes=room.notes.get(seat.key, ()),
        swaps=isinstance(seat, Seat) and seat.key not in room.out_of_place,
        meeting=seat.meeting,
    )


def arithmetic(room: Room) -> Arithmetic:
    """Against the end of the meeting that sits; with nobody left there is nothing to say."""
    sitting, left = room.floor.sitting, len(room.due)
    ends = {one.number: one.ends_at for one in room.listing.timetable.sittings}
    ends_at = ends.get(sitting.meeting) if sitting else None
    # an exercise on another day: the hours of the meeting say nothing about it
    if ends_at is None or not left or room.at < ends_at - LONGEST_DAY:
        return Arithmetic(ends_at, left, None, over=False)
    done = [room.coming[one.key].starts_at + timedelta(seconds=one.row.limit) for one in room.due]
    before, last = sum(moment <= ends_at for moment in done), max(ends.values())
    if before == left:
        spare = _minutes(ends_at - done[-1])
        return Arithmetic(ends_at, left, sentence("fits, with about %(length)s to spare", length=spare), over=False)
    if done[-1] <= last:
        told = sentence_of(
            "%(number)s before the end of this meeting, the others in the next",
            "%(number)s before the end of this meeting, the others in the next",
            before,
        )
        return Arithmetic(ends_at, left, told, over=False)
    over = _minutes(done[-1] - last)
    return Arithmetic(ends_at, left, sentence("over by about %(length)s", length=over), over=True)


def _swap_with(waiting: list[Waiting]) -> tuple[tuple[str, str], ...]:
    """Those of the same meeting with whom the next one can exchange places; nobody, where it is not at its place."""
    if not waiting or not waiting[0].swaps:
        return ()
    return tuple(
        (one.turn, f"{one.number}. {one.name}")
        for one in waiting[1:]
        if one.swaps and one.meeting == waiting[0].meeting
    )


def _minutes(length: timedelta) -> timedelta:
    return timedelta(minutes=length.total_seconds() // 60)


def _reply(room: Room, reply: Reply) -> ReplyShown:
    return ReplyShown(reply.key, room.name(reply.key), reply.waits)


def _undo(room: Room, waiting: list[Waiting]) -> list[Undoable]:
    freely, ended = timedelta(seconds=room.customs.undo_freely), enders(room.steps)
    return [
        Undoable(
            one.key, press_told(one, room.name, ended.get(one.key, "")), one.at, one.at + freely, _again(one, waiting)
        )
        for one in undoable(room.steps)
    ]


def _again(press: Press, waiting: list[Waiting]) -> str | None:
    missed = press.steps[-1].turn if press.acts[-1] is Act.ABSENT else ""
    return next((before.name for before, one in pairwise(waiting) if one.turn == missed), None)


def _history(dialogue: Dialogue, room: Room) -> tuple[Happened, ...]:
    """What happened on the floor, and to places and limits, the newest first; a step back says which."""
    every, ended = presses(room.steps), enders(room.steps)
    told = {one.key: press_told(one, room.name, ended.get(one.key, "")) for one in every}
    found = [Happened(one.at, _told(one, told), one.steps[-1].why) for one in reversed(every[-HISTORY:])]
    return tuple(sorted([*done_to_the_list(dialogue, room), *found], key=lambda one: one.at, reverse=True)[:HISTORY])


def _told(press: Press, told: Mapping[str, Sentence]) -> Sentence:
    what = told.get(press.steps[-1].undoes)
    return sentence("%(by)s took back: %(what)s", by=press.by, what=what) if what else told[press.key]
