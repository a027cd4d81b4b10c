"""Turns while the room is at work: what is called off, what follows a meeting that overruns, and no storm of letters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from rtop_event.calendars.following import look
from rtop_event.calendars.models import TurnTold
from rtop_event.calendars.telling import tell_all
from rtop_event.calendars.turn_drafting import draft_again, draft_turns, holders_of, least, now_of
from rtop_event.calendars.turn_progress import TurnProgress, turn_progress
from rtop_event.database import session
from rtop_event.dialogues.actions import cancel, cancel_meeting
from rtop_event.dialogues.models import Dialogue
from rtop_event.edition import LIST, PUBLIC, Edition
from rtop_event.floor.buttons import Button
from rtop_event.ical import events_in
from rtop_event.invitations.entries import Duty
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.fitting import misfits
from rtop_event.mailing.models import Letter
from tests import builders
from tests.floor.rooms import a_hall, at, hand
from tests.speakers.desk_lists import publish, registration

NAMES = ("Tonga", "Peru", "Chad", "Denmark")


@pytest.fixture
def hall(rows: None) -> Dialogue:
    """The four of the hall, published, each with the entry of its turn."""
    hall = a_hall()
    publish(hall, at=at(-600))
    look(at(-500))
    for letter in letters():
        letter.approved_at, letter.approved_by = at(-490), "Marta (example)"
        letter.sent_at = letter.handed_at = at(-480)
    session.flush()
    return hall


def letters() -> list[Letter]:
    session.flush()
    return list(session.scalars(select(Letter).where(Letter.about.startswith("turn:")).order_by(Letter.id)))


def waiting() -> list[Letter]:
    return [one for one in letters() if one.open]


def told(name: str) -> tuple[str, str, int]:
    """The hour, the status and the sequence that the calendar holds."""
    session.flush()
    one = session.get_one(TurnTold, registration(name).id)
    return f"{one.starts_at:%H:%M}", one.status, one.sequence


def drafts() -> list[tuple[str, int]]:
    """Method and SEQUENCE of what waits to leave."""
    return [(one.method, events_in(one.calendar or b"")[0].appointment.sequence) for one in waiting()]


def close_the_morning(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.NEXT, 30, why="asked")
    hand(hall, Button.START, 31)
    hand(hall, Button.END, 34)
    hand(hall, Button.CLOSE, 35)


def test_afternoon_that_is_cancelled_after_the_morning_was_closed_is_called_off_by_mail(hall: Dialogue) -> None:
    close_the_morning(hall)
    look(at(36))
    cancel_meeting(hall, hall.meetings[1], by="desk", at=at(40))
    assert [told(name)[1] for name in NAMES] == ["CONFIRMED", "CANCELLED", "CANCELLED", "CANCELLED"]
    assert [method for method, _ in drafts()] == ["CANCEL"] * 3
    assert all(sequence > 0 for _, sequence in drafts())


def test_whatever_was_not_heard_and_lies_ahead_is_called_off_once_all_is_closed(hall: Dialogue) -> None:
    close_the_morning(hall)
    hand(hall, Button.OPEN, 36)
    hand(hall, Button.CLOSE, 37)
    look(at(38))
    found = [told(name)[1] for name in NAMES]
    cancel(hall, "Storm.", by="desk", at=at(40))
    again = [told(name)[1] for name in NAMES]
    assert found == again == ["CONFIRMED", "CANCELLED", "CANCELLED", "CANCELLED"]


def test_what_was_not_heard_and_is_over_keeps_what_was_told(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    look(at(1))
    before = told("Denmark")
    for minutes, button in enumerate((Button.CLOSE, Button.OPEN, Button.CLOSE), start=200):
        hand(hall, button, minutes)
    look(at(204))
    assert told("Denmark") == before


def test_calendar_follows_a_meeting_that_overruns_and_calls_off_whom_it_never_reached(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    end = (hall.ends_at - at(0)) / timedelta(minutes=1)
    look(at(end + 25))
    late = told("Denmark")
    hand(hall, Button.CLOSE, end + 26)
    hand(hall, Button.OPEN, end + 27)
    hand(hall, Button.CLOSE, end + 28)
    look(at(end + 29))
    off = told("Denmark")
    look(at(end + 6 * 60))
    assert (f"{at(end + 25):%H:%M}" <= late[0], late[1], off[1], told("Denmark")) == (
        True,
        "CONFIRMED",
        "CANCELLED",
        off,
    )


def test_while_the_room_waits_a_time_is_news_once_in_a_step_and_drafts_stay_fit(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    known, unfit = len(letters()), 0
    look(at(120))
    before = told("Chad")[2]
    for minutes in range(121, 166):
        look(at(minutes))
        unfit += bool(misfits(waiting(), at(minutes)))
    assert (told("Chad")[2] - before, unfit) == (9, 0)
    assert len(letters()) - known <= 4 * 5
    assert len(waiting()) == 4


def test_a_letter_that_never_left_does_not_hold_back_the_next(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    look(at(118))
    for letter in waiting():
        approve(letter, by="Marta (example)", at=at(118))
    for letter in waiting():
        letter.discarded_at = at(122)
    look(at(123))
    assert len(waiting()) == 4


def standing_of(hall: Dialogue, minutes: float) -> TurnProgress:
    chad = registration("Chad")
    holder = holders_of(hall, [chad.id])[chad.id][0]
    now = now_of(chad, session.get_one(TurnTold, chad.id), holder, at(minutes))
    return turn_progress(holder, now, at=at(minutes), least=least())


def test_an_answer_belongs_to_what_is_held_while_nothing_newer_is_owed(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    look(at(109))
    little = standing_of(hall, 109)
    entry = draft_again(registration("Chad"), session.get_one(TurnTold, registration("Chad").id), little, at(109))
    repeated = events_in(entry.calendar or b"")[0].appointment.sequence
    entry.discarded_at = at(109)
    look(at(140))
    much = standing_of(hall, 140)
    assert (little.due.duty, little.asked, told("Chad")[2] > 0, repeated) == (Duty.NOTHING, 0, True, little.following)
    assert much.asked == much.following > 0


def test_who_came_after_the_list_was_published_is_not_told_that_it_is_not(hall: Dialogue) -> None:
    builders.an_inscription(hall, "Kenya", requested_at=at(-590))
    tell_all(hall, at(-400))
    draft_turns(hall, at=at(-390), early=True)
    text = next(one.text for one in waiting() if "Kenya" in one.subject)
    entry = events_in(next(one.calendar for one in waiting() if "Kenya" in one.subject) or b"")[0].appointment
    assert ("not published" in text, "not published" in entry.description) == (False, False)
    assert ("place 4" in text or "place 5" in text, entry.status) == (True, "TENTATIVE")


def test_times_that_slide_make_no_other_public_page_anew(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)

    def editions() -> list[int]:
        session.flush()
        session.expire_all()
        return [session.get_one(Edition, name).number for name in (PUBLIC, LIST)]

    look(at(120))
    public, listed = editions()
    look(at(126))
    assert editions() == [public, listed + 1]
