"""Who asks, who answers: the published list and its files; and the join of this wing."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, request
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, keep
from rtop_event.clock import now
from rtop_event.dialogues.finding import any_dialogue, published_dialogue
from rtop_event.dialogues.letterkinds import add_kinds
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.stages import list_hours
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.refusal import NotFound
from rtop_event.speakers import (
    announcing_desk,
    chain_desk,
    conflict_desk,
    desk,
    exchange_desk,
    exchange_views,
    import_views,
    letter_kinds,
    proving,
    restore_views,
    revision_views,
    revisions,
    settings_desk,
    together_desk,
    told,
    undo_desk,
    why_views,
    workbench_views,
)
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.commands import group
from rtop_event.speakers.desk import language
from rtop_event.speakers.exports import Exported, export
from rtop_event.speakers.listing import listing
from rtop_event.speakers.public_pages import speakers_page
from rtop_event.speakers.room_now import at_its_time, room_now
from rtop_event.speakers.seen import as_seen
from rtop_event.speakers.working_file import working_table
from rtop_event.wording import sentence

__all__ = [
    "add_to",
    "announcing_desk",
    "chain_desk",
    "conflict_desk",
    "desk",
    "exchange_desk",
    "exchange_views",
    "import_views",
    "restore_views",
    "revision_views",
    "settings_desk",
    "together_desk",
    "undo_desk",
    "why_views",
    "workbench_views",
]


def add_to(app: Flask) -> None:
    """Join this wing to the application."""
    app.register_blueprint(pages)
    app.cli.add_command(group)
    told.add_to(app)
    proving.add_to(app)
    add_kinds(app, letter_kinds.TITLE, letter_kinds.KINDS)


@pages.get("/dialogues/<slug:slug>/speakers/")
def show(slug: str) -> AnyResponse:
    """The published list, and what changed since the one before."""
    dialogue = published_dialogue(slug)
    at = now()
    room = room_now(dialogue, lambda: listing(dialogue), at)
    page = speakers_page(dialogue, revisions.latest(dialogue, 2), at, language(), room)
    turns = (dialogue.registration_opens_at, *list_hours(dialogue).turns, *(room.moves if room else ()))
    return keep(answer("speakers/show.html", page), at=at, turns=turns, follows_list=room is not None)


@pages.get("/dialogues/<slug:slug>/speakers.<any(pdf,csv,xlsx):ending>")
def show_file(slug: str, ending: str) -> AnyResponse:
    """The published list as a file; there is none before it is published."""
    at = now()
    shown = _published(published_dialogue(slug), at)
    moves = shown.room.moves if shown.room else ()
    return keep(export(shown, ending, language()), at=at, turns=moves, follows_list=shown.room is not None)


@pages.get("/organise/<slug:slug>/speakers/list.<any(pdf,csv,xlsx):ending>")
def desk_file(slug: str, ending: str) -> AnyResponse:
    """The published list with speakers, limits and reasons; with `?live=1` the list as it stands."""
    at_the_desk()
    dialogue, at = any_dialogue(slug), now()
    shown = _live(dialogue, at) if request.args.get("live") == "1" else _published(dialogue, at, for_desk=True)
    return export(shown, ending, language())


def _published(dialogue: Dialogue, at: datetime, *, for_desk: bool = False) -> Exported:
    found = revisions.latest(dialogue)
    if not found:
        raise NotFound(sentence("The list of speakers is not published yet."))
    room = room_now(dialogue, lambda: listing(dialogue), at)
    places = [at_its_time(place, room) for place in found[0].places]
    return Exported(dialogue, found[0].label, found[0].published_at, places, for_desk, room=room)


def _live(dialogue: Dialogue, at: datetime) -> Exported:
    found = listing(dialogue)
    room = room_now(dialogue, lambda: found, at)
    places = [at_its_time(place, room) for place in as_seen(found)]
    cells = working_table(found, places, dialogue.zone)
    return Exported(dialogue, sentence("Working list of the desk"), at, places, True, cells, room)
