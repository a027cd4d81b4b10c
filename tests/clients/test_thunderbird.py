"""Thunderbird subscribes to our calendars, and a mission answers our letters in it: the answers come to the right person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from rtop_event import clock, schema
from rtop_event.application import create_app
from rtop_event.calendars.telling import look
from rtop_event.database import db, session
from rtop_event.dialogues.models import DialogueText
from rtop_event.dialogues.words import TextKind
from rtop_event.invitations import actions
from rtop_event.registrations.actions import withdraw
from rtop_event.settings import read_settings
from tests.builders import AFTERNOON, MORNING, OPENED, SITTING, a_contact, a_delegation, a_dialogue, an_inscription
from tests.calendar_watch import Times, by_the_clock
from tests.clients.house import House
from tests.clients.thunderbird import mission, subscribes, thunderbird
from tests.speakers.desk_lists import NAMES, NOW, a_list, publish, registration

CHAD, PERU = "chad@mission.example", "peru@mission.example"
LETTER = "Subject: Invitation: {dialogue}, {date}\n\n{salutation}\n\n{register_link}\n"
ENDS = AFTERNOON + SITTING
HOUR = timedelta(hours=1)
TURN, SLOT = MORNING + timedelta(minutes=105), timedelta(minutes=5)
BY_MAIL = "from the calendar"
DECLINED = "turn declined from a calendar"
INVITED = "This message contains an invitation to an event."
ADDED = "The event has been added to your calendar."
CHANGED = "The event has been updated."
OFF = "This message contains an event cancellation."
REMOVED = "The event has been deleted from your calendar."
UPDATED = "This message contains an update to an existing event."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An empty house, four days before the dialogue."""
    given = {"RTOP_INSTANCE": str(tmp_path / "instance"), "RTOP_LOG_LEVEL": "error"}
    (tmp_path / "instance").mkdir()
    clock.begin_trial(tmp_path / "instance", shows=NOW)
    app = create_app(read_settings(given))
    with app.app_context():
        schema.prepare(db.engine)
    yield House(app, given)
    with app.app_context():
        session.remove()
        db.engine.dispose()
    clock.set_clock(tmp_path, trial=False)


@pytest.fixture
def invited(house: House) -> House:
    """Peru is on the list of those invited to a dialogue of two meetings, and has no letter yet."""
    with house.app.app_context():
        dialogue = a_dialogue()
        dialogue.texts = [DialogueText(kind=TextKind.LETTER, language="en", body=LETTER, changed_at=OPENED)]
        peru = a_contact(PERU, name="A. Peru", delegation_id=a_delegation("Peru").id)
        actions.invite(dialogue, [peru], by="Desk", at=clock.now())
        session.commit()
    return house


def entry(starts: datetime, ends: datetime, answer: str, title: str = "Timely and decisive response") -> list[str]:
    """The entry of the whole dialogue as Thunderbird tells it."""
    return ["rtop-2012-uid@dialogue.example", as_told(starts), as_told(ends), "CONFIRMED", title, answer]


