"""How an open console asks whether anything happened, at next to no cost."""

from __future__ import annotations

from datetime import datetime

from flask import Response, request

from rtop_event.answer import VARY, Face, wanted_face
from rtop_event.database import session
from rtop_event.edition import seen_edition, seen_list
from rtop_event.floor.coming import TIMES_HOLD, shown_since


def times_turn(at: datetime) -> tuple[datetime, datetime]:
    """Since when the expected times of this moment are shown, and when they are computed anew by themselves."""
    since = shown_since(at)
    return since, since + TIMES_HOLD


def nothing_new(mark: str) -> Response | None:
    """304 to a page that asks again for its fragment, while what that is made from has the mark that it had."""
    if wanted_face() is not Face.FRAGMENT or mark not in request.if_none_match:
        return None
    response = Response(status=304)
    response.headers["Vary"] = VARY
    return response


def marked(response: Response, mark: str) -> Response:
    """The answer with the mark of what it was made from."""
    response.set_etag(mark)
    return response


def room_mark(at: datetime) -> str:
    """Another with every change, and whenever the expected times are computed anew."""
    edition, _ = seen_edition(session())
    return f"{edition}-{seen_list(session())}-{int(shown_since(at).timestamp())}"
