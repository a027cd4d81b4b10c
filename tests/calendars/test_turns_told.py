"""SEQUENCE of a turn: one higher for each change that people must look at again, never else, and never lower."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from rtop_event.calendars.models import TurnsLooked, TurnTold
from rtop_event.calendars.telling import _turn, look
from rtop_event.calendars.turns import Turn, called_off, look_again
from rtop_event.database import session
from rtop_event.dialogues.actions import cancel, cancel_meeting, changing, reinstate
from rtop_event.dialogues.models import Dialogue, ProgrammeItem
from rtop_event.dialogues.words import ItemKind
from rtop_event.organisers.models import Change
from rtop_event.registrations import actions
from rtop_event.registrations.finding import inscriptions
from rtop_event.registrations.models import Decision
from rtop_event.speakers.listing import listing
from rtop_event.speakers.moved_floor import later_by
from rtop_event.speakers.seen import as_seen
from tests.speakers.desk_lists import NOW, a_list, publish, registration

HOUR = timedelta(hours=1)


def told(name: str = "Chad") -> tuple[str, str, int] | None:
    """What the calendar of a delegation holds: the hour in UTC, the status, the sequence."""
    session.flush()
    one = session.get(TurnTold, registration(name).id)
    return (f"{one.starts_at:%H:%M}", one.status, one.sequence) if one else None


@pytest.mark.usefixtures("rows")
def test_story_of_one_turn() -> None:
    dialogue = a_list()
    story: list[tuple[str, tuple[str, str, int] | None]] = []

    def then(what: str, step: Callable[[datetime], object], *, seen: bool = True) -> None:
        at = NOW + HOUR * (len(story) + 1)
        step(at)
        if seen:
            look(at)
        story.append((what, told()))

    then("nobody has looked yet", lambda _at: None, seen=False)
    then("expected", lambda _at: None)
    then("nothing new", lambda _at: None)
    then("another withdraws before it is published", lambda at: actions.withdraw(registration("Peru"), at=at))
    then("published", lambda _at: publish(dialogue), seen=False)
    then("its speaker is another", lambda at: actions.edit(registration("Chad"), {"speaker_name": "X"}, at=at))
    then("another withdraws", lambda at: actions.withdraw(registration("Algeria"), at=at))
    then("Rev.1", lambda _at: publish(dialogue), seen=False)
    then("the room is another", lambda at: move_room(dialogue, at), seen=False)
    then("the theme is another", lambda at: rename(dialogue, at), seen=False)
    then("the meeting is cancelled", lambda at: cancel_meeting(dialogue, dialogue.meetings[0], by="desk", at=at))
    then("the meeting is held after all", lambda at: hold(dialogue, at), seen=False)
    then("all is called off", lambda at: cancel(dialogue, "Storm.", by="desk", at=at), seen=False)
    then("all is held after all", lambda at: reinstate(dialogue, by="desk", at=at), seen=False)
    then("it withdraws", lambda at: actions.withdraw(registration("Chad"), at=at), seen=False)
    then("it withdraws again", lambda at: actions.withdraw(registration("Chad"), at=at))
    then("it comes back", lambda at: actions.come_back(registration("Chad"), at=at), seen=False)

    assert story == [
        ("nobody has looked yet", None),
        ("expected", ("15:55", "TENTATIVE", 0)),
        ("nothing new", ("15:55", "TENTATIVE", 0)),
        ("another withdraws before it is published", ("15:50", "TENTATIVE", 1)),
        ("published", ("15:50", "CONFIRMED", 2)),
        ("its speaker is another", ("15:50", "CONFIRMED", 2)),
        ("another withdraws", ("15:50", "CONFIRMED", 2)),
        ("Rev.1", ("15:45", "CONFIRMED", 3)),
        ("the room is another", ("15:45", "CONFIRMED", 4)),
        ("the theme is another", ("15:45", "CONFIRMED", 4)),
        ("the meeting is cancelled", ("15:45", "CANCELLED", 5)),
        ("the meeting is held after all", ("15:45", "CONFIRMED", 6)),
        ("all is called off", ("15:45", "CANCELLED", 7)),
        ("all is held after all", ("15:45", "CONFIRMED", 8)),
        ("it withdraws", ("15:45", "CANCELLED", 9)),
        ("it withdraws again", ("15:45", "CANCELLED", 9)),
        ("it comes back", ("15:45", "CONFIRMED", 10)),
    ]


def move_room(dialogue: Dialogue, at: datetime) -> None:
    with changing(dialogue, by="desk", at=at):
        dialogue.meetings[0].room = "Trusteeship Council"


def rename(dialogue: Dialogue, at: datetime) -> None:
    with changing(dialogue, by="desk", at=at):
        dialogue.theme = "In good time"


def hold(dialogue: Dialogue, at: datetime) -> None:
    with changing(dialogue, by="desk", at=at):
        dialogue.meetings[0].cancelled_at = None


@pytest.mark.usefixtures("rows")
def test_quick_changes_before_a_look_are_told_as_one_and_there_and_back_as_none() -> None:
    dialogue = a_list()
    look(NOW)
    for name in ("Peru", "Tonga"):
        actions.withdraw(registration(name), at=NOW)
    look(NOW + HOUR)
    assert told() == ("15:50", "TENTATIVE", 1)
    for _ in range(2):
        dialogue.changeover = 600 - dialogue.changeover
    look(NOW + HOUR * 2)
    assert told() == ("15:50", "TENTATIVE", 1)


@pytest.mark.usefixtures("rows")
def test_look_reads_the_list_only_where_the_record_has_grown() -> None:
    dialogue = a_list()
    publish(dialogue)
    look(NOW)
    last = session.scalars(select(Change.id).order_by(Change.id.desc())).first()
    assert [(one.dialogue_id, one.change_id) for one in session.scalars(select(TurnsLooked))] == [(dialogue.id, last)]
    session.delete(session.get_one(TurnTold, registration("Chad").id))
    look(NOW)
    assert told() is None


@pytest.mark.usefixtures("rows")
def test_look_leaves_alone_what_is_over() -> None:
    dialogue = a_list()
    publish(dialogue)
    look(dialogue.ends_at)
    assert session.scalars(select(TurnsLooked)).all() == []


@pytest.mark.usefixtures("rows")
def test_who_falls_outside_has_its_turn_cancelled_and_told_anew_once_it_fits() -> None:
    dialogue = a_list()
    publish(dialogue)
    held = told("Example Society (example)")
    dialogue.limit_delegation = 3600
    publish(dialogue)
    outside = told("Example Society (example)")
    dialogue.limit_delegation = 180
    publish(dialogue)
    assert held is not None
    assert [held, outside, told("Example Society (example)")] == [
        held,
        (held[0], "CANCELLED", 1),
        (held[0], "CONFIRMED", 2),
    ]


@pytest.mark.usefixtures("rows")
def test_floor_too_short_for_the_first_statement_is_not_where_the_list_begins() -> None:
    dialogue = a_list()
    dialogue.meetings[0].items.insert(
        1, ProgrammeItem(position=2, kind=ItemKind.FLOOR, title="Floor (example)", minutes=2)
    )
    for position, item in enumerate(dialogue.meetings[0].items, 1):
        item.position = position
    publish(dialogue)
    assert told("Algeria") == ("15:45", "CONFIRMED", 0)
    with changing(dialogue, by="desk", at=NOW + HOUR):
        for meeting in dialogue.meetings:
            meeting.starts_at += HOUR
            meeting.ends_at += HOUR
    assert told("Algeria") == ("16:45", "CONFIRMED", 1)
    dialogue.meetings[0].items[3].minutes = 4
    with changing(dialogue, by="desk", at=NOW + HOUR * 2):
        dialogue.meetings[0].room = "Trusteeship Council"
    assert told("Algeria") == ("16:45", "CONFIRMED", 2)


@pytest.mark.usefixtures("rows")
def test_who_is_no_longer_inscribed_is_told_as_gone_by_the_next_look() -> None:
    dialogue = a_list()
    look(NOW)
    expected = told("Example Society (example)")
    refused = registration("Example Society (example)")
    refused.decision = Decision.REFUSED
    refused.settle()
    actions.withdraw(registration("Holy See"), at=NOW)
    assert refused not in inscriptions(dialogue)
    look(NOW + HOUR)
    assert expected is not None
    assert [expected, told("Example Society (example)")] == [
        (expected[0], "TENTATIVE", 0),
        (expected[0], "CANCELLED", 1),
    ]


TURN = Turn(
    starts_at=NOW,
    ends_at=NOW + HOUR,
    status="CONFIRMED",
    location="Room 1",
    place=4,
    revision=0,
    expected_at=NOW,
    earliest=NOW,
    latest=NOW,
)


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({}, False),
        ({"starts_at": NOW - HOUR}, True),
        ({"ends_at": NOW + HOUR * 2}, True),
        ({"status": "CANCELLED"}, True),
        ({"location": "Room 2"}, True),
        ({"place": 5, "revision": 1, "expected_at": NOW + HOUR, "earliest": None, "latest": None}, False),
    ],
)
def test_people_look_again_for_time_status_and_place_alone(change: dict[str, object], again: bool) -> None:
    values = {name: getattr(TURN, name) for name in Turn.__dataclass_fields__} | change
    assert look_again(TURN, Turn(**values)) is again


def test_called_off_keeps_its_time() -> None:
    off = called_off(TURN)
    assert (off.status, off.starts_at, off.ends_at, off.location) == ("CANCELLED", NOW, NOW + HOUR, "Room 1")


def test_who_has_no_place_or_no_hour_has_no_turn(rows: None) -> None:
    dialogue = a_list()
    assert _turn(dialogue, None, None) is None
    shown = [replace(place, starts_at=None) for place in as_seen(listing(dialogue))]
    assert later_by(dialogue, shown) == {}
