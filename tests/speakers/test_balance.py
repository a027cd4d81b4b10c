"""Regional groups, or women and men, take turns within a level or a block; each place says whose turn was before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rtop_event.delegations.words import Kind, Level, RegionalGroup
from rtop_event.registrations.states import Gender
from rtop_event.speakers.chain import Chain
from rtop_event.speakers.chain_reading import read_chain
from rtop_event.speakers.facts import Request
from rtop_event.speakers.ordering import Place, order
from rtop_event.speakers.rules_told import chain_told
from rtop_event.speakers.why import why_before
from tests.speakers.made_lists import OPENS, moved

REGIONS = {
    "A": RegionalGroup.AFRICAN,
    "P": RegionalGroup.ASIA_PACIFIC,
    "E": RegionalGroup.EASTERN_EUROPEAN,
    "L": RegionalGroup.LATIN_AMERICAN_CARIBBEAN,
    "W": RegionalGroup.WESTERN_EUROPEAN_OTHERS,
    "-": None,
}
GENDERS = {"w": Gender.WOMAN, "m": Gender.MAN, "?": Gender.NOT_GIVEN}

HALL = """
Chad    | A | w | CD
Benin   | A | w | CD
Tonga   | P | m | HS
Kenya   | A | m | CD
Peru    | L | ? | CD
Fiji    | P | m | CD
Kiribati| - | w | CD
Chile   | L | m | M
Nepal   | P | w | CD
"""


def hall(table: str = HALL) -> list[Request]:
    """Each line is one minute later than the one before: name, regional group, gender, level, gone or group."""
    return [_request(minute, line) for minute, line in enumerate(table.strip().splitlines())]


def _request(minute: int, line: str) -> Request:
    name, region, gender, level, *more = (cell.strip() for cell in line.split("|"))
    return Request(
        name,
        name,
        OPENS + timedelta(minutes=minute),
        level=Level(level),
        kind=Kind.MEMBER_STATE,
        regional_group=REGIONS[region],
        gender=GENDERS[gender],
        live=more != ["gone"],
        on_behalf_of=more[0] if more and more != ["gone"] else None,
    )


def chain(by: str, within: str = "level", *before: str, row: str = "time") -> Chain:
    rule = {"name": "balance", "parameters": {"by": by, "within": within}}
    return read_chain([*({"name": name} for name in before), rule, {"name": row}])


def keys(places: list[Place]) -> str:
    return " ".join(place.key for place in places)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (chain("regional_group"), "Chad Tonga Peru Kiribati Benin Fiji Chile Kenya Nepal"),
        (chain("regional_group", "level", "level"), "Tonga Chile Chad Peru Fiji Kiribati Benin Nepal Kenya"),
        (chain("regional_group", "block", "level"), "Tonga Chile Chad Kiribati Fiji Peru Benin Nepal Kenya"),
        (chain("gender"), "Chad Tonga Peru Benin Kenya Kiribati Fiji Nepal Chile"),
        (chain("gender", "level", "level"), "Tonga Chile Chad Kenya Peru Benin Fiji Kiribati Nepal"),
        (chain("gender", "block", "level"), "Tonga Chad Peru Chile Benin Kenya Kiribati Fiji Nepal"),
        (
            chain("regional_group", "level", row="alphabetical"),
            "Benin Chile Fiji Kiribati Chad Peru Nepal Kenya Tonga",
        ),
    ],
)
def test_streams_take_turns(rules: Chain, expected: str) -> None:
    assert keys(order(hall(), rules)) == expected


def test_withdrawal_lets_the_rest_of_a_stream_move_up() -> None:
    rules = chain("regional_group")
    table = "Chad|A|w|CD\nBenin|A|w|CD\nFiji|P|m|CD\nNepal|P|m|CD"
    assert keys(order(hall(table), rules)) == "Chad Fiji Benin Nepal"
    assert keys(order(hall(table.replace("Chad|A|w|CD", "Chad|A|w|CD|gone")), rules)) == "Benin Fiji Nepal"
    after_one_who_left = [moved("Nepal", "Chad")]
    gone = hall(table.replace("Chad|A|w|CD", "Chad|A|w|CD|gone"))
    assert keys(order(gone, rules, after_one_who_left)) == "Nepal Benin Fiji"


def test_groups_that_come_first_keep_their_order() -> None:
    table = "Chad|A|w|CD|African Group\nBenin|A|w|CD|CARICOM\nFiji|P|m|CD|SIDS\nKenya|A|m|CD\nMali|A|m|CD\nNepal|P|m|CD"
    first = read_chain([{"name": "groups_first"}, {"name": "balance", "parameters": {"by": "regional_group"}}])
    assert keys(order(hall(table), first)) == "Chad Benin Fiji Kenya Nepal Mali"
    assert keys(order(hall(table), chain("regional_group"))) == "Chad Fiji Benin Nepal Kenya Mali"


def test_reason_tells_whose_turn_was_before() -> None:
    reasons = {place.key: str(place.reason) for place in order(hall(), chain("regional_group", "level", "level"))}
    chairs = "Chair of delegation: after Ministers; number"
    assert reasons == {
        "Tonga": "Head of State: before Ministers.",
        "Chile": "Minister: after Heads of State, before chairs of delegation.",
        "Chad": f"{chairs} 1 of 7 there, alternating regional groups: the first; "
        "number 1 of the African States by time of inscription (16 August 2012, 14:00).",
        "Peru": f"{chairs} 2 of 7 there, alternating regional groups: after a speaker of the African States; "
        "number 1 of the Latin American and Caribbean States by time of inscription (16 August 2012, 14:04).",
        "Fiji": f"{chairs} 3 of 7 there, alternating regional groups: after a speaker of the Latin American and "
        "Caribbean States; number 1 of the Asia-Pacific States by time of inscription (16 August 2012, 14:05).",
        "Kiribati": f"{chairs} 4 of 7 there, alternating regional groups: after a speaker of the Asia-Pacific States; "
        "number 1 of those without a regional group by time of inscription (16 August 2012, 14:06).",
        "Benin": f"{chairs} 5 of 7 there, alternating regional groups: after a speaker without a regional group; "
        "number 2 of the African States by time of inscription (16 August 2012, 14:01).",
        "Nepal": f"{chairs} 6 of 7 there, alternating regional groups: after a speaker of the African States; "
        "number 2 of the Asia-Pacific States by time of inscription (16 August 2012, 14:08).",
        "Kenya": f"{chairs} 7 of 7 there, alternating regional groups: after a speaker of the Asia-Pacific States; "
        "number 3 of the African States by time of inscription (16 August 2012, 14:03).",
    }


def test_reason_tells_of_women_and_men_over_all_levels() -> None:
    table = "Chad|A|w|CD\nTonga|P|m|HS\nPeru|L|?|CD\nKenya|A|m|CD\nMali|A|m|CD"
    reasons = [str(place.reason) for place in order(hall(table), chain("gender", "block", "level"))]
    assert reasons == [
        "Number 1 of 5, alternating women and men: the first; "
        "number 1 of the men by level, then by time of inscription (16 August 2012, 14:01).",
        "Number 2 of 5, alternating women and men: after a man; "
        "number 1 of the women by level, then by time of inscription (16 August 2012, 14:00).",
        "Number 3 of 5, alternating women and men: after a woman; number 1 of those whose gender is not given by "
        "level, then by time of inscription (16 August 2012, 14:02).",
        "Number 4 of 5, alternating women and men: after a speaker whose gender is not given; "
        "number 2 of the men by level, then by time of inscription (16 August 2012, 14:03).",
        "Number 5 of 5, alternating women and men, where no others are left; "
        "number 3 of the men by level, then by time of inscription (16 August 2012, 14:04).",
    ]


def test_one_stream_alone_has_its_ordinary_reason() -> None:
    table = "Chad|A|w|CD\nBenin|A|m|CD"
    assert [str(place.reason) for place in order(hall(table), chain("regional_group"))] == [
        "Number 1 of 2 by time of inscription (16 August 2012, 14:00).",
        "Number 2 of 2 by time of inscription (16 August 2012, 14:01).",
    ]
    alone = "Chad|A|w|CD\nFiji|P|m|CD\nBenin|A|m|CD\nMali|A|m|CD"
    last = order(hall(alone), chain("regional_group", row="alphabetical"))[-1]
    assert str(last.reason) == (
        "Number 4 of 4, alternating regional groups, where no others are left; "
        "number 3 of the African States in English alphabetical order."
    )


@pytest.mark.parametrize(
    ("rules", "one", "other", "told"),
    [
        (
            chain("regional_group"),
            "Fiji",
            "Kenya",
            "Fiji stands before Kenya: regional groups alternate, and it is number 2 of the Asia-Pacific States, the "
            "other number 3 of the African States.",
        ),
        (
            chain("regional_group"),
            "Peru",
            "Kiribati",
            "Peru stands before Kiribati: regional groups alternate, and the first of the Latin American and Caribbean "
            "States comes before the first of those without a regional group.",
        ),
        (
            chain("gender", "block", "level"),
            "Chad",
            "Chile",
            "Chad stands before Chile: women and men alternate, and it is number 1 of the women, the other number 2 of "
            "the men.",
        ),
        (
            chain("gender"),
            "Chad",
            "Tonga",
            "Chad stands before Tonga: women and men alternate, and the first of the women comes before the first of "
            "the men.",
        ),
        (
            chain("gender", "block", "level"),
            "Tonga",
            "Chile",
            "Tonga stands before Chile: Heads of State come before Ministers.",
        ),
        (
            chain("regional_group", "level", "level"),
            "Chile",
            "Chad",
            "Chile stands before Chad: Ministers come before chairs of delegation.",
        ),
    ],
)
def test_why_one_stands_before_another(rules: Chain, one: str, other: str, told: str) -> None:
    places = {place.key: place for place in order(hall(), rules)}
    assert str(why_before(places[other], places[one])) == told


@pytest.mark.parametrize(
    ("by", "within", "told"),
    [
        (
            "regional_group",
            "level",
            "Among those who are equal then the regional groups alternate: each in its own order, with those without a "
            "group as one more in turn.",
        ),
        (
            "regional_group",
            "block",
            "The regional groups alternate, whatever the level: each in its own order, with those without a group as "
            "one more in turn.",
        ),
        (
            "gender",
            "level",
            "Among those who are equal then women and men alternate: each in their own order, with those whose gender "
            "is not given as a third in turn.",
        ),
        (
            "gender",
            "block",
            "Women and men alternate, whatever their level: each in their own order, with those whose gender is not "
            "given as a third in turn.",
        ),
    ],
)
def test_everybody_is_told(by: str, within: str, told: str) -> None:
    assert str(chain_told(chain(by, within))[0]) == told
