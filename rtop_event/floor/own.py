"""Where a delegation stands in the room, on its own page: who speaks, how many come before, about when."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from rtop_event.floor.turn_form import TurnForm
from rtop_event.floor.turn_pages import TurnPage, turn_page
from rtop_event.registrations import sections
from rtop_event.registrations.models import Registration
from rtop_event.registrations.sections import Section
from rtop_event.speakers.listing import listing
from rtop_event.speakers.room_now import room_now
from rtop_event.wording import sentence


def add_to(app: Flask) -> None:
    """Answer the delegate's page, which asks about the room."""
    sections.add_source(app, section_of)


def section_of(registration: Registration, token: str, at: datetime) -> Section | None:
    """The part of the own page about the turn; nothing for who is off the list."""
    if not registration.on_the_list:
        return None
    page = shown(registration, token, None, at)
    heading = sentence("On the floor") if page.opened else sentence("Before your turn")
    return Section(heading, (), "floor/_turn.html", page)


def shown(registration: Registration, token: str, form: TurnForm | None, at: datetime) -> TurnPage:
    """The turn of a request that is on the list."""
    dialogue = registration.dialogue
    return turn_page(registration, token, room_now(dialogue, lambda: listing(dialogue), at), form, at)
