"""Who asks, who answers: the pages of this wing, for those who register, for their delegates, for the desk."""

from __future__ import annotations

from flask import Flask

from rtop_event.dialogues.letterkinds import add_kinds
from rtop_event.invitations.registered import set_source
from rtop_event.organisers import acts, things
from rtop_event.organisers.dashboard import add_sources
from rtop_event.registrations import (
    change_views,
    desk_step_views,
    desk_views,
    group_views,
    letter_kinds,
    own_views,
    registering_views,
    words,
)
from rtop_event.registrations.blueprint import blueprint
from rtop_event.registrations.coming import registered
from rtop_event.registrations.recorded import requests_named
from rtop_event.registrations.waiting import charts, waiting

ROOMS = (registering_views, own_views, desk_views, desk_step_views, group_views, change_views)


def add_to(app: Flask) -> None:
    """Join this wing to the application."""
    app.register_blueprint(blueprint)
    add_sources(app, waiting, charts)
    set_source(app, registered)
    acts.add_acts(app, words.STEPS)
    things.add_source(app, "registration", requests_named)
    add_kinds(app, letter_kinds.TITLE, letter_kinds.KINDS)
