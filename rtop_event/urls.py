"""What may stand in a URL, a host header and a body: the edge, before any view."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from http import HTTPStatus
from typing import IO, Any
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from flask import Flask, Request, current_app, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import LengthRequired, RequestEntityTooLarge, SecurityError, UnsupportedMediaType
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_date
from werkzeug.routing import BaseConverter, IntegerConverter

from rtop_event.refusal import Refusal
from rtop_event.settings import Settings
from rtop_event.text import has_invisible
from rtop_event.wording import sentence

MOST_FIELDS = 1000
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


class Unreadable(Refusal):
    """What was sent is not what it says it is."""

    status = HTTPStatus.BAD_REQUEST


class SlugConverter(BaseConverter):
    """The short name of a dialogue in an address."""

    regex = "[a-z0-9][a-z0-9-]{0,59}"
    part_isolating = True


class TokenConverter(BaseConverter):
    """A signed or secret token in an address."""

    regex = "[A-Za-z0-9_~-]{8,300}"
    part_isolating = True


class NumberConverter(IntegerConverter):
    """A number in ASCII digits that a database can hold."""

    regex = "[0-9]{1,9}"


class CarefulParser(FormDataParser):
    """Reads forms strictly: bytes that are not UTF-8 are refused instead of kept as percent signs and digits."""

    def _parse_urlencoded(
        self, stream: IO[bytes], _mimetype: str, _content_length: int | None, _options: dict[str, str]
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, Any]]:
        try:
            items = parse_qsl(
                stream.read().decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
            )
        except ValueError as broken:
            raise Unreadable(sentence("This form did not arrive in one piece. Nothing was changed.")) from broken
        return stream, self.cls(items), self.cls()


class CarefulRequest(Request):
    """A request whose body is refused with 400 when it is broken, too deep or not plain."""

    form_data_parser_class = CarefulParser

    def on_json_loading_failed(self, e: ValueError | None) -> Any:
        """Say what is wrong without repeating the body."""
        if e is None:
            raise UnsupportedMediaType
        raise Unreadable(sentence("The body is not valid JSON. Nothing was changed.")) from e


class CarefulJson(DefaultJSONProvider):
    """JSON as the standard has it: no NaN, no number without end, no name twice, no endless depth."""

    ensure_ascii = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """The value; raises ValueError for what is not strict JSON."""
        strict: dict[str, Any] = {
            "parse_constant": _no_constant,
            "parse_float": _finite,
            "object_pairs_hook": _once_each,
        }
        try:
            return json.loads(s, **strict, **kwargs)
        except RecursionError as deep:
            raise ValueError("too deep") from deep


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON value")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number is too large")
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def refuse_at_the_edge() -> None:
    """Read query and body once, before any view: too large is 413, of a kind no form has 415, broken 400."""
    _drop_impossible_dates(request.environ)
    if request.url_rule is None:
        return
    try:
        query = unquote_to_bytes(request.query_string.replace(b"+", b" ")).decode()
    except UnicodeDecodeError as broken:
        raise Unreadable(sentence("This address is not complete or holds broken characters.")) from broken
    if has_invisible(query):
        raise Unreadable(sentence("This address is not complete or holds broken characters."))
    if request.method in WRITING:
        _read_the_body()


def take_larger(app: Flask, most: int, known: Callable[[], bool], *endpoints: str) -> None:
    """A wing says at which of its doors a body may have so many bytes, from whom it knows before any is read."""
    app.extensions.setdefault("larger_bodies", {}).update(dict.fromkeys(endpoints, (most, known)))


def _read_the_body() -> None:
    larger, known = current_app.extensions.get("larger_bodies", {}).get(request.endpoint, (None, None))
    if larger and known():
        if request.content_length is None:
            raise LengthRequired
        request.max_content_length = larger
    most = request.max_content_length or 0
    if request.content_length is None and len(request.get_data()) >= most:  # in pieces: cut off there, silently
        raise RequestEntityTooLarge
    if request.is_json:
        request.get_json()
    elif request.mimetype in {"", "application/x-www-form-urlencoded", "multipart/form-data"}:
        _ = request.form
    else:
        raise UnsupportedMediaType


def _drop_impossible_dates(environ: dict[str, Any]) -> None:
    """A date that cannot be read counts as none; the library stumbles over a zone of years."""
    for name in ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE"):
        try:
            parse_date(environ.get(name))
        except (ValueError, OverflowError):
            del environ[name]


def add_converters(app: Flask) -> None:
    """Make the converters known to routes: slug, token, int."""
    app.url_map.converters.update({"slug": SlugConverter, "token": TokenConverter, "int": NumberConverter})


def trusted_hosts(settings: Settings) -> frozenset[str]:
    """Hosts under which the site answers, without port or brackets; one with a dot in front stands for all below."""
    own = urlsplit(settings.base_url).hostname or "localhost"
    local = set() if settings.production else {"localhost", "127.0.0.1", "::1"}
    return frozenset({own, *(host.lower().strip("[]") for host in settings.trusted_hosts)} | local)


def refuse_unknown_hosts(app: Flask, settings: Settings) -> None:
    """Answer 400 under any other name, whatever the address."""
    trusted = trusted_hosts(settings)

    @app.before_request
    def only_trusted_hosts() -> None:
        try:
            known = _trusts(trusted, urlsplit(f"//{request.host}").hostname or "")
        except ValueError:
            known = False
        if not known:
            raise SecurityError


def _trusts(trusted: frozenset[str], host: str) -> bool:
    return host in trusted or any(host.endswith(name) for name in trusted if name.startswith("."))
