"""The feeds as jCal: the same calendar in the same order, known by the same tag."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from rtop_event.database import session
from tests.builders import a_dialogue, a_registration
from tests.calendar_lint import unfolded
from tests.registrations.asking import own_path


@pytest.fixture
def feeds(app: Flask) -> dict[str, str]:
    """The feed of a dialogue and of one delegate, without their endings."""
    with app.app_context():
        dialogue = a_dialogue(
            title="Line\r\nBEGIN:VALARM; a, b", host_statement="é" * 90, latitude=40.749, longitude=-73.968
        )
        mine = a_registration(dialogue, "Kenya")
        session.commit()
        return {"dialogue": "/dialogues/rtop-2012/calendar.", "own": own_path(mine, "calendar.")}


@pytest.mark.parametrize("whose", ["dialogue", "own"])
def test_json_read_back_is_the_same_calendar_line_by_line(
    client: FlaskClient, feeds: dict[str, str], whose: str
) -> None:
    lines, data = (client.get(feeds[whose] + ending) for ending in ("ics", "json"))
    back = Calendar.from_jcal(data.get_data(as_text=True)).to_ical(sorted=False)
    assert unfolded(back) == [as_json_says(line) for line in unfolded(lines.data)]
    assert json.loads(data.data)[0] == "vcalendar"


def as_json_says(line: str) -> str:
    """A line without what JSON has no need to say: the kind of value beside the value, and zeros behind a number."""
    line = line.replace(";VALUE=DURATION:", ":").replace(";VALUE=URI:", ":")
    return "GEO:40.749;-73.968" if line == "GEO:40.749000;-73.968000" else line


@pytest.mark.parametrize("whose", ["dialogue", "own"])
def test_json_comes_with_the_same_marks(client: FlaskClient, feeds: dict[str, str], whose: str) -> None:
    lines, data = (client.get(feeds[whose] + ending) for ending in ("ics", "json"))
    assert data.headers["Content-Type"] == "application/calendar+json; charset=utf-8"
    assert data.headers["Content-Disposition"] == 'inline; filename="rtop-2012.json"'
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
        assert data.headers[name] == lines.headers[name]
    again = client.get(feeds[whose] + "json", headers={"If-None-Match": data.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
