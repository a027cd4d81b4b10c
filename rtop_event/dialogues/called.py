"""What meetings and parts of a programme are called: names of the house in the reader's language, others as typed."""

from __future__ import annotations

from collections.abc import Callable

from rtop_event.dialogues.titles import ITEMS
from rtop_event.wording import Sentence, sentence

MORNING = sentence("Morning meeting")
AFTERNOON = sentence("Afternoon meeting")
_OF_THE_HOUSE = {one.text: one for one in (MORNING, AFTERNOON, *ITEMS.values())}


def called(name: str, inert: Callable[[str], str] = str) -> Sentence | str:
    """A name of the house as a sentence for translators; any other as it was typed, made `inert` for its place."""
    return _OF_THE_HOUSE.get(name) or inert(name)
