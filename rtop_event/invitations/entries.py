"""Calendar entries of invited people: what stands in them, what a person holds, and what they are owed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from rtop_event.appointment import Appointment
from rtop_event.dialogues.entries import DialogueFacts, MeetingFacts, place_of, whole_entry
from rtop_event.dialogues.gist import Gist, Sitting, gist_of, look_again, read, written
from rtop_event.wording import Sentence, sentence

SECOND = timedelta(seconds=1)
_TOLD_ONCE = re.compile(
    r"(?P<name>[^;]*?) (?P<day>\d{4}-\d\d-\d\d)T(?P<from>\d\d:\d\d)/(?P<to>\d\d:\d\d)Z ?(?P<room>[^;]*)(?:; |$)"
)
REQUEST, CANCEL = "REQUEST", "CANCEL"


class Dialogue(DialogueFacts, Protocol):
    """What an entry needs to know of a dialogue."""

    @property
    def held(self) -> Sequence[MeetingFacts]:
        """The meetings that take place."""


class Stamped(Protocol):
    """An entry with the moment at which it was made."""

    @property
    def stamp(self) -> datetime:
        """DTSTAMP of the entry."""


class Written(Stamped, Protocol):
    """An entry as it was put into a letter."""

    @property
    def method(self) -> str:
        """REQUEST or CANCEL."""

    @property
    def sequence(self) -> int:
        """SEQUENCE of the entry."""

    @property
    def of_sequence(self) -> int:
        """SEQUENCE of the dialogue when it was written."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime:
        """When it ends."""

    @property
    def place(self) -> str:
        """Where it is, on one line."""

    @property
    def summary(self) -> str:
        """What it is called."""

    @property
    def programme(self) -> str:
        """The hours and rooms of the meetings that it tells."""


class Duty(StrEnum):
    """What letter a person is owed."""

    NOTHING = "nothing"
    INVITATION = "invitation"
    REMINDER = "reminder"
    """Owed to nobody by itself: only organisers ask for it."""
    UPDATE = "update"
    CANCELLATION = "cancellation"


@dataclass(frozen=True, slots=True)
class Due:
    """What is owed, whether the letter that waits is to be replaced by it, and with which SEQUENCE."""

    duty: Duty
    replaces: bool = False
    sequence: int = 0
    significant: bool = False
    repeats: bool = False
    """Whether the person only asked for the entry again that they hold."""


def is_over(dialogue: Dialogue, at: datetime) -> bool:
    """Whether its last meeting has ended: then nothing is written about it."""
    return dialogue.ends_at <= at


def appointment(dialogue: Dialogue, *, sequence: int, stamp: datetime, description: str, url: str) -> Appointment:
    """The one entry of a dialogue: from the opening of its first meeting to the end of its last."""
    return replace(whole_entry(dialogue, stamp=stamp, description=description, url=url), sequence=sequence)


def programme_line(dialogue: Dialogue) -> str:
    """The hours and rooms of the meetings as an entry tells them, to be compared with a later state."""
    return written(gist_of(dialogue))


def told_in(entry: Written) -> Gist:
    """When and where it was, as the entry tells."""
    return read(entry.programme) or _told_once(entry)


def _told_once(entry: Written) -> Gist:
    """The same of an entry written by the first version, which told rooms only where they were not the dialogue's."""
    hall, _, address = entry.place.partition(", ")
    sittings = [
        Sitting(
            found["name"],
            datetime.fromisoformat(f"{found['day']}T{found['from']}Z"),
            datetime.fromisoformat(f"{found['day']}T{found['to']}Z"),
            found["room"] or hall,
        )
        for found in _TOLD_ONCE.finditer(entry.programme)
    ]
    return Gist(tuple(sittings) or (Sitting("", entry.starts_at, entry.ends_at, hall),), address)


def holding(sent: Sequence[Written]) -> Written | None:
    """What a person holds, of the entries that reached them in order: the last, unless it was a cancellation."""
    return sent[-1] if sent and sent[-1].method == REQUEST else None


def moved(entry: Written, dialogue: Dialogue) -> bool:
    """Whether people who hold this entry must look again: the dialogue takes place at another time or elsewhere.

    What they hold is compared with what is: a change that was taken back asks nobody anything.
    """
    return _asks_again(told_in(entry), gist_of(dialogue))


def _asks_again(told: Gist, now: Gist) -> bool:
    return look_again(told, replace(now, cancelled=False))


def outdated(entry: Written, dialogue: Dialogue) -> bool:
    """Whether an entry no longer says what the dialogue is."""
    if (entry.summary, entry.place) != (dialogue.theme, place_of(dialogue)):
        return True
    told, now = told_in(entry), gist_of(dialogue)
    return _asks_again(told, now) or told.sittings != now.sittings


