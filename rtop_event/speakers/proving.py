"""Whether the list on record is the list as it stands; and how the record begins for a list that is older than it."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy import Text, cast, select
from sqlalchemy.orm import selectinload

from rtop_event.database import session
from rtop_event.delegations.models import Delegation, Group
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers import chain, record_commands
from rtop_event.organisers.models import Change
from rtop_event.organisers.record import record
from rtop_event.recorded import Recorded
from rtop_event.registrations.models import Registration
from rtop_event.speakers.composing import Facts
from rtop_event.speakers.listing import facts_of
from rtop_event.speakers.models import Arrangement, Exchange, Pin, PlacedMove
from rtop_event.speakers.replay import Roll, first_difference, replay

BY = "the program"


def add_to(app: Flask) -> None:
    """Answer `record verify --dialogue`."""
    record_commands.add_replay(app, replayed)


def on_record(dialogue: Dialogue) -> Facts:
    """The facts of the list as the record alone leads to them; raises NoBeginning."""
    delegations = session.scalars(select(Delegation).options(selectinload(Delegation.standings)))
    roll = Roll({one.id: one for one in delegations}, {one.id: one for one in session.scalars(select(Group))})
    with session.no_autoflush:
        return replay(chain.sealed_lines(session()), dialogue.slug, roll)


def replayed(slug: str) -> tuple[bool, str]:
    """Whether the record of a dialogue leads to its list, and what to say of it."""
    dialogue = any_dialogue(slug)
    live = facts_of(dialogue).listing()
    found = first_difference(on_record(dialogue).listing(), live)
    if found is None:
        return True, f"The list on record is the list of {slug} as it stands: {len(live.rows)} places."
    return (
        False,
        f"The list of {slug} is not the one on record: the record leads to {found[0]}, there stands {found[1]}.",
    )


def take_stock(*, at: datetime) -> None:
    """Let the record of each dialogue begin, where it is older than what the record keeps of its rows."""
    for dialogue in session.scalars(select(Dialogue)).all():
        begun = select(Change.id).where(Change.dialogue == dialogue.slug, cast(Change.facts, Text) != "[]")
        if session.scalar(begun.limit(1)) is not None:
            continue
        rows: list[Recorded] = [dialogue, *dialogue.meetings]
        rows += [item for meeting in dialogue.meetings for item in meeting.items]
        for kind in (Registration, PlacedMove, Pin, Exchange, Arrangement):
            rows += session.scalars(select(kind).where(kind.dialogue_id == dialogue.id))
        chain.remember(session(), rows)
        record("stock taken", by=BY, at=at, dialogue=dialogue.slug, about="list")
