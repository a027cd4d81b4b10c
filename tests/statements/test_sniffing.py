"""What a file is, by its content: a table of good ones, and one of those that are refused, each with its sentence."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest

from rtop_event.statements.packed import number_of_words
from rtop_event.statements.refusals import BadFile
from rtop_event.statements.sniffing import Looked, look_at
from rtop_event.statements.words import FileKind
from tests.statements.papers import (
    RELS,
    TYPES,
    a_docx,
    a_pdf,
    a_zip,
    locked,
    packed_otherwise,
    said_size,
    text_of,
)

MOST = 1_000_000
NEITHER = "This is neither a PDF nor a Word document (.docx). Please save it as one of these."
NO_DOCUMENT = "This is not a Word document (.docx) that can be read. Please save it again, or as a PDF."
MACROS = "This document holds macros. Please save it as a plain Word document (.docx), or as a PDF."
NOT_WHOLE = "This PDF is not complete. Please save it again, and send the new file."
INSIDE = "This PDF holds another file inside. Please print it to a new PDF, and send that one."
ACTS = "This PDF holds a script or starts a program. Please print it to a new PDF, and send that one."
OTHERS = "This document holds another program's file, or fetches a part of itself. Please save it as a PDF."
LARGE = "The file is too large: at most 1 MB."
UNPACKED = "The document is too large once it is unpacked."
LOCKED = "The document is locked by a password. Please save it without one."
EMPTY = "The file is empty."
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
MACRO_TYPES = TYPES.replace("openxmlformats-officedocument.wordprocessingml", "ms-word").replace(
    "document.main+xml", "document.macroEnabled.main+xml"
)
DOCX = a_docx()


def utf_16(text: str) -> bytes:
    """XML in an encoding in which a search for ASCII finds nothing."""
    return text.replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16")


def relation(kind: str, mode: str = "External") -> str:
    """The relations of a document, with one of that kind that leads elsewhere."""
    where = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    one = f'<Relationship Id="r1" Type="{where}/{kind}" Target="https://elsewhere.example/t" TargetMode="{mode}"/>'
    return RELS.replace("/>", f">{one}</Relationships>")


def acting(said: str) -> bytes:
    """A PDF whose catalogue says more."""
    return a_pdf().replace(b"/Type/Catalog", b"/Type/Catalog" + said.encode())


def packed_away(said: bytes, kind: bytes = b"/Type/ObjStm") -> bytes:
    """A PDF with objects that are packed together."""
    stream = b"3 0 obj<<" + kind + b"/Filter/FlateDecode>>stream\r\n" + said + b"\nendstream endobj\n"
    return a_pdf().replace(b"trailer", stream + b"trailer")


HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", EMPTY),
    "blanks": (b" \r\n\t", EMPTY),
    "a program called statement.pdf": (b"MZ\x90\x00" + b"\0" * 200, NEITHER),
    "a web page": (b"<html><script>alert(1)</script></html>", NEITHER),
    "a web page that says it is a PDF further on": (b"<script>1</script>" + a_pdf(), NEITHER),
    "a PDF of no version": (b"%PDF-" + b"x" * 50, NEITHER),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, NEITHER),
    "a text": (b"Mr. President,", NEITHER),
    "an empty zip": (b"PK\x05\x06" + b"\0" * 18, NEITHER),
    "too large": (b"%PDF-1.4" + b"x" * MOST, LARGE),
    "a PDF cut off": (a_pdf()[:-30], NOT_WHOLE),
    "a PDF that only says so": (b"%PDF-1.4\n%%EOF", NOT_WHOLE),
    "a PDF with a program behind it": (a_pdf() + b"MZ\x90\x00", NOT_WHOLE),
    "a PDF that is a zip too": (a_pdf()[:-6] + a_zip({"a.txt": "a"}) + b"startxref\n0\n%%EOF", INSIDE),
    "a PDF with a script": (acting("/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), ACTS),
    "a PDF with a script by numbers": (acting("/OpenAction<</S/J#61vaScript/JS(app.alert(1))>>"), ACTS),
    "a PDF with a script packed away": (packed_away(zlib.compress(b"1 0 <</S/JavaScript>>")), ACTS),
    "a PDF that starts a program": (acting("/OpenAction<</S/Launch/F(cmd.exe)>>"), ACTS),
    "a PDF with a file": (acting("/Names<</EmbeddedFiles 4 0 R>>"), INSIDE),
    "a zip that is a PDF too": (a_zip({"a.txt": a_pdf()}), NO_DOCUMENT),
    "a zip cut off": (DOCX[: len(DOCX) // 2], NO_DOCUMENT),
    "a zip without its last byte": (DOCX[:-1], NO_DOCUMENT),
    "a zip with more behind it": (DOCX + b"MZ", NO_DOCUMENT),
    "a zip with a word behind it": (DOCX[:-2] + b"\x04\x00%PDF", NO_DOCUMENT),
    "a zip of something else": (a_zip({"a.txt": "a"}), NO_DOCUMENT),
    "a workbook": (a_docx(more={"word/document.xml": "", "xl/workbook.xml": "<x/>"}), NO_DOCUMENT),
    "a document without its types": (a_docx(more={"[Content_Types].xml": ""}), NO_DOCUMENT),
    "a document with macros": (a_docx(more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), MACROS),
    "macros in capitals": (a_docx(more={"word/VBAPROJECT.BIN": b"\xd0\xcf\x11\xe0"}), MACROS),
    "controls that act": (a_docx(more={"word/activeX/activeX1.bin": b"x"}), MACROS),
    "a template from elsewhere": (
        a_docx(more={"word/_rels/settings.xml.rels": relation("attachedTemplate")}),
        OTHERS,
    ),
    "a picture from elsewhere, in small letters": (
        a_docx(more={"word/_rels/document.xml.RELS": relation("image", "external")}),
        OTHERS,
    ),
    "another program's object": (a_docx(more={"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}), OTHERS),
    "a docm called docx": (a_docx(more={"[Content_Types].xml": MACRO_TYPES}), MACROS),
    "a way out of the folder": (a_docx(more={"../../etc/cron.d/x": "x"}), NO_DOCUMENT),
    "a way from the root": (a_docx(more={"/etc/passwd": "x"}), NO_DOCUMENT),
    "a way on another system": (a_docx(more={"C:/windows/x": "x"}), NO_DOCUMENT),
    "a way with the other stroke": (a_docx(more={"word\\..\\x": "x"}), NO_DOCUMENT),
    "one name twice": (a_docx(more={"Word/Document.xml": text_of("other")}), NO_DOCUMENT),
    "larger than it may be, says the directory": (said_size(DOCX, 4_000_000_000), UNPACKED),
    "larger than the directory says": (said_size(DOCX, 1), NO_DOCUMENT),
    "too many parts": (a_zip({str(number): "" for number in range(1_001)}), UNPACKED),
    "locked": (locked(DOCX), LOCKED),
    "packed in a way of its own": (packed_otherwise(DOCX), NO_DOCUMENT),
    "entities in the text": (a_docx(more={"word/document.xml": DOCTYPE}), NO_DOCUMENT),
    "entities in the types": (a_docx(more={"[Content_Types].xml": DOCTYPE}), NO_DOCUMENT),
    "entities in another part": (a_docx(more={"word/styles.xml": DOCTYPE}), NO_DOCUMENT),
    "entities in UTF-16": (a_docx(more={"word/styles.xml": utf_16(DOCTYPE)}), NO_DOCUMENT),
    "entities under another ending": (a_docx(more={"word/styles.bin": DOCTYPE}), NO_DOCUMENT),
    "entities in UTF-16 under another ending": (a_docx(more={"word/styles.bin": utf_16(DOCTYPE)}), NO_DOCUMENT),
    "XML that breaks off": (a_docx(more={"word/styles.xml": "<x><y>"}), NO_DOCUMENT),
    "a text of no encoding": (
        a_docx(more={"word/document.xml": '<?xml version="1.0" encoding="klingon"?><x/>'}),
        NO_DOCUMENT,
    ),
}


@pytest.mark.parametrize(("content", "why"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_not_a_plain_statement_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(BadFile) as refused:
        look_at(content, most=MOST)
    assert (str(refused.value), refused.value.status) == (why, 422)


def test_a_pdf_hidden_in_a_documents_first_bytes_is_refused() -> None:
    paper = io.BytesIO()
    with zipfile.ZipFile(paper, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {
            "a.bin": a_pdf().decode(),
            "[Content_Types].xml": TYPES,
            "word/document.xml": RELS,
        }.items():
            archive.writestr(name, content)
    with pytest.raises(BadFile) as refused:
        look_at(paper.getvalue(), most=MOST)
    assert str(refused.value) == NO_DOCUMENT


def test_a_part_that_was_damaged_is_found() -> None:
    paper = io.BytesIO()
    with zipfile.ZipFile(paper, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {"[Content_Types].xml": TYPES, "word/document.xml": RELS, "word/a.png": "picture"}.items():
            archive.writestr(name, content)
    with pytest.raises(BadFile) as refused:
        look_at(paper.getvalue().replace(b"picture", b"PICTURE"), most=MOST)
    assert str(refused.value) == NO_DOCUMENT


def test_whole_files_are_taken_for_what_they_are() -> None:
    assert look_at(a_pdf(), most=MOST) == Looked(FileKind.PDF)
    assert look_at(a_pdf() + b"\r\n\0\0", most=MOST) == Looked(FileKind.PDF)
    assert look_at(a_pdf().replace(b"PDF-1.4", b"PDF-2.0"), most=MOST) == Looked(FileKind.PDF)
    assert look_at(acting("/JavaScripture/Launches"), most=MOST) == Looked(FileKind.PDF)
    assert look_at(packed_away(zlib.compress(b"1 0 <</Type/Page>>")), most=MOST) == Looked(FileKind.PDF)
    assert look_at(packed_away(b"not packed"), most=MOST) == Looked(FileKind.PDF)
    assert look_at(packed_away(zlib.compress(b"(/Launch)"), b"/Length 9"), most=MOST) == Looked(FileKind.PDF)
    links: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": relation("hyperlink"),
        "word/embeddings/Sheet1.xlsx": b"PK",
    }
    assert look_at(a_docx(more=links), most=MOST).kind is FileKind.DOCX
    assert look_at(a_docx("Mr. President,\nwe — all — agree."), most=MOST) == Looked(FileKind.DOCX, 5)
    assert look_at(a_docx(more={"word/media/a.png": b"\x89PNG" + bytes(range(256)) * 600}), most=MOST).words == 3


def test_words_are_counted_once_and_only_where_they_are_said() -> None:
    inside = (
        "<w:p><w:r><w:t>Peace</w:t><w:tab/><w:t>now</w:t><w:br/><w:t>co</w:t><w:t>operate</w:t>"
        "<w:instrText>PAGE</w:instrText><w:delText>never</w:delText></w:r></w:p>"
        '<mc:A xmlns:mc="urn:mc"><mc:Choice><w:p><w:t>box</w:t></w:p></mc:Choice><mc:Fallback><w:p><w:t>box</w:t></w:p></mc:Fallback></mc:A>'
    )
    text = text_of("").replace("<w:p><w:r><w:t></w:t></w:r></w:p>", inside)
    assert look_at(a_docx(more={"word/document.xml": text}), most=MOST) == Looked(FileKind.DOCX, 4)


def test_a_word_has_a_letter_or_a_digit() -> None:
    assert number_of_words("Excellencies — 1 + 1 … النص текст") == 5
