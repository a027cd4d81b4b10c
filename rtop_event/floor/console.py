"""What the chair's console shows: now, next, then; one primary button whose word changes; the room's arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue
from rtop_event.fields import Form
from rtop_event.floor.buttons import Button
from rtop_event.floor.facts import presses
from rtop_event.floor.forms import DelegationForm, PressForm
from rtop_event.floor.pressing import last_press
from rtop_event.floor.room import Room, Seat
from rtop_event.floor.state import Reply, Speech
from rtop_event.floor.told import press_told
from rtop_event.floor.words import Voice
from rtop_event.speakers.reasons import level_told
from rtop_event.wording import Sentence, sentence

THEN = 7
HISTORY = 8
LONGEST_DAY = timedelta(hours=12)


@dataclass(frozen=True)
class Pressable:
    """A button as it is drawn: what it does, its word, and the key that presses it."""

    button: Button
    word: Sentence
    key: str
    turn: str = ""


@dataclass(frozen=True)
class Now:
    """Who has the floor, and the clock; times in seconds as they are at `at`."""

    name: str
    on_behalf_of: str | None
    speaker: str
    function: str
    voice: Voice
    limit: int
    used: int
    running: bool
    begun: bool
    at: datetime

    @property
    def left(self) -> int:
        """What is left; less than nothing once the limit is over."""
        return self.limit - self.used


@dataclass(frozen=True)
class Waiting:
    """One who waits, with the expected time."""

    turn: str
    number: int
    name: str
    on_behalf_of: str | None
    level: Sentence | str
    speaker: str
    limit: int
    starts_at: datetime | None
    earliest: datetime | None
    latest: datetime | None
    fits: bool
    absent: int
    """How often it was called in vain."""


@dataclass(frozen=True)
class ReplyShown:
    """A right of reply that waits for the chair's answer or for its turn."""

    key: str
    name: str
    granted: bool


@dataclass(frozen=True)
class Arithmetic:
    """Whether those who are left fit into the time that is left."""

    ends_at: datetime | None
    left: int
    told: Sentence | None
    over: bool


@dataclass(frozen=True)
class Undoable:
    """The last press, as long as it can be taken back; freely until a moment, after that for a reason."""

    press: str
    told: Sentence
    at: datetime
    freely_until: datetime


@dataclass(frozen=True)
class Happened:
    """A press of the past."""

    at: datetime
    told: Sentence
    why: str


@dataclass(frozen=True)
class ConsolePage:
    """The console at one moment."""

    slug: str
    title: str
    zone: str
    at: datetime
    mark: str
    may_press: bool
    meeting: Sentence | str | None
    suspended: bool
    now: Now | None
    primary: Pressable | None
    beside: tuple[Pressable, ...]
    next: Waiting | None
    then: tuple[Waiting, ...]
    more: int
    replies: tuple[ReplyShown, ...]
    point: str | None
    arithmetic: Arithmetic
    undo: Undoable | None
    blank: bool
    history: tuple[Happened, ...]
    form: Form
    delegation: Form


