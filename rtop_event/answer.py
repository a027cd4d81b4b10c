"""One answer in three faces: the whole page, the living fragment, or JSON; and answers that can be kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from pathlib import PurePosixPath
from typing import Any

from flask import Response, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Form as AnyForm

from rtop_event.exercise import noted
from rtop_event.showing import say
from rtop_event.wording import Sentence

FRAGMENT_HEADER = "X-Fragment"
VARY = "Accept, Accept-Language, Cookie, X-Fragment, Accept-Encoding"


class Face(StrEnum):
    """How the asker wants to be answered."""

    PAGE = "page"
    FRAGMENT = "fragment"
    JSON = "json"


@dataclass(frozen=True)
class Keeping:
    """A public answer holds from a moment until another, as long as the edition is the same."""

    since: datetime | None
    until: datetime | None
    follows_list: bool = False
    """Whether it holds only as long as nothing moves the list of speakers either."""


def wanted_face() -> Face:
    """What the request asks for by its Accept and X-Fragment headers."""
    if FRAGMENT_HEADER in request.headers:
        return Face.FRAGMENT
    accepted = request.accept_mimetypes
    if accepted["application/json"] > accepted["text/html"]:
        return Face.JSON
    return Face.PAGE


def answer(template: str, page: object, status: int = 200) -> Response:
    """The page in the face that is wanted; `page` is a frozen dataclass, the template sees it as `page`."""
    face = wanted_face()
    if face is Face.JSON:
        values = plain(page)
        marked = {"exercise": True, **values} if noted() and isinstance(values, dict) else values
        response = make_response(json.dumps(marked, ensure_ascii=False), status)
        response.mimetype = "application/json"
    else:
        path = PurePosixPath(template)
        name = str(path.with_name(f"_{path.name}")) if face is Face.FRAGMENT else template
        response = make_response(render_template(name, page=page), status)
    response.headers["Vary"] = VARY
    return response


def file_answer(content: bytes, media_type: str, filename: str, *, inline: bool = True) -> Response:
    """A file with its type and name; the name is ours, never a stranger's."""
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{filename}"'
    response.headers["Vary"] = "Accept-Language, Cookie, Accept-Encoding"
    return response


def see(url: str) -> AnyResponse:
    """After a change: go and see the page that shows it (303)."""
    return redirect(url, 303)


def keep(
    response: Response, *, at: datetime, turns: Iterable[datetime | None] = (), follows_list: bool = False
) -> Response:
    """Mark a public answer as one that can be kept; at each of the `turns` its words change by themselves.

    With `follows_list` it is made anew too when something moves the list of speakers that nobody has published.
    """
    moments = [turn for turn in turns if turn is not None]
    since = max((turn for turn in moments if turn <= at), default=None)
    g.keeping = Keeping(since, min((turn for turn in moments if turn > at), default=None), follows_list)
    return response


def plain(value: Any) -> Any:
    """A page as plain values for JSON; raises TypeError for a row, which a page must not hold."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Sentence):
        return say(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, AnyForm):
        return _form(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"a page holds only values, not {type(value).__name__}")


def _form(form: AnyForm) -> dict[str, Any]:
    shown = {name: field for name, field in form._fields.items() if name not in {"csrf_token", "submit"}}
    wrong = getattr(form, "wrong", None)  # a form of rows names each of their fields in full
    if wrong is not None:
        return {"fields": {name: plain(field.data) for name, field in shown.items()}, "errors": wrong()}
    return {
        "fields": {name: plain(field.data) for name, field in shown.items() if not hasattr(field.data, "stream")},
        "errors": {name: [str(text) for text in field.errors] for name, field in shown.items() if field.errors},
    }