def as_told(moment: datetime) -> str:
    """A moment as JavaScript writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


@pytest.mark.parametrize(
    ("button", "answer"),
    [("imipAcceptButton", "accepted"), ("imipTentativeButton", "tentative"), ("imipDeclineButton", "declined")],
)
def test_the_answer_given_in_thunderbird_stands_beside_the_invitation(
    invited: House, tmp_path: Path, button: str, answer: str
) -> None:
    letter = invited.mailed()
    assert invited.shown() == [("needs-action", None, None)]
    with thunderbird(tmp_path / "profile", mission(PERU)) as bird:
        assert bird.do("pressed", str(letter), button) == [INVITED, ADDED]
        assert bird.do("entries") == [entry(MORNING, ENDS, answer.upper())]
        reply = bird.posted(1)
    assert invited.take(reply) == f"applied {PERU} (rtop-2012): answered, {answer}\n"
    assert invited.shown() == [(answer, BY_MAIL, None)]
    assert invited.take(reply) == f"duplicate {PERU} (rtop-2012): same-mail\n"
    assert invited.shown() == [(answer, BY_MAIL, None)]


def test_updates_change_the_one_entry_and_the_cancellation_removes_it(invited: House, tmp_path: Path) -> None:
    with thunderbird(tmp_path / "profile", mission(PERU)) as bird:
        assert bird.do("pressed", str(invited.mailed()), "imipAcceptButton") == [INVITED, ADDED]
        assert "answered, accepted" in invited.take(bird.posted(1))
        invited.is_renamed("Another name")
        assert bird.do("pressed", str(invited.mailed()), "imipUpdateButton") == [UPDATED, CHANGED]
        assert bird.do("entries") == [entry(MORNING, ENDS, "ACCEPTED", "Another name")]
        assert invited.shown() == [("accepted", BY_MAIL, None)]
        invited.moves(HOUR)
        assert bird.do("pressed", str(invited.mailed()), "imipTentativeButton") == [UPDATED, CHANGED]
        assert bird.do("entries") == [entry(MORNING + HOUR, ENDS + HOUR, "TENTATIVE", "Another name")]
        assert invited.shown() == [("needs-action", None, "accepted")]
        assert "answered, tentative" in invited.take(bird.posted(2))  # the other name asked for no answer
        assert invited.shown() == [("tentative", BY_MAIL, None)]
        invited.calls_off()
        assert bird.do("pressed", str(invited.mailed()), "imipDeleteButton") == [OFF, REMOVED]
        assert bird.do("entries") == []


def test_the_turn_of_a_delegation_is_answered_moves_and_goes(house: House, tmp_path: Path) -> None:
    with house.app.app_context():
        dialogue = a_dialogue()
        an_inscription(dialogue, "Chad", address=CHAD, address_key=CHAD)
        publish(dialogue)
        session.commit()
    with thunderbird(tmp_path / "profile", mission(CHAD)) as bird:
        assert bird.do("pressed", str(house.mailed()), "imipAcceptButton") == [INVITED, ADDED]
        assert [one[1:] for one in bird.do("entries")] == [turn(TURN, "ACCEPTED")]
        assert house.take(bird.posted(1)) == f"applied {CHAD} (rtop-2012): answered, accepted\n"
        assert DECLINED not in house.dashboard()
        house.moves(HOUR)
        assert bird.do("pressed", str(house.mailed()), "imipDeclineButton") == [UPDATED, CHANGED]
        assert [one[1:] for one in bird.do("entries")] == [turn(TURN + HOUR, "DECLINED")]
        assert house.take(bird.posted(2)) == f"applied {CHAD} (rtop-2012): answered, declined\n"
        assert DECLINED in house.dashboard()
        with house.app.app_context():
            withdraw(registration("Chad"), at=clock.now())
            session.commit()
        assert bird.do("pressed", str(house.mailed()), "imipDeleteButton") == [OFF, REMOVED]
        assert bird.do("entries") == []


def turn(starts: datetime, answer: str) -> list[str]:
    """The entry of Chad's turn as Thunderbird tells it, without its UID."""
    return [as_told(starts), as_told(starts + SLOT), "CONFIRMED", "Statement of Chad", answer]


@pytest.mark.parametrize(("feed", "number"), [("calendar.ics", 2), ("speakers.ics", len(NAMES))])
def test_a_subscriber_has_every_entry_asks_only_for_news_and_sees_what_is_cancelled(
    house: House, tmp_path: Path, feed: str, number: int
) -> None:
    with house.app.app_context():
        publish(a_list())
        look(clock.now())
        session.commit()
    path = f"/dialogues/rtop-2012/{feed}"
    expected = by_the_clock(house.app.test_client().get(path).data)
    with house.open() as address, thunderbird(tmp_path / "profile", subscribes(address + path)) as bird:
        here = bird.do("synchronised")
        assert len(here) == number
        assert sorted(one[:4] for one in here) == shown(expected, "CONFIRMED")
        house.asked.clear()
        assert bird.do("synchronised") == here
        assert set(house.asked) == {(path, True, "304")}
        house.calls_off()
        house.asked.clear()
        there = bird.do("synchronised")
        assert house.asked[0] == (path, True, "200")
        assert sorted(one[:4] for one in there) == shown(expected, "CANCELLED")


def shown(times: Times, status: str) -> list[list[str]]:
    """Entries as Thunderbird tells them."""
    return [[uid, as_told(start), as_told(end), status] for uid, start, end in sorted(times)]
