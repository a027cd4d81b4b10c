"""Forms: what may be typed, what is stored, and the sentence at the field for what is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import db
from rtop_event.fields import address_key, plain_address
from tests.probe import ProbeForm, probe_app

INVISIBLE = "There are invisible characters in this text (control or direction marks). Please remove them."
PIECES = "Some characters did not arrive in one piece. Please type them again."
TWICE = "This was given more than once."
DIGITS = "Please type a number in the digits 0 to 9."
ADDRESS = "This is not one complete mail address, such as name@mission.example."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with a form that shows what came in."""
    app = probe_app(tmp_path_factory.mktemp("fields"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(house: Flask) -> FlaskClient:
    """A stranger's browser there."""
    return house.test_client()


def token_for(client: FlaskClient) -> str:
    """A token against forgery for the session of this client."""
    page = client.get("/organise/sign-in/").text
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


def sent(client: FlaskClient, values: dict[str, Any]) -> Any:
    """Errors, or the data, after sending these as JSON."""
    answer = client.post("/probe/form/", json={"name": "Ana", **values}).get_json()
    return answer.get("errors") or answer["data"]


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"name": ""}, {"name": ["Give the name."]}),
        ({"name": " \t "}, {"name": ["Give the name."]}),
        ({"name": None}, {"name": ["Give the name."]}),
        ({"name": "a" * 21}, {"name": ["This is too long: at most 20 characters."]}),
        ({"name": "a\nb"}, {"name": ["This must stand on one line."]}),
        ({"name": "a\rb"}, {"name": ["This must stand on one line."]}),
        ({"name": "a\x00b"}, {"name": [INVISIBLE]}),
        ({"name": "a\u202eb"}, {"name": [INVISIBLE]}),
        ({"name": "a\u200bb"}, {"name": [INVISIBLE]}),
        ({"name": "a\ufffdb"}, {"name": [PIECES]}),
        ({"name": ["Ana", "Eva"]}, {"name": [TWICE]}),
        ({"note": "\x1b[31m"}, {"note": [INVISIBLE]}),
        ({"note": "x" * 31}, {"note": ["This is too long: at most 30 characters."]}),
        ({"version": "1\x00"}, {"version": [INVISIBLE]}),
        ({"key": "a b"}, {"key": ["Invalid input."]}),
        ({"minutes": "٣"}, {"minutes": [DIGITS]}),
        ({"minutes": "1_000"}, {"minutes": [DIGITS]}),
        ({"minutes": "9999999999"}, {"minutes": [DIGITS]}),
        ({"minutes": True}, {"minutes": ["Not a valid integer value.", DIGITS]}),
        ({"share": "NaN"}, {"share": [DIGITS]}),
        ({"share": "1e5"}, {"share": [DIGITS]}),
        ({"day": "٢٠١٢-09-05"}, {"day": ["Please type the date in the digits 0 to 9."]}),
        ({"parts-0-minutes": "٣"}, {"parts": [DIGITS]}),
        ({"parts-0-minutes": ["3", "4"]}, {"parts": [TWICE]}),
        ({"address": "ana"}, {"address": [ADDRESS]}),
        ({"address": "ana@mission"}, {"address": [ADDRESS]}),
        ({"address": "ana@mission.example, eva@mission.example"}, {"address": [ADDRESS]}),
        (
            {"address": "ana@mission.example\nBcc: eva@mission.example"},
            {"address": ["This must stand on one line.", ADDRESS]},
        ),
        (
            {"address": "анна@mission.example"},
            {
                "address": [
                    "The part before the @ can hold only the letters a to z, digits and signs such as . - _ here."
                ]
            },
        ),
    ],
    ids=str,
)
def test_what_cannot_be_taken_has_its_sentence_at_the_field(
    visitor: FlaskClient, values: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    assert sent(visitor, values) == errors


def test_half_of_a_character_is_not_a_character(visitor: FlaskClient) -> None:
    answer = visitor.post("/probe/form/", data=b'{"name": "a\\ud800"}', content_type="application/json")
    assert (answer.status_code, answer.get_json()) == (422, {"errors": {"name": [PIECES]}})


def test_text_is_kept_as_typed_in_normal_form(visitor: FlaskClient) -> None:
    values = {"name": " Simonovic\u0301 ", "note": "one\r\ntwo\rthree\t", "address": "Ana@Bücher.example"}
    data = sent(
        visitor, values | {"minutes": "-3", "share": "1.5", "day": "2012-09-05", "words": ["a", "b"], "version": 7}
    )
    kept = {name: data[name] for name in ("name", "note", "address", "minutes", "share", "words", "version")}
    assert kept == {
        "name": "Simonović",
        "note": "one\ntwo\nthree",
        "address": "Ana@xn--bcher-kva.example",
        "minutes": -3,
        "share": "1.5",
        "words": ["a", "b"],
        "version": "7",
    }


def test_what_is_not_given_is_empty(visitor: FlaskClient) -> None:
    data = sent(visitor, {"note": False, "address": None})
    assert (data["note"], data["address"], data["minutes"]) == ("", "", None)


def test_key_of_a_form_is_its_own(visitor: FlaskClient) -> None:
    keys = {sent(visitor, {})["key"] for _ in range(2)}
    assert len(keys) == 2
    assert sent(visitor, {"key": "abc-1"})["key"] == "abc-1"


def test_form_of_a_browser_needs_its_token(visitor: FlaskClient) -> None:
    token = token_for(visitor)
    good = visitor.post("/probe/form/", data={"name": "Ana", "csrf_token": token})
    stolen = visitor.post("/probe/form/", data={"name": "Ana", "csrf_token": "x" + token})
    none = visitor.post("/probe/form/", data={"name": "Ana"})
    assert (good.status_code, good.get_json()["data"]["name"]) == (200, "Ana")
    assert (stolen.status_code, stolen.get_json()) == (422, {"errors": {"csrf_token": ["The CSRF token is invalid."]}})
    assert none.status_code == 400


def test_form_with_parts_of_many_lines_arrives_whole(visitor: FlaskClient) -> None:
    token = token_for(visitor)
    body = {"name": "Ana", "note": "one\r\ntwo", "csrf_token": token}
    answer = visitor.post("/probe/form/", data=body, content_type="multipart/form-data")
    assert answer.get_json()["data"]["note"] == "one\ntwo"
    broken = b"\r\n".join(
        [
            b'--a\r\nContent-Disposition: form-data; name="csrf_token"\r\n',
            token.encode(),
            b'--a\r\nContent-Disposition: form-data; name="name"\r\n',
            b"\xff\r\n--a--\r\n",
        ]
    )
    answer = visitor.post("/probe/form/", data=broken, content_type="multipart/form-data; boundary=a")
    assert (answer.status_code, answer.get_json()) == (422, {"errors": {"name": [PIECES]}})


def test_form_that_is_only_shown_asks_for_nothing(house: Flask) -> None:
    with house.test_request_context("/probe/form/", method="POST"):
        assert ProbeForm(formdata=None).name.data is None


def test_key_of_an_address_is_the_same_however_it_is_written(house: Flask) -> None:
    assert address_key("Ana@BÜCHER.example") == address_key("ana@xn--bcher-kva.example") == "ana@xn--bcher-kva.example"
    with house.test_request_context("/"):
        form = ProbeForm(formdata=None, data={"address": "Ana@Mission.example"})
        assert form.address.address_key == "ana@mission.example"


@pytest.mark.parametrize(
    "address",
    [
        "ana",
        "ana@",
        "@mission.example",
        "ana@mission",
        "ana@mission.example.",
        '"ana"@mission.example',
        "ana@[192.0.2.1]",
        "Ana <ana@mission.example>",
        "ana@mission.example\n",
        " ana@mission.example",
        "ana@mission.example,eva@mission.example",
        "a..b@mission.example",
        "ana\x00@mission.example",
        "ana@" + "x." * 200 + "example",
        "a" * 65 + "@mission.example",
    ],
)
def test_what_is_not_one_plain_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        plain_address(address)
