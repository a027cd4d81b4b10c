"""What was done to the list while meetings sat: places exchanged, other limits, and either of them taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.held import Held
from rtop_event.organisers.models import Change
from rtop_event.speakers.bulk_told import TOGETHER, swapped_told
from rtop_event.speakers.others import lines_about
from rtop_event.speakers.undoing import LIMITS, UNDONE
from rtop_event.wording import Sentence, sentence

DID, TOOK_BACK = sentence("%(by)s: %(what)s"), sentence("%(by)s took back: %(what)s")
LIMIT_NAMES = {
    "delegation": sentence("A delegation"),
    "group": sentence("On behalf of a group"),
    "organisation": sentence("An organisation"),
    "civil_society": sentence("Civil society"),
    "changeover": sentence("Between two statements"),
}


class Did(StrEnum):
    """What was done, as files call it."""

    EXCHANGED = "exchanged"
    LIMITS_SET = "limits_set"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class ListChange:
    """Something that was done to the list, and what it says."""

    did: Did
    at: datetime
    by: str
    told: Sentence
    why: str
    facts: Mapping[str, Any]
    """The names that exchanged their places, or the limits in seconds."""


def changes_of(dialogue: Dialogue, meetings: Sequence[Held]) -> dict[int, tuple[ListChange, ...]]:
    """Those of each meeting by its number, the oldest first; what was done between two belongs to the later one."""
    if not meetings:
        return {}
    about = Change.what.in_((TOGETHER, LIMITS, UNDONE)), Change.at >= meetings[0].opened_at
    lines = session.scalars(lines_about(dialogue).where(*about).order_by(Change.number)).all()
    found: dict[int, tuple[ListChange, ...]] = {}
    for change in (one for one in map(_change, lines) if one):
        held = next((one for one in meetings if one.closed_at is None or change.at <= one.closed_at), None)
        if held:
            found[held.meeting] = (*found.get(held.meeting, ()), change)
    return found


def _change(line: Change) -> ListChange | None:
    """What a line tells; None where it is about other things."""
    undone = line.what == UNDONE
    facts = line.before if undone else line.after
    limits = {name: seconds for name, seconds in facts.items() if name in LIMIT_NAMES}
    if "swapped" in facts:
        did, what, facts = Did.EXCHANGED, swapped_told(facts), {"delegations": facts["swapped"]}
    elif limits and "restored" not in facts:
        did, what, facts = Did.LIMITS_SET, _limits_told(limits), {"limits_seconds": limits}
    else:
        return None
    words = sentence((TOOK_BACK if undone else DID).text, by=line.by, what=what)
    at = line.at.replace(microsecond=0)
    return ListChange(Did.TAKEN_BACK if undone else did, at, line.by, words, "" if undone else line.why, facts)


def _limits_told(limits: Mapping[str, int]) -> Sentence:
    told = [
        sentence("%(name)s %(length)s", name=LIMIT_NAMES[name], length=timedelta(seconds=seconds))
        for name, seconds in limits.items()
    ]
    listed = told[0]
    for one in told[1:]:
        listed = sentence("%(one)s, %(other)s", one=listed, other=one)
    return sentence("Other limits: %(limits)s", limits=listed)
