"""Who asks, who answers: every revision for the public, any two side by side, and the feed of changes."""

from __future__ import annotations

from flask import current_app, request
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, file_answer, keep
from rtop_event.clock import now
from rtop_event.dialogues.finding import published_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.refusal import NotFound
from rtop_event.speakers import revisions
from rtop_event.speakers.atom import MEDIA_TYPE, written
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.change_feed import MOST, change_feed
from rtop_event.speakers.desk import language
from rtop_event.speakers.revision_pages import compare_page, revision_page, revisions_page
from rtop_event.wording import sentence


@pages.get("/dialogues/<slug:slug>/speakers/revisions/")
def show_revisions(slug: str) -> AnyResponse:
    """All revisions, the newest first."""
    return keep(answer("speakers/revisions.html", revisions_page(published_dialogue(slug), asked("before"))), at=now())


@pages.get("/dialogues/<slug:slug>/speakers/revisions/<int:number>/")
def show_revision(slug: str, number: int) -> AnyResponse:
    """One revision as it was published."""
    dialogue, at = published_dialogue(slug), now()
    one = revisions.one(dialogue, number)
    before = revisions.one(dialogue, number - 1) if number else None
    page = revision_page(dialogue, one, before, _last(dialogue), at, language())
    return keep(answer("speakers/revision.html", page), at=at, turns=(dialogue.list_opens_at, dialogue.list_closes_at))


@pages.get("/dialogues/<slug:slug>/speakers/compare/")
def compare(slug: str) -> AnyResponse:
    """Two revisions side by side; without a question the last two."""
    dialogue = published_dialogue(slug)
    last = _last(dialogue)
    before, after = asked("from"), asked("to")
    before, after = max(0, last - 1) if before is None else before, last if after is None else after
    page = compare_page(dialogue, revisions.one(dialogue, before), revisions.one(dialogue, after), last, language())
    return answer("speakers/compare.html", page)


@pages.get("/dialogues/<slug:slug>/speakers/changes.atom")
def changes_feed(slug: str) -> AnyResponse:
    """The feed of changes, one entry for each revision."""
    dialogue = published_dialogue(slug)
    base = current_app.extensions["settings"].base_url
    feed = written(change_feed(dialogue, revisions.latest(dialogue, MOST + 1), language(), base))
    return keep(file_answer(feed, MEDIA_TYPE, f"{slug}-changes.atom"), at=now())


def _last(dialogue: Dialogue) -> int:
    found = revisions.last_number(dialogue)
    if found is None:
        raise NotFound(sentence("The list of speakers is not published yet."))
    return found[0]


def asked(name: str) -> int | None:
    """The number that the address asks for, if any."""
    number = request.args.get(name, "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 7 else None
