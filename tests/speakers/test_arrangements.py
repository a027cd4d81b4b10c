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
        (1, "", "Stands where Rev.1 had it."),
        (0, "", "Stands where the provisional list had it."),
        (2, "Rev.3 was a mistake.", "Stands where Rev.2 had it: Rev.3 was a mistake."),
        (None, "", "Stands where the chair put it when the whole list was put in order."),
    ],
)
def test_reason_tells_what_was_restored(revision: int | None, reason: str, said: str) -> None:
    arrangement = replace(arranged((None, "ba")), revision=revision, reason=reason)
    assert [str(place.reason) for place in places(alphabet("ab"), arrangement)] == [said, said]


def test_later_move_gives_the_reason() -> None:
    found = places(alphabet("abc"), arranged((None, "cba")), moves=(moved("b", None, 1),))
    assert str(found[0].reason) == "Moved by the chair to the front of the list: agreed by both."
