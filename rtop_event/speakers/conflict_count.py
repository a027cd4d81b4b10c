"""How many conflicts wait for the desk, for the page of the list; looked for anew only when something was recorded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from threading import Lock
from typing import Any

from rtop_event.database import db
from rtop_event.dialogues.models import Dialogue
from rtop_event.speakers.composing import Entry
from rtop_event.speakers.conflict_finding import conflicts_of

MOST_KEPT = 16
MINUTES = 5
"""After these many it is looked again: a request that nobody confirms ceases to count without any line."""
_memory: OrderedDict[tuple[Any, ...], int] = OrderedDict()
_lock = Lock()


def conflicts_waiting(dialogue: Dialogue, entries: Sequence[Entry], digest: str, at: datetime) -> int:
    """Their number as of the last line of the record, whose digest differs with every change; "" for no line at all."""
    if not digest:
        return _looked_for(dialogue, at)
    listed = hash(tuple((one.id, one.delegation_id, one.speaker, one.live) for one in entries))
    key = (str(db.engine.url), dialogue.id, digest, listed, int(at.timestamp()) // (MINUTES * 60))
    if key not in _memory:
        found = _looked_for(dialogue, at)
        with _lock:
            _memory[key] = found
            while len(_memory) > MOST_KEPT:
                _memory.popitem(last=False)
        return found
    return _memory[key]


def _looked_for(dialogue: Dialogue, at: datetime) -> int:
    return len(conflicts_of(dialogue, at, "en").waiting)
