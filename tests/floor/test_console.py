"""The arithmetic of the room, and more time for who has the floor."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.buttons import Button
from rtop_event.floor.console import arithmetic, console_page, now_of
from rtop_event.floor.forms import DelegationForm, PressForm
from rtop_event.floor.shapes import ConsolePage
from rtop_event.floor.swap import done_to_the_list
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


def page_of(hall: Dialogue, minutes: float) -> ConsolePage:
    """The console as it is then."""
    return console_page(hall, room(hall, minutes), PressForm(), DelegationForm(), may_press=True)


def test_what_happened_says_whose_statement_was_ended_and_taken_back(app: Flask) -> None:
    hall = a_hall()
    for button in (Button.OPEN, Button.NEXT, Button.START, Button.END, Button.BLANK):
        hand(hall, button, 1)
    with app.test_request_context():
        undo = page_of(hall, 1).undo
    assert undo
    assert str(undo.told) == "Marta (example) ended the statement of Tonga."
    hand(hall, Button.UNDO, 1, undoes=undo.press)
    with app.test_request_context():
        happened = page_of(hall, 1).history
    assert str(happened[0].told) == "Marta (example) took back: Marta (example) ended the statement of Tonga."


def test_nobody_is_expected_before_a_suspended_meeting_goes_on() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 110)  # the list has its time by now
    hand(hall, Button.SUSPEND, 111, seconds=900)
    assert [min(one.earliest for one in room(hall, minutes).coming.values()) for minutes in (112, 130)] == [
        at(126),
        at(130),
    ]


def test_who_cannot_be_swapped_is_named(app: Flask) -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 1)
    hand(hall, Button.SKIP, 1, "Peru")
    with app.test_request_context():
        page = page_of(hall, 2)
    assert ([name for _, name in page.swap_with], page.swap_without) == (["3. Chad", "4. Denmark"], ("Peru",))


def test_delegations_stand_as_the_alphabet_has_them(app: Flask) -> None:
    hall = a_hall()
    named = {"delegation:1": "Zambie", "delegation:2": "Estonie", "delegation:3": "Égypte"}
    with app.test_request_context():
        form = DelegationForm()
        console_page(hall, replace(room(hall), delegations=named), PressForm(), form, may_press=True)
    in_order = [("delegation:3", "Égypte"), ("delegation:2", "Estonie"), ("delegation:1", "Zambie")]
    assert form.turn.choices == [("", ""), *in_order]


def test_only_exchanges_are_told_among_what_happened() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    record("moved together", by="Desk (example)", at=at(1), dialogue=hall.slug, about="list", after={"moved": 2})
    session.commit()
    assert list(done_to_the_list(hall, room(hall, 2))) == []


def test_thirty_seconds_more() -> None:
    hall = a_hall()
    for button in (Button.OPEN, Button.NEXT, Button.MORE):
        hand(hall, button, 1)
    now = now_of(room(hall, 2))
    assert now
    assert (now.limit, now.left) == (210, 210)
