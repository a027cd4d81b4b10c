"""Whether a request is about an exercise: each answer then says so, no search engine and no calendar has it."""

from __future__ import annotations

from flask import Response, g, has_request_context, request
from flask_babel import gettext as _

from rtop_event.refusal import NotFound

FEEDS = frozenset(
    {
        "calendars.feed",
        "calendars.feed_json",
        "calendars.list_feed",
        "calendars.list_feed_json",
        "calendars.own_feed",
        "calendars.own_feed_json",
        "calendars.renew_own",
        "calendars.subscribe",
        "speakers.changes_feed",
    }
)
"""The doors that lead into calendars and readers of feeds, by their names: an exercise has none of them."""


def note() -> None:
    """This request is about an exercise. Raises NotFound where it asks for a feed: an exercise is in none."""
    if has_request_context():
        if request.endpoint in FEEDS:
            raise NotFound
        g.exercise = True


def noted() -> bool:
    """Whether the request is about an exercise."""
    return bool(g.get("exercise", False))


def mark() -> str:
    """What stands on everything of an exercise, in the reader's language; nothing on what is real."""
    return _("Exercise: nothing here is real") if noted() else ""


def say_so(response: Response) -> Response:
    """Tell programs as well, those that search the web above all."""
    if noted():
        response.headers["X-Exercise"] = "nothing here is real"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
