"""Turns by mail: who is owed which letter when the list is published, when turns move, end, or change hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from rtop_event.calendars.following import look
from rtop_event.calendars.turn_drafting import draft_turns
from rtop_event.database import session
from rtop_event.dialogues.actions import cancel, changing, reinstate
from rtop_event.dialogues.models import Dialogue
from rtop_event.ical import events_in
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.registrations import actions
from tests.speakers.desk_lists import NOW, a_list, publish, registration

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ALL = {"Algeria", "Tonga", "Peru", "Chad", "Holy See", "Example Society (example)"}


def drafts() -> dict[str, tuple[str, str, str, int, str]]:
    """The letters about turns that wait: by delegation, method, status, start, SEQUENCE and PARTSTAT."""
    session.flush()
    asked = select(Letter).where(Letter.about.startswith("turn:"), Letter.approved_at.is_(None))
    found = {}
    for letter in session.scalars(asked.where(Letter.discarded_at.is_(None)).order_by(Letter.id)):
        entry = events_in(letter.calendar or b"")[0]
        one = entry.appointment
        name = one.summary.removeprefix("Statement of ")
        assert name not in found, "two drafts for one entry"
        found[name] = (letter.method, one.status, f"{one.starts_at:%H:%M}", one.sequence, entry.answer or "")
    return found


def send(at: datetime) -> None:
    """Let all drafts leave."""
    for letter in session.scalars(select(Letter).where(Letter.sent_at.is_(None), Letter.discarded_at.is_(None))):
        if letter.approved_at is None:
            approve(letter, by="Desk (example)", at=at)
        letter.sent_at = at
    session.flush()


@pytest.mark.usefixtures("rows")
def test_each_holder_of_a_place_is_owed_one_entry_when_the_list_is_published() -> None:
    dialogue = a_list()
    look(NOW)
    assert drafts() == {}
    publish(dialogue)
    assert set(drafts()) == ALL
    assert drafts()["Chad"] == ("REQUEST", "CONFIRMED", "15:55", 1, "NEEDS-ACTION")


@pytest.mark.usefixtures("rows")
def test_story_of_one_turn_by_mail() -> None:
    dialogue = a_list()
    story: list[tuple[str, object]] = []

    def then(what: str, step: Callable[[datetime], object], *, sends: bool = True) -> None:
        at = NOW + HOUR * (len(story) + 1)
        step(at)
        look(at)
        story.append((what, drafts().get("Chad")))
        if sends:
            send(at)

    then("expected, and nothing is published", lambda _at: None)
    then("published", lambda at: publish(dialogue, at=at))
    then("nothing new", lambda _at: None)
    then("its speaker is another", lambda at: actions.edit(registration("Chad"), {"speaker_name": "X"}, at=at))
    then("another withdraws before a new list", lambda at: actions.withdraw(registration("Algeria"), at=at))
    then("Rev.1", lambda at: publish(dialogue, at=at))
    then("the meeting opens five minutes later", lambda at: later(dialogue, 5, at))
    then("and an hour later", lambda at: later(dialogue, 60, at), sends=False)
    then("and back", lambda at: later(dialogue, -60, at), sends=False)
    then("the room is another", lambda at: move_room(dialogue, at))
    then("all is called off", lambda at: cancel(dialogue, "Storm.", by="desk", at=at))
    then("all is held after all", lambda at: reinstate(dialogue, by="desk", at=at))
    then("it withdraws", lambda at: actions.withdraw(registration("Chad"), at=at))
    then("it comes back", lambda at: actions.come_back(registration("Chad"), at=at))
    then("it withdraws again", lambda at: actions.withdraw(registration("Chad"), at=at), sends=False)
    then("and is back before that left", lambda at: actions.come_back(registration("Chad"), at=at))
    then("it is over", lambda at: later(dialogue, -60 * 24 * 30, at))

    asks = "NEEDS-ACTION"
    assert story == [
        ("expected, and nothing is published", None),
        ("published", ("REQUEST", "CONFIRMED", "15:55", 1, asks)),
        ("nothing new", None),
        ("its speaker is another", None),
        ("another withdraws before a new list", None),
        ("Rev.1", ("REQUEST", "CONFIRMED", "15:50", 2, asks)),
        ("the meeting opens five minutes later", None),
        ("and an hour later", ("REQUEST", "CONFIRMED", "16:55", 4, asks)),
        ("and back", None),
        ("the room is another", ("REQUEST", "CONFIRMED", "15:55", 6, asks)),
        ("all is called off", ("CANCEL", "CANCELLED", "15:55", 7, "")),
        ("all is held after all", ("REQUEST", "CONFIRMED", "15:55", 8, asks)),
        ("it withdraws", ("CANCEL", "CANCELLED", "15:55", 9, "")),
        ("it comes back", ("REQUEST", "CONFIRMED", "15:55", 10, asks)),
        ("it withdraws again", ("CANCEL", "CANCELLED", "15:55", 11, "")),
        ("and is back before that left", None),
        ("it is over", None),
    ]


def later(dialogue: Dialogue, minutes: int, at: datetime) -> None:
    with changing(dialogue, by="desk", at=at):
        for meeting in dialogue.meetings:
            meeting.starts_at += MINUTE * minutes
            meeting.ends_at += MINUTE * minutes


def move_room(dialogue: Dialogue, at: datetime) -> None:
    with changing(dialogue, by="desk", at=at):
        dialogue.meetings[0].room = "Trusteeship Council"


@pytest.mark.usefixtures("rows")
def test_change_of_the_list_is_written_only_to_those_concerned() -> None:
    dialogue = a_list(limit_group=180)
    publish(dialogue)
    send(NOW)
    actions.withdraw(registration("Peru"), at=NOW + HOUR)
    assert {name: found[0] for name, found in drafts().items()} == {"Peru": "CANCEL"}
    send(NOW + HOUR)
    publish(dialogue, at=NOW + HOUR * 2)
    told = drafts()
    assert set(told) <= {"Chad", "Holy See", "Example Society (example)"}
    assert {found[0] for found in told.values()} == {"REQUEST"}


@pytest.mark.usefixtures("rows")
def test_new_focal_point_receives_the_entry_and_the_old_one_loses_it() -> None:
    dialogue = a_list()
    publish(dialogue)
    send(NOW)
    chad = registration("Chad")
    old, link = chad.address, chad.token_version
    new = {"address": "new@mission.example", "address_key": "new@mission.example", "focal_point": "N. New (example)"}
    actions.edit(chad, new, at=NOW + HOUR)
    session.flush()
    asked = select(Letter).where(Letter.about == f"turn:{chad.id}", Letter.approved_at.is_(None)).order_by(Letter.id)
    found = [
        (one.recipient, one.method, events_in(one.calendar or b"")[0].appointment.sequence, one.kind)
        for one in session.scalars(asked)
    ]
    assert found == [
        (old, "CANCEL", 1, LetterKind.CANCELLATION),
        ("new@mission.example", "REQUEST", 0, LetterKind.INVITATION),
    ]
    gone = next(iter(session.scalars(asked)))
    assert "/registrations/" not in gone.text
    assert "somebody else now writes to us for Chad" in gone.text
    uids = {events_in(one.calendar or b"")[0].appointment.uid for one in session.scalars(asked)}
    assert (len(uids), chad.token_version) == (1, link + 1)
    send(NOW + HOUR)
    back = {"address": old, "address_key": old, "focal_point": "O. Old (example)"}
    actions.edit(chad, back, at=NOW + HOUR * 2)
    again = [(one.recipient, one.method, events_in(one.calendar or b"")[0].appointment.sequence) for one in waiting()]
    assert again == [(old, "REQUEST", 2), ("new@mission.example", "CANCEL", 1)]


def waiting() -> list[Letter]:
    session.flush()
    return list(
        session.scalars(
            select(Letter)
            .where(Letter.about.startswith("turn:"), Letter.approved_at.is_(None), Letter.discarded_at.is_(None))
            .order_by(Letter.id)
        )
    )


@pytest.mark.usefixtures("rows")
def test_entries_before_the_list_is_published_are_tentative_and_only_on_request() -> None:
    dialogue = a_list()
    look(NOW)
    assert draft_turns(dialogue, at=NOW, early=True) == {"invitation": 6}
    assert drafts()["Chad"] == ("REQUEST", "TENTATIVE", "15:55", 0, "NEEDS-ACTION")
    assert b"X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE" in (waiting()[0].calendar or b"")
    send(NOW)
    publish(dialogue, at=NOW + HOUR)
    assert drafts()["Chad"] == ("REQUEST", "CONFIRMED", "15:55", 1, "NEEDS-ACTION")


@pytest.mark.usefixtures("rows")
def test_turns_of_what_is_not_public_are_written_to_nobody() -> None:
    dialogue = a_list(published=False)
    look(NOW)
    assert draft_turns(dialogue, at=NOW, early=True) == {}
