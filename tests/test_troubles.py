"""Troubles: each has its status and sentence in three faces, and none of them leaves the asker without an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from rtop_event.database import db
from rtop_event.organisers.models import RoleName
from tests.conftest import signed_in
from tests.probe import probe_app

JSON = {"Accept": "application/json"}
BUSY = "The site is very busy at the moment. Nothing was saved: please try again in a few seconds."
FULL = "The site can be read, but nothing can be saved at the moment. Please try again later."
BROKEN = "Something went wrong on our side. Nothing was changed."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Flask]:
    """The application with rooms that fail."""
    app = probe_app(tmp_path)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(house: Flask) -> FlaskClient:
    """A stranger's browser there."""
    return house.test_client()


@pytest.mark.parametrize(
    ("what", "status", "title", "refused"),
    [
        ("refusal", 409, "This was not done", "The hall is full."),
        (
            "stale",
            409,
            "This was not done",
            "Somebody else changed this meanwhile. Nothing was saved: look at the new state and try again.",
        ),
        ("400", 400, "This was not done", "The request cannot be understood. Nothing was changed."),
        ("403", 403, "Not allowed", "This could not be done. Nothing was changed."),
        (
            "404",
            404,
            "Not found",
            "There is no such page, or the link has been replaced by a newer one.",
        ),
        ("413", 413, "This was not done", "What was sent is too large. Nothing was changed."),
        ("415", 415, "This was not done", "This kind of content is not taken here. Nothing was changed."),
        ("418", 418, "This was not done", "This could not be done. Nothing was changed."),
        ("429", 429, "Please wait", "There were too many requests from your address. Please wait a minute."),
        ("500", 500, "This was not done", "This could not be done. Nothing was changed."),
        ("pool", 503, "Please try again", BUSY),
        ("ours", 500, "This was not done", BROKEN),
        ("no-such-table", 500, "This was not done", BROKEN),
    ],
)
def test_trouble_has_its_sentence_in_three_faces(
    visitor: FlaskClient, what: str, status: int, title: str, refused: str
) -> None:
    path = f"/probe/fail/{what}/"
    data = visitor.get(path, headers=JSON)
    page, fragment = visitor.get(path), visitor.get(path, headers={"X-Fragment": "1"})
    assert (data.status_code, data.get_json()) == (status, {"status": status, "title": title, "refused": refused})
    assert (page.status_code, fragment.status_code) == (status, status)
    assert f'<p class="lead">{refused}</p>' in page.text
    assert fragment.text.startswith('<section class="refusal">')
    assert ("Retry-After" in data.headers) == (status == 503)


def test_organiser_who_is_refused_stays_at_the_desk(house: Flask, visitor: FlaskClient) -> None:
    desk, missing = signed_in(house, RoleName.ORGANISER), "/organise/nothing/at/all/"
    assert [one.get(missing).text.count('class="sections rail"') for one in (desk, visitor)] == [1, 0]
    assert [one.get(missing).text.count("To the dashboard") for one in (desk, visitor)] == [1, 0]
    assert 'class="sections rail"' in desk.get("/organise/organisers/").text  # only for administrators
    assert 'class="sections rail"' not in desk.get("/nothing/").text


def test_answers_that_are_no_troubles_pass(visitor: FlaskClient) -> None:
    away = visitor.get("/probe/fail/away/")
    assert (away.status_code, away.headers["Location"]) == (303, "/elsewhere/")
    assert visitor.get("/organise/sign-in").headers["Location"].endswith("/organise/sign-in/")
    own = visitor.get("/probe/fail/own/")
    assert (own.status_code, own.text) == (403, "its own answer")


