"""What a person holds and is owed, told by what reached them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from rtop_event.dialogues.entries import place_of
from rtop_event.dialogues.gist import gist_of
from rtop_event.invitations.changes import changes_told
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
    told_in,
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
LATE = Meeting("Afternoon meeting", AFTERNOON + HOUR, AFTERNOON + 3 * HOUR)
ELSEWHERE = Meeting("Afternoon meeting", AFTERNOON, AFTERNOON + 3 * HOUR, "Trusteeship Council Chamber")
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
        (replace(DIALOGUE, sequence=1), False, False),
        (replace(DIALOGUE, room="Room 2"), True, True),
        (replace(DIALOGUE, room="CONFERENCE ROOM 4 "), False, True),
        (replace(DIALOGUE, address="UN Headquarters, New York, NY 10017"), False, True),
        (replace(DIALOGUE, address="Palais des Nations, Geneva"), True, True),
        (replace(DIALOGUE, latitude=40.7491), False, False),
        (replace(DIALOGUE, latitude=46.2), True, True),
        (replace(DIALOGUE, held=(DIALOGUE.held[0], LATE)), True, True),
        (replace(DIALOGUE, held=(DIALOGUE.held[0], ELSEWHERE)), True, True),
        (replace(DIALOGUE, held=(DIALOGUE.held[0], replace(DIALOGUE.held[1], name="Evening meeting"))), False, True),
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
        (replace(DIALOGUE, sequence=2), [SENT], 0),
        (replace(MOVED, sequence=3), [SENT], 3),
        (DIALOGUE, [SENT, GONE], 2),
        (MOVED, [SENT, GONE, replace(SENT, sequence=2)], 3),
        (DIALOGUE, [SENT, GONE, replace(SENT, sequence=2)], 2),
    ],
)
def test_sequence_never_falls_and_rises_when_people_must_look_again(
    dialogue: Dialogue, reached: list[Written], sequence: int
) -> None:
    assert next_sequence(dialogue, reached) == sequence


def test_entry_of_the_first_version_is_read_as_it_was_told() -> None:
    told = "Morning meeting 2012-09-05T14:00/17:00Z; Afternoon meeting 2012-09-05T19:00/22:00Z Room 2"
    afternoon = replace(DIALOGUE.held[1], room="Room 2")
    old, then = replace(SENT, programme=told), replace(DIALOGUE, held=(DIALOGUE.held[0], afternoon))
    assert told_in(old).sittings == gist_of(then).sittings
    assert (moved(old, then), moved(old, DIALOGUE)) == (False, True)
    assert moved(replace(SENT, programme=""), DIALOGUE) is True


def test_place_of_the_whole_tells_every_room_with_its_meetings() -> None:
    both = replace(DIALOGUE, held=(DIALOGUE.held[0], ELSEWHERE))
    assert place_of(both) == (
        "Conference Room 4 (Morning meeting), Trusteeship Council Chamber (Afternoon meeting), "
        "United Nations Headquarters, New York"
    )
    assert place_of(both, ELSEWHERE) == "Trusteeship Council Chamber, United Nations Headquarters, New York"


def test_changes_are_told_meeting_by_meeting_with_what_was_before() -> None:
    now = replace(
        DIALOGUE,
        theme="Response",
        held=(replace(DIALOGUE.held[0], ends_at=OPENS + 2 * HOUR), ELSEWHERE, replace(LATE, name="Evening meeting")),
    )
    assert [str(line) for line in changes_told(now, SENT, str)] == [
        "- What: Response. Before: Timely and decisive response",
        "- Morning meeting: 5 September 2012, 10:00–12:00 New York time (14:00–16:00 UTC), Conference Room 4. "
        "Before: 5 September 2012, 10:00–13:00 New York time (14:00–17:00 UTC), Conference Room 4",
        "- Afternoon meeting: 5 September 2012, 15:00–18:00 New York time (19:00–22:00 UTC), "
        "Trusteeship Council Chamber. Before: 5 September 2012, 15:00–18:00 New York time (19:00–22:00 UTC), "
        "Conference Room 4",
        "- Evening meeting: 5 September 2012, 16:00–18:00 New York time (20:00–22:00 UTC), Conference Room 4 (new)",
        "- Where: Conference Room 4 (Morning meeting, Evening meeting), Trusteeship Council Chamber (Afternoon "
        "meeting), United Nations Headquarters, New York. Before: Conference Room 4, United Nations Headquarters, "
        "New York",
    ]
    gone = replace(DIALOGUE, held=DIALOGUE.held[:1])
    assert [str(line) for line in changes_told(gone, SENT, str)] == [
        "- When: 5 September 2012, 10:00–13:00 New York time (14:00–17:00 UTC). "
        "Before: 5 September 2012, 10:00–18:00 New York time (14:00–22:00 UTC)",
        "- Afternoon meeting: does not take place. Before: 5 September 2012, 15:00–18:00 New York time "
        "(19:00–22:00 UTC), Conference Room 4",
    ]


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
            Waiting(replace(SENT, sequence=1, place="Old")),
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


def test_replaced_link_owes_a_letter_that_asks_nothing_anew() -> None:
    owed = due(DIALOGUE, reached=Reached([SENT]), waiting=None, wanted=True, at=AT, old_link=True)
    assert owed == Due(Duty.UPDATE, False, 0, False)
    written = due(DIALOGUE, reached=Reached([SENT]), waiting=Waiting(SENT), wanted=True, at=AT, old_link=True)
    assert written == NOTHING


@pytest.mark.parametrize("wanted", [True, False])
def test_due_is_nothing_once_the_dialogue_is_over(wanted: bool) -> None:
    over = DIALOGUE.ends_at
    assert due(MOVED, reached=Reached([SENT]), waiting=None, wanted=wanted, at=over) == NOTHING
    assert due(DIALOGUE, reached=Reached([]), waiting=None, wanted=True, at=over) == NOTHING
