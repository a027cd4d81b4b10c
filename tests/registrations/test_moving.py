"""Before a registration is saved the desk can look who would move by it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.speakers.listing import listing
from tests import builders
from tests.hands import JSON, Hands
from tests.speakers.desk_lists import NAMES, a_list, names, recorded, registration
from tests.test_doors import contents


@pytest.fixture
def url(app: Flask) -> str:
    """The page on which the desk edits Chad's request."""
    with app.app_context():
        a_list()
        builders.a_group("Arab Group", "ARAB")
        session.commit()
        return f"/organise/rtop-2012/registrations/{registration('Chad').id}/edit/"


def look(desk: FlaskClient, url: str, **values: Any) -> dict[str, Any]:
    fields = desk.get(url, headers=JSON).get_json()["form"]["fields"]
    answered = desk.post(url, json={**fields, "look": True, **values}, headers=JSON)
    page: dict[str, Any] = answered.get_json()
    assert answered.status_code == 200, page
    return page


@pytest.mark.parametrize(
    ("values", "moves"),
    [
        ({}, []),
        ({"speaker_name": "H.E. Another (example)"}, []),
        ({"level": "HS"}, [("Chad", "place 4", "place 3"), ("Peru", "place 3", "place 4")]),
        (
            {"capacity": "group", "group": "ARAB"},
            [
                ("Chad (Arab Group)", "place 4", "place 2"),
                ("Tonga", "place 2", "place 3"),
                ("Peru", "place 3", "place 4"),
            ],
        ),
        (
            {"part": "attend"},
            [
                ("Holy See", "place 5", "place 4"),
                (NAMES[5], "place 6", "place 5"),
                ("Chad", "place 4", "not on the list"),
            ],
        ),
    ],
)
def test_looking_tells_who_would_move_and_saves_nothing(
    app: Flask, desk: FlaskClient, url: str, values: dict[str, Any], moves: list[tuple[str, str, str]]
) -> None:
    before = contents(app)
    preview = look(desk, url, **values)["preview"]
    assert [(one["who"], one["before"], one["after"]) for one in preview["shifted"]] == moves
    told = f"{len(moves)} of 6 delegations would have another place." if moves else "Nobody would have another place."
    assert preview["told"] == told
    assert contents(app) == before


def test_what_was_looked_at_is_saved_by_the_other_button(app: Flask, desk: FlaskClient, url: str) -> None:
    hands = Hands(desk).open(url).press("Show what would move", level="HS")
    assert ("2 of 6 delegations would have another place." in hands.page, "Nothing is saved yet." in hands.page) == (
        True,
        True,
    )
    hands.press("Save", why="as told by telephone")
    with app.app_context():
        assert names(listing(any_dialogue("rtop-2012")))[2:4] == ["Chad", "Peru"]
        assert [(one[0], one[4]) for one in recorded()] == [("edited", "as told by telephone")]


def test_looking_is_refused_as_saving_would_be(app: Flask, desk: FlaskClient, url: str) -> None:
    before = contents(app)
    hands = Hands(desk).open(url)
    status, page = hands.press_refused("Show what would move", capacity="group")
    assert (status, "Please choose the group." in page) == (422, True)
    with app.app_context():
        taken = builders.a_group().code
        session.rollback()
    assert hands.press_refused("Show what would move", capacity="group", group=taken)[0] == 409
    assert hands.press_refused("Save", level="HS")[0] == 422
    assert contents(app) == before