def test_wrong_method_says_which_are_right(visitor: FlaskClient) -> None:
    wrong = visitor.put("/probe/write/", headers=JSON)
    assert (wrong.status_code, wrong.get_json()["refused"]) == (
        405,
        "This address does not take that kind of request. Nothing was changed.",
    )
    assert set(wrong.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_page_of_troubles_that_fails_itself_leaves_the_sentence(house: Flask, visitor: FlaskClient) -> None:
    @house.context_processor
    def broken() -> dict[str, object]:
        raise RuntimeError("no template can be drawn")

    plain = visitor.get("/probe/fail/refusal/")
    assert (plain.status_code, plain.mimetype, plain.text) == (409, "text/plain", "The hall is full.\n")
    assert plain.headers["X-Content-Type-Options"] == "nosniff"


def test_trouble_after_the_view_is_told_as_ours(house: Flask, visitor: FlaskClient) -> None:
    asked: list[str] = []

    @house.after_request
    def stumble(response: Response) -> Response:
        asked.append(response.status)
        if len(asked) == 1:
            raise RuntimeError("after all was done")
        return response

    answer = visitor.get("/dialogues/kept/?anew=1", headers=JSON)
    assert (asked, answer.get_json()["refused"]) == (["200 OK", "500 INTERNAL SERVER ERROR"], BROKEN)


def test_writer_who_waits_too_long_is_asked_to_try_again(
    house: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.app_context():
        other = sqlite.connect(str(db.engine.url.database), isolation_level=None)
        event.listen(db.engine, "connect", _impatient)
        db.engine.dispose()
    visitor.get("/dialogues/kept/")
    other.execute("BEGIN IMMEDIATE")
    try:
        busy = visitor.post("/probe/write/", headers=JSON)
        reading = visitor.get("/dialogues/kept/")
        fresh = visitor.get("/dialogues/kept/?anew=1")
    finally:
        other.close()
    assert (busy.status_code, busy.headers["Retry-After"], busy.get_json()["refused"]) == (503, "5", BUSY)
    assert (reading.status_code, fresh.status_code) == (200, 200)
    assert visitor.post("/probe/write/").status_code == 303


def _impatient(connection: DBAPIConnection, _record: object) -> None:
    connection.cursor().execute("PRAGMA busy_timeout=50")


def test_full_disk_stops_writing_with_its_sentence_and_passes(house: Flask, visitor: FlaskClient) -> None:
    with house.app_context():
        event.listen(db.engine, "checkout", _full)
        db.engine.dispose()
        full = visitor.post("/probe/write/", data={"size": "200000"}, headers=JSON)
        reading = visitor.get("/dialogues/kept/")
        event.remove(db.engine, "checkout", _full)
        db.engine.dispose()
    assert (full.status_code, full.headers["Retry-After"], full.get_json()["refused"]) == (503, "5", FULL)
    assert '<p class="lead">0 changes</p>' in reading.text
    assert visitor.post("/probe/write/", data={"size": "200000"}).status_code == 303
    assert '<p class="lead">1 changes</p>' in visitor.get("/dialogues/kept/?anew=1").text


def _full(connection: DBAPIConnection, _record: object, _proxy: object) -> None:
    cursor = connection.cursor()
    pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count={pages}")


def test_database_that_only_reads_stops_writing_with_its_sentence(house: Flask, visitor: FlaskClient) -> None:
    with house.app_context():
        event.listen(db.engine, "connect", _read_only)
        db.engine.dispose()
    refused = visitor.post("/probe/write/", headers=JSON)
    assert (refused.status_code, refused.get_json()["refused"]) == (503, FULL)
    assert visitor.get("/dialogues/kept/").status_code == 200


def _read_only(connection: DBAPIConnection, _record: object) -> None:
    connection.cursor().execute("PRAGMA query_only=ON")


def test_database_that_is_away_is_503_for_everybody_and_back_again(house: Flask, visitor: FlaskClient) -> None:
    member = signed_in(house, RoleName.ORGANISER)
    with house.app_context():
        file = Path(str(db.engine.url.database))
        db.engine.dispose()
    gone = file.with_name("gone")
    file.rename(gone)
    file.mkdir()
    answers = [client.get(path) for client in (visitor, member) for path in ("/", "/dialogues/kept/", "/organise/")]
    file.rmdir()
    gone.rename(file)
    assert [answer.status_code for answer in answers] == [503, 503, 303, 503, 503, 503]
    assert [BUSY in answer.text for answer in answers] == [True, True, False, True, True, True]
    assert {answer.mimetype for answer in answers} == {"text/html"}
    assert visitor.get("/dialogues/kept/").status_code == 200


def test_postgresql_that_cannot_be_reached_is_503(tmp_path: Path) -> None:
    house = probe_app(tmp_path, database_url="postgresql://rtop@127.0.0.1:9/rtop")
    answer = house.test_client().get("/", headers=JSON)
    assert (answer.status_code, answer.headers["Retry-After"], answer.get_json()["refused"]) == (503, "5", BUSY)


def test_rollback_that_fails_does_not_stop_the_answer(house: Flask, visitor: FlaskClient) -> None:
    def lost(_connection: object) -> None:
        raise RuntimeError("the line is dead")

    with house.app_context():
        event.listen(db.engine, "rollback", lost)
        try:
            answer = visitor.get("/probe/fail/no-such-table/", headers=JSON)
        finally:
            event.remove(db.engine, "rollback", lost)
    assert (answer.status_code, answer.get_json()["refused"]) == (500, BROKEN)


def test_refused_request_leaves_no_row(house: Flask, visitor: FlaskClient) -> None:
    visitor.post("/probe/write/", data={"size": "no number"})
    assert '<p class="lead">0 changes</p>' in visitor.get("/dialogues/kept/").text
