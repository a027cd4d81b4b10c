"""A table as a workbook in which no text is a formula; the only user of openpyxl for writing."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from rtop_event.inert import inert
from rtop_event.text import one_line

Row = Sequence[str | int]


def workbook(
    heads: Sequence[str],
    rows: Sequence[Row],
    widths: Mapping[str, int],
    *,
    title: str,
    made_at: datetime,
    sheet: str = "Speakers",
    beside: Mapping[str, tuple[Sequence[str], Sequence[Row]]] | None = None,
) -> bytes:
    """XLSX of one sheet, and of those `beside` it, heads and rows by their names; every text is a cell of type text."""
    book = Workbook()
    book.properties.title = one_line(title)
    book.properties.creator = ""
    book.properties.created = made_at.replace(tzinfo=None)
    book.remove(book.worksheets[0])
    for name, (own_heads, own_rows) in {sheet: (heads, rows), **(beside or {})}.items():
        added = book.create_sheet(name)
        for number, row in enumerate([own_heads, *own_rows], start=1):
            _write(added, number, row)
        _dress(added, own_heads, widths)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write(sheet: Worksheet, number: int, row: Row) -> None:
    for column, value in enumerate(row, start=1):
        cell = sheet.cell(row=number, column=column)
        cell.value = value if value != "" else None
        if value and isinstance(value, str):
            cell.data_type = "s"
            cell.quotePrefix = inert(value) != value


def _dress(sheet: Worksheet, heads: Sequence[str], widths: Mapping[str, int]) -> None:
    for column, head in enumerate(heads, start=1):
        sheet.cell(row=1, column=column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = widths.get(head, 12)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
