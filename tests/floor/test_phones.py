"""The phones of a whole hall follow the room: one of them makes the house compute, the others are told at no cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.buttons import Button
from rtop_event.speakers.listing import listing
from rtop_event.speakers.room_now import room_now
from tests.dialogues.test_pages import queries
from tests.floor.rooms import a_hall, hand
from tests.registrations.asking import own_path
from tests.speakers.desk_lists import registration, withdraw

FIND_ONE = 3
"""The person with the request, and the delegation's names and the meetings beside it."""
ASKED_FOR = 2
"""Whether a letter is wanted before the turn, and whether it was written."""


@pytest.fixture
def hall(rows: None, it_is: Callable[[float], None]) -> Dialogue:
    """Tonga speaks; Peru, Chad and Denmark wait, each with the own page open."""
    it_is(113)
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.NEXT, 111)
    hand(hall, Button.START, 112)
    session.commit()
    return hall


def look(client: FlaskClient, name: str, mark: str | None = None) -> TestResponse:
    """A phone asks where its delegation stands."""
    path = f"{own_path(registration(name))}turn/"
    session.rollback()
    return client.get(path, headers={"X-Fragment": "1", **({"If-None-Match": mark} if mark else {})})


def test_the_second_phone_asks_only_who_it_is(app: Flask, client: FlaskClient, hall: Dialogue) -> None:
    path = f"{own_path(registration('Denmark'))}turn/"
    look(client, "Peru")
    with queries(app) as asked:
        seen = client.get(path, headers={"X-Fragment": "1"})
    assert (len(asked), "2 speakers come before you" in seen.text) == (FIND_ONE + ASKED_FOR, True), asked


def test_a_phone_is_told_nothing_anew_while_its_turn_stands(
    client: FlaskClient, hall: Dialogue, it_is: Callable[[float], None]
) -> None:
    mark = look(client, "Tonga").headers["ETag"]
    it_is(113.4)  # the expected times of those who wait are computed anew
    assert [look(client, "Tonga", mark).status_code, look(client, "Tonga").status_code] == [304, 200]


@pytest.mark.parametrize("what", ["floor", "list"])
def test_what_changes_is_seen_at_once(client: FlaskClient, hall: Dialogue, what: str) -> None:
    mark = look(client, "Denmark").headers["ETag"]
    if what == "floor":
        hand(hall, Button.NEXT, 113)
    else:
        withdraw("Chad")
    session.commit()
    seen = look(client, "Denmark", mark)
    assert (seen.status_code, "1 speaker comes before you" in seen.text) == (200, True)


def test_what_is_computed_while_writing_is_kept_for_nobody(client: FlaskClient, hall: Dialogue) -> None:
    withdraw("Chad")
    session.flush()
    room_now(hall, lambda: listing(hall), now())
    session.rollback()
    withdraw("Peru")
    session.commit()
    assert "You are next" in look(client, "Chad").text
