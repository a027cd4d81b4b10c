"""The turn of a request as its calendar holds it: when people must look again, and how the entry reads."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from rtop_event.appointment import Appointment
from rtop_event.dialogues.entries import DialogueFacts, MeetingFacts, place_of
from rtop_event.dialogues.periods import clock_told
from rtop_event.wording import Sentence, sentence

Say = Callable[[Sentence], str]
STEP = 5
"""Minutes to which the times in calendars are rounded, unless a setting says otherwise."""
CANCELLED = "CANCELLED"
NOT_AT_ALL = timedelta(0)


class Weighty(Protocol):
    """What makes people look again; `starts_at` and `ends_at` (aware UTC) go in steps of some minutes."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...

    @property
    def status(self) -> str: ...

    @property
    def location(self) -> str: ...


class Told(Weighty, Protocol):
    """What a calendar is told of a turn; rows and values both fit it. `revision` is None before a list is published."""

    @property
    def place(self) -> int: ...

    @property
    def revision(self) -> int | None: ...

    @property
    def expected_at(self) -> datetime: ...

    @property
    def earliest(self) -> datetime | None: ...

    @property
    def latest(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn as it is now."""

    starts_at: datetime
    ends_at: datetime
    status: str
    location: str
    place: int
    revision: int | None
    expected_at: datetime
    earliest: datetime | None
    latest: datetime | None


class Expected(Protocol):
    """A place on a list as far as a calendar depends on it."""

    @property
    def place(self) -> int: ...

    @property
    def starts_at(self) -> datetime | None: ...

    @property
    def ends_at(self) -> datetime | None: ...

    @property
    def earliest(self) -> datetime | None: ...

    @property
    def latest(self) -> datetime | None: ...

    @property
    def fits(self) -> bool: ...


def turn_of(
    dialogue: DialogueFacts,
    meeting: MeetingFacts | None,
    expected: Expected,
    revision: int | None,
    *,
    later: timedelta = NOT_AT_ALL,
    step: int = STEP,
) -> Turn | None:
    """The turn at a place, tentative until the list is published; None where no meeting reaches it.

    `later`: by how much the floor opens later than when the list was published.
    """
    if not expected.fits or expected.starts_at is None or expected.ends_at is None:
        return None
    off = dialogue.cancelled_at or (meeting and meeting.cancelled_at)
    return Turn(
        starts_at=in_steps(expected.starts_at + later, step),
        ends_at=in_steps(expected.ends_at + later, step, up=True),
        status=CANCELLED if off else "TENTATIVE" if revision is None else "CONFIRMED",
        location=place_of(dialogue, meeting),
        place=expected.place,
        revision=revision,
        expected_at=expected.starts_at + later,
        earliest=expected.earliest and expected.earliest + later,
        latest=expected.latest and expected.latest + later,
    )


def called_off(told: Told) -> Turn:
    """What was told, as cancelled: the time stays, so that the calendar finds its entry."""
    values = {name: getattr(told, name) for name in Turn.__dataclass_fields__}
    return replace(Turn(**values), status=CANCELLED)


def look_again(told: Weighty, now: Weighty) -> bool:
    """Whether people must look again: another start or end, another status, another place to go to."""
    return _significant(told) != _significant(now)


def _significant(told: Weighty) -> tuple[object, ...]:
    return told.starts_at, told.ends_at, told.status, told.location


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose turn it is: `key` is opaque and stays with the request, `speaks` is false once it holds no place.

    `came_later` than the list that is published, and is on no published one.
    """

    key: str
    delegation: str
    speaks: bool
    spread: Sentence
    sequence: int
    created_at: datetime
    changed_at: datetime
    label: Sentence | None
    came_later: bool = False


def turn_entry(dialogue: DialogueFacts, whose: Whose, told: Told, *, url: str, say: Say = str) -> Appointment:
    """The entry of a turn as it was told."""
    return Appointment(
        uid=uid_of(whose.key, dialogue.uid),
        summary=say(sentence("Statement of %(delegation)s", delegation=whose.delegation)),
        starts_at=told.starts_at,
        ends_at=told.ends_at,
        stamp=whose.changed_at,
        created=whose.created_at,
        changed=whose.changed_at,
        sequence=whose.sequence,
        description=_described(dialogue, whose, told, url=url, say=say),
        location=told.location,
        url=url,
        status=told.status,
        zone=dialogue.zone,
    )


def uid_of(key: str, dialogue_uid: str) -> str:
    """The UID of a turn: opaque, the same for as long as the request lives, at the dialogue's domain."""
    name = hashlib.sha256(f"turn:{key}".encode()).hexdigest()[:32]
    return f"{name}@{dialogue_uid.partition('@')[2]}"


def in_steps(moment: datetime, step: int = STEP, *, up: bool = False) -> datetime:
    """The minutes in which it lies, down to the start or up to the end of such a step."""
    seconds, length = int(moment.timestamp()), step * 60
    whole = -(-seconds // length) if up else seconds // length
    return datetime.fromtimestamp(whole * length, UTC)


def tentative(appointment: Appointment) -> Appointment:
    """A meeting in the calendar of somebody whose request is not confirmed yet."""
    return replace(appointment, status="TENTATIVE") if appointment.status == "CONFIRMED" else appointment


def _described(dialogue: DialogueFacts, whose: Whose, told: Told, *, url: str, say: Say) -> str:
    """The text of the entry: where on the list, when, between which times, and why there is a spread."""
    lines = [place_told(told, whose.label, came_later=whose.came_later), expected_told(told, dialogue.zone)]
    if told.status == CANCELLED:
        lines = [_off(whose)]
    if told.status != CANCELLED and _spread(told):
        lines.append(whose.spread)
    about = sentence("Programme, documents and registration: %(url)s", url=url)
    return "\n\n".join([dialogue.title, *(say(line) for line in (*lines, about))])


def _off(whose: Whose) -> Sentence:
    if whose.speaks:
        return sentence("Cancelled: the meeting does not take place, or no longer reaches this statement.")
    return sentence("The request was withdrawn: this statement is not made.")


def place_told(told: Told, label: Sentence | None, *, came_later: bool = False) -> Sentence:
    """Which place it is, and on which list, if it is on one that is published."""
    if came_later:
        return sentence("place %(place)s", place=told.place)
    if label is None:
        return sentence("Place %(place)s at present; the list is not published yet.", place=told.place)
    return sentence("Place %(place)s (%(label)s).", place=told.place, label=label)


def _spread(told: Told) -> bool:
    return told.earliest is not None and told.latest is not None and told.earliest != told.latest


def expected_told(told: Told, zone: str) -> Sentence:
    """At which minute it is expected, and between which."""
    hour, clock = f"{told.expected_at.astimezone(ZoneInfo(zone)):%H:%M}", clock_told(zone)
    if told.earliest is None or told.latest is None or told.earliest == told.latest:
        return sentence("Expected at %(hour)s, %(clock)s.", hour=hour, clock=clock)
    return sentence(
        "Expected at %(hour)s, between %(earliest)s and %(latest)s, %(clock)s.",
        hour=hour,
        earliest=f"{told.earliest.astimezone(ZoneInfo(zone)):%H:%M}",
        latest=f"{told.latest.astimezone(ZoneInfo(zone)):%H:%M}",
        clock=clock,
    )
