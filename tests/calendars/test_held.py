"""What is in people's calendars, at the desk: who holds what, what of it is no longer so, and what they answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from rtop_event import clock
from rtop_event.calendars.following import look
from rtop_event.database import db, session
from rtop_event.dialogues.actions import changing
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.words import TextKind
from rtop_event.invitations.actions import give_answer
from rtop_event.invitations.drafting import draft_letters
from rtop_event.invitations.models import Answer, Channel, Invitation
from rtop_event.mailing.models import Blocked, Letter
from rtop_event.registrations import actions
from tests.builders import OPENED, a_contact, an_inscription, an_invitation
from tests.calendars.test_turns_by_mail import send
from tests.hands import Hands
from tests.speakers.desk_lists import NOW, a_list, publish, registration

HOUR = timedelta(hours=1)
DESK = "/organise/rtop-2012/calendars/"
LETTER = "Subject: Invitation: {dialogue}, {date}\n\n{salutation}\n\n{register_link}\n"


@pytest.fixture(autouse=True)
def _in_september(tmp_path: Path) -> Iterator[None]:
    """The clock shows the first of September."""
    clock.begin_trial(tmp_path, shows=NOW)
    clock.set_clock(tmp_path, trial=True)
    yield
    clock.set_clock(tmp_path, trial=False)


@pytest.fixture
def dialogue(app: Flask, rows: None) -> Dialogue:
    """A published list whose turns have left, and one invited person who holds the dialogue's entry."""
    made = a_list()
    made.texts = [DialogueText(kind=TextKind.LETTER, language="en", body=LETTER, changed_at=OPENED)]
    an_invitation(made, a_contact("peru@mission.example", name="A. Peru"), reply_key="perukey")
    with app.test_request_context():
        draft_letters(made, by="Desk", at=NOW)
    publish(made)
    send(NOW)
    session.commit()
    return made


def told(desk: FlaskClient, state: str = "") -> dict[str, list[tuple[Any, ...]]]:
    """What the page says of each person: entry, version, whether it is outdated and what is owed."""
    page = Hands(desk).read(DESK + (f"?state={state}" if state else ""))
    return {
        one["delegation"] or one["name"]: [
            (thing["what"], thing["version"], thing["why"], thing["duty"]) for thing in one["things"]
        ]
        for one in page["people"]
    }


def test_each_person_is_shown_with_what_they_hold(desk: FlaskClient, dialogue: Dialogue) -> None:
    found = told(desk)
    assert found["A. Peru"] == [("dialogue", 0, None, "nothing")]
    assert found["Chad"] == [("turn", 0, None, "nothing")]
    assert len(found) == 7
    assert [one["address"] for one in Hands(desk).read(f"{DESK}?q=PERU@+mission")["people"]] == ["peru@mission.example"]
    assert "Nobody fits" in desk.get(f"{DESK}?q=nowhere").text
    text = desk.get(DESK).text
    assert "What is in people" in text
    assert "Statement of Chad" in text


def test_hour_later_is_out_of_date_and_the_button_drafts_for_holders_alone(
    desk: FlaskClient, dialogue: Dialogue
) -> None:
    an_invitation(dialogue, a_contact("late@mission.example", name="L. Late"), reply_key="latekey")
    with changing(dialogue, by="desk", at=NOW + HOUR):
        for meeting in dialogue.meetings:
            meeting.starts_at += HOUR
            meeting.ends_at += HOUR
    session.commit()
    found = told(desk, "outdated")
    assert found["A. Peru"] == [("dialogue", 0, "The dialogue is at another time, or in another place.", "update")]
    assert found["Chad"] == [("turn", 0, "The turn is at another time.", "nothing")]
    assert "L. Late" not in found
    page = Hands(desk).open(DESK).press("Draft 1 letter")
    assert page.path == DESK
    assert [(one.recipient, one.sent_at) for one in letters("invitation:")][1:] == [("peru@mission.example", None)]
    assert len([one for one in letters("turn:") if one.sent_at is None]) == 6
    assert "Draft " not in desk.get(DESK).text
    assert "7 drafts wait for approval" in desk.get(DESK).text
    assert "/all/approve?dialogue=rtop-2012" in desk.get(DESK).text


