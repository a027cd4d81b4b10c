"""In what capacity somebody had the floor, in words."""

from __future__ import annotations

from rtop_event.floor.words import Voice
from rtop_event.wording import Sentence, sentence

VOICES: dict[Voice, Sentence] = {
    Voice.STATEMENT: sentence("Statement"),
    Voice.REPLY: sentence("Right of reply"),
    Voice.PANEL: sentence("Panel"),
}
FOR_A_GROUP = sentence("On behalf of a group")


def voice_told(voice: Voice, on_behalf_of: str) -> Sentence | str:
    """The capacity; a statement is the group's where it was made on behalf of one."""
    if voice is Voice.STATEMENT and on_behalf_of:
        return FOR_A_GROUP
    return VOICES.get(voice, voice.value)
