"""How many conflicts wait for the desk, as they were last looked for: the page of the list looks for none itself."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from rtop_event.database import db
from rtop_event.dialogues.models import Dialogue

MOST_KEPT = 16
MINUTES = 5
"""After these many it is looked again: a request that nobody confirms ceases to count without any line."""
_Key = tuple[str, int, str, int]
_memory: OrderedDict[_Key, int] = OrderedDict()
_lock = Lock()


def conflicts_known(dialogue: Dialogue, digest: str, at: datetime) -> int | None:
    """Their number as of the last line of the record, whose digest differs with every change; None: not looked for."""
    return _memory.get(_key(dialogue, digest, at)) if digest else None


def keep_number(dialogue: Dialogue, digest: str, number: int, at: datetime) -> None:
    """So many were found as of that line."""
    with _lock:
        _memory[_key(dialogue, digest, at)] = number
        while len(_memory) > MOST_KEPT:
            _memory.popitem(last=False)


def _key(dialogue: Dialogue, digest: str, at: datetime) -> _Key:
    return str(db.engine.url), dialogue.id, digest, int(at.timestamp()) // (MINUTES * 60)
