"""Where a delegation stands in the room, on its own page: who speaks, how many come before, about when."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, url_for
from flask_babel import get_locale

from rtop_event.floor.room import Room, begun, room_of
from rtop_event.registrations import sections
from rtop_event.registrations.models import Registration
from rtop_event.registrations.sections import Line, Section
from rtop_event.showing import hour
from rtop_event.speakers.listing import key_of
from rtop_event.wording import Sentence, sentence, sentence_of


def add_to(app: Flask) -> None:
    """Answer the delegate's page, which asks about the room."""
    sections.add_source(app, section_of)


def section_of(registration: Registration, _token: str, at: datetime) -> Section | None:
    """The part of the own page while a meeting is open; nothing before the first, nothing for who is off the list."""
    dialogue = registration.dialogue
    if not registration.on_the_list or not begun(dialogue):
        return None
    room = room_of(dialogue, str(get_locale() or "en"), at)
    if not room.floor.sittings:
        return None
    told = standing_told(room, key_of(registration.id), dialogue.zone)
    line = Line(told, sentence("See the board"), url_for("floor.board", slug=dialogue.slug))
    return Section(sentence("On the floor"), (line,))


def standing_told(room: Room, turn: str, zone: str) -> Sentence:
    """Where one stands, in a sentence."""
    if room.floor.speech and room.floor.speech.turn == turn:
        return sentence("You have the floor.")
    if turn in room.floor.spoken:
        return sentence("Your statement is delivered.") if turn not in room.floor.yielded else _given_up()
    waiting = [seat.key for seat in room.waiting]
    turns = room.coming[turn]
    when = {
        "about": hour(turns.starts_at, zone),
        "earliest": hour(turns.earliest, zone),
        "latest": hour(turns.latest, zone),
    }
    before = waiting.index(turn)
    if before == 0:
        return sentence("You are next: about %(about)s, between %(earliest)s and %(latest)s.", **when)
    return sentence_of(
        "%(number)s delegation speaks before you: about %(about)s, between %(earliest)s and %(latest)s.",
        "%(number)s delegations speak before you: about %(about)s, between %(earliest)s and %(latest)s.",
        before,
        **when,
    )


def _given_up() -> Sentence:
    return sentence("Your delegation gave up the floor. Speak to the desk in the room if that is a mistake.")
