"""The desk makes an exercise and throws it away; every page of it says what it is."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from tests.floor.rooms import a_hall
from tests.floor.test_customs import _hidden as hidden

URL = "/organise/rtop-2012/rehearsal/"
MADE = "rtop-2012-exercise-1"
TYPED = {"day": "2012-09-03", "hour": "09:30", "speakers": "12", "seed": "1"}
SAYS = "Exercise: nothing here is real"
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def hall(rows: None) -> None:
    """A list of four."""
    a_hall()
    session.commit()


def made(desk: FlaskClient, **typed: str) -> int:
    """The form as it is drawn, with what was typed."""
    page = desk.get(URL).get_data(as_text=True)
    return desk.post(URL, data={**hidden(page), **TYPED, **typed}).status_code


def slugs() -> list[str]:
    found = sorted(session.scalars(select(Dialogue.slug)))
    session.rollback()
    return found


def test_the_form_proposes_as_many_as_are_on_the_list(desk: FlaskClient) -> None:
    page = desk.get(URL, headers=JSON).get_json()
    assert (page["form"]["fields"]["speakers"], page["form"]["fields"]["hour"]) == ("4", "10:00")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("day", ""),
        ("day", "2012-02-30"),
        ("hour", "25:00"),
        ("hour", ""),
        ("speakers", "201"),
        ("speakers", "0"),
        ("seed", "x"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(desk: FlaskClient, name: str, typed: str) -> None:
    page = desk.get(URL).get_data(as_text=True)
    answered = desk.post(URL, data={**hidden(page), **TYPED, name: typed})
    assert (answered.status_code, f'id="{name}-error"' in answered.get_data(as_text=True)) == (422, True)
    assert slugs() == ["rtop-2012"]


def test_every_page_says_that_it_is_an_exercise(client: FlaskClient, desk: FlaskClient) -> None:
    assert made(desk) == 303
    public = ["", "speakers/", "floor/", "floor/strip/", "briefing/"]
    for url in [f"/dialogues/{MADE}/{one}" for one in public]:
        answered = client.get(url)
        if answered.status_code == 200:
            assert (SAYS in answered.get_data(as_text=True), answered.headers["X-Robots-Tag"]) == (True, "noindex")
    for one in ("", "speakers/", "floor/", "floor/script/", "registrations/", "rehearsal/"):
        assert SAYS in desk.get(f"/organise/{MADE}/{one}").get_data(as_text=True), one
    assert client.get(f"/dialogues/{MADE}/floor/", headers=JSON).get_json()["exercise"] is True
    table = desk.get(f"/organise/{MADE}/speakers/list.csv?live=1").get_data(as_text=True)
    assert {row["exercise"] for row in csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))} == {"yes"}
    assert SAYS not in client.get("/dialogues/rtop-2012/").get_data(as_text=True)


def test_it_is_on_no_front_page_and_in_no_feed(client: FlaskClient, desk: FlaskClient) -> None:
    made(desk)
    assert MADE not in client.get("/").get_data(as_text=True)
    assert [client.get(f"/dialogues/{MADE}/{one}").status_code for one in ("calendar.ics", "speakers.ics")] == [
        404,
        404,
    ]
    page = desk.get("/organise/").get_data(as_text=True)
    assert (page.index("<h3>Exercises</h3>") < page.index(MADE), page.count(f"/organise/{MADE}/")) == (True, 1)


def test_it_is_thrown_away_with_a_tick_and_a_press(desk: FlaskClient) -> None:
    made(desk)
    url = f"/organise/{MADE}/rehearsal/"
    form = hidden(desk.get(url).get_data(as_text=True))
    assert desk.post(url, data={**form, **TYPED}).status_code == 422
    assert desk.post(f"{url}throw-away/", data=form).status_code == 422
    assert slugs() == ["rtop-2012", MADE]
    assert desk.post(f"{url}throw-away/", data={**form, "sure": "1"}).status_code == 303
    assert slugs() == ["rtop-2012"]


def test_a_dialogue_that_takes_place_is_not_thrown_away(desk: FlaskClient) -> None:
    form = hidden(desk.get(URL).get_data(as_text=True))
    assert desk.post(f"{URL}throw-away/", data={**form, "sure": "1"}).status_code == 409
    assert slugs() == ["rtop-2012"]
