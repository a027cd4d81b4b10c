"""Finding delegations and groups as they were on a day; what is read is kept until the edition rises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rtop_event.database import db, session
from rtop_event.delegations.models import Delegation, Group, Membership
from rtop_event.delegations.names import names_elsewhere
from rtop_event.delegations.search import Entry
from rtop_event.delegations.words import Kind, RegionalGroup
from rtop_event.edition import seen_edition
from rtop_event.remembered import Remembered

MOST_KEPT = 64
TYPED_IN = "typed-"
"""How the codes of delegations begin whose names a registration brought in."""
KeptT = TypeVar("KeptT")


@dataclass(frozen=True, slots=True)
class Known:
    """A delegation as it stood on a day; `name` is the United Nations' English one."""

    id: int
    code: str
    iso2: str
    kind: Kind
    name: str
    sort_key: str
    regional_group: RegionalGroup | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A group on whose behalf a delegation can speak."""

    id: int
    code: str
    name: str


def on_day(day: date) -> list[Known]:
    """All delegations as they stood on that day, by kind and then sort key."""
    return list(_all_on(day).values())


def known(delegation_id: int, day: date) -> Known | None:
    """One delegation as it stood on that day, by its id."""
    return _all_on(day).get(delegation_id)


def by_code(code: str, day: date) -> Known | None:
    """One delegation as it stood on that day, by its code."""
    return _kept(("codes", day), lambda: {one.code: one for one in on_day(day)}).get(code)


def entries_on(day: date) -> list[Entry]:
    """All delegations as the search wants them; names that strangers typed in are shown to nobody else."""
    return _kept(("entries", day), lambda: [_entry(one) for one in on_day(day) if not one.code.startswith(TYPED_IN)])


def groups() -> list[KnownGroup]:
    """All groups by name."""
    return _kept(("groups",), _read_groups)


def members(group_id: int, day: date) -> frozenset[int]:
    """The ids of a group's members on that day; empty where we hold no list of them."""
    return _kept(("members", group_id, day), lambda: _read_members(group_id, day))


def all_members(day: date) -> dict[int, frozenset[int]]:
    """The ids of the members of every group on that day, by the ids of the groups."""
    return _kept(("all members", day), lambda: {one.id: _read_members(one.id, day) for one in _read_groups()})


def members_by_code(day: date) -> dict[str, frozenset[str]]:
    """The codes of the members of every group on that day, by the codes of the groups."""

    def read() -> dict[str, frozenset[str]]:
        codes, found = {one.id: one.code for one in on_day(day)}, all_members(day)
        return {one.code: frozenset(codes[number] for number in found[one.id]) for one in groups()}

    return _kept(("members by code", day), read)


def name_of(delegation: Delegation, day: date) -> str:
    """The name that a delegation had on that day."""
    return delegation.standing_on(day).name


def _all_on(day: date) -> dict[int, Known]:
    return _kept(("day", day), lambda: _read_day(day))


def _read_day(day: date) -> dict[int, Known]:
    asked = select(Delegation).options(selectinload(Delegation.standings), selectinload(Delegation.aliases))
    kinds = list(Kind)
    found = [_as_remembered(row, day) for row in session.scalars(asked)]
    found.sort(key=lambda one: (kinds.index(one.kind), one.sort_key, one.code))
    return {one.id: one for one in found}


def _as_remembered(row: Delegation, day: date) -> Known:
    standing = row.standing_on(day)
    aliases = tuple(alias.text for alias in row.aliases)
    return Known(
        id=row.id,
        code=row.code,
        iso2=row.iso2,
        kind=standing.kind,
        name=standing.name,
        sort_key=standing.sort_key,
        regional_group=standing.regional_group,
        aliases=aliases,
    )


def _entry(one: Known) -> Entry:
    aliases = (*one.aliases, *names_elsewhere(one.iso2, one.name))
    return Entry(one.code, one.name, one.kind, one.sort_key, one.iso2, aliases)


def _read_groups() -> list[KnownGroup]:
    return [
        KnownGroup(row.id, row.code, row.name)
        for row in session.scalars(select(Group).where(Group.code.not_like(f"{TYPED_IN}%")).order_by(Group.name))
    ]


def _read_members(group_id: int, day: date) -> frozenset[int]:
    asked = select(Membership).where(Membership.group_id == group_id)
    return frozenset(
        one.delegation_id
        for one in session.scalars(asked)
        if (one.since is None or one.since <= day) and (one.until is None or day < one.until)
    )


_remembered: Remembered[Any] = Remembered(MOST_KEPT)


def _kept(what: tuple[Any, ...], read: Callable[[], KeptT]) -> KeptT:
    """What was read in this very edition of this database, else read now; the transaction sees its own changes."""
    return cast("KeptT", _remembered.answer((str(db.engine.url), *_edition(), *what), read))


def _edition() -> tuple[object, ...]:
    return seen_edition(session())
