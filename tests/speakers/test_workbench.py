"""The workbench: any list in, the same list in order with its reasons out, and nothing kept."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.order_file import ordered
from rtop_event.speakers.workbench import EXAMPLE, MOST_FAULTS
from rtop_event.speakers.workbench_forms import MOST
from tests.hands import JSON, Hands, a_file
from tests.test_doors import contents

URL = "/organise/workbench/"
HEADS = EXAMPLE.splitlines()[0]
ONE = "Chad,member_state,CD,,2012-08-16T09:05:00-04:00,,"


def put(viewer: FlaskClient, **values: Any) -> tuple[int, dict[str, Any]]:
    answered = viewer.post(URL, json={"preset": "dialogue", **values}, headers=JSON)
    page: dict[str, Any] = answered.get_json()
    return answered.status_code, page


def in_order(page: dict[str, Any]) -> list[str]:
    return [one["delegation"] for one in page["lines"]]


@pytest.mark.parametrize(
    ("values", "order"),
    [
        ({}, ["Algeria", "Tonga", "Peru", "Chad", "Holy See"]),
        ({"preset": "inscription"}, ["Holy See", "Chad", "Tonga", "Peru", "Algeria"]),
        ({"rules": '[{"name": "level"}]'}, ["Tonga", "Peru", "Holy See", "Chad", "Algeria"]),
        ({"rules": '{"rules": [{"name": "level"}]}'}, ["Tonga", "Peru", "Holy See", "Chad", "Algeria"]),
        ({"rules": '[[rules]]\nname = "alphabetical"'}, ["Algeria", "Chad", "Holy See", "Peru", "Tonga"]),
    ],
)
def test_list_comes_out_in_order_with_its_reasons(
    viewer: FlaskClient, values: dict[str, Any], order: list[str]
) -> None:
    status, page = put(viewer, typed=EXAMPLE, **values)
    assert (status, in_order(page)) == (200, order)
    assert all(one["reason"].endswith(".") for one in page["lines"])
    assert len(page["rules"]) >= 1


def test_list_of_a_file_stays_in_the_form_and_is_downloaded(app: Flask, viewer: FlaskClient) -> None:
    before = contents(app)
    hands = Hands(viewer).open(URL).press("Put in order", file=a_file(EXAMPLE, "list.csv"))
    assert hands.page.count('<th scope="row">') == 5
    given = hands._sent("Put in order and download as CSV", {})
    assert (given.headers["Content-Type"], given.text) == (
        "text/csv; charset=utf-8",
        ordered(EXAMPLE.strip().encode(), PRESETS["dialogue"]),
    )
    assert contents(app) == before


def test_meetings_that_are_lists_of_their_own_have_their_heads(viewer: FlaskClient) -> None:
    lines = [HEADS, ONE.replace(",,", ",2,", 1)[: -len(",,")] + ",2,", "Peru,member_state,M,,2012-08-16T09:00:00Z,1,"]
    lines[1] = "Chad,member_state,CD,,2012-08-16T09:05:00-04:00,2,"
    hands = Hands(viewer).open(URL).press("Put in order", typed="\n".join(lines), preset="general-debate")
    assert [f"Meeting {number}</th>" in hands.page for number in (1, 2, 3)] == [True, True, False]


@pytest.mark.parametrize(
    ("values", "faults"),
    [
        ({"typed": f"{HEADS}\n{ONE}\n,dragon,CD,,yesterday,,"}, "line 3: delegation: this is empty"),
        ({"typed": "a,b"}, "line 1: missing columns: 'delegation', 'kind', 'level', 'on_behalf_of', 'requested_at'"),
        ({"rules": "neither"}, "This is neither JSON nor TOML."),
        ({"rules": "[" * 10_000}, "This is neither JSON nor TOML."),
        ({"rules": '[{"name": "dice"}]'}, "rule 1 dice: there is no such rule"),
        ({"rules": '{"a": 1}'}, "the rules: give a list of rules"),
    ],
)
def test_faults_are_told_by_line_or_rule(viewer: FlaskClient, values: dict[str, Any], faults: str) -> None:
    status, page = put(viewer, **{"typed": EXAMPLE, **values})
    assert (status, page["lines"]) == (422, [])
    assert page["faults"][0].startswith(faults)


def test_of_many_faults_the_first_are_told(viewer: FlaskClient) -> None:
    hands = Hands(viewer).open(URL)
    status, page = hands.press_refused("Put in order", typed="\n".join([HEADS, *[",member_state,CD,,x,,"] * 40]))
    assert (status, page.count('<li dir="ltr">'), "and 30 more" in page) == (422, MOST_FAULTS, True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "typed"),
        ({"typed": "x" * (MOST + 1)}, "typed"),
        ({"typed": EXAMPLE, "preset": "dice"}, "preset"),
        ({"typed": EXAMPLE, "rules": "x" * 20_001}, "rules"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(viewer: FlaskClient, values: dict[str, Any], field: str) -> None:
    status, page = put(viewer, **values)
    assert (status, [*page["form"]["errors"]]) == (422, [field])


@pytest.mark.parametrize("content", [b"x" * (MOST + 1), b"\xff\xfe"])
def test_file_that_is_too_long_or_no_text_is_refused(viewer: FlaskClient, content: bytes) -> None:
    hands = Hands(viewer).open(URL)
    status, page = hands.press_refused("Put in order", file=(io.BytesIO(content), "list.csv"))
    assert (status, 'href="#file"' in page) == (422, True)


def test_empty_lines_of_a_file_are_passed_over() -> None:
    heads, *lines = EXAMPLE.strip().splitlines()
    spaced = "\n".join([heads, *(f"\n{line}" for line in lines)])
    assert ordered(spaced.encode(), PRESETS["dialogue"]) == ordered(EXAMPLE.strip().encode(), PRESETS["dialogue"])
