"""Where a delegation stands in the room, as its own page tells it."""

from __future__ import annotations

import pytest
from flask import Flask

from rtop_event.floor.buttons import Button
from rtop_event.floor.own import section_of
from rtop_event.floor.turn_pages import TurnPage
from tests.floor.rooms import a_hall, at, hand
from tests.speakers.desk_lists import registration, withdraw

pytestmark = pytest.mark.usefixtures("rows")


def told(app: Flask, name: str, minutes: float) -> str | None:
    """What the page of a delegation says so many minutes after ten."""
    with app.test_request_context():
        found = section_of(registration(name), "token", at(minutes))
    return str(found.shown.told) if found and isinstance(found.shown, TurnPage) else None


def test_a_delegate_follows_the_room_from_the_own_page(app: Flask) -> None:
    hall = a_hall()
    assert told(app, "Peru", 0) == "The meeting has not been opened yet."
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.NEXT, 106)
    assert told(app, "Tonga", 106) == "You have the floor."
    hand(hall, Button.START, 107)
    assert told(app, "Peru", 107) == "You are next: about 11:50, between 11:49 and 11:51."
    assert str(told(app, "Denmark", 107)).startswith("2 speakers come before you: about 11:5")
    hand(hall, Button.NEXT, 110)
    hand(hall, Button.YIELD, 110)
    assert told(app, "Tonga", 110) == "Your statement is delivered."
    assert str(told(app, "Peru", 110)).startswith("Your delegation gave up the floor.")
    hand(hall, Button.NEXT, 111)
    withdraw("Chad")
    assert told(app, "Chad", 111) is None
