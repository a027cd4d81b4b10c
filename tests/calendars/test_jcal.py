"""The feeds as jCal: the same calendar in the same order, known by the same tag."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event import ical
from rtop_event.database import session
from tests.builders import a_dialogue, a_registration
from tests.calendar_lint import unfolded
from tests.calendar_watch import jcal_faults
from tests.registrations.asking import own_path
from tests.test_ical import MORNING, a_feed


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
def test_json_says_what_the_lines_say(client: FlaskClient, feeds: dict[str, str], whose: str) -> None:
    lines, data = (client.get(feeds[whose] + ending) for ending in ("ics", "json"))
    kind, properties, parts = json.loads(data.data)
    told = {name: (parameters, kind, value) for name, parameters, kind, value in properties}
    place = [one for part in parts if part[0] == "vevent" for one in part[1] if one[0] == "geo"]

    assert (data.data, jcal_faults(lines.data)) == (ical.jcal(lines.data), [])
    assert kind == "vcalendar"
    assert told["refresh-interval"] == ({}, "duration", "PT1H")
    assert (told["source"][1], told["source"][2]) == (
        "uri",
        f"http://127.0.0.1:5000{feeds[whose]}ics",
    ) or whose == "own"
    assert place == [["geo", {}, "float", [40.749, -73.968]]] * (2 if whose == "dialogue" else 0)


@pytest.mark.parametrize(
    ("point", "written"),
    [
        ((40.749, -73.968), "40.749;-73.968"),
        ((40.0, -73.1234567), "40.0;-73.123457"),
        ((0.00004, -0.00004), "0.0;0.0"),
        ((-90.0, 180.0), "-90.0;180.0"),
        ((0.0001, 0.0), "0.0001;0.0"),
    ],
)
def test_place_reads_the_same_from_lines_and_from_json(point: tuple[float, float], written: str) -> None:
    lines = a_feed(replace(MORNING, geo=point))

    assert f"GEO:{written}" in unfolded(lines)
    assert jcal_faults(lines) == []


@pytest.mark.parametrize("whose", ["dialogue", "own"])
def test_json_comes_with_the_same_marks(client: FlaskClient, feeds: dict[str, str], whose: str) -> None:
    lines, data = (client.get(feeds[whose] + ending) for ending in ("ics", "json"))
    assert data.headers["Content-Type"] == "application/calendar+json; charset=utf-8"
    assert data.headers["Content-Disposition"] == 'inline; filename="rtop-2012.json"'
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
        assert data.headers[name] == lines.headers[name]
    again = client.get(feeds[whose] + "json", headers={"If-None-Match": data.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
