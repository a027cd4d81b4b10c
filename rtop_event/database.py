"""The database: session, Base, how moments and choices are stored, and how a transaction begins."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any

import pysqlite3.dbapi2 as sqlite
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import JSON, Connection, Date, DateTime, Dialect, Engine, Enum, LargeBinary, MetaData, Text, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, registry, scoped_session
from sqlalchemy.types import TypeDecorator

BUSY_SECONDS = 5
MOMENT_MILLISECONDS = 100
SAFE_WAL = (3, 51, 3)
JOURNAL = "WAL" if sqlite.sqlite_version_info >= SAFE_WAL else "DELETE"

reading: ContextVar[bool] = ContextVar("reading", default=False)
"""Whether the work at hand only reads: then a transaction takes no write lock."""


class Moment(TypeDecorator[datetime]):
    """A moment in time: aware and in UTC on both sides; naive ones are refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(choices: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in choices]


class Base(DeclarativeBase):
    """What every table inherits: typed columns, named constraints, one registry."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_N_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: Moment(),
            date: Date(),
            str: Text(),
            bytes: LargeBinary(),
            dict[str, Any]: JSON(),
            list[str]: JSON(),
            list[dict[str, Any]]: JSON(),
            enum.StrEnum: Enum(
                enum.StrEnum, native_enum=False, create_constraint=True, validate_strings=True, values_callable=_values
            ),
        },
    )


db = SQLAlchemy(session_options={"expire_on_commit": False})
session: scoped_session[Session] = db.session


def read_first() -> None:
    """Let a request that will write begin by reading, without the write lock that it needs only at the end."""
    reading.set(True)


def begin_writing() -> None:
    """End what `read_first` began: from here on the transaction writes. What was read stays as it was seen."""
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed while only reading")
    session.commit()
    reading.set(False)


@contextmanager
def writing_if_free() -> Iterator[Connection]:
    """A transaction for a note that may be left out: on SQLite it waits only a moment for another writer."""
    with db.engine.connect() as connection:
        _wait(connection, MOMENT_MILLISECONDS)
        try:
            with connection.begin():
                yield connection
        finally:
            _wait(connection, BUSY_SECONDS * 1000)


def _wait(connection: Connection, milliseconds: int) -> None:
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()  # its own, so that no transaction begins
        cursor.execute(f"PRAGMA busy_timeout={milliseconds}")
        cursor.close()


def engine_options(url: str) -> dict[str, Any]:
    """How the engine is made for this database."""
    pool = {"pool_size": 8, "max_overflow": 8, "pool_timeout": BUSY_SECONDS, "hide_parameters": True}
    if url.startswith("sqlite"):
        return {**pool, "module": sqlite, "connect_args": {"timeout": BUSY_SECONDS}}
    return {
        **pool,
        "pool_pre_ping": True,
        "connect_args": {"options": f"-c lock_timeout={BUSY_SECONDS}s", "connect_timeout": BUSY_SECONDS},
    }


class Failing(enum.Enum):
    """How a database fails its client, as far as waiting or an operator can help."""

    BUSY = "busy"
    """Locked by others, or away: it goes by in seconds."""
    FULL = "full"
    """It can be read but not written, until somebody makes room."""
    BROKEN = "broken"
    """Our own mistake, or damage."""


SQLITE_FAILING = {
    sqlite.SQLITE_BUSY: Failing.BUSY,
    sqlite.SQLITE_LOCKED: Failing.BUSY,
    sqlite.SQLITE_CANTOPEN: Failing.BUSY,
    sqlite.SQLITE_PROTOCOL: Failing.BUSY,
    sqlite.SQLITE_FULL: Failing.FULL,
    sqlite.SQLITE_READONLY: Failing.FULL,
    sqlite.SQLITE_IOERR: Failing.FULL,
}
POSTGRES_FAILING = {
    "08": Failing.BUSY,  # the connection broke
    "40": Failing.BUSY,  # deadlock, or two that cannot both have been first
    "55P03": Failing.BUSY,  # somebody else holds the lock
    "57": Failing.BUSY,  # shut down or cancelled by an operator
    "53100": Failing.FULL,  # disk full
    "25006": Failing.FULL,  # a server that only reads
    "53": Failing.BUSY,  # no connections or memory left
}


def failing(error: DBAPIError) -> Failing:
    """How the database failed, by its own code."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return SQLITE_FAILING.get(code & 0xFF, Failing.BROKEN)
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        away = error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
        return Failing.BUSY if away else Failing.BROKEN
    return next((how for start, how in POSTGRES_FAILING.items() if state.startswith(start)), Failing.BROKEN)


def prepare(engine: Engine) -> None:
    """Make every connection durable, strict and honest about when it writes."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"journal_mode={JOURNAL}", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if reading.get() else "BEGIN IMMEDIATE")
