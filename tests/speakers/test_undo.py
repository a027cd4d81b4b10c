"""The last change of the list is taken back in one step, unless something came after it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.organisers.models import Change
from rtop_event.organisers.record import record
from rtop_event.speakers.listing import listing
from rtop_event.speakers.models import Pin, PlacedMove
from tests.hands import JSON, Hands
from tests.speakers.desk_lists import NAMES, NOW, a_list, names, publish, recorded, registration

LIST = "/organise/rtop-2012/speakers/"
UNDO = f"{LIST}undo/"


@pytest.fixture
def hands(app: Flask, desk: FlaskClient) -> Hands:
    """An organiser in front of a list of six."""
    with app.app_context():
        a_list()
        session.commit()
    return Hands(desk).open(LIST)


def order(app: Flask) -> list[str]:
    with app.app_context():
        return names(listing(any_dialogue("rtop-2012")))


def send(hands: Hands, path: str, **values: Any) -> None:
    drawn = hands.read(path)["form"]["fields"]
    answered = hands.client.post(path, json={**drawn, **values})
    assert answered.status_code == 303, answered.text


def move_page(app: Flask, name: str) -> str:
    with app.app_context():
        return f"{LIST}{registration(name).id}/move/"


def facts(app: Flask) -> dict[str, Any]:
    """What shapes the list."""
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        return {
            "places": names(listing(dialogue)),
            "order": (dialogue.order_preset, dialogue.order_chain),
            "limits": (dialogue.limit_delegation, dialogue.limit_group, dialogue.changeover),
            "pins": sorted(session.scalars(select(Pin.place).where(Pin.taken_back_at.is_(None)))),
            "moves": len(session.scalars(select(PlacedMove).where(PlacedMove.taken_back_at.is_(None))).all()),
        }


def test_nothing_is_offered_on_a_list_that_nobody_changed(hands: Hands) -> None:
    assert hands.read(LIST)["undo"] is None


CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "moved": ("{Chad}", {"place": 1}),
    "pinned": ("{Chad}", {"step": "pin", "place": 2}),
    "pinned elsewhere": ("{Peru}", {"step": "pin", "place": 5}),
    "unpinned": ("{Peru}", {"step": "unpin"}),
    "move taken back": ("{Tonga}", {"step": "take_back"}),
    "another preset": (f"{LIST}order/", {"preset": "inscription"}),
    "single rules": (f"{LIST}order/rules/", {"on": ["kinds"]}),
    "limits": (f"{LIST}limits/", {"delegation": 60, "changeover": 0}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_last_change_is_taken_back_whatever_it_was(app: Flask, hands: Hands, change: str) -> None:
    send(hands, move_page(app, "Tonga"), place=4)
    send(hands, move_page(app, "Peru"), step="pin", place=6)
    send(hands, f"{LIST}order/rules/", on=["pins", "level"])
    before = facts(app)
    path, values = CHANGES[change]
    with app.app_context():
        path = path.format(**{name: f"{LIST}{registration(name).id}/move/" for name in ("Chad", "Peru", "Tonga")})
    send(hands, path, **values)
    assert facts(app) != before
    hands.open(LIST).press("Undo")
    assert "The last change was taken back." in hands.page
    assert facts(app) == before
    with app.app_context():
        (_what, _by, old, new, _why), (what, by, then, again, why) = recorded()[-2:]
        number, _stands, undoes = again.pop("takes back"), again.pop("_stands"), again.pop("_undoes")
        assert (what, by, then, again, undoes) == ("undone", "Desk (example)", new, old, _what)
        assert why.startswith(f"Takes back line {number} of the record")
    for _left in range(3):
        hands.open(LIST).press("Undo")
    assert (order(app), hands.read(LIST)["undo"]) == (NAMES, None)
    assert facts(app)["order"] == ("dialogue", [])


def test_each_press_goes_one_change_further_back(app: Flask, hands: Hands) -> None:
    after = [order(app)]
    for name in ("Chad", "Peru", "Holy See"):
        send(hands, move_page(app, name), place=1)
        after.append(order(app))
    for before in (after[2], after[1]):
        hands.open(LIST).press("Undo")
        assert order(app) == before
    send(hands, move_page(app, "Tonga"), place=6)
    for before in (after[1], after[0]):
        hands.open(LIST).press("Undo")
        assert order(app) == before
    assert hands.read(LIST)["undo"] is None


def test_second_press_on_the_same_page_takes_back_nothing_more(app: Flask, hands: Hands) -> None:
    for name in ("Chad", "Peru"):
        send(hands, move_page(app, name), place=1)
    first = hands.open(LIST).page
    hands.press("Undo")
    before = order(app)
    hands.page = first
    assert hands.press_refused("Undo")[0] == 409
    assert order(app) == before


def test_undoing_of_former_days_ends_the_way_back(app: Flask, hands: Hands) -> None:
    with app.app_context():
        record("undone", by="Desk (example)", at=NOW, dialogue="rtop-2012", about="list")
        session.commit()
    assert hands.read(LIST)["undo"] is None


def test_preset_before_the_first_choice_comes_back(app: Flask, hands: Hands) -> None:
    send(hands, f"{LIST}order/", preset="inscription")
    hands.open(LIST).press("Undo")
    assert order(app) == NAMES


def test_needs_no_other_reason_once_published(app: Flask, hands: Hands) -> None:
    with app.app_context():
        publish(any_dialogue("rtop-2012"))
        session.commit()
    assert hands.read(LIST)["undo"] is None
    send(hands, move_page(app, "Chad"), place=1, reason="as asked")
    hands.open(LIST).press("Undo")
    assert order(app) == NAMES


def test_what_came_after_is_told_and_nothing_is_undone(app: Flask, hands: Hands) -> None:
    send(hands, move_page(app, "Chad"), place=1)
    hands.open(LIST)
    send(hands, move_page(app, "Peru"), place=1)
    before = facts(app)
    status, page = hands.press_refused("Undo")
    assert status == 409
    told = "This can no longer be undone: something came after it (moved, by Desk (example)). Nothing was changed."
    assert (told in page, "<b>Peru</b>" in page) == (True, True)
    assert facts(app) == before


def test_only_changes_of_this_list_can_be_undone(app: Flask, hands: Hands) -> None:
    with app.app_context():
        publish(any_dialogue("rtop-2012"))
        session.commit()
        number = session.scalars(select(Change.number).order_by(Change.number.desc())).first() or 0
    for line in (number, number + 1):
        answered = hands.client.post(UNDO, json={"line": line}, headers=JSON)
        assert answered.get_json()["refused"] == "This cannot be undone in one step. Nothing was changed."
    assert hands.client.post(UNDO, json={}, headers=JSON).status_code == 409


def test_rules_whose_choice_is_not_recorded_stay(app: Flask, hands: Hands) -> None:
    with app.app_context():
        any_dialogue("rtop-2012").order_chain = [{"name": "level", "parameters": {}}]
        session.commit()
    send(hands, f"{LIST}order/", preset="inscription")
    before = facts(app)
    assert hands.open(LIST).press_refused("Undo")[0] == 409
    assert facts(app) == before


def test_viewer_is_offered_nothing(app: Flask, hands: Hands, viewer: FlaskClient) -> None:
    send(hands, move_page(app, "Chad"), place=1)
    assert viewer.get(LIST, headers=JSON).get_json()["undo"] is None


def test_rules_come_back_although_a_move_was_undone_since_they_were_chosen(app: Flask, hands: Hands) -> None:
    send(hands, f"{LIST}order/rules/", on=["pins", "level"])
    before = facts(app)
    send(hands, move_page(app, "Chad"), place=1)
    hands.open(LIST).press("Undo")
    send(hands, f"{LIST}order/rules/", on=["kinds"])
    hands.open(LIST).press("Undo")
    assert facts(app) == before
