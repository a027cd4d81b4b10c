"""Languages: which one a request is answered in, how it is chosen, and that choosing never leaves the site."""

from __future__ import annotations

import pytest
from babel import Locale
from flask import Flask
from flask.testing import FlaskClient

from rtop_event import languages
from rtop_event.languages import CODES, choices, named, selected


@pytest.mark.parametrize(
    ("path", "headers", "expected"),
    [
        ("/", {}, "en"),
        ("/", {"Accept-Language": "fr-CA, en;q=0.5"}, "fr"),
        ("/", {"Accept-Language": "zh-Hans-CN"}, "zh"),
        ("/", {"Accept-Language": "pt-BR, es-419;q=0.9, en;q=0.8"}, "es"),
        ("/", {"Accept-Language": "fr;q=0, *;q=0.1"}, "en"),
        ("/", {"Accept-Language": "de"}, "en"),
        ("/", {"Accept-Language": "fr", "Cookie": "language=ar"}, "ar"),
        ("/?lang=ru", {"Accept-Language": "fr", "Cookie": "language=ar"}, "ru"),
        ("/?lang=tlh", {"Cookie": "language=tlh"}, "en"),
    ],
)
def test_address_goes_over_cookie_over_browser(app: Flask, path: str, headers: dict[str, str], expected: str) -> None:
    with app.test_request_context(path, headers=headers):
        assert selected() == expected


def test_outside_a_request_it_is_the_first() -> None:
    assert (selected(), [url for _, _, url in choices()][:2]) == ("en", ["/?lang=en", "/?lang=ar"])


def test_languages_are_named_in_themselves() -> None:
    assert [named(code) for code in CODES] == ["English", "العربية", "Español", "Français", "Русский", "中文"]
    assert [named(code).lower() for code in CODES] == [
        str(Locale.parse(code).get_display_name()).lower() for code in CODES
    ]


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/organise/record/?page=2&lang=en&q=a%26b", "/organise/record/?page=2&q=a%26b&lang=fr"),
        ("/%2fevil.example/x", "/evil.example/x?lang=fr"),
        ("/a%3Fb%23c%22d", "/a%3Fb%23c%22d?lang=fr"),
        ("/registrations/WzEsMV0~abc/", "/registrations/WzEsMV0~abc/?lang=fr"),
    ],
)
def test_menu_leads_to_this_page_in_the_language(app: Flask, path: str, url: str) -> None:
    with app.test_request_context(path, base_url="http://localhost"):
        assert {code: there for code, _, there in choices()}["fr"] == url


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/organise/sign-in/?lang=fr", "/organise/sign-in/"),
        ("/organise/sign-in/?next=%2Forganise%2F&lang=fr&x=1&x=2", "/organise/sign-in/?next=%2Forganise%2F&x=1&x=2"),
        ("/%5cevil.example?lang=fr", "/%5Cevil.example"),
        ("/%2fevil.example?lang=fr", "/evil.example"),
        ("/a%0d%0aSet-Cookie:%20b=c?lang=fr", "/a%0D%0ASet-Cookie%3A%20b%3Dc"),
        ("/a%3Fb?lang=fr", "/a%3Fb"),
    ],
)
def test_choice_is_remembered_and_stays_on_the_site(client: FlaskClient, path: str, location: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, location)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("language=fr;")
    assert ("Secure" in cookie, "SameSite=Lax" in cookie) == (False, True)


def test_next_page_is_in_the_chosen_language(client: FlaskClient) -> None:
    client.get("/?lang=ar")
    page = client.get("/organise/sign-in/").text
    assert '<html lang="ar" dir="rtl"' in page


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/organise/sign-in/?lang=tlh"), ("HEAD", "/organise/sign-in/?lang=fr")]
)
def test_what_chooses_nothing_goes_on(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, "Set-Cookie" in answer.headers and "language=" in answer.headers["Set-Cookie"]) == (
        200,
        False,
    )


def test_cookie_is_secure_where_the_site_is(app: Flask) -> None:
    with app.test_request_context("/?lang=fr"):
        response = languages.chosen(secure=True)
        assert response is not None
        assert "Secure" in response.headers["Set-Cookie"]
