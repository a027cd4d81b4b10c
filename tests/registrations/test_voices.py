"""Who may speak for a group, and organisations that we do not know."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.models import Group, Membership
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.models import Dialogue
from rtop_event.registrations.models import Registration
from rtop_event.registrations.voices import Members, Voice
from tests.builders import a_delegation, a_group, an_inscription
from tests.registrations.asking import DESK, REGISTER, a_hall, a_state, all_rows, civil_society, page_of

JSON = {"Accept": "application/json"}
MEMBERS = Members({"EU": frozenset({"AUT", "BEL"}), "G77": frozenset()})


@pytest.mark.parametrize(
    ("delegation", "group", "voice"),
    [
        ("AUT", "EU", Voice.MEMBER),
        ("EU", "EU", Voice.SECRETARIAT),
        ("PER", "EU", Voice.OUTSIDER),
        ("PER", "G77", Voice.UNKNOWN),
        ("PER", "NEW", Voice.UNKNOWN),
    ],
)
def test_a_group_is_spoken_for_by_its_own(delegation: str, group: str, voice: Voice) -> None:
    assert MEMBERS.voice(delegation, group) is voice


def a_union() -> None:
    """The hall with the European Union, its group and one member."""
    a_hall()
    group: Group = a_group("European Union and its member States", code="EU")
    group.memberships.append(Membership(delegation_id=a_delegation("Austria", code="AUT").id))
    a_delegation("European Union", code="EU", kind=Kind.REGIONAL_ORGANISATION)
    session.commit()


def for_a_group(name: str, group: str = "EU", **other: Any) -> dict[str, Any]:
    """A request to speak for a group."""
    return a_state(name, capacity="group", group=group, **other)


def refused(client: FlaskClient, body: dict[str, Any], url: str = REGISTER) -> dict[str, list[str]]:
    """The fields that are refused, with their sentences."""
    session.rollback()
    answer = client.post(url, json=body, headers=JSON)
    assert answer.status_code == 422
    errors: dict[str, list[str]] = page_of(answer)["form"]["errors"]
    return errors


def taken(client: FlaskClient, body: dict[str, Any], url: str = REGISTER) -> Registration:
    """The row that came of it."""
    session.rollback()
    assert client.post(url, json=body).status_code == 303
    return all_rows()[-1]


OUTSIDE = (
    "Peru is neither a member of European Union and its member States on the day of the dialogue nor its secretariat"
)


def test_an_outsider_takes_no_place_of_a_group(client: FlaskClient, rows: None) -> None:
    a_union()
    told = f"{OUTSIDE}, so it cannot speak on its behalf. If this is a mistake, please write to the desk."
    assert refused(client, for_a_group("Peru")) == {"group": [told]}
    assert all_rows() == []
    member = taken(client, for_a_group("Austria"))
    union = taken(client, for_a_group("European Union", participant="organisation", address="eu@b.example"))
    assert [member.delegation.code, union.delegation.code] == ["AUT", "EU"]


def test_the_desk_can_let_an_outsider_speak_with_a_reason(desk: FlaskClient, rows: None) -> None:
    a_union()
    body, url = for_a_group("Peru", why="Agreed with the chair."), f"{DESK}new/"
    told = (
        f"{OUTSIDE}. Tick this to let it speak on its behalf all the same; it is recorded with your name and the "
        "reason."
    )
    assert refused(desk, body, url) == {"outsider": [told]}
    row = taken(desk, {**body, "outsider": True}, url)
    assert row.group is not None
    number = row.id
    session.rollback()
    page = desk.get(f"{DESK}{number}/").text
    listed = desk.get(DESK).text
    flag = "It is neither a member of this group on the day nor its secretariat."
    assert [flag in page, flag in listed, "Agreed with the chair." in page] == [True, True, True]


def test_the_desk_edits_who_speaks_for_a_group_by_the_same_rule(desk: FlaskClient, rows: None) -> None:
    a_union()
    dialogue = an_inscription(a_hall_again(), "Peru").dialogue
    civil = an_inscription(dialogue, "Example Coalition", kind=Kind.CIVIL_SOCIETY)
    peru = all_rows()[0]
    edits = [(f"{DESK}{one.id}/edit/", one.version) for one in (peru, civil)]
    session.commit()
    asked = {"capacity": "group", "group": "EU", "why": "Asked by telephone."}
    assert set(refused(desk, {**asked, "version": edits[0][1]}, edits[0][0])) == {"outsider"}
    only = {"capacity": ["Only States, observers and regional organisations speak for groups."]}
    assert refused(desk, {**asked, "version": edits[1][1]}, edits[1][0]) == only
    none = {"group": ["Please choose the group."]}
    assert refused(desk, {**asked, "group": "", "version": edits[0][1]}, edits[0][0]) == none
    taken(desk, {**asked, "version": edits[0][1], "outsider": True}, edits[0][0])
    assert [one.group is not None for one in all_rows()] == [True, False]


def a_hall_again() -> Dialogue:
    """The dialogue that is there."""
    return session.scalars(select(Dialogue)).one()


def test_a_group_without_known_members_is_flagged_for_the_desk(
    client: FlaskClient, desk: FlaskClient, rows: None
) -> None:
    a_union()
    number = taken(client, for_a_group("Peru", group="G77")).id
    session.rollback()
    flag = "Please check that it may speak for this group: we hold no list of the members."
    assert [flag in desk.get(url).text for url in (DESK, f"{DESK}{number}/")] == [True, True]


@pytest.mark.parametrize("url", [REGISTER, f"{DESK}new/"])
def test_an_organisation_that_we_do_not_know_writes_its_name(desk: FlaskClient, rows: None, url: str) -> None:
    a_hall()
    body = a_state("Arrangement of Seven Rivers", participant="organisation", why="By letter.")
    row = taken(desk, body, url)
    assert (row.kind, row.delegation.typed_in, row.delegation.standings[0].name, row.level.value) == (
        Kind.OTHER_ORGANISATION,
        True,
        "Arrangement of Seven Rivers",
        "M",
    )
    number = row.id
    session.rollback()
    flag = "This organisation wrote its own name: please check that it is one."
    assert [flag in desk.get(page).text for page in (DESK, f"{DESK}{number}/")] == [True, True]


def test_an_organisation_that_resembles_a_known_one_is_asked_first(client: FlaskClient, rows: None) -> None:
    a_hall()
    body = a_state("Union", participant="organisation")
    assert refused(client, body) == {"delegation": ["Please choose which of these you mean, or write another name."]}
    page = client.post(REGISTER, json=body).text
    assert 'value="as-typed"' in page
    assert taken(client, {**body, "delegation": "as-typed"}).delegation.typed_in is True


def test_an_unknown_organisation_speaks_for_no_group(client: FlaskClient, rows: None) -> None:
    a_hall()
    body = for_a_group("Arrangement of Seven Rivers", group="G77", participant="organisation")
    assert refused(client, body) == {
        "capacity": ["Only States, observers and regional organisations speak for groups."]
    }


def test_the_same_name_as_civil_society_is_another_delegation(client: FlaskClient, rows: None) -> None:
    a_hall()
    one = taken(client, civil_society("Seven Rivers")).delegation_id
    other = taken(client, a_state("Seven Rivers", participant="organisation", address="b@c.example")).delegation_id
    assert one != other


def test_what_is_wrong_is_listed_in_the_order_of_the_page(client: FlaskClient, rows: None) -> None:
    a_hall()
    found = refused(client, {"step": "send", "part": "sing", "level": "KING", "delegation_name": "\u200b"})
    assert list(found) == ["participant", "delegation_name", "part", "level", "focal_point", "address"]
