"""The board and the strip tell in words what state the room is in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.board import board_page
from rtop_event.floor.buttons import Button
from tests.floor.rooms import a_hall, hand, hand_about, room

BOARD = "/dialogues/rtop-2012/floor/"
JSON = {"Accept": "application/json"}
CALLED = (Button.OPEN, Button.NEXT, Button.START)


@pytest.fixture
def hall(rows: None) -> Dialogue:
    """A list of four, whose floor nobody has opened."""
    made = a_hall()
    session.commit()
    return made


def pressed(hall: Dialogue, *buttons: Button) -> None:
    """All of them in the first minute of the meeting."""
    for button in buttons:
        hand(hall, button, 1)


def asked(hall: Dialogue, button: Button, name: str) -> None:
    """A point of order, or a right of reply that is granted."""
    hand_about(hall, button, next(key for key, known in room(hall).delegations.items() if known == name), 1)
    if button is Button.REPLY:
        hand_about(hall, Button.GRANT, room(hall).floor.replies[0].key, 1)


def states(hall: Dialogue, minutes: float = 2) -> list[tuple[str, ...]]:
    """What the board tells then."""
    shown = board_page(hall, room(hall, minutes)).states
    return [(one.kind.value, str(one.told), *([str(one.then)] if one.then else [])) for one in shown]


def test_every_state_of_a_meeting_that_sits_is_told(hall: Dialogue) -> None:
    pressed(hall, *CALLED)
    assert states(hall) == []
    assert states(hall, 9) == [("over-time", "The time is over")]
    pressed(hall, Button.PAUSE)
    assert states(hall) == [("paused", "Paused")]
    pressed(hall, Button.CONTINUE)
    asked(hall, Button.POINT, "Chad")
    assert states(hall) == [("point-of-order", "Point of order: Chad")]
    pressed(hall, Button.RULE, Button.SUSPEND)
    assert states(hall) == [("suspended", "Suspended")]
    pressed(hall, Button.RESUME)
    hand(hall, Button.SUSPEND, 1, seconds=900)
    assert states(hall) == [("suspended", "Suspended", "Resumes about 10:16")]
    pressed(hall, Button.BLANK)
    assert states(hall) == []


def test_a_right_of_reply_is_told_with_what_holds_beside_it(hall: Dialogue) -> None:
    pressed(hall, Button.OPEN)
    asked(hall, Button.REPLY, "Peru")
    pressed(hall, *[Button.NEXT, Button.START] * 4, Button.NEXT)
    assert states(hall) == [("right-of-reply", "Right of reply")]
    pressed(hall, Button.START)
    assert states(hall, 12) == [("right-of-reply", "Right of reply"), ("over-time", "The time is over")]


def test_between_meetings_the_board_tells_when_the_next_opens(hall: Dialogue) -> None:
    assert states(hall, -5) == [
        ("not-open", "The meeting has not been opened yet.", "Morning meeting opens: 10:00"),
    ]
    assert states(hall, -24 * 60)[0][2] == "Morning meeting opens: 5 September 2012, 10:00"
    pressed(hall, Button.OPEN, Button.CLOSE)
    assert states(hall) == [("closed", "The meeting is closed.", "Afternoon meeting opens: 15:00")]
    pressed(hall, Button.OPEN, Button.CLOSE)
    assert states(hall) == [("closed", "The meeting is closed.")]


@pytest.mark.parametrize(
    ("buttons", "kinds", "words"),
    [
        ((), ["not-open"], "The meeting has not been opened yet."),
        ((*CALLED, Button.SUSPEND), ["suspended"], "Suspended"),
        ((*CALLED, Button.POINT), ["point-of-order"], "Point of order: Chad"),
        ((*CALLED, Button.PAUSE), ["paused"], "Paused"),
        (CALLED, ["over-time"], "The time is over"),
        (
            (Button.OPEN, Button.REPLY, *[Button.NEXT, Button.START] * 4, Button.NEXT),
            ["right-of-reply"],
            "Right of reply",
        ),
        ((Button.OPEN, Button.CLOSE), ["closed"], "Afternoon meeting opens: 5 September 2012, 15:00"),
        ((*CALLED, Button.BLANK), [], ""),
    ],
)
def test_a_state_stands_on_board_and_strip_and_in_the_json(
    hall: Dialogue, client: FlaskClient, buttons: tuple[Button, ...], kinds: list[str], words: str
) -> None:
    for button in buttons:
        if button in {Button.POINT, Button.REPLY}:
            asked(hall, button, "Chad")
        else:
            hand(hall, button, 1)
    session.commit()
    faces = [client.get(path) for path in (BOARD, f"{BOARD}strip/")]
    shown = client.get(BOARD, headers=JSON).get_json()
    assert [one["kind"] for one in shown["states"]] == kinds
    assert [words in face.text for face in faces] == [True, words != "The time is over"]
    assert shown["states"] == client.get(f"{BOARD}strip/", headers=JSON).get_json()["states"]


def test_a_blank_board_tells_nothing_to_anybody(hall: Dialogue, client: FlaskClient) -> None:
    pressed(hall, *CALLED, Button.BLANK)
    session.commit()
    fragment = client.get(BOARD, headers={"X-Fragment": "1"}).text
    assert fragment.strip() == '<p class="blank" data-say="">&nbsp;</p>'


def test_the_hour_of_the_next_meeting_is_that_of_the_dialogue(hall: Dialogue) -> None:
    hall.zone = "Europe/Paris"
    assert states(hall, -60)[0][2] == "Morning meeting opens: 16:00"
    hall.meetings[0].starts_at -= timedelta(hours=1)
    assert states(hall, -60)[0][2] == "Morning meeting opens: 15:00"
