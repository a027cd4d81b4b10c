"""Lists of real meetings come out exactly as they were called, from shuffled inscriptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.changes import changes
from rtop_event.speakers.facts import Request
from rtop_event.speakers.ordering import order
from tests.speakers.real_lists import (
    GENERAL_DEBATE_26_SEPTEMBER_2020_AFTERNOON,
    GENERAL_DEBATE_26_SEPTEMBER_2020_AFTERNOON_UPDATED,
    GENERAL_DEBATE_28_SEPTEMBER_2019_MORNING,
    LATE_ON_26_SEPTEMBER_2020,
    OPENS,
    POST_2015_NEGOTIATIONS_2_AUGUST_2015,
    codes,
    requests,
)


@pytest.mark.parametrize(
    ("table", "preset", "speakers"),
    [
        (GENERAL_DEBATE_28_SEPTEMBER_2019_MORNING, "general-debate", 19),
        (GENERAL_DEBATE_26_SEPTEMBER_2020_AFTERNOON, "general-debate", 13),
        (GENERAL_DEBATE_26_SEPTEMBER_2020_AFTERNOON_UPDATED, "general-debate", 15),
        (POST_2015_NEGOTIATIONS_2_AUGUST_2015, "dialogue", 18),
    ],
)
@given(data=st.data())
def test_real_list_comes_out_from_any_permutation(table: str, preset: str, speakers: int, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(requests(table)))

    places = order(shuffled, PRESETS[preset])

    assert [place.key for place in places] == codes(table)
    assert [place.number for place in places] == list(range(1, speakers + 1))


@given(data=st.data())
def test_withdrawal_and_late_entries_turn_one_list_into_the_next(data: st.DataObject) -> None:
    before = requests(GENERAL_DEBATE_26_SEPTEMBER_2020_AFTERNOON)
    late = requests(LATE_ON_26_SEPTEMBER_2020, opens=OPENS + timedelta(days=1))
    chain = PRESETS["general-debate"]

    after = data.draw(st.permutations([_withdrawn(one) if one.key == "MNE" else one for one in before] + late))

    assert [place.key for place in order(after, chain)] == codes(GENERAL_DEBATE_26_SEPTEMBER_2020_AFTERNOON_UPDATED)
    difference = changes(order(before, chain), order(after, chain))
    assert [place.key for place in difference.went_out] == ["MNE"]
    assert [(place.key, place.number) for place in difference.came_in] == [("CPV", 7), ("MAR", 8), ("MDG", 9)]
    assert difference.moved == ()
    assert [(shift.key, shift.before, shift.after) for shift in difference.shifted] == [
        ("KNA", 2, 1),
        ("LCA", 3, 2),
        ("TTO", 4, 3),
        ("BHS", 5, 4),
        ("SDN", 6, 5),
        ("VUT", 7, 6),
        ("SYR", 8, 10),
        ("SGP", 9, 11),
        ("SEN", 10, 12),
        ("LIE", 11, 13),
        ("AUT", 12, 14),
        ("BLR", 13, 15),
    ]


def _withdrawn(request: Request) -> Request:
    return replace(request, live=False)
