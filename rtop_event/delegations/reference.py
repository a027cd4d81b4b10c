"""The reference tables as values: delegations with dated standings, aliases, groups with dated members.

The tables tell how things stood from 2009-01-01, the year of the first report, or from the admission if that was later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Protocol, TypeVar

from rtop_event.delegations.tables import Row, rows_of
from rtop_event.delegations.words import Kind, RegionalGroup
from rtop_event.wording import sentence

FOLDER = Path(__file__).parent.parent / "data" / "reference"
CODE = r"[A-Za-z0-9-]{2,40}"
ISO2 = r"([A-Z]{2})?"
SORT_KEY = r"[a-z0-9]+( [a-z0-9]+)*"
LANGUAGE = r"[a-z]{2}"

DELEGATION_COLUMNS = ("code", "iso2", "admitted")
STANDING_COLUMNS = ("code", "from", "until", "name", "sort_key", "kind", "regional_group", "note")
ALIAS_COLUMNS = ("code", "alias", "language")
GROUP_COLUMNS = ("code", "name", "note")
MEMBERSHIP_COLUMNS = ("group", "code", "from", "until")


class Dated(Protocol):
    """Something that holds from a day until before another; None means open on that side."""

    @property
    def since(self) -> date | None:
        """The first day, None for as long as we know."""

    @property
    def until(self) -> date | None:
        """The first day on which it no longer holds, None for still."""


DatedT = TypeVar("DatedT", bound=Dated)


def holds_on(dated: Dated, day: date) -> bool:
    """Whether it holds on that day."""
    return (dated.since is None or dated.since <= day) and (dated.until is None or day < dated.until)


@dataclass(frozen=True, slots=True)
class ReferenceStanding:
    """Name, sort key, kind and regional group of a delegation from a day until before another."""

    since: date
    until: date | None
    name: str
    sort_key: str
    kind: Kind
    regional_group: RegionalGroup | None
    note: str


@dataclass(frozen=True, slots=True)
class ReferenceAlias:
    """Another name or acronym under which people look for a delegation."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class ReferenceDelegation:
    """One delegation; `iso2` is empty and `admitted` None where there is none or we do not hold it."""

    code: str
    iso2: str
    admitted: date | None
    standings: tuple[ReferenceStanding, ...]
    aliases: tuple[ReferenceAlias, ...]

    def standing_on(self, day: date) -> ReferenceStanding | None:
        """How it stands on that day, None where the tables say nothing."""
        return next((standing for standing in self.standings if holds_on(standing, day)), None)


@dataclass(frozen=True, slots=True)
class ReferenceMembership:
    """The code of a member and the days between which it is one."""

    code: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class ReferenceGroup:
    """A group on whose behalf one of its members can speak; no memberships where we hold no list."""

    code: str
    name: str
    note: str
    memberships: tuple[ReferenceMembership, ...]

    def members_on(self, day: date) -> list[str]:
        """The codes of its members on that day, in the order of the table."""
        return [membership.code for membership in self.memberships if holds_on(membership, day)]


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference tables, in the order of their files."""

    delegations: tuple[ReferenceDelegation, ...]
    groups: tuple[ReferenceGroup, ...]


def read_reference(folder: Path = FOLDER) -> Reference:
    """The tables of that folder; raises BadReference with file, line and reason at the first fault."""
    delegations = {
        row.text("code", CODE): row for row in _unique(rows_of(folder / "delegations.csv", DELEGATION_COLUMNS))
    }
    standings = _standings(folder, delegations)
    aliases = _aliases(folder, delegations)
    return Reference(
        tuple(_delegation(code, row, standings, aliases) for code, row in delegations.items()),
        _groups(folder, delegations),
    )


def _delegation(
    code: str,
    row: Row,
    standings: dict[str, list[ReferenceStanding]],
    aliases: dict[str, list[ReferenceAlias]],
) -> ReferenceDelegation:
    if not standings[code]:
        raise row.bad(sentence("%(code)s has no standing in standings.csv", code=code))
    iso2, admitted = row.text("iso2", ISO2), row.day_or_none("admitted")
    return ReferenceDelegation(code, iso2, admitted, tuple(standings[code]), tuple(aliases[code]))


def _standings(folder: Path, delegations: dict[str, Row]) -> dict[str, list[ReferenceStanding]]:
    found: dict[str, list[tuple[ReferenceStanding, Row]]] = {code: [] for code in delegations}
    for row in rows_of(folder / "standings.csv", STANDING_COLUMNS):
        standing = ReferenceStanding(
            since=row.day("from"),
            until=row.end("from", "until"),
            name=row.text("name"),
            sort_key=row.text("sort_key", SORT_KEY),
            kind=row.choice("kind", Kind),
            regional_group=row.choice("regional_group", RegionalGroup) if row.has("regional_group") else None,
            note=row.any_text("note"),
        )
        found[_known(row, "code", delegations)].append((standing, row))
    return {code: _without_overlap(pairs) for code, pairs in found.items()}


def _aliases(folder: Path, delegations: dict[str, Row]) -> dict[str, list[ReferenceAlias]]:
    found: dict[str, list[ReferenceAlias]] = {code: [] for code in delegations}
    for row in rows_of(folder / "aliases.csv", ALIAS_COLUMNS):
        code = _known(row, "code", delegations)
        alias = ReferenceAlias(row.text("alias"), row.text("language", LANGUAGE))
        if alias.text in {one.text for one in found[code]}:
            raise row.bad(sentence("%(code)s has the alias “%(alias)s” twice", code=code, alias=alias.text))
        found[code].append(alias)
    return found


def _groups(folder: Path, delegations: dict[str, Row]) -> tuple[ReferenceGroup, ...]:
    groups = {row.text("code", CODE): row for row in _unique(rows_of(folder / "groups.csv", GROUP_COLUMNS))}
    found: dict[tuple[str, str], list[tuple[ReferenceMembership, Row]]] = {}
    for row in rows_of(folder / "memberships.csv", MEMBERSHIP_COLUMNS):
        group, code = _known(row, "group", groups), _known(row, "code", delegations)
        membership = ReferenceMembership(code, row.day_or_none("from"), row.end("from", "until"))
        found.setdefault((group, code), []).append((membership, row))
    members: dict[str, list[ReferenceMembership]] = {code: [] for code in groups}
    for (group, _code), pairs in found.items():
        members[group] += _without_overlap(pairs)
    return tuple(
        ReferenceGroup(code, row.text("name"), row.any_text("note"), tuple(members[code]))
        for code, row in groups.items()
    )


def _unique(rows: Iterator[Row]) -> Iterator[Row]:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        for column in ("code", "iso2"):
            key = (column, row.any_text(column).upper())
            if key[1] and key in seen:
                raise row.bad(
                    sentence(
                        "%(column)s “%(value)s” stands already on line %(line)s",
                        column=column,
                        value=row.any_text(column),
                        line=seen[key],
                    )
                )
            seen[key] = row.line
        yield row


def _known(row: Row, column: str, known: dict[str, Row]) -> str:
    code = row.text(column)
    if code not in known:
        raise row.bad(sentence("unknown %(column)s “%(value)s”", column=column, value=code))
    return code


def _without_overlap(pairs: list[tuple[DatedT, Row]]) -> list[DatedT]:
    ordered = sorted(pairs, key=lambda pair: pair[0].since or date.min)
    for (earlier, _row), (later, row) in pairwise(ordered):
        if earlier.until is None or (later.since or date.min) < earlier.until:
            raise row.bad(sentence("%(code)s has another line for some of these days", code=row.any_text("code")))
    return [dated for dated, _row in ordered]
