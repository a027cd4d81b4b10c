"""Whose turns they were: the delegation as it stood on the day, and for the desk the person who spoke."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rtop_event.database import session
from rtop_event.delegations.finding import Known, known
from rtop_event.delegations.names import name_in
from rtop_event.delegations.words import Capacity, Kind, Level, RegionalGroup
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.room import DELEGATION
from rtop_event.registrations.finding import day_of, whole
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
    """Those behind these turns, which are inscriptions or delegations, by their keys; NOBODY for others."""
    asked, day = set(turns), day_of(dialogue)
    ids = {int(turn) for turn in asked if turn.isdecimal()}
    rows = session.scalars(whole().where(Registration.id.in_(ids), Registration.dialogue_id == dialogue.id))
    found = {key_of(row.id): _inscribed(row, dialogue, language) for row in rows}
    for turn in asked - set(found):
        one = known(int(number), day) if (number := turn.removeprefix(DELEGATION)).isdecimal() else None
        found[turn] = _delegation(one, language) if one else NOBODY
    return found


def _inscribed(row: Registration, dialogue: Dialogue, language: str) -> Who:
    standing = row.delegation.standing_on(day_of(dialogue))
    return Who(
        name=name_in(language, row.delegation.iso2, standing.name),
        english=standing.name,
        kind=row.kind,
        region=standing.regional_group,
        level=None if row.kind is Kind.CIVIL_SOCIETY else row.level,
        on_behalf_of=row.group.name if row.group else "",
        speaker=row.speaker_name,
        function=row.speaker_function,
        gender=row.speaker_gender or Gender.NOT_GIVEN,
    )


def _delegation(one: Known, language: str) -> Who:
    return Who(name_in(language, one.iso2, one.name), one.name, one.kind, one.regional_group)
