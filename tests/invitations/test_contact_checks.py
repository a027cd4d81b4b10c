"""The dry run: each line with its verdict and reason."""

from __future__ import annotations

import pytest

from rtop_event.delegations.search import Entry
from rtop_event.delegations.words import Kind
from rtop_event.fields import plain_address
from rtop_event.invitations.contact_checks import Checked, ContactFacts, Verdict, check_lines, digest
from rtop_event.invitations.contact_files import Line

NAMES = [
    Entry("PER", "Peru", Kind.MEMBER_STATE, "peru", "PE", ("Perú", "Pérou")),
    Entry("KOR", "Republic of Korea", Kind.MEMBER_STATE, "korea", "KR", ("ROK", "Korea")),
    Entry("PRK", "Democratic People's Republic of Korea", Kind.MEMBER_STATE, "korea dpr", "KP", ("DPRK", "Korea")),
    Entry("AU", "African Union", Kind.REGIONAL_ORGANISATION, "african union", "", ("AU",)),
]
KNOWN = {"a@peru.example": ContactFacts("A@peru.example", "A. Peru", "", "PER", "es", "")}


def check(*lines: dict[str, str]) -> list[Checked]:
    """These lines against one known contact."""
    numbered = [Line(number, cells) for number, cells in enumerate(lines, 2)]
    return check_lines(numbered, known=KNOWN, delegations=NAMES, plain_address=plain_address)


@pytest.mark.parametrize(
    ("cells", "verdict", "reasons"),
    [
        ({"address": "b@peru.example", "delegation": "peru"}, Verdict.NEW, []),
        ({"address": "b@peru.example", "delegation": "PÉROU", "language": "Français"}, Verdict.NEW, []),
        ({"address": "a@PERU.example"}, Verdict.KNOWN, []),
        ({"address": "a@peru.example", "name": "A. Peru", "delegation": "Peru"}, Verdict.KNOWN, []),
        ({"address": "a@peru.example", "name": "B. Peru"}, Verdict.CHANGED, ["name: “A. Peru” becomes “B. Peru”"]),
        (
            {"address": "a@peru.example", "function": "Ambassador"},
            Verdict.CHANGED,
            ["function: “–” becomes “Ambassador”"],
        ),
        ({"name": "Nobody"}, Verdict.WRONG, ["The address is missing."]),
        ({"address": "two@a.example, b@a.example"}, Verdict.WRONG, ["This is not exactly one complete mail address."]),
        ({"address": "zoë@a.example"}, Verdict.WRONG, ["This is not exactly one complete mail address."]),
        ({"address": "A <a@a.example>"}, Verdict.WRONG, ["This is not exactly one complete mail address."]),
        (
            {"address": "b@a.example", "language": "Klingon"},
            Verdict.WRONG,
            ["The language must be one of: ar, en, es, fr, ru, zh."],
        ),
        (
            {"address": "b@a.example", "delegation": "Korea"},
            Verdict.WRONG,
            ["“Korea” can be several: Democratic People's Republic of Korea, Republic of Korea."],
        ),
        (
            {"address": "b@a.example", "delegation": "Afri"},
            Verdict.WRONG,
            ["No delegation is called “Afri”. Near it: African Union."],
        ),
        ({"address": "b@a.example", "delegation": "Zzzz"}, Verdict.WRONG, ["No delegation is called “Zzzz”."]),
        ({"address": "b@a.example", "name": "a\u202eb"}, Verdict.WRONG, ["There are invisible characters in “name”."]),
        ({"address": "b@a.example", "name": "a" * 201}, Verdict.WRONG, ["“name” is too long: at most 200 characters."]),
    ],
)
def test_line_has_verdict_and_reasons(cells: dict[str, str], verdict: Verdict, reasons: list[str]) -> None:
    (row,) = check(cells)
    assert (row.verdict, [str(reason) for reason in row.reasons]) == (verdict, reasons)


def test_address_twice_in_a_file_is_wrong_the_second_time() -> None:
    rows = check({"address": "b@a.example"}, {"address": "B@a.example"})
    assert [row.verdict for row in rows] == [Verdict.NEW, Verdict.WRONG]
    assert str(rows[1].reasons[0]) == "The address stands in line 2 already."


def test_empty_cells_leave_what_is_known() -> None:
    (row,) = check({"address": "a@peru.example", "salutation": "Excellency,"})
    assert row.facts == ContactFacts("A@peru.example", "A. Peru", "", "PER", "es", "Excellency,")
    assert row.key == "a@peru.example"
    assert check({"address": "x"})[0].key == ""


def test_line_keeps_what_was_typed_on_one_line() -> None:
    (row,) = check({"address": "b@a.example", "name": " A.\n B. "})
    assert (row.facts and row.facts.name, row.shown["name"]) == ("A. B.", "A. B.")


def test_digest_changes_with_what_would_be_done() -> None:
    one, same, other = (
        digest(check({"address": address})) for address in ("b@a.example", "b@a.example", "c@a.example")
    )
    assert (one == same, one == other, len(one)) == (True, False, 24)


def test_formula_without_its_result_is_wrong() -> None:
    lines = [Line(2, {"address": "a@peru.example"}, ("name",)), Line(3, {}, ("address",))]
    found = check_lines(lines, known={}, delegations=(), plain_address=str)
    assert [(one.verdict, [str(reason) for reason in one.reasons]) for one in found] == [
        (Verdict.WRONG, ["“name” holds a formula without its result: write the value."]),
        (Verdict.WRONG, ["“address” holds a formula without its result: write the value."]),
    ]
