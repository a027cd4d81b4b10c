"""What follows from a change: calendars are told of turns, and the letters that are owed about them are drafted."""

from __future__ import annotations

from datetime import datetime, timedelta

from rtop_event.calendars import telling
from rtop_event.calendars.turn_drafting import draft_turns
from rtop_event.calendars.turns import NOT_AT_ALL
from rtop_event.organisers.models import Change

REST = timedelta(minutes=30)
"""Once the dialogue has begun nobody is written to again about a turn that only moves, before this time has passed."""


def look(at: datetime) -> None:
    """Each minute: what the record has gained is told, and what is owed since then drafted."""
    for dialogue in telling.look(at):
        draft_turns(dialogue, at=at, rest=REST if at >= dialogue.starts_at else NOT_AT_ALL)


def follow(change: Change) -> None:
    """At once, in the same transaction: a list that is published, a meeting that moves, who leaves or returns.

    Nobody is written to from an exercise, which goes on as if somebody were.
    """
    told = telling.follow(change)
    if told is not None and not told.dialogue.rehearses:
        draft_turns(told.dialogue, at=change.at, registrations=None if told.number is None else [told.number])
