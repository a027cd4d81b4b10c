"""The schema: which one the database has, which one this version knows, and the way from one to the other."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import Engine, inspect

from rtop_event.database import reading
from rtop_event.refusal import Refusal
from rtop_event.settings import ROOT
from rtop_event.wording import sentence

MIGRATIONS = ROOT / "rtop_event" / "migrations"


class UnknownSchema(Refusal):
    """The database was made by another version of the product."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self, found: str | None) -> None:
        super().__init__(
            sentence(
                "The database has the schema %(found)s, this version knows %(known)s: run `flask --app app migrate`, or"
                " start the version that fits.",
                found=found or "none",
                known=newest(),
            )
        )


@lru_cache
def newest() -> str:
    """The schema of this version."""
    return _scripts().get_current_head() or "none"


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def present(engine: Engine) -> str | None:
    """The schema that the database has; None for an empty one."""
    was_reading = reading.set(True)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        reading.reset(was_reading)


def check(engine: Engine) -> None:
    """Raises UnknownSchema unless the database has the schema of this version."""
    found = present(engine)
    if found != newest():
        raise UnknownSchema(found)


def prepare(engine: Engine) -> None:
    """Give an empty database the schema of this version; raises UnknownSchema for any other than that."""
    if present(engine) is None:
        migrate(engine)
    check(engine)


def migrate(engine: Engine) -> None:
    """Bring an empty or older database to this version; raises UnknownSchema for a newer one."""
    found = present(engine)
    if found is not None and found not in {script.revision for script in _scripts().walk_revisions()}:
        raise UnknownSchema(found)
    if found != newest():
        upgrade(directory=str(MIGRATIONS))
