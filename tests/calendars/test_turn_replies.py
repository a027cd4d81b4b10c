"""Replies from calendars to the entry of a turn: kept as the delegation's answer, or brought before a person."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event import clock
from rtop_event.calendars.models import TurnHolder, TurnReply, TurnTold
from rtop_event.calendars.turn_drafting import draft_turns
from rtop_event.calendars.turns import uid_of
from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.mailing.commands import told
from rtop_event.mailing.models import Received, Way
from rtop_event.mailing.opening import opened
from rtop_event.mailing.taking import keep, work
from rtop_event.organisers.models import Change
from rtop_event.registrations import actions
from tests.calendars.test_turns_by_mail import later, send
from tests.client_mails import CLIENTS, Reply, thunderbird
from tests.speakers.desk_lists import NOW, a_list, publish, registration

HOUR = timedelta(hours=1)
Take = Callable[[Reply], str]


@pytest.fixture(autouse=True)
def _in_september(tmp_path: Path) -> Iterator[None]:
    """The clock shows two hours after the turns left."""
    clock.begin_trial(tmp_path, shows=NOW + HOUR * 2)
    clock.set_clock(tmp_path, trial=True)
    yield
    clock.set_clock(tmp_path, trial=False)


@pytest.fixture
def dialogue(app: Flask, rows: None) -> Dialogue:
    """A published list whose turns have left."""
    made = a_list()
    publish(made)
    send(NOW)
    session.commit()
    return made


@pytest.fixture
def take(app: Flask, dialogue: Dialogue) -> Take:
    """Take a reply in as the command does, but for the child that opens it; what became of it."""

    def taken(reply: Reply) -> str:
        number = keep(io.BytesIO(thunderbird(reply)), way=Way.PIPE, at=clock.now())
        with app.test_request_context():
            told(work(number, clock.now, opened))
        session.expire_all()
        mail = session.get_one(Received, number)
        return f"{mail.outcome} {mail.reason}"

    return taken


def reply(answer: str = "ACCEPTED", name: str = "Chad", **changes: object) -> Reply:
    """What a delegation's calendar answers to its turn."""
    one = registration(name)
    holder = session.scalars(select(TurnHolder).where(TurnHolder.registration_id == one.id)).one()
    told_ = session.get_one(TurnTold, one.id)
    plain = Reply(
        answer=answer,
        to=f"rsvp-{holder.reply_key}@dialogue.example",
        attendee=one.address,
        sender=one.address,
        uid=uid_of(one.form_key, one.dialogue.uid),
        sequence=str(told_.sequence),
        stamp="20120901T123000Z",
        starts=f"{told_.starts_at:%Y%m%dT%H%M%SZ}",
        ends=f"{told_.ends_at:%Y%m%dT%H%M%SZ}",
    )
    return plain.but(**changes)


def answers(name: str = "Chad") -> list[tuple[str, int, bool]]:
    """What stands in the history of a delegation's turn."""
    asked = select(TurnReply).join(TurnHolder).where(TurnHolder.registration_id == registration(name).id)
    return [(one.answer.value, one.sequence, one.counts) for one in session.scalars(asked.order_by(TurnReply.id))]


def test_answer_is_kept_and_stands_in_the_history_of_the_request(take: Take) -> None:
    assert take(reply(comment="With pleasure.")) == "applied answered"
    assert answers() == [("accepted", 0, True)]
    mail = session.scalars(select(Received)).one()
    number = registration("Chad").id
    assert (mail.about, mail.dialogue, mail.concerns) == (f"turn:{number}", "rtop-2012", registration("Chad").address)
    last = session.scalars(select(Change).order_by(Change.id.desc())).first()
    assert last is not None
    assert (last.what, last.about, last.after["answer"]) == ("turn answered", f"registration:{number}", "accepted")


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_every_client_is_understood(app: Flask, dialogue: Dialogue, client: Callable[[Reply], bytes]) -> None:
    number = keep(io.BytesIO(client(reply("TENTATIVE"))), way=Way.PIPE, at=clock.now())
    with app.test_request_context():
        work(number, clock.now, opened)
    assert answers() == [("tentative", 0, True)]


def test_declining_changes_nothing_on_the_list(take: Take) -> None:
    assert take(reply("DECLINED")) == "applied answered"
    assert registration("Chad").on_the_list


def test_dashboard_tells_of_turns_that_were_declined(take: Take, desk: FlaskClient) -> None:
    take(reply(number=1))
    assert "declined from a calendar" not in desk.get("/organise/").text
    take(reply("DECLINED", number=2, stamp="20120901T124500Z"))
    session.commit()
    assert "turn declined from a calendar" in desk.get("/organise/").text


