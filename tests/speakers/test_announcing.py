"""The chair announces the list, and the desk sees how far it is and who waits below it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.refusal import StaleHand
from rtop_event.speakers import announcing
from rtop_event.speakers.announcing import NotOpen
from rtop_event.speakers.listing import listing
from tests import builders
from tests.builders import MORNING, OPENED
from tests.hands import JSON, Hands
from tests.speakers.desk_lists import NAMES, NOW, a_list, names, recorded

URL = "/organise/rtop-2012/speakers/"
BY: dict[str, Any] = {"by": "Desk (example)", "at": NOW}


def stored(dialogue: Dialogue) -> Dialogue:
    session.rollback()
    session.refresh(dialogue)
    return dialogue


@pytest.mark.parametrize("facts", [{}, {"online_closes_at": NOW}])
def test_list_is_announced_and_the_announcement_taken_back(rows: None, facts: dict[str, Any]) -> None:
    dialogue = a_list(**facts)
    announcing.announce(dialogue, version=dialogue.version, **BY)
    session.flush()
    assert dialogue.announced_at == NOW
    announcing.take_back(dialogue, version=dialogue.version, **BY)
    session.flush()
    announcing.take_back(dialogue, version=dialogue.version, **BY)
    assert dialogue.announced_at is None
    assert [(what, by) for what, by, *_rest in recorded()] == [
        ("list announced", "Desk (example)"),
        ("announcement taken back", "Desk (example)"),
    ]


@pytest.mark.parametrize(
    "facts", [{"list_closes_at": NOW}, {"list_opens_at": NOW + timedelta(hours=1)}, {"announced_at": NOW}]
)
def test_list_that_is_not_open_or_announced_already_is_not_announced(rows: None, facts: dict[str, Any]) -> None:
    dialogue = a_list(**facts)
    with pytest.raises(NotOpen):
        announcing.announce(dialogue, version=dialogue.version, **BY)
    assert recorded() == []


def test_stale_hand_neither_announces_nor_takes_back(rows: None) -> None:
    dialogue = a_list()
    for step in (announcing.announce, announcing.take_back):
        with pytest.raises(StaleHand):
            step(dialogue, version=dialogue.version + 1, **BY)
    assert (dialogue.announced_at, recorded()) == (None, [])


def test_desk_presses_announce_and_takes_it_back(desk: FlaskClient, rows: None) -> None:
    dialogue = a_list()
    session.commit()
    hands = Hands(desk).open(URL)
    assert "Delegations ask for the floor online, and the desk adds to the list, until" in hands.page
    hands.press("Close online requests now")
    assert stored(dialogue).announced_at is not None
    session.rollback()
    assert "The list is announced: what is asked online now waits on the reserve." in hands.page
    assert "The chair has announced the list of speakers." in desk.get("/dialogues/rtop-2012/speakers/").text
    hands.press("Take online requests again")
    assert stored(dialogue).announced_at is None
    session.rollback()
    refused = [desk.post(f"{URL}announce/", json=body, headers=JSON).status_code for body in ({}, {"version": 99})]
    assert refused == [409, 409]


def test_viewer_sees_how_far_the_list_is_and_no_button(viewer: FlaskClient, rows: None) -> None:
    a_list(list_closes_at=MORNING)
    session.commit()
    page = viewer.get(URL).text
    assert ("Nobody is added any more, except by an organiser with a reason." in page, "announce" in page) == (
        True,
        False,
    )


def test_reserve_stands_below_the_list_in_the_order_of_asking(desk: FlaskClient, rows: None) -> None:
    dialogue = a_list(online_closes_at=OPENED, list_closes_at=now() + timedelta(hours=1))
    late = {"reserve_since": NOW}
    builders.an_inscription(dialogue, "Kenya", requested_at=NOW + timedelta(minutes=1), **late)
    builders.an_inscription(dialogue, "Chile", requested_at=NOW, **late)
    builders.an_inscription(dialogue, "Togo", requested_at=NOW, withdrawn_at=NOW, **late)
    builders.an_inscription(dialogue, "Mali", requested_at=NOW, admitted_at=NOW, **late)
    session.commit()
    page = desk.get(URL, headers=JSON).json
    assert page
    assert [(one["number"], one["delegation"]) for one in page["closing"]["reserve"]] == [(1, "Chile"), (2, "Kenya")]
    assert sorted(names(listing(dialogue))) == sorted([*NAMES, "Mali"])
    session.rollback()
    shown = desk.get(URL).text
    assert shown.index("Example Society") < shown.index('id="reserve"') < shown.index("Chile") < shown.index("Kenya")
