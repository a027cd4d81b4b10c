"""How many conflicts wait for the desk, as they were last looked for: the page of the list looks for none itself."""

from __future__ import annotations

from datetime import datetime

from rtop_event.database import db
from rtop_event.dialogues.models import Dialogue
from rtop_event.remembered import Remembered

MOST_KEPT = 16
MINUTES = 5
"""After these many it is looked again: a request that nobody confirms ceases to count without any line."""
_Key = tuple[str, int, str, int]
_counted: Remembered[int] = Remembered(MOST_KEPT)


def conflicts_known(dialogue: Dialogue, digest: str, at: datetime) -> int | None:
    """Their number as of the last line of the record, whose digest differs with every change; None: not looked for."""
    return _counted.known(_key(dialogue, digest, at)) if digest else None


def keep_number(dialogue: Dialogue, digest: str, number: int, at: datetime) -> None:
    """So many were found as of that line."""
    _counted.learn(_key(dialogue, digest, at), number)


def _key(dialogue: Dialogue, digest: str, at: datetime) -> _Key:
    return str(db.engine.url), dialogue.id, digest, int(at.timestamp()) // (MINUTES * 60)