def next_sequence(dialogue: Dialogue, reached: Sequence[Written]) -> int:
    """The SEQUENCE of the next REQUEST to a person: never lower than what reached them, higher when it is news."""
    if not reached:
        return dialogue.sequence
    last = reached[-1]
    raised = last.method == CANCEL or moved(last, dialogue)
    highest = max(entry.sequence for entry in reached)
    return max(dialogue.sequence, highest + 1) if raised else highest


def cancel_sequence(dialogue: Dialogue, reached: Sequence[Written]) -> int:
    """The SEQUENCE of a CANCEL: above everything that reached the person, and never below the dialogue's own."""
    return max(dialogue.sequence, 1 + max(entry.sequence for entry in reached))


def misfit(entry: Written, dialogue: Dialogue, *, wanted: bool, at: datetime) -> Sentence | None:
    """Why an entry that has not left should not leave any more; `wanted` when the person is to come at all."""
    if entry.method == CANCEL and not is_over(dialogue, at):
        return sentence("The person is invited again, or the dialogue takes place after all.") if wanted else None
    why = moot(dialogue, wanted=wanted, at=at)
    if why is not None:
        return why
    return sentence("The dialogue has changed since this was written.") if outdated(entry, dialogue) else None


def moot(dialogue: Dialogue, *, wanted: bool, at: datetime) -> Sentence | None:
    """Why nothing is written to a person about coming; `wanted` when they are to come at all."""
    if is_over(dialogue, at):
        return sentence("The dialogue is over.")
    if not wanted:
        called_off = sentence("The dialogue has been cancelled.")
        return called_off if dialogue.cancelled_at else sentence("The person is no longer invited.")
    return None


def next_stamp(at: datetime, all_written: Iterable[Stamped]) -> datetime:
    """The DTSTAMP of the next entry: the moment of drafting, but always after the stamps before it."""
    latest = max((entry.stamp + SECOND for entry in all_written), default=at)
    return max(at.replace(microsecond=0), latest.replace(microsecond=0))


@dataclass(frozen=True, slots=True)
class Waiting:
    """The latest entry that has not reached the person; `leaving` when its letter is on its way at this moment."""

    entry: Written
    leaving: bool = False
    stale_text: bool = False
    """Whether its letter is a draft, and the invitation's text was edited since."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Entries that left: those that a server took, and those that may have arrived although no answer came."""

    sent: Sequence[Written]
    doubtful: Sequence[Written] = ()

    @property
    def all(self) -> list[Written]:
        """Both, in the order in which they were written."""
        return sorted([*self.sent, *self.doubtful], key=lambda one: one.stamp)

    @property
    def at_most(self) -> Written | None:
        """What a person may hold at most: an entry of which nobody knows whether it arrived counts."""
        return self._held(REQUEST)

    @property
    def at_least(self) -> Written | None:
        """What a person holds for sure: after a cancellation that may have arrived, nothing."""
        return self._held(CANCEL)

    def _held(self, counts: str) -> Written | None:
        doubtful = [one for one in self.doubtful if one.method == counts]
        return holding(Reached(self.sent, doubtful).all)


def due(
    dialogue: Dialogue,
    *,
    reached: Reached,
    waiting: Waiting | None,
    wanted: bool,
    at: datetime,
    old_link: bool = False,
    declined: bool = False,
) -> Due:
    """What a person is owed, given what reached them and what waits; `wanted` when they are to come at all.

    Who has `declined` is asked again when the dialogue moves, and told of nothing less: they hold it no more.
    `old_link`: the personal link in the letters that reached them was replaced, so they are owed one with the new.
    """
    if is_over(dialogue, at):
        return Due(Duty.NOTHING)
    if waiting and waiting.leaving:
        reached, waiting = Reached([*reached.sent, waiting.entry], reached.doubtful), None
    if not wanted:
        return _to_cancel(dialogue, reached, waiting)
    if waiting and waiting.entry.method == REQUEST and not outdated(waiting.entry, dialogue) and not waiting.stale_text:
        return Due(Duty.NOTHING)
    held, sequence = reached.at_least, next_sequence(dialogue, reached.all)
    if held is None:
        return Due(Duty.INVITATION, waiting is not None, sequence, True)
    again = moved(held, dialogue)
    if old_link or again or (outdated(held, dialogue) and not declined):
        return Due(Duty.UPDATE, waiting is not None, sequence, again)
    return Due(Duty.NOTHING, waiting is not None)


def _to_cancel(dialogue: Dialogue, reached: Reached, waiting: Waiting | None) -> Due:
    if waiting and waiting.entry.method == CANCEL:
        return Due(Duty.NOTHING)
    if reached.at_most is None:
        return Due(Duty.NOTHING, waiting is not None)
    return Due(Duty.CANCELLATION, waiting is not None, cancel_sequence(dialogue, reached.all), True)
