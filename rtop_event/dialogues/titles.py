"""What the identifiers of words.py are called, as sentences for translators."""

from rtop_event.dialogues.words import DocumentKind, ItemKind, Preset, Role
from rtop_event.wording import Sentence, sentence

ITEMS: dict[ItemKind, Sentence] = {
    ItemKind.OPENING: sentence("Opening"),
    ItemKind.PANEL: sentence("Panel"),
    ItemKind.FLOOR: sentence("Statements from the floor"),
    ItemKind.BREAK: sentence("Break"),
    ItemKind.CLOSING: sentence("Closing"),
}

ROLES: dict[Role, Sentence] = {
    Role.SPEAKER: sentence("Speaker"),
    Role.MODERATOR: sentence("Moderator"),
    Role.PANELLIST: sentence("Panellist"),
}

DOCUMENTS: dict[DocumentKind, Sentence] = {
    DocumentKind.REPORT: sentence("Report"),
    DocumentKind.CONCEPT_NOTE: sentence("Concept note"),
    DocumentKind.LETTER: sentence("Letter"),
    DocumentKind.RESOLUTION: sentence("Resolution"),
    DocumentKind.BACKGROUND: sentence("Background"),
}

ORDERS: dict[Preset, Sentence] = {
    Preset.DIALOGUE: sentence(
        "Statements on behalf of groups come first, then Member States, observers, organisations and civil society; "
        "within each by level, then by time of inscription."
    ),
    Preset.INSCRIPTION: sentence("Speakers take the floor in the order in which they asked for it."),
    Preset.GENERAL_DEBATE: sentence(
        "Speakers take the floor by level, then by time of inscription; observers after the Member States of their "
        "level."
    ),
}
