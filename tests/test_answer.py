"""One answer in three faces, files, and what a page may hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask, g
from jinja2 import DictLoader
from wtforms import FileField, SubmitField

from rtop_event.answer import VARY, Face, Keeping, answer, file_answer, keep, plain, see, wanted_face
from rtop_event.fields import Form, OneLine
from rtop_event.organisers.models import OrganiserRole
from rtop_event.wording import sentence

NOON = datetime(2012, 9, 5, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _templates(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A page of one line that includes its fragment."""
    loader = DictLoader(
        {"probe/list.html": "<html>{% include 'probe/_list.html' %}</html>", "probe/_list.html": "{{ page.name }}"}
    )
    monkeypatch.setattr(app.jinja_env, "loader", loader)
    app.jinja_env.cache.clear()  # type: ignore[union-attr] # there is one
    yield
    app.jinja_env.cache.clear()  # type: ignore[union-attr] # there is one


@dataclass(frozen=True)
class Page:
    """One value."""

    name: object


@pytest.mark.parametrize(
    ("headers", "face"),
    [
        ({}, Face.PAGE),
        ({"Accept": "*/*"}, Face.PAGE),
        ({"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, Face.PAGE),
        ({"Accept": "application/json"}, Face.JSON),
        ({"Accept": "application/json, text/html;q=0.9"}, Face.JSON),
        ({"Accept": "text/html, application/json;q=0.9"}, Face.PAGE),
        ({"Accept": "application/json", "X-Fragment": "1"}, Face.FRAGMENT),
    ],
)
def test_headers_choose_the_face(app: Flask, headers: dict[str, str], face: Face) -> None:
    with app.test_request_context("/", headers=headers):
        assert wanted_face() is face


@pytest.mark.parametrize(
    ("headers", "mimetype", "body"),
    [
        ({}, "text/html", "<html>Côte &lt;b&gt;</html>"),
        ({"X-Fragment": "1"}, "text/html", "Côte &lt;b&gt;"),
        ({"Accept": "application/json"}, "application/json", '{"name": "Côte <b>"}'),
    ],
)
def test_page_has_three_faces(app: Flask, headers: dict[str, str], mimetype: str, body: str) -> None:
    with app.test_request_context("/", headers=headers):
        response = answer("probe/list.html", Page("Côte <b>"), 422)
    assert (response.status_code, response.mimetype, response.get_data(as_text=True)) == (422, mimetype, body)
    assert response.headers["Vary"] == VARY


def test_file_has_its_type_and_name() -> None:
    app = Flask("probe")
    with app.test_request_context("/"):
        shown, saved = (
            file_answer(b"x", "text/csv; charset=utf-8", "list.csv"),
            file_answer(b"", "a/b", "c.d", inline=False),
        )
    assert [shown.headers[name] for name in ("Content-Type", "Content-Disposition", "Vary")] == [
        "text/csv; charset=utf-8",
        'inline; filename="list.csv"',
        "Accept-Language, Cookie, Accept-Encoding",
    ]
    assert (shown.data, saved.headers["Content-Disposition"]) == (b"x", 'attachment; filename="c.d"')


def test_change_leads_to_the_page_that_shows_it(app: Flask) -> None:
    with app.test_request_context("/"):
        response = see("/dialogues/x/")
    assert (response.status_code, response.headers["Location"]) == (303, "/dialogues/x/")


@pytest.mark.parametrize(
    ("turns", "since", "until"),
    [
        ([], None, None),
        ([None, NOON - 2 * HOUR, NOON - HOUR, NOON + HOUR, NOON + 2 * HOUR], NOON - HOUR, NOON + HOUR),
        ([NOON], NOON, None),
        ([NOON + HOUR], None, NOON + HOUR),
    ],
)
def test_answer_holds_between_the_turns_around_it(
    app: Flask, turns: list[datetime | None], since: datetime | None, until: datetime | None
) -> None:
    with app.test_request_context("/"):
        response = app.make_response("x")
        assert keep(response, at=NOON, turns=turns) is response
        assert g.keeping == Keeping(since, until)


class Colour(StrEnum):
    """A choice."""

    RED = "red"


class SmallForm(Form):
    """One field, a file and a button."""

    name = OneLine("Name", required="Give the name.")
    paper = FileField("Paper")
    submit = SubmitField("Send")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (1.5, 1.5),
        ("x", "x"),
        (Colour.RED, "red"),
        (sentence("At %(at)s", at=NOON), "At 5 September 2012, 08:00"),
        (NOON.astimezone(timezone(HOUR)), "2012-09-05T12:00:00Z"),
        (date(2012, 9, 5), "2012-09-05"),
        ({1: (NOON,)}, {"1": ["2012-09-05T12:00:00Z"]}),
        ([{"a"}, frozenset({2})], [["a"], [2]]),
        (Page(Page(3)), {"name": {"name": 3}}),
    ],
)
def test_values_are_plain_in_json(app: Flask, value: Any, expected: Any) -> None:
    with app.test_request_context("/"):
        assert plain(value) == expected


@pytest.mark.parametrize("value", [OrganiserRole(name="viewer"), object(), Page, Page([OrganiserRole(name="x")])])
def test_page_holds_no_row(app: Flask, value: object) -> None:
    with app.test_request_context("/"), pytest.raises(TypeError, match="a page holds only values, not "):
        plain(value)


def test_form_is_its_fields_and_errors(app: Flask) -> None:
    with app.test_request_context("/", method="POST", json={"name": "", "key": "k"}):
        form = SmallForm()
        form.validate()
        assert plain(form) == {
            "fields": {"key": "k", "name": "", "paper": None},
            "errors": {"name": ["Give the name."]},
        }
