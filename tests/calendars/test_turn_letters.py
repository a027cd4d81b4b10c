"""Why a turn is no longer in somebody's calendar."""

from __future__ import annotations

from datetime import date

import pytest

from rtop_event.calendars.turn_letters import AboutTurn, why_cancelled
from rtop_event.wording import Sentence

ABOUT = AboutTurn(
    subject_name="Chad",
    day=date(2012, 9, 5),
    salutation=Sentence("Dear A. Example,"),
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
    ("called_off", "speaks", "told"),
    [
        (True, True, "The dialogue “Timely and decisive response” has been cancelled."),
        (False, True, "The meeting does not take place, or no longer reaches this statement."),
        (False, False, "Chad is no longer on the list of speakers of “Timely and decisive response”."),
    ],
)
def test_why_a_turn_is_cancelled(called_off: bool, speaks: bool, told: str) -> None:
    assert str(why_cancelled(ABOUT, called_off=called_off, speaks=speaks)) == told
