"""Why one stands before another: for any two, whichever is asked for first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rtop_event.speakers.chain import PRESETS, Chain, Rule, RuleName
from rtop_event.speakers.facts import Exchange, Request
from rtop_event.speakers.ordering import Place, order
from rtop_event.speakers.why import why_before
from tests.speakers.made_lists import OPENS, alphabet, listed, moved, single

HALL = """
Benin    | CD | member_state   | African Group | 9
Peru     | M  | member_state   |               | 2
Chad     | CD | member_state   |               | 1
Chile    | CD | member_state   |               | 3
Holy See | M  | observer_state |               | 1
"""


def asked(places: list[Place], one: str, other: str) -> str:
    found = {place.key: place for place in places}
    said = str(why_before(found[one], found[other]))
    assert said == str(why_before(found[other], found[one]))
    return said


@pytest.mark.parametrize(
    ("preset", "one", "other", "said"),
    [
        (
            "dialogue",
            "Chad",
            "Benin",
            "Benin (African Group) stands before Chad: "
            "statements on behalf of groups come before those of single delegations.",
        ),
        ("dialogue", "Peru", "Chad", "Peru stands before Chad: Ministers come before chairs of delegation."),
        ("dialogue", "Holy See", "Chad", "Chad stands before Holy See: Member States come before observer States."),
        (
            "general-debate",
            "Holy See",
            "Peru",
            "Peru stands before Holy See: observers come after the Member States of their level.",
        ),
        (
            "dialogue",
            "Chad",
            "Chile",
            "Chad stands before Chile: it asked for the floor earlier (16 August 2012, 14:01) "
            "than the other (16 August 2012, 14:03).",
        ),
    ],
)
def test_first_rule_that_decided_is_told(preset: str, one: str, other: str, said: str) -> None:
    assert asked(order(listed(HALL), PRESETS[preset]), one, other) == said


def test_same_moment_is_told() -> None:
    assert asked(order([single("a"), single("b")], PRESETS["inscription"]), "a", "b") == (
        "a stands before b: both asked for the floor at the same moment, and their requests are kept in this order."
    )


def test_pin_move_and_exchange_are_told_before_any_rule() -> None:
    exchange = Exchange("b", "d", OPENS + timedelta(days=1))
    places = order(alphabet("abcde", {"e": 1}), PRESETS["dialogue"], [moved("c", None)], [exchange])
    assert [place.key for place in places] == ["e", "c", "a", "d", "b"]
    assert asked(places, "a", "e") == "e stands before a. e: Pinned to place 1."
    shifted = "because the chair moved c to the front (agreed by both), and e is pinned to place 1."
    assert asked(places, "a", "d") == (
        f"a stands before d. d: Exchanged places with b, agreed by both delegations. 2 places later, {shifted}"
    )
    assert asked(places, "d", "b") == (
        f"d stands before b. d: Exchanged places with b, agreed by both delegations. 2 places later, {shifted} "
        "b: Exchanged places with d, agreed by both delegations. 1 place later, because e is pinned to place 1."
    )


def test_lists_of_different_meetings_are_told() -> None:
    hall = [replace(single("a"), meeting=2), replace(single("b", 1), meeting=1)]
    assert asked(order(hall, PRESETS["general-debate"]), "a", "b") == (
        "b stands before a: they are on the lists of different meetings. "
        "b: Meeting 1 is a list of its own. a: Meeting 2 is a list of its own."
    )


LOTS: Chain = (Rule(RuleName.LEVEL), Rule(RuleName.LOTS, {"seed": "41", "witness": "the Chair"}))
ALPHABET: Chain = (Rule(RuleName.ALPHABETICAL, {"first": "Turkmenistan"}),)


def test_lots_are_those_that_a_shell_draws() -> None:
    """The shell says 435c... for Chad, 81fb... for Benin with its group, 9179... for Chile."""
    places = order(listed(HALL), LOTS)
    assert [place.key for place in places] == ["Peru", "Holy See", "Chad", "Benin", "Chile"]
    assert asked(places, "Chad", "Chile").endswith(": drawn by lot (seed 41, witnessed by the Chair).")
    assert str(places[-1].reason) == (
        "Chair of delegation: after Ministers; number 3 of 3 there, drawn by lot (seed 41, witnessed by the Chair)."
    )


def test_one_line_of_lots_has_no_clause_before() -> None:
    places = order([single("a"), single("b")], LOTS[1:])
    assert str(places[0].reason) == "Number 1 of 2, drawn by lot (seed 41, witnessed by the Chair)."


def test_alphabet_begins_at_the_state_that_was_drawn() -> None:
    names = ["Afghanistan", "Viet Nam", "Türkiye", "Turkmenistan", "Côte d'Ivoire", "Croatia"]
    places = order([single(name) for name in names], ALPHABET)
    assert [place.key for place in places] == [
        "Turkmenistan",
        "Viet Nam",
        "Afghanistan",
        "Côte d'Ivoire",
        "Croatia",
        "Türkiye",
    ]
    assert str(places[0].reason) == "Number 1 of 6, in English alphabetical order from Turkmenistan, drawn by lot."


def test_alphabet_without_a_lot_begins_at_its_beginning() -> None:
    places = order([single("Peru"), single("Chad")], (Rule(RuleName.ALPHABETICAL),))
    assert asked(places, "Peru", "Chad") == "Chad stands before Peru: in English alphabetical order."


def test_equal_lots_go_by_time() -> None:
    twins = [Request("x", "Chad", OPENS + timedelta(minutes=1)), Request("y", "Chad", OPENS)]
    assert [place.key for place in order(twins, LOTS)] == ["y", "x"]
    assert asked(order(twins, LOTS), "x", "y").startswith("Chad stands before Chad: it asked for the floor earlier")
