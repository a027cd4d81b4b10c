"""Which letter a mailbox is owed about a turn: from the turn as it is, what reached the mailbox, and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from rtop_event.calendars.turns import CANCELLED, NOT_AT_ALL, Told, Weighty, look_again
from rtop_event.invitations.entries import CANCEL, REQUEST, Due, Duty
from rtop_event.wording import Sentence, sentence


class Put(Protocol):
    """An entry of a turn as it was put into a letter."""

    @property
    def method(self) -> str: ...
    @property
    def sequence(self) -> int: ...
    @property
    def stamp(self) -> datetime: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def status(self) -> str: ...
    @property
    def location(self) -> str: ...
    @property
    def place(self) -> int: ...
    @property
    def revision(self) -> int | None: ...
    @property
    def summary(self) -> str: ...
    @property
    def link(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Now:
    """A turn as a mailbox is to hold it: `mine` unless somebody else has become the focal point.

    `sequence` is the one of the turn, `link` the version of the personal link that letters carry. By `slack` its time
    may be another than a letter that waits says, on the day, when it moves all the time.
    """

    told: Told
    mine: bool
    sequence: int
    summary: str
    link: int
    slack: timedelta = NOT_AT_ALL

    @property
    def wanted(self) -> bool:
        """Whether this mailbox is to hold an entry at all."""
        return self.mine and self.told.status != CANCELLED


@dataclass(frozen=True, slots=True)
class Gone:
    """Entries on their way: `sent` were taken by a server, `doubtful` may have arrived, `waiting` has not left.

    `leaving`: what waits is being sent at this moment, and counts as sent.
    """

    sent: Sequence[Put] = ()
    doubtful: Sequence[Put] = ()
    waiting: Put | None = None
    leaving: bool = False

    @property
    def waits(self) -> Put | None:
        """What can still be replaced."""
        return None if self.leaving else self.waiting

    @property
    def reached(self) -> list[Put]:
        """All that did or may have reached the mailbox, as it was written."""
        leaves = [self.waiting] if self.leaving and self.waiting else []
        return sorted([*self.sent, *self.doubtful, *leaves], key=lambda one: one.stamp)

    @property
    def at_most(self) -> Put | None:
        """What is held at most: an invitation that may have arrived counts."""
        return self._held(REQUEST)

    @property
    def at_least(self) -> Put | None:
        """What is held for sure: after a cancellation that may have arrived, nothing."""
        return self._held(CANCEL)

    def _held(self, counts: str) -> Put | None:
        lost = {id(one) for one in self.doubtful if one.method != counts}
        known = [one for one in self.reached if id(one) not in lost]
        return known[-1] if known and known[-1].method == REQUEST else None


def due(now: Now, gone: Gone, *, at: datetime, least: timedelta, early: bool = False, declined: bool = False) -> Due:
    """What a mailbox is owed; nobody is written to about a turn that is over.

    Between two published lists only what moves by more than `least` is told. A first entry waits until a list is
    published, unless `early`. Who has declined is asked again where the turn is another, and told of nothing less.
    """
    waits = gone.waits
    if now.told.ends_at <= at:
        return Due(Duty.NOTHING, waits is not None)
    if not now.wanted:
        return _to_cancel(now, gone)
    held = gone.at_least
    if waits is not None and waits.method == REQUEST and _says(waits, now):
        exact = not look_again(waits, now.told)
        if exact or held is None or _outdated(held, now, least):
            return Due(Duty.NOTHING)
    if held is None:
        if now.told.revision is None and not early and waits is None:
            return Due(Duty.NOTHING)
        return Due(Duty.INVITATION, waits is not None, next_sequence(now, gone), True)
    again = look_again(held, now.told)
    if _outdated(held, now, least) and (again or not declined):
        return Due(Duty.UPDATE, waits is not None, next_sequence(now, gone), again)
    return Due(Duty.NOTHING, waits is not None)


def _to_cancel(now: Now, gone: Gone) -> Due:
    waits = gone.waits
    if waits is not None and waits.method == CANCEL:
        return Due(Duty.NOTHING)
    held = gone.at_most
    if held is None:
        return Due(Duty.NOTHING, waits is not None)
    highest = max(one.sequence for one in gone.reached)
    return Due(Duty.CANCELLATION, waits is not None, max(now.sequence, highest + 1), True)


def next_sequence(now: Now, gone: Gone) -> int:
    """The SEQUENCE of the next REQUEST: never lower than what reached the mailbox, higher where it is news."""
    reached = gone.reached
    if not reached:
        return now.sequence
    highest, last = max(one.sequence for one in reached), reached[-1]
    news = last.method == CANCEL or look_again(last, now.told)
    return max(now.sequence, highest + 1) if news else highest


def moot(now: Now, *, at: datetime) -> Sentence | None:
    """Why nothing is written to a mailbox about coming to its turn."""
    if now.told.ends_at <= at:
        return sentence("The turn is over.")
    if not now.mine:
        return sentence("Somebody else is the focal point now.")
    return None if now.wanted else sentence("The turn no longer stands on the list.")


def misfit(entry: Put, now: Now, *, at: datetime) -> Sentence | None:
    """Why an entry that has not left should not leave any more."""
    if entry.method == CANCEL and now.told.ends_at > at:
        return sentence("The turn stands on the list again.") if now.wanted else None
    why = moot(now, at=at)
    if why is not None:
        return why
    return None if _says(entry, now) else sentence("The turn has changed since this was written.")


def why_outdated(held: Put, now: Now) -> Sentence | None:
    """What an entry that is held says wrongly, the weightiest first; None where it is right."""
    if not now.mine:
        return sentence("Somebody else is the focal point now.")
    if not now.wanted:
        return sentence("The turn no longer stands on the list.")
    told = now.told
    if (held.starts_at, held.ends_at) != (told.starts_at, told.ends_at):
        return sentence("The turn is at another time.")
    if held.location != told.location:
        return sentence("The turn is in another place.")
    if held.status != told.status:
        return sentence("The list was published since: the time is no longer provisional.")
    if (held.place, held.summary) != (told.place, now.summary):
        return sentence("The words of the entry have changed.")
    return None


def _says(entry: Put, now: Now) -> bool:
    """Whether a letter that waits says all as it is, its time as nearly as it must."""
    told = now.told
    words = (told.status, told.location, told.place, told.revision, now.summary, now.link)
    said = (entry.status, entry.location, entry.place, entry.revision, entry.summary, entry.link)
    return said == words and _moved(entry, told) <= now.slack


def _moved(entry: Weighty, told: Weighty) -> timedelta:
    return max(abs(entry.starts_at - told.starts_at), abs(entry.ends_at - told.ends_at))


def _outdated(held: Put, now: Now, least: timedelta) -> bool:
    """Whether what is held is to be replaced: by a new list in all it says, else where it moved far enough."""
    told = now.told
    moved = _moved(held, told)
    if moved > least or (held.status, held.location) != (told.status, told.location):
        return True
    anew = told.revision is not None and held.revision != told.revision
    return anew and (bool(moved) or (held.place, held.summary) != (told.place, now.summary))
