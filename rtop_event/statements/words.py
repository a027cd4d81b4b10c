"""The kinds of statements, and what can become of one."""

from __future__ import annotations

from enum import StrEnum

from rtop_event.wording import Sentence, sentence


class FileKind(StrEnum):
    """What a file is, by its content; also how its name ends."""

    PDF = "pdf"
    DOCX = "docx"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Ending(StrEnum):
    """How a statement ended that is no longer the one to be used."""

    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


ENDINGS: dict[Ending, Sentence] = {
    Ending.REPLACED: sentence("replaced"),
    Ending.WITHDRAWN: sentence("withdrawn"),
    Ending.REMOVED: sentence("removed by the desk"),
}
