"""Text that strangers type: what is kept and what is taken out."""

from __future__ import annotations

import pytest

from rtop_event.text import has_blank, has_invisible, has_name, is_heaped, may_link, one_line, several_lines


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
        ("a\u200f", True),
        ("\u061c", True),
        ("می\u200cخواهم", False),
        ("\u200c", True),
    ],
)
def test_has_invisible_finds_what_cannot_be_seen(typed: str, expected: bool) -> None:
    assert has_invisible(typed) is expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("St. Vincent", False),
        ("H.E. A. Example", False),
        ("U.S.A.", False),
        ("evil.example", True),
        ("see https://x", True),
        ("mailto:ana", True),
        ("192.0.2.1", True),
        ("ana@mission", True),
    ],
)
def test_may_link_finds_what_a_mail_program_links(typed: str, expected: bool) -> None:
    assert may_link(typed) is expected


@pytest.mark.parametrize(
    ("typed", "blank", "name", "heaped"),
    [
        ("Nguyễn Văn", False, True, False),
        ("7", False, True, False),
        ("\u115f", True, False, False),
        ("A\u034f", True, True, False),
        ("–", False, False, False),
        ("x" + "\u0323\u0301\u0300\u0302", False, True, False),
        ("x" + "\u0323\u0301\u0300\u0302\u0303", False, True, True),
    ],
    ids=ascii,
)
def test_names_are_read_by_people(typed: str, blank: bool, name: bool, heaped: bool) -> None:
    assert (has_blank(typed), has_name(typed), is_heaped(typed)) == (blank, name, heaped)
