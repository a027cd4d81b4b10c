"""After the close of the list a delegate's change is asked of the desk: asked, taken back, accepted, refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.delegations.words import Kind, Level
from rtop_event.dialogues.models import Dialogue
from rtop_event.mailing.models import Letter
from rtop_event.organisers.models import Change
from rtop_event.registrations import actions, changes, finding, waiting
from rtop_event.registrations.asked import NoLongerLive
from rtop_event.registrations.changes import ChangeAwaits, NothingAwaits
from rtop_event.registrations.comparing import compared
from rtop_event.registrations.models import ChangeRequest, Outcome, Registration
from rtop_event.registrations.states import Gender
from tests.builders import MORNING, a_dialogue, an_inscription
from tests.hands import JSON, Hands
from tests.registrations.asking import DESK, a_hall, own_path, page_of

Outbox = Callable[[], list[Letter]]
LATER = MORNING + timedelta(minutes=5)
DESK_SAYS: dict[str, Any] = {"message": "", "why": "the chair agreed", "by": "Desk", "at": LATER, "send": False}


def a_closed_list(**facts: Any) -> Dialogue:
    """A dialogue whose list closed in the morning."""
    return a_dialogue(open_now=False, **facts)


def ask(row: Registration, *, message: str = "", **wanted: Any) -> ChangeRequest:
    """A change that awaits the desk."""
    changes.ask(row, wanted, message=message, at=MORNING)
    asked = changes.open_of(row)
    assert asked is not None
    return asked


def steps() -> list[tuple[str, str, dict[str, Any], dict[str, Any], str]]:
    session.flush()
    rows = session.scalars(select(Change).order_by(Change.id))
    return [(one.what, one.by, one.before, one.after, one.why) for one in rows]


@pytest.mark.parametrize(
    ("facts", "wanted", "at", "must"),
    [
        ({}, {"speaker_name": "Another"}, MORNING, True),
        ({}, {"level": Level.MINISTER}, MORNING, True),
        ({}, {"speaker_name": "Another"}, MORNING - timedelta(minutes=1), False),
        ({}, {"phone": "+1 212", "access_needs": "captions"}, MORNING, False),
        ({}, {"level": Level.CHAIR_OF_DELEGATION}, MORNING, False),
        ({"wants_floor": False}, {"speaker_name": "Another"}, MORNING, False),
        ({"kind": Kind.CIVIL_SOCIETY}, {"level": Level.MINISTER}, MORNING, False),
    ],
)
def test_what_has_to_be_asked(rows: None, facts: dict[str, Any], wanted: dict[str, Any], at: Any, must: bool) -> None:
    row = an_inscription(a_closed_list(), "Chad", **facts)
    assert changes.must_ask(row, wanted, at) is must


def test_change_asked_for_changes_nothing_yet_and_is_recorded(rows: None) -> None:
    row = an_inscription(a_closed_list(), "Chad", speaker_name="One")
    asked = ask(row, message="Our minister arrives.", speaker_name="Two", level=Level.MINISTER, phone=row.phone)
    assert (row.speaker_name, row.level) == ("One", Level.CHAIR_OF_DELEGATION)
    assert (asked.before, asked.changes) == (
        {"speaker_name": "One", "level": "CD"},
        {"speaker_name": "Two", "level": "M"},
    )
    assert steps() == [
        ("change asked for", "the delegation", asked.before, asked.changes, "Our minister arrives."),
    ]


def test_only_one_change_is_open_at_a_time(rows: None) -> None:
    row = an_inscription(a_closed_list(), "Chad")
    ask(row, speaker_name="Two")
    with pytest.raises(ChangeAwaits):
        changes.ask(row, {"speaker_name": "Three"}, message="", at=MORNING)
    changes.take_back(row, at=LATER)
    assert ask(row, speaker_name="Three").changes == {"speaker_name": "Three"}
    outcomes = session.scalars(select(ChangeRequest.outcome).order_by(ChangeRequest.id)).all()
    assert outcomes == [Outcome.TAKEN_BACK, Outcome.OPEN]


@pytest.mark.parametrize("gone", [{"withdrawn_at": MORNING}, {"verified_at": None}])
def test_who_is_gone_asks_for_nothing_and_gets_nothing(rows: None, gone: dict[str, Any]) -> None:
    row = an_inscription(a_closed_list(), "Chad", **gone)
    with pytest.raises(NoLongerLive):
        changes.ask(row, {"speaker_name": "Two"}, message="", at=MORNING)
    with pytest.raises(NothingAwaits):
        changes.take_back(row, at=MORNING)


def test_accepted_change_is_made_and_told_in_a_draft(outbox: Outbox) -> None:
    row = an_inscription(a_closed_list(), "Chad", speaker_name="One")
    gender = Gender.WOMAN
    asked = ask(row, speaker_name="Two", level=Level.MINISTER, speaker_gender=gender, meeting_number=2)
    changes.accept(asked, **{**DESK_SAYS, "message": "Welcome."})
    assert (row.speaker_name, row.level, row.speaker_gender, row.meeting_number, row.requested_at) == (
        "Two",
        Level.MINISTER,
        Gender.WOMAN,
        2,
        LATER,
    )
    assert (asked.outcome, asked.decided_at, asked.decided_by, asked.why) == (
        Outcome.ACCEPTED,
        LATER,
        "Desk",
        "the chair agreed",
    )
    assert [one[:2] for one in steps()] == [("change asked for", "the delegation"), ("change accepted", "Desk")]
    letter = outbox()[0]
    assert (letter.kind.value, letter.recipient, letter.subject, letter.approved_at) == (
        "decision",
        row.address,
        "Your change is made: Chad",
        None,
    )
    text = " ".join(letter.text.split())
    assert "Speaker: One → Two" in text
    assert "Gender of the speaker: not given → Woman" in text
    assert "Preferred meeting: – → Afternoon meeting" in text
    assert "Welcome." in text


def test_change_without_another_level_keeps_the_place(rows: None) -> None:
    row = an_inscription(a_closed_list(), "Chad")
    before = row.requested_at
    changes.accept(ask(row, speaker_function="Minister"), **DESK_SAYS)
    assert (row.speaker_function, row.requested_at) == ("Minister", before)


def test_refused_change_leaves_all_as_it_is_and_says_so(outbox: Outbox) -> None:
    row = an_inscription(a_closed_list(), "Chad", speaker_name="One")
    changes.refuse(ask(row, speaker_name="Two [x](http://y.example)"), **{**DESK_SAYS, "send": True})
    assert (row.speaker_name, changes.open_of(row), steps()[-1][0]) == ("One", None, "change refused")
    letter = outbox()[0]
    assert (letter.subject, letter.approved_by, 'href="http://y' in letter.html) == (
        "Your change could not be made: Chad",
        "Desk",
        False,
    )


def test_change_of_a_withdrawn_request_is_not_accepted_and_waits_for_nothing(rows: None) -> None:
    dialogue = a_closed_list()
    row = an_inscription(dialogue, "Chad")
    asked = ask(row, speaker_name="Two")
    assert changes.all_open(dialogue) == [asked]
    actions.withdraw(row, at=LATER)
    assert changes.all_open(dialogue) == []
    with pytest.raises(NoLongerLive):
        changes.accept(asked, **DESK_SAYS)


def test_comparison_tells_what_changed_meanwhile(rows: None) -> None:
    row = an_inscription(a_closed_list(), "Chad", speaker_name="One", speaker_function="")
    asked = ask(row, speaker_name="Two", speaker_function="Minister", level=Level.MINISTER)
    actions.edit(row, {"speaker_name": "Substitute"}, at=LATER, step="substitute named")
    shown = [(str(one.name), str(one.before), str(one.after), one.meanwhile) for one in compared(asked)]
    assert shown == [
        ("Speaker", "One", "Two", "Substitute"),
        ("Function", "", "Minister", None),
        (
            "Level",
            "Permanent representative, ambassador or chargé d'affaires (chair of the delegation)",
            "Minister",
            None,
        ),
    ]


def test_gender_comes_with_a_substitute_and_by_the_desk(client: FlaskClient, desk: FlaskClient, rows: None) -> None:
    row = an_inscription(a_hall(), "Chad", speaker_gender=Gender.MAN)
    session.commit()
    body = {"version": 1, "speaker_name": "S. Ubstitute", "speaker_gender": "woman"}
    assert client.post(own_path(row, "substitute/"), json=body).status_code == 303
    session.refresh(row)
    number, given = row.id, row.speaker_gender
    session.rollback()
    fields = page_of(desk.get(f"{DESK}{number}/edit/", headers=JSON))["form"]["fields"]
    assert (given, fields["speaker_gender"]) == (Gender.WOMAN, "woman")
    saved = desk.post(f"{DESK}{number}/edit/", json={**fields, "speaker_gender": "", "why": "they asked"})
    session.refresh(row)
    assert (saved.status_code, row.speaker_gender) == (303, Gender.NOT_GIVEN)
    assert ("Gender of the speaker", "Woman") in {(one["name"], one["after"]) for one in history(client, row)}


def history(client: FlaskClient, row: Registration) -> list[dict[str, str]]:
    path = own_path(row)
    session.rollback()
    lines = page_of(client.get(path, headers=JSON))["history"]
    return [change for line in lines for change in line["changes"]]


def closed_now() -> dict[str, Any]:
    """Hours by which the list is closed at the moment of the test."""
    return {"list_closes_at": now() - timedelta(minutes=1)}


def test_delegate_asks_sees_it_waiting_and_takes_it_back(client: FlaskClient, rows: None) -> None:
    row = an_inscription(a_hall(**closed_now()), "Chad", speaker_name="One")
    session.commit()
    hands = Hands(client).open(own_path(row))
    assert "Ask for a change" in hands.page
    form = hands.open(own_path(row, "edit/"))
    assert "any other change is asked of the desk" in form.page
    hands.press("Ask the desk", speaker_name="Two", level="M", meeting_number="2", message="By telephone agreed.")
    assert ("Your change awaits the desk" in hands.page, "Ask for a change" in hands.page) == (True, False)
    shown = hands.read(own_path(row))["change"]["fields"]
    assert [(one["name"], one["after"]) for one in shown] == [
        ("Speaker", "Two"),
        ("Level", "Minister"),
        ("Preferred meeting", "Afternoon meeting"),
    ]
    again = client.post(own_path(row, "edit/"), json={"version": 1, "speaker_name": "Three"}, headers=JSON)
    assert (again.status_code, page_of(again)["refused"]) == (
        409,
        "A change that you asked for awaits the desk. Take it back before you ask for another one.",
    )
    hands.press("Take the change back")
    assert ("Your change awaits the desk" in hands.page, "Ask for a change" in hands.page) == (False, True)
    session.expire_all()
    assert (row.speaker_name, changes.open_of(row)) == ("One", None)


def test_what_only_the_desk_reads_is_changed_at_once(client: FlaskClient, rows: None) -> None:
    row = an_inscription(a_hall(**closed_now()), "Chad")
    session.commit()
    fields = client.get(own_path(row, "edit/"), headers=JSON).json["form"]["fields"]  # type: ignore[index] # our own JSON
    answer = client.post(own_path(row, "edit/"), json={**fields, "phone": "+1 212 555 0100"})
    session.expire_all()
    assert (answer.status_code, row.phone, changes.open_of(row)) == (303, "+1 212 555 0100", None)


def test_desk_compares_and_decides(app: Flask, desk: FlaskClient, outbox: Outbox) -> None:
    dialogue = a_hall(**closed_now())
    row = an_inscription(dialogue, "Chad", speaker_name="One")
    ask(row, speaker_name="Two", level=Level.MINISTER, message="Urgent.")
    session.commit()
    number = row.id
    with app.test_request_context():
        assert [one.number for one in waiting.waiting(now())] == [0, 0, 1]
    session.rollback()
    hands = Hands(desk).open(DESK)
    assert "1 change asked for" in hands.page
    hands.open(f"{DESK}changes/")
    assert ("<del>One</del> <ins>Two</ins>" in hands.page, f"{DESK}{number}/change/" in hands.page) == (True, True)
    hands.open(f"{DESK}{number}/change/")
    assert "Accepting it moves them to the last place of the new level." in hands.page
    status, page = hands.press_refused("Decide: drafts one letter")
    assert (status, page.count("Please give the reason"), page.count("Please choose.")) == (422, 2, 2)
    hands.press("Decide: drafts one letter", decision="accept", why="the chair agreed")
    assert "Decided. The letter waits in the outbox." in hands.page
    session.expire_all()
    assert (row.speaker_name, row.level, len(outbox())) == ("Two", Level.MINISTER, 1)
    assert "No change awaits the desk." in desk.get(f"{DESK}changes/").text
    assert desk.get(f"{DESK}{number}/change/").status_code == 404


def test_stale_decision_is_refused_until_it_is_looked_at_again(desk: FlaskClient, rows: None) -> None:
    row = an_inscription(a_hall(**closed_now()), "Chad", speaker_name="One")
    ask(row, speaker_name="Two")
    session.commit()
    url = f"{DESK}{row.id}/change/"
    said = {"decision": "accept", "why": "the chair agreed"}
    drawn = page_of(desk.get(url, headers=JSON))["form"]["fields"]
    actions.edit(finding.of_dialogue(row.dialogue, row.id), {"speaker_name": "Substitute"}, at=now())
    session.commit()
    assert desk.post(url, json={**drawn, **said}).status_code == 409
    anew = page_of(desk.get(url, headers=JSON))
    assert (anew["meanwhile"], "The registration was changed since" in desk.get(url).text) == (True, True)
    other = {**anew["form"]["fields"], "asked": 999, **said}
    assert desk.post(url, json=other).status_code == 409
    assert desk.post(url, json={**anew["form"]["fields"], **said}).status_code == 303
    assert desk.post(url, json={**anew["form"]["fields"], **said}).status_code == 409
    session.expire_all()
    assert row.speaker_name == "Two"


def test_viewer_compares_and_has_no_form(viewer: FlaskClient, rows: None) -> None:
    row = an_inscription(a_hall(**closed_now()), "Chad")
    ask(row, speaker_name="Two")
    session.commit()
    page = viewer.get(f"{DESK}{row.id}/change/").text
    assert ("<ins>Two</ins>" in page, "Decide: drafts one letter" in page) == (True, False)
