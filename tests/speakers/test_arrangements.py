"""A whole order that was restored: what it does to the list, in its time among moves, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.facts import Arrangement, ChairsMove, Exchange, Request
from rtop_event.speakers.ordering import Place, order
from tests.speakers.made_lists import OPENS, alphabet, moved

LATER = OPENS + timedelta(days=1)


def arranged(*lists: tuple[int | None, str], revision: int | None = 1, minute: int = 0) -> Arrangement:
    keys = tuple((meeting, tuple(letters)) for meeting, letters in lists)
    return Arrangement(keys, "", LATER + timedelta(minutes=minute), revision)


def places(
    hall: list[Request], *arrangements: Arrangement, moves: tuple[ChairsMove, ...] = (), preset: str = "dialogue"
) -> list[Place]:
    return order(hall, PRESETS[preset], moves, (), arrangements)


def names(found: list[Place]) -> str:
    return " ".join(place.key for place in found)


@pytest.mark.parametrize(
    ("order_then", "gone", "expected"),
    [
        ("edcba", "", "e d c b a"),
        ("ca", "", "c d e a b"),
        ("dx", "", "a b c d e"),
        ("eedd", "", "a b c e d"),
        ("edcba", "c", "e d b a"),
    ],
)
def test_all_stand_in_that_order_and_others_after_whom_they_stood(order_then: str, gone: str, expected: str) -> None:
    assert names(places(alphabet("abcde", gone=gone), arranged((None, order_then)))) == expected


def test_arrangement_and_moves_hold_in_the_order_in_which_they_were_made() -> None:
    assert names(places(alphabet("abc"), arranged((None, "cba")), moves=(moved("c", "a", 1),))) == "b a c"
    assert names(places(alphabet("abc"), arranged((None, "cba"), minute=2), moves=(moved("c", "a", 1),))) == "c b a"


def test_later_arrangement_holds() -> None:
    assert names(places(alphabet("abc"), arranged((None, "bca"), minute=1), arranged((None, "cba")))) == "b c a"


def test_exchange_after_an_arrangement_holds() -> None:
    found = order(
        alphabet("abc"),
        PRESETS["dialogue"],
        (),
        [Exchange("a", "b", LATER + timedelta(minutes=1))],
        [arranged((None, "cba"))],
    )
    assert names(found) == "c a b"


def test_place_taken_anew_is_not_in_an_older_arrangement() -> None:
    anew = [
        replace(one, requested_at=LATER + timedelta(hours=1)) if one.key == "c" else one for one in alphabet("abcd")
    ]
    assert names(places(anew, arranged((None, "cdba")))) == "d c b a"


def test_pins_win_over_an_arrangement() -> None:
    assert names(places(alphabet("abcd", {"a": 1}), arranged((None, "dcba")))) == "a d c b"


def test_meetings_are_arranged_each() -> None:
    hall = [replace(one, meeting=1 if one.key in "abc" else 2) for one in alphabet("abcdef")]
    found = places(hall, arranged((2, "fa"), (1, "cd")), preset="general-debate")
    assert [(place.meeting, place.key) for place in found] == [
        (1, "b"),
        (1, "c"),
        (1, "d"),
        (2, "e"),
        (2, "f"),
        (2, "a"),
    ]


def test_meeting_that_is_empty_now_is_opened_again() -> None:
    hall = [replace(one, meeting=2) for one in alphabet("ab")]
    found = places(hall, arranged((1, "b"), (2, "a")), preset="general-debate")
    assert [(place.meeting, place.key) for place in found] == [(1, "b"), (2, "a")]


def test_order_holds_in_each_list_where_lists_were_made_otherwise_then() -> None:
    hall = [replace(one, meeting=1 if one.key in "ab" else 2) for one in alphabet("abcd")]
    assert names(places(hall, arranged((None, "dbca")), preset="general-debate")) == "b a d c"
    assert names(places(hall, arranged((1, "dc"), (2, "ba")))) == "d c b a"


@pytest.mark.parametrize(
    ("revision", "reason", "said"),
    [
        (1, "", "Stands as in Rev.1, restored by the chair."),
        (0, "", "Stands as in the provisional list, restored by the chair."),
        (2, "Rev.3 was a mistake.", "Stands as in Rev.2, restored by the chair: Rev.3 was a mistake."),
        (None, "", "Stands in the order that the chair gave the whole list."),
    ],
)
def test_reason_tells_what_was_restored(revision: int | None, reason: str, said: str) -> None:
    arrangement = replace(arranged((None, "ba")), revision=revision, reason=reason)
    assert [str(place.reason) for place in places(alphabet("ab"), arrangement)] == [said, said]


def test_those_who_came_since_stand_where_the_rules_put_them_whatever_was_moved_before() -> None:
    moves = (moved("b", None),)
    assert names(places(alphabet("abcd"), moves=moves)) == "b a c d"
    found = places(alphabet("abcd"), arranged((None, "abd"), minute=1), moves=moves)
    assert [(place.key, str(place.reason)) for place in found] == [
        ("a", "Stands as in Rev.1, restored by the chair."),
        ("b", "Stands as in Rev.1, restored by the chair."),
        (
            "c",
            "Number 3 of 4 by time of inscription (16 August 2012, 14:02). "
            "The list around it stands as in Rev.1, restored by the chair.",
        ),
        ("d", "Stands as in Rev.1, restored by the chair."),
    ]


def test_what_was_done_with_those_alone_who_came_since_holds() -> None:
    moves = (moved("d", "a"), moved("f", "a", 1))
    exchange = Exchange("b", "c", LATER)
    found = order(alphabet("abcdefg"), PRESETS["dialogue"], moves, [exchange], [arranged((None, "geda"), minute=2)])
    assert names(found) == "g e d a f c b"
    mixed = order(
        alphabet("abcd"), PRESETS["dialogue"], (), [Exchange("a", "d", LATER)], [arranged((None, "ab"), minute=1)]
    )
    assert names(mixed) == "a b c d"


def test_who_is_known_to_an_older_order_only_stands_where_the_rules_put_it() -> None:
    found = places(alphabet("abcd"), arranged((None, "dcba")), arranged((None, "abd"), minute=1))
    assert names(found) == "a b c d"


PUBLISHED = LATER + timedelta(minutes=2)
MOMENT = "of 17 August 2012, 14:02"


def test_reason_that_a_place_had_in_the_list_which_is_restored_is_kept() -> None:
    restored = replace(arranged((None, "cbad"), minute=9), published_at=PUBLISHED, reason="Rev.2 was a mistake")
    since = f"as in Rev.1 {MOMENT}, restored by the chair: Rev.2 was a mistake."
    moves = (moved("c", None), moved("b", None, 5))
    exchange = Exchange("a", "b", LATER + timedelta(minutes=1))
    found = order(alphabet("abcd"), PRESETS["dialogue"], moves, [exchange], [restored])
    assert [(place.key, str(place.reason)) for place in found] == [
        ("c", f"Moved by the chair to the front of the list: agreed by both. Stands {since}"),
        ("b", f"Exchanged places with a, agreed by both delegations. Stands {since}"),
        ("a", f"Exchanged places with b, agreed by both delegations. Stands {since}"),
        ("d", f"Stands {since}"),
    ]


def test_reason_survives_two_orders() -> None:
    once = replace(arranged((None, "cab"), minute=2), published_at=PUBLISHED - timedelta(minutes=1))
    twice = replace(arranged((None, "cab"), minute=9, revision=0), published_at=PUBLISHED + timedelta(minutes=1))
    found = places(alphabet("abc"), once, twice, moves=(moved("c", None),))
    assert [str(place.reason) for place in found][:2] == [
        "Moved by the chair to the front of the list: agreed by both. "
        "Stands as in the provisional list of 17 August 2012, 14:03, restored by the chair.",
        "Stands as in the provisional list of 17 August 2012, 14:03, restored by the chair.",
    ]


def test_what_came_after_the_order_is_told() -> None:
    found = places(alphabet("abcd", {"d": 1}), arranged((None, "cbad")), moves=(moved("a", "c", 1),))
    assert [(place.key, str(place.reason)) for place in found] == [
        ("d", "Pinned to place 1."),
        ("c", "Stands as in Rev.1, restored by the chair. 1 place later, because d is pinned to place 1."),
        ("a", "Moved by the chair directly after c: agreed by both."),
        (
            "b",
            "Stands as in Rev.1, restored by the chair. 2 places later, because the chair moved a directly after c "
            "(agreed by both), and d is pinned to place 1.",
        ),
    ]


def test_later_move_gives_the_reason() -> None:
    found = places(alphabet("abc"), arranged((None, "cba")), moves=(moved("b", None, 1),))
    assert str(found[0].reason) == "Moved by the chair to the front of the list: agreed by both."


def test_move_says_what_came_between_last() -> None:
    found = places(alphabet("abcd"), arranged((None, "bda")), moves=(moved("c", "d", -2), moved("a", "d", 9)))
    assert [(place.key, str(place.reason)) for place in found][2:] == [
        ("a", "Moved by the chair directly after d: agreed by both."),
        (
            "c",
            "Moved by the chair directly after d: agreed by both. Not directly there, because the chair moved a "
            "directly after d (agreed by both).",
        ),
    ]


def test_move_that_an_order_has_overtaken_says_so() -> None:
    made = (moved("a", "c", -3), moved("c", None, -2))
    found = places(alphabet("abcde"), arranged((None, "bde")), moves=made)
    assert [(place.key, str(place.reason)) for place in found][:3] == [
        ("c", "Moved by the chair to the front of the list: agreed by both."),
        ("b", "Stands as in Rev.1, restored by the chair."),
        (
            "a",
            "Moved by the chair directly after c: agreed by both. Not directly there, because the list stands as in "
            "Rev.1, restored by the chair.",
        ),
    ]
