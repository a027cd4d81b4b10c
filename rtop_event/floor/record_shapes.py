"""The shapes in which the record of the meetings is shown, to everybody and to the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtop_event.bars import Plot
from rtop_event.floor.held import Pause, Usual
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class Line:
    """A turn at the floor as everybody sees it: no more than the delegation; lengths in seconds."""

    number: int
    name: Sentence | str
    """The delegation; the voice where none spoke, such as the panel."""
    on_behalf_of: str
    kind: Sentence | None
    level: Sentence | None
    voice: Sentence | str
    began_at: datetime
    ended_at: datetime
    used: int
    planned: int
    over: int
    changeover: int | None


@dataclass(frozen=True)
class DeskLine(Line):
    """The same for the desk, with the person and what happened before the turn."""

    speaker: str
    function: str
    called_at: datetime
    more: int
    why: str
    absences: int


@dataclass(frozen=True)
class PointShown:
    """A point of order and its ruling."""

    name: str
    raised_at: datetime
    ruled_at: datetime | None
    ruling: str


@dataclass(frozen=True)
class RightShown:
    """A right of reply, and how far it came."""

    name: str
    asked_at: datetime
    granted_at: datetime | None
    refused_at: datetime | None
    delivered_at: datetime | None
    why: str
    """Why it was refused; for the desk alone."""


@dataclass(frozen=True)
class Beside:
    """What happened beside the statements: what, when and why, and whom it was about."""

    told: Sentence
    at: datetime
    why: str
    name: str = ""


@dataclass(frozen=True)
class MeetingShown:
    """A meeting as it was held; what only the desk sees is empty for others."""

    number: int
    called: Sentence | str
    opened_at: datetime
    closed_at: datetime | None
    pauses: tuple[Pause, ...]
    used: int
    planned: int
    longer: int
    """How many statements were longer than planned."""
    suspended: int
    changing: int
    """All changeovers together."""
    rest: int | None
    length: int | None
    changeover: Usual | None
    lines: tuple[Line, ...]
    points: tuple[PointShown, ...]
    rights: tuple[RightShown, ...]
    beside: tuple[Beside, ...]
    statements: Plot
    changes: Plot
    exact: bool
    """Whether two things happened within one minute, so that hours are told with their seconds."""


@dataclass(frozen=True)
class Sharing:
    """How the time was shared: each part with its name, how many had the floor, the seconds used and planned."""

    title: Sentence
    label: Sentence
    rows: tuple[tuple[Sentence, int, tuple[int, int]], ...]


@dataclass(frozen=True)
class RecordOfMeetings:
    """The record of all meetings that were held."""

    slug: str
    title: str
    theme: str
    zone: str
    host_statement: str
    at: datetime
    for_desk: bool
    sits: bool
    """Whether a meeting is open, so that the record is not complete."""
    meetings: tuple[MeetingShown, ...]
    used: int
    shares: tuple[Sharing, ...]
