"""Who is reminded and who is spared, as a table; and the letter that brings the same entry once more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event import ical
from rtop_event.database import session
from rtop_event.dialogues.actions import cancel
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations import actions
from rtop_event.invitations.drafting import draft_letters, draft_reminders
from rtop_event.invitations.models import Answer
from rtop_event.invitations.reminders import QUIET, SETTLING, Asked, Spared, spared, spared_told
from rtop_event.invitations.reminding import NothingToRemind, reminders
from rtop_event.mailing.deciding import approve, discard
from rtop_event.mailing.fitting import NoLongerFits
from rtop_event.mailing.models import Blocked, Letter, LetterKind
from tests.builders import a_contact
from tests.invitations import test_replies
from tests.invitations.test_replies import AUGUST, LIST, invitation, reply

dialogue = test_replies.dialogue
_in_august = test_replies._in_august
NOON = datetime(2012, 8, 24, 16, 0, tzinfo=UTC)
REMIND = f"{LIST}remind/"


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (Asked(), None),
        (Asked(reminded_at=NOON - QUIET), None),
        (Asked(reminded_at=NOON - QUIET + timedelta(seconds=1)), Spared.LATELY),
        (Asked(declined_at=NOON - QUIET, updated_at=NOON - SETTLING), None),
        (Asked(declined_at=NOON - QUIET + timedelta(seconds=1)), Spared.DECLINED),
        (Asked(updated_at=NOON - SETTLING + timedelta(seconds=1)), Spared.UPDATED),
        (Asked(wanted=False), Spared.NOT_INVITED),
        (Asked(answered=True), Spared.ANSWERED),
        (Asked(stopped=True), Spared.STOPPED),
        (Asked(waits=True), Spared.WAITS),
        (Asked(holds=False, owed=True), Spared.NOT_WRITTEN),
        (Asked(owed=True), Spared.OWED),
        (Asked(answered=True, stopped=True, waits=True), Spared.ANSWERED),
        (Asked(wanted=False, answered=True), Spared.NOT_INVITED),
    ],
)
def test_who_is_spared_and_why(person: Asked, why: Spared | None) -> None:
    assert spared(person, NOON) == why


def test_every_reason_is_told_with_its_number() -> None:
    assert [str(spared_told(reason, 2)) for reason in Spared] == [
        "2 are no longer invited",
        "2 have answered",
        "2 cannot be reached",
        "for 2 letters wait that have not left",
        "2 have got no invitation yet",
        "2 are owed an update first",
        "2 were reminded less than 3 days ago",
        "2 declined the earlier time less than 3 days ago",
        "2 got an update less than a day ago",
    ]


def drafts() -> list[Letter]:
    """What waits, in the order of its recipients."""
    session.expire_all()
    waits = select(Letter).where(Letter.sent_at.is_(None), Letter.discarded_at.is_(None)).order_by(Letter.recipient)
    return list(session.scalars(waits))


def sent(at: datetime) -> None:
    """All that waits has left."""
    for letter in drafts():
        letter.approved_at, letter.approved_by, letter.sent_at = at, "Desk", at
    session.commit()


Remind = Callable[..., int]


@pytest.fixture
def remind(app: Flask, dialogue: Dialogue) -> Remind:
    """Draft reminders."""

    def drafted(at: datetime = NOON, numbers: list[int] | None = None) -> int:
        with app.test_request_context():
            done = draft_reminders(dialogue, by="Desk", at=at, numbers=numbers)
            session.commit()
        return done

    return drafted


def test_a_reminder_brings_the_same_entry_once_more(dialogue: Dialogue, remind: Remind) -> None:
    first = session.scalars(select(Letter).where(Letter.recipient == "mission@peru.example")).one()
    assert remind(numbers=[invitation("Peru").id]) == 1
    (letter,) = drafts()
    assert (letter.kind, letter.method, letter.in_reply_to) == (LetterKind.REMINDER, "REQUEST", first.message_id)
    assert letter.subject.startswith("Reminder: Timely and decisive response, ")
    assert (letter.recipient, letter.sender, letter.approved_at) == (first.recipient, first.sender, None)
    assert first.calendar is not None
    assert letter.calendar is not None
    was, now = ical.events_in(first.calendar)[0], ical.events_in(letter.calendar)[0]
    assert (now.appointment.uid, now.appointment.sequence) == (was.appointment.uid, was.appointment.sequence)
    assert (now.answer, now.organiser, now.attendee) == ("NEEDS-ACTION", was.organiser, was.attendee)
    assert now.appointment.stamp > was.appointment.stamp
    assert "have no answer yet" in letter.text


def test_only_those_who_have_not_answered_are_reminded_and_not_twice(
    app: Flask, dialogue: Dialogue, remind: Remind
) -> None:
    reply(dialogue, "Tonga", Answer.DECLINED)
    session.add(Blocked(address_key="mission@kenya.example", since=AUGUST))
    actions.invite(dialogue, [a_contact("new@togo.example", name="A. Togo")], by="Desk", at=AUGUST)
    with app.test_request_context():
        actions.withdraw(dialogue, invitation("Fiji"), by="Desk", at=AUGUST)
        session.commit()
    found = reminders(dialogue, at=NOON)
    assert found.numbers == [invitation("Chad").id, invitation("Peru").id]
    assert dict(found.spared) == {
        Spared.NOT_INVITED: 1,
        Spared.ANSWERED: 1,
        Spared.STOPPED: 1,
        Spared.NOT_WRITTEN: 1,
    }
    assert remind() == 2
    assert reminders(dialogue, at=NOON).spared[Spared.WAITS] == 2
    assert remind() == 0
    sent(NOON)
    assert reminders(dialogue, at=NOON).spared[Spared.LATELY] == 2
    assert remind(NOON + QUIET - timedelta(seconds=1)) == 0
    assert remind(NOON + QUIET) == 2


def test_days_count_from_when_a_reminder_left(dialogue: Dialogue, remind: Remind) -> None:
    left = NOON + timedelta(days=4)
    remind()
    sent(left)
    assert [len(reminders(dialogue, at=at).numbers) for at in (left, left + QUIET - timedelta(seconds=1))] == [0, 0]
    assert len(reminders(dialogue, at=left + QUIET).numbers) == 5


def test_a_discarded_reminder_reminded_nobody(dialogue: Dialogue, remind: Remind) -> None:
    assert remind(numbers=[invitation("Peru").id]) == 1
    for letter in drafts():
        discard(letter, at=NOON)
    session.commit()
    assert remind(numbers=[invitation("Peru").id]) == 1


def test_a_reminder_does_not_leave_once_the_person_has_answered(dialogue: Dialogue, remind: Remind) -> None:
    assert remind(numbers=[invitation("Peru").id]) == 1
    reply(dialogue, "Peru", Answer.ACCEPTED)
    with pytest.raises(NoLongerFits, match="answered since"):
        approve(drafts()[0], by="Desk", at=NOON)


def test_who_answered_an_earlier_time_is_asked_once_more(app: Flask, dialogue: Dialogue, remind: Remind) -> None:
    reply(dialogue, "Peru", Answer.ACCEPTED)
    reply(dialogue, "Chad", Answer.DECLINED)
    for meeting in dialogue.meetings:
        meeting.starts_at += timedelta(days=1)
        meeting.ends_at += timedelta(days=1)
    dialogue.sequence += 1
    session.commit()
    assert reminders(dialogue, at=NOON).spared == {Spared.OWED: 5}
    with app.test_request_context():
        draft_letters(dialogue, by="Desk", at=NOON)
    sent(AUGUST + timedelta(days=1, hours=1))
    soon = AUGUST + timedelta(days=2)
    assert reminders(dialogue, at=soon).spared == {Spared.DECLINED: 1, Spared.UPDATED: 4}
    assert reminders(dialogue, at=soon + timedelta(hours=1)).spared == {Spared.DECLINED: 1}
    assert remind(numbers=[invitation("Peru").id]) == 1
    (letter,) = drafts()
    assert ("an earlier time" in letter.text, "no answer yet" in letter.text) == (True, False)
    assert "the entry in your calendar has changed" in letter.text
    assert letter.calendar is not None
    assert ical.events_in(letter.calendar)[0].appointment.sequence == 1


def test_nobody_is_reminded_of_what_is_over_or_called_off(dialogue: Dialogue, remind: Remind) -> None:
    with pytest.raises(NothingToRemind):
        remind(datetime(2012, 9, 6, tzinfo=UTC))
    cancel(dialogue, "", by="Desk", at=NOON)
    session.commit()
    with pytest.raises(NothingToRemind):
        remind()


def test_the_page_says_how_many_before_and_who_was_not_after(desk: FlaskClient, dialogue: Dialogue) -> None:
    reply(dialogue, "Tonga", Answer.ACCEPTED)
    reply(dialogue, "Chad", Answer.DECLINED)
    page: Any = desk.get(REMIND, headers={"Accept": "application/json"}).json
    assert (page["number"], page["spared"], drafts()) == (3, ["2 have answered"], [])
    assert "Remind 3 people who have not answered" in desk.get(LIST).text
    text = desk.get(REMIND).text
    assert ("Draft 3 reminders" in text, "2 have answered" in text) == (True, True)
    session.rollback()
    token = text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    nobody = desk.post(REMIND, data={"csrf_token": token})
    assert (nobody.status_code, "Tick whom you want to remind." in nobody.text) == (422, True)
    assert desk.post(REMIND, data={"csrf_token": token, "numbers": "0"}).status_code == 422
    chosen = [str(invitation(name).id) for name in ("Tonga", "Peru")]
    session.rollback()
    done = desk.post(REMIND, data={"csrf_token": token, "numbers": chosen})
    assert (done.status_code, done.headers["Location"]) == (303, LIST)
    assert [one.recipient for one in drafts()] == ["mission@peru.example"]
    session.rollback()
    told = desk.get(LIST).text
    assert ("1 reminder was drafted" in told, "Not reminded: 1 has answered." in told) == (True, True)
    session.rollback()
    assert desk.post(REMIND, data={"csrf_token": token, "all": "1"}).status_code == 303
    assert [one.recipient.partition("@")[2][:-8] for one in drafts()] == ["fiji", "kenya", "peru"]
    session.rollback()
    assert desk.post(REMIND, data={"csrf_token": token, "all": "1"}).status_code == 303
    session.rollback()
    assert "No reminder was drafted." in desk.get(LIST).text
    session.rollback()
    assert "Nobody is to be reminded now." in desk.get(REMIND).text


def test_the_list_says_why_fewer_are_reminded_than_have_not_answered(
    app: Flask, desk: FlaskClient, dialogue: Dialogue
) -> None:
    actions.invite(dialogue, [a_contact("new@togo.example", name="A. Togo")], by="Desk", at=AUGUST)
    reply(dialogue, "Tonga", Answer.ACCEPTED)
    session.commit()
    text = desk.get(LIST).text
    assert ("Remind 4 people" in text, "Not reminded: 1 has got no invitation yet." in text) == (True, True)
