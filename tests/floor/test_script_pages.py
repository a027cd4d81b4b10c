"""The script of a room: right after a swap, a move, an absence, and in the chair's language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import RepliesGo
from rtop_event.floor.buttons import Button
from rtop_event.floor.models import FloorCustoms
from rtop_event.floor.offered import primary
from rtop_event.floor.script_pages import script_page
from tests.floor.rooms import NAMES, a_hall, hand, hand_about, room
from tests.speakers.desk_lists import registration

SCRIPT = "/organise/rtop-2012/floor/script/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def hall(rows: None) -> Dialogue:
    """A list of four, whose floor nobody has opened."""
    made = a_hall()
    session.commit()
    return made


def cues(hall: Dialogue, minutes: float = 0) -> list[str]:
    """When each of the passages is said, now, next and then."""
    page = script_page(hall, room(hall, minutes))
    return [str(one.cue) for one in (page.now, *page.coming)]


def test_the_script_follows_the_room(hall: Dialogue) -> None:
    assert cues(hall) == ["To open the meeting: Morning meeting", "To give the floor", "After Tonga"]
    hand(hall, Button.OPEN, 0)
    assert cues(hall) == ["To give the floor", "After Tonga", "After Peru"]
    hand(hall, Button.NEXT, 1)
    assert cues(hall) == ["To call Tonga", "After Tonga", "After Peru"]
    hand(hall, Button.ABSENT, 2)
    assert cues(hall) == ["To give the floor", "After Peru", "After Tonga"]
    hand(hall, Button.YIELD, 3, "Tonga")
    assert cues(hall) == ["To give the floor", "After Peru", "After Chad"]
    hand(hall, Button.SUSPEND, 4)
    assert cues(hall)[0] == "To resume the meeting"


def test_who_has_ended_is_thanked_until_something_else_is_done(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.NEXT, 1)
    hand(hall, Button.START, 1)
    hand(hall, Button.END, 4)
    page = script_page(hall, room(hall, 4))
    assert (str(page.now.cue), str(page.now.lines[0])[:14]) == ("After Tonga", "I thank H.E. S")
    assert str(page.now.lines[1]).startswith("I now give the floor to")
    hand(hall, Button.NEXT, 5)
    hand(hall, Button.ABSENT, 5)
    assert cues(hall)[0] == "To give the floor"


def test_the_thanks_stay_after_end_and_call_in_one_until_the_clock_runs(hall: Dialogue) -> None:
    for button in (Button.OPEN, Button.NEXT, Button.START, Button.NEXT):
        hand(hall, button, 1)
    for button in (Button.NOTE, Button.MORE, Button.BLANK):
        page = script_page(hall, room(hall, 2))
        assert (str(page.now.cue), str(page.now.lines[0])[:14]) == ("To call Peru", "I thank H.E. S")
        assert str(page.now.lines[1]).startswith("I now give the floor to")
        hand(hall, button, 2, why="A note (example)")
    hand(hall, Button.START, 3)
    assert str(script_page(hall, room(hall, 3)).now.cue) == "After Peru"
    hand(hall, Button.END, 4)
    hand(hall, Button.CLOSE, 4)
    page = script_page(hall, room(hall, 4))
    assert page.said
    assert str(page.said.lines[0]).endswith("Permanent Representative of Peru.")


def said(hall: Dialogue, minutes: float) -> list[str]:
    """What is said at the press itself."""
    page = script_page(hall, room(hall, minutes))
    return [str(line) for line in page.said.lines] if page.said else []


def test_a_break_is_said_when_it_begins_and_its_end_is_not_to_be_read_yet(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    assert said(hall, 0) == []
    hand(hall, Button.SUSPEND, 1)
    assert [said(hall, minutes) for minutes in (1, 10.9, 11)] == [["The meeting is suspended."]] * 2 + [[]]
    hand(hall, Button.RESUME, 12)
    hand(hall, Button.SUSPEND, 13, seconds=300)
    told = ["The meeting is suspended for about 5 minutes."]
    assert [said(hall, minutes) for minutes in (13, 17.9, 18)] == [told] * 2 + [[]]
    hand(hall, Button.RESUME, 19)
    assert said(hall, 19) == []
    hand(hall, Button.SUSPEND, 20, seconds=900)
    assert [bool(said(hall, minutes)) for minutes in (20, 29.9, 30)] == [True, True, False]
    assert script_page(hall, room(hall, 30)).now.lines[0].text == "The meeting is resumed."


def test_the_words_of_the_close_stand_before_the_opening_of_the_next(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.CLOSE, 1)
    cut = [
        "We have not heard all speakers on the list.",
        "The remaining speakers will be heard in the next meeting: Afternoon meeting, 15:00.",
        "The meeting is adjourned.",
    ]
    assert [said(hall, minutes) for minutes in (1, 10.9, 11)] == [cut, cut, []]
    assert cues(hall, 1)[0] == "To open the meeting: Afternoon meeting"
    hand(hall, Button.OPEN, 2)
    assert said(hall, 2) == []
    for button in [Button.NEXT, Button.START] * 4 + [Button.END, Button.CLOSE]:
        hand(hall, button, 3)
    assert said(hall, 3)[1:] == [
        "We have heard the last speaker on the list.",
        "I thank all who took part in this dialogue.",
        "The meeting is closed.",
    ]


def test_the_words_of_a_break_are_drawn_above_those_that_are_not_to_be_read_yet(
    hall: Dialogue, viewer: FlaskClient, it_is: Callable[[float], None]
) -> None:
    it_is(2)
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.SUSPEND, 1, seconds=600)
    session.commit()
    now, later = viewer.get(SCRIPT, headers={"X-Fragment": "1"}).text.split("Not yet")
    assert "The meeting is suspended for about 10 minutes." in now
    assert "The meeting is resumed." in later
    for button in (Button.RESUME, Button.CLOSE, Button.OPEN, Button.CLOSE):
        hand(hall, button, 2)
    session.commit()
    drawn = viewer.get(SCRIPT, headers={"X-Fragment": "1"}).text
    assert "The meeting is adjourned." in drawn
    assert "Not yet" not in drawn


def test_a_list_of_a_later_meeting_is_not_left_of_the_one_that_is_closed(hall: Dialogue) -> None:
    hall.order_preset = "general-debate"
    for name in NAMES:
        registration(name).meeting_number = 2
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.CLOSE, 1)
    assert said(hall, 1)[0] == "We have heard the last speaker on the list."


def test_an_exercise_is_marked_but_not_spoken_of(hall: Dialogue) -> None:
    theme = "The Responsibility to Protect: timely and decisive response"
    subjects = []
    for rehearses, title in (("rtop-2012", "Exercise: A dialogue"), ("rtop-2012", "A dialogue"), ("", "Exercise: A")):
        hall.rehearses, hall.title, hall.theme = rehearses, title, f"Exercise: {theme}"
        subjects.append(str(script_page(hall, room(hall)).now.lines[1]))
    spoken = "The subject of our dialogue is: "
    assert subjects == [f"{spoken}{theme}.", *[f"{spoken}Exercise: {theme}."] * 2]


def test_the_script_says_about_when_a_suspended_meeting_goes_on(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.SUSPEND, 1)
    assert cues(hall)[0] == "To resume the meeting"
    hand(hall, Button.RESUME, 2)
    hand(hall, Button.SUSPEND, 3, seconds=900)
    assert cues(hall)[0] == "To resume the meeting, about 10:18"


def test_rights_of_reply_and_points_of_order_are_read_too(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    chad = next(key for key, name in room(hall).delegations.items() if name == "Chad")
    hand_about(hall, Button.REPLY, chad, 1)
    asked = script_page(hall, room(hall)).at_hand[0]
    assert str(asked.lines[0]).startswith("The representative of Chad has asked for the floor in exercise")
    hand_about(hall, Button.GRANT, room(hall).floor.replies[0].key, 2)
    hand_about(hall, Button.POINT, chad, 3)
    assert cues(hall) == ["Point of order", "To give the floor", "After Tonga"]
    for button in (Button.RULE, *[Button.NEXT, Button.START] * 4):
        hand(hall, button, 4)
    reply = "I now give the floor to the representative of Chad, in exercise of the right of reply."
    assert str(script_page(hall, room(hall, 9)).now.lines[1]) == reply


def test_console_and_script_agree_on_rights_of_reply_at_the_end_of_each_meeting(hall: Dialogue) -> None:
    hall.order_preset = "general-debate"
    session.add(FloorCustoms(dialogue_id=hall.id, replies_go=RepliesGo.MEETING))
    session.commit()
    for name in NAMES:
        registration(name).meeting_number = 2 if name in ("Chad", "Denmark") else 1
    hand(hall, Button.OPEN, 0)
    peru = next(key for key, name in room(hall).delegations.items() if name == "Peru")
    hand_about(hall, Button.REPLY, peru, 1)
    hand_about(hall, Button.GRANT, room(hall).floor.replies[0].key, 1)
    for button in (*[Button.NEXT, Button.START] * 2, Button.END):
        hand(hall, button, 2)
    assert [one.meeting for one in room(hall).waiting] == [2, 2]
    pressed = primary(room(hall))
    assert pressed
    assert str(pressed.word) == "Call Peru"
    reply = "I now give the floor to the representative of Peru, in exercise of the right of reply."
    assert reply in [str(line) for line in script_page(hall, room(hall)).now.lines]


def test_the_last_words_of_each_meeting(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    shut = {str(one.cue): [str(line) for line in one.lines] for one in script_page(hall, room(hall)).at_hand}
    later = "The remaining speakers will be heard in the next meeting: Afternoon meeting, 15:00."
    assert later in shut["To close the meeting before the list is exhausted"]
    for button in (Button.CLOSE, Button.OPEN, Button.CLOSE):
        hand(hall, button, 1)
    assert cues(hall) == ["All meetings are closed: there is nothing to say."]


def test_a_viewer_reads_it_in_three_faces_and_on_paper(hall: Dialogue, viewer: FlaskClient) -> None:
    assert viewer.get(SCRIPT, headers=JSON).get_json()["now"]["lines"][0] == "I declare the meeting open."
    assert "I declare the meeting open." in viewer.get(SCRIPT).get_data(as_text=True)
    drawn = viewer.get(SCRIPT, headers={"X-Fragment": "1"})
    assert drawn.get_data(as_text=True).startswith("<h1>")
    same = {"X-Fragment": "1", "If-None-Match": drawn.headers["ETag"]}
    assert viewer.get(SCRIPT, headers=same).status_code == 304
    printed = viewer.get("/organise/rtop-2012/floor/script.pdf")
    assert (printed.mimetype, printed.data[:5]) == ("application/pdf", b"%PDF-")


def test_what_comes_after_a_speaker_is_not_to_be_read_yet(hall: Dialogue, viewer: FlaskClient) -> None:
    for button in (Button.OPEN, Button.NEXT, Button.START):
        hand(hall, button, 1)
    session.commit()
    seen = {minutes: script_page(hall, room(hall, minutes)) for minutes in (2, 9)}
    assert [(one.clock.used, one.over_time) for one in seen.values() if one.clock] == [(60, False), (480, True)]
    drawn = viewer.get(SCRIPT, headers={"X-Fragment": "1"}).text
    assert "The time is over: may I ask Tonga to conclude." in drawn.split("Not yet")[0]
    assert "I thank H.E. S" in drawn.split("Not yet")[1]
    hand(hall, Button.PAUSE, 2)
    session.commit()
    assert viewer.get(SCRIPT, headers=JSON).get_json()["speaking"] == {
        "told": "Has the floor: Tonga",
        "paused": True,
        "reminder": "The time is over: may I ask Tonga to conclude.",
    }
    assert "Paused" in viewer.get(SCRIPT).text
    hand(hall, Button.END, 3)
    assert script_page(hall, room(hall, 3)).speaking is None
