"""Text that strangers type: what is kept and what is taken out."""

from __future__ import annotations

import pytest

from rtop_event.text import has_invisible, one_line, several_lines


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  Šimonovic\u0301 ", "Šimonović"),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("a\x00b\x1bc\x7fd\u200be\u202ef\u2066g\ufeffh\ud800i", "abcdefghi"),
        ("tab\tstays", "tab\tstays"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_several_lines_keeps_what_is_visible(typed: str, expected: str) -> None:
    assert several_lines(typed) == expected


def test_one_line_joins_lines_and_spaces() -> None:
    assert one_line(" a\r\n\tb\u2029 c\xa0d ") == "a b c d"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("plain\ttext\r\nÉ", False),
        ("a\x00", True),
        ("\u202e", True),
        ("\u200b", True),
        ("\ud800", True),
        ("\u2028", True),
    ],
)
def test_has_invisible_finds_what_cannot_be_seen(typed: str, expected: bool) -> None:
    assert has_invisible(typed) is expected
