"""The buttons of the console: what each of them does in the room as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rtop_event.floor.pressing import Made, asking_reply, calling, undoable, undoing
from rtop_event.floor.refusals import NobodyHasTheFloor, NobodyWaits, NoteIsEmpty, NotNext, PressedMeanwhile
from rtop_event.floor.room import Room
from rtop_event.floor.told import press_told
from rtop_event.floor.words import Act


class Button(StrEnum):
    """What is printed on them differs by the state of the room; what they do does not."""

    OPEN = "open"
    SUSPEND = "suspend"
    RESUME = "resume"
    CLOSE = "close"
    NEXT = "next"
    CALL = "call"
    START = "start"
    PAUSE = "pause"
    CONTINUE = "continue"
    END = "end"
    MORE = "more"
    ABSENT = "absent"
    SKIP = "skip"
    YIELD = "yield"
    FOUND = "found"
    REPLY = "reply"
    GRANT = "grant"
    REFUSE = "refuse"
    POINT = "point"
    RULE = "rule"
    NOTE = "note"
    BLANK = "blank"
    SHOW = "show"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Said:
    """What comes with a press: whom it is about, why, and which meeting or press."""

    turn: str = ""
    why: str = ""
    meeting: int | None = None
    undoes: str = ""
    seconds: int | None = None
    """For about how long a meeting is suspended."""


Does = Callable[[Room, Said], Sequence[Made]]


def _next(room: Room, said: Said) -> list[Made]:
    """End what runs and call the next one, who must be the one that the button named. Raises NobodyWaits, NotNext."""
    if room.first is None:
        raise NobodyWaits
    if said.turn and said.turn != room.first.turn:
        raise NotNext(room.name(room.first.turn))
    return calling(room.first, room.first, room.floor, "")


def _call(room: Room, said: Said) -> list[Made]:
    """Call somebody, out of order only with a reason; a right of reply that may close the meeting needs none."""
    due = room.to_call(said.turn)
    return calling(due, due if due == room.reply_to_close else room.first, room.floor, said.why)


def _more(room: Room, _said: Said) -> list[Made]:
    return [Made(Act.LENGTHENED, seconds=room.customs.lengthen_by)]


def _reply(room: Room, said: Said) -> list[Made]:
    return [asking_reply(room.delegation(said.turn), room.floor, room.customs)]


def _point(room: Room, said: Said) -> list[Made]:
    return [Made(Act.POINT_RAISED, turn=room.delegation(said.turn), stops=room.customs.point_stops_clock)]


def _undo(room: Room, said: Said) -> list[Made]:
    """Take a press back; who saw another one as the last is told what came since. Raises PressedMeanwhile."""
    found = undoable(room.steps)
    if found and said.undoes and all(one.key != said.undoes for one in found):
        raise PressedMeanwhile(press_told(found[0], room.name))
    return [undoing(room.steps, said.undoes, room.customs, said.why, room.at)]


def _of(act: Act) -> Does:
    """A step about the room, or about who has the floor."""
    return lambda _room, said: [Made(act, why=said.why)]


def _about(act: Act) -> Does:
    """A step about one on the list; without a name about who has the floor. Raises NobodyHasTheFloor."""

    def made(room: Room, said: Said) -> list[Made]:
        if said.turn:
            return [Made(act, turn=room.to_call(said.turn, called_too=True).turn, why=said.why)]
        if room.floor.speech is None:
            raise NobodyHasTheFloor
        return [Made(act, turn=room.floor.speech.turn, why=said.why)]

    return made


def _note(room: Room, said: Said) -> list[Made]:
    """A note on the room, or on a turn. Raises NoteIsEmpty."""
    if not said.why:
        raise NoteIsEmpty
    turn = room.to_call(said.turn, called_too=True).turn if said.turn else ""
    return [Made(Act.NOTED, turn=turn, why=said.why)]


def _answer(act: Act) -> Does:
    return lambda room, said: [Made(act, turn=room.floor.reply(said.turn).key, why=said.why)]


DOES: dict[Button, Does] = {
    Button.OPEN: lambda room, said: [Made(Act.OPENED, meeting=room.meeting_to_open(said.meeting))],
    Button.SUSPEND: lambda _room, said: [Made(Act.SUSPENDED, seconds=said.seconds, why=said.why)],
    Button.RESUME: _of(Act.RESUMED),
    Button.CLOSE: _of(Act.CLOSED),
    Button.NEXT: _next,
    Button.CALL: _call,
    Button.START: _of(Act.BEGAN),
    Button.PAUSE: _of(Act.PAUSED),
    Button.CONTINUE: _of(Act.CONTINUED),
    Button.END: _of(Act.ENDED),
    Button.MORE: _more,
    Button.ABSENT: _about(Act.ABSENT),
    Button.SKIP: _about(Act.PASSED_OVER),
    Button.YIELD: _about(Act.YIELDED),
    Button.FOUND: _about(Act.FOUND),
    Button.REPLY: _reply,
    Button.GRANT: _answer(Act.REPLY_GRANTED),
    Button.REFUSE: _answer(Act.REPLY_REFUSED),
    Button.POINT: _point,
    Button.RULE: _of(Act.POINT_RULED),
    Button.NOTE: _note,
    Button.BLANK: _of(Act.BLANKED),
    Button.SHOW: _of(Act.SHOWN),
    Button.UNDO: _undo,
}

QUIET = frozenset({Button.NOTE, Button.REPLY, Button.GRANT, Button.REFUSE, Button.BLANK, Button.SHOW, Button.UNDO})
"""Buttons that overtake nobody, and that nobody overtakes."""


NOTES = {
    Button.NOTE: Act.NOTED,
    Button.REPLY: Act.REPLY_ASKED,
    Button.GRANT: Act.REPLY_GRANTED,
    Button.REFUSE: Act.REPLY_REFUSED,
}
"""Those of them that say something of somebody, which must not be lost without a word."""


def made_by_button(button: Button, said: Said) -> Callable[[Room], Sequence[Made]]:
    """What a button does once the room is at hand."""
    return lambda room: DOES[button](room, said)
