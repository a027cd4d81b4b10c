"""The languages of the site, and which one a request is answered in."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import has_request_context, redirect, request
from flask_babel import force_locale
from werkzeug.datastructures import Accept
from werkzeug.wrappers import Response as AnyResponse

OWN_NAMES = {"en": "English", "ar": "العربية", "es": "Español", "fr": "Français", "ru": "Русский", "zh": "中文"}
"""As each calls itself: asking Babel would load the words of all six for every page, ten megabytes a process."""
CODES = tuple(OWN_NAMES)
COOKIE = "language"

__all__ = ["CODES", "COOKIE", "choices", "chosen", "force_locale", "in_language", "named", "preferred", "selected"]


def selected() -> str:
    """The language of this request: asked for in the address, chosen before, or preferred by the browser."""
    if not has_request_context():
        return CODES[0]
    for code in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if code in CODES:
            return str(code)
    return preferred(request.accept_languages, CODES)


def preferred(accepted: Accept, codes: tuple[str, ...]) -> str:
    """The first of the languages that a browser prefers which is among these, whatever the country; else the first."""
    tags = [tag.replace("_", "-").partition("-")[0].lower() for tag, quality in accepted if quality > 0]
    return next((tag for tag in tags if tag in codes), codes[0])


def choices() -> list[tuple[str, str, str]]:
    """For the language menu: code, own name, address of this page in it."""
    here, rest = (_here(), _rest()) if has_request_context() else ("/", [])
    return [(code, named(code), f"{here}?{urlencode([*rest, ('lang', code)])}") for code in CODES]


def _here() -> str:
    """The path of this page as an address of this site, whatever signs it holds."""
    return "/" + quote(request.path.lstrip("/"), safe="/~")


def _rest() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]


def chosen(*, secure: bool) -> AnyResponse | None:
    """Where a language was chosen in the address: remember it in a cookie and go to the plain address."""
    code = request.args.get("lang")
    if code not in CODES or request.method != "GET":
        return None
    rest = urlencode(_rest())
    response = redirect(f"{_here()}?{rest}" if rest else _here(), 303)
    response.set_cookie(COOKIE, code, max_age=31_536_000, samesite="Lax", secure=secure)
    return response


def in_language(url: str, code: str) -> str:
    """The address of a page without a query for a letter in that language: who follows it reads on in it."""
    return f"{url}?{urlencode({'lang': code})}"


def named(code: str) -> str:
    """A language by its own name, such as "Français"."""
    return OWN_NAMES.get(code, code)
