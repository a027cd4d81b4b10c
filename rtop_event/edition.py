"""The edition: a number that rises with every change of what the public sees, in the same transaction.

Beside it another one rises with what only moves the list of speakers, so that the board follows it at once and no other
page is made anew for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain
from threading import local
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, bindparam, event, inspect, select, text
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from rtop_event.clock import now
from rtop_event.database import Base, Moment


class Published:
    """Marks a table of which the public sees something: each change of a row raises the edition."""


class Listed:
    """Marks a table of which the list of speakers is made: each change of a column in `moves` raises its edition.

    A row whose column `counts` is empty or false, before and after, is not part of the list.
    """

    moves: ClassVar[tuple[str, ...]] = ()
    counts: ClassVar[str] = ""


class Edition(Base):
    """The rows that hold a number and the moment of its last change: of what is public, and of the list."""

    __tablename__ = "editions"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    changed_at: Mapped[datetime]


PUBLIC = "public"
LIST = "list"
SEEN = "edition"
Seen = tuple[int, datetime | None]


def watch(session_class: type[Session]) -> None:
    """Raise the edition whenever a session writes a row of a published table; once, however often it is asked."""
    if not event.contains(session_class, "before_flush", _before_flush):
        event.listen(session_class, "before_flush", _before_flush)
        event.listen(session_class, "after_transaction_end", _forget)


def _before_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    touched = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    if any(isinstance(row, Published) for row in touched):
        session.info.pop(SEEN, None)
        raise_edition(session.connection(), at=now())
    whole = [row for row in (*session.new, *session.deleted) if isinstance(row, Listed)]
    changed = [row for row in touched if isinstance(row, Listed) and _moved(row)]
    if any(_is_listed(row) for row in (*whole, *changed)):
        raise_edition(session.connection(), at=now(), name=LIST)


def _is_listed(row: Listed) -> bool:
    """Whether a row is part of the list, or was before this change."""
    if not row.counts:
        return True
    return any(chain.from_iterable(part or () for part in inspect(row).attrs[row.counts].load_history()))


def _moved(row: Listed) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in row.moves)


def seen_edition(session: Session) -> Seen:
    """The number and moment as this transaction sees them, asked for once; (0, None) before the first change."""
    session.flush()
    if SEEN not in session.info:
        see_edition(session, session.execute(_CURRENT).first())
    found: Seen = session.info[SEEN]
    return found


def see_edition(session: Session, row: Sequence[Any] | None) -> None:
    """Note what this transaction has read together with something else: number and moment, or nothing."""
    session.info[SEEN] = (row[0], row[1]) if row and row[0] is not None else (0, None)


def _forget(session: Session, *_: object) -> None:
    session.info.pop(SEEN, None)


def raise_edition(connection: Connection, *, at: datetime, name: str = PUBLIC) -> None:
    """One number higher, in the transaction of the connection."""
    connection.execute(_RAISED, {"name": name, "at": at})


_RAISED = text(
    "INSERT INTO editions (name, number, changed_at) VALUES (:name, 1, :at)"
    " ON CONFLICT (name) DO UPDATE SET number = editions.number + 1, changed_at = excluded.changed_at"
).bindparams(bindparam("at", type_=Moment))


def seen_list(session: Session) -> int:
    """The number of the list as this transaction sees it; 0 before its first change."""
    session.flush()
    return session.scalar(select(Edition.number).where(Edition.name == LIST)) or 0


class Editions:
    """The present editions of an engine; of a server both are asked in one query, the list's with the public one."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.asked = engine, local()

    def public(self) -> tuple[int, datetime | None]:
        """The number of what is public and the moment it was reached; (0, None) before the first change."""
        if self.engine.dialect.name == "sqlite":
            return current_edition(self.engine)
        with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            rows = connection.execute(select(Edition.name, Edition.number, Edition.changed_at)).all()
        found = {name: (number, changed_at) for name, number, changed_at in rows}
        self.asked.listed = found.get(LIST, (0, None))
        return found.get(PUBLIC, (0, None))

    def listed(self) -> tuple[int, datetime | None]:
        """The same of the list, as it was when this thread asked for the public one."""
        if self.engine.dialect.name == "sqlite":
            return current_edition(self.engine, LIST)
        seen: tuple[int, datetime | None] = self.asked.listed
        return seen


def current_edition(engine: Engine, name: str = PUBLIC) -> tuple[int, datetime | None]:
    """The present number and the moment it was reached; (0, None) before the first change."""
    if engine.dialect.name != "sqlite":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            row = connection.execute(select(Edition.number, Edition.changed_at).where(Edition.name == name)).first()
        return (row[0], row[1]) if row else (0, None)
    raw = engine.raw_connection()  # the hottest line of the house: no transaction, no compilation
    try:
        found = raw.cursor().execute("SELECT number, changed_at FROM editions WHERE name = ?", (name,)).fetchone()
    finally:
        raw.close()
    return (found[0], datetime.fromisoformat(found[1]).replace(tzinfo=UTC)) if found else (0, None)


_CURRENT = select(Edition.number, Edition.changed_at).where(Edition.name == PUBLIC)
