"""The list as a whole: places with reasons, expected times and limits, composed from plain facts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from http import HTTPStatus

from rtop_event.delegations.words import Kind, Level, RegionalGroup
from rtop_event.refusal import NotFound, Refusal
from rtop_event.registrations.behind import NOBODY, Behind
from rtop_event.registrations.states import Gender
from rtop_event.speakers.chain import PRESETS, Chain
from rtop_event.speakers.chain_reading import written
from rtop_event.speakers.facts import Arrangement, Exchange
from rtop_event.speakers.floor_time import DayTime, day_time
from rtop_event.speakers.ordering import Place, order
from rtop_event.speakers.spread import outward, timed
from rtop_event.speakers.timing import Timetable, Turn
from rtop_event.speakers.words import BLOCK_OF, Block
from rtop_event.wording import sentence


class NoSuchPlace(Refusal):
    """The list has no place of that number."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, last: int) -> None:
        super().__init__(sentence("The list has the places from 1 to %(last)s.", last=last))


@dataclass(frozen=True, slots=True)
class Entry:
    """An inscription as plain values; `delegation` is the name in the reader's language, `english` the official one."""

    key: str
    id: int
    delegation: str
    english: str
    iso2: str
    kind: Kind
    level: Level
    on_behalf_of: str | None
    requested_at: datetime
    meeting: int | None
    pin: int | None
    live: bool
    speaker: str
    function: str
    on_reserve: bool = False
    delegation_id: int = 0
    behind: Behind = NOBODY
    """Who stands behind a statement on behalf of a group."""
    also: tuple[tuple[str, str], ...] = ()
    """Those that align themselves, each as code of two letters and official name."""
    without: tuple[tuple[str, str], ...] = ()
    """The members that opted out."""
    pinned_why: str = ""
    regional_group: RegionalGroup | None = None
    gender: Gender = Gender.NOT_GIVEN
    listed_at: datetime | None = None
    """When it came to the list, where that was later than the request: confirmed, or admitted from the reserve."""
    gone_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """When it came to the list as it stands now."""
        return max(self.requested_at, self.listed_at or self.requested_at)

    @property
    def standing(self) -> frozenset[int]:
        """The ids of those for whom a statement on behalf of a group is made."""
        return self.behind.standing

    @property
    def official(self) -> str:
        """The official English name."""
        return self.english

    @property
    def block(self) -> Block:
        """The constituency to which it belongs."""
        return Block.GROUPS if self.on_behalf_of else BLOCK_OF[self.kind]


@dataclass(frozen=True, slots=True)
class MadeMove:
    """A move as the chair made it; the id is None for a preview."""

    id: int | None
    key: str
    after: str | None
    reason: str
    by: str
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One place with everything that is computed of it."""

    place: Place
    entry: Entry
    turn: Turn
    limit: int
    move: MadeMove | None = None

    @property
    def key(self) -> str:
        """The key of the inscription."""
        return self.entry.key


@dataclass(frozen=True)
class Listing:
    """The list at one moment, in order."""

    preset: str
    timetable: Timetable
    rows: tuple[Row, ...]
    day: DayTime
    made_by: str = ""
    """The rules, exchanges and arrangements by which it was made, in short."""

    def row(self, key: str) -> Row:
        """The row of an inscription; raises NotFound when it is not on the list."""
        if key not in self._rows:
            raise NotFound
        return self._rows[key]

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return {row.key: row for row in self.rows}

    def around(self, row: Row) -> list[Row]:
        """All rows of the list in which this one stands: that of its meeting, or that of the day."""
        return [one for one in self.rows if one.place.meeting == row.place.meeting]

    @property
    def order(self) -> list[tuple[str, int | None]]:
        """Who stands on which list, in order."""
        return [(row.key, row.place.meeting) for row in self.rows]

    @cached_property
    def places(self) -> list[Place]:
        """The bare places."""
        return [row.place for row in self.rows]

    @cached_property
    def fingerprint(self) -> str:
        """What a form shows to have been drawn from this very order."""
        facts = [
            f"{row.key} {row.place.meeting} {row.entry.pin} {row.move.id if row.move else ''}" for row in self.rows
        ]
        return hashlib.sha256("\n".join([self.preset, self.made_by, *facts]).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the list is computed from."""

    entries: tuple[Entry, ...]
    moves: tuple[MadeMove, ...]
    preset: str
    timetable: Timetable
    exchanges: tuple[Exchange, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    own_chain: Chain = ()
    """The rules that an organiser chose; empty: those of the preset."""

    @property
    def chain(self) -> Chain:
        """The rules that order the list."""
        return self.own_chain or PRESETS[self.preset]

    @property
    def last_moved_at(self) -> datetime | None:
        """When a move or an exchange was last made; what is made next comes after it."""
        made = [*(one.moved_at for one in self.moves), *(one.applied_at for one in self.exchanges)]
        made += [one.arranged_at for one in self.arrangements]
        return max(made, default=None)

    def listing(
        self,
        *,
        preset: str | None = None,
        timetable: Timetable | None = None,
        moves: Sequence[MadeMove] | None = None,
        exchanges: Sequence[Exchange] | None = None,
        arrangements: Sequence[Arrangement] | None = None,
        chain: Chain | None = None,
    ) -> Listing:
        """The list of these facts, or what it would be with other ones; another preset is taken with its own rules."""
        made = self.moves if moves is None else tuple(moves)
        swaps = self.exchanges if exchanges is None else tuple(exchanges)
        clock = timetable or self.timetable
        orders = self.arrangements if arrangements is None else tuple(arrangements)
        rules = chain or (PRESETS[preset] if preset else self.chain)
        places = order(self.entries, rules, made, swaps, orders)
        entries = {entry.key: entry for entry in self.entries}
        last = {move.key: move for move in made}
        rows = tuple(
            Row(place, entries[place.key], outward(turn), clock.limits.of(place), last.get(place.key))
            for place, turn in zip(places, timed(places, clock), strict=True)
        )
        made_by = json.dumps(
            [written(rules), [str(one.applied_at) for one in swaps], [str(one.arranged_at) for one in orders]]
        )
        return Listing(preset or self.preset, clock, rows, day_time(places, clock), made_by)


def anchor_for(listing: Listing, key: str, place: int) -> str | None:
    """After whom an inscription stands once it has that place of its list; None is the front. Raises NoSuchPlace."""
    row = listing.row(key)
    others = [one for one in listing.around(row) if one.key != key]
    if not 1 <= place <= len(others) + 1:
        raise NoSuchPlace(len(others) + 1)
    return others[place - 2].key if place > 1 else None
