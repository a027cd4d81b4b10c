"""Other limits while a meeting runs: only those who are left are counted, and the time that is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.buttons import Button
from rtop_event.floor.left_now import left_now
from rtop_event.speakers.floor_time import FloorTime
from rtop_event.speakers.left import day_left
from rtop_event.speakers.listing import listing
from rtop_event.speakers.timing import Turn, Window
from tests.floor.rooms import a_hall, at, hand
from tests.hands import Hands

LIMITS, CONSOLE = "/organise/rtop-2012/speakers/limits/", "/organise/rtop-2012/floor/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def hall(rows: None, it_is: Callable[[float], None]) -> Dialogue:
    """Tonga spoke, Peru gave up the floor; Chad and Denmark are left, an hour before the morning ends."""
    it_is(120)
    hall = a_hall()
    for minutes, button in enumerate((Button.OPEN, Button.NEXT, Button.START, Button.NEXT, Button.YIELD), start=110):
        hand(hall, button, minutes)
    session.commit()
    return hall


def read(desk: FlaskClient, path: str) -> dict[str, Any]:
    page: dict[str, Any] = desk.get(path, headers=JSON).get_json()
    return page


def test_the_limits_count_what_the_console_counts(desk: FlaskClient, hall: Dialogue) -> None:
    page, console = read(desk, LIMITS), read(desk, CONSOLE)["arithmetic"]
    then = page["then"]
    assert (console["left"], console["told"]) == (2, "fits, with about 54 min to spare")
    assert (then["speakers"], then["fitting"], then["spare"] // 60, page["strip"]["speakers"]) == (2, 2, 54, 2)
    assert (then["needed"] + then["spare"], page["what_if"]["answer"]) == (
        then["available"],
        "Everybody fits, with 54 min to spare.",
    )
    assert page["left"].startswith("The meeting is under way: this counts the 2 speakers who are left")
    assert "Back to the floor" in desk.get(LIMITS).text


def test_a_limit_that_is_tried_moves_whom_the_room_would_move(desk: FlaskClient, hall: Dialogue) -> None:
    tried = read(desk, f"{LIMITS}?delegation=3600")
    assert (tried["then"]["fitting"], tried["what_if"]["answer"][:14]) == (2, "Everybody fits")
    assert [one["who"] for one in tried["what_if"]["moved"]] == ["Denmark"]


def test_limits_that_were_saved_lead_back_to_the_floor_and_are_told_there(desk: FlaskClient, hall: Dialogue) -> None:
    page = Hands(desk).open(f"{LIMITS}?delegation=120").press("Save these limits")
    happened = read(desk, CONSOLE)["history"][0]
    assert (page.path, happened["told"], read(desk, CONSOLE)["next"]["limit"]) == (
        CONSOLE,
        "Desk (example) set other limits",
        120,
    )


@pytest.mark.parametrize(
    ("when", "left"), [(-1, False), (110, True), (-24 * 60, False), (500, True), ("closed", False)]
)
def test_somebody_is_left_from_the_opening_to_the_last_closing(rows: None, when: float | str, left: bool) -> None:
    hall = a_hall()
    if when != -1:
        hand(hall, Button.OPEN, 0)
    if when == "closed":
        for minutes, button in enumerate((Button.CLOSE, Button.OPEN, Button.CLOSE), start=1):
            hand(hall, button, minutes)
    found = left_now(hall, listing(hall), at(10 if isinstance(when, str) else when))
    assert (found is not None) is left


def test_who_speaks_before_the_hour_of_the_meeting_needs_time_too(rows: None) -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, -60)
    found = left_now(hall, listing(hall), at(-59))
    assert found is not None
    day = found.of(listing(hall)).day.day
    assert (day.needed > 0, day.needed + day.spare) == (True, day.available)
    assert [one.starts_at for one in found.windows][:1] == [at(-59)]


def test_an_opening_that_was_taken_back_leaves_nobody(rows: None) -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0, key="opened")
    hand(hall, Button.UNDO, 0.1, undoes="opened")
    assert left_now(hall, listing(hall), at(1)) is None


def test_who_no_longer_fits_is_over_by_what_the_room_says(rows: None) -> None:
    hall = a_hall()
    hand(hall, Button.OPEN, 0)
    found = left_now(hall, listing(hall), at(478))
    assert found is not None
    seen = found.of(listing(hall))
    over = seen.rows[-1].turn.over_by
    assert (found.fits(seen.places, seen.timetable), seen.day.day.over, seen.day.day.spare) == (False, over, 0)
    assert (over > 0, seen.day.day.needed) == (True, seen.day.day.available + over)


def test_time_is_left_until_the_end_of_the_meeting_of_the_last_turn() -> None:
    turns = [Turn("a", 1, at(0), at(5)), Turn("b", 2, at(60), at(70), over_by=0)]
    windows = [Window(1, at(0), at(10)), Window(2, at(60), at(90)), Window(3, at(100), at(200))]
    found = day_left(turns, windows)
    assert [(one.available, one.needed, one.spare) for one in (*found.meetings, found.day)] == [
        (600, 300, 300),
        (1800, 600, 1200),
        (6000, 0, 6000),
        (2400, 900, 1200),
    ]
    assert day_left([], windows[:1]).day == FloorTime(None, 600, 0, 0, 0, 600, 0)
