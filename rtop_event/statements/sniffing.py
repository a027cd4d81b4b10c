"""What a file is, told by its content and never by its name: a whole PDF, or a plain Word document."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from rtop_event.statements.packed import look_into
from rtop_event.statements.refusals import BadFile
from rtop_event.statements.words import FileKind
from rtop_event.wording import sentence

_PDF_HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
_PDF_END = b"%%EOF"
_PDF_TAIL = 2048
_ACTS = re.compile(rb"/(JavaScript|Launch|EmbeddedFile)s?(?![A-Za-z0-9])")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEAD = 500
"""Bytes before a stream in which its dictionary says what it is."""
MOST_INFLATED = 20_000_000
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
    names = {name for part in (content, *_inflated(content)) for name in _ACTS.findall(_HEX.sub(_plain, part))}
    if _ZIP_END in content[-_ZIP_TAIL:] or b"EmbeddedFile" in names:
        raise BadFile(sentence("This PDF holds another file inside. Please print it to a new PDF, and send that one."))
    if names:
        raise BadFile(
            sentence("This PDF holds a script or starts a program. Please print it to a new PDF, and send that one.")
        )


def _inflated(content: bytes) -> Iterator[bytes]:
    """The objects that a PDF keeps packed together; what is packed in any other way, or locked, is not looked at."""
    left = MOST_INFLATED
    for found in _STREAM.finditer(content):
        if b"/ObjStm" in _HEX.sub(_plain, content[max(0, found.start() - _HEAD) : found.start()]) and left > 0:
            try:
                part = zlib.decompressobj().decompress(content[found.end() :], left)
            except zlib.error:
                continue
            left -= len(part)
            yield part


def _plain(found: re.Match[bytes]) -> bytes:
    """A sign of a name that was written as its number."""
    return bytes.fromhex(found[1].decode())
