"""Kinds of programme items, documents and texts, roles in the programme and orders of the list, by identifier."""

from enum import StrEnum

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
"""The official languages, in which texts, letters and names can be."""

RESERVED_SLUGS = frozenset(
    {"dialogues", "sign-in", "sign-out", "account", "organisers", "record", "outbox", "contacts"}
)
"""Words after /organise/ in addresses, which no dialogue can be called."""


class ItemKind(StrEnum):
    """What happens in one part of a meeting."""

    OPENING = "opening"
    PANEL = "panel"
    FLOOR = "floor"
    BREAK = "break"
    CLOSING = "closing"


class Role(StrEnum):
    """What a person named in the programme does there."""

    SPEAKER = "speaker"
    MODERATOR = "moderator"
    PANELLIST = "panellist"


class DocumentKind(StrEnum):
    """What a document is to the dialogue."""

    REPORT = "report"
    CONCEPT_NOTE = "concept_note"
    LETTER = "letter"
    RESOLUTION = "resolution"
    BACKGROUND = "background"


class TextKind(StrEnum):
    """A text that a dialogue has in several languages."""

    BRIEFING = "briefing"
    LETTER = "letter"


class Preset(StrEnum):
    """Which chain of rules orders the list of speakers."""

    DIALOGUE = "dialogue"
    INSCRIPTION = "inscription"
    GENERAL_DEBATE = "general-debate"


class AbsentGo(StrEnum):
    """Where on the list one stands who was called and was not there."""

    BLOCK = "block"
    LIST = "list"


class RepliesGo(StrEnum):
    """What the rights of reply wait for: the end of the day's debate, or that of each meeting."""

    DAY = "day"
    MEETING = "meeting"
