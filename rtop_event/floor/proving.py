"""Whether the steps of the floor on record are the steps as they stand."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from flask import Flask

from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.models import FloorStep
from rtop_event.floor.room import steps_of
from rtop_event.organisers import chain, record_commands
from rtop_event.recorded import GONE, TABLE, told


def add_to(app: Flask) -> None:
    """Answer `record verify --dialogue`."""
    record_commands.add_replay(app, replayed)


def on_record(dialogue: Dialogue) -> list[dict[str, Any]]:
    """The steps of a dialogue as the record alone tells them, in the order in which they were taken."""
    steps: dict[int, dict[str, Any]] = {}
    for line in chain.sealed_lines(session()):
        for one in line.facts:
            if one[TABLE] == FloorStep.__tablename__:  # those of an exercise that was thrown away are gone
                steps.pop(one["id"], None)
                steps |= {} if GONE in one else {one["id"]: one}
    mine = (one for one in steps.values() if one["dialogue_id"] == dialogue.id)
    return sorted(mine, key=lambda one: int(one["number"]))


def replayed(slug: str) -> tuple[bool, str]:
    """Whether the record of a dialogue leads to its floor, and what to say of it."""
    dialogue = any_dialogue(slug)
    live = [told(step) for step in steps_of(dialogue)]
    pairs = zip_longest(on_record(dialogue), live)
    wrong = next((number for number, (kept, found) in enumerate(pairs, start=1) if kept != found), None)
    if wrong is None:
        return True, f"The floor on record is the floor of {slug} as it stands: {len(live)} steps."
    return False, f"The floor of {slug} is not the one on record: they differ from step {wrong} on."
