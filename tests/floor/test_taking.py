"""The floor as the steps leave it, and the steps that it refuses."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rtop_event.floor import refusals
from rtop_event.floor.state import Floor, Sitting
from rtop_event.floor.taking import floor_after, taken
from rtop_event.floor.words import Act, Voice
from rtop_event.refusal import Refusal
from tests.floor.steps import Taken, at, story

MORNING = ("10:00 opened 1",)
TONGA_SPEAKS = (*MORNING, "10:01 called Tonga 180", "10:02 began")


def clock(*lines: str, then: float) -> tuple[int, int, bool]:
    """Seconds used and left of the speech at so many minutes after ten, and whether its clock runs."""
    speech = floor_after(story(*lines)).speech
    assert speech
    return int(speech.used(at(then)).total_seconds()), int(speech.left(at(then)).total_seconds()), speech.running


def test_nothing_has_happened() -> None:
    assert floor_after([]) == Floor()


def test_a_meeting_is_opened_suspended_resumed_and_closed() -> None:
    lines = ("10:00 opened 1", "10:30 suspended", "10:40 resumed", "13:00 closed", "15:00 opened 2")
    assert [floor_after(story(*lines[:number])).sittings for number in range(1, 6)] == [
        (Sitting(1, at(0)),),
        (Sitting(1, at(0), suspended_at=at(30)),),
        (Sitting(1, at(0)),),
        (Sitting(1, at(0), closed_at=at(180)),),
        (Sitting(1, at(0), closed_at=at(180)), Sitting(2, at(300))),
    ]


@pytest.mark.parametrize(("after", "then"), [("10:40 resumed", None), ("10:40 closed", None), ("10:40 noted", at(45))])
def test_a_suspended_meeting_says_about_when_it_goes_on(after: str, then: datetime | None) -> None:
    opened, suspended, last = story("10:00 opened 1", "10:30 suspended", after)
    assert floor_after([opened, replace(suspended, seconds=900), last]).sittings[-1].resumes_at == then


def test_the_clock_of_a_speech() -> None:
    assert clock(*TONGA_SPEAKS, then=3) == (60, 120, True)
    assert clock(*TONGA_SPEAKS, then=6) == (240, -60, True)
    assert clock(*TONGA_SPEAKS, "10:03 paused", then=30) == (60, 120, False)
    assert clock(*TONGA_SPEAKS, "10:03 paused", "10:10 continued", then=11) == (120, 60, True)
    assert clock(*TONGA_SPEAKS, "10:03 lengthened 30", then=3) == (60, 150, True)
    assert clock(*TONGA_SPEAKS, "10:03 lengthened -600", then=3) == (60, -60, True)
    assert clock(*MORNING, "10:01 called Tonga 180", then=9) == (0, 180, False)


def test_the_clock_never_runs_backwards() -> None:
    assert clock(*TONGA_SPEAKS, then=1) == (0, 180, True)


def test_what_happens_to_those_who_wait_does_not_touch_the_clock() -> None:
    others = ("10:03 absent Chad", "10:03 passed_over Peru", "10:03 yielded Kenya", "10:03 found Chad", "10:03 noted")
    assert clock(*TONGA_SPEAKS, *others, then=4) == clock(*TONGA_SPEAKS, then=4)


def test_a_suspension_stops_the_clock_and_the_speech_goes_on_when_told() -> None:
    lines = (*TONGA_SPEAKS, "10:03 suspended", "10:20 resumed")
    assert clock(*lines, then=30) == (60, 120, False)
    assert clock(*lines, "10:30 continued", then=31) == (120, 60, True)


def test_a_statement_that_is_over_is_kept_with_what_it_took() -> None:
    floor = floor_after(story(*TONGA_SPEAKS, "10:03 paused", "10:04 continued", "10:06 ended"))
    assert floor.speech is None
    [over] = floor.delivered
    assert (over.turn, over.voice, over.limit) == ("Tonga", Voice.STATEMENT, 180)
    assert (over.called_at, over.began_at, over.ended_at) == (at(1), at(2), at(6))
    assert over.used(at(99)) == timedelta(minutes=3)
    assert floor.spoken == {"Tonga"}


@pytest.mark.parametrize(("stops", "expected"), [("stops", (60, 120, True)), ("", (180, 0, True))])
def test_a_point_of_order_stops_the_clock_or_not(stops: str, expected: tuple[int, int, bool]) -> None:
    lines = (*TONGA_SPEAKS, f"10:03 point_raised Chad {stops}", "10:05 point_ruled")
    assert clock(*lines, then=5) == expected


def test_after_a_point_of_order_only_a_running_speech_goes_on() -> None:
    paused = (*TONGA_SPEAKS, "10:03 paused", "10:04 point_raised Chad stops", "10:05 point_ruled")
    assert clock(*paused, then=9) == (60, 120, False)
    before_anybody = floor_after(story(*MORNING, "10:01 point_raised Chad stops", "10:02 point_ruled"))
    assert (before_anybody.speech, before_anybody.point) == (None, None)


def test_a_right_of_reply_from_the_asking_to_the_last_word() -> None:
    lines = (
        *MORNING,
        "10:01 reply_asked Chad",
        "10:02 reply_granted reply:2",
        "10:03 called reply:2 600 reply",
        "10:04 began",
        "10:09 ended",
    )
    stages = [floor_after(story(*lines[:number])).replies[0] for number in (2, 3, 6)]
    assert [(one.open, one.waits, one.delivered_at) for one in stages] == [
        (True, False, None),
        (False, True, None),
        (False, False, at(9)),
    ]
    assert floor_after(story(*lines)).delivered[0].voice is Voice.REPLY


def test_a_refused_reply_is_not_counted() -> None:
    floor = floor_after(
        story(*MORNING, "10:01 reply_asked Chad", "10:02 reply_refused reply:2", "10:03 reply_asked Chad")
    )
    assert (floor.used_replies("Chad"), floor.used_replies("Peru")) == (1, 0)


def test_who_is_absent_passed_over_or_yields() -> None:
    called = (*MORNING, "10:01 called Tonga 180")
    assert floor_after(story(*called, "10:02 absent Tonga")).absent == ("Tonga",)
    assert floor_after(story(*called, "10:02 passed_over Tonga")).passed == (("Tonga", 0),)
    assert floor_after(story(*called, "10:02 yielded Tonga")).spoken == {"Tonga"}
    assert floor_after(story(*called, "10:02 absent Tonga", "10:03 found Tonga")).absent == ()
    assert floor_after(story(*called, "10:02 passed_over Tonga", "10:03 found Tonga")).passed == ()
    twice = story(*called, "10:02 passed_over Tonga", "10:03 passed_over Tonga")
    assert floor_after(twice).passed == (("Tonga", 0),)


def test_who_was_absent_and_speaks_after_all_is_absent_no_more() -> None:
    floor = floor_after(story(*MORNING, "10:01 absent Tonga", "10:02 called Tonga", "10:03 began", "10:04 ended"))
    assert (list(floor.absent), set(floor.spoken)) == ([], {"Tonga"})


def test_the_board_is_blank_until_it_shows_again() -> None:
    assert floor_after(story("10:00 blanked")).blank
    assert not floor_after(story("10:00 blanked", "10:01 shown")).blank


def test_what_was_undone_never_happened() -> None:
    lines = (*TONGA_SPEAKS, "10:05 ended", "+10:05 called Peru 180")
    speech = floor_after(story(*lines)).speech
    assert speech
    assert speech.turn == "Peru"
    assert clock(*lines, "10:06 undone 4", then=6) == (240, -60, True)
    assert floor_after(story(*lines, "10:06 undone 4")).delivered == ()


SUSPENDED = (*TONGA_SPEAKS, "10:03 suspended")
POINT = (*TONGA_SPEAKS, "10:03 point_raised Chad stops")


@pytest.mark.parametrize(
    ("before", "line", "refusal"),
    [
        (MORNING, "10:01 opened 2", refusals.MeetingSits),
        ((*MORNING, "10:01 closed"), "10:02 opened 1", refusals.MeetingIsOver),
        ((), "10:01 suspended", refusals.NoMeetingSits),
        (SUSPENDED, "10:04 suspended", refusals.MeetingIsSuspended),
        ((), "10:01 resumed", refusals.NoMeetingSits),
        (MORNING, "10:01 resumed", refusals.MeetingIsNotSuspended),
        ((), "10:01 closed", refusals.NoMeetingSits),
        (TONGA_SPEAKS, "10:03 closed", refusals.FloorIsTaken),
        (POINT, "10:04 closed", refusals.PointPending),
        ((), "10:01 called Tonga", refusals.NoMeetingSits),
        (SUSPENDED, "10:04 called Peru", refusals.MeetingIsSuspended),
        (TONGA_SPEAKS, "10:03 called Peru", refusals.FloorIsTaken),
        ((*TONGA_SPEAKS, "10:03 ended"), "10:04 called Tonga", refusals.HasSpoken),
        ((*MORNING, "10:01 yielded Tonga"), "10:04 called Tonga", refusals.HasSpoken),
        (MORNING, "10:01 called reply:9 300 reply", refusals.NoSuchReply),
        ((*MORNING, "10:01 reply_asked Chad"), "10:02 called reply:2 300 reply", refusals.NoSuchReply),
        (MORNING, "10:01 began", refusals.NobodyHasTheFloor),
        (TONGA_SPEAKS, "10:03 began", refusals.IsRunning),
        (POINT, "10:04 began", refusals.PointPending),
        ((*TONGA_SPEAKS, "10:03 paused"), "10:04 paused", refusals.NotRunning),
        (TONGA_SPEAKS, "10:03 continued", refusals.IsRunning),
        ((*MORNING, "10:01 called Tonga"), "10:02 continued", refusals.NotRunning),
        (MORNING, "10:01 lengthened 30", refusals.NobodyHasTheFloor),
        ((*MORNING, "10:01 called Tonga"), "10:02 ended", refusals.NotRunning),
        (TONGA_SPEAKS, "10:03 absent Tonga", refusals.IsRunning),
        (TONGA_SPEAKS, "10:03 passed_over Tonga", refusals.IsRunning),
        ((*TONGA_SPEAKS, "10:03 ended"), "10:04 absent Tonga", refusals.HasSpoken),
        (MORNING, "10:01 found Tonga", refusals.NotAbsent),
        ((), "10:01 reply_asked Chad", refusals.NoMeetingSits),
        (MORNING, "10:01 reply_granted reply:1", refusals.NoSuchReply),
        ((*MORNING, "10:01 reply_asked Chad", "10:02 reply_granted reply:2"), "10:03 reply_refused reply:2", refusals.NoSuchReply),
        (POINT, "10:04 point_raised Peru", refusals.PointPending),
        (MORNING, "10:01 point_ruled", refusals.NoPointRaised),
        (SUSPENDED, "10:04 point_ruled", refusals.MeetingIsSuspended),
        (POINT, "10:04 suspended", refusals.PointPending),
    ],
)  # fmt: skip
def test_impossible_steps_are_refused(before: tuple[str, ...], line: str, refusal: type[Exception]) -> None:
    steps = story(*before, line)
    floor = floor_after(steps[:-1])
    with pytest.raises(refusal):
        taken(floor, steps[-1])


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.UNDONE])
def test_every_act_is_taken_or_refused(act: Act) -> None:
    with contextlib.suppress(Refusal):
        assert taken(Floor(), Taken(act)).last == Taken(act)


def test_who_is_given_back_late_has_the_clock_at_rest() -> None:
    ended = ["10:00 opened 1", "10:01 called Tonga", "10:02 began", "10:05 ended", "+10:05 called Peru"]
    for late, running, used in (("stops", False, 3), ("", True, 13)):
        speech = floor_after(story(*ended, f"10:15 undone 4 {late}")).speech
        assert speech
        assert (speech.turn, speech.running, speech.used(at(15))) == ("Tonga", running, timedelta(minutes=used))
    back = story(*ended, "10:15 undone 4 stops", "10:16 undone 3", "10:17 undone 2")
    assert floor_after(back).speech is None
