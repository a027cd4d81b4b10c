"""The record of the meetings from their steps: who spoke, how long, and that all of it adds up."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from rtop_event.floor.facts import holding
from rtop_event.floor.held import Held, Noted, Order, Pause, Usual, usual
from rtop_event.floor.minutes import minutes_of
from rtop_event.floor.state import Reply
from rtop_event.floor.taking import floor_after
from rtop_event.floor.words import Act, Voice
from rtop_event.refusal import Refusal
from tests.floor.steps import TEN, Taken, at, story

MARTA = "Marta (example)"
TONGA = ("10:00 opened 1", "10:01 called Tonga 180", "10:02 began", "10:05 ended")
PERU = ("10:05 called Peru 180", "10:06 began", "10:08 ended")


def only(*lines: str) -> Held:
    """The one meeting of a story."""
    [held] = minutes_of(story(*lines))
    return held


def told(held: Held) -> list[tuple[object, ...]]:
    """Who spoke, in short: used, planned, over, the changeover before it."""
    return [(one.number, one.turn, one.used, one.planned, one.over, one.changeover) for one in held.spoken]


def test_before_a_meeting_nothing_is_written() -> None:
    assert minutes_of([]) == ()
    assert minutes_of(story("09:50 noted")) == ()


def test_who_spoke_how_long_against_what_was_planned() -> None:
    held = only(*TONGA, *PERU)
    assert told(held) == [(1, "Tonga", 180, 180, 0, None), (2, "Peru", 120, 180, -60, 60)]
    [tonga, _] = held.spoken
    assert (tonga.called_at, tonga.began_at, tonga.ended_at) == (at(1), at(2), at(5))
    assert (held.used, held.planned, held.changeovers, held.length, held.rest) == (300, 360, [60], None, None)


def test_the_parts_of_a_closed_meeting_are_its_length() -> None:
    held = only(*TONGA, "10:05 suspended", "10:15 resumed", *(line.replace("10:0", "10:1") for line in PERU),
                "10:30 closed")  # fmt: skip
    assert (held.length, held.used, held.changeovers, held.suspended, held.rest) == (1800, 300, [60], 600, 840)
    assert held.pauses == (Pause(at(5), at(15)),)


def test_a_meeting_that_is_closed_while_suspended_is_not_suspended_any_more() -> None:
    held = only("10:00 opened 1", "10:05 suspended", "10:15 closed")
    assert (held.pauses, held.suspended, held.rest) == ((Pause(at(5), at(15)),), 600, 300)
    assert only("10:00 opened 1", "10:05 suspended").pauses == (Pause(at(5)),)
    assert only("10:00 opened 1", "10:05 suspended").suspended == 0


def test_a_suspension_before_or_after_is_no_part_of_a_changeover() -> None:
    during = ("10:00 opened 1", "10:01 called Tonga 600", "10:02 began", "10:03 suspended", "10:13 resumed",
              "10:13 continued", "10:15 ended", "10:16 called Peru 180", "10:16 began", "10:17 suspended",
              "10:27 resumed", "10:28 continued", "10:29 ended")  # fmt: skip
    assert told(only(*during)) == [(1, "Tonga", 180, 600, -420, None), (2, "Peru", 120, 180, -60, 60)]


def test_a_break_is_no_changeover() -> None:
    held = only(*TONGA, "10:15 called Peru 180", "10:15:01 began", "10:16 ended")
    assert [one.changeover for one in held.spoken] == [None, None]
    assert only(*TONGA, "10:15 called Peru 180", "10:15 began", "10:16 ended").changeovers == [600]


def test_what_the_chair_added_stands_beside_the_plan() -> None:
    [one] = only("10:00 opened 1", "10:01 called Tonga 180", "10:02 began", "10:03 lengthened 30", "10:06 ended").spoken
    assert (one.used, one.planned, one.more, one.over) == (240, 180, 30, 60)


def test_without_a_limit_nothing_is_over() -> None:
    [one] = only("10:00 opened 1", "10:01 called Chair 0 panel", "10:02 began", "10:09 ended").spoken
    assert (one.used, one.planned, one.over, one.voice) == (420, 0, 0, Voice.PANEL)


def test_calls_in_vain_and_out_of_order() -> None:
    steps = story("10:00 opened 1", "10:01 called Tonga 180", "10:02 absent Tonga", "10:03 called Tonga 180",
                  "10:04 absent Tonga", "10:05 found Tonga", "10:06 called Tonga 180", "10:06 began",
                  "10:07 ended", "10:08 yielded Chad", "10:09 noted")  # fmt: skip
    steps = [replace(one, why="leaves for the airport") if one.number == 7 else one for one in steps]
    [held] = minutes_of(steps)
    [tonga] = held.spoken
    assert (tonga.absences, tonga.why) == (2, "leaves for the airport")
    assert held.missed == (Noted(at(2), "Tonga", ""), Noted(at(4), "Tonga", ""))
    assert (held.yielded, held.notes) == ((Noted(at(8), "Chad", ""),), (Noted(at(9), "", "", MARTA),))


def test_points_of_order_with_their_rulings() -> None:
    steps = story("10:00 opened 1", "10:01 point_raised Chad", "10:02 point_ruled", "10:03 point_raised Peru")
    steps = [replace(one, why="not well taken") if one.act is Act.POINT_RULED else one for one in steps]
    assert minutes_of(steps)[0].points == (
        Order("Chad", at(1), at(2), "not well taken"),
        Order("Peru", at(3)),
    )


def test_rights_of_reply_as_far_as_they_came() -> None:
    asked = ("10:00 opened 1", "10:01 reply_asked Chad", "10:02 reply_asked Peru", "10:03 reply_granted reply:2",
             "10:04 reply_refused reply:3")  # fmt: skip
    later = ("10:05 closed", "15:00 opened 2", "15:01 called reply:2 600 reply", "15:02 began", "15:07 ended")
    first, second = minutes_of(story(*asked, *later))
    assert first.replies == (
        Reply("reply:2", "Chad", at(1), granted_at=at(3), delivered_at=at(307)),
        Reply("reply:3", "Peru", at(2), refused_at=at(4)),
    )
    assert (second.replies, told(second)) == ((), [(1, "reply:2", 300, 600, -300, None)])
    assert second.spoken[0].voice is Voice.REPLY


def test_numbers_run_through_all_meetings() -> None:
    first, second = minutes_of(
        story(*TONGA, "10:10 closed", "15:00 opened 2", "15:01 called Chad 180", "15:01 began", "15:02 ended")
    )
    assert [(one.number, one.meeting, one.changeover) for one in (*first.spoken, *second.spoken)] == [
        (1, 1, None),
        (2, 2, None),
    ]


def test_what_was_taken_back_never_was() -> None:
    assert minutes_of(story(*TONGA, *PERU, "10:09 undone 7")) == minutes_of(story(*TONGA, *PERU[:2]))


def test_what_is_usual() -> None:
    assert usual([]) is None
    assert usual([10, 20, 90]) == Usual(40, 20, 90)


ACTS = st.sampled_from([one for one in Act if one is not Act.UNDONE])
TURNS = st.sampled_from(["Tonga", "Peru", "Chad", "reply:3", "reply:5"])
PASSES = st.timedeltas(timedelta(0), timedelta(minutes=12))


@st.composite
def meetings(draw: st.DrawFn) -> list[Taken]:
    """Steps that the floor takes, one of them perhaps taken back."""
    steps = [Taken(Act.OPENED, number=1, press="1", meeting=1)]
    for act, turn, passes in draw(st.lists(st.tuples(ACTS, TURNS, PASSES), max_size=40)):
        number = len(steps) + 1
        step = Taken(act, turn, number, steps[-1].at + passes, str(number), meeting=number, voice=Voice.STATEMENT,
                     seconds=180, stops=True)  # fmt: skip
        with contextlib.suppress(Refusal):
            floor_after([*steps, step])
            steps.append(step)
    if len(steps) > 1 and draw(st.booleans()):
        last = steps[-1]
        steps.append(Taken(Act.UNDONE, number=last.number + 1, at=last.at, press="undone", undoes=last.press))
    return steps


@given(meetings())
def test_the_same_steps_give_the_same_record_and_its_parts_the_whole(steps: list[Taken]) -> None:
    found = minutes_of(steps)
    assert found == minutes_of(list(steps)) == minutes_of(holding(steps))
    floor = floor_after(steps)
    spoken = [one for held in found for one in held.spoken]
    assert [one.turn for one in spoken] == [one.turn for one in floor.delivered]
    assert [one.number for one in spoken] == list(range(1, len(spoken) + 1))
    assert all(abs(one.used - was.ran.total_seconds()) < 40 for one, was in zip(spoken, floor.delivered, strict=True))
    for held in found:
        assert held.rest is None or held.rest >= 0
        if held.length is not None and held.rest is not None:
            assert held.length == held.used + sum(held.changeovers) + held.suspended + held.rest


def test_moments_are_kept_to_the_second() -> None:
    half = timedelta(milliseconds=700)
    steps = [replace(one, at=one.at + half) for one in story(*TONGA)]
    assert minutes_of(steps) == minutes_of(story(*TONGA))
    assert TEN.microsecond == 0


def test_whoever_was_passed_over_came_back_or_was_refused_is_written_with_the_reason() -> None:
    steps = story("09:50 noted", "10:00 opened 1", "10:01 passed_over Chad", "10:02 called Tonga", "10:03 absent Tonga",
                  "10:04 found Tonga", "10:05 reply_asked Peru", "10:06 reply_refused reply:7", "10:07 noted Chad")  # fmt: skip
    [held] = minutes_of(replace(one, why=f"why {one.number}") for one in steps)
    assert (held.passed, held.returned, held.refused) == (
        (Noted(at(1), "Chad", "why 3", MARTA),),
        (Noted(at(4), "Tonga", "why 6", MARTA),),
        (Noted(at(6), "reply:7", "why 8", MARTA),),
    )
    assert held.notes == (Noted(at(-10), "", "why 1", MARTA), Noted(at(7), "Chad", "why 9", MARTA))


def test_a_right_of_reply_belongs_to_the_meeting_in_which_it_was_heard() -> None:
    first, second = minutes_of(
        story("10:00 opened 1", "10:01 reply_asked Peru", "10:02 reply_granted reply:2", "10:03 closed",
              "10:04 opened 2", "10:05 called reply:2 600 reply", "10:06 began", "10:07 ended")
    )  # fmt: skip
    assert ([one.key for one in first.replies], first.heard) == (["reply:2"], ())
    assert (second.replies, [one.delivered_at for one in second.heard]) == ((), [at(7)])


def test_what_passed_before_an_end_was_taken_back_late_is_no_speaking_time() -> None:
    [held] = minutes_of(
        story(
            "10:00 opened 1", "10:01 called Tonga", "10:02 began", "10:05 ended", "10:15 undone 4 stops",
            "10:16 continued", "10:17 ended",
        )
    )  # fmt: skip
    assert [(one.turn, one.used, one.ended_at) for one in held.spoken] == [("Tonga", 240, at(17))]
