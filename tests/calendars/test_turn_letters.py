"""Why a turn is no longer in somebody's calendar."""

from __future__ import annotations

from datetime import date

import pytest

from rtop_event.calendars.turn_letters import AboutTurn, why_cancelled

ABOUT = AboutTurn(
    subject_name="Chad",
    day=date(2012, 9, 5),
    name="A. Example",
    delegation="Chad",
    dialogue="Timely and decisive response",
    when="",
    place="",
    expected="",
    where="",
    page="",
    own_page="",
    desk="",
)


@pytest.mark.parametrize(
    ("mine", "called_off", "speaks", "told"),
    [
        (False, False, True, "somebody else now writes to us for Chad"),
        (True, True, True, "has been cancelled."),
        (True, False, True, "the meeting does not take place, or no longer reaches this statement."),
        (True, False, False, "Chad is no longer on the list of speakers"),
    ],
)
def test_why_a_turn_is_cancelled(mine: bool, called_off: bool, speaks: bool, told: str) -> None:
    assert told in str(why_cancelled(ABOUT, mine=mine, called_off=called_off, speaks=speaks))
