"""Who attends asks for the floor on the own page, and who speaks leaves it: by the rules of any other request."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.delegations.words import Capacity, Kind, Level
from rtop_event.registrations import actions, changes
from rtop_event.registrations.asked import ListClosed, ListNotOpen
from rtop_event.registrations.models import Registration
from rtop_event.registrations.states import Status
from tests.builders import FAR, MORNING, OPENED, a_dialogue, a_group, an_inscription
from tests.hands import Hands
from tests.registrations.asking import DESK, own_path
from tests.registrations.test_changes import closed_now

pytestmark = pytest.mark.usefixtures("rows")
LATE: dict[str, Any] = {"online_closes_at": MORNING}


def attends(name: str = "Chad", dialogue_facts: dict[str, Any] | None = None, **facts: Any) -> Registration:
    """Somebody confirmed who only attends."""
    one = an_inscription(a_dialogue(**(dialogue_facts or {})), name, wants_floor=False, **facts)
    one.settle()
    session.commit()
    return one


def edited(client: FlaskClient, one: Registration, **typed: str) -> Hands:
    path = own_path(one)
    session.rollback()
    hands = Hands(client).open(f"{path}edit/")
    hands.press("Ask the desk" if "Ask the desk</button>" in hands.page else "Save", **typed)
    session.expire_all()
    return hands


def refused(client: FlaskClient, one: Registration, **typed: str) -> tuple[int, str]:
    path = own_path(one)
    session.rollback()
    found = Hands(client).open(f"{path}edit/").press_refused("Save", **typed)
    session.expire_all()
    return found


def test_who_attends_asks_for_the_floor_and_takes_the_last_place_of_the_level(client: FlaskClient) -> None:
    one = attends()
    before = one.requested_at
    page = edited(client, one, part="speak", level="M").page
    assert (one.on_the_list, one.level, one.requested_at > before) == (True, Level.MINISTER, True)
    assert ["on the list" in page, "Takes the floor" in page] == [True, True]


def test_who_asks_for_the_floor_too_late_waits_on_the_reserve(client: FlaskClient) -> None:
    one = attends(dialogue_facts=LATE)
    path = own_path(one)
    session.rollback()
    assert "Ask for a place on the reserve" in client.get(f"{path}edit/").text
    edited(client, one, part="speak", level="M")
    assert (one.status(now()), one.on_reserve) == (Status.RESERVE, True)


def test_who_leaves_the_floor_frees_the_place_for_the_first_of_the_reserve(client: FlaskClient) -> None:
    dialogue = a_dialogue(**LATE)
    dialogue.meetings[1].ends_at = FAR
    leaves = an_inscription(dialogue, "Chad")
    waits = an_inscription(dialogue, "Fiji", reserve_since=MORNING, requested_at=MORNING)
    session.commit()
    path = own_path(leaves)
    session.rollback()
    page = client.get(f"{path}edit/").text
    assert "Your place goes at once to the first on the reserve, and you cannot have it back." in page
    edited(client, leaves, part="attend")
    assert (leaves.status(now()), leaves.on_the_list, waits.on_the_list) == (Status.REGISTERED, False, True)
    edited(client, leaves, part="speak", level="M")
    assert leaves.status(now()) is Status.RESERVE


@pytest.mark.parametrize(
    ("facts", "hall", "typed", "told"),
    [
        ({}, {}, {}, "Please choose the level of the speaker."),
        ({"kind": Kind.CIVIL_SOCIETY}, {}, {}, "Please say what you would speak about."),
        (
            {},
            {"list_opens_at": OPENED.replace(year=2098)},
            {"level": "M"},
            "The list of speakers opens on 16 August 2098, 09:00 (New York time).",
        ),
    ],
)
def test_floor_is_refused_with_a_sentence_at_the_field(
    client: FlaskClient, facts: dict[str, Any], hall: dict[str, Any], typed: dict[str, str], told: str
) -> None:
    one = attends(dialogue_facts=hall, **facts)
    status, page = refused(client, one, part="speak", **typed)
    assert (status, told in page, one.wants_floor) == (422, True, False)


def test_civil_society_waits_to_be_selected(client: FlaskClient) -> None:
    one = attends("Society (example)", kind=Kind.CIVIL_SOCIETY)
    edited(client, one, part="speak", topic="Early warning.")
    assert (one.wants_floor, one.status(now())) == (True, Status.VERIFIED)


@pytest.mark.parametrize("hall", [{}, "closed"])
def test_place_that_another_request_holds_is_refused_and_its_focal_point_told(client: FlaskClient, hall: Any) -> None:
    one = attends(dialogue_facts=closed_now() if hall else {})
    holder = an_inscription(one.dialogue, delegation=one.delegation)
    session.commit()
    status, page = refused(client, one, part="speak", level="M")
    assert (status, "Chad is already on the list of speakers." in page, one.wants_floor) == (409, True, False)
    assert (holder.on_the_list, changes.open_of(one)) == (True, None)


def test_after_the_close_the_floor_is_asked_of_the_desk(client: FlaskClient, desk: FlaskClient) -> None:
    one = attends(dialogue_facts=closed_now())
    page = edited(client, one, part="speak", level="M", message="Our minister comes.").page
    assert (one.wants_floor, "Your change awaits the desk" in page) == (False, True)
    session.rollback()
    hands = Hands(desk).open(f"{DESK}{one.id}/change/")
    assert [text in hands.page for text in ("Takes the floor", "Our minister comes.", "Minister")] == [True] * 3
    session.rollback()
    hands.press("Decide: drafts one letter", decision="accept", why="the chair agreed")
    session.expire_all()
    assert (one.on_the_list, one.level, one.admitted_why) == (True, Level.MINISTER, "the chair agreed")


def test_after_the_close_leaving_the_floor_is_asked_of_the_desk(client: FlaskClient, desk: FlaskClient) -> None:
    dialogue = a_dialogue(**closed_now())
    dialogue.meetings[1].ends_at = FAR
    one, waits = an_inscription(dialogue, "Chad"), an_inscription(dialogue, "Fiji", reserve_since=MORNING)
    session.commit()
    edited(client, one, part="attend")
    asked = changes.open_of(one)
    assert asked is not None
    assert (one.on_the_list, asked.changes) == (True, {"wants_floor": False})
    hands = Hands(desk).open(f"{DESK}{one.id}/change/")
    session.rollback()
    hands.press("Decide: drafts one letter", decision="accept", why="They asked.")
    session.expire_all()
    assert (one.on_the_list, waits.on_the_list) == (False, True)


def test_desk_cannot_accept_the_floor_for_a_place_that_is_held_by_now(client: FlaskClient, desk: FlaskClient) -> None:
    one = attends(dialogue_facts=closed_now())
    edited(client, one, part="speak", level="M")
    an_inscription(one.dialogue, delegation=one.delegation)
    session.commit()
    status, page = (
        Hands(desk)
        .open(f"{DESK}{one.id}/change/")
        .press_refused("Decide: drafts one letter", decision="accept", why="the chair agreed")
    )
    session.expire_all()
    assert (status, "already on the list" in page, one.wants_floor) == (409, True, False)
    assert changes.open_of(one) is not None


def test_who_attends_still_changes_the_rest_at_once_after_the_close(client: FlaskClient) -> None:
    one = attends(dialogue_facts=closed_now())
    edited(client, one, speaker_name="B. Other")
    assert (one.speaker_name, changes.open_of(one)) == ("B. Other", None)


def test_rules_hold_without_a_form() -> None:
    early = attends(dialogue_facts={"slug": "early", "list_opens_at": OPENED.replace(year=2098)})
    closed = attends("Fiji", dialogue_facts={"slug": "closed", **closed_now()})
    with pytest.raises(ListNotOpen):
        actions.edit(early, {"wants_floor": True}, at=now())
    with pytest.raises(ListClosed):
        actions.edit(closed, {"wants_floor": True}, at=now())


def test_who_spoke_for_a_group_attends_for_the_delegation_alone(client: FlaskClient) -> None:
    one = an_inscription(a_dialogue(), "Chad", group=a_group())
    session.commit()
    edited(client, one, part="attend")
    assert (one.on_the_list, one.capacity, one.group) == (False, Capacity.NATIONAL, None)
    edited(client, one, part="speak", level="M")
    assert (one.on_the_list, one.group) == (True, None)
