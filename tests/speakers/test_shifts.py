"""Whom others have shifted, and because of what: the reason is true of the place where it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from rtop_event.delegations.words import Kind, Level
from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.facts import Arrangement, ChairsMove, Exchange, Request
from rtop_event.speakers.ordering import Place, order
from rtop_event.wording import Sentence
from tests.speakers.made_lists import OPENS, alphabet, listed, moved

LATER = OPENS + timedelta(days=1)
HALL = """
Benin | CD | member_state | African Group | 1
Tonga | HS | member_state |               | 2
Peru  | M  | member_state |               | 3
Chad  | CD | member_state |               | 4 | | 1
"""


def said(hall: list[Request], *moves: ChairsMove, preset: str = "inscription") -> dict[str, str]:
    return {place.key: str(place.reason) for place in order(hall, PRESETS[preset], moves)}


def shifts(found: dict[str, str]) -> dict[str, str]:
    """What the reasons say after the rules."""
    return {key: reason.split("). ", 1)[1] for key, reason in found.items() if "). " in reason}


def test_delegation_behind_a_pinned_one_says_so() -> None:
    found = said(listed(HALL), preset="dialogue")
    assert found["Chad"] == "Pinned to place 1."
    assert found["Benin"] == (
        "Speaks on behalf of a group (African Group): before single delegations. "
        "1 place later, because Chad is pinned to place 1."
    )


def test_those_between_are_shifted_and_nobody_else() -> None:
    assert shifts(said(alphabet("abcdef"), moved("e", "a"))) == {
        "b": "1 place later, because the chair moved e directly after a (agreed by both).",
        "c": "1 place later, because the chair moved e directly after a (agreed by both).",
        "d": "1 place later, because the chair moved e directly after a (agreed by both).",
    }
    assert shifts(said(alphabet("abcd"), ChairsMove("a", "c", "", LATER))) == {
        "b": "1 place earlier, because the chair moved a directly after c.",
        "c": "1 place earlier, because the chair moved a directly after c.",
    }


def test_both_directions_are_told() -> None:
    assert shifts(said(alphabet("abc"), moved("a", "b"), moved("c", None, 1))) == {
        "b": "1 place later, because the chair moved c to the front (agreed by both). "
        "1 place earlier, because the chair moved a directly after b (agreed by both).",
    }


def test_only_the_last_causes_are_named_and_the_others_counted() -> None:
    moves = [moved(key, None, minute) for minute, key in enumerate("bcdef")]
    assert shifts(said(alphabet("abcdef"), *moves))["a"] == (
        "5 places later, because the chair moved d to the front (agreed by both), and the chair moved e to the front "
        "(agreed by both), and the chair moved f to the front (agreed by both), and 2 more changes did the same."
    )


def test_place_exchanged_is_shifted_like_any_other() -> None:
    found = order(alphabet("abcd"), PRESETS["inscription"], [moved("d", None, 1)], [Exchange("a", "c", LATER)])
    assert [(place.key, str(place.reason).split(". ")[-1]) for place in found] == [
        ("d", "Moved by the chair to the front of the list: agreed by both."),
        ("c", "1 place later, because the chair moved d to the front (agreed by both)."),
        ("b", "1 place later, because the chair moved d to the front (agreed by both)."),
        ("a", "1 place later, because the chair moved d to the front (agreed by both)."),
    ]


def test_exchange_with_one_who_withdrew_shifts_those_between() -> None:
    found = order(alphabet("abcd", gone="a"), PRESETS["inscription"], (), [Exchange("a", "c", LATER)])
    assert [(place.key, str(place.reason).split("). ")[-1]) for place in found] == [
        ("c", "Exchanged places with a, agreed by both delegations."),
        ("b", "1 place later, because a and c exchanged places."),
        ("d", "Number 3 of 3 by time of inscription (16 August 2012, 14:03)."),
    ]


def test_move_to_another_meeting_shifts_in_both() -> None:
    hall = [replace(one, meeting=1 if one.key in "abc" else 2) for one in alphabet("abcdef")]
    found = order(hall, PRESETS["general-debate"], [ChairsMove("a", "d", "", LATER)])
    assert {place.key: str(place.reason).split(". ")[-1] for place in found if "place" in str(place.reason)} == {
        "b": "1 place earlier, because the chair moved a directly after d.",
        "c": "1 place earlier, because the chair moved a directly after d.",
        "e": "1 place later, because the chair moved a directly after d.",
        "f": "1 place later, because the chair moved a directly after d.",
    }


def test_move_says_who_stands_between() -> None:
    found = said(alphabet("abcd", {"b": 1}), moved("c", None))
    assert found["c"] == (
        "Moved by the chair to the front of the list: agreed by both. "
        "Not directly there, because b is pinned to place 1."
    )
    found = said(alphabet("abcd"), moved("d", "b"), moved("b", None, 1))
    assert found["d"] == (
        "Moved by the chair directly after b: agreed by both. "
        "Not directly there, because the chair moved b to the front (agreed by both)."
    )


MOST = 8
keys = st.integers(0, MOST - 1).map(lambda number: f"{number:02}")
facts = st.lists(
    st.one_of(
        st.tuples(st.just("move"), keys, st.none() | keys),
        st.tuples(st.just("exchange"), keys, keys),
        st.tuples(st.just("order"), st.permutations([f"{number:02}" for number in range(MOST)]), st.integers(0, MOST)),
    ),
    max_size=6,
)
halls = st.lists(
    st.tuples(
        st.sampled_from([Level.MINISTER, Level.CHAIR_OF_DELEGATION]),
        st.sampled_from([None, None, None, *range(1, MOST + 3)]),
        st.sampled_from([True, True, True, False]),
        st.sampled_from([1, 2]),
    ),
    min_size=MOST,
    max_size=MOST,
)


def hall_of(drawn: list[tuple[Level, int | None, bool, int]]) -> list[Request]:
    return [
        Request(
            f"{at:02}", f"{at:02}", OPENS + timedelta(minutes=at), Kind.MEMBER_STATE, level, None, meeting, pin, live
        )
        for at, (level, pin, live, meeting) in enumerate(drawn)
    ]


def made(drawn: list[tuple[str, object, object]]) -> tuple[list[ChairsMove], list[Exchange], list[Arrangement]]:
    moves, exchanges, orders = [], [], []
    for minute, (what, one, other) in enumerate(drawn):
        at = LATER + timedelta(minutes=minute)
        if what == "move":
            moves.append(ChairsMove(str(one), None if other is None else str(other), f"why {minute}", at))
        elif what == "exchange":
            exchanges.append(Exchange(str(one), str(other), at))
        else:
            assert isinstance(one, list)
            assert isinstance(other, int)
            orders.append(Arrangement(((None, tuple(one[:other])),), f"why {minute}", at, minute))
    return moves, exchanges, orders


def numbers(said: Sentence) -> dict[str, int]:
    """By how many places a reason says that it was shifted."""
    found = re.findall(r"(One|\d+) places? (later|earlier), because", str(said))
    return {where: 1 if number == "One" else int(number) for number, where in found}


def by_key(places: list[Place]) -> dict[str, Place]:
    return {place.key: place for place in places}


@given(halls, facts, st.sampled_from(["dialogue", "general-debate"]))
def test_every_reason_tells_what_made_the_place_another_than_the_rules(
    drawn: list[tuple[Level, int | None, bool, int]], done: list[tuple[str, object, object]], preset: str
) -> None:
    """What the rules say and the shifts that a reason tells add up to the place; whoever was put elsewhere says so."""
    hall = hall_of(drawn)
    moves, exchanges, orders = made([one for one in done if one[0] != "order"])
    by_rules = by_key(order([replace(one, pin=None) for one in hall], PRESETS[preset]))
    for place in order(hall, PRESETS[preset], moves, exchanges, orders):
        reason, rules = place.reason, by_rules[place.key]
        if place.decided.by_hand(place):
            assert str(reason).startswith(("Pinned to", "Moved by the chair", "Exchanged places with"))
        else:
            told = numbers(reason)
            shift = told.get("later", 0) - told.get("earlier", 0)
            assert (place.meeting, place.number_in_meeting) == (rules.meeting, rules.number_in_meeting + shift)
            assert str(reason).startswith(str(rules.reason))


@given(halls, facts)
def test_reason_names_exactly_those_who_passed(
    drawn: list[tuple[Level, int | None, bool, int]], done: list[tuple[str, object, object]]
) -> None:
    """Whoever was moved or pinned and stands on another side than the rules put it is named, or counted."""
    hall = hall_of(drawn)
    moves, _, _ = made([one for one in done if one[0] == "move"])
    by_rules = by_key(order([replace(one, pin=None) for one in hall], PRESETS["dialogue"]))
    now = order(hall, PRESETS["dialogue"], moves)
    for place in now:
        if not place.decided.by_hand(place):
            told = str(place.reason)
            passed = {
                other.key
                for other in now
                if (other.number < place.number) != (by_rules[other.key].number < by_rules[place.key].number)
            }
            named = set(re.findall(r"moved (\d\d) |(?<= )(\d\d) is pinned", told))
            more = sum(int(number) for number in re.findall(r"(\d+) more change", told))
            assert {one or other for one, other in named} <= passed
            assert len(named) + more == len(passed)
