"""Who asks, who answers: the chair's script, on a page and on paper."""

from __future__ import annotations

from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, file_answer
from rtop_event.clock import now
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.floor.blueprint import pages
from rtop_event.floor.marking import marked, nothing_new, room_mark
from rtop_event.floor.room import room_of
from rtop_event.floor.script_pages import script_page, script_pdf
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.speakers.desk import language


@pages.get("/organise/<slug:slug>/floor/script/")
def script(slug: str) -> AnyResponse:
    """What the chair says now, next and then; an open page follows the console."""
    at_the_desk()
    at = now()
    mark = room_mark(at)
    same = nothing_new(mark)
    if same:
        return same
    dialogue = any_dialogue(slug)
    return marked(answer("floor/script.html", script_page(dialogue, room_of(dialogue, language(), at))), mark)


@pages.get("/organise/<slug:slug>/floor/script.pdf")
def script_on_paper(slug: str) -> AnyResponse:
    """All of it on paper."""
    at_the_desk()
    dialogue = any_dialogue(slug)
    made = script_pdf(dialogue, room_of(dialogue, language(), now()), language())
    return file_answer(made, "application/pdf", f"{slug}-script.pdf")
