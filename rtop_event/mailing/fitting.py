"""Whether letters that have not left still say how things are: their wings are asked, without being known here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Flask, current_app

from rtop_event.mailing.models import Letter
from rtop_event.refusal import Refusal
from rtop_event.wording import Sentence

Judge = Callable[[Sequence[Letter], datetime], dict[int, Sentence]]


class NoLongerFits(Refusal):
    """The letter says what is no longer so; the reason is what has changed."""


def add_judge(app: Flask, judge: Judge) -> None:
    """A wing tells which of its letters no longer fit, by their ids, and why."""
    app.extensions.setdefault("letter_judges", []).append(judge)


def misfits(letters: Sequence[Letter], at: datetime) -> dict[int, Sentence]:
    """Those of the letters that should not leave as they are, by id, each with the reason."""
    found: dict[int, Sentence] = {}
    for judge in current_app.extensions.get("letter_judges", []) if letters else []:
        found |= judge(letters, at)
    return found


def require_fit(letter: Letter, at: datetime) -> None:
    """Raises NoLongerFits."""
    why = misfits([letter], at).get(letter.id)
    if why is not None:
        raise NoLongerFits(why)
