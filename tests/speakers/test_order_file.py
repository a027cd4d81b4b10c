"""A CSV file with regional groups and genders, or without them: what is read, what is refused, what comes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.chain_reading import read_chain
from rtop_event.speakers.order_file import FaultyList, ordered

HEADS = "delegation,kind,level,on_behalf_of,requested_at,meeting,pin"
ROWS = """Chad,member_state,CD,,2012-08-16T09:01:00-04:00,,
Benin,member_state,CD,,2012-08-16T09:02:00-04:00,,
Peru,member_state,CD,,2012-08-16T09:03:00-04:00,,
Holy See,observer_state,CD,,2012-08-16T09:04:00-04:00,,
"""
PLAIN = f"{HEADS}\n{ROWS}".encode()
BY_REGION = [{"name": "balance", "parameters": {"by": "regional_group"}}, {"name": "time"}]
BY_GENDER = [{"name": "balance", "parameters": {"by": "gender"}}, {"name": "time"}]


def with_columns(heads: str, *cells: str) -> bytes:
    lines = [f"{row},{more}" for row, more in zip(ROWS.splitlines(), cells, strict=True)]
    return "\n".join([f"{HEADS},{heads}", *lines]).encode()


def names(content: bytes, rules: object) -> list[str]:
    return [line.split(",")[2] for line in ordered(content, read_chain(rules)).splitlines()[1:]]


def test_regional_group_is_found_by_the_name_of_a_member_state() -> None:
    assert names(PLAIN, BY_REGION) == ["Chad", "Peru", "Holy See", "Benin"]


def test_column_of_regional_groups_goes_before_what_is_known() -> None:
    told = with_columns("regional_group", "african", "asia_pacific", "african", "")
    assert names(told, BY_REGION) == ["Chad", "Benin", "Holy See", "Peru"]


def test_column_of_genders_lets_women_and_men_alternate() -> None:
    assert names(with_columns("gender", "woman", "woman", "man", ""), BY_GENDER) == [
        "Chad",
        "Peru",
        "Holy See",
        "Benin",
    ]
    assert names(PLAIN, BY_GENDER) == ["Chad", "Benin", "Peru", "Holy See"]


def test_more_columns_change_nothing_for_rules_that_do_not_ask() -> None:
    more = with_columns("gender,regional_group", "woman,african", "man,", ",asia_pacific", ",")
    assert ordered(more, PRESETS["dialogue"]) == ordered(PLAIN, PRESETS["dialogue"])


@pytest.mark.parametrize(
    ("heads", "cell", "fault"),
    [
        (
            "regional_group",
            "Africa",
            "line 2: regional_group: 'Africa' is none of african, asia_pacific, eastern_european, "
            "latin_american_caribbean, western_european_others",
        ),
        ("gender", "lady", "line 2: gender: 'lady' is none of woman, man"),
        ("region", "", "line 1: unknown columns: 'region'"),
        ("gender,gender", "woman,woman", "line 1: columns given twice: 'gender'"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(heads: str, cell: str, fault: str) -> None:
    empty = "," * heads.count(",")
    with pytest.raises(FaultyList) as faulty:
        ordered(with_columns(heads, cell, empty, empty, empty), PRESETS["dialogue"])
    assert faulty.value.faults == [fault]


def test_of_many_unknown_columns_the_first_are_told() -> None:
    heads = ",".join(f"x{number}" for number in range(2_000))
    with pytest.raises(FaultyList) as faulty:
        ordered(f"{HEADS},{heads}\n".encode(), PRESETS["dialogue"])
    assert faulty.value.faults == ["line 1: unknown columns: " + ", ".join(f"'x{number}'" for number in range(20))]


def test_command_takes_the_rules_of_a_file(app: Flask, tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    meetings = {"name": "meeting", "parameters": {"capacity": [1, None]}}
    top = {"name": "protected_top", "parameters": {"n": 1}}
    rules.write_text(json.dumps([top, meetings, *BY_REGION]))
    rows = ROWS.replace("04:00,,", "04:00,1,")
    found = app.test_cli_runner().invoke(
        args=["speakers", "order", "--rules", str(rules)], input=f"{HEADS}\n{rows}".encode()
    )
    assert [line.split(",")[:3] for line in found.stdout.splitlines()[1:]] == [
        ["1", "1", "Chad"],
        ["1", "2", "Benin"],
        ["2", "2", "Peru"],
        ["3", "2", "Holy See"],
    ]
    rules.write_text(json.dumps([{"name": "protected_top"}]))
    refused = app.test_cli_runner().invoke(args=["speakers", "order", "--rules", str(rules)], input=PLAIN)
    assert (refused.exit_code, refused.stderr) == (1, "rule 1 protected_top: n: this is missing\n")
