"""Bounds on guessing passwords that do not lock out the person whose account is attacked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, current_app, request
from flask_limiter.util import get_remote_address
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.limits import GUESSES_FOR_ALL, KNOCK, for_all, limiter

PEER_AND_ACCOUNT = "6 per minute; 30 per hour"
ACCOUNT_FROM_STRANGE_BROWSERS = "60 per hour; 200 per day"
COOKIE = "desk-browser"
COOKIE_PATH = "/organise/sign-in/"
YEAR = 31_536_000


def bounded(view: Callable[..., Any]) -> Callable[..., Any]:
    """Bound what one peer sends, what one peer tries on one account, and what strange browsers try on it and on all.

    A browser in which the account signed in before carries a cookie that lifts the last bounds: strangers who use
    them up keep nobody out who was here before, and a one-time link opens the account anywhere.
    """
    posts: dict[str, Any] = {"methods": ["POST"]}
    view = limiter.limit(
        ACCOUNT_FROM_STRANGE_BROWSERS, key_func=_account, exempt_when=_known_browser, deduct_when=_failed, **posts
    )(view)
    view = for_all(GUESSES_FOR_ALL, "guesses", exempt_when=_known_browser, deduct_when=_failed, **posts)(view)
    view = limiter.limit(PEER_AND_ACCOUNT, key_func=_peer_and_account, deduct_when=_failed, **posts)(view)
    return limiter.limit(KNOCK, **posts)(view)


def remember_browser(response: AnyResponse, address: str) -> AnyResponse:
    """Let this browser be known as one in which the account has signed in."""
    response.set_cookie(
        COOKIE,
        _signer().dumps(_key(address)),
        max_age=YEAR,
        path=COOKIE_PATH,
        httponly=True,
        samesite="Strict",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def _known_browser() -> bool:
    try:
        return bool(_signer().loads(request.cookies.get(COOKIE, "")) == _account())
    except BadSignature:
        return False


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="desk-browser")


def _account() -> str:
    body = request.get_json(silent=True) if request.is_json else request.form
    return _key(str(body.get("address", "")) if isinstance(body, Mapping) else "")


def _key(address: str) -> str:
    return hashlib.sha256(address.strip().lower().encode("utf-8", "replace")).hexdigest()[:32]


def _peer_and_account() -> str:
    return f"{get_remote_address()} {_account()}"


def _failed(response: Response) -> bool:
    return response.status_code >= 400
