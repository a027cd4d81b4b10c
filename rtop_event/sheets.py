"""Tables that people send in: CSV or XLSX read strictly into rows of text, without trusting a byte of it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from rtop_event.refusal import Refusal
from rtop_event.wording import sentence

MOST_BYTES = 5_000_000
MOST_UNPACKED = 40_000_000
MOST_TAGS = 400_000
"""A workbook of 5,000 rows and six columns has about 250,000; ten times as many would hold a worker for a minute."""
MOST_PARTS = 200
MOST_COLUMNS = 30
_ZIP = b"PK\x03\x04"
_XML_ENDS = (".xml", ".rels", ".vml")
_BROKEN_WORKBOOK = sentence("This is not an Excel workbook (.xlsx) that can be read.")


class BadSheet(Refusal):
    """The whole file cannot be taken, whatever its rows say."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins as people count, its cells, and which of them are bare formulas."""

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()
    """Positions of cells that hold a formula without its result."""


def read_rows(content: bytes, *, most_rows: int) -> Iterator[Row]:
    """The rows of a CSV or XLSX file, told apart by content, at most one more than `most_rows`; raises BadSheet."""
    if len(content) > MOST_BYTES:
        raise BadSheet(sentence("The file is too large: at most %(most)s MB.", most=MOST_BYTES // 1_000_000))
    if not content.strip():
        raise BadSheet(sentence("The file is empty."))
    return _workbook(content, most_rows) if content.startswith(_ZIP) else _separated(content)


def _separated(content: bytes) -> Iterator[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = broken.object[: broken.start].count(b"\n") + 1
        raise BadSheet(
            sentence("Line %(number)s is not UTF-8. Please save the file as “CSV UTF-8”.", number=line)
        ) from None
    if "\0" in text:
        raise BadSheet(sentence("This is neither a text file (.csv) nor an Excel workbook (.xlsx)."))
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if cells:
                yield Row(begins, tuple(cells))
            begins = reader.line_num + 1
    except csv.Error as broken:
        if "field larger than" in str(broken):
            raise BadSheet(sentence("Line %(number)s has a cell that is too long.", number=begins)) from None
        raise BadSheet(
            sentence("Line %(number)s cannot be read: look for a quotation mark too many.", number=begins)
        ) from None


def _workbook(content: bytes, most_rows: int) -> Iterator[Row]:
    """The rows of the first sheet; what it would take is judged before anything is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
        results, formulas = (_sheet(content, most_rows, results=one) for one in (True, False))
        for number, (seen, held) in enumerate(zip(results, formulas, strict=True), start=1):
            cells = tuple(_text(cell.value) for cell in seen)
            bare = frozenset(at for at, cell in enumerate(held) if cell.data_type == "f" and not cells[at])
            yield Row(number, cells, bare)
    except BadSheet:
        raise
    except Exception as broken:  # whatever the library stumbles over, the file is at fault
        raise BadSheet(_BROKEN_WORKBOOK) from broken


def _sheet(content: bytes, most_rows: int, *, results: bool) -> Iterable[tuple[Any, ...]]:
    """The first sheet, with the results of formulas or with the formulas themselves."""
    from openpyxl import load_workbook  # noqa: PLC0415 (15 MB that most web workers never need)

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=results, keep_links=False)
    rows: Iterable[tuple[Any, ...]] = book.worksheets[0].iter_rows(max_row=most_rows + 3, max_col=MOST_COLUMNS)
    return rows


def _check(archive: zipfile.ZipFile) -> None:
    """Sizes are summed from the directory before anything is unpacked, tags before anything is parsed."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadSheet(sentence("The workbook is too large once it is unpacked."))
    if any(part.flag_bits & 1 for part in parts):
        raise BadSheet(sentence("The workbook is locked by a password. Please save it without one."))
    tags = 0
    for part in parts:
        if part.filename.lower().endswith(_XML_ENDS):
            text = archive.read(part).replace(b"\0", b"").upper()
            tags += text.count(b"<")
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise BadSheet(_BROKEN_WORKBOOK)
    if tags > MOST_TAGS:
        raise BadSheet(sentence("The workbook has too many rows and cells, even if most are empty."))


def _text(value: object) -> str:
    """A cell as people see it; a whole number without the point that Excel keeps."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