def test_declining_from_before_the_answer_that_stands_is_not_told_on_the_dashboard(
    take: Take, desk: FlaskClient
) -> None:
    take(reply(number=1, stamp="20120901T120000Z"))  # the stamp of the request: given when it came, at 14:00
    take(reply("DECLINED", number=2, stamp="20120901T123000Z"))
    assert answers() == [("accepted", 0, True), ("declined", 0, True)]
    assert "declined from a calendar" not in desk.get("/organise/").text


def test_what_an_answer_tells_of_turns_is_of_the_hour_of_the_work_and_not_of_the_mail(
    app: Flask, dialogue: Dialogue
) -> None:
    number = keep(io.BytesIO(thunderbird(reply())), way=Way.PIPE, at=clock.now() - HOUR)
    with app.test_request_context():
        work(number, clock.now, opened)
    last = session.scalars(select(Change).where(Change.what == "turn answered")).one()
    assert last.at >= NOW + HOUR * 2


def test_same_answer_twice_is_one_and_an_older_one_is_overtaken(take: Take) -> None:
    assert take(reply(number=1)) == "applied answered"
    assert take(reply(number=2)) == "duplicate same-answer"
    assert take(reply("DECLINED", number=3, stamp="20120901T121500Z")) == "stale later-answer-known"
    assert answers() == [("accepted", 0, True)]


def test_answer_to_the_earlier_time_is_told_as_such(take: Take, dialogue: Dialogue) -> None:
    later(dialogue, 60, NOW + HOUR)
    send(NOW + HOUR)
    session.commit()
    early = {"sequence": "0", "starts": "20120905T155500Z", "ends": "20120905T160500Z"}
    assert take(reply(**early)) == "applied earlier-version"
    assert answers() == [("accepted", 0, True)]


@pytest.mark.parametrize(
    ("changes", "became"),
    [
        ({"attendee": "other@mission.example", "sender": "other@mission.example"}, "manual other-attendee"),
        ({"uid": "another@dialogue.example"}, "manual other-entry"),
        ({"uid": ""}, "manual no-uid"),
        ({"answer": "PERHAPS"}, "manual unknown-answer"),
        ({"answer": "NEEDS-ACTION"}, "ignored no-answer"),
        ({"answer": "DELEGATED"}, "manual delegated"),
        ({"method": "REFRESH"}, "applied sent-again"),
        ({"method": "REFRESH", "sender": "rsvp-x@dialogue.example"}, "ignored asks-by-itself"),
        ({"method": "CANCEL"}, "ignored asks-from-outside"),
        ({"method": "COUNTER"}, "counter turn-proposes"),
        ({"starts": "20120905T190000Z", "ends": "20120905T191000Z"}, "counter turn-proposes"),
        ({"method": "COUNTER", "answer": "NEEDS-ACTION"}, "counter turn-proposes"),
        ({"to": "desk@dialogue.example"}, "applied answered"),
        ({"to": "desk@dialogue.example", "sender": "other@mission.example"}, "manual other-sender"),
        ({"to": "desk@dialogue.example", "attendee": "x@mission.example"}, "manual not-invited"),
        ({"to": "rsvp-ffffffffffffffffffffffff@dialogue.example", "sender": "o@x.example"}, "manual unknown-token"),
        ({"attendee": "alias@mission.example"}, "applied answered"),
    ],
)
def test_what_does_not_prove_itself_goes_to_a_person(take: Take, changes: dict[str, object], became: str) -> None:
    assert take(reply().but(**changes)) == became
    assert registration("Chad").on_the_list


def test_answer_after_the_turn_was_cancelled_is_history_only(take: Take) -> None:
    actions.withdraw(registration("Chad"), at=NOW + HOUR)
    session.commit()
    assert take(reply()) == "stale turn-cancelled"
    assert answers() == [("accepted", 0, False)]


def test_answer_of_an_earlier_focal_point_goes_to_a_person(take: Take) -> None:
    old = reply()
    new = {"address": "new@mission.example", "address_key": "new@mission.example"}
    actions.edit(registration("Chad"), new, at=NOW + HOUR)
    session.commit()
    assert take(old) == "manual withdrawn"
    assert draft_turns(registration("Chad").dialogue, at=NOW + HOUR) == {}


@pytest.mark.parametrize(
    ("before", "after", "became"),
    [
        (b"UID:", b"RECURRENCE-ID:20120905T154500Z\r\nUID:", "manual no-such-instance"),
        (b"ATTENDEE", b"X-ATTENDEE", "manual no-attendee"),
    ],
)
def test_reply_to_one_hour_of_a_turn_or_by_nobody_goes_to_a_person(
    app: Flask, dialogue: Dialogue, before: bytes, after: bytes, became: str
) -> None:
    raw = thunderbird(reply(to="desk@dialogue.example")).replace(before, after)
    number = keep(io.BytesIO(raw), way=Way.PIPE, at=clock.now())
    with app.test_request_context():
        work(number, clock.now, opened)
    mail = session.get_one(Received, number)
    assert f"{mail.outcome} {mail.reason}" == became
