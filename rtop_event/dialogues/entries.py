"""A dialogue and its meetings as appointments: what stands in people's calendars, and when they must look again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from rtop_event.appointment import Appointment


class MeetingFacts(Protocol):
    """What an appointment needs to know of a meeting."""

    @property
    def name(self) -> str:
        """Such as "Morning meeting"."""

    @property
    def room(self) -> str:
        """Empty where it is the dialogue's."""

    @property
    def starts_at(self) -> datetime:
        """When it opens."""

    @property
    def ends_at(self) -> datetime:
        """When it ends."""

    @property
    def uid(self) -> str:
        """The UID of its own entry."""

    @property
    def sequence(self) -> int:
        """How often people had to look again."""

    @property
    def created_at(self) -> datetime:
        """When it was made."""

    @property
    def changed_at(self) -> datetime:
        """When anything about it last changed."""

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was cancelled."""


class DialogueFacts(Protocol):
    """What an appointment needs to know of a dialogue."""

    @property
    def title(self) -> str:
        """What it is."""

    @property
    def theme(self) -> str:
        """What it is about."""

    @property
    def room(self) -> str:
        """Where its meetings are held, unless they say otherwise."""

    @property
    def address(self) -> str:
        """Where the room is."""

    @property
    def latitude(self) -> float | None:
        """Where the place is."""

    @property
    def longitude(self) -> float | None:
        """Where the place is."""

    @property
    def zone(self) -> str:
        """Whose clock it keeps."""

    @property
    def uid(self) -> str:
        """The UID of the entry for the whole."""

    @property
    def sequence(self) -> int:
        """How often people had to look again."""

    @property
    def created_at(self) -> datetime:
        """When it was made."""

    @property
    def changed_at(self) -> datetime:
        """When anything about it or its meetings last changed."""

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was cancelled."""

    @property
    def starts_at(self) -> datetime:
        """When its first meeting opens."""

    @property
    def ends_at(self) -> datetime:
        """When its last meeting ends."""

    @property
    def meetings(self) -> Sequence[MeetingFacts]:
        """Its meetings in order."""


def meeting_entry(
    dialogue: DialogueFacts, meeting: MeetingFacts, *, name: str = "", description: str = "", url: str = ""
) -> Appointment:
    """One meeting, as the feed shows it; `name` is its own unless the reader's language has another."""
    cancelled = dialogue.cancelled_at or meeting.cancelled_at
    return Appointment(
        uid=meeting.uid,
        summary=f"{dialogue.theme}: {name or meeting.name}",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        stamp=max(meeting.changed_at, dialogue.changed_at),
        created=meeting.created_at,
        changed=max(meeting.changed_at, dialogue.changed_at),
        sequence=meeting.sequence,
        description=description,
        location=place_of(dialogue, meeting),
        url=url,
        status="CANCELLED" if cancelled else "CONFIRMED",
        geo=_geo(dialogue),
        zone=dialogue.zone,
    )


def whole_entry(dialogue: DialogueFacts, *, stamp: datetime, description: str = "", url: str = "") -> Appointment:
    """The dialogue from its first hour to its last, as people are invited to it."""
    return Appointment(
        uid=dialogue.uid,
        summary=dialogue.theme,
        starts_at=dialogue.starts_at,
        ends_at=dialogue.ends_at,
        stamp=stamp,
        created=dialogue.created_at,
        changed=dialogue.changed_at,
        sequence=dialogue.sequence,
        description=description,
        location=place_of(dialogue),
        url=url,
        status="CANCELLED" if dialogue.cancelled_at else "CONFIRMED",
        geo=_geo(dialogue),
        zone=dialogue.zone,
    )


def place_of(dialogue: DialogueFacts, meeting: MeetingFacts | None = None) -> str:
    """Where people go, on one line: the meeting's room and the address; for the whole, every room with its meetings."""
    rooms: dict[str, list[str]] = {}
    for one in held_of(dialogue) if meeting is None else [meeting]:
        rooms.setdefault(one.room or dialogue.room, []).append(one.name)
    several = len(rooms) > 1
    told = [f"{room} ({', '.join(names)})" if several and room else room for room, names in rooms.items()]
    return ", ".join(part for part in (*told, dialogue.address) if part)


def held_of(dialogue: DialogueFacts) -> list[MeetingFacts]:
    """The meetings that take place; all of them when every one is cancelled."""
    return [one for one in dialogue.meetings if one.cancelled_at is None] or list(dialogue.meetings)


def _geo(dialogue: DialogueFacts) -> tuple[float, float] | None:
    if dialogue.latitude is None or dialogue.longitude is None:
        return None
    return dialogue.latitude, dialogue.longitude
