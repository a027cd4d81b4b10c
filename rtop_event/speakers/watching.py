"""What an open page of the list is told when another organiser changes something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Response, request

from rtop_event.answer import VARY, Face, wanted_face
from rtop_event.dialogues.models import Dialogue
from rtop_event.speakers.others import Others, done_since
from rtop_event.wording import Sentence, sentence

MOST_DIGITS = 9


@dataclass(frozen=True)
class Changed:
    """Who changed the list since a page was drawn, in one sentence, and what was done."""

    told: Sentence
    others: Others


def changed_since(dialogue: Dialogue, line: str, language: str) -> Changed | None:
    """What was done after that line of the record; None where nothing was, or the line is none."""
    done = done_since(dialogue, int(line), language) if _is_line(line) else ()
    if not done:
        return None
    who = ", ".join(dict.fromkeys(one.by for one in done))
    told = sentence("Changed by %(who)s just now.", who=who)
    return Changed(told, Others(told, dialogue.zone, done))


def nothing_new(dialogue: Dialogue) -> Response | None:
    """304 to a page that asks again for its fragment while nothing was done since the line that it names."""
    if wanted_face() is not Face.FRAGMENT:
        return None
    return not_modified() if same_since(dialogue, request.if_none_match.as_set()) else None


def same_since(dialogue: Dialogue, marks: Iterable[str]) -> bool:
    """Whether one of these lines is the last one that tells of the list."""
    return any(_is_line(mark) and not done_since(dialogue, int(mark), "en") for mark in marks)


def not_modified() -> Response:
    """Nothing to draw anew."""
    response = Response(status=304)
    response.headers["Vary"] = VARY
    return response


def marked(response: Response, line: str) -> Response:
    """The answer with the line of the record up to which it tells."""
    response.set_etag(line)
    return response


def _is_line(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
