"""Speakers of an exercise: the same dice make the same ones, and each is labelled."""

from __future__ import annotations

from rtop_event.delegations.words import Kind, Level
from rtop_event.rehearsals.made_up import MOST, made_up


def test_the_same_dice_make_the_same_speakers() -> None:
    assert made_up(40, 7) == made_up(40, 7)
    assert made_up(40, 7) != made_up(40, 8)


def test_each_has_a_name_of_its_own_that_says_example() -> None:
    found = made_up(MOST + 50, 1)
    assert len({one.name for one in found}) == len(found) == MOST
    assert all(one.name.endswith("(example)") and one.speaker.endswith("(example)") for one in found)


def test_they_are_spread_over_kinds_levels_and_groups() -> None:
    found = made_up(100, 3)
    assert {one.kind for one in found} == {
        Kind.MEMBER_STATE,
        Kind.OBSERVER_STATE,
        Kind.REGIONAL_ORGANISATION,
        Kind.CIVIL_SOCIETY,
    }
    assert {Level.HEAD_OF_STATE, Level.MINISTER, Level.CHAIR_OF_DELEGATION} <= {one.level for one in found}
    assert sorted(one.group for one in found if one.group is not None) == [0, 1]
    assert [one.group for one in made_up(5, 3)] == [None] * 5
