"""What can be done with delegations: bring the reference tables in, and take in a name that somebody typed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from rtop_event.database import Base, session
from rtop_event.delegations.finding import TYPED_IN
from rtop_event.delegations.models import Alias, Delegation, Group, Membership, Standing
from rtop_event.delegations.reference import Reference, ReferenceDelegation, ReferenceGroup
from rtop_event.delegations.search import folded
from rtop_event.delegations.words import Kind

RowT = TypeVar("RowT", bound=Base)
WantedT = TypeVar("WantedT")
KeyT = TypeVar("KeyT", bound=Hashable)


def load_reference(reference: Reference) -> bool:
    """Bring the tables in, or again after changes; whether anything changed. Delegations typed in stay as they are."""
    asked = select(Delegation).options(selectinload(Delegation.standings), selectinload(Delegation.aliases))
    rows = {row.code: row for row in session.scalars(asked)}
    for delegation in reference.delegations:
        row = rows.get(delegation.code)
        if row is None:
            row = rows[delegation.code] = Delegation(code=delegation.code)
            session.add(row)
        _bring_delegation(row, delegation)
    changed = _flushed()
    ids = {code: row.id for code, row in rows.items()}
    groups = {row.code: row for row in session.scalars(select(Group).options(selectinload(Group.memberships)))}
    for group in reference.groups:
        row_of_group = groups.get(group.code)
        if row_of_group is None:
            row_of_group = Group(code=group.code)
            session.add(row_of_group)
        _bring_group(row_of_group, group, ids)
    return _flushed() or changed


def typed_in(name: str, at: datetime, *, kind: Kind = Kind.CIVIL_SOCIETY) -> Delegation:
    """The civil society body or organisation of that name, made if it is new; case and accents make no other."""
    key = folded(name) or name.casefold()
    unique = key if kind is Kind.CIVIL_SOCIETY else f"{kind.value}:{key}"
    code = f"{TYPED_IN}{hashlib.sha256(unique.encode()).hexdigest()[:20]}"
    found = session.scalar(select(Delegation).where(Delegation.code == code))
    if found is not None:
        return found
    standing = Standing(since=at.date(), name=name, sort_key=key, kind=kind)
    made = Delegation(code=code, typed_in=True, standings=[standing])
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # somebody else typed it in meanwhile
        return session.scalars(select(Delegation).where(Delegation.code == code)).one()
    return made


def _flushed() -> bool:
    """Write what is pending; whether there was anything."""
    pending = bool(session.new or session.deleted or any(session.is_modified(row) for row in session.dirty))
    session.flush()
    return pending


def _bring_delegation(row: Delegation, wanted: ReferenceDelegation) -> None:
    _put(row, iso2=wanted.iso2, typed_in=False)
    matched = _matched(
        row.standings, wanted.standings, lambda one: one.since, lambda one: one.since, lambda one: Standing(since=one)
    )
    for standing, line in matched:
        _put(
            standing,
            until=line.until,
            name=line.name,
            sort_key=line.sort_key,
            kind=line.kind,
            regional_group=line.regional_group,
        )
    for alias, named in _matched(
        row.aliases, wanted.aliases, lambda one: one.text, lambda one: one.text, lambda one: Alias(text=one)
    ):
        _put(alias, language=named.language)


def _bring_group(row: Group, wanted: ReferenceGroup, ids: dict[str, int]) -> None:
    _put(row, name=wanted.name, note=wanted.note)
    matched = _matched(
        row.memberships,
        wanted.memberships,
        lambda one: (one.delegation_id, one.since),
        lambda one: (ids[one.code], one.since),
        lambda key: Membership(delegation_id=key[0], since=key[1]),
    )
    for membership, line in matched:
        _put(membership, until=line.until)


def _matched(
    rows: list[RowT],
    wanted: Iterable[WantedT],
    key_of_row: Callable[[RowT], KeyT],
    key_of_wanted: Callable[[WantedT], KeyT],
    make: Callable[[KeyT], RowT],
) -> list[tuple[RowT, WantedT]]:
    """Each wanted line with its row, made where there is none; rows that nobody wants are taken out."""
    lines = {key_of_wanted(one): one for one in wanted}
    for row in [row for row in rows if key_of_row(row) not in lines]:
        rows.remove(row)
    known = {key_of_row(row): row for row in rows}
    for key in lines:
        if key not in known:
            known[key] = make(key)
            rows.append(known[key])
    return [(known[key], line) for key, line in lines.items()]


def _put(row: Base, **values: object) -> None:
    """Set only what differs, so that a row that stays as it was is not written."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
