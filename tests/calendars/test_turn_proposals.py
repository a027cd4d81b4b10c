"""A calendar asks for the entry of its turn once more, or proposes another time for it: no mail moves the list."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event import clock
from rtop_event.calendars import turn_declining
from rtop_event.calendars.models import TurnTold
from rtop_event.calendars.turns import uid_of
from rtop_event.database import session
from rtop_event.dialogues.actions import cancel
from rtop_event.dialogues.models import Dialogue
from rtop_event.ical import events_in
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.fitting import NoLongerFits
from rtop_event.mailing.mime import mail_bytes
from rtop_event.mailing.models import Letter, Received, Way
from rtop_event.mailing.opening import opened
from rtop_event.mailing.taking import keep, work
from rtop_event.registrations import actions
from rtop_event.speakers.listing import listing
from tests.calendars.test_turn_replies import HOUR, Take, _in_september, answers, dialogue, reply, take
from tests.calendars.test_turns_by_mail import later, send
from tests.client_mails import thunderbird
from tests.invitations.test_inbox_pages import press
from tests.mail_lint import mail_faults
from tests.speakers.desk_lists import NOW, names, registration

__all__ = ["_in_september", "dialogue", "take"]
INBOX = "/organise/inbox/"
LATER = {"method": "COUNTER", "answer": "TENTATIVE", "starts": "20120905T190000Z", "ends": "20120905T191000Z"}


def of_chad() -> list[Letter]:
    """All letters about Chad's turn, the latest last."""
    asked = select(Letter).where(Letter.about == f"turn:{registration('Chad').id}").order_by(Letter.id)
    return list(session.scalars(asked))


def test_calendar_that_asks_for_its_turn_gets_it_again_once_a_day(take: Take, dialogue: Dialogue) -> None:
    take(reply(number=1))
    assert take(reply(method="REFRESH", number=2)) == "applied sent-again"
    first, again = of_chad()
    assert (again.method, again.approved_by, again.subject) == ("REQUEST", "the site", first.subject)
    assert "your calendar asked for this entry once more: the turn of Chad" in " ".join(again.text.split())
    (before,), (now,) = events_in(first.calendar or b""), events_in(again.calendar or b"")
    assert (now.answer, now.appointment.sequence, now.appointment.starts_at) == (
        "ACCEPTED", before.appointment.sequence, before.appointment.starts_at,
    )  # fmt: skip
    assert now.appointment.uid == before.appointment.uid
    assert mail_faults(mail_bytes(again)) == []
    send(clock.now())
    session.commit()
    assert take(reply(method="REFRESH", number=3)) == "ignored asks-too-often"
    assert len(of_chad()) == 2


def test_turn_that_moved_by_less_than_is_told_is_sent_as_it_is_and_asked_anew(take: Take, dialogue: Dialogue) -> None:
    take(reply(number=1))
    later(dialogue, 5, NOW + HOUR)
    session.commit()
    assert take(reply(method="REFRESH", number=2)) == "applied sent-again"
    (entry,) = events_in(of_chad()[-1].calendar or b"")
    told = session.get_one(TurnTold, registration("Chad").id)
    assert (entry.answer, entry.appointment.sequence, entry.appointment.starts_at) == (
        "NEEDS-ACTION", told.sequence, told.starts_at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("step", "became"),
    [
        (lambda one, at: later(one, 60, at), "manual asks-again"),
        (lambda _one, at: actions.withdraw(registration("Chad"), at=at), "manual asks-again"),
        (lambda one, at: later(one, -60 * 24 * 30, at), "manual asks-again"),
    ],
)
def test_turn_that_is_another_or_none_is_not_sent_by_itself(
    take: Take, dialogue: Dialogue, step: Callable[[Dialogue, datetime], object], became: str
) -> None:
    asks = reply(method="REFRESH")
    step(dialogue, NOW + HOUR)
    session.commit()
    assert take(asks) == became


@pytest.fixture
def took(app: Flask, dialogue: Dialogue) -> int:
    """The number of a mail in which Chad proposes another time."""
    number = keep(io.BytesIO(thunderbird(reply(**LATER))), way=Way.PIPE, at=clock.now())
    with app.test_request_context():
        work(number, clock.now, opened)
    session.commit()
    return number


