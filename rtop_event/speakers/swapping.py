"""The list as an exchange would leave it: both places before and after."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from rtop_event.speakers.composing import Facts, Listing, Row
from rtop_event.speakers.facts import Exchange


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its row before and after."""

    before: Row
    after: Row


@dataclass(frozen=True, slots=True)
class Swap:
    """What an exchange does to the two."""

    asker: Side
    other: Side

    @property
    def before(self) -> tuple[Row, Row]:
        """Both rows as they are."""
        return self.asker.before, self.other.before

    @property
    def fingerprint(self) -> str:
        """What a form shows to have been drawn from these very places."""
        both = [(row.place.meeting, row.place.number_in_meeting) for row in self.before]
        return hashlib.sha256(repr(both).encode()).hexdigest()[:16]


def swap(facts: Facts, listing: Listing, asker: str, other: str, at: datetime) -> Swap:
    """Both places before and after the two have exchanged; raises NotFound when one is not on the list."""
    before = listing.row(asker), listing.row(other)
    then = facts.listing(exchanges=[*facts.exchanges, Exchange(asker, other, after_all(facts, at))])
    return Swap(Side(before[0], then.row(asker)), Side(before[1], then.row(other)))


def after_all(facts: Facts, at: datetime) -> datetime:
    """The moment of what is made now: later than all that was, even should the clock have jumped back."""
    last = facts.last_moved_at
    return at if last is None else max(at, last + timedelta(microseconds=1))
