"""An earlier revision restored as a new one: who moves, who keeps the place, who stays out, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.words import Level
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import Preset
from rtop_event.organisers.models import RoleName
from rtop_event.registrations import actions as requests
from rtop_event.speakers import actions, publishing, revisions
from rtop_event.speakers.chain_reading import read_chain, written
from rtop_event.speakers.listing import facts_of, listing
from rtop_event.speakers.models import Arrangement, PlacedMove, Revision
from rtop_event.speakers.restoring import Restoration, restoration
from rtop_event.speakers.timing import Limits
from tests import builders
from tests.conftest import signed_in
from tests.hands import Hands
from tests.speakers.desk_lists import NAMES, NOW, a_list, key, names, publish, recorded, registration

URL = "/organise/rtop-2012/speakers/"
JSON = {"Accept": "application/json"}
BY = "Desk (example)"
BUTTON = "Restore this order and publish Rev.2"


def moved(dialogue: Dialogue, name: str, after: str | None) -> None:
    anchor = None if after is None else key(after)
    said: dict[str, Any] = {"reason": "flight", "seen": listing(dialogue).fingerprint, "by": BY, "at": NOW}
    actions.move(dialogue, key(name), after=anchor, **said)
    session.flush()


def changed() -> Dialogue:
    """A provisional list; then Chad went to the front, Peru out, Egypt came in as a head of State; that is Rev.1."""
    dialogue = a_list()
    publish(dialogue)
    moved(dialogue, "Chad", None)
    requests.withdraw(registration("Peru"), at=NOW)
    builders.an_inscription(dialogue, "Egypt", level=Level.HEAD_OF_STATE)
    publish(dialogue, at=NOW + timedelta(hours=1))
    assert names(listing(dialogue)) == ["Chad", "Algeria", "Tonga", "Egypt", "Holy See", NAMES[5]]
    return dialogue


@pytest.fixture
def site(app: Flask) -> None:
    with app.app_context():
        changed()
        session.commit()


def restored(dialogue: Dialogue, number: int = 0, *, rules: bool = False) -> Restoration:
    one = revisions.one(dialogue, number)
    return restoration(facts_of(dialogue), one, rules=rules, reason="as it was", at=NOW)


def order(app: Flask) -> list[str]:
    with app.app_context():
        return names(listing(any_dialogue("rtop-2012")))


def test_preview_tells_who_moves_who_came_and_who_went_and_saves_nothing(
    app: Flask, desk: FlaskClient, site: None
) -> None:
    page = desk.get(f"{URL}restore/0/", headers=JSON).get_json()
    assert [(one["who"], one["before"], one["after"]) for one in page["moved"]] == [
        ("Algeria (Group of 77 and China)", "place 2", "place 1"),
        ("Tonga", "place 3", "place 2"),
        ("Chad", "place 1", "place 4"),
    ]
    told = [[(one["who"], one["where"]) for one in page[name]] for name in ("newcomers", "gone")]
    assert (told, page["pinned"]) == ([[("Egypt", "place 3")], [("Peru", None)]], [])
    assert (page["label"], page["coming"], page["rules"]) == ("the provisional list", 2, False)
    assert order(app)[0] == "Chad"


def test_restored_list_is_published_as_the_next_revision(app: Flask, desk: FlaskClient, site: None) -> None:
    hands = Hands(desk).open(f"{URL}revisions/").open(f"{URL}restore/0/")
    hands.press(BUTTON, reason="as it was", note="Sorry")
    assert "Rev.2 was published." in hands.page
    assert order(app) == ["Algeria", "Tonga", "Egypt", "Chad", "Holy See", NAMES[5]]
    with app.app_context():
        new = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
        assert new is not None
        assert (new.number, new.restored_from, new.note) == (2, 0, "Sorry")
        assert [place["delegation"] for place in new.places] == order_of(any_dialogue("rtop-2012"))
        assert [(one[0], one[4]) for one in recorded()][-2:] == [
            ("revision restored", "as it was"),
            ("list published", "Sorry"),
        ]
    public = desk.get("/dialogues/rtop-2012/speakers/").text
    assert "Rev.2 restores the order of the provisional list." in public
    lines = desk.get("/dialogues/rtop-2012/speakers/revisions/", headers=JSON).get_json()["lines"]
    assert [one["restores"] for one in lines] == ["restores the order of the provisional list", None, None]
    feed = desk.get("/dialogues/rtop-2012/speakers/changes.atom").text
    assert "Sorry\nrestores the order of the provisional list\nChad: from place 1 to place 4" in feed


def order_of(dialogue: Dialogue) -> list[str]:
    return names(listing(dialogue))


def test_order_and_limits_come_back_when_asked_for(app: Flask, desk: FlaskClient, site: None) -> None:
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        said: dict[str, Any] = {"reason": "short day", "by": BY, "at": NOW}
        publishing.choose_order(dialogue, Preset.INSCRIPTION, version=dialogue.version, **said)
        publishing.set_limits(dialogue, Limits(60, 60, 60, 60), 10, version=dialogue.version, **said)
        publish(dialogue, at=NOW + timedelta(hours=2))
        session.commit()
    kept = Hands(desk).open(f"{URL}restore/0/").read(f"{URL}restore/0/")
    back = Hands(desk).read(f"{URL}restore/0/?rules=1")
    assert (kept["rules"], back["rules"]) == (False, True)
    Hands(desk).open(f"{URL}restore/0/?rules=1").press("Restore this order and publish Rev.3", reason="as it was")
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        assert (dialogue.order_preset, dialogue.limit_delegation, dialogue.limit_group, dialogue.changeover) == (
            "dialogue",
            180,
            300,
            30,
        )
        assert names(listing(dialogue)) == ["Algeria", "Tonga", "Egypt", "Chad", "Holy See", NAMES[5]]
        assert [one[0] for one in recorded()][-4:] == [
            "order chosen",
            "limits set",
            "revision restored",
            "list published",
        ]


def test_pinned_delegation_stays_where_it_is_pinned(app: Flask, desk: FlaskClient, site: None) -> None:
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        seen = listing(dialogue).fingerprint
        actions.pin(dialogue, key("Holy See"), place=1, reason="host", seen=seen, by=BY, at=NOW)
        session.commit()
    assert desk.get(f"{URL}restore/0/", headers=JSON).get_json()["pinned"] == ["Holy See"]
    Hands(desk).open(f"{URL}restore/0/").press(BUTTON, reason="as it was")
    assert order(app) == ["Holy See", "Algeria", "Tonga", "Egypt", "Chad", NAMES[5]]


def test_newest_revision_undoes_what_is_not_published_and_publishes_nothing(
    app: Flask, desk: FlaskClient, site: None
) -> None:
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        moved(dialogue, "Holy See", None)
        said: dict[str, Any] = {"reason": "short day", "by": BY, "at": NOW}
        publishing.choose_order(dialogue, Preset.INSCRIPTION, version=dialogue.version, **said)
        session.commit()
        before = names(listing(dialogue))
    hands = Hands(desk).open(f"{URL}restore/1/?rules=1")
    assert "The list would be the published one again, so nothing is published." in hands.page
    hands.press("Restore this order", reason="as it was")
    assert "The order is restored. The list is the published one again, so nothing was published." in hands.page
    assert order(app) == ["Chad", "Algeria", "Tonga", "Egypt", "Holy See", NAMES[5]]
    with app.app_context():
        assert [one[0] for one in recorded()][-2:] == ["order chosen", "revision restored"]
        assert any_dialogue("rtop-2012").order_preset == "dialogue"
    hands.open(URL).press("Undo")
    assert order(app) == before
    with app.app_context():
        assert any_dialogue("rtop-2012").order_preset == "inscription"


def test_own_rules_that_came_back_go_and_come_with_undo(app: Flask, desk: FlaskClient) -> None:
    chain = read_chain([{"name": "pins"}, {"name": "time"}])

    def rules() -> tuple[str, list[Any]]:
        with app.app_context():
            dialogue = any_dialogue("rtop-2012")
            return dialogue.order_preset, dialogue.order_chain

    with app.app_context():
        dialogue = a_list()
        said: dict[str, Any] = {"reason": "short day", "by": BY, "at": NOW}
        publishing.choose_rules(dialogue, Preset.DIALOGUE, chain, version=dialogue.version, **said)
        publish(dialogue)
        publishing.choose_order(dialogue, Preset.DIALOGUE, version=dialogue.version, **said)
        publish(dialogue, at=NOW + timedelta(hours=1))
        session.commit()
    plain: tuple[str, list[dict[str, Any]]] = ("dialogue", [])
    own = ("dialogue", written(chain))
    hands = Hands(desk).open(f"{URL}restore/0/?rules=1").press(BUTTON, reason="as it was")
    assert rules() == own
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        publishing.choose_order(dialogue, Preset.INSCRIPTION, version=dialogue.version, **said)
        session.commit()
    hands.open(URL).press("Undo")
    assert rules() == own
    hands.open(URL).press("Undo")
    assert rules() == plain


def test_order_that_stands_already_is_not_offered_and_refused(app: Flask, desk: FlaskClient, site: None) -> None:
    assert ["This is the list now" in desk.get(f"{URL}revisions/").text, order(app)[0]] == [True, "Chad"]
    page = desk.get(f"{URL}restore/1/", headers=JSON).get_json()
    assert (page["changes"], page["published"], page["moved"]) == (False, False, [])
    hands = Hands(desk).open(f"{URL}restore/1/")
    assert [
        "Restore this order" in hands.page,
        "Nobody: those still on the list stand in this order" in hands.page,
    ] == [
        False,
        True,
    ]
    answered = desk.post(f"{URL}restore/1/", json={**page["form"]["fields"], "reason": "again"}, headers=JSON)
    told = "Those still on the list stand in this order already, so there is nothing to restore."
    assert (answered.status_code, answered.get_json()["refused"]) == (409, told)
    with app.app_context():
        assert (len(session.scalars(select(Revision)).all()), session.scalars(select(Arrangement)).all()) == (2, [])


def test_who_came_or_went_since_is_one_press_away(app: Flask, desk: FlaskClient, site: None) -> None:
    page = desk.get(f"{URL}restore/0/").text
    with app.app_context():
        numbers = {name: registration(name).id for name in ("Peru", "Egypt", "Chad")}
    led = {name: f'href="/organise/rtop-2012/registrations/{number}/"' in page for name, number in numbers.items()}
    assert led == {"Peru": True, "Egypt": True, "Chad": False}
    back = Hands(desk).open(f"/organise/rtop-2012/registrations/{numbers['Peru']}/")
    back.press("Bring back, at the last place of the level", why="they come after all")
    assert "Peru" in order(app)


def test_reason_is_needed_and_what_is_wrong_changes_nothing(app: Flask, desk: FlaskClient, site: None) -> None:
    hands = Hands(desk).open(f"{URL}restore/0/")
    status, page = hands.press_refused(BUTTON)
    assert (status, "Give a reason: the list has been published." in page) == (422, True)
    status, page = hands.press_refused(BUTTON, reason="x", rules="2")
    assert status == 422
    refused = desk.get(f"{URL}restore/9/", headers=JSON).get_json()["refused"]
    assert refused == "There is no Rev.9 of this list of speakers."
    with app.app_context():
        assert len(session.scalars(select(PlacedMove)).all()) == 1
        assert len(session.scalars(select(Revision)).all()) == 2


def test_late_hand_is_shown_the_others_and_restores_the_list_as_it_is_now(
    app: Flask, desk: FlaskClient, site: None
) -> None:
    mine = Hands(desk).open(f"{URL}restore/0/")
    with app.app_context():
        number = registration("Holy See").id
    other = Hands(signed_in(app, RoleName.ORGANISER)).open(f"{URL}{number}/move/")
    other.press("Move", place="1", reason="flight")
    status, page = mine.press_refused(BUTTON, reason="mine")
    assert (status, "<b>Holy See</b>: moved, from place 5 to place 1" in page, 'value="mine"' in page) == (
        409,
        True,
        True,
    )
    mine.page = page
    mine.press(BUTTON)
    assert [name for name in order(app) if name != "Egypt"] == ["Algeria", "Tonga", "Chad", "Holy See", NAMES[5]]


def test_versions_at_the_desk_are_for_organisers_to_restore(
    app: Flask, desk: FlaskClient, viewer: FlaskClient, site: None
) -> None:
    assert [one.get(f"{URL}revisions/").text.count("/restore/0/") for one in (desk, viewer)] == [1, 0]
    with app.app_context():
        builders.a_dialogue("empty")
        session.commit()
    assert "Not published yet" in desk.get("/organise/empty/speakers/revisions/").text


@pytest.mark.usefixtures("rows")
def test_each_meeting_that_is_a_list_of_its_own_comes_back_as_it_was() -> None:
    dialogue = a_list(order_preset="general-debate")
    for name, meeting in zip(NAMES, (1, 1, 1, 2, 2, 2), strict=True):
        registration(name).meeting_number = meeting
    session.flush()
    publish(dialogue)
    before = names(listing(dialogue))
    moved(dialogue, "Chad", "Tonga")
    moved(dialogue, NAMES[5], None)
    moved(dialogue, "Peru", None)
    assert [row.entry.delegation for row in restored(dialogue).then.rows] == before
    assert {row.entry.delegation: row.place.meeting for row in restored(dialogue).then.rows}["Chad"] == 2


@pytest.mark.usefixtures("rows")
def test_list_on_which_nobody_stood_still_is_filled_again() -> None:
    dialogue = a_list(order_preset="general-debate")
    for name, meeting in zip(NAMES, (1, 1, 1, 2, 2, 2), strict=True):
        registration(name).meeting_number = meeting
    session.flush()
    publish(dialogue)
    for name in ("Chad", "Holy See", NAMES[5]):
        moved(dialogue, name, "Tonga")
    assert [row.place.meeting for row in restored(dialogue).then.rows] == [1, 1, 1, 2, 2, 2]


@pytest.mark.usefixtures("rows")
def test_who_took_its_place_anew_since_stands_where_the_rules_put_it() -> None:
    dialogue = a_list()
    moved(dialogue, "Peru", None)
    publish(dialogue, at=NOW + timedelta(minutes=1))
    requests.edit(registration("Chad"), {"level": Level.MINISTER}, at=NOW + timedelta(hours=1), by=BY)
    assert names(restored(dialogue).then) == ["Peru", "Algeria", "Tonga", "Chad", "Holy See", NAMES[5]]


@pytest.mark.usefixtures("rows")
@given(st.permutations(NAMES), st.permutations(NAMES))
def test_any_order_comes_back(first: list[str], second: list[str]) -> None:
    session.rollback()
    dialogue = a_list()

    def arranged(wanted: list[str]) -> None:
        for at, name in enumerate(wanted):
            if names(listing(dialogue))[at] != name:
                moved(dialogue, name, wanted[at - 1] if at else None)

    arranged(first)
    publish(dialogue)
    arranged(second)
    assert names(restored(dialogue).then) == first


def test_reasons_name_the_restored_list_and_one_press_takes_it_back(app: Flask, desk: FlaskClient, site: None) -> None:
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        moved(dialogue, "Holy See", None)
        publishing.set_limits(
            dialogue, Limits(60, 60, 60, 60), 10, version=dialogue.version, reason="short", by=BY, at=NOW
        )
        publish(dialogue, at=NOW + timedelta(hours=2))
        session.commit()
        before = reasons(app)
    Hands(desk).open(f"{URL}restore/1/?rules=1").press(BUTTON.replace("2", "3"), reason="Rev.2 was a mistake")
    as_then = "as in Rev.1 of 1 September 2012, 13:00, restored by the chair: Rev.2 was a mistake."
    found = reasons(app)
    assert {found[name] for name in ("Algeria", "Tonga", "Egypt", "Holy See", NAMES[5])} == {f"Stands {as_then}"}
    assert found["Chad"] == f"Moved by the chair to the front of the list: flight. Stands {as_then}"
    hands = Hands(desk).open(URL)
    assert "Restored: Rev.1, because: Rev.2 was a mistake" in hands.page
    hands.press("Undo")
    assert "Rev.3 stays published: publish Rev.4 to correct it." in hands.page
    assert reasons(app) == before
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        assert (dialogue.limit_delegation, dialogue.changeover) == (60, 10)
        assert [one.taken_back_at is None for one in session.scalars(select(Arrangement))] == [False]
        assert revisions.last_number(dialogue) is not None
        assert recorded()[-1][0] == "undone"
    told = app.test_cli_runner().invoke(args=["record", "verify"])
    assert told.exit_code == 0


def reasons(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {row.entry.delegation: str(row.place.reason) for row in listing(any_dialogue("rtop-2012")).rows}