def console_page(
    dialogue: Dialogue, room: Room, form: PressForm, asking: DelegationForm, *, may_press: bool
) -> ConsolePage:
    """The console of a room."""
    waiting = [shown(room, seat, number) for number, seat in enumerate(room.due or room.waiting, start=1)]
    form.mark.data = asking.mark.data = room.mark
    asking.turn.choices = [("", ""), *room.delegations.items()]
    return ConsolePage(
        slug=dialogue.slug,
        title=dialogue.title,
        zone=dialogue.zone,
        at=room.at,
        mark=room.mark,
        may_press=may_press,
        meeting=meeting_called(dialogue, room),
        suspended=bool(room.floor.sitting and room.floor.sitting.suspended_at),
        now=now_of(room),
        primary=primary(room),
        beside=beside(room),
        next=waiting[0] if waiting else None,
        then=tuple(waiting[1 : THEN + 1]),
        more=max(0, len(waiting) - THEN - 1),
        replies=tuple(_reply(room, one) for one in room.floor.replies if one.open or one.waits),
        point=room.name(room.floor.point.by) if room.floor.point else None,
        arithmetic=arithmetic(room),
        undo=_undo(room),
        blank=room.floor.blank,
        history=tuple(
            Happened(one.at, press_told(one, room.name), one.steps[-1].why)
            for one in reversed(presses(room.steps)[-HISTORY:])
        ),
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
    return Now(
        name=room.name(speech.turn),
        on_behalf_of=entry.on_behalf_of if entry else None,
        speaker=entry.speaker if entry else "",
        function=entry.function if entry else "",
        voice=speech.voice,
        limit=speech.limit,
        used=int(speech.used(room.at).total_seconds()),
        running=speech.running,
        begun=speech.began_at is not None,
        at=room.at,
    )


def shown(room: Room, seat: Seat, number: int) -> Waiting:
    """One who waits, as it is shown."""
    entry, coming = seat.row.entry, room.coming.get(seat.key)
    return Waiting(
        turn=seat.key,
        number=number,
        name=entry.delegation,
        on_behalf_of=entry.on_behalf_of,
        level=level_told(entry.kind, entry.level),
        speaker=entry.speaker,
        limit=seat.row.limit,
        starts_at=coming.starts_at if coming else None,
        earliest=coming.earliest if coming else None,
        latest=coming.latest if coming else None,
        fits=coming.fits if coming else True,
        absent=room.floor.absent.count(seat.key),
    )


def primary(room: Room) -> Pressable | None:
    """The one button that goes on, whatever the state; None once everything is over."""
    floor = room.floor
    if floor.sitting is None:
        return _open(room)
    if floor.sitting.suspended_at:
        return Pressable(Button.RESUME, sentence("Resume the meeting"), "Space")
    if floor.point:
        return Pressable(Button.RULE, sentence("Ruled: go on"), "Space")
    if floor.speech:
        return _goes_on(room, floor.speech)
    if room.first:
        return Pressable(Button.NEXT, sentence("Call %(name)s", name=room.name(room.first.turn)), "N", room.first.turn)
    return Pressable(Button.CLOSE, sentence("Close the meeting"), "Space")


def _open(room: Room) -> Pressable | None:
    sat = {one.meeting for one in room.floor.sittings}
    left = [one.number for one in room.listing.timetable.sittings if one.number not in sat]
    return Pressable(Button.OPEN, sentence("Open meeting %(meeting)s", meeting=left[0]), "Space") if left else None


def _goes_on(room: Room, speech: Speech) -> Pressable:
    if not speech.began_at:
        return Pressable(Button.START, sentence("Start the clock"), "Space")
    if not speech.running:
        return Pressable(Button.CONTINUE, sentence("Go on"), "Space")
    if room.first is None:
        return Pressable(Button.END, sentence("End"), "N")
    name = room.name(room.first.turn)
    return Pressable(Button.NEXT, sentence("End, and call %(name)s", name=name), "N", room.first.turn)


def beside(room: Room) -> tuple[Pressable, ...]:
    """The other buttons that make sense now, always in the same order."""
    floor = room.floor
    if floor.sitting is None or floor.sitting.suspended_at or floor.point:
        return ()
    speech, found = floor.speech, list[Pressable]()
    if speech and speech.running:
        found.append(Pressable(Button.PAUSE, sentence("Pause"), "Space"))
    if speech:
        found.append(Pressable(Button.MORE, sentence("+%(seconds)s s", seconds=room.customs.lengthen_by), "+"))
    if speech and speech.began_at:
        found.append(Pressable(Button.END, sentence("End"), "E"))
    if speech and not speech.began_at:
        found += [
            Pressable(Button.ABSENT, sentence("Absent"), "A"),
            Pressable(Button.SKIP, sentence("Skip once"), "S"),
            Pressable(Button.YIELD, sentence("Gives up the floor"), ""),
        ]
    if not speech:
        found.append(Pressable(Button.CLOSE, sentence("Close the meeting"), ""))
    found.append(Pressable(Button.SUSPEND, sentence("Suspend the meeting"), ""))
    return tuple(found)


def arithmetic(room: Room) -> Arithmetic:
    """Against the end of the meeting that sits; with nobody left there is nothing to say."""
    sitting = room.floor.sitting
    ends = {one.number: one.ends_at for one in room.listing.timetable.sittings}
    ends_at = ends.get(sitting.meeting) if sitting else None
    last = room.coming.get(room.due[-1].key) if room.due else None
    if ends_at is None or last is None:
        return Arithmetic(ends_at, len(room.due), None, over=False)
    if room.at < ends_at - LONGEST_DAY:  # an exercise on another day: the hours of the meeting say nothing about it
        return Arithmetic(ends_at, len(room.due), None, over=False)
    spare = ends_at - last.starts_at - timedelta(seconds=room.due[-1].row.limit)
    minutes = timedelta(minutes=abs(int(spare.total_seconds() // 60)))
    if spare < timedelta(0):
        return Arithmetic(ends_at, len(room.due), sentence("over by about %(length)s", length=minutes), over=True)
    told = sentence("fits, with about %(length)s to spare", length=minutes)
    return Arithmetic(ends_at, len(room.due), told, over=False)


def _reply(room: Room, reply: Reply) -> ReplyShown:
    return ReplyShown(reply.key, room.name(reply.key), reply.waits)


def _undo(room: Room) -> Undoable | None:
    last = last_press(room.steps)
    if last is None:
        return None
    freely = timedelta(seconds=room.customs.undo_freely)
    return Undoable(last.key, press_told(last, room.name), last.at, last.at + freely)
