"""Any two of a list, and why the one stands before the other, at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import session
from tests.hands import JSON, Hands
from tests.speakers.desk_lists import NAMES, a_list, registration

LIST = "/organise/rtop-2012/speakers/"
WHY = f"{LIST}why/"


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    """A list, and the number of each inscription on it."""
    with app.app_context():
        a_list()
        session.commit()
        return {name: registration(name).id for name in NAMES}


def ask(viewer: FlaskClient, query: str) -> tuple[int, dict[str, Any]]:
    answered = viewer.get(WHY + query, headers=JSON)
    page: dict[str, Any] = answered.get_json()
    return answered.status_code, page


def test_page_without_a_choice_only_asks(viewer: FlaskClient, ids: dict[str, int]) -> None:
    status, page = ask(viewer, "")
    assert (status, page["told"], page["reasons"], page["form"]["errors"]) == (200, None, [], {})


@pytest.mark.parametrize(("first", "second"), [("Peru", "Chad"), ("Chad", "Peru")])
def test_peru_stands_before_chad_whoever_is_asked_for_first(
    viewer: FlaskClient, ids: dict[str, int], first: str, second: str
) -> None:
    _, page = ask(viewer, f"?first={ids[first]}&second={ids[second]}")
    assert page["told"] == "Peru stands before Chad: Ministers come before chairs of delegation."
    assert [(name, place) for name, place, _ in page["reasons"]] == [("Peru", 3), ("Chad", 4)]


@pytest.mark.parametrize(("second", "first"), [("Chad", "Peru"), ("Algeria", "Tonga")])
def test_one_alone_is_held_against_its_neighbour(
    viewer: FlaskClient, ids: dict[str, int], second: str, first: str
) -> None:
    _, page = ask(viewer, f"?second={ids[second]}")
    assert page["form"]["fields"] == page["form"]["fields"] | {"first": str(ids[first]), "second": str(ids[second])}
    assert " stands before " in page["told"]


def test_list_leads_there_and_two_can_be_chosen(desk: FlaskClient, ids: dict[str, int]) -> None:
    hands = Hands(desk).open(LIST)
    assert f'<a href="why/?second={ids["Chad"]}" aria-label="Place 4: why here">4</a>' in hands.page
    hands.open(f"{WHY}?second={ids['Chad']}").press("Say why", first=str(ids["Tonga"]))
    assert "Tonga stands before Chad: Heads of State come before chairs of delegation." in hands.page


@pytest.mark.parametrize("query", ["?first={Chad}&second={Chad}", "?first=0&second={Chad}", "?second=x", "?second="])
def test_what_is_no_pair_is_told_at_its_field(viewer: FlaskClient, ids: dict[str, int], query: str) -> None:
    status, page = ask(viewer, query.format(Chad=ids["Chad"]))
    assert (status, page["told"], bool(page["form"]["errors"])) == (422, None, True)
