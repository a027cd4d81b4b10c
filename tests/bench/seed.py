"""The instance that is measured: the first dialogue with 200 made-up inscriptions, published as a provisional list."""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path

from sqlalchemy import select

from rtop_event import clock, schema
from rtop_event.application import create_app
from rtop_event.commands import FIRST_DIALOGUE, TRIAL_BEGINS
from rtop_event.database import db, session
from rtop_event.delegations.actions import load_reference
from rtop_event.delegations.models import Delegation
from rtop_event.delegations.reference import read_reference
from rtop_event.delegations.words import Level
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.folder import read_folder
from rtop_event.dialogues.loading import load
from rtop_event.settings import read_settings
from rtop_event.speakers.chain_of_folder import read_rules
from rtop_event.speakers.listing import listing
from rtop_event.speakers.publishing import publish
from rtop_event.speakers.seen import as_seen, print_of
from tests import builders

PLACES = 200


def seed(instance: Path, places: int = PLACES) -> None:
    """Make it, on the trial's clock so that registration is open."""
    instance.mkdir(parents=True, exist_ok=True)
    clock.begin_trial(instance, shows=TRIAL_BEGINS)
    app = create_app(read_settings({"RTOP_INSTANCE": str(instance)}))
    with app.app_context():
        schema.migrate(db.engine)
        load_reference(read_reference())
        load(read_folder(FIRST_DIALOGUE, read_rules), at=clock.now(), domain="dialogue.example", public=True)
        session.commit()
        dialogue = any_dialogue("rtop-2012")
        levels = cycle(Level)
        for delegation in islice(session.scalars(select(Delegation).order_by(Delegation.id)).all(), places):
            kind = delegation.standing_on(dialogue.starts_at.date()).kind
            facts = {"decision": "accepted"} if kind == "civil_society" else {}
            builders.an_inscription(dialogue, delegation=delegation, kind=kind, level=next(levels), **facts)
        session.commit()
        publish(dialogue, note="", seen=print_of(as_seen(listing(dialogue))), number=0, by="bench", at=clock.now())
        session.commit()
        db.engine.dispose()
    clock.set_clock(instance, trial=False)
