"""Who stands behind a statement on behalf of a group, and who cannot."""

from __future__ import annotations

import pytest

from rtop_event.registrations.behind import Behind, behind, not_for_a_group, why_not
from rtop_event.registrations.states import Stand

FRANCE, GREECE, TURKEY, READER, CUBA = 1, 2, 3, 4, 5
EU = frozenset({FRANCE, GREECE})


def test_statement_is_made_for_members_and_aligned_without_those_who_opted_out() -> None:
    found = behind(EU, [(TURKEY, Stand.ALIGNED), (GREECE, Stand.OPTED_OUT)])
    assert found == Behind(EU, frozenset({TURKEY}), frozenset({GREECE}))
    assert found.standing == {FRANCE, TURKEY}


def test_what_was_said_of_another_group_is_void() -> None:
    found = behind(EU, [(FRANCE, Stand.ALIGNED), (CUBA, Stand.OPTED_OUT)])
    assert found == Behind(EU)
    assert found.standing == EU


def test_nobody_is_behind_a_group_whose_members_are_not_held() -> None:
    assert behind(frozenset(), []).standing == frozenset()


@pytest.mark.parametrize(
    ("how", "delegation", "known", "told"),
    [
        (Stand.ALIGNED, TURKEY, Behind(EU), None),
        (Stand.OPTED_OUT, GREECE, Behind(EU), None),
        (Stand.ALIGNED, CUBA, Behind(), None),
        (Stand.ALIGNED, FRANCE, Behind(EU), "X is a member (the Union): it is counted already."),
        (Stand.OPTED_OUT, TURKEY, Behind(EU), "X is not a member (the Union), so it cannot opt out."),
        (
            Stand.OPTED_OUT,
            CUBA,
            Behind(),
            "We hold no list of the members (the Union), so none of them can opt out here.",
        ),
        (Stand.ALIGNED, READER, Behind(EU), "X makes this statement itself."),
        (Stand.OPTED_OUT, READER, Behind(EU | {READER}), "X makes this statement itself."),
        (
            Stand.ALIGNED,
            TURKEY,
            Behind(EU, frozenset({TURKEY})),
            "X is noted already: take that back first.",
        ),
        (
            Stand.OPTED_OUT,
            GREECE,
            Behind(EU, frozenset(), frozenset({GREECE})),
            "X is noted already: take that back first.",
        ),
    ],
)
def test_each_refusal_has_its_sentence(how: Stand, delegation: int, known: Behind, told: str | None) -> None:
    refused = why_not(how, delegation, "X", "the Union", READER, known)
    assert (str(refused) if refused else None) == told


def test_national_statement_has_nobody_behind_it() -> None:
    assert str(not_for_a_group().reason) == (
        "This statement is not made on behalf of a group, so nobody else stands behind it."
    )
