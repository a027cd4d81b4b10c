"""Who can change a request and come back to it, what absent fields mean, and links that are replaced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.mailing.models import Letter
from rtop_event.refusal import NotFound, Refusal
from rtop_event.registrations import actions, finding, posting
from rtop_event.registrations.asked import Lapsed, ListClosed, NoLongerLive, RegistrationClosed
from rtop_event.registrations.models import VERIFY_WITHIN, Decision, Registration
from rtop_event.registrations.returning import check_live, no_return, withdrawn_standing
from tests.builders import a_dialogue, a_registration, an_inscription
from tests.registrations.asking import DESK, all_rows, own_path

AT = datetime(2012, 8, 20, 12, 0, tzinfo=UTC)
CLOSED = datetime(2012, 9, 5, 14, 0, tzinfo=UTC)
JSON = {"Accept": "application/json"}
Outbox = Callable[[], list[Letter]]


def gone(**facts: Any) -> Registration:
    """A withdrawn request of a dialogue whose list and registration close when it begins."""
    return an_inscription(a_dialogue(open_now=False), withdrawn_at=AT, **facts)


def lapsed() -> Registration:
    """A request that nobody confirmed."""
    return a_registration(a_dialogue(), received_at=AT - VERIFY_WITHIN)


def test_a_lapsed_request_is_neither_changed_nor_withdrawn_nor_brought_back(rows: None) -> None:
    row = lapsed()
    with pytest.raises(Lapsed):
        actions.edit(row, {"phone": "1"}, at=AT)
    with pytest.raises(Lapsed):
        actions.withdraw(row, at=AT)
    actions.withdraw(row, at=AT, by="Desk")
    with pytest.raises(Lapsed):
        actions.come_back(row, at=AT)


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"withdrawn_at": AT}, NoLongerLive),
        ({"decision": Decision.REFUSED}, NoLongerLive),
        ({"verified_at": None, "received_at": AT - VERIFY_WITHIN}, Lapsed),
    ],
    ids=str,
)
def test_pages_of_changes_are_shut_for_what_is_gone(rows: None, facts: dict[str, Any], refused: type[Refusal]) -> None:
    row = an_inscription(a_dialogue(), **facts)
    with pytest.raises(refused):
        check_live(row, AT)


@pytest.mark.parametrize("page", ["edit/", "substitute/", "withdraw/"])
def test_the_form_of_a_withdrawn_request_says_so_at_once(client: FlaskClient, rows: None, page: str) -> None:
    path = own_path(an_inscription(a_dialogue(), withdrawn_at=AT), page)
    session.commit()
    answer = client.get(path, headers=JSON)
    assert (answer.status_code, answer.get_json()["refused"]) == (409, str(NoLongerLive().reason))


@pytest.mark.parametrize(
    ("facts", "at", "refused"),
    [
        ({}, AT, type(None)),
        ({}, CLOSED, ListClosed),
        ({"wants_floor": False}, AT, type(None)),
        ({"wants_floor": False}, CLOSED, RegistrationClosed),
        ({"verified_at": None, "received_at": AT - VERIFY_WITHIN}, AT, Lapsed),
        ({"verified_at": None, "received_at": AT - timedelta(hours=1)}, AT, type(None)),
    ],
    ids=str,
)
def test_coming_back_has_its_hour(rows: None, facts: dict[str, Any], at: datetime, refused: type) -> None:
    assert type(no_return(gone(**facts), at)) is refused


@pytest.mark.parametrize(
    ("facts", "at", "told"),
    [
        ({}, AT, "While the list of speakers is open you can come back, at the last place of your level."),
        ({}, CLOSED, "It cannot come back any more: that was possible only while it was open."),
        ({"wants_floor": False}, AT, "While registration is open you can come back."),
        (
            {"verified_at": None, "received_at": AT - VERIFY_WITHIN},
            AT,
            "If you still wish to take part, please register again while registration is open.",
        ),
    ],
    ids=str,
)
def test_a_withdrawn_request_is_told_what_is_possible_now(
    rows: None, facts: dict[str, Any], at: datetime, told: str
) -> None:
    assert str(withdrawn_standing(gone(**facts), at).next) == told


def test_late_one_comes_back_on_the_reserve(rows: None) -> None:
    row = an_inscription(a_dialogue(online_closes_at=AT), withdrawn_at=AT)
    told = "Until the list of speakers is closed you can come back, on the reserve."
    assert str(withdrawn_standing(row, AT).next) == told


def test_a_lost_link_comes_also_for_a_request_that_can_come_back(outbox: Outbox) -> None:
    dialogue = a_dialogue(open_now=False)
    row = an_inscription(dialogue, withdrawn_at=AT)
    actions.mail_lost_links(dialogue, row.address_key, at=AT)
    actions.mail_lost_links(dialogue, row.address_key, at=CLOSED)
    assert [posting.path_of(row) in one.text for one in outbox()] == [True]


def test_a_new_address_makes_the_old_link_dead_and_has_the_new_one(outbox: Outbox) -> None:
    row = an_inscription(a_dialogue())
    old = posting.path_of(row).strip("/").split("/")[-1]
    actions.edit(row, {"address": "new@b.example", "address_key": "new@b.example"}, at=AT, by="Desk", why="Moved")
    with pytest.raises(NotFound):
        finding.own(old)
    letter = outbox()[0]
    assert (letter.recipient, posting.path_of(row) in letter.text, row.token_version) == ("new@b.example", True, 2)


def test_the_desk_replaces_a_link(desk: FlaskClient, outbox: Outbox) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    path, version = f"{DESK}{row.id}/new-link/", row.version
    session.rollback()
    refused = desk.post(path, json={"version": version})
    assert (refused.status_code, all_rows()[0].token_version) == (422, 1)
    session.rollback()
    assert desk.post(path, json={"version": version, "why": "It was passed on."}).status_code == 303
    assert (all_rows()[0].token_version, len(outbox())) == (2, 1)


def test_what_a_form_leaves_out_stays_as_it_is(client: FlaskClient, rows: None) -> None:
    row = an_inscription(a_dialogue(), speaker_name="Ana", access_needs="A lift.", statement_language="fr")
    path, version = own_path(row, "edit/"), row.version
    session.commit()
    assert client.post(path, json={"version": version, "phone": "+1"}).status_code == 303
    kept = all_rows()[0]
    assert (kept.speaker_name, kept.speaker_function, kept.access_needs, kept.statement_language, kept.phone) == (
        "Ana",
        "Permanent Representative",
        "A lift.",
        "fr",
        "+1",
    )
    version = kept.version
    session.rollback()
    assert client.post(path, json={"version": version, "phone": ""}).status_code == 303
    assert all_rows()[0].phone == ""


def test_what_the_desk_leaves_out_stays_as_it_is(desk: FlaskClient, rows: None) -> None:
    row = an_inscription(a_dialogue(), topic="Prevention", language="fr", meeting_number=2, address="ana@b.example")
    session.commit()
    body = {"version": row.version, "phone": "+1", "why": "By telephone."}
    assert desk.post(f"{DESK}{row.id}/edit/", json=body).status_code == 303
    kept = all_rows()[0]
    assert (kept.topic, kept.language, kept.meeting_number, kept.address, kept.wants_floor, kept.phone) == (
        "Prevention",
        "fr",
        2,
        "ana@b.example",
        True,
        "+1",
    )


def test_the_own_page_says_day_and_room(client: FlaskClient, rows: None) -> None:
    path = own_path(an_inscription(a_dialogue()))
    session.commit()
    page = client.get(path).text
    assert ["Conference Room 4" in page, "5 September 2012" in page, "Morning meeting" in page] == [True, True, True]
