"""Who asks, who answers: the record of the meetings, for the desk at any time, for everybody once one is closed."""

from __future__ import annotations

from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, keep
from rtop_event.clock import now
from rtop_event.dialogues.finding import any_dialogue, published_dialogue
from rtop_event.floor.blueprint import pages
from rtop_event.floor.record_files import events_file, record_file
from rtop_event.floor.record_page import Record, record_of, record_page
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.refusal import NotFound
from rtop_event.speakers.desk import language
from rtop_event.wording import sentence


@pages.get("/organise/<slug:slug>/floor/record/")
def desk_record(slug: str) -> AnyResponse:
    """The record as it stands, with persons, reasons and what happened beside the statements."""
    at_the_desk()
    found = record_of(any_dialogue(slug), language(), now(), for_desk=True)
    return answer("floor/desk_record.html", record_page(found))


@pages.get("/organise/<slug:slug>/floor/record.<any(pdf,csv,xlsx,json):ending>")
def desk_record_file(slug: str, ending: str) -> AnyResponse:
    """The same as a file."""
    at_the_desk()
    return record_file(record_of(any_dialogue(slug), language(), now(), for_desk=True), ending, language())


@pages.get("/organise/<slug:slug>/floor/record-beside.csv")
def desk_record_beside(slug: str) -> AnyResponse:
    """What happened beside the statements, line by line."""
    at_the_desk()
    return events_file(record_of(any_dialogue(slug), language(), now(), for_desk=True))


@pages.get("/dialogues/<slug:slug>/floor/record/")
def record(slug: str) -> AnyResponse:
    """The meetings that are closed: delegations only, no names of persons; levels and groups as the list has them."""
    at = now()
    found = record_of(published_dialogue(slug), language(), at, for_desk=False)
    return keep(answer("floor/record.html", record_page(found)), at=at, follows_list=True)


@pages.get("/dialogues/<slug:slug>/floor/record.<any(csv,json):ending>")
def show_record_file(slug: str, ending: str) -> AnyResponse:
    """The same as a file; there is none before a meeting is closed."""
    at = now()
    return keep(
        record_file(_closed(record_of(published_dialogue(slug), language(), at, for_desk=False)), ending, language()),
        at=at,
        follows_list=True,
    )


def _closed(found: Record) -> Record:
    if not found.meetings:
        raise NotFound(sentence("No meeting was closed yet."))
    return found
