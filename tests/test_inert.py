"""Text on its way into a spreadsheet and back; how files are read is tested with those who bring them in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtop_event.inert import as_typed, inert


@pytest.mark.parametrize("risky", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1", "'=1", "''=1"])
def test_what_a_spreadsheet_would_compute_is_made_inert(risky: str) -> None:
    assert (inert(risky), as_typed(inert(risky))) == (f"'{risky}", risky)


@pytest.mark.parametrize(("value", "text"), [("Tonga", "Tonga"), (None, ""), (7, "7"), ("a=b", "a=b"), ("'a", "'a")])
def test_what_is_harmless_stays(value: object, text: str) -> None:
    assert (inert(value), as_typed(text)) == (text, text)


@given(st.text(alphabet="'=+ @ab\t"))
def test_the_way_back_leads_to_what_was_typed(text: str) -> None:
    assert as_typed(inert(text)) == text
