"""A hand that comes too late is shown what others did, and finds what it had typed on a page that is drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import g, request
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import Face, answer, wanted_face
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.refusal import NotFound, Refusal, StaleHand
from rtop_event.speakers.others import Others, done_since

TYPED = ("reason", "note", "message")
View = Callable[..., AnyResponse]


@dataclass(frozen=True)
class OvertakenPage:
    """What was refused, what others did, and the words that would be lost otherwise."""

    slug: str
    status: int
    title: str
    refused: str
    others: Others
    typed: tuple[str, ...]


def shows_others(view: View) -> View:
    """The view; where it refuses a stale hand, its page is drawn again with what others did and what was typed."""

    @wraps(view)
    def shown(slug: str, **where: Any) -> AnyResponse:
        try:
            return view(slug=slug, **where)
        except (StaleHand, StaleDataError, NotFound) as late:
            refused = late if isinstance(late, Refusal) else StaleHand()
            session.rollback()
            others = _others(slug, refused)
            if others is None:
                raise
            return _drawn_again(view, slug, where, others)

    return shown


def _others(slug: str, refused: Refusal) -> Others | None:
    """What to tell; None where nothing was sent, or what is not there was never there."""
    if request.method != "POST":
        return None
    dialogue = any_dialogue(slug)
    since = str(_sent().get("since", ""))
    known = int(since) if since.isascii() and since.isdigit() and len(since) < 10 else None
    done = () if known is None else done_since(dialogue, known, str(get_locale() or "en"))
    if isinstance(refused, NotFound) and not done:
        return None
    reason = refused.reason if isinstance(refused, StaleHand) else StaleHand().reason
    return Others(reason, dialogue.zone, done)


def _drawn_again(view: View, slug: str, where: dict[str, Any], others: Others) -> AnyResponse:
    if wanted_face() is not Face.JSON:
        g.others = others
        try:
            response = view(slug=slug, **where)
        except Refusal:  # what it was about is not on the list any more
            session.rollback()
        else:
            response.status_code = HTTPStatus.CONFLICT
            return response
    typed = tuple(str(_sent()[name]) for name in TYPED if _sent().get(name))
    page = OvertakenPage(slug, 409, _("This was not done"), str(others.reason), others, typed)
    return answer("speakers/overtaken.html", page, HTTPStatus.CONFLICT)


def _sent() -> Mapping[str, Any]:
    """What was sent, before any check."""
    found = request.get_json(silent=True) if request.is_json else request.form
    return found if isinstance(found, Mapping) else {}
