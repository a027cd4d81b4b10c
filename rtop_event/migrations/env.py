"""How Alembic reaches our database: through the application's engine, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from alembic import context
from flask import current_app
from flask_security import AsaList
from sqlalchemy import Connection, text

from rtop_event.database import Base, Moment, db, reading

LOCK = 20120905


def _written_plainly(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Our own types as what they are in the database, so that a migration depends on nothing of today's code."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AsaList):
        return "sa.Text()"
    return False


def run() -> None:
    """Run the migrations that are asked for; two that start at once run one after the other."""
    reading.set(False)
    with db.engine.connect() as connection, _tables_made_anew(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transactional_ddl=True,
            render_item=_written_plainly,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            context.run_migrations()
            _nothing_left_alone(connection)


@contextmanager
def _tables_made_anew(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and would miss it meanwhile wherever other rows refer to it."""
    raw = connection.connection.dbapi_connection if connection.dialect.name == "sqlite" else None
    if raw:
        raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        if raw:
            connection.rollback()
            raw.execute("PRAGMA foreign_keys=ON")


def _nothing_left_alone(connection: Connection) -> None:
    """Raises where a row would refer to another that is not there, before anything is kept."""
    if connection.dialect.name == "sqlite" and (alone := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise RuntimeError(f"the migration leaves rows alone: {alone[:5]}")


run()