def letters(about: str) -> list[Letter]:
    session.expire_all()
    return list(session.scalars(select(Letter).where(Letter.about.startswith(about)).order_by(Letter.id)))


def test_provisional_turns_are_written_on_request(app: Flask, desk: FlaskClient, rows: None) -> None:
    a_list()
    look(NOW)
    session.commit()
    assert told(desk)["Chad"] == [("turn", None, None, "nothing")]
    Hands(desk).open(DESK).press("Draft 6 provisional entries")
    assert {one.kind.value for one in letters("turn:")} == {"invitation"}
    assert len(letters("turn:")) == 6


def test_who_cannot_be_reached_is_owed_nothing_and_shown(desk: FlaskClient, dialogue: Dialogue) -> None:
    chad = registration("Chad")
    session.add(Blocked(address_key=chad.address_key, since=NOW))
    actions.withdraw(chad, at=NOW + HOUR)
    session.commit()
    assert told(desk, "unreachable") == {"Chad": [("turn", 0, "The turn no longer stands on the list.", "nothing")]}
    assert [one for one in letters("turn:") if one.sent_at is None] == []


def test_button_promises_no_letter_to_who_is_invited_and_cannot_be_reached(
    desk: FlaskClient, dialogue: Dialogue
) -> None:
    session.add(Blocked(address_key="peru@mission.example", since=NOW))
    reword(dialogue)
    words = "The words of the entry have changed."
    assert told(desk, "unreachable") == {"A. Peru": [("dialogue", 0, words, "nothing")]}
    assert "Draft 1 letter" not in desk.get(DESK).text


def test_mailbox_of_the_contact_that_is_stopped_stops_the_entry_sent_elsewhere(
    desk: FlaskClient, dialogue: Dialogue
) -> None:
    invitation = session.scalars(select(Invitation)).one()
    invitation.contact.address = invitation.contact.address_key = "new@mission.example"
    session.add(Blocked(address_key="new@mission.example", since=NOW))
    reword(dialogue)
    assert list(told(desk, "unreachable")) == ["A. Peru"]


def test_who_declined_is_out_of_date_only_when_the_dialogue_moves(desk: FlaskClient, dialogue: Dialogue) -> None:
    invitation = session.scalars(select(Invitation)).one()
    give_answer(dialogue, invitation, Answer.DECLINED, channel=Channel.WEB, by="A. Peru", at=NOW)
    reword(dialogue)
    assert told(desk)["A. Peru"] == [("dialogue", 0, None, "nothing")]
    with changing(dialogue, by="desk", at=NOW + HOUR):
        dialogue.meetings[0].starts_at += HOUR
    session.commit()
    moved = "The dialogue is at another time, or in another place."
    assert told(desk)["A. Peru"] == [("dialogue", 0, moved, "update")]


def reword(dialogue: Dialogue) -> None:
    with changing(dialogue, by="desk", at=NOW + HOUR):
        dialogue.theme = "In good time"
    session.commit()


def test_viewer_sees_the_page_and_no_button(viewer: FlaskClient, app: Flask, rows: None) -> None:
    a_list()
    look(NOW)
    session.commit()
    text = viewer.get(DESK).text
    assert "Provisional turns" in text
    assert "Draft 6 provisional entries" not in text


def test_what_nobody_offered_is_refused(desk: FlaskClient, dialogue: Dialogue) -> None:
    answer = desk.post(f"{DESK}letters/", json={"what": "all"}, headers={"Accept": "application/json"})
    assert answer.status_code == 422


def test_queries_do_not_grow_with_the_list(app: Flask, desk: FlaskClient, dialogue: Dialogue) -> None:
    def asked() -> int:
        count: list[str] = []

        def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
            count.append(statement)

        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", note)
            desk.get(DESK)
            event.remove(db.engine, "before_cursor_execute", note)
        return len(count)

    desk.get(DESK)
    few = asked()
    for number in range(20):
        an_inscription(dialogue, f"State {number}")
        an_invitation(dialogue)
    publish(dialogue, at=NOW + HOUR)
    session.commit()
    assert asked() == few
