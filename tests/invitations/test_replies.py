"""What the organisers see of the replies: the list with its filters, whatever the number of those invited."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from rtop_event import clock
from rtop_event.database import db, session
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.words import TextKind
from rtop_event.invitations import actions
from rtop_event.invitations.drafting import draft_letters
from rtop_event.invitations.models import Answer, Channel, Contact, Invitation
from rtop_event.invitations.registered import registered_for
from rtop_event.mailing.models import Blocked, Letter
from rtop_event.registrations.models import Decision
from tests.builders import OPENED, a_contact, a_delegation, a_dialogue, an_inscription

JSON = {"Accept": "application/json"}
AUGUST = datetime(2012, 8, 20, 13, 0, tzinfo=UTC)
LIST = "/organise/rtop-2012/invitations/"
LETTER = "Subject: Invitation: {dialogue}, {date}\n\n{salutation}\n\n{register_link}\n"
INVITED = ("Chad", "Fiji", "Kenya", "Peru", "Tonga")


@pytest.fixture(autouse=True)
def _in_august(tmp_path: Path) -> Iterator[None]:
    """The clock shows a day before the dialogue."""
    clock.begin_trial(tmp_path, shows=AUGUST)
    clock.set_clock(tmp_path, trial=True)
    yield
    clock.set_clock(tmp_path, trial=False)


@pytest.fixture
def dialogue(app: Flask, rows: None) -> Dialogue:
    """Five are invited, their letters were sent, nobody has answered."""
    made = a_dialogue()
    made.texts = [DialogueText(kind=TextKind.LETTER, language="en", body=LETTER, changed_at=OPENED)]
    invite(made, INVITED)
    write(app, made)
    return made


def invite(dialogue: Dialogue, names: tuple[str, ...]) -> None:
    """Invite the missions of these States."""
    contacts = [
        a_contact(f"mission@{name.lower()}.example", name=f"A. {name}", delegation_id=a_delegation(name).id)
        for name in names
    ]
    actions.invite(dialogue, contacts, by="Desk", at=OPENED)
    session.commit()


def write(app: Flask, dialogue: Dialogue) -> None:
    """Draft and send what is owed."""
    with app.test_request_context():
        draft_letters(dialogue, by="Desk", at=AUGUST)
        for letter in session.scalars(select(Letter).where(Letter.sent_at.is_(None))):
            letter.approved_at, letter.approved_by, letter.sent_at = AUGUST, "Desk", AUGUST
        session.commit()


def invitation(name: str) -> Invitation:
    """That of a State."""
    return session.scalars(select(Invitation).join(Contact).where(Contact.name == f"A. {name}")).one()


def reply(dialogue: Dialogue, name: str, answer: Answer, channel: Channel = Channel.WEB) -> None:
    """An answer of a State, a day after the letters left."""
    at = AUGUST + timedelta(days=1)
    actions.give_answer(dialogue, invitation(name), answer, channel=channel, by=name, at=at, note=f"From {name}.")
    session.commit()


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def names(desk: FlaskClient, query: str) -> list[str]:
    """Who is listed."""
    session.rollback()
    page: Any = desk.get(f"{LIST}{query}", headers=JSON).json
    return [one["name"].removeprefix("A. ") for one in page["guests"]]


def test_the_list_is_narrowed_by_answer_and_other_marks(desk: FlaskClient, dialogue: Dialogue) -> None:
    reply(dialogue, "Tonga", Answer.ACCEPTED)
    reply(dialogue, "Peru", Answer.DECLINED, Channel.DESK)
    an_inscription(dialogue, "Fiji", delegation=a_delegation("Fiji"))
    session.add(Blocked(address_key="mission@kenya.example", since=AUGUST, words="550 No such user"))
    session.commit()
    assert names(desk, "") == list(INVITED)
    assert names(desk, "?answer=needs-action") == ["Chad", "Fiji", "Kenya"]
    assert names(desk, "?answer=accepted") == ["Tonga"]
    assert names(desk, "?answer=declined&state=sent&q=peru.example") == ["Peru"]
    assert names(desk, "?answer=registered") == ["Fiji"]
    assert names(desk, "?answer=bounced") == ["Kenya"]
    assert names(desk, "?answer=nonsense&state=nonsense") == list(INVITED)
    page: Any = desk.get(f"{LIST}?answer=accepted", headers=JSON).json
    assert [(one["value"], one["number"]) for one in page["marks"]] == [
        ("", 5),
        ("needs-action", 3),
        ("accepted", 1),
        ("declined", 1),
        ("registered", 1),
        ("bounced", 1),
    ]
    text = desk.get(LIST).text
    assert ("told to the desk" in text, "cannot be reached" in text, ">registered</a>" in text) == (True, True, True)


def test_an_answer_to_an_earlier_time_is_told_as_such(app: Flask, desk: FlaskClient, dialogue: Dialogue) -> None:
    reply(dialogue, "Tonga", Answer.ACCEPTED)
    for meeting in dialogue.meetings:
        meeting.starts_at += timedelta(days=1)
        meeting.ends_at += timedelta(days=1)
    dialogue.sequence += 1
    session.commit()
    assert names(desk, "?answer=outdated") == list(INVITED)
    assert names(desk, "?answer=needs-action") == list(INVITED)
    assert "answered the earlier time: accepted" in desk.get(f"{LIST}?q=tonga").text


def test_ten_times_as_many_invited_ask_the_database_no_more(app: Flask, desk: FlaskClient, dialogue: Dialogue) -> None:
    def asked() -> int:
        session.rollback()
        with statements(app) as said:
            assert desk.get(LIST).status_code == 200
        return len(said)

    reply(dialogue, "Tonga", Answer.ACCEPTED)
    few = asked()
    invite(dialogue, tuple(f"State{number}" for number in range(45)))
    write(app, dialogue)
    for number in range(45):
        reply(dialogue, f"State{number}", Answer.TENTATIVE)
    assert asked() == few


def test_only_a_request_that_was_confirmed_and_stands_is_a_registration(app: Flask, dialogue: Dialogue) -> None:
    one = an_inscription(dialogue, "Fiji", address="A@Fiji.example", address_key="a@fiji.example")
    waits = an_inscription(dialogue, "Peru", verified_at=None)
    gone = an_inscription(dialogue, "Chad", withdrawn_at=AUGUST)
    refused = an_inscription(dialogue, "Kenya", decision=Decision.REFUSED)
    with app.test_request_context():
        found = registered_for(dialogue)
    there = f"/organise/rtop-2012/registrations/{one.id}/"
    assert found.of("A@fiji.example", None) == there
    assert found.of("other@fiji.example", one.delegation_id) == there
    assert [found.of("", other.delegation_id) for other in (waits, gone, refused)] == ["", "", ""]
    assert found.of("nobody@fiji.example", None) == ""


def test_without_registrations_nobody_is_registered(app: Flask, dialogue: Dialogue) -> None:
    kept = app.extensions.pop("registered")
    try:
        with app.app_context():
            assert registered_for(dialogue).of("a@fiji.example", 1) == ""
    finally:
        app.extensions["registered"] = kept
