"""What later wings have to say on a dialogue's page: it asks them without knowing them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask, current_app

from rtop_event.dialogues.models import Dialogue
from rtop_event.wording import Sentence

Source = Callable[[Dialogue, datetime], list[Sentence]]


def add_source(app: Flask, source: Source) -> None:
    """A wing says sentences about a dialogue, such as the state of its list of speakers."""
    app.extensions.setdefault("dialogue_notices", []).append(source)


def all_notices(dialogue: Dialogue, at: datetime) -> list[Sentence]:
    """The sentences of all wings about this dialogue."""
    return [one for source in current_app.extensions.get("dialogue_notices", []) for one in source(dialogue, at)]
