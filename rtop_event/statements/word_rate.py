"""Whether a statement can be interpreted in its time: words a minute, against what interpreters ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from rtop_event.wording import Sentence, sentence

MOST_A_MINUTE = 120
"""Interpreters work well at 100 to 120 words a minute."""
UNSPACED = frozenset({"bo", "dz", "hak", "ja", "km", "lo", "my", "nan", "th", "yue", "zh"})
"""Languages that are written without a space between words."""


@dataclass(frozen=True, slots=True)
class Advice:
    """How fast a statement would have to be read, and whether that is too fast."""

    told: Sentence
    fast: bool


def advice(words: int | None, limit: int, tongue: str) -> Advice | None:
    """What to say of so many words in a limit of seconds; None where words cannot be counted."""
    if not words or not limit or tongue.partition("-")[0] in UNSPACED:
        return None
    rate = round(words * 60 / limit)
    values = {"words": words, "length": timedelta(seconds=limit), "rate": rate, "most": MOST_A_MINUTE}
    if rate > MOST_A_MINUTE:
        return Advice(
            sentence(
                "%(words)s words in %(length)s: %(rate)s words a minute, interpreters ask for at most %(most)s.",
                **values,
            ),
            fast=True,
        )
    return Advice(sentence("%(words)s words in %(length)s: %(rate)s words a minute.", **values), fast=False)
