"""The rail of the organisers' side: which rooms it leads to, and which one the reader is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, request, session, url_for
from flask_wtf.csrf import generate_csrf

from rtop_event.organisers.accounts import Person, person_shown
from rtop_event.organisers.models import RoleName
from rtop_event.showing import say
from rtop_event.wording import Sentence

DESK = "/organise/"
CAME_FROM = "dialogue"
"""Under which name the session keeps the dialogue from which one came."""


@dataclass(frozen=True)
class Section:
    """A room of the organisers' side; one `of_dialogue` is shown only where a dialogue is at hand."""

    label: Sentence
    endpoint: str
    of_dialogue: bool = False
    keeps: bool = False
    """Whether the rooms of the dialogue from which one came stay in the rail."""
    role: RoleName = RoleName.VIEWER


@dataclass(frozen=True)
class Way:
    """A section as the rail shows it."""

    label: str
    url: str
    current: bool
    waiting: int = 0


def add_sections(app: Flask, sections: Sequence[Section]) -> None:
    """Say which sections the rail has, in their order, and give every page of the desk its rail."""
    app.extensions["sections"] = tuple(sections)
    app.context_processor(_for_templates)
    app.after_request(_remember)


def _for_templates() -> dict[str, Any]:
    person = person_shown()
    if person is None:
        return {}
    return {"desk_sections": ways(person, _slug_here()), "desk_token": generate_csrf}


def _remember(response: Response) -> Response:
    """From which dialogue one comes: the last whose rooms were seen since the dashboard."""
    slug = (request.view_args or {}).get("slug")
    if response.status_code < HTTPStatus.BAD_REQUEST and request.path.startswith(DESK) and slug:
        if session.get(CAME_FROM) != slug:
            session[CAME_FROM] = slug
    elif request.path == DESK and CAME_FROM in session:
        del session[CAME_FROM]
    return response


def _slug_here() -> str | None:
    """The dialogue that the page is of, or from which one came to a room that keeps it."""
    slug: str | None = (request.view_args or {}).get("slug")
    kept = [one for one in current_app.extensions["sections"] if one.keeps]
    if slug is None and any(_holds(url_for(one.endpoint), request.path) for one in kept):
        slug = session.get(CAME_FROM)
    return slug


def ways(person: Person, slug: str | None) -> list[Way]:
    """The sections that this person may enter, with the one that this request is in."""
    found: list[tuple[str, str]] = []
    for section in current_app.extensions["sections"]:
        open_to = section.endpoint in current_app.view_functions and person.may(section.role)
        if open_to and (slug or not section.of_dialogue):
            found.append((say(section.label), _url(section, slug or "")))
    here = max((url for _, url in found if _holds(url, request.path)), key=len, default="")
    return [Way(label, url, url == here) for label, url in found]


def _url(section: Section, slug: str) -> str:
    return url_for(section.endpoint, slug=slug) if section.of_dialogue else url_for(section.endpoint)


def _holds(url: str, path: str) -> bool:
    return path == url or (path.startswith(url) and url != DESK)
