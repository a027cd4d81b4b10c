"""What every page of the desk about the list is made from, and the strip of facts above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import State
from rtop_event.dialogues.stages import list_hours
from rtop_event.speakers.beside import Beside, with_beside
from rtop_event.speakers.composing import Facts, Listing
from rtop_event.speakers.latest import Latest, latest_of
from rtop_event.speakers.listing import facts_of
from rtop_event.speakers.revisions import Seen
from rtop_event.speakers.seen import as_seen, difference
from rtop_event.speakers.what_if import What, largest_of
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class Strip:
    """The state of the list, always visible; times in seconds."""

    zone: str
    speakers: int
    needed: int
    available: int
    summary: Sentence
    over: bool
    try_limit: int | None
    state: State
    turns_at: datetime
    published: Sentence | None
    published_at: datetime | None
    coming: int
    unpublished: int


@dataclass(frozen=True)
class AtDesk:
    """What every page of the desk about the list is made from."""

    dialogue: Dialogue
    facts: Facts
    listing: Listing
    latest: Latest
    beside: Mapping[int, Beside]
    """What stands beside the places, by the ids of the requests."""

    @property
    def last(self) -> Seen | None:
        """The list as it was last published."""
        return self.latest.published

    @property
    def unpublished(self) -> int:
        """How many changes the public has not seen."""
        return difference(self.last.places if self.last else (), as_seen(self.listing)).number


def at_desk(dialogue: Dialogue, language: str, at: datetime) -> AtDesk:
    """The list, what was last published and recorded of it, and what stands beside its places at that moment."""
    latest = latest_of(dialogue)
    registrations, beside = with_beside(dialogue, at)
    facts = facts_of(dialogue, language, registrations)
    return AtDesk(dialogue, facts, facts.listing(), latest, beside)


def strip(desk: AtDesk, at: datetime) -> Strip:
    """The facts above every page."""
    dialogue, day, last = desk.dialogue, desk.listing.day.day, desk.last
    places, clock = desk.listing.places, desk.listing.timetable
    limit = largest_of(What.DELEGATION, places, clock).seconds if day.over else None
    hours = list_hours(dialogue)
    return Strip(
        zone=dialogue.zone,
        speakers=day.speakers,
        needed=day.needed,
        available=day.available,
        summary=day.summary,
        over=day.over > 0,
        try_limit=limit,
        state=hours.state(at),
        turns_at=hours.opens_at if hours.state(at) is State.ANNOUNCED else hours.closes_at,
        published=last.label if last else None,
        published_at=last.published_at if last else None,
        coming=last.number + 1 if last else 0,
        unpublished=desk.unpublished,
    )
