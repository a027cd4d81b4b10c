"""The shapes in which the console and the board show the floor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtop_event.fields import Form
from rtop_event.floor.buttons import Button
from rtop_event.floor.words import Voice
from rtop_event.wording import Sentence


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
    used: float
    running: bool
    begun: bool
    at: datetime
    turn: str
    notes: tuple[str, ...]
    """What the chair noted on this turn; for the console alone."""

    @property
    def left(self) -> float:
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
    notes: tuple[str, ...]
    """What the chair noted on this turn; for the console alone."""
    swaps: bool
    """Whether it waits at its place of the list, so that the chair can exchange it."""
    meeting: int | None
    statement: bool = False
    """Whether its statement was received."""


@dataclass(frozen=True)
class PublicNow:
    """Who has the floor as everybody sees it: no more than the delegation and the clock."""

    name: str
    on_behalf_of: str | None
    voice: Voice
    limit: int
    used: float
    running: bool
    begun: bool
    at: datetime

    @property
    def left(self) -> float:
        """What is left; less than nothing once the limit is over."""
        return self.limit - self.used


@dataclass(frozen=True)
class PublicWaiting:
    """One who waits as everybody sees it."""

    name: str
    on_behalf_of: str | None
    starts_at: datetime | None
    earliest: datetime | None
    latest: datetime | None


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
    again: str | None = None
    """After whom one who was absent comes again."""


@dataclass(frozen=True)
class SwapUndo:
    """An exchange of places that is the newest step: its line of the record, and what it says."""

    line: int
    told: Sentence


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
    resumes_at: datetime | None
    """About when, where that was said as the meeting was suspended."""
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
    undo_beside: Undoable | None
    """What was done last beside the floor since."""
    swap_undo: SwapUndo | None
    """Stands in the place of `undo` while an exchange of places is the newest step."""
    blank: bool
    history: tuple[Happened, ...]
    swap_with: tuple[tuple[str, str], ...]
    """Those with whom the next one can exchange places: the key of the turn and the name."""
    swap_without: tuple[str, ...]
    """Those who wait, but not at their place of the list, since they were absent or passed over."""
    seen: str
    """What a form shows to have been drawn from this very list."""
    form: Form
    delegation: Form
