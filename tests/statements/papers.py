"""Files as delegations send them, good and hostile."""

from __future__ import annotations

import io
import zipfile

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
WHEN = (2012, 9, 5, 10, 0, 0)
"""When each part was packed: the same file is the same bytes."""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def a_pdf(said: str = "Mr. President (example)") -> bytes:
    """A whole PDF with nothing on its page but a comment."""
    body = (
        f"%PDF-1.4\n% {said}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    )
    return (body + f"trailer<</Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n").encode()


def text_of(said: str) -> str:
    """The main part of a Word document, one paragraph for each line."""
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in said.split("\n"))
    return f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{lines}</w:body></w:document>'


def a_docx(said: str = "Mr. President (example)", more: dict[str, str | bytes] | None = None) -> bytes:
    """A Word document with this text; further parts by their names, or other content for those it has."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "word/document.xml": text_of(said),
        **(more or {}),
    }
    return a_zip({name: content for name, content in parts.items() if content})


def a_zip(parts: dict[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    paper = io.BytesIO()
    with zipfile.ZipFile(paper, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), content, zipfile.ZIP_DEFLATED)
    return paper.getvalue()


def said_size(content: bytes, size: int) -> bytes:
    """The same zip, whose directory claims that its last part is so large once it is unpacked."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 24] + size.to_bytes(4, "little") + content[at + 28 :]


def locked(content: bytes) -> bytes:
    """The same zip, whose directory says that its last part is locked by a password."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 8] + bytes([content[at + 8] | 1]) + content[at + 9 :]


def packed_otherwise(content: bytes) -> bytes:
    """The same zip, whose directory says that its last part is packed in a way that documents do not use."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 10] + (12).to_bytes(2, "little") + content[at + 12 :]
