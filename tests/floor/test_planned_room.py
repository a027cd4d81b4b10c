"""A hall whose programme calls an opening, a panel that answers, and a closing: console, board, script, record."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue, ProgrammeItem
from rtop_event.dialogues.words import ItemKind
from rtop_event.floor.board import board_page
from rtop_event.floor.buttons import Button
from rtop_event.floor.console import console_page, now_of
from rtop_event.floor.forms import DelegationForm, PressForm
from rtop_event.floor.record_page import record_of
from rtop_event.floor.script_pages import script_page
from rtop_event.floor.turns_now import room_now
from rtop_event.floor.who import who_of
from rtop_event.speakers.listing import listing
from tests.dialogues.test_desk import drawn, send
from tests.floor.rooms import a_hall, at, hand, hand_about, room, told

JSON = {"Accept": "application/json"}


@pytest.fixture
def hall(rows: None) -> Dialogue:
    """The list of four; the President opens, the panel answers after two statements, a moderator closes the day."""
    made = a_hall()
    opening, _, floor = made.meetings[0].items
    opening.people = [
        {"name": "P. Example", "function": "President", "role": "speaker", "minutes": 10},
        {"name": "M. Example", "function": "Moderator", "role": "moderator"},
    ]
    floor.batch, floor.answers = 2, 8
    closing = {"name": "M. Example", "function": "", "role": "moderator", "minutes": 5}
    made.meetings[1].items.append(
        ProgrammeItem(position=2, kind=ItemKind.CLOSING, title="Closing", minutes=10, people=[closing])
    )
    session.commit()
    return made


def called(hall: Dialogue, minutes: float = 0) -> list[str]:
    """Who is called, in order."""
    seen = room(hall, minutes)
    return [seen.name(one.key) for one in seen.rows]


def test_the_day_in_the_order_of_its_programme(hall: Dialogue) -> None:
    panel = "Answers of the panel"
    assert called(hall) == ["P. Example", "Tonga", "Peru", panel, "Chad", "Denmark", panel]
    for button in (Button.OPEN, *[Button.NEXT, Button.START] * 4):
        hand(hall, button, 1)
    now = now_of(room(hall, 2))
    assert now
    assert (now.name, now.limit, called(hall)) == (panel, 480, ["Chad", "Denmark", panel])
    for button in (Button.END, Button.CLOSE, Button.OPEN):
        hand(hall, button, 100)
    assert called(hall) == ["Chad", "Denmark", "M. Example"]
    for button in (*[Button.NEXT, Button.START] * 3, Button.END, Button.CLOSE):
        hand(hall, button, 101)
    heard = ["P. Example", "Tonga", "Peru", panel, "Chad", "Denmark", "M. Example"]
    assert [one.removeprefix("called ") for one in told(hall) if one.startswith("called")] == heard


def test_rights_of_reply_come_before_who_closes_the_day(hall: Dialogue) -> None:
    for button in (Button.OPEN, Button.CLOSE, Button.OPEN):
        hand(hall, button, 0)
    peru = next(key for key, name in room(hall).delegations.items() if name == "Peru")
    hand_about(hall, Button.REPLY, peru, 1)
    hand_about(hall, Button.GRANT, room(hall).floor.replies[0].key, 1)
    for one in room(hall).line[:-1]:
        hand_about(hall, Button.YIELD, one.key, 2)
    reply = "I now give the floor to the representative of Peru, in exercise of the right of reply."
    assert reply in [str(line) for line in script_page(hall, room(hall)).now.lines]
    for button in (*[Button.NEXT, Button.START] * 2, Button.END, Button.CLOSE):
        hand(hall, button, 3)
    assert told(hall)[-7:] == [
        "called Peru", "began", "ended", "called M. Example", "began", "ended", "closed",
    ]  # fmt: skip


def test_console_board_and_script_show_the_programme(hall: Dialogue, app: Flask) -> None:
    hand(hall, Button.OPEN, 0)
    with app.test_request_context():
        page = console_page(hall, room(hall), PressForm(), DelegationForm(), may_press=True)
    assert page.next
    assert (page.next.name, page.next.speaker, str(page.next.level), page.next.limit) == (
        "P. Example", "President", "Opening", 600,
    )  # fmt: skip
    assert (page.then[2].name, str(page.then[2].level), page.arithmetic.left) == (
        "Answers of the panel", "Interactive round", 4,
    )  # fmt: skip
    assert [one.name for one in board_page(hall, room(hall)).next][:2] == ["P. Example", "Tonga"]
    assert str(script_page(hall, room(hall)).now.lines[0]) == "I now give the floor to P. Example, President."
    hand(hall, Button.NEXT, 1)
    assert str(script_page(hall, room(hall)).now.cue) == "To call P. Example"
    for button in (Button.START, *[Button.NEXT, Button.START] * 2, Button.NEXT):
        hand(hall, button, 2)
    assert [str(line) for line in script_page(hall, room(hall)).now.lines[:2]] == [
        "I thank H.E. Speaker 3 (example), Permanent Representative of Peru.",
        "I now give the floor to the panel, to answer what was asked.",
    ]
    thanks = script_page(hall, room(hall)).coming[0].lines[0]
    assert str(thanks) == "I thank the panel."


def test_what_was_said_keeps_its_name_whatever_becomes_of_the_programme(hall: Dialogue) -> None:
    for button in (Button.OPEN, Button.NEXT, Button.START):
        hand(hall, button, 1)
    hall.meetings[0].items[0].people = []
    seen = room(hall, 2)
    now = now_of(seen)
    assert now
    assert (now.name, now.function) == ("P. Example", "")
    turns = [seen.steps[1].turn, "answers:1:1", "nobody"]
    names = who_of(hall, turns, "en")
    assert [names[turn].name for turn in turns] == ["P. Example", "Answers of the panel", ""]


def test_a_corrected_name_calls_nobody_again(hall: Dialogue, desk: FlaskClient) -> None:
    for button in (Button.OPEN, Button.NEXT, Button.START):
        hand(hall, button, 1)
    session.commit()
    form = drawn(desk, "/organise/rtop-2012/programme/")
    assert 'value="1:1:P. Example"' in desk.get("/organise/rtop-2012/programme/").get_data(as_text=True)
    typed = {**form, "meetings-0-parts-0-people-0-name": "Pr. Example"}
    assert send(desk, "/organise/rtop-2012/programme/", typed).status_code == 303
    session.expire_all()
    now = now_of(room(hall, 2))
    assert now
    assert (now.name, now.function, called(hall)[0]) == ("Pr. Example", "President", "Tonga")
    assert [one.name for one in who_of(hall, [now.turn], "en").values()] == ["Pr. Example"]


def test_a_list_for_each_meeting_is_shown_before_it_opens(hall: Dialogue) -> None:
    hall.order_preset = "general-debate"
    session.commit()
    assert called(hall)[0] == "P. Example"
    hand(hall, Button.OPEN, 0)
    assert "P. Example" in called(hall)


def test_a_press_names_a_turn_of_the_programme(hall: Dialogue, desk: FlaskClient) -> None:
    console = "/organise/rtop-2012/floor/"
    for button in ("open", "next"):
        seen = desk.get(console, headers=JSON).get_json()
        body = {"key": button, "mark": seen["mark"], "turn": seen["primary"]["turn"]}
        assert desk.post(f"{console}{button}", json=body, headers=JSON).status_code == 303
    assert desk.get(console, headers=JSON).get_json()["now"]["name"] == "P. Example"
    assert "P. Example" in desk.get(console).get_data(as_text=True)


def test_the_public_record_names_nobody_of_the_programme(hall: Dialogue) -> None:
    for button in (Button.OPEN, Button.NEXT, Button.ABSENT, Button.CLOSE):
        hand(hall, button, 1)
    named = [record_of(hall, "en", at(2), for_desk=desk).people for desk in (True, False)]
    assert [[one.name for one in people.values()] for people in named] == [["P. Example"], [""]]


def test_every_page_counts_with_the_programme_as_the_board_does(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    seen, shown = room(hall, 106), room_now(hall, lambda: listing(hall), at(106))
    assert shown is not None
    board = {seat.key: seen.coming[seat.key].starts_at for seat in seen.waiting}
    assert {key: shown.turn(key).starts_at for key in board} == board
