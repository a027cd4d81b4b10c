"""Personal links: signed tokens with one purpose and a version that can be raised to revoke them."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

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


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"link:{purpose}")
