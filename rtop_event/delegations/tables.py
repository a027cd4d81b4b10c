"""A CSV table read strictly: exact columns, and cells that are what they should be or are refused by line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

from rtop_event.refusal import Refusal
from rtop_event.text import one_line
from rtop_event.wording import Sentence, sentence

DAY = r"\d{4}-\d{2}-\d{2}"
ChoiceT = TypeVar("ChoiceT", bound=StrEnum)


class BadReference(Refusal):
    """A reference table does not fit: `file` is its name, `line` counts from 1 and is 0 for the whole file."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, file: str, line: int, why: Sentence) -> None:
        super().__init__(sentence("%(file)s:%(line)s: %(why)s", file=file, line=line, why=why))
        self.file, self.line, self.why = file, line, why


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; every cell is already known to be clean text."""

    file: str
    line: int
    cells: dict[str, str]

    def bad(self, why: Sentence) -> BadReference:
        """The refusal of this line."""
        return BadReference(self.file, self.line, why)

    def has(self, column: str) -> bool:
        """Whether the cell is filled."""
        return bool(self.cells.get(column))

    def any_text(self, column: str) -> str:
        """The cell, which may be empty."""
        return self.cells.get(column, "")

    def text(self, column: str, pattern: str = r".+") -> str:
        """The cell, which must have this pattern; by default, not be empty."""
        value = self.cells[column]
        if not re.fullmatch(pattern, value):
            raise self._not(column, value)
        return value

    def day(self, column: str) -> date:
        """The cell as a date."""
        value = self.text(column, DAY)
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self._not(column, value) from None

    def day_or_none(self, column: str) -> date | None:
        """The cell as a date, None when empty."""
        return self.day(column) if self.has(column) else None

    def end(self, start: str, column: str) -> date | None:
        """The cell as a date after the one in the column `start`, None when empty."""
        first, last = self.day_or_none(start), self.day_or_none(column)
        if first and last and last <= first:
            raise self.bad(sentence("%(column)s is not after %(start)s", column=column, start=start))
        return last

    def choice(self, column: str, choices: type[ChoiceT]) -> ChoiceT:
        """The cell as one of the identifiers."""
        value = self.text(column)
        if value not in set(choices):
            raise self._not(column, value)
        return choices(value)

    def _not(self, column: str, value: str) -> BadReference:
        if not value:
            return self.bad(sentence("%(column)s is empty", column=column))
        return self.bad(sentence("%(column)s cannot be “%(value)s”", column=column, value=value))


def rows_of(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The lines of a UTF-8 CSV file with exactly these columns; raises BadReference."""
    lines = _text_of(path).splitlines()
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != columns:
            raise BadReference(path.name, 1, sentence("the columns must be: %(columns)s", columns=", ".join(columns)))
        for cells in reader:
            yield _row(path.name, reader.line_num, cells, columns)
    except csv.Error as error:
        raise BadReference(path.name, reader.line_num, sentence("not CSV: %(why)s", why=str(error))) from None


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError:
        raise BadReference(path.name, 0, sentence("there is no such file, or it cannot be read")) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadReference(path.name, line, sentence("this is not UTF-8")) from None


def _row(file: str, line: int, cells: list[str], columns: tuple[str, ...]) -> Row:
    if len(cells) != len(columns):
        why = sentence("%(count)s cells instead of %(wanted)s", count=len(cells), wanted=len(columns))
        raise BadReference(file, line, why)
    for column, value in zip(columns, cells, strict=True):
        if value != one_line(value):
            why = sentence("%(column)s has needless spaces or invisible characters", column=column)
            raise BadReference(file, line, why)
    return Row(file, line, dict(zip(columns, cells, strict=True)))
