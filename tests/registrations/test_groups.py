"""Alignments and opt-outs: what the delegate and the desk say, what is refused, what is recorded and shown."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.models import Group, Membership
from rtop_event.organisers.models import Change
from rtop_event.refusal import NotFound, StaleHand
from rtop_event.registrations import alignments, posting
from rtop_event.registrations.asked import NoLongerLive
from rtop_event.registrations.behind import NotAligned
from rtop_event.registrations.models import Registration
from rtop_event.registrations.states import Stand
from tests.builders import a_delegation, a_dialogue, a_group, an_inscription
from tests.hands import Hands

AT = datetime(2012, 9, 1, 12, 0, tzinfo=UTC)
DESK = "/organise/rtop-2012/registrations/"


def the_union(**facts: Any) -> Registration:
    """A statement for a group of France and Greece; Croatia joined after the day of the dialogue."""
    group: Group = a_group("Union (example)", code="UNI")
    for name, code, since in [
        ("France", "FRA", date(1958, 1, 1)),
        ("Greece", "GRC", None),
        ("Croatia", "HRV", date(2013, 7, 1)),
    ]:
        member = a_delegation(name, code=code)
        group.memberships.append(Membership(delegation=member, since=since, until=None))
    for name, code in [("Turkey", "TUR"), ("Iceland", "ISL")]:
        a_delegation(name, code=code)
    made = an_inscription(a_dialogue(), "France", group=group, **facts)
    session.flush()
    return made


def said(made: Registration) -> list[tuple[str, str]]:
    return [(one.delegation.standings[0].name, one.how.value) for one in alignments.said_of(made)]


def stand(made: Registration, name: str, how: Stand, **changed: Any) -> None:
    values: dict[str, Any] = {
        "seen": alignments.print_of(made, alignments.said_of(made)),
        "at": AT,
        "by": "Desk (example)",
    }
    alignments.stand(made, a_delegation(name), how, **{**values, **changed})
    session.flush()


def recorded() -> list[tuple[str, dict[str, Any], dict[str, Any], str]]:
    session.flush()
    return [(one.what, one.before, one.after, one.why) for one in session.scalars(select(Change).order_by(Change.id))]


@pytest.mark.usefixtures("rows")
class TestActions:
    """What is done with one statement."""

    def test_aligned_and_opted_out_are_kept_counted_and_recorded(self) -> None:
        made = the_union()
        stand(made, "Turkey", Stand.ALIGNED)
        stand(made, "Greece", Stand.OPTED_OUT, why="letter of 1 September")
        assert said(made) == [("Turkey", "aligned"), ("Greece", "opted_out")]
        found = alignments.behind_each(made.dialogue, [made])
        assert found == {made.id: alignments.behind_it(made, alignments.said_of(made))}
        assert found[made.id].standing == {a_delegation("France").id, a_delegation("Turkey").id}
        assert recorded() == [
            ("aligned", {}, {"delegation": "Turkey"}, ""),
            ("opted out", {}, {"delegation": "Greece"}, "letter of 1 September"),
        ]

    def test_membership_counts_as_of_the_day_of_the_dialogue(self) -> None:
        made = the_union()
        with pytest.raises(NotAligned, match="Croatia is not a member"):
            stand(made, "Croatia", Stand.OPTED_OUT)
        stand(made, "Croatia", Stand.ALIGNED)
        assert said(made) == [("Croatia", "aligned")]

    def test_taken_back_is_gone_and_recorded(self) -> None:
        made = the_union()
        stand(made, "Turkey", Stand.ALIGNED)
        seen = alignments.print_of(made, alignments.said_of(made))
        alignments.take_back(made, a_delegation("Turkey").id, seen=seen, at=AT, by="Desk (example)")
        assert said(made) == []
        assert recorded()[-1] == ("no longer aligned", {"delegation": "Turkey"}, {}, "")

    def test_what_nobody_said_cannot_be_taken_back(self) -> None:
        made = the_union()
        with pytest.raises(NotFound):
            alignments.take_back(made, 1, seen=alignments.print_of(made, []), at=AT, by="x")

    def test_stale_hand_is_refused(self) -> None:
        made = the_union()
        before = alignments.print_of(made, [])
        stand(made, "Turkey", Stand.ALIGNED)
        with pytest.raises(StaleHand):
            stand(made, "Iceland", Stand.ALIGNED, seen=before)
        assert said(made) == [("Turkey", "aligned")]

    def test_only_a_live_statement_for_a_group_has_others_behind_it(self) -> None:
        made = the_union()
        national = an_inscription(made.dialogue, "Iceland")
        with pytest.raises(NotAligned, match="not made on behalf of a group"):
            stand(national, "Turkey", Stand.ALIGNED)
        made.withdrawn_at = AT
        made.settle()
        with pytest.raises(NoLongerLive):
            stand(made, "Turkey", Stand.ALIGNED)

    def test_what_was_said_for_another_group_gives_way(self) -> None:
        made = the_union()
        stand(made, "Turkey", Stand.ALIGNED)
        other = a_group("Others (example)")
        other.memberships.append(Membership(delegation=a_delegation("Turkey"), since=None, until=None))
        made.group = other
        session.flush()
        stand(made, "Turkey", Stand.OPTED_OUT)
        assert said(made) == [("Turkey", "opted_out")]

    def test_unknown_code_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            alignments.named("NONE")


@pytest.fixture
def made(app: Flask) -> tuple[int, str]:
    """The number of the statement, and the path of its delegate's page."""
    with app.app_context():
        made = the_union()
        session.commit()
        return made.id, posting.path_of(made)


