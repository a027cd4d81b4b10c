"""How Alembic reaches our database: through the application's engine, in one transaction."""

from typing import Literal

from alembic import context
from flask import current_app
from flask_security import AsaList
from sqlalchemy import text

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
    with db.engine.connect() as connection:
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


run()
