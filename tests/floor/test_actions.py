"""One press takes its steps, or none."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import RepliesGo
from rtop_event.floor.buttons import Button
from rtop_event.floor.models import FloorCustoms
from rtop_event.floor.offered import beside
from rtop_event.floor.refusals import (
    NobodyHasTheFloor,
    NobodyWaits,
    NoteIsEmpty,
    NothingToUndo,
    NotNext,
    OutOfOrder,
    PressedMeanwhile,
    WaitsElsewhere,
    WhyUndone,
)
from rtop_event.floor.room import delegation_key
from rtop_event.floor.swap import swap
from rtop_event.organisers.models import Change
from rtop_event.refusal import NotFound, StaleHand
from rtop_event.speakers.actions import pin
from rtop_event.speakers.bulk_told import bulk_told
from rtop_event.speakers.chair_swap import OtherList, SwapReason
from rtop_event.speakers.models import PlacedMove
from rtop_event.speakers.refusals import IsPinned
from rtop_event.speakers.undoing import undo
from tests.floor.rooms import a_hall, at, hand, hand_about, room, told, turn
from tests.speakers.desk_lists import registration

pytestmark = pytest.mark.usefixtures("rows")


def test_a_meeting_from_the_first_word_to_the_next() -> None:
    hall = a_hall()
    for button, minutes in ((Button.OPEN, 0), (Button.NEXT, 1), (Button.START, 2), (Button.NEXT, 5), (Button.START, 6)):
        hand(hall, button, minutes)
    assert told(hall) == ["opened", "called Tonga", "began", "ended", "called Peru", "began"]
    seen = room(hall, 7)
    assert [seen.name(one.key) for one in seen.waiting] == ["Chad", "Denmark"]
    assert seen.floor.speech
    assert int(seen.floor.speech.used(at(7)).total_seconds()) == 60


def test_the_same_press_happens_once() -> None:
    hall = a_hall()
    assert hand(hall, Button.OPEN, 0, key="one")
    assert not hand(hall, Button.OPEN, 1, key="one")
    assert told(hall) == ["opened"]


def test_the_second_of_two_hands_sees_what_the_first_did() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    saw = room(hall).mark
    hand(hall, Button.NEXT, 1, mark=saw)
    with pytest.raises(PressedMeanwhile) as refused:
        hand(hall, Button.NEXT, 1, mark=saw, by="Ines (example)")
    assert str(refused.value.reason) == "Nothing was done, since meanwhile: Marta (example) called Tonga."
    assert told(hall) == ["opened", "called Tonga"]


def test_a_hand_that_saw_no_floor_of_ours_is_refused() -> None:
    with pytest.raises(StaleHand):
        hand(a_hall(), Button.OPEN, 0, mark="made up")


def test_a_note_overtakes_nobody() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    saw = room(hall).mark
    hand(hall, Button.NOTE, 1, why="water, please")
    assert hand(hall, Button.NEXT, 1, mark=saw)


def test_nobody_is_called_whom_the_button_did_not_name() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    with pytest.raises(NotNext):
        hand(hall, Button.NEXT, 1, "Peru")
    assert told(hall) == ["opened"]


def test_the_clock_of_the_house_never_goes_back() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 5)
    hand(hall, Button.NEXT, 3)
    assert [step.at for step in room(hall).steps] == [at(5), at(5)]


def test_what_was_refused_left_nothing() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    for button, name, refusal in (
        (Button.CALL, "Chad", OutOfOrder),
        (Button.ABSENT, "", NobodyHasTheFloor),
        (Button.UNDO, "", NothingToUndo),
    ):
        with pytest.raises(refusal):
            hand(hall, button, 1, name)
    assert told(hall) == ["opened"]
    assert len(session.scalars(select(Change).where(Change.about == "floor")).all()) == 1


def test_anybody_is_called_out_of_order_for_a_reason() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.CALL, 1, "Chad", why="leaves at eleven")
    seen = room(hall)
    assert seen.floor.speech
    assert (seen.name(seen.floor.speech.turn), seen.floor.speech.called_why) == ("Chad", "leaves at eleven")
    with pytest.raises(NotFound):
        hand(hall, Button.CALL, 1, "Chad", why="once more")


def test_the_absent_come_at_the_end_of_their_block_and_again_when_found() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    for minutes, name in enumerate(("Tonga", "Peru")):
        hand(hall, Button.NEXT, minutes + 1, name)
        hand(hall, Button.YIELD, minutes + 1)
    hand(hall, Button.NEXT, 4, "Chad")
    hand(hall, Button.ABSENT, 4)
    assert [room(hall).name(one.key) for one in room(hall).waiting] == ["Denmark", "Chad"]
    hand(hall, Button.FOUND, 5, "Chad")
    assert [room(hall).name(one.key) for one in room(hall).waiting] == ["Chad", "Denmark"]
    hand(hall, Button.SKIP, 6, "Chad")
    assert [room(hall).name(one.key) for one in room(hall).waiting] == ["Denmark", "Chad"]


def test_the_last_press_is_undone_whole() -> None:
    hall = a_hall()
    for button, minutes in ((Button.OPEN, 0), (Button.NEXT, 1), (Button.START, 2), (Button.NEXT, 5)):
        hand(hall, button, minutes)
    last = room(hall).mark
    with pytest.raises(WhyUndone):
        hand(hall, Button.UNDO, 6, undoes=last)
    hand(hall, Button.UNDO, 6, undoes=last, why="wrong button")
    floor = room(hall, 7).floor
    assert floor.speech
    assert (room(hall).name(floor.speech.turn), floor.speech.used(at(7)).total_seconds()) == ("Tonga", 180)


def test_a_right_of_reply_waits_for_the_end_of_the_list() -> None:
    hall = a_hall()
    chad = delegation_key(registration("Chad").delegation_id)
    hand(hall, Button.OPEN, 0)
    session.flush()
    from_chad = room(hall).delegations[chad]
    assert from_chad == "Chad"
    hand_about(hall, Button.REPLY, chad, 2)
    reply = room(hall).floor.replies[0].key
    hand_about(hall, Button.GRANT, reply, 2)
    for name in ("Tonga", "Peru", "Chad", "Denmark"):
        hand(hall, Button.YIELD, 3, name)
    first = room(hall).first
    assert first
    assert (first.turn, first.seconds, room(hall).name(reply)) == (reply, 600, "Chad")
    hand(hall, Button.NEXT, 4)
    with pytest.raises(NobodyWaits):
        hand(hall, Button.NEXT, 5)


def test_a_dialogue_has_its_own_customs() -> None:
    hall = a_hall()
    session.add(FloorCustoms(dialogue_id=hall.id, most_replies=1, first_reply=120, point_stops_clock=False))
    session.flush()
    assert (room(hall).customs.most_replies, room(hall).customs.first_reply) == (1, 120)


def test_every_step_stands_in_the_record() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.NEXT, 1, "Tonga")
    lines = session.scalars(select(Change).where(Change.about == "floor").order_by(Change.id)).all()
    assert [(one.what, one.after) for one in lines] == [
        ("floor: opened", {"meeting": 1}),
        ("floor: called", {"who": "Tonga", "voice": "statement", "seconds": 180}),
    ]
    assert turn(hall, "Tonga")


def test_a_right_of_reply_is_called_before_its_turn_for_a_reason_and_may_be_absent() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    hand_about(hall, Button.REPLY, delegation_key(registration("Chad").delegation_id), 1)
    reply = room(hall).floor.replies[0].key
    with pytest.raises(NotFound):
        hand_about(hall, Button.CALL, reply, 2)
    hand_about(hall, Button.GRANT, reply, 2)
    with pytest.raises(OutOfOrder):
        hand_about(hall, Button.CALL, reply, 2)
    assert room(hall).to_call(reply).seconds == 600


def offered(hall: Dialogue) -> list[str]:
    """The words of the buttons beside the one that goes on."""
    return [str(one.word) for one in beside(room(hall, 3))]


@pytest.mark.parametrize(
    ("meeting", "replies_go", "told"),
    [
        (1, RepliesGo.DAY, ["Close the meeting", "Suspend the meeting"]),
        (1, RepliesGo.MEETING, ["Call Chad", "Close the meeting", "Suspend the meeting"]),
        (2, RepliesGo.DAY, ["Call Chad", "Close the meeting", "Suspend the meeting"]),
    ],
)
def test_rights_of_reply_close_the_day_of_a_list_that_is_not_exhausted(
    meeting: int, replies_go: RepliesGo, told: list[str]
) -> None:
    hall = a_hall()
    session.add(FloorCustoms(dialogue_id=hall.id, replies_go=replies_go))
    for button in (Button.OPEN, Button.CLOSE, Button.OPEN)[: meeting * 2 - 1]:
        hand(hall, button, 0)
    for name in ("Chad", "Peru"):
        hand_about(hall, Button.REPLY, delegation_key(registration(name).delegation_id), 1)
        hand_about(hall, Button.GRANT, room(hall).floor.replies[-1].key, 2)
    assert offered(hall) == told
    chad, peru = (one.key for one in room(hall).floor.replies)
    for reply in (peru, chad)[: 2 if len(told) == 2 else 1]:
        with pytest.raises(OutOfOrder):
            hand_about(hall, Button.CALL, reply, 3)
    if len(told) == 3:
        hand_about(hall, Button.CALL, chad, 3)
        for button in (Button.START, Button.END):
            hand(hall, button, 3)
        assert [(one.turn, one.called_why) for one in room(hall, 4).floor.delivered] == [(chad, "")]
        assert offered(hall)[0] == "Call Peru"


def test_who_was_called_is_marked_by_name_too() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    tonga = turn(hall, "Tonga")
    hand(hall, Button.NEXT, 1)
    with pytest.raises(NotFound):
        room(hall).to_call(tonga)
    hand(hall, Button.ABSENT, 2, "Tonga")
    assert room(hall).floor.absent == (tonga,)
    hand(hall, Button.YIELD, 3, "Peru")
    hand(hall, Button.NEXT, 4)
    hand(hall, Button.YIELD, 5)
    assert len(room(hall).floor.yielded) == 2


def test_a_meeting_is_opened_by_its_number() -> None:
    hall = a_hall()
    assert [room(hall).meeting_to_open(number) for number in (None, 2)] == [1, 2]
    with pytest.raises(NotFound):
        room(hall).meeting_to_open(3)


@pytest.mark.parametrize("button", [Button.SKIP, Button.ABSENT])
def test_who_waits_behind_the_next_one_waits_for_one_turn(button: Button) -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    for pressed in (Button.NEXT, button, Button.NEXT, Button.START):
        hand(hall, pressed, 1)
    speaking = room(hall, 2)
    assert speaking.floor.speech
    assert speaking.first
    assert [speaking.name(one) for one in (speaking.floor.speech.turn, speaking.first.turn)] == ["Peru", "Tonga"]
    hand(hall, Button.END, 3)
    first = room(hall).first
    assert first
    assert room(hall).name(first.turn) == "Tonga"


def replying(hall: Dialogue, *names: str) -> list[str]:
    """The list is empty, and these have granted rights of reply."""
    hand(hall, Button.OPEN, 0)
    for name in ("Tonga", "Peru", "Chad", "Denmark"):
        hand(hall, Button.YIELD, 1, name)
    for name in names:
        hand_about(hall, Button.REPLY, delegation_key(registration(name).delegation_id), 2)
        hand_about(hall, Button.GRANT, room(hall).floor.replies[-1].key, 2)
    return [one.key for one in room(hall).floor.replies]


def test_a_right_of_reply_that_is_given_up_holds_nobody_up() -> None:
    hall = a_hall()
    chad, peru = replying(hall, "Chad", "Peru")
    hand(hall, Button.NEXT, 3)
    hand(hall, Button.YIELD, 4)
    assert room(hall).first == room(hall).to_call(peru)
    with pytest.raises(NotFound):
        room(hall).to_call(chad)


def test_who_is_absent_for_a_reply_comes_after_the_next_one() -> None:
    hall = a_hall()
    chad, peru = replying(hall, "Chad", "Peru")
    hand(hall, Button.NEXT, 3)
    hand(hall, Button.ABSENT, 4)
    assert room(hall).first == room(hall).to_call(peru)
    for button in (Button.NEXT, Button.START, Button.END):
        hand(hall, button, 5)
    assert room(hall).first == room(hall).to_call(chad)


def test_who_spoke_keeps_the_name_when_the_request_leaves_the_list() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.NEXT, 1)
    tonga = registration("Tonga")
    tonga.wants_floor = False
    tonga.settle()
    session.flush()
    seen = room(hall)
    assert seen.floor.speech
    assert seen.name(seen.floor.speech.turn) == "Tonga"


def test_an_undo_that_was_overtaken_says_by_what() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    saw = room(hall).mark
    hand(hall, Button.NEXT, 1, "Tonga")
    hand(hall, Button.NOTE, 1, why="water")
    with pytest.raises(PressedMeanwhile) as refused:
        hand(hall, Button.UNDO, 1, undoes=saw)
    assert str(refused.value.reason).endswith("Marta (example) called Tonga.")
    hand(hall, Button.UNDO, 1, undoes=room(hall).mark)
    assert told(hall)[-3:] == ["called Tonga", "noted", "undone"]
    assert room(hall).floor.speech is None


def swapped(hall: Dialogue, one: str, other: str, why: str = "flight at noon", seen: str = "") -> None:
    """The chair exchanges two who wait, having just seen the list."""
    seen = seen or room(hall).listing.fingerprint
    swap(hall, turn(hall, one), turn(hall, other), seen=seen, why=why, by="Marta (example)", at=at(3))
    session.flush()


def names_waiting(hall: Dialogue) -> list[str]:
    return [seat.row.entry.delegation for seat in room(hall).waiting]


@pytest.mark.parametrize(
    ("one", "other", "order", "moves"),
    [
        ("Tonga", "Peru", ["Peru", "Tonga", "Chad", "Denmark"], 1),
        ("Tonga", "Denmark", ["Denmark", "Peru", "Chad", "Tonga"], 2),
        ("Denmark", "Peru", ["Tonga", "Denmark", "Chad", "Peru"], 2),
    ],
)
def test_two_who_wait_exchange_their_places_for_a_reason(one: str, other: str, order: list[str], moves: int) -> None:
    hall = a_hall()
    swapped(hall, one, other)
    assert names_waiting(hall) == order
    kept = session.scalars(select(PlacedMove)).all()
    assert [(move.reason, move.by) for move in kept] == [("flight at noon", "Marta (example)")] * moves
    session.commit()
    line = session.scalars(select(Change).order_by(Change.number.desc())).first()
    assert line is not None
    assert (line.what, line.after["swapped"], line.why) == ("moved together", [one, other], "flight at noon")
    assert str(bulk_told(line)) == f"{one} and {other} exchanged their places, because: flight at noon"
    undo(hall, line.number or 0, by="Marta (example)", at=at(4))
    session.flush()
    assert names_waiting(hall) == ["Tonga", "Peru", "Chad", "Denmark"]


def test_a_swap_leaves_floor_and_clock_alone() -> None:
    hall = a_hall()
    for minutes, button in enumerate((Button.OPEN, Button.NEXT, Button.START)):
        hand(hall, button, minutes)
    before = room(hall)
    swapped(hall, "Peru", "Denmark")
    assert (room(hall).floor, room(hall).mark) == (before.floor, before.mark)
    assert names_waiting(hall) == ["Denmark", "Chad", "Peru"]


def test_what_a_swap_is_refused_with() -> None:
    hall = a_hall()
    with pytest.raises(SwapReason):
        swapped(hall, "Tonga", "Peru", why="  ")
    with pytest.raises(OtherList):
        swapped(hall, "Tonga", "Tonga")
    with pytest.raises(StaleHand):
        swapped(hall, "Tonga", "Peru", seen="another list")
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.NEXT, 1)
    with pytest.raises(StaleHand):
        swapped(hall, "Tonga", "Peru")
    hand(hall, Button.ABSENT, 2)
    with pytest.raises(WaitsElsewhere):
        swapped(hall, "Tonga", "Peru")
    seen = room(hall).listing.fingerprint
    pin(hall, turn(hall, "Chad"), place=3, reason="", seen=seen, by="Marta (example)", at=at(3))
    with pytest.raises(IsPinned):
        swapped(hall, "Peru", "Chad")


def test_a_note_stands_on_a_turn_for_the_console_and_the_record() -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.NOTE, 1, "Peru", why="speaks Spanish")
    hand(hall, Button.NOTE, 2, why="the lights flicker")
    assert room(hall).notes == {turn(hall, "Peru"): ("speaks Spanish",)}
    lines = session.scalars(select(Change).where(Change.what == "floor: noted").order_by(Change.id))
    assert [(line.after.get("who"), line.why) for line in lines] == [
        ("Peru", "speaks Spanish"),
        (None, "the lights flicker"),
    ]
    with pytest.raises(NoteIsEmpty):
        hand(hall, Button.NOTE, 3, "Peru")
