"""A table of cells, as files hold it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

Cell = str | int | datetime | timedelta
"""What a workbook can hold; a moment is one without a zone, as spreadsheets know no other."""


@dataclass(frozen=True)
class Table:
    """Heads and rows; numbers are numbers, all else is text, but for what only a workbook holds."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