def test_delegate_adds_and_takes_back_on_the_own_page(app: Flask, client: FlaskClient, made: tuple[int, str]) -> None:
    hands = Hands(client).open(made[1])
    assert "It is made for 2 delegations." in hands.page
    hands.open(f"{made[1]}group/").press("Add", delegation_name="Turkey", how="aligned")
    hands.press("Add", delegation_name="Greece", how="opted_out")
    page = hands.read(f"{made[1]}group/")["behind"]
    assert page["members"] == ["France", "Greece"]
    assert [one["name"] for one in page["aligned"]] == ["Turkey"]
    assert [one["name"] for one in page["opted_out"]] == ["Greece"]
    hands.open(made[1])
    assert ("Also: Turkey" in hands.page, "Without: Greece" in hands.page) == (True, True)
    hands.open(f"{made[1]}group/").press("Take back: Greece")
    assert hands.read(made[1])["behind"]["summary"] == "It is made for 3 delegations."
    assert hands.read(made[1])["history"][0]["step"] == "No longer opted out of the statement"


def test_name_that_means_several_is_offered_and_an_unknown_one_refused(
    app: Flask, client: FlaskClient, made: tuple[int, str]
) -> None:
    with app.app_context():
        for name, code in [("Guinea", "GIN"), ("Guinea-Bissau", "GNB")]:
            a_delegation(name, code=code)
        session.commit()
    hands = Hands(client).open(f"{made[1]}group/")
    status, page = hands.press_refused("Add", delegation_name="Guin")
    assert (status, "Please choose which of these you mean" in page) == (422, True)
    hands.press("Add", delegation_name="Guin", delegation="GNB")
    assert [one["name"] for one in hands.read(f"{made[1]}group/")["behind"]["aligned"]] == ["Guinea-Bissau"]
    status, page = hands.open(f"{made[1]}group/").press_refused("Add", delegation_name="Atlantis")
    assert (status, "Please name a State, an observer or a regional organisation that we know." in page) == (422, True)


def test_rule_is_told_on_the_page_and_changes_nothing(app: Flask, client: FlaskClient, made: tuple[int, str]) -> None:
    hands = Hands(client).open(f"{made[1]}group/")
    status, page = hands.press_refused("Add", delegation_name="France", how="aligned")
    assert (status, "France makes this statement itself." in page) == (422, True)
    status, _page = hands.press_refused("Add", delegation_name="Turkey", how="aligned", seen="x" * 16)
    assert status == 409
    assert hands.read(f"{made[1]}group/")["behind"]["aligned"] == []


def test_desk_needs_a_reason(app: Flask, desk: FlaskClient, made: tuple[int, str]) -> None:
    hands = Hands(desk).open(f"{DESK}{made[0]}/group/")
    status, page = hands.press_refused("Add", delegation_name="Turkey")
    assert (status, "Please give the reason: it stands in the record." in page) == (422, True)
    hands.press("Add", delegation_name="Turkey", why="by telephone")
    shown = hands.read(f"{DESK}{made[0]}/")
    assert [one["name"] for one in shown["behind"]["aligned"]] == ["Turkey"]
    assert (shown["history"][0]["step"], shown["history"][0]["why"]) == ("Aligned with the statement", "by telephone")
    hands.open(f"{DESK}{made[0]}/group/").press("Take back: Turkey", why="mistake")
    assert hands.read(f"{DESK}{made[0]}/")["behind"]["aligned"] == []


def test_national_statement_has_no_such_page(app: Flask, desk: FlaskClient, made: tuple[int, str]) -> None:
    with app.app_context():
        number = an_inscription(session.get_one(Registration, made[0]).dialogue, "Iceland").id
        session.commit()
    answered = desk.get(f"{DESK}{number}/group/")
    assert "not made on behalf of a group" in answered.text
    assert "<form" not in answered.text.partition("<main")[2]
    assert "On behalf of whom" not in desk.get(f"{DESK}{number}/").text


def test_group_without_a_list_of_members_says_so(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        number = an_inscription(a_dialogue(), "Algeria", group=a_group()).id
        session.commit()
    assert "We hold no list of its members" in desk.get(f"{DESK}{number}/group/").text
