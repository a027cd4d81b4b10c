"""The desk makes an exercise and throws it away; every page of it says what it is."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.words import TextKind
from rtop_event.registrations.finding import inscriptions
from tests import builders
from tests.floor.rooms import a_hall
from tests.floor.test_customs import _hidden as hidden
from tests.registrations.asking import own_path
from tests.speakers.desk_lists import publish
from tests.test_pdf import words

URL = "/organise/rtop-2012/rehearsal/"
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


def the_exercise() -> str:
    """Its short name, which nobody can guess."""
    return next(slug for slug in slugs() if slug != "rtop-2012")


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
    name = the_exercise()
    with_all_it_shows(any_dialogue(name))
    for one in ("", "speakers/", "speakers/revisions/", "floor/", "floor/strip/", "floor/record/", "briefing/"):
        answered = client.get(f"/dialogues/{name}/{one}")
        found = (answered.status_code, SAYS in answered.get_data(as_text=True), answered.headers["X-Robots-Tag"])
        assert found == (200, True, "noindex"), one
    for one in ("", "speakers/", "floor/", "floor/script/", "registrations/", "rehearsal/"):
        assert SAYS in desk.get(f"/organise/{name}/{one}").get_data(as_text=True), one
    assert client.get(f"/dialogues/{name}/floor/", headers=JSON).get_json()["exercise"] is True
    table = desk.get(f"/organise/{name}/speakers/list.csv?live=1").get_data(as_text=True)
    assert {row["exercise"] for row in csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))} == {"yes"}
    assert SAYS not in client.get("/dialogues/rtop-2012/").get_data(as_text=True)


def test_every_door_that_leads_to_it_says_so_to_programs(app: Flask, desk: FlaskClient) -> None:
    made(desk)
    name = the_exercise()
    with_all_it_shows(any_dialogue(name))
    token = own_path(inscriptions(any_dialogue(name))[0]).split("/")[-2]
    session.rollback()
    doors = {url_of(rule, slug=name, token=token) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    opened: dict[str, str | None] = {}
    for url in sorted(doors - {""}):
        with desk.get(url) as answered:
            if answered.status_code == 200:
                opened[url] = answered.headers.get("X-Exercise")
    assert (len(opened) > 40, {url for url, said in opened.items() if not said}) == (True, set())


def url_of(rule: Rule, **known: str) -> str:
    """The address of a door to a dialogue or to one who registered for it; empty for another door."""
    mine = rule.rule.startswith(("/dialogues/", "/organise/<slug:", "/registrations/"))
    built = rule.build(known) if mine and rule.arguments and rule.arguments <= set(known) else None
    return built[1] if built else ""


def with_all_it_shows(dialogue: Dialogue) -> None:
    """All that an exercise can have to show: an overview, a list that was published."""
    overview = {"kind": TextKind.BRIEFING, "language": "en", "body": "# Overview", "changed_at": builders.OPENED}
    dialogue.texts = [DialogueText(**overview)]
    publish(dialogue, at=builders.OPENED)
    session.commit()


def test_every_paper_of_it_says_so_in_the_reader_s_language(client: FlaskClient, desk: FlaskClient) -> None:
    made(desk)
    name = the_exercise()
    with_all_it_shows(any_dialogue(name))
    for who, url in (
        (client, f"/dialogues/{name}/speakers.pdf"),
        (client, f"/dialogues/{name}/programme.pdf"),
        (client, f"/dialogues/{name}/briefing.pdf"),
        (desk, f"/organise/{name}/floor/record.pdf"),
        (desk, f"/organise/{name}/floor/script.pdf"),
    ):
        assert (url, who.get(url).status_code) == (url, 200)
        assert SAYS in words(who.get(url).get_data()), url
    french = client.get(f"/dialogues/{name}/programme.pdf", headers={"Accept-Language": "fr"}).get_data()
    assert "Exercice : rien ici n’est réel" in words(french)
    assert SAYS not in words(client.get("/dialogues/rtop-2012/programme.pdf").get_data())


def test_each_sheet_of_its_record_says_that_it_is_an_exercise(desk: FlaskClient) -> None:
    made(desk)
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"/organise/{the_exercise()}/floor/record.xlsx").data))
    assert {sheet["A1"].value for sheet in book} == {"Exercise: nothing here is real"}
    assert {(sheet.freeze_panes, sheet.print_title_rows) for sheet in book} == {("A3", "$1:$2")}
    assert book["Statements"]["A2"].value == "Number"
    real = openpyxl.load_workbook(io.BytesIO(desk.get("/organise/rtop-2012/floor/record.xlsx").data))
    assert {sheet.freeze_panes for sheet in real} == {"A2"}


def test_a_draft_is_not_public_by_the_name_of_an_exercise_of_it(client: FlaskClient, desk: FlaskClient) -> None:
    any_dialogue("rtop-2012").published_at = None
    session.commit()
    assert made(desk) == 303
    guessed = [f"/dialogues/rtop-2012{end}/" for end in ("", "-exercise", "-exercise-1", "-exercise-2")]
    assert [client.get(url).status_code for url in guessed] == [404] * 4


def test_it_is_on_no_front_page_and_in_no_feed(client: FlaskClient, desk: FlaskClient) -> None:
    made(desk)
    name = the_exercise()
    own = own_path(inscriptions(any_dialogue(name))[0])
    session.rollback()
    assert name not in client.get("/").get_data(as_text=True)
    feeds = ("calendar/", "calendar.ics", "calendar.json", "speakers.ics", "speakers.json", "speakers/changes.atom")
    closed = [*(f"/dialogues/{name}/{one}" for one in feeds), f"{own}calendar.ics", f"{own}calendar.json"]
    assert {url: client.get(url).status_code for url in closed} == dict.fromkeys(closed, 404)
    for url in (f"/dialogues/{name}/", f"/dialogues/{name}/speakers/", f"/dialogues/{name}/speakers/revisions/", own):
        assert re.findall(r"webcal|calendar[./]|#calendar|atom", client.get(url).get_data(as_text=True)) == [], url
    page = desk.get("/organise/").get_data(as_text=True)
    assert (page.index("<h3>Exercises</h3>") < page.index(name), page.count(f"/organise/{name}/")) == (True, 1)


def test_it_is_thrown_away_with_a_tick_and_a_press(desk: FlaskClient) -> None:
    made(desk)
    name = the_exercise()
    url = f"/organise/{name}/rehearsal/"
    form = hidden(desk.get(url).get_data(as_text=True))
    assert desk.post(url, data={**form, **TYPED}).status_code == 422
    assert desk.post(f"{url}throw-away/", data=form).status_code == 422
    assert slugs() == ["rtop-2012", name]
    assert desk.post(f"{url}throw-away/", data={**form, "sure": "1"}).status_code == 303
    assert slugs() == ["rtop-2012"]


def test_a_dialogue_that_takes_place_is_not_thrown_away(desk: FlaskClient) -> None:
    form = hidden(desk.get(URL).get_data(as_text=True))
    assert desk.post(f"{URL}throw-away/", data={**form, "sure": "1"}).status_code == 409
    assert slugs() == ["rtop-2012"]
