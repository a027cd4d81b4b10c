"""How the desk sets the way a floor is run."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from rtop_event.database import session
from rtop_event.dialogues import editing
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.words import AbsentGo, RepliesGo
from rtop_event.floor.customs import customs_of, set_customs, version_of
from rtop_event.floor.customs_forms import as_length
from rtop_event.floor.pressing import Customs
from rtop_event.organisers.models import Change
from rtop_event.refusal import StaleHand
from tests.builders import OPENED
from tests.floor.rooms import a_hall

URL = "/organise/rtop-2012/floor/customs/"
MARTA: dict[str, Any] = {"by": "Marta (example)", "at": OPENED}
TYPED = {
    "most_replies": "1",
    "first_reply": "5",
    "second_reply": "3:30",
    "replies_go": "meeting",
    "absent_go": "list",
    "lengthen_by": "60",
    "undo_freely": "0",
    "reason": "short of time",
}
SET = Customs(
    most_replies=1,
    first_reply=300,
    second_reply=210,
    point_stops_clock=False,
    undo_freely=0,
    lengthen_by=60,
    absent_go=AbsentGo.LIST,
    replies_go=RepliesGo.MEETING,
)


@pytest.fixture(autouse=True)
def hall(rows: None) -> None:
    """A list of four."""
    a_hall()
    session.commit()


def found() -> Customs:
    session.rollback()
    known = customs_of(any_dialogue("rtop-2012"))
    session.rollback()
    return known


def sent(desk: FlaskClient, **typed: str) -> TestResponse:
    """The form as it is drawn, with what was typed."""
    return desk.post(URL, data={**_hidden(desk.get(URL).get_data(as_text=True)), **TYPED, **typed})


def _hidden(page: str) -> dict[str, str]:
    found = (dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*type=.hidden.[^>]*>", page))
    return {one["name"]: one.get("value", "") for one in found}


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("10", 600), ("3:30", 210), ("60", 3600), ("61", 61), ("0", 0), ("ten", None), ("1:75", None), ("", None)],
)
def test_a_length_is_typed_in_minutes_or_in_minutes_and_seconds(typed: str, seconds: int | None) -> None:
    assert as_length(typed) == seconds


def test_the_desk_sets_them_and_the_record_tells(desk: FlaskClient) -> None:
    answered = sent(desk)
    assert (answered.status_code, answered.headers["Location"]) == (303, URL)
    assert found() == SET
    line = session.scalars(select(Change).where(Change.what == "customs of the floor set")).one()
    assert (line.before["first_reply"], line.after["first_reply"], line.why) == (600, 300, "short of time")
    assert "5:00" in desk.get(URL).get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("most_replies", "10", "0"),
        ("most_replies", "", "Give a whole number."),
        ("first_reply", "0:29", "Give minutes and seconds between 0:30 and 60:00, such as 3:30."),
        ("second_reply", "soon", "Give minutes and seconds between 0:30 and 60:00, such as 3:30."),
        ("replies_go", "never", "Not a valid choice"),
        ("absent_go", "", "Choose one."),
        ("lengthen_by", "4", "5"),
        ("undo_freely", "601", "600"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_changes_nothing(
    desk: FlaskClient, name: str, typed: str, said: str
) -> None:
    answered = sent(desk, **{name: typed})
    error = re.search(rf'id="{name}-error">(.*?)</p>', answered.get_data(as_text=True))
    assert error
    assert (answered.status_code, said in error[1]) == (422, True)
    assert found() == Customs()


def test_a_stale_hand_is_shown_how_it_is_now_and_keeps_what_it_typed(desk: FlaskClient) -> None:
    page = _hidden(desk.get(URL).get_data(as_text=True))
    sent(desk)
    late = desk.post(URL, data={**page, **TYPED, "most_replies": "7", "reason": "mine"})
    text = late.get_data(as_text=True)
    assert (late.status_code, 'value="7"' in text, 'value="mine"' in text, "5 min" in text) == (409, True, True, True)
    assert found() == SET
    again = desk.post(URL, data={**_hidden(text), **TYPED, "most_replies": "7"})
    assert (again.status_code, found().most_replies) == (303, 7)


def test_customs_that_stay_the_same_are_not_recorded() -> None:
    hall = any_dialogue("rtop-2012")
    assert version_of(hall) == 0
    assert set_customs(hall, SET, version=0, **MARTA)
    assert not set_customs(hall, SET, version=1, **MARTA)
    with pytest.raises(StaleHand):
        set_customs(hall, Customs(), version=0, **MARTA)
    assert version_of(hall) == 1


def test_a_copy_is_run_as_its_original(desk: FlaskClient) -> None:
    hall = any_dialogue("rtop-2012")
    set_customs(hall, SET, version=None, **MARTA)
    who = editing.Beginning("Marta (example)", OPENED, "dialogue.example")
    again = editing.copy(hall, slug="rtop-2013", title="T", theme="Again", day=date(2013, 12, 4), who=who)
    assert asdict(customs_of(again)) == asdict(SET)


def test_console_and_overview_lead_there(desk: FlaskClient) -> None:
    for page in ("/organise/rtop-2012/floor/", "/organise/rtop-2012/"):
        assert f'href="{URL}"' in desk.get(page).get_data(as_text=True)
