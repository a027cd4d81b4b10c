"""The join of this wing: its pages, its part of the delegate's page, and what the list and the console ask it."""

from __future__ import annotations

from flask import Flask, request, session

from rtop_event import urls
from rtop_event.dialogues.letterkinds import add_kinds
from rtop_event.links import is_signed
from rtop_event.mailing.rounds import add_round
from rtop_event.registrations import mergers, sections
from rtop_event.registrations.finding import PURPOSE
from rtop_event.speakers import received
from rtop_event.statements import desk_views, letters, moving, own_views, public_views
from rtop_event.statements.blueprint import pages
from rtop_event.statements.files import sweep_uploads
from rtop_event.statements.finding import is_there
from rtop_event.statements.own_pages import section_of

ROOMS = (own_views, desk_views, public_views)
AROUND_THE_FILE = 100_000
"""Bytes of a form besides its file."""


def add_to(app: Flask) -> None:
    """Join this wing to the application."""
    app.register_blueprint(pages)
    most = app.extensions["settings"].statement_limit + AROUND_THE_FILE
    urls.take_larger(app, most, _is_known, "statements.own_send", "statements.desk_send")
    sections.add_source(app, section_of)
    mergers.add_mover(app, moving.move)
    received.set_condition(app, is_there())
    add_round(app, sweep_uploads)
    add_kinds(app, letters.TITLE, letters.KINDS)


def _is_known() -> bool:
    """Whether somebody comes by a link of ours, or has signed in: larger bodies are read from nobody else."""
    token = (request.view_args or {}).get("token")
    return is_signed(PURPOSE, token) if token else "_user_id" in session
