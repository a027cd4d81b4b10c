"""What one press does: whom it calls, for how long, what it takes back."""

from __future__ import annotations

import pytest

from rtop_event.dialogues.words import RepliesGo
from rtop_event.floor.facts import presses
from rtop_event.floor.pressing import Customs, Due, Made, asking_reply, calling, mark_of, next_up, undoable, undoing
from rtop_event.floor.refusals import NothingToUndo, OutOfOrder, RepliesUsed, WhyUndone
from rtop_event.floor.state import Floor
from rtop_event.floor.taking import floor_after
from rtop_event.floor.words import Act, Voice
from tests.floor.steps import at, story

CUSTOMS = Customs()
TONGA, PERU = Due("Tonga", Voice.STATEMENT, 180), Due("Peru", Voice.STATEMENT, 300)
REPLIES = (
    "10:00 opened 1",
    "10:01 reply_asked Chad",
    "10:02 reply_refused reply:2",
    "10:03 reply_asked Chad",
    "10:04 reply_granted reply:4",
    "10:05 reply_asked Chad",
    "10:06 reply_granted reply:6",
)


def test_the_list_comes_before_the_rights_of_reply() -> None:
    floor = floor_after(story(*REPLIES))
    assert next_up([TONGA, PERU], floor, CUSTOMS) == TONGA
    assert next_up([], floor, CUSTOMS) == Due("reply:4", Voice.REPLY, 600)


def test_the_second_right_of_reply_is_shorter() -> None:
    floor = floor_after(story(*REPLIES, "10:07 called reply:4 600 reply", "10:08 began", "10:09 ended"))
    assert next_up([], floor, CUSTOMS) == Due("reply:6", Voice.REPLY, 300)


def test_nobody_is_left() -> None:
    assert next_up([], floor_after(story(*REPLIES[:4])), CUSTOMS) is None


def test_who_replies_is_not_called_again() -> None:
    floor = floor_after(story(*REPLIES[:5], "10:07 called reply:4 600 reply"))
    assert next_up([], floor, CUSTOMS) is None


def test_a_delegation_has_two_rights_of_reply() -> None:
    assert asking_reply("Chad", floor_after(story(*REPLIES[:4])), CUSTOMS) == Made(Act.REPLY_ASKED, turn="Chad")
    with pytest.raises(RepliesUsed):
        asking_reply("Chad", floor_after(story(*REPLIES)), CUSTOMS)


def test_rights_of_reply_are_kept_to_the_end_of_the_days_debate() -> None:
    floor = floor_after(story(*REPLIES))
    due = next_up([], floor, CUSTOMS)
    assert due
    assert due.voice is Voice.REPLY
    assert next_up([], floor, CUSTOMS, more_today=True) is None
    assert next_up([PERU], floor, CUSTOMS, more_today=True) == PERU
    each = Customs(replies_go=RepliesGo.MEETING)
    assert next_up([], floor, each, more_today=True) == due


CALL = Made(Act.CALLED, turn="Tonga", voice=Voice.STATEMENT, seconds=180)


def test_calling_ends_what_runs() -> None:
    speaking = floor_after(story("10:00 opened 1", "10:01 called Peru", "10:02 began"))
    assert calling(TONGA, TONGA, Floor(), "") == [CALL]
    assert calling(TONGA, TONGA, speaking, "") == [Made(Act.ENDED), CALL]


def test_who_is_called_out_of_order_is_called_for_a_reason() -> None:
    for why in ("", "  "):
        with pytest.raises(OutOfOrder):
            calling(TONGA, PERU, Floor(), why)
    [made] = calling(TONGA, None, Floor(), " has to leave ")
    assert (made.turn, made.why) == ("Tonga", "has to leave")


SPEECH = ("10:00 opened 1", "10:01 called Peru", "10:02 began", "10:05 ended", "+10:05 called Tonga")


def test_steps_of_one_press_belong_together() -> None:
    found = presses(story(*SPEECH))
    assert [(one.key, one.acts, one.at, one.by) for one in found[2:]] == [
        ("press 3", (Act.BEGAN,), at(2), "Marta (example)"),
        ("press 4", (Act.ENDED, Act.CALLED), at(5), "Marta (example)"),
    ]


def test_the_last_press_is_taken_back_whole() -> None:
    steps = story(*SPEECH)
    assert undoing(steps, "press 4", CUSTOMS, "", at(5.5)) == Made(Act.UNDONE, undoes="press 4")
    assert undoing(steps, "press 4", CUSTOMS, " wrong button ", at(9)) == Made(
        Act.UNDONE, why="wrong button", undoes="press 4", stops=True
    )
    assert not undoing(story(*SPEECH[:3]), "press 3", CUSTOMS, "too early", at(9)).stops
    with pytest.raises(NothingToUndo):
        undoing(steps, "press 3", CUSTOMS, "", at(5.5))
    with pytest.raises(WhyUndone):
        undoing(steps, "press 4", CUSTOMS, " ", at(5.6))


def test_undoing_goes_on_backwards() -> None:
    assert [one.key for one in undoable(story(*SPEECH, "10:06 undone 4"))] == ["press 3"]


def test_what_is_done_beside_the_floor_hides_no_press_that_moved_it() -> None:
    quiet = ("10:05:10 noted", "10:05:20 blanked")
    steps = story(*SPEECH, *quiet)
    assert [one.key for one in undoable(steps)] == ["press 4", "press 6"]
    for press in ("press 4", "press 6"):
        assert undoing(steps, press, CUSTOMS, "", at(5.5)) == Made(Act.UNDONE, undoes=press)
    with pytest.raises(NothingToUndo):
        undoing(steps, "press 5", CUSTOMS, "", at(5.5))
    assert [one.key for one in undoable(story("10:00 blanked", "10:01 shown"))] == ["press 2"]


def test_there_is_nothing_to_undo() -> None:
    for steps in (story(), story("10:00 opened 1", "10:01 undone 1")):
        with pytest.raises(NothingToUndo):
            undoing(steps, "press 1", CUSTOMS, "why", at(2))


def test_what_is_done_beside_the_floor_overtakes_nobody() -> None:
    quiet = ("10:06 noted", "10:07 reply_asked Chad", "10:08 reply_granted reply:7", "10:09 blanked")
    assert mark_of(story(*SPEECH, *quiet)) == "press 4"
    assert mark_of(story(*SPEECH, "10:06 undone 4")) == "press 5"
    assert mark_of([]) == ""
