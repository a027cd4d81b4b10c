"""Word documents looked into without trusting a byte: a zip whose sizes, names and XML are judged, and its words."""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO
from xml.parsers import expat

from rtop_event.statements.refusals import BadFile
from rtop_event.wording import sentence

MOST_PARTS = 1_000
MOST_UNPACKED = 60_000_000
CONTENT, TEXT = "[Content_Types].xml", "word/document.xml"
_XML_ENDS = (".xml", ".rels", ".vml", ".svg")
_XML_BEGINS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OUTSIDE = re.compile(r"^[/\\]|\\|^[A-Za-z]:|(^|/)\.\.?(/|$)|\0")
_MACROS = re.compile(r"vbaproject|vbadata|(^|/)activex/", re.IGNORECASE)
_NO_DOCUMENT = sentence("This is not a Word document (.docx) that can be read. Please save it again, or as a PDF.")
_HAS_MACROS = sentence("This document holds macros. Please save it as a plain Word document (.docx), or as a PDF.")
_HAS_OTHERS = sentence(
    "This document holds another program's file, or fetches a part of itself. Please save it as a PDF."
)
_OTHERS = re.compile(r"(^|/)embeddings/.*\.bin$|(^|/)oleobject", re.IGNORECASE)
_PIECE = 65_536


def look_into(content: bytes) -> int:
    """The number of words of a Word document; raises BadFile for anything else, and for what could do harm."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _judge(archive, content)
            words = Words()
            for part in archive.infolist():
                with archive.open(part) as stream:
                    _read(part.filename, stream, words)
            return words.number
    except BadFile:
        raise
    except Exception as broken:  # whatever the libraries stumble over, the file is at fault
        raise BadFile(_NO_DOCUMENT) from broken


def _judge(archive: zipfile.ZipFile, content: bytes) -> None:
    """What the directory says, before anything is unpacked."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadFile(sentence("The document is too large once it is unpacked."))
    if any(part.flag_bits & 1 for part in parts):
        raise BadFile(sentence("The document is locked by a password. Please save it without one."))
    if any(_MACROS.search(name) for name in names):
        raise BadFile(_HAS_MACROS)
    if any(_OTHERS.search(name) for name in names):
        raise BadFile(_HAS_OTHERS)
    wrong = (
        len({name.lower() for name in names}) != len(names)
        or any(_OUTSIDE.search(name) for name in names)
        or any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts)
        or not {CONTENT, TEXT} <= set(names)
        or min(part.header_offset for part in parts) != 0
        or content[-22:-18] != b"PK\x05\x06"
        or b"%PDF-" in content[:1024]
    )
    if wrong:
        raise BadFile(_NO_DOCUMENT)


def _read(name: str, stream: IO[bytes], words: Words) -> None:
    """One part to its end, so that a broken one is found; XML is parsed, and may declare nothing."""
    first = stream.read(_PIECE)
    parser = None
    if name.lower().endswith(_XML_ENDS) or first.lstrip().startswith(_XML_BEGINS):
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _no_doctype
        if name == TEXT:
            words.listen(parser)
        elif name == CONTENT:
            parser.StartElementHandler = _no_macros
        elif name.lower().endswith(".rels"):
            parser.StartElementHandler = _nothing_from_outside
    while first:
        if parser:
            parser.Parse(first)
        first = stream.read(_PIECE)
    if parser:
        parser.Parse(b"", True)


def _no_doctype(*_declared: object) -> None:
    raise BadFile(_NO_DOCUMENT)


def _no_macros(_name: str, given: dict[str, str]) -> None:
    if "macroenabled" in given.get("ContentType", "").lower():
        raise BadFile(_HAS_MACROS)


def _nothing_from_outside(_name: str, given: dict[str, str]) -> None:
    """A link leads out when it is followed; a template or picture from elsewhere is fetched without being asked."""
    outside = given.get("TargetMode", "").lower() == "external"
    if outside and not given.get("Type", "").lower().endswith("/hyperlink"):
        raise BadFile(_HAS_OTHERS)


class Words:
    """Counts the words of a document as its XML goes by, each text once."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.open = False
        self.aside = 0
        """How deep inside the second version that Word keeps of a text box for older programs."""

    @property
    def number(self) -> int:
        """How many words with a letter or a digit there are."""
        return number_of_words("".join(self.said))

    def listen(self, parser: expat.XMLParserType) -> None:
        """Hear what a parser reads."""
        parser.StartElementHandler = self._begins
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self._says

    def _begins(self, name: str, _given: dict[str, str]) -> None:
        self.aside += name.endswith(" Fallback")
        self.open = "wordprocessingml" in name and name.endswith(" t")
        if name.endswith((" p", " tab", " br", " cr")):
            self.said.append(" ")

    def _ends(self, name: str) -> None:
        self.aside -= name.endswith(" Fallback")
        self.open = False

    def _says(self, text: str) -> None:
        if self.open and not self.aside:
            self.said.append(text)


def number_of_words(text: str) -> int:
    """How many words with a letter or a digit there are."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())
