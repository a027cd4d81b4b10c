"""Personal links: signed tokens with one purpose and a version that can be raised, secret ones; and where pages are."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from rtop_event.languages import in_language
from rtop_event.refusal import NotFound


def sign(purpose: str, number: int, version: int) -> str:
    """The token of a personal link, for a path."""
    return _signer(purpose).dumps([number, version]).replace(".", "~")


def read(purpose: str, token: str) -> tuple[int, int]:
    """Number and version that the token was signed for; raises NotFound when it was not signed here for this."""
    try:
        number, version = _signer(purpose).loads(token.replace("~", "."))
    except BadData as forged:
        raise NotFound from forged
    return int(number), int(version)


def is_signed(purpose: str, token: str) -> bool:
    """Whether a token was signed here for this; asks no database."""
    return _signer(purpose).loads_unsafe(token.replace("~", "."))[0]


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"link:{purpose}")


def grown(seed: str) -> str:
    """A secret token of 256 bits made from a random seed: who reads the seed in the database cannot make it."""
    key: str = current_app.config["SECRET_KEY"]
    made = hmac.digest(key.encode(), f"grown:{seed}".encode(), "sha256")
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def digest_of(token: str) -> str:
    """By what a token is found: the token itself is not stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def path(endpoint: str, **values: str | int) -> str:
    """The path of a page; the worker needs it too, where there is no request."""
    return current_app.url_map.bind("localhost").build(endpoint, values)


def address_of(path: str, language: str) -> str:
    """The whole address of a page, to be read in that language."""
    return in_language(current_app.extensions["settings"].base_url + path, language)
