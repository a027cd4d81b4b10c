"""Two organisers at once: the one who comes too late is shown what the other did, and loses nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.organisers.models import RoleName
from rtop_event.registrations import actions as requests
from rtop_event.speakers.listing import listing
from tests.conftest import signed_in
from tests.hands import Hands
from tests.speakers.desk_lists import NAMES, NOW, a_list, names, publish, registration

URL = "/organise/rtop-2012/speakers/"
JSON = {"Accept": "application/json"}
LATE = "Somebody else changed this meanwhile. Nothing was saved: look at the new state and try again."


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    with app.app_context():
        a_list()
        session.commit()
        return {name: registration(name).id for name in NAMES}


@pytest.fixture
def other(app: Flask) -> Hands:
    """The other organiser."""
    return Hands(signed_in(app, RoleName.ORGANISER))


def order(app: Flask) -> list[str]:
    with app.app_context():
        return names(listing(any_dialogue("rtop-2012")))


def test_move_page_shows_the_others_move_and_keeps_what_was_typed(
    app: Flask, desk: FlaskClient, other: Hands, ids: dict[str, int]
) -> None:
    mine = Hands(desk).open(f"{URL}{ids['Peru']}/move/")
    other.open(f"{URL}{ids['Chad']}/move/").press("Move", place="1", reason="flight at noon")
    status, page = mine.press_refused("Move", place="2", reason="my own <reason>")
    assert status == 409
    assert LATE in page
    assert "<b>Chad</b>: moved, from place 4 to place 1" in page
    assert ": flight at noon</small>" in page
    assert 'value="my own &lt;reason&gt;"' in page
    assert "Place 4 of 6." in page
    assert order(app) == ["Chad", "Algeria", "Tonga", "Peru", "Holy See", NAMES[5]]
    mine.page = page
    mine.press("Move")
    assert order(app) == ["Chad", "Peru", "Algeria", "Tonga", "Holy See", NAMES[5]]


def drawn(page: str) -> dict[str, str]:
    """What the script's arrows send with them: the fields of their form."""
    form = page.partition('id="nudge"')[2].partition("</form>")[0]
    return dict(re.findall(r'name="(\w+)" type="hidden" value="([^"]*)"', form))


def test_arrows_of_the_table_show_the_others_move(
    app: Flask, desk: FlaskClient, other: Hands, ids: dict[str, int]
) -> None:
    page = desk.get(URL).text
    other.open(f"{URL}{ids['Chad']}/move/").press("Pin to this place", place="2")
    late = desk.post(URL, data={**drawn(page), "up": ids["Peru"]})
    assert late.status_code == 409
    assert "<b>Chad</b>: pinned, from place 4 to place 2" in late.text
    assert desk.post(URL, data={**drawn(late.text), "up": ids["Peru"]}).status_code == 303
    assert order(app)[:4] == ["Algeria", "Chad", "Peru", "Tonga"]


def test_order_and_limits_show_what_was_set_and_keep_what_was_chosen(
    app: Flask, desk: FlaskClient, other: Hands, ids: dict[str, int]
) -> None:
    ordering = Hands(desk).open(f"{URL}order/?preset=inscription")
    limiting = Hands(desk).open(f"{URL}limits/?delegation=240")
    other.open(f"{URL}limits/?delegation=120").press("Save these limits", reason="short day")
    status, page = ordering.press_refused("Save this order", reason="as agreed")
    assert (status, 'value="as agreed"' in page) == (409, True)
    assert '<span class="soft">delegation:</span> <del>180</del> <ins>120</ins>' in page
    ordering.page = page
    ordering.press("Save this order")
    assert order(app) == NAMES[::-1]
    status, page = limiting.press_refused("Save these limits", reason="my reason")
    assert (status, 'value="my reason"' in page, 'name="delegation" value="240"' in page) == (409, True, True)
    assert [f"{step}" in page for step in ("limits set", "order chosen")] == [True, True]
    limiting.page = page
    limiting.press("Save these limits")
    with app.app_context():
        assert any_dialogue("rtop-2012").limit_delegation == 240


