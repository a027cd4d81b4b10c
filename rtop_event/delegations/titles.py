"""What the identifiers of words.py are called, as sentences for translators."""

from rtop_event.delegations.words import Capacity, Kind, Level, RegionalGroup
from rtop_event.wording import Sentence, sentence

KINDS: dict[Kind, Sentence] = {
    Kind.MEMBER_STATE: sentence("Member State"),
    Kind.OBSERVER_STATE: sentence("Observer State"),
    Kind.OBSERVER: sentence("Observer"),
    Kind.REGIONAL_ORGANISATION: sentence("Regional organisation"),
    Kind.OTHER_ORGANISATION: sentence("Other intergovernmental organisation"),
    Kind.UN_ENTITY: sentence("United Nations entity"),
    Kind.CIVIL_SOCIETY: sentence("Civil society organisation"),
}

LEVELS: dict[Level, Sentence] = {
    Level.HEAD_OF_STATE: sentence("Head of State"),
    Level.VICE_PRESIDENT: sentence("Vice-President"),
    Level.CROWN_PRINCE: sentence("Crown Prince or Crown Princess"),
    Level.HEAD_OF_GOVERNMENT: sentence("Head of Government"),
    Level.DEPUTY_PRIME_MINISTER: sentence("Deputy Prime Minister"),
    Level.MINISTER: sentence("Minister"),
    Level.VICE_MINISTER: sentence("Vice-Minister or Deputy Minister"),
    Level.CHAIR_OF_DELEGATION: sentence(
        "Permanent representative, ambassador or chargé d'affaires (chair of the delegation)"
    ),
}

CAPACITIES: dict[Capacity, Sentence] = {
    Capacity.NATIONAL: sentence("For the delegation itself"),
    Capacity.GROUP: sentence("On behalf of a group"),
}

REGIONAL_GROUPS: dict[RegionalGroup, Sentence] = {
    RegionalGroup.AFRICAN: sentence("African States"),
    RegionalGroup.ASIA_PACIFIC: sentence("Asia-Pacific States"),
    RegionalGroup.EASTERN_EUROPEAN: sentence("Eastern European States"),
    RegionalGroup.LATIN_AMERICAN_CARIBBEAN: sentence("Latin American and Caribbean States"),
    RegionalGroup.WESTERN_EUROPEAN_OTHERS: sentence("Western European and other States"),
}
