"""Tables as a workbook in which no text is a formula; the only user of openpyxl for writing."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from rtop_event.inert import inert
from rtop_event.speakers.cells import Cell, Table
from rtop_event.text import one_line

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31


def workbook(
    sheets: Mapping[str, Table], widths: Mapping[str, int], *, title: str, made_at: datetime, mark: str = ""
) -> bytes:
    """XLSX of these tables by the names of their sheets; every text is a cell of type text.

    The `mark` stands above each table, and on each page where it is printed.
    """
    book = Workbook()
    book.properties.title = one_line(title)
    book.properties.creator = ""
    book.properties.created = made_at.replace(tzinfo=None)
    book.remove(book.worksheets[0])
    for name, shown in sheets.items():
        added = book.create_sheet(_NOT_IN_A_NAME.sub(" ", name)[:LONGEST_NAME])
        first = _marked(added, mark) if mark else 1
        for number, row in enumerate([shown.heads, *shown.rows], start=first):
            _write(added, number, row)
        _dress(added, shown, first, widths)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _marked(sheet: Worksheet, mark: str) -> int:
    """Say it above the table and on paper; the row in which the table then begins."""
    _write(sheet, 1, [mark])
    sheet.cell(row=1, column=1).font = Font(bold=True, color="A61B1B", size=14)
    sheet.print_title_rows = "1:2"
    return 2


def _write(sheet: Worksheet, number: int, row: Sequence[Cell]) -> None:
    for column, value in enumerate(row, start=1):
        cell = sheet.cell(row=number, column=column)
        cell.value = value if value != "" else None
        if value and isinstance(value, str):
            cell.data_type = "s"
            cell.quotePrefix = inert(value) != value


def _dress(sheet: Worksheet, shown: Table, first: int, widths: Mapping[str, int]) -> None:
    for column, head in enumerate(shown.heads, start=1):
        sheet.cell(row=first, column=column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = widths.get(head, 12)
    sheet.freeze_panes = f"A{first + 1}"
    last = get_column_letter(len(shown.heads))
    sheet.auto_filter.ref = f"A{first}:{last}{first + len(shown.rows)}"
