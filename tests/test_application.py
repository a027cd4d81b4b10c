"""The house as a whole: headers on every answer, what may be kept, languages, methods, limits, cookies."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from rtop_event.answer import VARY
from rtop_event.application import create_app, static_version
from rtop_event.database import db, session
from rtop_event.limits import limiter
from rtop_event.links import sign
from rtop_event.organisers.models import Organiser, RoleName
from rtop_event.settings import ROOT, read_settings
from tests.conftest import signed_in
from tests.probe import probe_app

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
KINDS = [
    ("GET", "/dialogues/kept/", {}, 200),
    ("GET", "/dialogues/kept/", {}, 200),
    ("HEAD", "/dialogues/kept/", {}, 200),
    ("GET", "/dialogues/kept/", {"If-None-Match": "*"}, 304),
    ("GET", "/static/style.css", {}, 200),
    ("GET", "/static/nowhere.css?v=1", {}, 404),
    ("GET", "/static/style.css", {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304),
    ("GET", "/organise/sign-in/", {}, 200),
    ("OPTIONS", "/organise/sign-in/", {}, 200),
    ("GET", "/organise/sign-in", {}, 308),
    ("GET", "/organise/", {}, 303),
    ("GET", "/nowhere/", {}, 404),
    ("PUT", "/", {}, 405),
    ("POST", "/organise/sign-in/", {}, 400),
    ("GET", "/", {"Host": "evil.example"}, 400),
    ("GET", "/?q=%00", {}, 400),
    ("GET", "/?lang=fr", {}, 303),
    ("GET", "/probe/fail/ours/", {}, 500),
    ("GET", "/probe/fail/pool/", {}, 503),
    ("GET", "/healthz", {}, 200),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with a few rooms more."""
    app = probe_app(tmp_path_factory.mktemp("house"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(house: Flask) -> FlaskClient:
    """A stranger's browser there."""
    return house.test_client()


@pytest.mark.parametrize(("method", "path", "headers", "status"), KINDS)
def test_every_answer_carries_the_headers(
    house: Flask, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    visitor = house.test_client()
    visitor.get("/dialogues/kept/")
    with visitor.open(path, method=method, headers=headers) as answer:
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in answer.headers


def test_secure_site_says_so_and_keeps_its_cookies_to_itself(tmp_path: Path) -> None:
    house = probe_app(tmp_path, base_url="https://dialogue.example.org", proxies="1")
    forwarded = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "dialogue.example.org",
        "X-Forwarded-For": "192.0.2.7",
    }
    answer = house.test_client().get("/organise/sign-in/", headers=forwarded)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert re.fullmatch(r"__Host-session=[^;]+; Secure; HttpOnly; Path=/; SameSite=Lax", answer.headers["Set-Cookie"])


@pytest.mark.parametrize(
    ("path", "control"),
    [
        ("/static/style.css?v=abc", "public, max-age=31536000, immutable"),
        ("/static/style.css", "no-cache"),
        ("/static/nowhere.css?v=abc", "no-store"),
        ("/dialogues/kept/", "private, no-cache"),
        ("/dialogues/kept/?page=2", "no-store"),
        ("/organise/sign-in/", "no-store"),
        ("/nowhere/", "no-store"),
    ],
)
def test_what_may_be_kept_says_so(visitor: FlaskClient, path: str, control: str) -> None:
    with visitor.get(path) as answer:
        assert answer.headers["Cache-Control"] == control


def test_kept_answer_tells_what_it_depends_on(visitor: FlaskClient) -> None:
    first, again = visitor.get("/dialogues/kept/"), visitor.get("/dialogues/kept/", headers={"If-None-Match": "*"})
    assert (first.headers["Vary"], again.headers["Vary"], again.headers["ETag"]) == (VARY, VARY, first.headers["ETag"])
    assert "Set-Cookie" not in first.headers


def test_page_with_a_session_is_never_kept_for_others(house: Flask) -> None:
    member = signed_in(house, RoleName.ORGANISER)
    own = member.get("/dialogues/kept/")
    assert (own.headers["Cache-Control"], "ETag" in own.headers) == ("no-store", False)


def test_answer_that_sets_a_cookie_is_not_kept(tmp_path: Path) -> None:
    house = probe_app(tmp_path)

    @house.after_request
    def give_cookie(response: object) -> object:
        response.set_cookie("own", "secret")  # type: ignore[attr-defined] # a response
        return response

    visitor = house.test_client(use_cookies=False)
    answers = [visitor.get("/dialogues/kept/") for _ in range(2)]
    assert [(one.headers["Cache-Control"], "ETag" in one.headers) for one in answers] == [("no-store", False)] * 2


def test_personal_page_sends_no_referrer_even_when_refused(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        token = sign("registration", 999, 1)
    answers = [client.get(f"/registrations/{token}/"), client.get(f"/organise/sign-in/{'x' * 40}/")]
    assert [one.headers["Referrer-Policy"] for one in answers] == ["no-referrer", "no-referrer"]
    assert [one.headers["Cache-Control"] for one in answers] == ["no-store", "no-store"]


@pytest.mark.parametrize("path", ["/dialogues/kept/", "/organise/sign-in/", "/nowhere/"])
def test_head_is_the_get_without_its_body(visitor: FlaskClient, path: str) -> None:
    head, whole = visitor.head(path), visitor.get(path)
    assert (head.status_code, head.data, head.content_type) == (whole.status_code, b"", whole.content_type)


def test_options_lists_the_methods(visitor: FlaskClient) -> None:
    answer = visitor.options("/organise/sign-in/")
    assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (200, {"GET", "HEAD", "OPTIONS", "POST"})


@pytest.mark.parametrize(
    ("headers", "start"),
    [
        ({}, "<!doctype html>"),
        ({"X-Fragment": "1"}, '<section class="refusal">'),
        ({"Accept": "application/json"}, '{"status": 404, "title": "Not found"'),
    ],
)
def test_unknown_page_is_refused_in_three_faces(client: FlaskClient, headers: dict[str, str], start: str) -> None:
    answer = client.get("/nowhere/", headers=headers)
    assert (answer.status_code, answer.text[: len(start)], answer.headers["Vary"]) == (404, start, VARY)


@pytest.mark.parametrize(
    "cookie",
    [
        "session=broken",
        "session=eyJfdXNlcl9pZCI6ImFkbWluIn0.ZZZZZZ.aaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "session=" + "a" * 4000,
        "language=<script>; session=",
        "remember_token=1|abc",
        ";;;=;\x01",
    ],
)
def test_bad_cookie_is_a_stranger(client: FlaskClient, cookie: str) -> None:
    answers = [client.get(path, headers={"Cookie": cookie}) for path in ("/", "/organise/")]
    assert [one.status_code for one in answers] == [200, 303]
    assert answers[1].headers["Location"].startswith("/organise/sign-in/")


def test_session_of_an_account_that_is_gone_is_a_stranger(app: Flask) -> None:
    member = signed_in(app, RoleName.ADMINISTRATOR)
    assert member.get("/organise/").status_code == 200
    with app.app_context():
        for organiser in session.scalars(db.select(Organiser)):
            session.delete(organiser)
        session.commit()
    assert member.get("/organise/").status_code == 303


@pytest.fixture
def counting() -> Iterator[None]:
    """The shared limiter counts nothing afterwards, as before."""
    yield
    limiter.enabled = False


def knock(house: Flask) -> list[TestResponse]:
    """Two visits to a room for one visit an hour."""
    visitor = house.test_client()
    return [visitor.post("/probe/limited/", headers={"Accept": "application/json"}) for _ in range(2)]


@pytest.mark.usefixtures("counting")
def test_too_many_knocks_are_429_with_the_time_to_wait(tmp_path: Path) -> None:
    first, second = knock(probe_app(tmp_path, rate_limit="true"))
    assert (first.status_code, first.text, second.status_code) == (200, "once", 429)
    assert second.get_json()["refused"] == "There were too many requests from your address. Please wait a minute."
    assert 3500 <= int(second.headers["Retry-After"]) <= 3600


@pytest.mark.usefixtures("counting")
def test_bound_for_all_counts_peers_and_doors_together(tmp_path: Path) -> None:
    house = probe_app(tmp_path, rate_limit="true")
    doors = [("one", "192.0.2.1"), ("other", "192.0.2.2"), ("one", "192.0.2.3")]
    answers = [
        house.test_client().post(f"/probe/for-all/{door}/", environ_base={"REMOTE_ADDR": peer}) for door, peer in doors
    ]
    assert [one.status_code for one in answers] == [200, 200, 429]


@pytest.mark.usefixtures("counting")
def test_redis_that_is_down_stops_nobody_and_the_limit_holds(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    house = probe_app(tmp_path, rate_limit="true", redis_url=f"redis://127.0.0.1:{port}/0")
    assert house.config["RATELIMIT_STORAGE_OPTIONS"] == {"socket_connect_timeout": 1, "socket_timeout": 1}
    assert [one.status_code for one in knock(house)] == [200, 429]


@pytest.mark.usefixtures("counting")
def test_redis_on_a_socket_file_is_known_to_the_limiter(tmp_path: Path) -> None:
    house = probe_app(tmp_path, rate_limit="true", redis_url="unix:///run/redis.sock")
    assert house.config["RATELIMIT_STORAGE_URI"] == "redis+unix:///run/redis.sock"
    assert [one.status_code for one in knock(house)] == [200, 429]


def test_version_of_static_files_follows_their_content(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a {}")
    (tmp_path / "inner").mkdir()
    first = static_version(tmp_path)
    static_version.cache_clear()
    (tmp_path / "a.css").write_text("b {}")
    assert (len(first), first != static_version(tmp_path)) == (10, True)
    static_version.cache_clear()


def test_application_reads_its_settings_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RTOP_INSTANCE", str(tmp_path / "new"))
    monkeypatch.setenv("RTOP_SITE_NAME", "Somewhere")
    app = create_app()
    assert (app.extensions["settings"].site_name, app.instance_path) == ("Somewhere", str(tmp_path / "new"))
    assert read_settings({"RTOP_INSTANCE": str(tmp_path / "new")}).secret_key == app.config["SECRET_KEY"]
    with app.app_context():
        db.engine.dispose()


def test_page_says_language_direction_and_whose_site_it_is(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": "ar"}).text
    assert '<html lang="ar" dir="rtl"' in page
    assert f"/static/style.css?v={static_version(ROOT / 'static')}" in page


def test_start_loads_nothing_that_only_some_need(tmp_path: Path) -> None:
    look = (
        "import app, sys; print(*sorted({'alembic', 'huey', 'openpyxl', 'psycopg', 'redis', 'typst'} & {*sys.modules}))"
    )
    environ = {**os.environ, "RTOP_INSTANCE": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("\n", 0)
