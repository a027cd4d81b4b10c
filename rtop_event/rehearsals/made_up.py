"""Speakers of an exercise: names that no delegation and no person has, each labelled as an example."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import product

from rtop_event.delegations.words import Kind, Level, RegionalGroup

MOST = 200
LABEL = "(example)"
_STEMS = (
    "Avendia", "Belmarra", "Corvania", "Dellusia", "Estravia", "Farrowmere", "Galdonia", "Hesperana", "Ilvermark",
    "Jorvalia", "Kestovia", "Lunaria", "Marovia", "Nerethia", "Ostrelia", "Palvania", "Quillonia", "Ravendor",
    "Sorrenia", "Tavaria", "Ulmaria", "Varonia", "Westmarra", "Xandoria", "Yolvania", "Zephyria",
)  # fmt: skip
_FORMS = (
    "{}", "Republic of {}", "Kingdom of {}", "Democratic Republic of {}", "United Islands of {}", "North {}",
    "{} and the Outer Isles", "Federated States of {}",
)  # fmt: skip
_BODIES: dict[Kind, tuple[str, ...]] = {
    Kind.OBSERVER_STATE: ("Free City of {}", "Holy Domain of {}"),
    Kind.REGIONAL_ORGANISATION: ("{} Regional Union", "Community of {} States"),
    Kind.CIVIL_SOCIETY: ("{} Institute for Peace", "Friends of {}", "{} Human Rights Forum"),
}
_GIVEN = ("Amara", "Bente", "Chidera", "Dorotea", "Emil", "Farida", "Goran", "Hanne", "Ismet", "Jun", "Kwesi", "Lucía")
_FAMILY = ("Adeyar", "Borgstad", "Cazimir", "Delacrone", "Ekwall", "Fontes", "Garanov", "Hadjar", "Ibsten", "Jovante")
_FUNCTIONS: dict[Level, str] = {
    Level.HEAD_OF_STATE: "President",
    Level.HEAD_OF_GOVERNMENT: "Prime Minister",
    Level.MINISTER: "Minister for Foreign Affairs",
    Level.VICE_MINISTER: "Deputy Minister for Foreign Affairs",
    Level.CHAIR_OF_DELEGATION: "Permanent Representative",
}
_LEVELS = (
    Level.HEAD_OF_STATE,
    Level.HEAD_OF_GOVERNMENT,
    *[Level.MINISTER] * 3,
    Level.VICE_MINISTER,
    *[Level.CHAIR_OF_DELEGATION] * 14,
)
"""As often as they come."""
GROUPS = ("Group of Coastal Friends (example)", "Movement of Mountain States (example)")


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Somebody who asks for the floor in an exercise; `group` is the number of the group spoken for, counted from 0."""

    name: str
    kind: Kind
    level: Level
    speaker: str
    function: str
    region: RegionalGroup | None
    group: int | None = None


def made_up(number: int, seed: int) -> list[MadeUp]:
    """So many speakers, at most MOST; the same seed makes the same ones. Two at most speak for groups."""
    dice = random.Random(seed)  # noqa: S311 (an exercise, no secret)
    states = [form.format(stem) for form, stem in product(_FORMS, _STEMS)]
    dice.shuffle(states)
    found = [_one(dice, place, states[place]) for place in range(min(number, MOST))]
    for group in range(min(len(GROUPS), number // 10)):
        at = next(place for place, one in enumerate(found) if one.kind is Kind.MEMBER_STATE and one.group is None)
        first = found[at]
        found[at] = MadeUp(
            first.name, first.kind, first.level, first.speaker, first.function, first.region, group=group
        )
    dice.shuffle(found)
    return found


def _one(dice: random.Random, place: int, state: str) -> MadeUp:
    kind = {7: Kind.OBSERVER_STATE, 13: Kind.REGIONAL_ORGANISATION, 18: Kind.CIVIL_SOCIETY}.get(
        place % 20, Kind.MEMBER_STATE
    )
    speaker = f"{dice.choice(_GIVEN)} {dice.choice(_FAMILY)} {LABEL}"
    if kind is Kind.MEMBER_STATE:
        level = dice.choice(_LEVELS)
        region = dice.choice(list(RegionalGroup))
        return MadeUp(f"{state} {LABEL}", kind, level, speaker, _FUNCTIONS[level], region)
    name = f"{dice.choice(_BODIES[kind]).format(state)} {LABEL}"
    return MadeUp(name, kind, Level.CHAIR_OF_DELEGATION, speaker, "Representative", None)
