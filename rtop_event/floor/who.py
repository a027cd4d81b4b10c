"""Whose turns they were: the delegation as it stood on the day, and for the desk the person who spoke."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from rtop_event.database import session
from rtop_event.delegations.finding import known
from rtop_event.delegations.names import name_in
from rtop_event.delegations.words import Capacity, Kind, Level, RegionalGroup
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.planned import planned_of
from rtop_event.floor.planned_names import programme_name
from rtop_event.floor.room import DELEGATION
from rtop_event.registrations.finding import day_of
from rtop_event.registrations.models import Registration
from rtop_event.registrations.states import Gender
from rtop_event.speakers.listing import key_of


@dataclass(frozen=True, slots=True)
class Who:
    """Who had the floor, or asked for it; `english` is the official name of the delegation."""

    name: str
    english: str
    kind: Kind | None = None
    region: RegionalGroup | None = None
    level: Level | None = None
    on_behalf_of: str = ""
    speaker: str = ""
    function: str = ""
    gender: Gender = Gender.NOT_GIVEN

    @property
    def capacity(self) -> Capacity:
        """For whom a statement was made."""
        return Capacity.GROUP if self.on_behalf_of else Capacity.NATIONAL


NOBODY = Who("", "")
"""No delegation, such as the panel."""


def who_of(dialogue: Dialogue, turns: Iterable[str], language: str) -> dict[str, Who]:
    """Those behind these turns, which are inscriptions, delegations or of the programme; NOBODY for others."""
    asked, day = set(turns), day_of(dialogue)
    ids = {int(turn) for turn in asked if turn.isdecimal()}
    mine = Registration.id.in_(ids), Registration.dialogue_id == dialogue.id
    rows = session.scalars(select(Registration).options(joinedload(Registration.group)).where(*mine))
    found = {key_of(row.id): _inscribed(row, day, language) for row in rows}
    for turn in asked - set(found):
        number = turn.removeprefix(DELEGATION)
        of_delegation = number.isdecimal()
        found[turn] = _delegation(int(number), day, language) if of_delegation else _of_programme(turn, language)
    named = {one.key: one.name for one in planned_of(dialogue.meetings)}
    return found | {turn: Who(named[turn], named[turn]) for turn in asked & set(named)}


def _inscribed(row: Registration, day: date, language: str) -> Who:
    return replace(
        _delegation(row.delegation_id, day, language),
        kind=row.kind,
        level=None if row.kind is Kind.CIVIL_SOCIETY else row.level,
        on_behalf_of=row.group.name if row.group else "",
        speaker=row.speaker_name,
        function=row.speaker_function,
        gender=row.speaker_gender or Gender.NOT_GIVEN,
    )


def _delegation(number: int, day: date, language: str) -> Who:
    one = known(number, day)
    return Who(name_in(language, one.iso2, one.name), one.name, one.kind, one.regional_group) if one else NOBODY


def _of_programme(turn: str, language: str) -> Who:
    name = programme_name(turn, language)
    return Who(name, programme_name(turn, "en") or name) if name else NOBODY
