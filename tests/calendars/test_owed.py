"""Which letter a mailbox is owed about a turn, as a table: what is, what reached it, what waits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from rtop_event.calendars.owed import Gone, Now, due, misfit, next_sequence, why_outdated
from rtop_event.calendars.turns import Turn
from rtop_event.invitations.entries import Due, Duty
from tests.speakers.desk_lists import NOW

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
AT = NOW - HOUR
TURN = Turn(
    starts_at=NOW,
    ends_at=NOW + 5 * MINUTE,
    status="CONFIRMED",
    location="Room 1",
    place=4,
    revision=1,
    expected_at=NOW,
    earliest=NOW,
    latest=NOW,
)
OFF = replace(TURN, status="CANCELLED")
EARLY = replace(TURN, status="TENTATIVE", revision=None)


@dataclass(frozen=True, slots=True)
class Put:
    """An entry as it was put into a letter."""

    method: str = "REQUEST"
    sequence: int = 3
    stamp: datetime = AT - HOUR
    starts_at: datetime = NOW
    ends_at: datetime = NOW + 5 * MINUTE
    status: str = "CONFIRMED"
    location: str = "Room 1"
    place: int = 4
    revision: int | None = 1
    summary: str = "Statement of Chad"
    link: int = 1


SENT = Put()
MOVED = Put(starts_at=NOW - HOUR, ends_at=NOW - HOUR + 5 * MINUTE)
SHIFTED = Put(starts_at=NOW - 5 * MINUTE, ends_at=NOW)
TAKEN = Put("CANCEL", 4, AT - MINUTE, status="CANCELLED")
NOTHING, CLEARED = Due(Duty.NOTHING), Due(Duty.NOTHING, True)


def now(told: Turn = TURN, **facts: Any) -> Now:
    return Now(**{"told": told, "mine": True, "sequence": 3, "summary": "Statement of Chad", "link": 1, **facts})


@pytest.mark.parametrize(
    ("told", "gone", "owed"),
    [
        (TURN, Gone(), Due(Duty.INVITATION, False, 3, True)),
        (TURN, Gone([SENT]), NOTHING),
        (TURN, Gone([MOVED]), Due(Duty.UPDATE, False, 4, True)),
        (TURN, Gone([SHIFTED]), NOTHING),
        (TURN, Gone([replace(SHIFTED, revision=0)]), Due(Duty.UPDATE, False, 4, True)),
        (TURN, Gone([replace(SENT, revision=0)]), NOTHING),
        (TURN, Gone([replace(SENT, revision=0, place=5)]), Due(Duty.UPDATE, False, 3, False)),
        (TURN, Gone([replace(SENT, summary="Statement of Tchad")]), NOTHING),
        (TURN, Gone([replace(SENT, location="Room 2")]), Due(Duty.UPDATE, False, 4, True)),
        (TURN, Gone([replace(SENT, status="TENTATIVE", revision=None)]), Due(Duty.UPDATE, False, 4, True)),
        (TURN, Gone([SENT, TAKEN]), Due(Duty.INVITATION, False, 5, True)),
        (TURN, Gone(waiting=SENT), NOTHING),
        (TURN, Gone(waiting=MOVED), Due(Duty.INVITATION, True, 3, True)),
        (TURN, Gone(waiting=replace(SENT, link=2)), Due(Duty.INVITATION, True, 3, True)),
        (TURN, Gone([SENT], waiting=MOVED), CLEARED),
        (TURN, Gone([SENT], waiting=TAKEN), CLEARED),
        (TURN, Gone(waiting=SENT, leaving=True), NOTHING),
        (TURN, Gone(waiting=MOVED, leaving=True), Due(Duty.UPDATE, False, 4, True)),
        (TURN, Gone([SENT], [TAKEN]), Due(Duty.INVITATION, False, 5, True)),
        (OFF, Gone(), NOTHING),
        (OFF, Gone([SENT]), Due(Duty.CANCELLATION, False, 4, True)),
        (OFF, Gone([SENT, TAKEN]), NOTHING),
        (OFF, Gone([SENT], [TAKEN]), Due(Duty.CANCELLATION, False, 5, True)),
        (OFF, Gone([], [SENT]), Due(Duty.CANCELLATION, False, 4, True)),
        (OFF, Gone(waiting=SENT), CLEARED),
        (OFF, Gone([SENT], waiting=MOVED), Due(Duty.CANCELLATION, True, 4, True)),
        (OFF, Gone([SENT], waiting=TAKEN), NOTHING),
        (EARLY, Gone(), NOTHING),
        (EARLY, Gone(waiting=MOVED), Due(Duty.INVITATION, True, 3, True)),
    ],
)
def test_what_a_mailbox_is_owed(told: Turn, gone: Gone, owed: Due) -> None:
    assert due(now(told), gone, at=AT, least=10 * MINUTE) == owed


def test_what_waits_goes_where_what_is_held_is_as_near() -> None:
    gone = Gone([SENT], waiting=SHIFTED)
    assert due(now(slack=10 * MINUTE), gone, at=AT, least=10 * MINUTE) == CLEARED


def test_provisional_entry_is_owed_only_where_it_is_asked_for() -> None:
    assert due(now(EARLY), Gone(), at=AT, least=10 * MINUTE, early=True) == Due(Duty.INVITATION, False, 3, True)


def test_what_is_over_is_written_to_nobody() -> None:
    for told in (TURN, OFF):
        over = [due(now(told), gone, at=NOW + HOUR, least=MINUTE) for gone in (Gone([MOVED]), Gone([SENT], [], MOVED))]
        assert over == [NOTHING, CLEARED]


def test_who_declined_is_asked_again_and_told_of_nothing_less() -> None:
    words = Gone([replace(SENT, revision=0, place=5)])
    assert due(now(), words, at=AT, least=MINUTE, declined=True) == NOTHING
    assert due(now(), Gone([MOVED]), at=AT, least=MINUTE, declined=True) == Due(Duty.UPDATE, False, 4, True)


def test_another_focal_point_takes_the_entry_over() -> None:
    assert due(now(mine=False), Gone([SENT]), at=AT, least=MINUTE) == Due(Duty.CANCELLATION, False, 4, True)
    assert due(now(mine=False), Gone(), at=AT, least=MINUTE) == NOTHING


def test_sequence_never_falls_below_the_turn_or_what_was_sent() -> None:
    assert next_sequence(now(sequence=9), Gone([MOVED])) == 9
    assert next_sequence(now(sequence=0), Gone([MOVED])) == 4
    assert next_sequence(now(sequence=9), Gone([SENT])) == 3


@pytest.mark.parametrize(
    ("entry", "is_now", "at", "why"),
    [
        (SENT, now(), AT, None),
        (SENT, now(), NOW + HOUR, "The turn is over."),
        (TAKEN, now(OFF), AT, None),
        (TAKEN, now(), AT, "The turn stands on the list again."),
        (SENT, now(mine=False), AT, "Somebody else is the focal point now."),
        (SENT, now(OFF), AT, "The turn no longer stands on the list."),
        (MOVED, now(), AT, "The turn has changed since this was written."),
    ],
)
def test_why_a_letter_should_not_leave(entry: Put, is_now: Now, at: datetime, why: str | None) -> None:
    found = misfit(entry, is_now, at=at)
    assert (str(found) if found else None) == why


@pytest.mark.parametrize(
    ("entry", "is_now", "why"),
    [
        (SENT, now(), None),
        (SENT, now(mine=False), "Somebody else is the focal point now."),
        (SENT, now(OFF), "The turn no longer stands on the list."),
        (MOVED, now(), "The turn is at another time."),
        (replace(SENT, location="Room 2"), now(), "The turn is in another place."),
        (
            replace(SENT, status="TENTATIVE"),
            now(),
            "The list was published since: the time is no longer provisional.",
        ),
        (replace(SENT, place=5), now(), "The words of the entry have changed."),
    ],
)
def test_why_what_is_held_is_out_of_date(entry: Put, is_now: Now, why: str | None) -> None:
    found = why_outdated(entry, is_now)
    assert (str(found) if found else None) == why
