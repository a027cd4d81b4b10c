"""The board in its three faces, the console, and what a press is refused with."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import db, session
from rtop_event.edition import LIST, current_edition
from tests import builders
from tests.floor.rooms import a_hall
from tests.speakers.desk_lists import registration, withdraw

BOARD, CONSOLE = "/dialogues/rtop-2012/floor/", "/organise/rtop-2012/floor/"
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def hall(rows: None) -> None:
    """A list of four, whose floor nobody has opened."""
    a_hall()
    session.commit()


def pressed(desk: FlaskClient, button: str, **said: object) -> int:
    """A press by a script, with what the console shows; the status of the answer."""
    seen = desk.get(CONSOLE, headers=JSON).get_json()
    turn = (seen["primary"] or {}).get("turn", "")
    body = {"key": f"{button}-{len(seen['history'])}-{seen['mark'][:8]}", "mark": seen["mark"], "turn": turn, **said}
    return desk.post(f"{CONSOLE}{button}", json=body, headers=JSON).status_code


def begun(desk: FlaskClient) -> None:
    """Tonga speaks."""
    assert [pressed(desk, button) for button in ("open", "next", "start")] == [303, 303, 303]


def test_the_board_tells_who_speaks_and_who_comes(client: FlaskClient, desk: FlaskClient) -> None:
    assert client.get(BOARD, headers=JSON).get_json()["begun"] is False
    begun(desk)
    board = client.get(BOARD, headers=JSON).get_json()
    assert (board["now"]["name"], [one["name"] for one in board["next"]]) == ("Tonga", ["Peru", "Chad", "Denmark"])
    assert "Tonga" in client.get(BOARD).get_data(as_text=True)
    assert client.get(BOARD, headers={"X-Fragment": "1"}).get_data(as_text=True).startswith("<h1>")
    assert "Tonga" in client.get(f"{BOARD}strip/").get_data(as_text=True)


def test_an_unchanged_board_is_not_sent_again(client: FlaskClient, desk: FlaskClient) -> None:
    begun(desk)
    mark = client.get(BOARD).headers["ETag"]
    assert client.get(BOARD, headers={"If-None-Match": mark}).status_code == 304
    pressed(desk, "pause")
    assert client.get(BOARD, headers={"If-None-Match": mark}).status_code == 200


def test_what_happens_to_the_list_is_on_the_board_at_the_next_look(client: FlaskClient, desk: FlaskClient) -> None:
    begun(desk)
    seen = client.get(BOARD, headers=JSON)
    withdraw("Peru")
    session.commit()
    asked = client.get(BOARD, headers={**JSON, "If-None-Match": seen.headers["ETag"]})
    assert [[one["name"] for one in board["next"]] for board in (seen.get_json(), asked.get_json())] == [
        ["Peru", "Chad", "Denmark"],
        ["Chad", "Denmark"],
    ]


def test_what_happens_to_the_list_is_on_the_console_at_the_next_look(desk: FlaskClient) -> None:
    begun(desk)
    mark = desk.get(CONSOLE, headers={"X-Fragment": "1"}).headers["ETag"]
    withdraw("Peru")
    session.commit()
    asked = desk.get(CONSOLE, headers={"X-Fragment": "1", "If-None-Match": mark})
    assert (asked.status_code, "Peru</b>" in asked.text) == (200, False)


def test_what_moves_nobody_lets_the_board_be(app: Flask, client: FlaskClient, desk: FlaskClient) -> None:
    begun(desk)
    client.get(BOARD)
    layer: Any = app.wsgi_app
    kept = [(one.edition, one.listed) for key, one in layer.kept.items() if key[1] == BOARD]
    registration("Peru").phone = "+1 212 555 0100"
    builders.a_registration(registration("Peru").dialogue, "Tonga", wants_floor=False)
    session.commit()
    now = current_edition(db.engine), current_edition(db.engine, LIST)
    assert kept == [now]


def test_a_blank_board_shows_nobody(client: FlaskClient, desk: FlaskClient) -> None:
    begun(desk)
    pressed(desk, "blank")
    assert "Tonga" not in client.get(BOARD).get_data(as_text=True)
    pressed(desk, "show")
    assert "Tonga" in client.get(BOARD).get_data(as_text=True)


def test_the_primary_button_changes_with_the_room(desk: FlaskClient) -> None:
    def word() -> str:
        primary = desk.get(CONSOLE, headers=JSON).get_json()["primary"]
        return str(primary["word"]) if primary else ""

    told = [word()]
    for button in ("open", "next", "start", "pause", "continue", "suspend", "resume", "continue", "next", "absent"):
        assert pressed(desk, button) == 303
        told.append(word())
    assert told == [
        "Open meeting 1",
        "Call Tonga",
        "Start the clock",
        "End, and call Peru",
        "Go on",
        "End, and call Peru",
        "Resume the meeting",
        "Go on",
        "End, and call Peru",
        "Start the clock",
        "Call Chad",
    ]


def test_the_last_speakers_the_close_and_the_second_meeting(desk: FlaskClient) -> None:
    for button in ("open", *("next", "start") * 4):
        assert pressed(desk, button) == 303
    assert desk.get(CONSOLE, headers=JSON).get_json()["primary"]["word"] == "End"
    words = []
    for button in ("end", "close", "open", "close"):
        assert pressed(desk, button) == 303
        words.append((desk.get(CONSOLE, headers=JSON).get_json()["primary"] or {}).get("word"))
    assert words == ["Close the meeting", "Open meeting 2", "Close the meeting", None]


def test_a_point_of_order_goes_before_everything(client: FlaskClient, desk: FlaskClient) -> None:
    begun(desk)
    chad = next(value for value, name in _delegations(desk) if name == "Chad")
    assert pressed(desk, "point", turn=chad) == 303
    seen = desk.get(CONSOLE, headers=JSON).get_json()
    assert (seen["point"], seen["primary"]["word"], seen["now"]["running"]) == ("Chad", "Ruled: go on", False)
    assert client.get(BOARD, headers=JSON).get_json()["point"] is True
    ruling = (
        '<input name="why" maxlength="200" autocomplete="off"></label>\n<button class="primary" formaction="/organise'
    )
    assert "Ruling, for the record only; may stay empty" in desk.get(CONSOLE).text
    assert ruling in desk.get(CONSOLE).text
    assert pressed(desk, "rule", why="not well taken") == 303
    assert desk.get(CONSOLE, headers=JSON).get_json()["now"]["running"] is True
    assert ruling not in desk.get(CONSOLE).text
    record = desk.get(f"{CONSOLE}record/", headers=JSON).get_json()
    assert [one["ruling"] for one in record["meetings"][0]["points"]] == ["not well taken"]


def _delegations(desk: FlaskClient) -> list[tuple[str, str]]:
    page = desk.get(CONSOLE).get_data(as_text=True)
    return re.findall(r'<option value="(delegation:\d+)">([^<]+)</option>', page)


def test_rights_of_reply_stand_at_the_console(desk: FlaskClient) -> None:
    begun(desk)
    chad = next(value for value, name in _delegations(desk) if name == "Chad")
    assert pressed(desk, "reply", turn=chad) == 303
    [reply] = desk.get(CONSOLE, headers=JSON).get_json()["replies"]
    assert (reply["name"], reply["granted"]) == ("Chad", False)
    assert pressed(desk, "grant", turn=reply["key"]) == 303
    assert desk.get(CONSOLE, headers=JSON).get_json()["replies"][0]["granted"] is True
    assert "granted" in desk.get(CONSOLE).get_data(as_text=True)


def test_the_last_press_stands_as_undoable(desk: FlaskClient) -> None:
    begun(desk)
    undo = desk.get(CONSOLE, headers=JSON).get_json()["undo"]
    assert undo["told"] == "Desk (example) started the clock."
    assert pressed(desk, "undo", undoes=undo["press"]) == 303
    assert desk.get(CONSOLE, headers=JSON).get_json()["primary"]["word"] == "Start the clock"


def test_a_note_hides_no_press_that_moved_the_floor(desk: FlaskClient) -> None:
    begun(desk)
    assert pressed(desk, "note", turn="", why="asks for a glass of water") == 303
    shown = desk.get(CONSOLE, headers=JSON).get_json()
    assert [shown[name]["told"] for name in ("undo", "undo_beside")] == [
        "Desk (example) started the clock.",
        "Desk (example) wrote a note.",
    ]
    assert desk.get(CONSOLE).get_data(as_text=True).count('class="undo"') == 2
    assert pressed(desk, "undo", undoes=shown["undo_beside"]["press"]) == 303
    assert pressed(desk, "undo", undoes=shown["undo"]["press"]) == 303


@pytest.mark.parametrize(
    ("button", "said", "status"),
    [
        ("next", {"mark": "another"}, 409),
        ("start", {}, 409),
        ("call", {"turn": "nobody"}, 404),
        ("open", {"meeting": 9}, 404),
        ("open", {"meeting": "x"}, 422),
        ("note", {"why": "x" * 201}, 422),
        ("pause", {"ago": -1}, 422),
        ("reply", {"turn": "delegation:x"}, 404),
        ("undo", {"undoes": "nothing"}, 409),
        ("dance", {}, 404),
    ],
)
def test_what_cannot_be_pressed_changes_nothing(
    desk: FlaskClient, button: str, said: dict[str, object], status: int
) -> None:
    pressed(desk, "next")  # nothing is open yet: refused as well
    before = desk.get(CONSOLE, headers=JSON).get_json()["history"]
    assert pressed(desk, button, **said) == status
    assert desk.get(CONSOLE, headers=JSON).get_json()["history"] == before == []


def test_a_press_that_was_kept_on_the_device_counts_from_when_it_was_pressed(desk: FlaskClient) -> None:
    assert [pressed(desk, "open", ago=600), pressed(desk, "next", ago=500), pressed(desk, "start", ago=120)] == [
        303
    ] * 3
    assert 120 <= desk.get(CONSOLE, headers=JSON).get_json()["now"]["used"] < 180


def test_an_open_console_asks_at_next_to_no_cost(desk: FlaskClient) -> None:
    mark = desk.get(CONSOLE, headers={"X-Fragment": "1"}).headers["ETag"]
    asked = {"X-Fragment": "1", "If-None-Match": mark}
    assert desk.get(CONSOLE, headers=asked).status_code in {200, 304}  # the times may be due at this very moment
    begun(desk)
    assert desk.get(CONSOLE, headers=asked).status_code == 200


def test_nobody_reads_that_a_delegation_is_called_out_of_order(desk: FlaskClient) -> None:
    begun(desk)
    page = desk.get(CONSOLE).text
    assert ("out of order" in page, page.count("Call now, before the others")) == (False, 3)
    last = desk.get(CONSOLE, headers=JSON).get_json()["then"][-1]["turn"]
    mark = desk.get(CONSOLE, headers=JSON).get_json()["mark"]
    refused = desk.post(f"{CONSOLE}call", json={"key": "k", "mark": mark, "turn": last}, headers=JSON)
    assert refused.get_json()["refused"] == "Say why this delegation is called before the others. Nothing was done."


def test_the_console_says_about_when_a_suspended_meeting_goes_on(desk: FlaskClient) -> None:
    begun(desk)
    assert [pressed(desk, "suspend", minutes=minutes) for minutes in (0, 601, "soon")] == [422] * 3
    assert pressed(desk, "suspend", minutes="15") == 303
    seen = desk.get(CONSOLE, headers=JSON).get_json()
    assert seen["history"][0]["told"] == "Desk (example) suspended the meeting for about 15 minutes."
    length = datetime.fromisoformat(seen["resumes_at"]) - datetime.fromisoformat(seen["history"][0]["at"])
    assert length == timedelta(minutes=15)
    assert "Resumes about " in desk.get(CONSOLE).text


def test_every_link_of_the_console_leaves_it_open(desk: FlaskClient) -> None:
    links = desk.get(CONSOLE).text.partition('<p class="links">')[2].partition("</p>")[0]
    assert links.count('<a target="_blank" rel="noopener"') == links.count("<a ") == links.count(" · ") + 1


def test_a_viewer_sees_no_buttons(viewer: FlaskClient) -> None:
    page = viewer.get(CONSOLE).get_data(as_text=True)
    assert "formaction" not in page
    assert viewer.post(f"{CONSOLE}open", json={"key": "k"}, headers=JSON).status_code == 403


def test_the_arithmetic_of_the_room(desk: FlaskClient) -> None:
    assert desk.get(CONSOLE, headers=JSON).get_json()["arithmetic"] == {
        "ends_at": None,
        "left": 4,
        "told": None,
        "over": False,
    }
    begun(desk)
    arithmetic = desk.get(CONSOLE, headers=JSON).get_json()["arithmetic"]
    assert (arithmetic["left"], arithmetic["over"]) == (3, True)  # today is long after the meeting
    assert arithmetic["told"].startswith("over by about")


def test_the_board_names_nobody_before_the_meeting_and_never_a_speaker(client: FlaskClient, desk: FlaskClient) -> None:
    board = client.get(BOARD, headers=JSON).get_json()
    assert (board["now"], board["next"], board["more"]) == (None, [], 0)
    begun(desk)
    shown = client.get(BOARD, headers=JSON).get_json()
    assert sorted(shown["next"][0]) == ["earliest", "latest", "name", "on_behalf_of", "starts_at"]
    for path in (BOARD, f"{BOARD}strip/"):
        assert "H.E. Speaker" not in client.get(path).text
        assert "H.E. Speaker" not in client.get(path, headers=JSON).text


@pytest.mark.parametrize("key", ["", "x" * 41, "a b"])
def test_a_press_has_a_key_that_can_be_kept(desk: FlaskClient, key: str) -> None:
    assert pressed(desk, "open", key=key) == 422
    assert desk.get(CONSOLE, headers=JSON).get_json()["history"] == []


def test_the_next_one_is_swapped_from_the_console_while_the_clock_runs(desk: FlaskClient) -> None:
    begun(desk)
    seen = desk.get(CONSOLE, headers=JSON).get_json()
    assert [name for _, name in seen["swap_with"]] == ["2. Chad", "3. Denmark"]
    body = {"turn": seen["next"]["turn"], "other": seen["swap_with"][1][0], "seen": seen["seen"], "why": "flight"}
    said = {name: desk.post(f"{CONSOLE}swap/", json={**body, name: ""}, headers=JSON).status_code for name in body}
    assert said == {"turn": 422, "other": 422, "seen": 422, "why": 422}
    assert desk.post(f"{CONSOLE}swap/", json=body, headers=JSON).status_code == 303
    after = desk.get(CONSOLE, headers=JSON).get_json()
    assert (after["next"]["name"], after["now"]["running"], after["mark"]) == ("Denmark", True, seen["mark"])
    assert desk.post(f"{CONSOLE}swap/", json=body, headers=JSON).status_code == 409


def test_a_note_is_for_the_console_alone(client: FlaskClient, desk: FlaskClient) -> None:
    begun(desk)
    turn = desk.get(CONSOLE, headers=JSON).get_json()["next"]["turn"]
    assert pressed(desk, "note", turn=turn, why="speaks in Quechua") == 303
    assert "speaks in Quechua" in desk.get(CONSOLE).get_data(as_text=True)
    assert "speaks in Quechua" not in client.get(BOARD).get_data(as_text=True) + client.get(BOARD, headers=JSON).text


def test_each_form_of_the_console_has_a_key_of_its_own(desk: FlaskClient) -> None:
    begun(desk)
    keys = re.findall(r'name="key" value="([^"]+)"', desk.get(CONSOLE).text)
    assert (len(keys) > 9, len(set(keys))) == (True, len(keys))


def test_a_page_that_comes_back_never_loses_a_second_note(desk: FlaskClient) -> None:
    begun(desk)
    tonga, peru, *_ = (value for value, _ in _delegations(desk))
    said: tuple[tuple[str, str, dict[str, str], int], ...] = (
        ("a", "note", {"turn": "", "why": "Water for the chair"}, 303),
        ("a", "note", {"turn": "", "why": "Water for the chair"}, 303),
        ("a", "note", {"turn": "", "why": "The lift is broken"}, 409),
        ("b", "reply", {"turn": tonga}, 303),
        ("b", "reply", {"turn": tonga, "why": "again"}, 303),
        ("b", "reply", {"turn": peru}, 409),
        ("b", "blank", {"turn": ""}, 303),
    )
    for key, button, words, status in said:
        assert (button, words, pressed(desk, button, key=key, **words)) == (button, words, status)
    told = [one["told"] for one in desk.get(CONSOLE, headers=JSON).get_json()["history"]]
    assert [sum(word in one for one in told) for word in ("wrote a note", "right of reply", "board")] == [1, 1, 0]


def test_a_swap_without_the_other_is_refused_on_the_console_itself(desk: FlaskClient) -> None:
    begun(desk)
    answered = desk.post(f"{CONSOLE}swap/", json={"turn": "1", "other": "", "seen": "x"})
    assert (answered.status_code, "Choose with whom." in answered.text) == (422, True)
    assert min(map(len, re.findall(r'name="key" value="([^"]*)"', answered.text))) > 9


def test_an_exchange_is_told_and_taken_back_where_it_was_made(desk: FlaskClient) -> None:
    begun(desk)
    seen = desk.get(CONSOLE, headers=JSON).get_json()
    body = {"turn": seen["next"]["turn"], "other": seen["swap_with"][1][0], "seen": seen["seen"], "why": "flight"}
    assert desk.post(f"{CONSOLE}swap/", json=body, headers=JSON).status_code == 303
    after = desk.get(CONSOLE, headers=JSON).get_json()
    told = "Peru and Denmark exchanged their places"
    assert (after["undo"], after["swap_undo"]["told"], after["history"][0]["told"]) == (
        None,
        *[f"Desk (example): {told}, because: flight"] * 2,
    )
    assert "floor/swap/back/" in desk.get(CONSOLE).text
    line = {"line": after["swap_undo"]["line"]}
    said = [desk.post(f"{CONSOLE}swap/back/", json=one, headers=JSON).status_code for one in ({}, line, line)]
    assert said == [409, 303, 409]
    again = desk.get(CONSOLE, headers=JSON).get_json()
    assert (again["next"]["name"], again["now"]["running"], again["swap_undo"]) == ("Peru", True, None)
    assert (again["undo"]["told"], again["history"][0]["told"]) == (
        "Desk (example) started the clock.",
        f"Desk (example) took back: {told}",
    )


def test_what_was_done_on_the_floor_since_is_taken_back_first(desk: FlaskClient) -> None:
    begun(desk)
    seen = desk.get(CONSOLE, headers=JSON).get_json()
    body = {"turn": seen["next"]["turn"], "other": seen["swap_with"][1][0], "seen": seen["seen"], "why": "flight"}
    desk.post(f"{CONSOLE}swap/", json=body, headers=JSON)
    pressed(desk, "pause")
    after = desk.get(CONSOLE, headers=JSON).get_json()
    assert (after["undo"]["told"], after["swap_undo"]) == ("Desk (example) paused the clock.", None)


def test_a_step_back_says_which(desk: FlaskClient) -> None:
    begun(desk)
    pressed(desk, "undo", undoes=desk.get(CONSOLE, headers=JSON).get_json()["undo"]["press"])
    assert desk.get(CONSOLE, headers=JSON).get_json()["history"][0]["told"] == (
        "Desk (example) took back: Desk (example) started the clock."
    )


def test_who_was_absent_comes_again_after_somebody(desk: FlaskClient) -> None:
    assert [pressed(desk, button) for button in ("open", "next", "absent")] == [303, 303, 303]
    assert desk.get(CONSOLE, headers=JSON).get_json()["undo"]["again"] == "Peru"
    assert "Comes again after Peru." in desk.get(CONSOLE).text


def test_there_is_one_button_that_closes(desk: FlaskClient) -> None:
    found = []
    for button in ("open", *("next", "start") * 4, "end"):
        pressed(desk, button)
        found.append(desk.get(CONSOLE).text.count('formaction="/organise/rtop-2012/floor/close"'))
    assert found == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]


def test_delegations_stand_by_their_names(desk: FlaskClient) -> None:
    names = [name for _, name in _delegations(desk)]
    assert names == sorted(names, key=str.casefold) != []
