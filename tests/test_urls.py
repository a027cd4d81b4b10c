"""The edge: hosts, queries, bodies and addresses that no view should ever see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ, run_wsgi_app

from rtop_event.database import db
from rtop_event.settings import read_settings
from rtop_event.urls import CarefulJson, trusted_hosts
from tests.probe import probe_app

JSON = {"Accept": "application/json"}
FORM = "/probe/form/"
BROKEN_FORM = "This form did not arrive in one piece. Nothing was changed."
BROKEN_JSON = "The body is not valid JSON. Nothing was changed."
BROKEN_ADDRESS = "This address is not complete or holds broken characters."
NOT_OURS = "This form was not sent from a page of this site. Open the page and send it again."
NO_KIND = "This kind of content is not taken here. Nothing was changed."
TOO_LARGE = "What was sent is too large. Nothing was changed."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with a form that shows what came in."""
    app = probe_app(tmp_path_factory.mktemp("edge"), upload_limit="10000")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(house: Flask) -> FlaskClient:
    """A stranger's browser there."""
    return house.test_client()


@pytest.mark.parametrize(
    ("body", "kind", "status", "refused"),
    [
        (b"name=%ff", "application/x-www-form-urlencoded", 400, BROKEN_FORM),
        (b"name=\xff", "application/x-www-form-urlencoded", 400, BROKEN_FORM),
        (b"a=1&" * 1001, "application/x-www-form-urlencoded", 400, BROKEN_FORM),
        (b"name=Ana", "application/x-www-form-urlencoded", 400, NOT_OURS),
        (b"", "", 400, NOT_OURS),
        (b"x", "multipart/form-data", 400, NOT_OURS),
        (b"x", "multipart/form-data; boundary=a", 400, NOT_OURS),
        (b"<a/>", "text/xml", 415, NO_KIND),
        (b"name=Ana", "text/plain", 415, NO_KIND),
        (b"x" * 10_001, "application/x-www-form-urlencoded", 413, TOO_LARGE),
        (b"x" * 10_001, "application/json", 413, TOO_LARGE),
        (b"", "application/json", 400, BROKEN_JSON),
        (b"\xff\xfe", "application/json", 400, BROKEN_JSON),
        (b'{"name": "\xff"}', "application/json", 400, BROKEN_JSON),
        (b'{"name": NaN}', "application/json", 400, BROKEN_JSON),
        (b'{"name": -Infinity}', "application/json", 400, BROKEN_JSON),
        (b'{"name": 1e999}', "application/json", 400, BROKEN_JSON),
        (b'{"name": 1, "name": 2}', "application/json", 400, BROKEN_JSON),
        (b'{"name": ' + b"1" * 5000 + b"}", "application/json", 400, BROKEN_JSON),
        (b"[" * 5000, "application/json", 400, BROKEN_JSON),
        (b"[" * 900 + b"]" * 900, "application/json", 400, "The body must be one JSON object."),
        (b"null", "application/json", 400, "The body must be one JSON object."),
        (
            b'{"name": {"first": "Ana"}}',
            "application/json",
            400,
            "The values of the JSON object must be texts, numbers, truth values or lists of these.",
        ),
        (
            b'{"name": [["Ana"]]}',
            "application/json",
            400,
            "The values of the JSON object must be texts, numbers, truth values or lists of these.",
        ),
    ],
)
def test_broken_body_is_refused_with_its_sentence(
    visitor: FlaskClient, body: bytes, kind: str, status: int, refused: str
) -> None:
    answer = visitor.post(FORM, data=body, content_type=kind, headers=JSON)
    assert (answer.status_code, answer.get_json()["refused"]) == (status, refused)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json"])
