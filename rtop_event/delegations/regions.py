"""The regional group of a Member State by its name, from the reference tables alone: no database is asked."""

from __future__ import annotations

from functools import cache

from rtop_event.delegations.reference import read_reference
from rtop_event.delegations.words import RegionalGroup


def regional_group_of(name: str) -> RegionalGroup | None:
    """The group of the delegation that had this name or alias on any day, the last that is held; None where unknown."""
    return _by_name().get(name.casefold())


@cache
def _by_name() -> dict[str, RegionalGroup | None]:
    found: dict[str, RegionalGroup | None] = {}
    delegations = read_reference().delegations
    for one in delegations:
        found |= {alias.text.casefold(): one.standings[-1].regional_group for alias in one.aliases}
    for one in delegations:
        found |= {standing.name.casefold(): standing.regional_group for standing in one.standings}
    return found
