"""Who asks, who answers: the public pages of dialogues."""

from __future__ import annotations

from flask import Flask, Response, current_app, url_for
from flask_babel import get_locale

from rtop_event.answer import answer, file_answer, keep
from rtop_event.clock import now
from rtop_event.dialogues import desk_programme_views, desk_text_views, desk_views, wording_views
from rtop_event.dialogues.briefing import briefing_page
from rtop_event.dialogues.commands import group
from rtop_event.dialogues.finding import languages_of, published_dialogue, published_dialogues, text_in
from rtop_event.dialogues.home import home_page
from rtop_event.dialogues.notices import all_notices
from rtop_event.dialogues.pages import pages
from rtop_event.dialogues.printing import briefing_pdf as briefing_on_paper
from rtop_event.dialogues.printing import programme_pdf as programme_on_paper
from rtop_event.dialogues.shown import dialogue_page, turns
from rtop_event.dialogues.structured import event
from rtop_event.dialogues.words import TextKind
from rtop_event.organisers.dashboard import add_sources
from rtop_event.refusal import NotFound
from rtop_event.wording import sentence

__all__ = ["add_to", "desk_programme_views", "desk_text_views", "desk_views", "wording_views"]


def add_to(app: Flask) -> None:
    """Join this wing to the application."""
    app.register_blueprint(pages)
    app.cli.add_command(group)
    add_sources(app, shortcuts=desk_views.shortcuts)


@pages.get("/")
def home() -> Response:
    """The dialogue that is next, others listed."""
    at, dialogues = now(), published_dialogues()
    moments = [moment for dialogue in dialogues for moment in turns(dialogue)]
    return keep(answer("dialogues/home.html", home_page(dialogues, at)), at=at, turns=moments)


@pages.get("/dialogues/<slug:slug>/")
def show(slug: str) -> Response:
    """Everything about one dialogue."""
    dialogue, at = published_dialogue(slug), now()
    url = _absolute("dialogues.show", slug)
    page = dialogue_page(
        dialogue,
        at,
        notices=all_notices(dialogue, at),
        briefing_languages=languages_of(dialogue, TextKind.BRIEFING),
        url=url,
        feed_url=_absolute("calendars.feed", slug),
        event=event(dialogue, url),
    )
    return keep(answer("dialogues/show.html", page), at=at, turns=turns(dialogue))


@pages.get("/dialogues/<slug:slug>/briefing/")
def briefing(slug: str) -> Response:
    """The briefing overview as a page."""
    dialogue, at, reader = published_dialogue(slug), now(), _language()
    text = text_in(dialogue, TextKind.BRIEFING, reader)
    if text is None:
        raise NotFound(sentence("This dialogue has no briefing overview."))
    size = len(briefing_on_paper(dialogue, reader))
    page = briefing_page(dialogue, text, reader=reader, pdf_size=size)
    return keep(answer("dialogues/briefing.html", page), at=at)


@pages.get("/dialogues/<slug:slug>/briefing.pdf")
def briefing_pdf(slug: str) -> Response:
    """The briefing overview on paper."""
    dialogue = published_dialogue(slug)
    return _on_paper(briefing_on_paper(dialogue, _language()), f"{slug}-briefing.pdf")


@pages.get("/dialogues/<slug:slug>/programme.pdf")
def programme_pdf(slug: str) -> Response:
    """The programme of all meetings on paper."""
    dialogue = published_dialogue(slug)
    return _on_paper(programme_on_paper(dialogue, _language()), f"{slug}-programme.pdf")


def _on_paper(content: bytes, filename: str) -> Response:
    response = file_answer(content, "application/pdf", filename)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return keep(response, at=now())


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "en"


def _absolute(endpoint: str, slug: str) -> str:
    base: str = current_app.extensions["settings"].base_url
    return base + url_for(endpoint, slug=slug)
