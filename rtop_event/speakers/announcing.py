"""The chair announces the list of speakers (rule 73), or takes the announcement back."""

from __future__ import annotations

from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.stages import Stage, list_hours
from rtop_event.organisers.record import record
from rtop_event.refusal import Refusal
from rtop_event.speakers.holding import unchanged
from rtop_event.wording import sentence

OPEN = frozenset({Stage.OPEN, Stage.DESK})
"""The stages at which a list can be announced."""


class NotOpen(Refusal):
    """A list that is not open yet, or is closed, cannot be announced."""

    def __init__(self) -> None:
        super().__init__(sentence("The list can be announced only while it is open. Nothing was changed."))


def announce(dialogue: Dialogue, *, version: int, by: str, at: datetime) -> None:
    """Announce the list: online requests are late from now on. Raises StaleHand, NotOpen."""
    unchanged(dialogue, version)
    if list_hours(dialogue).stage(at) not in OPEN:
        raise NotOpen
    dialogue.announced_at = dialogue.changed_at = at
    record("list announced", by=by, at=at, dialogue=dialogue.slug, about="list", after={"announced_at": at})


def take_back(dialogue: Dialogue, *, version: int, by: str, at: datetime) -> None:
    """Take the announcement back, as after a slip; who was late meanwhile stays on the reserve. Raises StaleHand."""
    unchanged(dialogue, version)
    before = {"announced_at": dialogue.announced_at}
    if dialogue.announced_at is None:
        return
    dialogue.announced_at, dialogue.changed_at = None, at
    record("announcement taken back", by=by, at=at, dialogue=dialogue.slug, about="list", before=before)
