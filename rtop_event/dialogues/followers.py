"""What follows in later wings when a dialogue is called off or changed: they are told and asked, not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

from rtop_event.dialogues.models import Dialogue
from rtop_event.wording import Sentence

Follower = Callable[[Dialogue, datetime], None]


@dataclass(frozen=True, slots=True)
class Outdated:
    """What is no longer so since a dialogue was changed, and the step that mends it."""

    told: Sentence
    step: Sentence
    url: str


OutdatedSource = Callable[[Dialogue, datetime], Outdated | None]


def add_follower(app: Flask, follower: Follower) -> None:
    """A wing does what follows, in the same transaction."""
    app.extensions.setdefault("dialogue_followers", []).append(follower)


def tell_followers(dialogue: Dialogue, at: datetime) -> None:
    """All wings do what follows."""
    for follower in current_app.extensions.get("dialogue_followers", []):
        follower(dialogue, at)


def add_outdated(app: Flask, source: OutdatedSource) -> None:
    """A wing says what of its own a change of a dialogue has made wrong."""
    app.extensions.setdefault("dialogue_outdated", []).append(source)


def outdated_by(dialogue: Dialogue, at: datetime) -> list[Outdated]:
    """What all wings say."""
    sources: list[OutdatedSource] = current_app.extensions.get("dialogue_outdated", [])
    return [found for source in sources if (found := source(dialogue, at)) is not None]


def add_readers(app: Flask, source: Callable[[Dialogue], list[str]]) -> None:
    """A wing says in which languages it writes to people about a dialogue."""
    app.extensions.setdefault("dialogue_readers", []).append(source)


def languages_read(dialogue: Dialogue) -> list[str]:
    """The languages in which people are written to about it."""
    sources: list[Callable[[Dialogue], list[str]]] = current_app.extensions.get("dialogue_readers", [])
    return sorted({code for source in sources for code in source(dialogue)})
