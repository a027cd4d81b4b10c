"""What changed between two lists."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtop_event.speakers.changes import Changes, Shift, changes


@dataclass(frozen=True)
class Kept:
    """A place of a published revision."""

    key: str
    number: int
    meeting: int | None = None


def kept(letters: str, meeting: int | None = None) -> list[Kept]:
    return [Kept(letter, number, meeting) for number, letter in enumerate(letters, start=1)]


@pytest.mark.parametrize(
    ("before", "after", "came_in", "went_out", "moved", "shifted"),
    [
        ("", "", "", "", "", ""),
        ("abc", "abc", "", "", "", ""),
        ("", "ab", "ab", "", "", ""),
        ("ab", "", "", "ab", "", ""),
        ("abc", "bcd", "d", "a", "", "bc"),
        ("abcde", "eabcd", "", "", "e", "abcd"),
        ("abcde", "bcdea", "", "", "a", "bcde"),
        ("abcde", "axdce", "x", "b", "d", "c"),
    ],
)
def test_changes_name_as_few_moves_as_possible(
    before: str, after: str, came_in: str, went_out: str, moved: str, shifted: str
) -> None:
    found = changes(kept(before), reversed(kept(after)))

    assert "".join(place.key for place in found.came_in) == came_in
    assert "".join(place.key for place in found.went_out) == went_out
    assert "".join(shift.key for shift in found.moved) == moved
    assert "".join(shift.key for shift in found.shifted) == shifted
    assert bool(found) is (before != after)


def test_changes_of_places_tell_from_where_to_where() -> None:
    assert changes(kept("abc"), kept("cab")) == Changes(
        moved=(Shift("c", 3, 1),), shifted=(Shift("a", 1, 2), Shift("b", 2, 3))
    )


def test_other_meeting_is_a_move() -> None:
    found = changes([Kept("a", 1, 1), Kept("b", 2, 1)], [Kept("a", 1, 1), Kept("b", 2, 2)])

    assert found == Changes(moved=(Shift("b", 2, 2, 1, 2),))


@given(st.permutations("abcdefgh"))
def test_who_is_not_moved_keeps_the_order(letters: list[str]) -> None:
    found = changes(kept("abcdefgh"), kept("".join(letters)))

    moved = {shift.key for shift in found.moved}
    still = [letter for letter in letters if letter not in moved]
    assert still == sorted(still)
