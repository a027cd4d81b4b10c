"""The facts from which the list is computed: inscriptions, moves by the chair, exchanges, whole orders restored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rtop_event.delegations.words import Kind, Level, RegionalGroup
from rtop_event.registrations.states import Gender


class Inscription(Protocol):
    """A request for the floor; rows and the tuples of a test both fit it."""

    @property
    def key(self) -> str:
        """A stable name of this inscription, unique on the list."""

    @property
    def delegation(self) -> str:
        """The delegation's name as it is shown."""

    @property
    def official(self) -> str:
        """The delegation's official English name, by which lots are drawn and the alphabet files it."""

    @property
    def iso2(self) -> str:
        """Its code of two letters, empty where it has none."""

    @property
    def kind(self) -> Kind: ...

    @property
    def level(self) -> Level: ...

    @property
    def on_behalf_of(self) -> str | None:
        """The name of the group for which the statement is made."""

    @property
    def requested_at(self) -> datetime:
        """When the floor was asked for, aware UTC."""

    @property
    def meeting(self) -> int | None:
        """The meeting preferred or assigned, counted from 1."""

    @property
    def pin(self) -> int | None:
        """The place to which it is pinned, counted from 1 in its own list."""

    @property
    def pinned_why(self) -> str:
        """Why it is pinned, as far as that was said."""

    @property
    def live(self) -> bool:
        """False once withdrawn: it takes no place, but moves made next to it stay where they are."""

    @property
    def regional_group(self) -> RegionalGroup | None:
        """The regional group of the delegation, None where it is in none."""

    @property
    def gender(self) -> Gender:
        """Of the speaker, where it is given."""

    @property
    def since(self) -> datetime:
        """When it came to the list, aware UTC; later than the request where it waited on the reserve."""

    @property
    def gone_at(self) -> datetime | None:
        """When it was withdrawn, aware UTC; None for one that is live or never stood on the list."""


class Move(Protocol):
    """The chair put an inscription directly after another one; the fact survives what happens to both."""

    @property
    def key(self) -> str:
        """The inscription that was moved."""

    @property
    def after(self) -> str | None:
        """The inscription after which it was put; None is the front of its list."""

    @property
    def reason(self) -> str: ...

    @property
    def moved_at(self) -> datetime:
        """Moves are made again in this order, aware UTC."""


@dataclass(frozen=True, slots=True)
class Request:
    """An inscription as plain values, as it comes from a file."""

    key: str
    delegation: str
    requested_at: datetime
    kind: Kind = Kind.MEMBER_STATE
    level: Level = Level.CHAIR_OF_DELEGATION
    on_behalf_of: str | None = None
    meeting: int | None = None
    pin: int | None = None
    live: bool = True
    pinned_why: str = ""
    regional_group: RegionalGroup | None = None
    gender: Gender = Gender.NOT_GIVEN
    gone_at: datetime | None = None
    iso2: str = ""

    @property
    def official(self) -> str:
        """The name as it is given."""
        return self.delegation

    @property
    def since(self) -> datetime:
        """A file knows only the time of inscription."""
        return self.requested_at


@dataclass(frozen=True, slots=True)
class ChairsMove:
    """A move as plain values, for a preview of one that is not made yet."""

    key: str
    after: str | None
    reason: str
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two delegations exchanged their places; it holds until one of them takes its place anew."""

    one: str
    other: str
    applied_at: datetime
    """Among the moves it is made again in its time, aware UTC."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The whole list was put in one order at once, as when a revision is restored."""

    lists: tuple[tuple[int | None, tuple[str, ...]], ...]
    """Each meeting (None for the list of the day) with the keys of its inscriptions in order."""
    reason: str
    arranged_at: datetime
    """Among moves and exchanges it is made again in its time, aware UTC."""
    revision: int | None = None
    """The number of the revision that was restored."""
    published_at: datetime | None = None
    """When that revision was published, aware UTC."""


Fact = Move | Exchange | Arrangement
