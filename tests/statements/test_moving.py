"""Statements, and the letter before the turn, when two requests of a delegation become one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.buttons import Button
from rtop_event.floor.models import TurnWatch
from rtop_event.registrations.merging import merge
from rtop_event.registrations.models import Registration
from rtop_event.statements import finding
from rtop_event.statements.models import InWriting, Statement
from tests import builders
from tests.floor.rooms import a_hall, hand, turn

pytestmark = pytest.mark.usefixtures("rows")
AT = builders.MORNING + timedelta(hours=2)


def two(hall: Dialogue) -> tuple[Registration, Registration]:
    """The request of Tonga that stays, a new one, and the one that goes, which is on the list."""
    goes = session.get(Registration, int(turn(hall, "Tonga")))
    assert goes is not None
    return builders.an_inscription(hall, "The Kingdom of Tonga", requested_at=AT), goes


def merged(stays: Registration, goes: Registration) -> None:
    """The desk merges them."""
    merge(stays, goes, earlier_counts=False, message="", at=AT, by="Marta (example)", why="one State")


def kept() -> list[tuple[int, str]]:
    """Whose statements there are, and in which languages."""
    session.expire_all()
    found = session.scalars(select(Statement).where(Statement.ended_at.is_(None)).order_by(Statement.id))
    return [(one.registration_id, one.language) for one in found]


def watches() -> list[tuple[int, int, datetime]]:
    """Who wants a letter, and how early."""
    found = session.scalars(select(TurnWatch).order_by(TurnWatch.minutes))
    return [(one.registration_id, one.minutes, one.asked_at) for one in found]


def test_what_was_sent_with_the_request_that_goes_stands_with_the_one_that_stays() -> None:
    hall = a_hall()
    stays, goes = two(hall)
    for one, language in ((goes, "en"), (goes, "fr"), (stays, "fr")):
        builders.a_statement(one, language=language, form_key=language)
    merged(stays, goes)
    assert kept() == [(stays.id, "en"), (goes.id, "fr"), (stays.id, "fr")]
    (change,) = [one for one in finding.current(hall)[stays.id] if one.language == "en"]
    assert change.form_key != "en"


def test_a_text_in_writing_stays_so_and_makes_no_other_public() -> None:
    hall = a_hall()
    stays, goes = two(hall)
    builders.a_statement(goes)
    session.add(InWriting(registration_id=goes.id, by="Marta (example)", at=AT))
    session.flush()
    merged(stays, goes)
    assert set(finding.in_writing(hall)) == {stays.id}
    last = builders.an_inscription(hall, "Tonga again", requested_at=AT)
    builders.a_statement(last, language="fr")
    merged(last, stays)
    assert set(finding.in_writing(hall)) == set()
    assert kept() == [(last.id, "en"), (last.id, "fr")]


def test_what_was_spoken_stays_where_it_is_public() -> None:
    hall = a_hall()
    stays, goes = two(hall)
    builders.a_statement(goes)
    for minutes, button in enumerate((Button.OPEN, Button.NEXT, Button.START, Button.NEXT)):
        hand(hall, button, minutes)
    merged(stays, goes)
    assert kept() == [(goes.id, "en")]


def test_the_letter_before_the_turn_follows() -> None:
    stays, goes = two(a_hall())
    session.add(TurnWatch(registration_id=goes.id, minutes=30, asked_at=AT))
    session.flush()
    merged(stays, goes)
    session.flush()
    assert (stays.id, 30, AT) in watches()
    other = builders.an_inscription(stays.dialogue, "Tonga again", requested_at=AT)
    session.add(TurnWatch(registration_id=other.id, minutes=45, asked_at=AT))
    session.flush()
    merged(other, stays)
    session.flush()
    assert [minutes for number, minutes, _ in watches() if number == other.id] == [45]
