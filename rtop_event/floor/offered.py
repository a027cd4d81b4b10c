"""The buttons that make sense now, and their words: one that goes on, whatever the state, and those beside it."""

from __future__ import annotations

from rtop_event.floor.buttons import Button
from rtop_event.floor.room import Room
from rtop_event.floor.shapes import Pressable
from rtop_event.floor.state import Speech
from rtop_event.wording import sentence


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
    return Pressable(Button.CLOSE, sentence("Close the meeting"), "")


def _open(room: Room) -> Pressable | None:
    left = room.meetings_left
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
        reply = room.reply_to_close
        if reply:
            word = sentence("Call %(name)s", name=room.name(reply.turn))
            found.append(Pressable(Button.CALL, word, "", reply.turn))
    if not speech and room.first:
        found.append(Pressable(Button.CLOSE, sentence("Close the meeting"), ""))
    found.append(Pressable(Button.SUSPEND, sentence("Suspend the meeting"), "H"))
    return tuple(found)