def test_proposal_waits_for_a_person_with_what_was_proposed_and_moves_nothing(desk: FlaskClient, took: int) -> None:
    mail = session.get_one(Received, took)
    assert (str(mail.outcome), mail.reason, mail.facts["proposal"]["starts"]) == (
        "counter", "turn-proposes", "2012-09-05T19:00:00+00:00",
    )  # fmt: skip
    before = names(listing(registration("Chad").dialogue))
    assert answers() == [("tentative", 0, True)]
    session.rollback()
    page = desk.get(f"{INBOX}{took}/").text
    told = ["15:00", "11:55", "No mail moves the list of speakers", "See the request", "Accept: change the programme"]
    assert [one in page for one in told] == [True, True, True, True, False]
    refused = press(desk, f"{INBOX}{took}/", f"{INBOX}{took}/proposal/accept")
    assert (refused.status_code, "No mail moves the list" in refused.text) == (409, True)
    session.rollback()
    assert session.get_one(Received, took).settled_at is None
    assert names(listing(registration("Chad").dialogue)) == before


def test_proposal_is_declined_by_a_letter_that_calendars_understand(desk: FlaskClient, took: int) -> None:
    declined = press(desk, f"{INBOX}{took}/", f"{INBOX}{took}/proposal/decline", word="Ask *Peru* to exchange.")
    assert declined.status_code == 303
    session.rollback()
    letter, chad = of_chad()[-1], registration("Chad")
    lines = (letter.calendar or b"").decode().replace("\r\n ", "").splitlines()
    assert (letter.method, letter.recipient, letter.approved_at) == ("DECLINECOUNTER", chad.address, None)
    assert [line for line in lines if line.startswith(("METHOD", "UID", "SEQUENCE", "COMMENT"))] == [
        "METHOD:DECLINECOUNTER",
        f"UID:{uid_of(chad.form_key, chad.dialogue.uid)}",
        "SEQUENCE:0",
        "COMMENT:Ask *Peru* to exchange.",
    ]
    assert letter.subject == "The time stays: Statement of Chad, 5 September 2012"
    assert "Ask *Peru* to exchange." in letter.text
    assert mail_faults(mail_bytes(letter)) == []
    assert "Proposal declined" in desk.get(f"{INBOX}{took}/").text
    session.rollback()
    assert press(desk, INBOX, f"{INBOX}{took}/proposal/decline").status_code == 409


def pass_on(chad_dialogue: Dialogue) -> None:
    new = {"address": "new@mission.example", "address_key": "new@mission.example"}
    actions.edit(registration("Chad"), new, at=NOW + HOUR)


STEPS: dict[str, Callable[[Dialogue], object]] = {
    "The turn no longer stands on the list": lambda one: cancel(one, "", by="Desk", at=NOW + HOUR),
    "Somebody else is the focal point now": pass_on,
    "The turn is over": lambda one: later(one, -60 * 24 * 30, NOW + HOUR),
    "The turn has changed since this was written": lambda one: later(one, 60, NOW + HOUR),
}


@pytest.mark.parametrize("why", STEPS)
def test_that_a_turn_stays_is_not_told_once_it_does_not(
    app: Flask, desk: FlaskClient, dialogue: Dialogue, took: int, why: str
) -> None:
    assert press(desk, f"{INBOX}{took}/", f"{INBOX}{took}/proposal/decline").status_code == 303
    session.rollback()
    letter = of_chad()[-1]
    with app.test_request_context():
        assert turn_declining.misfits([letter], NOW + HOUR) == {}
        STEPS[why](registration("Chad").dialogue)
        session.flush()
        with pytest.raises(NoLongerFits, match=why):
            approve(letter, by="Desk", at=NOW + HOUR)


@pytest.mark.parametrize("why", [*STEPS][:3])
def test_what_is_off_is_not_declined(desk: FlaskClient, dialogue: Dialogue, took: int, why: str) -> None:
    STEPS[why](registration("Chad").dialogue)
    session.commit()
    refused = press(desk, f"{INBOX}{took}/", f"{INBOX}{took}/proposal/decline")
    assert (refused.status_code, why in refused.text) == (409, True)


def test_mail_about_no_turn_that_we_wrote_to_proposes_nothing(app: Flask, dialogue: Dialogue) -> None:
    with app.test_request_context():
        for about in ("turn:x", "turn:999", "invitation:1", ""):
            assert turn_declining.matter_of(Received(about=about, concerns="a@b.example")) is None
