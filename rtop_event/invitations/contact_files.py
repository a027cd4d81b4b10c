"""Contacts from a file: CSV or XLSX read strictly into lines, without trusting a byte of it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice

from rtop_event.refusal import Refusal
from rtop_event.text import one_line
from rtop_event.wording import Sentence, sentence

COLUMNS = ("address", "name", "function", "delegation", "language", "salutation")
HEADS = {
    **{name: name for name in COLUMNS},
    "email": "address",
    "e-mail": "address",
    "mail": "address",
    "email address": "address",
    "e-mail address": "address",
    "mail address": "address",
    "title": "function",
    "country": "delegation",
    "organisation": "delegation",
    "organization": "delegation",
}
MOST_ROWS = 5_000
MOST_BYTES = 5_000_000
MOST_UNPACKED = 40_000_000
MOST_PARTS = 200
MOST_COLUMNS = 30
_ZIP = b"PK\x03\x04"
_XML_ENDS = (".xml", ".rels", ".vml")
_BROKEN_WORKBOOK = sentence("This is not an Excel workbook (.xlsx) that can be read.")


class BadContactFile(Refusal):
    """The whole file cannot be taken, whatever its lines say."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file with something in it: its number as people count, and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_contacts(content: bytes) -> list[Line]:
    """The lines of a CSV or XLSX file, told apart by content; raises BadContactFile."""
    if len(content) > MOST_BYTES:
        raise BadContactFile(sentence("The file is too large: at most %(most)s MB.", most=MOST_BYTES // 1_000_000))
    if not content.strip():
        raise BadContactFile(sentence("The file is empty."))
    table = _workbook(content) if content.startswith(_ZIP) else _separated(content)
    rows = islice(table, MOST_ROWS + 2)
    heads = _heads(next(rows, []))
    lines = [Line(number, cells) for number, row in enumerate(rows, start=2) if (cells := _cells(number, row, heads))]
    if len(lines) > MOST_ROWS or next(table, None) is not None:
        raise BadContactFile(sentence("The file has too many lines: at most %(most)s.", most=MOST_ROWS))
    if not lines:
        raise BadContactFile(sentence("The file has a line of column names and nothing below it."))
    return lines


def _heads(row: Sequence[str]) -> list[str | None]:
    """The columns by name; an empty name is a column that must stay empty."""
    heads: list[str | None] = []
    for cell in row:
        name = one_line(cell)
        column = HEADS.get(name.casefold())
        if name and column is None:
            known = ", ".join(COLUMNS)
            raise BadContactFile(
                sentence("There is no column “%(name)s”. Known are: %(known)s.", name=name[:60], known=known)
            )
        if column is not None and column in heads:
            raise BadContactFile(sentence("The column “%(name)s” is there twice.", name=column))
        heads.append(column)
    if "address" not in heads:
        raise BadContactFile(
            sentence("The first line must name the columns, and one of them must be “address” or “email”.")
        )
    return heads


def _cells(number: int, row: Sequence[str], heads: Sequence[str | None]) -> dict[str, str]:
    """The cells that hold something, by column; empty for an empty line."""
    cells: dict[str, str] = {}
    for position, cell in enumerate(row):
        if not cell.strip():
            continue
        column = heads[position] if position < len(heads) else None
        if column is None:
            raise BadContactFile(sentence("Line %(number)s has more cells than there are column names.", number=number))
        cells[column] = cell
    return cells


def _separated(content: bytes) -> Iterator[Sequence[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = broken.object[: broken.start].count(b"\n") + 1
        raise BadContactFile(
            sentence("Line %(number)s is not UTF-8. Please save the file as “CSV UTF-8”.", number=line)
        ) from None
    if "\0" in text:
        raise BadContactFile(sentence("This is neither a text file (.csv) nor an Excel workbook (.xlsx)."))
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise BadContactFile(
            sentence("Line %(number)s cannot be read: look for a quotation mark too many.", number=reader.line_num)
        ) from None


def _workbook(content: bytes) -> Iterator[Sequence[str]]:
    """The rows of the first sheet; sizes are summed from the directory before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
        from openpyxl import load_workbook  # noqa: PLC0415 (15 MB that most web workers never need)

        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        yield from _plain(sheet.iter_rows(max_row=MOST_ROWS + 3, max_col=MOST_COLUMNS, values_only=True))
    except BadContactFile:
        raise
    except Exception as broken:  # whatever the library stumbles over, the file is at fault
        raise BadContactFile(_BROKEN_WORKBOOK) from broken


def _check(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadContactFile(sentence("The workbook is too large once it is unpacked."))
    if any(part.flag_bits & 1 for part in parts):
        raise BadContactFile(sentence("The workbook is locked by a password. Please save it without one."))
    for part in parts:
        if part.filename.lower().endswith(_XML_ENDS):
            text = archive.read(part).replace(b"\0", b"").upper()
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise BadContactFile(_BROKEN_WORKBOOK)


def _plain(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[str]]:
    for row in rows:
        yield [_text(value) for value in row]


def _text(value: object) -> str:
    """A cell as people see it; a whole number without the point that Excel keeps."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


__all__ = ["COLUMNS", "BadContactFile", "Line", "Sentence", "read_contacts"]