def test_review_shows_what_came_in_between_and_keeps_the_note(
    app: Flask, desk: FlaskClient, other: Hands, ids: dict[str, int]
) -> None:
    mine = Hands(desk).open(f"{URL}review/")
    other.open(f"{URL}review/").press("Publish the provisional list", note="theirs")
    other.open(f"{URL}{ids['Chad']}/move/").press("Move", place="1", reason="flight")
    status, page = mine.press_refused("Publish the provisional list", note="my note")
    assert (status, "my note</textarea>" in page) == (409, True)
    assert "Somebody else published the list meanwhile." in page
    assert "<b>Chad</b>: moved, from place 4 to place 1" in page
    assert "1 change since the provisional list" in page
    mine.page = page
    mine.press("Publish Rev.1")
    revisions = mine.read("/dialogues/rtop-2012/speakers/revisions/")["lines"]
    assert [(one["label"], one["note"]) for one in revisions] == [("Rev.1", "my note"), ("Provisional list", "theirs")]


def test_who_was_withdrawn_meanwhile_is_told_and_the_words_are_kept(
    app: Flask, desk: FlaskClient, ids: dict[str, int]
) -> None:
    mine = Hands(desk).open(f"{URL}{ids['Peru']}/move/")
    with app.app_context():
        requests.withdraw(registration("Peru"), at=NOW, why="called off")
        session.commit()
    status, page = mine.press_refused("Move", place="1", reason="my reason")
    assert (status, "<b>Peru</b>: withdrawn" in page, "<q>my reason</q>" in page) == (409, True, True)
    assert "called off" in page


def test_anchor_that_went_out_meanwhile_is_no_fault_of_the_hand(
    app: Flask, desk: FlaskClient, ids: dict[str, int]
) -> None:
    mine = Hands(desk).open(f"{URL}{ids['Peru']}/move/")
    with app.app_context():
        requests.withdraw(registration("Chad"), at=NOW)
        session.commit()
    status, page = mine.press_refused("Move", after=f"{ids['Chad']:09}", reason="my reason")
    assert (status, "<b>Chad</b>: withdrawn" in page, 'value="my reason"' in page) == (409, True, True)


def test_program_is_told_as_well(app: Flask, desk: FlaskClient, other: Hands, ids: dict[str, int]) -> None:
    with app.app_context():
        publish(any_dialogue("rtop-2012"))
        session.commit()
    fields: dict[str, Any] = desk.get(f"{URL}{ids['Peru']}/move/", headers=JSON).get_json()["form"]["fields"]
    other.open(f"{URL}{ids['Chad']}/move/").press("Move", place="1", reason="flight")
    answered = desk.post(f"{URL}{ids['Peru']}/move/", json={**fields, "place": 1, "reason": "mine"}, headers=JSON)
    found = answered.get_json()
    assert (answered.status_code, found["refused"], found["typed"]) == (409, LATE, ["mine"])
    assert [(one["who"], one["what"], one["moved"], one["why"]) for one in found["others"]["done"]] == [
        ("Chad", "moved", "from place 4 to place 1", "flight")
    ]


@pytest.mark.parametrize("since", ["", "x", "-1", "99999999999999999999", "٣"])
def test_hand_that_does_not_say_what_it_saw_is_only_told_that_it_is_late(
    desk: FlaskClient, other: Hands, ids: dict[str, int], since: str
) -> None:
    fields: dict[str, Any] = desk.get(f"{URL}{ids['Peru']}/move/", headers=JSON).get_json()["form"]["fields"]
    other.open(f"{URL}{ids['Chad']}/move/").press("Move", place="1")
    sent = {**fields, "place": 1, "since": since}
    found = desk.post(f"{URL}{ids['Peru']}/move/", json=sent, headers=JSON).get_json()
    assert (found["status"], found["refused"], found["others"]["done"]) == (409, LATE, [])


def test_what_never_was_there_is_still_not_found(desk: FlaskClient, ids: dict[str, int]) -> None:
    for answered in (
        desk.get(f"{URL}999999/move/"),
        desk.post(f"{URL}999999/move/", json={"since": "0", "place": 1}),
        desk.post(f"{URL}999999/move/", json=[]),
    ):
        assert answered.status_code == 404
        assert "There is no such page" in answered.text
