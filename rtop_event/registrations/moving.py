"""Who would move on the list: asked of the wing that orders it, which comes after this one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from rtop_event.dialogues.models import Dialogue
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class Shifted:
    """One delegation that would stand elsewhere."""

    who: Sentence | str
    before: Sentence
    after: Sentence


@dataclass(frozen=True)
class Preview:
    """Who would stand elsewhere, how many of all, and how long the list would be."""

    told: Sentence
    shifted: tuple[Shifted, ...]
    summary: Sentence


Look = Callable[[], Preview]
Source = Callable[[Dialogue], Look]


def set_source(app: Flask, source: Source) -> None:
    """The wing of the list says how one looks at it before and after a change."""
    app.extensions["moving"] = source


def watch(dialogue: Dialogue) -> Look:
    """The list as it is now; what is given back tells, after a change, who would move by it."""
    source: Source = current_app.extensions["moving"]
    return source(dialogue)
