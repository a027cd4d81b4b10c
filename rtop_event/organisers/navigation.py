"""The rail of the organisers' side: which rooms it leads to, and which one the reader is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_wtf.csrf import generate_csrf

from rtop_event.organisers.accounts import Person, person_shown
from rtop_event.organisers.models import RoleName
from rtop_event.showing import say
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class Section:
    """A room of the organisers' side; one `of_dialogue` is shown only where a dialogue is at hand."""

    label: Sentence
    endpoint: str
    of_dialogue: bool = False
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


def _for_templates() -> dict[str, Any]:
    person = person_shown()
    if person is None:
        return {}
    return {"desk_sections": ways(person, (request.view_args or {}).get("slug")), "desk_token": generate_csrf}


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
    return path == url or (path.startswith(url) and url != "/organise/")
