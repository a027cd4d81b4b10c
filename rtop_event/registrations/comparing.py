"""A change field by field: what was when it was asked for, what is now, what it is to become; in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rtop_event.delegations.titles import LEVELS
from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue
from rtop_event.registrations.models import ChangeRequest
from rtop_event.registrations.words import FIELDS, GENDERS, LANGUAGE_NAMES
from rtop_event.wording import Sentence, sentence

Shown = Sentence | str
_WORDS: dict[str, Mapping[str, Sentence]] = {
    "level": {one.value: text for one, text in LEVELS.items()},
    "speaker_gender": {one.value: text for one, text in GENDERS.items()},
    "statement_language": LANGUAGE_NAMES,
}


@dataclass(frozen=True)
class Compared:
    """One field of a change; `meanwhile` is what it says now, where that is no longer what it was when asked."""

    name: Sentence
    before: Shown
    after: Shown
    meanwhile: Shown | None


def compared(asked: ChangeRequest) -> tuple[Compared, ...]:
    """Every field of a change, in the order of the forms."""
    found = []
    for name in (one for one in FIELDS if one in asked.changes):
        before, now = asked.before.get(name), getattr(asked.registration, name)
        shown = [value_told(name, value, asked.registration.dialogue) for value in (before, asked.changes[name], now)]
        found.append(Compared(FIELDS[name], shown[0], shown[1], shown[2] if now != before else None))
    return tuple(found)


def value_told(name: str, value: object, dialogue: Dialogue) -> Shown:
    """A value of a field in words; empty for none."""
    if isinstance(value, bool):
        return sentence("yes") if value else sentence("no")
    if name == "meeting_number":
        return next((called(meeting.name) for meeting in dialogue.meetings if meeting.number == value), "")
    text = "" if value is None else str(value)
    return _WORDS.get(name, {}).get(text, text)
