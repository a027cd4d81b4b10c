"""The arithmetic of the room, and more time for who has the floor."""

from __future__ import annotations

import pytest

from rtop_event.database import session
from rtop_event.floor.buttons import Button
from rtop_event.floor.console import arithmetic, now_of
from rtop_event.floor.swap import swaps
from rtop_event.organisers.record import record
from tests.floor.rooms import a_hall, at, hand, room

pytestmark = pytest.mark.usefixtures("rows")


def test_the_list_against_the_end_of_the_meeting() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    found = [arithmetic(room(hall, minutes)) for minutes in (110, 170, 479, -2000)]
    assert [(one.left, one.over) for one in found] == [(4, False), (4, False), (4, True), (4, False)]
    told = [str(one.told) for one in found]
    assert told[0].startswith("fits, with about ")
    assert told[1] == "3 before the end of this meeting, the others in the next"
    assert told[2].startswith("over by about ")
    assert found[3].told is None


def test_only_exchanges_are_told_among_what_happened() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    record("moved together", by="Desk (example)", at=at(1), dialogue=hall.slug, about="list", after={"moved": 2})
    session.commit()
    assert list(swaps(hall, room(hall, 2))) == []


def test_thirty_seconds_more() -> None:
    hall = a_hall()
    for button in (Button.OPEN, Button.NEXT, Button.MORE):
        hand(hall, button, 1)
    now = now_of(room(hall, 2))
    assert now
    assert (now.limit, now.left) == (210, 210)
