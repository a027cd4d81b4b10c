"""Names that are one in two spellings are found; names that only look alike are not."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from rtop_event.delegations.reference import read_reference
from rtop_event.delegations.resemblance import Index, Likeness, likeness, nations_of, official, spelt
from rtop_event.delegations.words import Kind
from tests.speakers.clashes import APART, NAMESAKES, NEAR, NO_OFFICIAL, OFFICIAL, SAME

DAY = date(2012, 9, 5)
TODAY = [
    (one.code, standing, [alias.text for alias in one.aliases])
    for one in read_reference().delegations
    for standing in one.standings
    if standing.since <= DAY and (standing.until is None or standing.until > DAY)
]
STATES = [standing.name for _code, standing, _aliases in TODAY if standing.kind is Kind.MEMBER_STATE]
NATIONS = nations_of(STATES)
NAMES = [
    (standing.kind, standing.name, name)
    for _code, standing, aliases in TODAY
    for name in (standing.name, *aliases)
    if standing.kind is not Kind.CIVIL_SOCIETY
]


def both_ways(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [*pairs, *((other, one) for one, other in pairs)]


def test_one_name_in_two_spellings_is_found() -> None:
    assert [pair for pair in both_ways(SAME) if likeness(*pair, NATIONS) is not Likeness.SAME] == []
    assert len(SAME) >= 40


def test_names_that_resemble_one_another_are_found() -> None:
    assert [pair for pair in both_ways(NEAR) if likeness(*pair, NATIONS) is not Likeness.NEAR] == []


def test_names_that_only_look_alike_are_not_found() -> None:
    assert [(*pair, likeness(*pair, NATIONS)) for pair in both_ways(APART) if likeness(*pair, NATIONS)] == []
    assert len(APART) >= 60


def test_no_two_member_states_are_one() -> None:
    assert len(STATES) == 193
    alike = [(*pair, likeness(*pair, NATIONS)) for pair in combinations(STATES, 2) if likeness(*pair, NATIONS)]
    assert alike == []
    assert [
        pair for pair in combinations(STATES, 2) if official(*pair, NATIONS) or official(*pair[::-1], NATIONS)
    ] == []


def test_namesakes_are_different_states() -> None:
    assert {name for pair in NAMESAKES for name in pair} - set(STATES) == set()
    assert [pair for pair in both_ways(NAMESAKES) if likeness(*pair, NATIONS) or official(*pair, NATIONS)] == []


def test_name_of_a_state_or_organisation_is_recognised() -> None:
    assert [pair for pair in OFFICIAL if not official(*pair, NATIONS)] == []


def test_bodies_that_only_mention_a_state_or_organisation_do_not_bear_its_name() -> None:
    bearing = [(typed, name) for typed in NO_OFFICIAL for _kind, _own, name in NAMES if official(typed, name, NATIONS)]
    assert bearing == []


def test_index_offers_every_pair_that_is_alike() -> None:
    missed = [
        (one, other)
        for one, other in both_ways([*SAME, *NEAR, *OFFICIAL])
        if (1, other) not in set(Index([(1, other)]).near(one))
    ]
    assert missed == []
    assert list(Index([(1, "Budapest Centre")]).near("Sentinel Project")) == []


def test_name_of_nothing_but_small_words_is_still_a_name() -> None:
    assert spelt("The And").words == ("the", "and")
    assert likeness("The And", "La Paz") is None
    assert spelt("!!!").run == ""
    assert likeness("!!!", "???") is None


def test_short_word_beside_a_dash_that_is_no_acronym_belongs_to_the_name() -> None:
    pairs = [("Peace - Youth for Dialogue", "Youth for Dialogue"), ("YFD - Youth for Dialogue", "Youth for Dialogue")]
    assert [likeness(*pair, NATIONS) is Likeness.SAME for pair in pairs] == [False, True]
