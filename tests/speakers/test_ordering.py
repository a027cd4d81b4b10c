"""The list as a whole: presets, meetings, pins, moves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rtop_event.delegations.words import Kind, Level
from rtop_event.speakers.chain import PRESETS, Chain, Rule, RuleName
from rtop_event.speakers.facts import ChairsMove, Request
from rtop_event.speakers.ordering import order
from tests.speakers.made_lists import OPENS, alphabet, listed, moved, single

LIST = """
Tonga                | HS  | member_state          |               | 9
Peru                 | M   | member_state          |               | 2
Chad                 | CD  | member_state          |               | 1
Chile                | CD  | member_state          |               | 3
Holy See             | HG  | observer_state        |               | 1
ICRC                 | M   | observer              |               | 2
African Union        | CD  | regional_organisation |               | 1
Global Centre        | CD  | civil_society         |               | 0
Benin                | CD  | member_state          | African Group | 8
European Union       | M   | regional_organisation | EU members    | 9
"""


def names(requests: list[Request], preset: str = "dialogue", *moves: ChairsMove) -> str:
    return " ".join(place.key for place in order(requests, PRESETS[preset], moves))


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        (
            "dialogue",
            "Benin, European Union, Tonga, Peru, Chad, Chile, Holy See, ICRC, African Union, Global Centre",
        ),
        (
            "inscription",
            "Global Centre, Chad, Holy See, African Union, Peru, ICRC, Chile, Benin, Tonga, European Union",
        ),
        (
            "general-debate",
            "Tonga, Holy See, Peru, ICRC, European Union, Chad, Chile, Benin, African Union, Global Centre",
        ),
    ],
)
def test_preset_gives_its_order(preset: str, expected: str) -> None:
    assert ", ".join(place.key for place in order(listed(LIST), PRESETS[preset])) == expected


def test_empty_list_has_no_places() -> None:
    assert order([], PRESETS["dialogue"]) == []


def test_same_time_is_ordered_by_key() -> None:
    assert names([single("b"), single("a"), single("c")]) == "a b c"


def test_same_time_is_ordered_by_kind_before_key() -> None:
    table = """
    ASEAN | CD | regional_organisation | ASEAN members | 1
    Chad  | CD | member_state          | African Group | 1
    """

    assert names(listed(table)) == "Chad ASEAN"


def test_kinds_that_no_block_names_come_last() -> None:
    chain: Chain = (Rule(RuleName.KINDS, {"blocks": [["observer"], ["member_state"]]}),)

    places = order(listed(LIST), chain)

    assert [place.kind for place in places[:6]] == [Kind.OBSERVER] + [Kind.MEMBER_STATE] * 5
    assert [place.key for place in places[6:]] == ["Global Centre", "Holy See", "African Union", "European Union"]


def test_rules_after_time_of_inscription_decide_nothing() -> None:
    late_head = Request("Tonga", "Tonga", OPENS + timedelta(hours=1), level=Level.HEAD_OF_STATE)
    chain: Chain = (Rule(RuleName.TIME), Rule(RuleName.LEVEL))

    assert [place.key for place in order([late_head, single("Chad")], chain)] == ["Chad", "Tonga"]


def test_each_meeting_is_numbered_by_itself() -> None:
    table = """
    Chad  | CD | member_state | | 1 | 1
    Tonga | HS | member_state | | 2 | 2
    Peru  | M  | member_state | | 3 | 1
    Chile | HG | member_state | | 4 |
    """

    places = order(listed(table), PRESETS["general-debate"])

    assert [(place.number, place.meeting, place.number_in_meeting, place.key) for place in places] == [
        (1, 1, 1, "Peru"),
        (2, 1, 2, "Chad"),
        (3, 2, 1, "Tonga"),
        (4, None, 1, "Chile"),
    ]


def test_one_list_for_the_day_asks_for_no_meeting() -> None:
    table = """
    Chad  | CD | member_state | African Group | 1 | 2
    Tonga | HS | member_state |               | 2 | 1
    """

    places = order(listed(table), PRESETS["dialogue"])

    assert [(place.number, place.meeting, place.number_in_meeting, place.on_behalf_of) for place in places] == [
        (1, None, 1, "African Group"),
        (2, None, 2, None),
    ]


@pytest.mark.parametrize(
    ("pins", "gone", "expected"),
    [
        ({"d": 1, "c": 2}, "", "d c a b e"),
        ({"a": 4}, "", "b c d a e"),
        ({"a": 9}, "", "b c d e a"),
        ({"a": 9, "b": 8}, "", "c d e b a"),
        ({"d": 2, "e": 2}, "", "a d e b c"),
        ({"e": 3, "d": 2, "c": 2}, "", "a c e d b"),
        ({"a": 5, "b": 5}, "", "c d e b a"),
        ({"a": 5, "b": 5, "c": 1}, "", "c d e b a"),
        ({"a": 5, "b": 4}, "c", "d e a b"),
        ({"a": 3}, "a", "b c d e"),
        ({"a": 3}, "abcde", ""),
    ],
)
def test_pin_is_honoured_where_possible(pins: dict[str, int], gone: str, expected: str) -> None:
    assert names(alphabet("abcde", pins, gone)) == expected


def test_pin_counts_for_nothing_without_its_rule() -> None:
    chain: Chain = (Rule(RuleName.TIME),)

    assert [place.key for place in order(alphabet("abc", {"c": 1}), chain)] == ["a", "b", "c"]


def test_pin_is_a_place_in_its_own_meeting() -> None:
    table = """
    Chad   | CD | member_state | | 1 | 1
    Tonga  | HS | member_state | | 2 | 1
    Peru   | HS | member_state | | 3 | 2
    Brazil | M  | member_state | | 4 | 2 | 1
    """

    assert names(listed(table), "general-debate") == "Tonga Chad Brazil Peru"


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([("e", "a")], "a e b c d"),
        ([("a", "e")], "b c d e a"),
        ([("c", None)], "c a b d e"),
        ([("b", "a")], "a b c d e"),
        ([("e", "a"), ("d", "a")], "a d e b c"),
        ([("e", "a"), ("a", "c")], "e b c a d"),
        ([("e", "a"), ("d", "e"), ("c", "d")], "a e d c b"),
        ([("a", "b"), ("b", "a")], "a b c d e"),
        ([("a", "a")], "a b c d e"),
        ([("a", "x")], "a b c d e"),
        ([("x", "a")], "a b c d e"),
    ],
)
def test_moves_are_made_in_time_order(moves: list[tuple[str, str | None]], expected: str) -> None:
    made = [moved(key, after, minute) for minute, (key, after) in enumerate(moves)]

    assert names(alphabet("abcde"), "dialogue", *reversed(made)) == expected


def test_move_survives_late_entries_and_a_withdrawn_anchor() -> None:
    move = moved("e", "b")

    assert names(alphabet("abcde"), "dialogue", move) == "a b e c d"
    assert names(alphabet("abcdef", gone="b"), "dialogue", move) == "a e c d f"
    assert names(alphabet("abcde", gone="e"), "dialogue", move) == "a b c d"


def test_move_goes_to_the_meeting_of_its_anchor() -> None:
    table = """
    Chad  | M | member_state | | 1 | 1
    Chile | M | member_state | | 2 | 1
    Peru  | M | member_state | | 3 | 2
    Tonga | M | member_state | | 4 | 2
    """

    moves = [moved("Chad", "Peru"), moved("Tonga", None, 1)]
    places = order(listed(table), PRESETS["general-debate"], moves)

    assert [(place.key, place.meeting, place.number_in_meeting) for place in places] == [
        ("Chile", 1, 1),
        ("Tonga", 2, 1),
        ("Peru", 2, 2),
        ("Chad", 2, 3),
    ]


def test_pins_win_over_moves() -> None:
    pinned = alphabet("abcde", {"a": 1, "b": 2})

    assert names(pinned, "dialogue", moved("a", "d")) == "a b c d e"
    assert names(pinned, "dialogue", moved("e", "a")) == "a b e c d"


def test_withdrawn_pin_is_still_an_anchor() -> None:
    assert names(alphabet("abcde", {"d": 2}, gone="d"), "dialogue", moved("e", "d")) == "a e b c"