def test_endless_body_is_refused_while_it_comes(house: Flask, kind: str) -> None:
    environ = create_environ(FORM, method="POST", content_type=kind, headers=JSON)
    environ |= {"wsgi.input": _Endless(), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    environ.pop("CONTENT_LENGTH", None)
    parts, status, _headers = run_wsgi_app(house, environ)
    assert (status[:3], json.loads(b"".join(parts))["refused"]) == ("413", TOO_LARGE)


def test_body_in_pieces_arrives_whole(house: Flask) -> None:
    body = json.dumps({"name": "Ana"}).encode()
    environ = create_environ(FORM, method="POST", content_type="application/json", headers=JSON)
    environ |= {"wsgi.input": BytesIO(body), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    parts, status, _headers = run_wsgi_app(house, environ)
    assert (status[:3], json.loads(b"".join(parts))["data"]["name"]) == ("200", "Ana")


class _Endless:
    """A body that never ends."""

    def read(self, size: int = -1) -> bytes:
        """As much as is asked for."""
        assert size > 0, "a body is never read to its end without a bound"
        return b"a" * size


@pytest.mark.parametrize("query", ["q=%ff", "q=%00", "q=a%E2%80%AEb", "q=%ED%A0%80", "%F0%9F", "q=%E2%80%8B", "%1b=1"])
def test_broken_query_is_refused(visitor: FlaskClient, query: str) -> None:
    answer = visitor.get("/organise/sign-in/", query_string=query, headers=JSON)
    assert (answer.status_code, answer.get_json()["refused"]) == (400, BROKEN_ADDRESS)


def test_form_where_only_json_is_taken_is_of_another_kind(visitor: FlaskClient) -> None:
    wrong, right = visitor.post("/probe/json/", data={"a": "1"}, headers=JSON), visitor.post("/probe/json/", json=[1])
    assert (wrong.status_code, wrong.get_json()["refused"], right.get_json()) == (415, NO_KIND, [1])


def test_query_in_any_script_is_fine(visitor: FlaskClient) -> None:
    assert visitor.get("/organise/sign-in/", query_string={"q": "Côte d’Ivoire قطر\tمی‌خواهم 100%"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/%ff",
        "/dialogues/%D9%A3/",
        "/dialogues/RTOP/",
        "/dialogues/-x/",
        "/dialogues/" + "x" * 61 + "/",
        "/static/%00",
        "/static/..%2fapp.py",
        "/organise/organisers/%D9%A1/",
        "/organise/organisers/9999999999/",
        "/organise/sign-in/short/",
        "/organise/sign-in/" + "x" * 301 + "/",
    ],
)
def test_address_outside_the_plan_is_not_found(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path, headers=JSON)
    assert (answer.status_code, answer.get_json()["title"]) == (404, "Not found")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "localhost:99999",
        "localhost:x",
        "a@localhost",
        "",
        "evil.example:5000",
        "[::2]",
        "[::1",
    ],
)
@pytest.mark.parametrize(
    "path", ["/organise/sign-in/", "/nowhere/", "/static/style.css", "/organise/sign-in", "/dialogues/kept/"]
)
def test_unknown_host_is_refused_in_plain_text(visitor: FlaskClient, host: str, path: str) -> None:
    answer = visitor.get(path, headers={"Host": host})
    assert (answer.status_code, answer.text) == (400, "The request cannot be understood. Nothing was changed.\n")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_host_that_only_looks_like_an_address_is_refused(house: Flask) -> None:
    environ = create_environ("/nowhere/")
    parts, status, _headers = run_wsgi_app(house, environ | {"HTTP_HOST": "[1:::::2]"})
    assert (status[:3], b"".join(parts)) == ("400", b"The request cannot be understood. Nothing was changed.\n")


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:5000", "[::1]:5000", "LOCALHOST"])
def test_own_host_is_answered(visitor: FlaskClient, host: str) -> None:
    assert visitor.get("/dialogues/kept/", headers={"Host": host}).status_code == 200


def test_host_behind_a_proxy_is_the_one_it_forwards(tmp_path: Path) -> None:
    house = probe_app(tmp_path, proxies="1", base_url="http://dialogue.example.org", trusted_hosts=".sub.example,[::5]")
    visitor = house.test_client()
    statuses = {
        host: visitor.get("/dialogues/kept/", headers={"Host": "inner", "X-Forwarded-Host": host}).status_code
        for host in (
            "dialogue.example.org",
            "evil.example",
            "dialogue.example.org, evil.example",
            "a.sub.example",
            "sub.example",
            "[::5]",
        )
    }
    assert statuses == {
        "dialogue.example.org": 200,
        "evil.example": 400,
        "dialogue.example.org, evil.example": 400,
        "a.sub.example": 200,
        "sub.example": 400,
        "[::5]": 200,
    }


def test_production_trusts_no_local_name(tmp_path: Path) -> None:
    given = {
        "RTOP_INSTANCE": str(tmp_path),
        "RTOP_PRODUCTION": "1",
        "RTOP_BASE_URL": "https://Dialogue.example.org",
        "RTOP_SECRET_KEY": "k" * 32,
        "RTOP_PASSWORD_SALT": "s" * 32,
    }
    assert trusted_hosts(read_settings(given)) == {"dialogue.example.org"}


HOSTILE: list[dict[str, str]] = [
    {"Accept": "a/b/c;q=x,,;"},
    {"Accept": "application"},
    {"Accept": "*/*;q=٣".encode().decode("latin-1")},
    {"Accept": "application/json;q=nan, text/html;q=inf"},
    {"Accept-Language": "x;q=1e999"},
    {"Accept-Language": "\xff\xfe,--,;;q"},
    {"Accept-Encoding": "gzip;q=;;,\xff"},
    {"If-None-Match": '"\\'},
    {"If-None-Match": 'W/"a, "b'},
    {"If-Modified-Since": "Mon, 01 Jan 2012 00:00:00 +99999999999999999999"},
    {"If-Modified-Since": "Mon, 01 Jan 99999 00:00:00 GMT"},
    {"If-Unmodified-Since": "Mon, 01 Jan 2012 00:00:00 +9999999999999"},
    {"If-Range": "Mon, 01 Jan 2012 00:00:00 +9999999999999", "Range": "bytes=0-1"},
    {"Cookie": "session=abc; language=\xff; =;;; a"},
    {"Cookie": "session=eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"},
    {"Cookie": "\x80"},
    {"X-Forwarded-For": "'"},
    {"X-Requested-With": "\xff"},
    {"Content-Type": "application/json; charset=\xff"},
]


@pytest.mark.parametrize("headers", HOSTILE, ids=str)
def test_hostile_header_breaks_nothing(visitor: FlaskClient, headers: dict[str, str]) -> None:
    paths = ("/dialogues/kept/", "/organise/sign-in/", "/nowhere/", "/static/style.css")
    statuses = []
    for path in paths:
        with visitor.get(path, headers=headers) as answer:
            statuses.append(answer.status_code)
    assert [status if status != 206 else 200 for status in statuses] == [200, 200, 404, 200]


def test_json_reads_and_writes_plain_values() -> None:
    careful = CarefulJson(Flask("probe"))
    values: dict[str, Any] = {"name": "Côte d’Ivoire", "number": 1.5, "parts": [{"x": None}, {"x": True}]}
    assert careful.loads(careful.dumps(values)) == values
    assert "Côte" in careful.dumps(values)
