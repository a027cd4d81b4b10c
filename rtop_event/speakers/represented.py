"""Speakers and States represented: two different counts, together and by regional group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from rtop_event.delegations.words import Kind, RegionalGroup

STATES = frozenset({Kind.MEMBER_STATE, Kind.OBSERVER_STATE})


class Spoken(Protocol):
    """A statement on the list, as far as it matters for whom it is made."""

    @property
    def delegation_id(self) -> int: ...

    @property
    def standing(self) -> frozenset[int]:
        """The members and others behind a statement for a group; empty for a national one."""


class State(Protocol):
    """A delegation as it stands on the day."""

    @property
    def kind(self) -> Kind: ...

    @property
    def regional_group(self) -> RegionalGroup | None: ...


@dataclass(frozen=True, slots=True)
class Counted:
    """How many speak, and how many States are spoken for; `group` is None for those in no regional group."""

    group: RegionalGroup | None
    speakers: int
    states: int


@dataclass(frozen=True, slots=True)
class Represented:
    """The two counts of a list; speakers that are no State are in none of the groups."""

    speakers: int
    states: int
    by_group: tuple[Counted, ...]
    others: int = 0
    """How many of the speakers speak for no State at all."""


def represented(statements: Iterable[Spoken], states: Mapping[int, State]) -> Represented:
    """Count every speaker, and each State once: those that speak, and those on whose behalf others speak.

    `states` are the delegations of the day by their ids; what is no State then is not counted as one.
    """
    said = list(statements)
    spoken_for = {one for statement in said for one in (statement.delegation_id, *statement.standing)}
    there = [states[one] for one in spoken_for if one in states and states[one].kind in STATES]
    speak = [states[one.delegation_id] for one in said if one.delegation_id in states]
    speak = [one for one in speak if one.kind in STATES]
    groups: list[RegionalGroup | None] = [*RegionalGroup, None]
    return Represented(
        speakers=len(said),
        states=len(there),
        by_group=tuple(
            Counted(
                group,
                sum(one.regional_group is group for one in speak),
                sum(one.regional_group is group for one in there),
            )
            for group in groups
        ),
        others=sum(not _for_a_state(one, states) for one in said),
    )


def _for_a_state(statement: Spoken, states: Mapping[int, State]) -> bool:
    spoken_for = (statement.delegation_id, *statement.standing)
    return any(one in states and states[one].kind in STATES for one in spoken_for)
