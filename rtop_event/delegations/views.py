"""Who asks, who answers: the search for a delegation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, jsonify, request
from flask_babel import get_locale

from rtop_event.clock import now
from rtop_event.delegations.commands import group
from rtop_event.delegations.finding import entries_on
from rtop_event.delegations.names import name_in
from rtop_event.delegations.search import Entry, find
from rtop_event.delegations.titles import KINDS
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.finding import published_dialogue
from rtop_event.limits import limiter
from rtop_event.showing import say

pages = Blueprint("delegations", __name__)
LONGEST_QUERY = 80
SEARCHES = "240 per minute"
KEEP_SECONDS = 300


def add_to(app: Flask) -> None:
    """Join this wing to the application."""
    app.register_blueprint(pages)
    app.cli.add_command(group)


@dataclass(frozen=True)
class Suggestion:
    """One delegation that fits: `name` in the reader's language, `kind` in words."""

    code: str
    name: str
    kind: str
    kind_name: str


@pages.get("/delegations/")
@limiter.limit(SEARCHES)
def search() -> Response:
    """The delegations that fit what was typed (`q`), as JSON; `dialogue` or `on` tells the day, `kinds` narrows."""
    query = request.args.get("q", "")[:LONGEST_QUERY]
    kinds = {kind for kind in request.args.get("kinds", "").split(",") if kind}
    offered = entries_on(_day())
    found = find(query, [one for one in offered if one.kind in kinds] if kinds else offered)
    response = jsonify({"query": query, "delegations": [_suggestion(one) for one in found]})
    response.headers["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def _day() -> date:
    slug = request.args.get("dialogue", "")
    if slug:
        dialogue = published_dialogue(slug)
        return dialogue.starts_at.astimezone(ZoneInfo(dialogue.zone)).date()
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return now().date()


def _suggestion(entry: Entry) -> Suggestion:
    locale = get_locale()
    name = name_in(locale.language if locale else "en", entry.iso2, entry.name)
    return Suggestion(entry.code, name, entry.kind.value, say(KINDS[Kind(entry.kind)]))
