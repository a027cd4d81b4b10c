"""How the time was shared, as the record shows it: each sharing with its names, those in none of its parts last."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rtop_event.delegations.titles import KINDS, REGIONAL_GROUPS
from rtop_event.delegations.words import Capacity, Kind, Level, RegionalGroup
from rtop_event.floor.held import Spoken
from rtop_event.floor.record_shapes import Sharing
from rtop_event.floor.shares import C, Share, shared
from rtop_event.floor.voices import FOR_A_GROUP
from rtop_event.floor.who import Who
from rtop_event.registrations.states import Gender
from rtop_event.speakers.reasons import LEVEL
from rtop_event.wording import Sentence, sentence

NO_GROUP = sentence("In no regional group")
NOT_KNOWN = sentence("Not known")
NOT_GIVEN = sentence("Not given")
CAPACITIES = {Capacity.GROUP: FOR_A_GROUP, Capacity.NATIONAL: sentence("For the delegation itself")}
GENDERS = {Gender.WOMAN: sentence("Women"), Gender.MAN: sentence("Men")}


@dataclass(frozen=True, slots=True)
class Shares:
    """The parts by region, kind, level and for whom, and those of women and men."""

    regional_group: tuple[Share[RegionalGroup], ...]
    kind: tuple[Share[Kind], ...]
    level: tuple[Share[Level], ...]
    capacity: tuple[Share[Capacity], ...]
    gender: tuple[Share[Gender], ...]
    """Empty where nobody said it, and for everybody but the desk."""


def parts_of(spoken: Sequence[Spoken], who: Callable[[str], Who], *, for_desk: bool) -> Shares:
    """All the sharings."""
    genders = shared(spoken, GENDERS, lambda one: who(one.turn).gender or None) if for_desk else ()
    return Shares(
        regional_group=shared(spoken, RegionalGroup, lambda one: who(one.turn).region),
        kind=shared(spoken, Kind, lambda one: who(one.turn).kind),
        level=shared(spoken, Level, lambda one: who(one.turn).level),
        capacity=shared(spoken, Capacity, lambda one: who(one.turn).capacity),
        gender=() if all(one.of is None for one in genders) else genders,
    )


def shares_of(spoken: Sequence[Spoken], who: Callable[[str], Who], *, for_desk: bool) -> tuple[Sharing, ...]:
    """By region, kind, level and for whom; for the desk also of women and men, where anybody said it."""
    of = parts_of(spoken, who, for_desk=for_desk)
    found = (
        _sharing(
            sentence("Time by regional group"),
            sentence("Regional group"),
            of.regional_group,
            REGIONAL_GROUPS,
            NO_GROUP,
        ),
        _sharing(sentence("Time by kind of delegation"), sentence("Kind of delegation"), of.kind, KINDS, NOT_KNOWN),
        _sharing(sentence("Time by level"), sentence("Level"), of.level, LEVEL, sentence("Without a level")),
        _sharing(sentence("Time for groups and for oneself"), sentence("For whom"), of.capacity, CAPACITIES, NOT_KNOWN),
    )
    if not of.gender:
        return found
    return (*found, _sharing(sentence("Time of women and men"), sentence("Speaker"), of.gender, GENDERS, NOT_GIVEN))


def _sharing(
    title: Sentence, label: Sentence, parts: Sequence[Share[C]], names: Mapping[C, Sentence], none: Sentence
) -> Sharing:
    rows = tuple((names[one.of] if one.of else none, one.statements, (one.used, one.planned)) for one in parts)
    return Sharing(title, label, rows)
