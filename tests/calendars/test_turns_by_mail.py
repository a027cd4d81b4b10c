"""Turns by mail: who is owed which letter when the list is published, when turns move, end, or change hands."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from rtop_event.calendars.following import look
from rtop_event.database import session
from rtop_event.ical import events_in
from rtop_event.mailing.models import Letter
from rtop_event.mailing.writing import approve
from tests.speakers.desk_lists import NOW, a_list, publish

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
