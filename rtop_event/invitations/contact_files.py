"""Contacts from a file: its columns by name, and its lines with something in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rtop_event.sheets import BadSheet, Row, read_rows
from rtop_event.text import one_line
from rtop_event.wording import sentence

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


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file with something in it: its number as people count, and its cells by column."""

    number: int
    cells: dict[str, str]
    formulas: tuple[str, ...] = ()
    """Columns that hold a formula without its result."""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_contacts(content: bytes) -> list[Line]:
    """The lines of a CSV or XLSX file, told apart by content; raises BadSheet."""
    rows = read_rows(content, most_rows=MOST_ROWS)
    heads = _heads(next((row.cells for row in rows if any(cell.strip() for cell in row.cells)), ()))
    lines: list[Line] = []
    for row in rows:
        line = _line(row, heads)
        if line.cells or line.formulas:
            lines.append(line)
        if len(lines) > MOST_ROWS:
            raise BadSheet(sentence("The file has too many lines: at most %(most)s.", most=MOST_ROWS))
    if not lines:
        raise BadSheet(sentence("The file has a line of column names and nothing below it."))
    return lines


def _heads(row: Sequence[str]) -> list[str | None]:
    """The columns by name; an empty name is a column that must stay empty."""
    heads: list[str | None] = []
    for cell in row:
        name = one_line(cell)
        column = HEADS.get(name.casefold())
        if name and column is None:
            known = ", ".join(COLUMNS)
            raise BadSheet(
                sentence("There is no column “%(name)s”. Known are: %(known)s.", name=name[:60], known=known)
            )
        if column is not None and column in heads:
            raise BadSheet(sentence("The column “%(name)s” is there twice.", name=column))
        heads.append(column)
    if "address" not in heads:
        raise BadSheet(sentence("The first line must name the columns, and one of them must be “address” or “email”."))
    return heads


def _line(row: Row, heads: Sequence[str | None]) -> Line:
    """The cells that hold something, by column; nothing for an empty line."""
    cells: dict[str, str] = {}
    formulas: list[str] = []
    for position, cell in enumerate(row.cells):
        if not cell.strip() and position not in row.formulas:
            continue
        column = heads[position] if position < len(heads) else None
        if column is None:
            raise BadSheet(sentence("Line %(number)s has more cells than there are column names.", number=row.number))
        if position in row.formulas:
            formulas.append(column)
        else:
            cells[column] = cell
    return Line(row.number, cells, tuple(formulas))
