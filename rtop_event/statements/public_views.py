"""Who asks, who answers: statements for everybody after delivery, and for interpreters by their link."""

from __future__ import annotations

from flask import Response, request

from rtop_event.answer import answer, keep
from rtop_event.clock import now
from rtop_event.dialogues.finding import published_dialogue
from rtop_event.floor.room import room_of
from rtop_event.limits import KNOCK, limiter
from rtop_event.refusal import NotFound
from rtop_event.statements import finding
from rtop_event.statements.blueprint import pages
from rtop_event.statements.desk_pages import pack_page, reader
from rtop_event.statements.files import one_of_pack, pack_of, sent_out
from rtop_event.statements.public_pages import public_page
from rtop_event.statements.shown import in_list_order, is_public


@pages.get("/dialogues/<slug:slug>/statements/")
def show(slug: str) -> Response:
    """The statements that were delivered."""
    page = public_page(published_dialogue(slug), reader(), request.args.get("page", 1, int))
    return keep(answer("statements/show.html", page), at=now(), follows_list=True)


@pages.get("/dialogues/<slug:slug>/statements/files/<int:number>/")
def show_file(slug: str, number: int) -> Response:
    """One of their files; whatever is not public is not there."""
    dialogue = published_dialogue(slug)
    found = finding.current_one(dialogue, number)
    if not is_public(found.registration):
        raise NotFound
    return sent_out(found, public=True)


@pages.get("/interpreters/<token:token>/")
def interpreters(token: str) -> Response:
    """What the interpreters' link opens: who has sent what, in the order of the list."""
    return answer("statements/interpreters.html", pack_page(finding.opened_by(token), now(), token=token))


@pages.get("/interpreters/<token:token>/statements.zip")
@limiter.limit(KNOCK)
def interpreters_pack(token: str) -> Response:
    """And all of them in one file."""
    dialogue = finding.opened_by(token)
    return pack_of(dialogue, in_list_order(dialogue, room_of(dialogue, "en", now())))


@pages.get("/interpreters/<token:token>/files/<int:number>/")
def interpreters_file(token: str, number: int) -> Response:
    """Or one of them alone."""
    dialogue = finding.opened_by(token)
    return one_of_pack(dialogue, in_list_order(dialogue, room_of(dialogue, "en", now())), number)
