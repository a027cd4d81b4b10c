"""Kinds of delegation, regional groups, levels of representation and capacities, by their identifiers."""

from enum import StrEnum


class Kind(StrEnum):
    """What a delegation is; the order is the one in which kinds take the floor by habit."""

    MEMBER_STATE = "member_state"
    OBSERVER_STATE = "observer_state"
    OBSERVER = "observer"
    REGIONAL_ORGANISATION = "regional_organisation"
    OTHER_ORGANISATION = "other_organisation"
    UN_ENTITY = "un_entity"
    CIVIL_SOCIETY = "civil_society"


class RegionalGroup(StrEnum):
    """The regional groups of Member States."""

    AFRICAN = "african"
    ASIA_PACIFIC = "asia_pacific"
    EASTERN_EUROPEAN = "eastern_european"
    LATIN_AMERICAN_CARIBBEAN = "latin_american_caribbean"
    WESTERN_EUROPEAN_OTHERS = "western_european_others"


class Level(StrEnum):
    """Level of representation, highest first: the order of the members is the precedence."""

    HEAD_OF_STATE = "HS"
    VICE_PRESIDENT = "VP"
    CROWN_PRINCE = "CP"
    HEAD_OF_GOVERNMENT = "HG"
    DEPUTY_PRIME_MINISTER = "DPM"
    MINISTER = "M"
    VICE_MINISTER = "VM"
    CHAIR_OF_DELEGATION = "CD"

    @property
    def precedence(self) -> int:
        """1 for a head of State, 8 for the chair of a delegation."""
        return list(type(self)).index(self) + 1


class Capacity(StrEnum):
    """For whom a statement is made."""

    NATIONAL = "national"
    GROUP = "group"
