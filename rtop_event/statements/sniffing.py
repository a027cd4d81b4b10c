"""What a file is, told by its content and never by its name: a whole PDF, or a plain Word document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rtop_event.statements.packed import look_into
from rtop_event.statements.refusals import BadFile
from rtop_event.statements.words import FileKind
from rtop_event.wording import sentence

_PDF_HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
_PDF_END = b"%%EOF"
_PDF_TAIL = 2048
_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 65_557
"""As far from the end as a zip's directory may end."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file turned out to be, and its number of words where it can be counted."""

    kind: FileKind
    words: int | None = None


def look_at(content: bytes, *, most: int) -> Looked:
    """What the file is; raises BadFile with the reason why it is not taken. `most` is in bytes."""
    if len(content) > most:
        raise BadFile(sentence("The file is too large: at most %(most)s MB.", most=max(1, most // 1_000_000)))
    if not content.strip():
        raise BadFile(sentence("The file is empty."))
    if _PDF_HEAD.match(content):
        _look_through(content)
        return Looked(FileKind.PDF)
    if content.startswith(_ZIP):
        return Looked(FileKind.DOCX, look_into(content))
    raise BadFile(sentence("This is neither a PDF nor a Word document (.docx). Please save it as one of these."))


def _look_through(content: bytes) -> None:
    """A PDF is whole when it ends as one, and honest when it is nothing else besides."""
    tail = content[-_PDF_TAIL:]
    if not tail.rstrip(b"\0 \t\r\n\f").endswith(_PDF_END) or b"startxref" not in tail:
        raise BadFile(sentence("This PDF is not complete. Please save it again, and send the new file."))
    if _ZIP_END in content[-_ZIP_TAIL:]:
        raise BadFile(sentence("This PDF holds another file inside. Please print it to a new PDF, and send that one."))
