"""Rows that the record can make again: what is kept of them as plain values, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from sqlalchemy import ColumnElement, Enum, inspect
from sqlalchemy.orm import Mapper

from rtop_event.database import Base, Moment

GONE = "gone"
TABLE = "table"


class Recorded:
    """Marks a table of whose rows the record keeps the columns named in `kept`, besides the id."""

    kept: ClassVar[tuple[str, ...]] = ()


R = TypeVar("R", bound=Base)


def told(row: Recorded) -> dict[str, Any]:
    """What the record keeps of a row, as JSON values; of a removed one only that it is gone."""
    state = inspect(row)
    if state.deleted or state.was_deleted:
        return {TABLE: state.mapper.local_table.name, "id": state.identity[0], GONE: True}
    values = {name: _plain(getattr(row, name)) for name in ("id", *row.kept)}
    return {TABLE: state.mapper.local_table.name, **values}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.value if isinstance(value, StrEnum) else value


def made_again(kind: type[R], values: dict[str, Any]) -> R:
    """A row with these values that belongs to no session."""
    mapper: Mapper[R] = inspect(kind)
    known = {name: value for name, value in values.items() if name in mapper.columns}
    return kind(**{name: _typed(mapper.columns[name], value) for name, value in known.items()})


def _typed(column: ColumnElement[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Enum) and column.type.enum_class:
        return column.type.enum_class(value)
    return value
