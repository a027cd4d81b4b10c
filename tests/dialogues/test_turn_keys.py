"""The keys of those whom the programme calls: whoever has spoken is known after every change of it."""

from __future__ import annotations

from typing import Any

import pytest

from rtop_event.dialogues.turn_keys import Place, called_in, carried


def places(*meetings: str) -> list[Place]:
    """Those of some meetings: parts with a slash between them, `name=key` where a row says its key, `-` for no minutes."""
    found: list[Place] = []
    for number, text in enumerate(meetings, 1):
        parts = [[person(word) for word in part.split()] for part in text.split("/")]
        found += called_in(f"meeting {number}", number, parts)
    return found


def person(word: str) -> dict[str, Any]:
    """A row of the programme."""
    name, _, key = word.removesuffix("-").partition("=")
    return {"name": name} | ({} if word.endswith("-") else {"minutes": 5}) | ({"key": key} if key else {})


@pytest.mark.parametrize(
    ("before", "after", "by_place", "told"),
    [
        (["A B"], ["A B"], True, "1:1:A 1:1:B"),
        (["A B"], ["B A"], True, "1:1:B 1:1:A"),
        (["A B"], ["A C"], True, "1:1:A 1:1:B"),
        (["A B"], ["A C"], False, "1:1:A 1:1:C"),
        (["A B"], ["A C=1:1:B"], False, "1:1:A 1:1:B"),
        (["A"], ["A B=forged"], False, "1:1:A 1:1:B"),
        (["A B"], ["B", "A"], True, "1:1:B 1:1:A"),
        (["A=9:1:Z"], ["A"], True, "9:1:Z"),
        (["A=1:1:B"], ["B C=1:1:B"], False, "1:2:B 1:1:B"),
        (["A"], ["A A A"], True, "1:1:A 1:2:A 1:3:A"),
        (["A A"], ["A=1:2:A A=1:1:A"], False, "1:2:A 1:1:A"),
        (["A- / A"], ["A / A=1:1:A"], False, "1:2:A 1:1:A"),
        (["A B"], ["B", "D"], True, "1:1:B 2:1:D"),
        ([], ["A"], True, "1:1:A"),
    ],
)
def test_keys_stay_whatever_is_edited(before: list[str], after: list[str], by_place: bool, told: str) -> None:
    assert " ".join(carried(places(*before), places(*after), by_place=by_place)) == told
