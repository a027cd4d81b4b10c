"""What the floor refuses, each with its sentence."""

from __future__ import annotations

from http import HTTPStatus

from rtop_event.refusal import Refusal, StaleHand
from rtop_event.wording import Sentence, sentence


class NoMeetingSits(Refusal):
    """Nobody is given the floor while no meeting sits."""

    def __init__(self) -> None:
        super().__init__(sentence("No meeting is open: open it first. Nothing was done."))


class MeetingSits(Refusal):
    """One meeting is opened at a time."""

    def __init__(self, meeting: int) -> None:
        super().__init__(sentence("Meeting %(meeting)s is open: close it first. Nothing was done.", meeting=meeting))


class MeetingIsOver(Refusal):
    """What was closed is not opened again."""

    def __init__(self, meeting: int) -> None:
        super().__init__(
            sentence("Meeting %(meeting)s was closed: undo the closing to go on. Nothing was done.", meeting=meeting)
        )


class MeetingIsSuspended(Refusal):
    """Nobody is given the floor while the meeting is suspended."""

    def __init__(self) -> None:
        super().__init__(sentence("The meeting is suspended: resume it first. Nothing was done."))


class MeetingIsNotSuspended(Refusal):
    """Only what was suspended is resumed."""

    def __init__(self) -> None:
        super().__init__(sentence("The meeting is not suspended. Nothing was done."))


class FloorIsTaken(Refusal):
    """One has the floor at a time."""

    def __init__(self) -> None:
        super().__init__(sentence("Somebody has the floor: end the statement first. Nothing was done."))


class NobodyHasTheFloor(Refusal):
    """Only who has the floor can begin, pause or end."""

    def __init__(self) -> None:
        super().__init__(sentence("Nobody has the floor: call a speaker first. Nothing was done."))


class HasSpoken(Refusal):
    """Each place on the list is called once."""

    def __init__(self) -> None:
        super().__init__(sentence("This statement was delivered, or given up. Nothing was done."))


class NotRunning(Refusal):
    """What does not run is neither paused nor lengthened."""

    def __init__(self) -> None:
        super().__init__(sentence("The clock is not running. Nothing was done."))


class IsRunning(Refusal):
    """What runs does not begin again."""

    def __init__(self) -> None:
        super().__init__(sentence("The clock is running already. Nothing was done."))


class PointPending(Refusal):
    """A point of order is ruled on at once, before anything else."""

    def __init__(self) -> None:
        super().__init__(sentence("A point of order is raised: rule on it first. Nothing was done."))


class NoPointRaised(Refusal):
    """Only a point that was raised is ruled on."""

    def __init__(self) -> None:
        super().__init__(sentence("No point of order is raised. Nothing was done."))


class NotAbsent(Refusal):
    """Only who was absent, or passed over, is found."""

    def __init__(self) -> None:
        super().__init__(sentence("This delegation was not marked as absent. Nothing was done."))


class NoSuchReply(Refusal):
    """A right of reply is granted, refused or delivered only once it was asked for, and once."""

    def __init__(self) -> None:
        super().__init__(sentence("No right of reply waits under this name. Nothing was done."))


class RepliesUsed(Refusal):
    """Annex V: at most two rights of reply for a delegation and item."""

    def __init__(self, most: int) -> None:
        super().__init__(
            sentence(
                "A delegation has at most %(most)s rights of reply on an item, and these are used. Nothing was done.",
                most=most,
            )
        )


class NobodyWaits(Refusal):
    """There is nobody left to call."""

    def __init__(self) -> None:
        super().__init__(sentence("Nobody is left to be called. Nothing was done."))


class NotNext(StaleHand):
    """The list changed since the button was drawn: nobody is called whom it did not name."""

    def __init__(self, name: str) -> None:
        super().__init__(sentence("The list has changed: next is %(name)s now. Nothing was done.", name=name))


class OutOfOrder(Refusal):
    """Whoever is called before the turn is called for a reason."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(sentence("Say why this delegation is called before the others. Nothing was done."))


class WaitsElsewhere(Refusal):
    """Who was absent or passed over does not wait at its place of the list."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence(
                "%(name)s was absent or passed over and does not wait at its place: call it now, before the others. "
                "Nothing was done.",
                name=name,
            )
        )


class NoteIsEmpty(Refusal):
    """A note says something."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(sentence("Write the note first. Nothing was done."))


class NothingToUndo(Refusal):
    """Only the last press that holds is taken back."""

    def __init__(self) -> None:
        super().__init__(sentence("There is nothing to undo."))


class WhyUndone(Refusal):
    """What is taken back after a while is taken back for a reason."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, seconds: int) -> None:
        super().__init__(sentence("This was more than %(seconds)s seconds ago: say why it is undone.", seconds=seconds))


class PressedMeanwhile(StaleHand):
    """Somebody else pressed first: the second hand sees what the first did."""

    def __init__(self, done: Sentence) -> None:
        super().__init__(sentence("Nothing was done, since meanwhile: %(done)s", done=done))


class KeyUsed(StaleHand):
    """A page that was sent before, and came back, says something else under the same key."""

    def __init__(self) -> None:
        super().__init__(sentence("This page is too old. Load it again, then press the button."))
