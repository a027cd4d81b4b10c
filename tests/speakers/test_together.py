"""Several moved at once: after another one, or each to the end of its level; all or none, each recorded."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.words import Level
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.organisers.models import RoleName
from rtop_event.refusal import NotFound, StaleHand
from rtop_event.speakers import actions
from rtop_event.speakers.listing import listing
from rtop_event.speakers.models import PlacedMove
from rtop_event.speakers.refusals import IsPinned, ReasonNeeded
from rtop_event.speakers.together import AllStandThere, move_together
from tests import builders
from tests.conftest import signed_in
from tests.hands import Hands
from tests.speakers.desk_lists import NOW, key, names, publish, recorded

URL = "/organise/rtop-2012/speakers/"
LIST = ["Algeria", "Tonga", "Peru", "Kenya", "Fiji", "Chad", "Niger"]
"""The group, a head of State, three ministers, two ambassadors."""


def a_longer_list() -> None:
    dialogue = builders.a_dialogue()
    builders.an_inscription(dialogue, "Tonga", level=Level.HEAD_OF_STATE)
    for name in ("Peru", "Kenya", "Fiji"):
        builders.an_inscription(dialogue, name, level=Level.MINISTER)
    builders.an_inscription(dialogue, "Chad")
    builders.an_inscription(dialogue, "Niger")
    builders.an_inscription(dialogue, "Algeria", group=builders.a_group())


def order() -> list[str]:
    session.flush()
    return names(listing(any_dialogue("rtop-2012")))


def together(*those: str, after: str | None = None, reason: str = "", seen: str = "") -> list[tuple[int, int]]:
    dialogue = any_dialogue("rtop-2012")
    moved = move_together(
        dialogue,
        [key(name) for name in those],
        after=after and key(after),
        reason=reason,
        seen=seen or listing(dialogue).fingerprint,
        by="Desk (example)",
        at=NOW,
    )
    return [(one.place.number_in_meeting, then.place.number_in_meeting) for one, then in moved]


@pytest.mark.usefixtures("rows")
def test_they_go_after_another_one_in_the_order_of_the_list() -> None:
    a_longer_list()
    assert order() == LIST
    assert together("Niger", "Peru", after="Tonga", reason="one flight") == [(3, 3), (7, 4)]
    assert order() == ["Algeria", "Tonga", "Peru", "Niger", "Kenya", "Fiji", "Chad"]
    assert recorded() == [
        ("moved", "Desk (example)", {}, {}, "one flight"),
        ("moved", "Desk (example)", {"place": 7}, {"place": 4}, "one flight"),
        (
            "moved together",
            "Desk (example)",
            {},
            {"moved": 2, "after": "Tonga", "_names": [["", "Tonga"]]},
            "one flight",
        ),
    ]


@pytest.mark.usefixtures("rows")
def test_each_goes_to_the_end_of_its_level() -> None:
    a_longer_list()
    assert together("Peru", "Chad", "Kenya", "Tonga") == [(3, 4), (4, 5), (6, 7)]
    assert order() == ["Algeria", "Tonga", "Fiji", "Peru", "Kenya", "Niger", "Chad"]


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(("those", "after"), [(["Tonga"], None), (["Fiji"], "Kenya"), (["Fiji"], None)])
def test_what_would_change_nothing_is_refused(those: list[str], after: str | None) -> None:
    a_longer_list()
    with pytest.raises(AllStandThere):
        together(*those, after=after)
    assert session.scalars(select(PlacedMove)).all() == []


@pytest.mark.usefixtures("rows")
def test_all_move_or_none() -> None:
    a_longer_list()
    dialogue = any_dialogue("rtop-2012")
    seen = listing(dialogue).fingerprint
    actions.pin(dialogue, key("Chad"), place=6, reason="", seen=seen, by="Desk", at=NOW)
    with pytest.raises(IsPinned):
        together("Peru", "Chad")
    with pytest.raises(StaleHand):
        together("Peru", seen=seen)
    with pytest.raises(NotFound):
        move_together(
            dialogue, ["000000000"], after=None, reason="", seen=listing(dialogue).fingerprint, by="Desk", at=NOW
        )
    publish(dialogue)
    with pytest.raises(ReasonNeeded):
        together("Peru")
    assert session.scalars(select(PlacedMove)).all() == []


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    with app.app_context():
        a_longer_list()
        publish(any_dialogue("rtop-2012"))
        session.commit()
        return {name: int(key(name)) for name in LIST}


def test_those_ticked_on_the_list_are_moved_with_one_reason(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    hands = Hands(desk).open(URL)
    hands.press("Move those chosen together", chosen=[ids["Fiji"], ids["Chad"]])
    assert hands.path == f"{URL}together/?chosen={ids['Fiji']}&chosen={ids['Chad']}"
    hands.press("Move them", after=f"{ids['Tonga']:09}", reason="one flight")
    assert "2 delegations were moved." in hands.page
    with app.app_context():
        assert order() == ["Algeria", "Tonga", "Fiji", "Chad", "Peru", "Kenya", "Niger"]
        made = session.scalars(select(PlacedMove).order_by(PlacedMove.id))
        assert [(one.registration_id, one.after_id, one.reason) for one in made] == [
            (ids["Fiji"], ids["Tonga"], "one flight"),
            (ids["Chad"], ids["Fiji"], "one flight"),
        ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"after": "Tonga"}, "Moved 2 delegations together directly after Tonga, because: one flight"),
        ({"to": "level"}, "Moved 2 delegations to the end of their level, because: one flight"),
    ],
)
def test_one_press_takes_all_of_it_back(
    app: Flask, desk: FlaskClient, ids: dict[str, int], typed: dict[str, str], told: str
) -> None:
    said = {name: f"{ids[text]:09}" if name == "after" else text for name, text in typed.items()}
    hands = Hands(desk).open(f"{URL}together/?chosen={ids['Peru']}&chosen={ids['Chad']}")
    hands.press("Move them", reason="one flight", **said)
    hands.open(URL)
    assert told in hands.page
    hands.press("Undo")
    with app.app_context():
        assert order() == LIST


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"after": "Tonga"}, "Give a reason: the list has been published."),
        ({"reason": "x"}, "Choose after whom."),
        ({"reason": "x", "after": "Fiji"}, "Choose one that does not move itself."),
        ({"reason": "x", "after": "Tonga", "chosen": []}, "Choose at least one delegation on the list."),
    ],
)
def test_what_is_missing_is_said_and_nothing_moves(
    app: Flask, desk: FlaskClient, ids: dict[str, int], typed: dict[str, str], wrong: str
) -> None:
    said = {name: f"{ids[text]:09}" if name == "after" else text for name, text in typed.items()}
    hands = Hands(desk).open(f"{URL}together/?chosen={ids['Fiji']}")
    status, page = hands.press_refused("Move them", **said)
    assert (status, wrong in page) == (422, True)
    with app.app_context():
        assert order() == LIST


def test_late_hand_is_shown_what_the_other_did_and_keeps_whom_it_chose(
    app: Flask, desk: FlaskClient, ids: dict[str, int]
) -> None:
    mine = Hands(desk).open(f"{URL}together/?chosen={ids['Fiji']}&chosen={ids['Chad']}")
    other = Hands(signed_in(app, RoleName.ORGANISER)).open(f"{URL}{ids['Peru']}/move/")
    other.press("Move", place="1", reason="flight at noon")
    status, page = mine.press_refused("Move them", to="level", reason="my own reason")
    assert (status, "<b>Peru</b>: moved, from place 3 to place 1" in page) == (409, True)
    assert 'value="my own reason"' in page
    mine.page = page
    mine.press("Move them")
    with app.app_context():
        assert order() == ["Peru", "Algeria", "Tonga", "Kenya", "Fiji", "Niger", "Chad"]


def test_page_for_nobody_says_what_to_do_first(desk: FlaskClient, ids: dict[str, int]) -> None:
    for query in ("", "?chosen=x", "?chosen=999999", "?chosen=99999999999999"):
        assert "Nobody is chosen" in desk.get(f"{URL}together/{query}").text
