"""Whether a request is about an exercise: each answer then says so, no search engine and no calendar has it."""

from __future__ import annotations

from flask import Response, g, has_request_context, request

from rtop_event.refusal import NotFound

FEEDS = (".ics", ".atom")


def note() -> None:
    """This request is about an exercise. Raises NotFound where it asks for a feed: an exercise is in none."""
    if has_request_context():
        if request.path.endswith(FEEDS):
            raise NotFound
        g.exercise = True


def noted() -> bool:
    """Whether the request is about an exercise."""
    return bool(g.get("exercise", False))


def say_so(response: Response) -> Response:
    """Tell programs as well, those that search the web above all."""
    if noted():
        response.headers["X-Exercise"] = "nothing here is real"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
