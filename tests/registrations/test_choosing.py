"""Which delegation is meant by what is typed."""

from __future__ import annotations

import pytest

from rtop_event.delegations.search import Entry
from rtop_event.delegations.words import Kind
from rtop_event.registrations.choosing import Choice, choose, elsewhere
from rtop_event.registrations.words import masked

STATES = frozenset({Kind.MEMBER_STATE})
HALL = [
    Entry("GIN", "Guinea", Kind.MEMBER_STATE, "guinea", "GN"),
    Entry("GNB", "Guinea-Bissau", Kind.MEMBER_STATE, "guinea-bissau", "GW"),
    Entry("COG", "Congo", Kind.MEMBER_STATE, "congo", "CG", ("Republic of the Congo", "Kongo")),
    Entry("COD", "Democratic Republic of the Congo", Kind.MEMBER_STATE, "dem", "CD", ("DRC", "Kongo")),
    Entry("GBR", "United Kingdom", Kind.MEMBER_STATE, "united", "GB", ("UK", "Britain")),
    Entry("WSM", "Samoa", Kind.MEMBER_STATE, "samoa", "WS"),
    Entry("AU", "African Union", Kind.REGIONAL_ORGANISATION, "african union", "", ("UA",)),
]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Guinea", "GIN"),
        ("guinea bissau", "GNB"),
        ("Congo", "COG"),
        ("DRC", "COD"),
        ("uk", "GBR"),
        ("WSM", "WSM"),
        ("Samo", "WSM"),
        ("Brit", "GBR"),
    ],
)
def test_what_is_clear_is_taken(typed: str, code: str) -> None:
    chosen = choose(typed, "", HALL, STATES)
    assert (chosen.one and chosen.one.code, chosen.offered) == (code, ())


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("Guin", ["GIN", "GNB"]), ("Kongo", ["COG", "COD"]), ("Sammoa", ["WSM"]), ("Sa", ["WSM"]), ("Atlantis", [])],
)
def test_what_is_not_clear_is_offered(typed: str, codes: list[str]) -> None:
    chosen = choose(typed, "", HALL, STATES)
    assert (chosen.one, [entry.code for entry in chosen.offered]) == (None, codes)


def test_a_picked_one_is_taken_only_if_it_was_offered_for_these_words() -> None:
    picked = choose("Guin", "GNB", HALL, STATES).one
    assert picked is not None
    assert picked.code == "GNB"
    assert choose("Guin", "WSM", HALL, STATES).one is None


def test_two_of_the_same_name_are_offered() -> None:
    twins = [Entry("A", "Same", Kind.MEMBER_STATE, "same"), Entry("B", "Same", Kind.MEMBER_STATE, "same")]
    assert [entry.code for entry in choose("Same", "", twins, STATES).offered] == ["A", "B"]


def test_a_name_of_another_kind_is_found_elsewhere() -> None:
    assert choose("African Union", "", HALL, STATES) == Choice()
    other = elsewhere("African Union", HALL, STATES)
    assert other is not None
    assert other.code == "AU"
    assert elsewhere("Afri", HALL, STATES) is None


@pytest.mark.parametrize(
    ("address", "shown"), [("anna@mission.example", "a***@mission.example"), ("", ""), ("nobody", "")]
)
def test_addresses_are_masked(address: str, shown: str) -> None:
    assert masked(address) == shown
