"""What a person holds and is owed, told by what reached them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from rtop_event.invitations.entries import (
    Due,
    Duty,
    Reached,
    Waiting,
    appointment,
    cancel_sequence,
    due,
    holding,
    moved,
    next_sequence,
    next_stamp,
    outdated,
    programme_line,
)

OPENS = datetime(2012, 9, 5, 14, 0, tzinfo=UTC)
AFTERNOON = datetime(2012, 9, 5, 19, 0, tzinfo=UTC)
MADE = datetime(2012, 8, 16, 13, 0, tzinfo=UTC)
AT = datetime(2012, 8, 20, 13, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Meeting:
    """A meeting."""

    name: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    uid: str = "meeting@dialogue.example"
    sequence: int = 0
    created_at: datetime = MADE
    changed_at: datetime = MADE
    cancelled_at: datetime | None = None


@dataclass(frozen=True)
class Dialogue:
    """A dialogue."""

    title: str = "Informal interactive dialogue"
    theme: str = "Timely and decisive response"
    room: str = "Conference Room 4"
    address: str = "United Nations Headquarters, New York"
    latitude: float | None = 40.749
    longitude: float | None = -73.968
    zone: str = "America/New_York"
    uid: str = "uid@dialogue.example"
    sequence: int = 0
    created_at: datetime = MADE
    changed_at: datetime = MADE
    cancelled_at: datetime | None = None
    held: tuple[Meeting, ...] = (
        Meeting("Morning meeting", OPENS, OPENS + 3 * HOUR),
        Meeting("Afternoon meeting", AFTERNOON, AFTERNOON + 3 * HOUR),
    )

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        return self.held

    @property
    def starts_at(self) -> datetime:
        return self.held[0].starts_at

    @property
    def ends_at(self) -> datetime:
        return self.held[-1].ends_at


@dataclass(frozen=True)
class Written:
    """An entry as written."""

    method: str = "REQUEST"
    sequence: int = 0
    of_sequence: int = 0
    stamp: datetime = AT
    starts_at: datetime = OPENS
    ends_at: datetime = AFTERNOON + 3 * HOUR
    place: str = "Conference Room 4, United Nations Headquarters, New York"
    summary: str = "Timely and decisive response"
    programme: str = programme_line(Dialogue())


DIALOGUE = Dialogue()
MOVED = Dialogue(sequence=1, room="Trusteeship Council Chamber")
RENAMED = Dialogue(theme="Response")
SENT = Written()
GONE = Written(method="CANCEL", sequence=1)


def test_appointment_runs_from_the_first_hour_to_the_last() -> None:
    entry = appointment(DIALOGUE, sequence=3, stamp=AT, description="x", url="https://dialogue.example/")
    assert (entry.starts_at, entry.ends_at) == (OPENS, datetime(2012, 9, 5, 22, 0, tzinfo=UTC))
    assert (entry.uid, entry.sequence, entry.stamp, entry.status) == ("uid@dialogue.example", 3, AT, "CONFIRMED")
    assert entry.location == "Conference Room 4, United Nations Headquarters, New York"


@pytest.mark.parametrize(
    ("sent", "held"),
    [
        ([], None),
        ([SENT], SENT),
        ([SENT, GONE], None),
        ([SENT, GONE, replace(SENT, sequence=2)], replace(SENT, sequence=2)),
    ],
)
def test_holding_is_the_last_that_reached_unless_cancelled(sent: list[Written], held: Written | None) -> None:
    assert holding(sent) == held


@pytest.mark.parametrize(
    ("dialogue", "again", "old"),
    [
        (DIALOGUE, False, False),
        (RENAMED, False, True),
        (MOVED, True, True),
        (replace(DIALOGUE, sequence=1), True, True),
        (replace(DIALOGUE, room="Room 2"), True, True),
        (
            replace(DIALOGUE, held=(DIALOGUE.held[0], replace(DIALOGUE.held[1], starts_at=AFTERNOON + HOUR))),
            False,
            True,
        ),
        (replace(DIALOGUE, held=(replace(DIALOGUE.held[0], starts_at=OPENS + HOUR), DIALOGUE.held[1])), True, True),
    ],
)
def test_entry_is_outdated_by_every_change_and_moved_by_time_and_place(
    dialogue: Dialogue, again: bool, old: bool
) -> None:
    assert (moved(SENT, dialogue), outdated(SENT, dialogue)) == (again, old)


@pytest.mark.parametrize(
    ("dialogue", "reached", "sequence"),
    [
        (DIALOGUE, [], 0),
        (replace(DIALOGUE, sequence=4), [], 4),
        (DIALOGUE, [SENT], 0),
        (RENAMED, [SENT], 0),
        (MOVED, [SENT], 1),
        (replace(DIALOGUE, sequence=2), [SENT], 2),
        (DIALOGUE, [SENT, GONE], 2),
        (MOVED, [SENT, GONE, replace(SENT, sequence=2)], 3),
        (DIALOGUE, [SENT, GONE, replace(SENT, sequence=2)], 2),
    ],
)
def test_sequence_never_falls_and_rises_when_people_must_look_again(
    dialogue: Dialogue, reached: list[Written], sequence: int
) -> None:
    assert next_sequence(dialogue, reached) == sequence


def test_cancellation_is_above_all_that_reached() -> None:
    assert cancel_sequence(DIALOGUE, [SENT]) == 1
    assert cancel_sequence(replace(DIALOGUE, sequence=5), [SENT]) == 5
    assert cancel_sequence(DIALOGUE, [SENT, GONE, replace(SENT, sequence=7)]) == 8


def test_stamp_is_the_moment_of_drafting_and_never_goes_back() -> None:
    assert next_stamp(AT.replace(microsecond=7), []) == AT
    assert next_stamp(AT, [replace(SENT, stamp=AT)]) == AT + timedelta(seconds=1)
    assert next_stamp(AT - HOUR, [replace(SENT, stamp=AT)]) == AT + timedelta(seconds=1)


NOTHING = Due(Duty.NOTHING)
THROWN = Due(Duty.NOTHING, replaces=True)


@pytest.mark.parametrize(
    ("dialogue", "sent", "waiting", "wanted", "owed"),
    [
        (DIALOGUE, [], None, True, Due(Duty.INVITATION, False, 0, True)),
        (DIALOGUE, [], Waiting(SENT), True, NOTHING),
        (DIALOGUE, [], Waiting(SENT, stale_text=True), True, Due(Duty.INVITATION, True, 0, True)),
        (MOVED, [], Waiting(SENT), True, Due(Duty.INVITATION, True, 1, True)),
        (MOVED, [], Waiting(SENT, leaving=True), True, Due(Duty.UPDATE, False, 1, True)),
        (DIALOGUE, [], Waiting(SENT, leaving=True), True, NOTHING),
        (DIALOGUE, [SENT], None, True, NOTHING),
        (RENAMED, [SENT], None, True, Due(Duty.UPDATE, False, 0, False)),
        (MOVED, [SENT], None, True, Due(Duty.UPDATE, False, 1, True)),
        (
            MOVED,
            [SENT],
            Waiting(replace(SENT, of_sequence=1, sequence=1, place="Old")),
            True,
            Due(Duty.UPDATE, True, 1, True),
        ),
        (DIALOGUE, [SENT, GONE], None, True, Due(Duty.INVITATION, False, 2, True)),
        (DIALOGUE, [SENT], Waiting(GONE), True, THROWN),
        (DIALOGUE, [], None, False, NOTHING),
        (DIALOGUE, [], Waiting(SENT), False, THROWN),
        (DIALOGUE, [], Waiting(SENT, leaving=True), False, Due(Duty.CANCELLATION, False, 1, True)),
        (DIALOGUE, [SENT], None, False, Due(Duty.CANCELLATION, False, 1, True)),
        (DIALOGUE, [SENT], Waiting(SENT), False, Due(Duty.CANCELLATION, True, 1, True)),
        (DIALOGUE, [SENT], Waiting(GONE), False, NOTHING),
        (DIALOGUE, [SENT, GONE], None, False, NOTHING),
    ],
)
def test_due_follows_from_what_reached_and_what_waits(
    dialogue: Dialogue, sent: list[Written], waiting: Waiting | None, wanted: bool, owed: Due
) -> None:
    assert due(dialogue, reached=Reached(sent), waiting=waiting, wanted=wanted, at=AT) == owed


@pytest.mark.parametrize("wanted", [True, False])
def test_due_is_nothing_once_the_dialogue_is_over(wanted: bool) -> None:
    over = DIALOGUE.ends_at
    assert due(MOVED, reached=Reached([SENT]), waiting=None, wanted=wanted, at=over) == NOTHING
    assert due(DIALOGUE, reached=Reached([]), waiting=None, wanted=True, at=over) == NOTHING
