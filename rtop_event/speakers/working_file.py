"""The working list as a table that can be edited and brought in again: what it holds, and how it is read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rtop_event.inert import as_typed
from rtop_event.sheets import BadSheet, Row, read_rows
from rtop_event.speakers.cells import Table
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.composing import Row as ListRow
from rtop_event.speakers.seen import PlaceSeen
from rtop_event.speakers.tables import BEHIND, EXERCISE, FOR_THE_DESK, IN_THE_ROOM, PUBLIC, table
from rtop_event.text import one_line
from rtop_event.wording import sentence

KEY = "key"
EDITABLE = ("place", "level", "speaker", "function", "pin", "preferred_meeting")
FIXED = ("delegation", "kind", "on_behalf_of")
"""What must agree with the list: otherwise only some columns were sorted, and every line would mean another."""
KNOWN = frozenset({*IN_THE_ROOM, EXERCISE})
"""Columns that a file of ours can also have, and that are not read."""
COLUMNS = (KEY, *PUBLIC, *FOR_THE_DESK, *BEHIND, "pin", "preferred_meeting")
MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number as people count, its cells by column, and which columns hold bare formulas."""

    number: int
    cells: dict[str, str]
    formulas: tuple[str, ...] = ()


def working_table(listing: Listing, places: Sequence[PlaceSeen], zone: str) -> Table:
    """The list as it stands, with the key by which each line is known again; `places` with the times that are shown."""
    bare = table(places, zone, for_desk=True)
    rows = zip(listing.rows, bare.rows, strict=True)
    return Table(COLUMNS, tuple((key_shown(row), *cells, *_own(row)) for row, cells in rows))


def key_shown(row: ListRow) -> str:
    """The key as it stands in the file: a letter before the number, so that no spreadsheet computes with it."""
    return f"R{row.entry.id}"


def _own(row: ListRow) -> tuple[str | int, str | int]:
    return row.entry.pin or "", row.entry.meeting or ""


def read_working(content: bytes) -> list[Line]:
    """The lines of a CSV or XLSX file of the working list; raises BadSheet for what is none."""
    rows = read_rows(content, most_rows=MOST_ROWS)
    heads = _heads(next((row.cells for row in rows if any(cell.strip() for cell in row.cells)), ()))
    lines = [_line(row, heads) for row in rows if row.formulas or any(cell.strip() for cell in row.cells)]
    if len(lines) > MOST_ROWS:
        raise BadSheet(sentence("The file has too many lines: at most %(most)s.", most=MOST_ROWS))
    if not lines:
        raise BadSheet(sentence("The file has a line of column names and nothing below it."))
    return lines


def _heads(row: Sequence[str]) -> list[str]:
    heads = [one_line(cell).casefold().replace(" ", "_") for cell in row]
    for name in heads:
        if name and name not in COLUMNS and name not in KNOWN:
            known = ", ".join(COLUMNS)
            raise BadSheet(
                sentence("There is no column “%(name)s”. Known are: %(known)s.", name=name[:60], known=known)
            )
        if name and heads.count(name) > 1:
            raise BadSheet(sentence("The column “%(name)s” is there twice.", name=name))
    if KEY not in heads:
        raise BadSheet(
            sentence("The first line must name the columns, and one of them must be “key”, as in the file of the list.")
        )
    return heads


def _line(row: Row, heads: Sequence[str]) -> Line:
    if any(cell.strip() for cell in row.cells[len(heads) :]) or any(
        cell.strip() for cell, head in zip(row.cells, heads, strict=False) if not head
    ):
        raise BadSheet(sentence("Line %(number)s has more cells than there are column names.", number=row.number))
    cells = {head: cell for head, cell in zip(heads, row.cells, strict=False) if head}
    return Line(row.number, cells, tuple(heads[at] for at in sorted(row.formulas) if at < len(heads)))


def says(cell: str, value: str | int) -> bool:
    """Whether a cell says what the list says, with or without the mark that makes text inert."""
    return one_line(str(value)) in {one_line(cell), one_line(as_typed(cell))}
