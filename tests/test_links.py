"""Personal links: they say what was signed for one purpose, and nothing else opens them."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from flask import Flask

from rtop_event.links import digest_of, grown, read, sign
from rtop_event.refusal import NotFound


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Any:
    """Signing needs the secret of the application."""
    with app.app_context():
        yield


def test_link_says_what_was_signed() -> None:
    assert read("registration", sign("registration", 12, 3)) == (12, 3)


def test_token_fits_a_path_and_its_route(app: Flask) -> None:
    token = sign("registration", 999_999_999, 99)
    assert app.url_map.converters["token"].regex == "[A-Za-z0-9_~-]{8,300}"
    assert (token.isascii(), set(token) & set("./?#%=+&")) == (True, set())


@pytest.mark.parametrize("purpose", ["invitation", "", "registration "])
def test_link_of_one_purpose_opens_no_other(purpose: str) -> None:
    with pytest.raises(NotFound):
        read(purpose, sign("registration", 12, 3))


@pytest.mark.parametrize("change", ["{}x", "x{}", "~{}", "{}~", "", "~~~~~~~~", "WzEsMV0", "WzEsMV0~", "{:.10}"])
def test_changed_link_opens_nothing(change: str) -> None:
    with pytest.raises(NotFound):
        read("registration", change.format(sign("registration", 12, 3)))


def test_link_of_another_secret_opens_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    token = sign("registration", 12, 3)
    monkeypatch.setitem(app.config, "SECRET_KEY", "another" * 8)
    with pytest.raises(NotFound):
        read("registration", token)


def test_secret_token_is_made_from_its_seed_and_the_key_of_the_house(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = grown("a seed")
    assert (token, len(token)) == (grown("a seed"), 43)
    assert token != grown("another seed")
    assert digest_of(token) == hashlib.sha256(token.encode()).hexdigest()
    monkeypatch.setitem(app.config, "SECRET_KEY", "another" * 8)
    assert grown("a seed") != token
