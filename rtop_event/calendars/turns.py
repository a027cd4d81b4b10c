"""A delegate's own calendar: the meetings of the dialogue, and the turn of the request that stands on the list."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rtop_event.appointment import Appointment
from rtop_event.dialogues.entries import DialogueFacts, MeetingFacts, place_of
from rtop_event.dialogues.periods import clock_told
from rtop_event.wording import Sentence, sentence

Say = Callable[[Sentence], str]
STEP = 300


@dataclass(frozen=True, slots=True)
class TurnFacts:
    """What the entry of a turn tells: times as on the list (aware UTC), its meeting, and how sure it is.

    `key` is opaque and stays with the request; `sequence` never falls; `label` is the published version, if any.
    """

    key: str
    delegation: str
    starts_at: datetime
    ends_at: datetime
    earliest: datetime | None
    latest: datetime | None
    spread: Sentence | None
    meeting: MeetingFacts | None
    place: int
    label: Sentence | None
    cancelled: bool
    sequence: int
    created_at: datetime
    changed_at: datetime


def turn_entry(dialogue: DialogueFacts, turn: TurnFacts, *, url: str, say: Say = str) -> Appointment:
    """The turn in steps of five minutes; tentative until the list is published."""
    cancelled = turn.cancelled or dialogue.cancelled_at or (turn.meeting and turn.meeting.cancelled_at)
    certain = "CONFIRMED" if turn.label else "TENTATIVE"
    return Appointment(
        uid=uid_of(turn.key, dialogue.uid),
        summary=say(sentence("Statement of %(delegation)s", delegation=turn.delegation)),
        starts_at=in_steps(turn.starts_at),
        ends_at=in_steps(turn.ends_at, up=True),
        stamp=turn.changed_at,
        created=turn.created_at,
        changed=turn.changed_at,
        sequence=turn.sequence,
        description=_told(dialogue, turn, url=url, say=say),
        location=place_of(dialogue, turn.meeting),
        url=url,
        status="CANCELLED" if cancelled else certain,
        zone=dialogue.zone,
    )


def uid_of(key: str, dialogue_uid: str) -> str:
    """The UID of a turn: opaque, the same for as long as the request lives, at the dialogue's domain."""
    name = hashlib.sha256(f"turn:{key}".encode()).hexdigest()[:32]
    return f"{name}@{dialogue_uid.partition('@')[2]}"


def in_steps(moment: datetime, *, up: bool = False) -> datetime:
    """The five minutes in which it lies, down to their start or up to their end."""
    seconds = int(moment.timestamp())
    whole = -(-seconds // STEP) if up else seconds // STEP
    return datetime.fromtimestamp(whole * STEP, UTC)


def tentative(appointment: Appointment) -> Appointment:
    """A meeting in the calendar of somebody whose request is not confirmed yet."""
    return replace(appointment, status="TENTATIVE") if appointment.status == "CONFIRMED" else appointment


def _told(dialogue: DialogueFacts, turn: TurnFacts, *, url: str, say: Say) -> str:
    """The text of the entry: where on the list, when, between which times, and why there is a spread."""
    lines = [_place(turn)] if turn.cancelled else [_place(turn), _times(turn, dialogue.zone), turn.spread]
    about = sentence("Programme, documents and registration: %(url)s", url=url)
    return "\n\n".join([dialogue.title, *(say(line) for line in (*lines, about) if line)])


def _place(turn: TurnFacts) -> Sentence:
    if turn.cancelled:
        return sentence("The request was withdrawn: this statement is not made.")
    if turn.label is None:
        return sentence("Place %(place)s at present; the list is not published yet.", place=turn.place)
    return sentence("Place %(place)s (%(label)s).", place=turn.place, label=turn.label)


def _times(turn: TurnFacts, zone: str) -> Sentence:
    hour, clock = f"{turn.starts_at.astimezone(ZoneInfo(zone)):%H:%M}", clock_told(zone)
    if turn.earliest is None or turn.latest is None or turn.earliest == turn.latest:
        return sentence("Expected at %(hour)s, %(clock)s.", hour=hour, clock=clock)
    return sentence(
        "Expected at %(hour)s, between %(earliest)s and %(latest)s, %(clock)s.",
        hour=hour,
        earliest=f"{turn.earliest.astimezone(ZoneInfo(zone)):%H:%M}",
        latest=f"{turn.latest.astimezone(ZoneInfo(zone)):%H:%M}",
        clock=clock,
    )
