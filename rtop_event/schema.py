"""The schema: which one the database has, which one this version knows, and the way from one to the other."""

from __future__ import annotations

import re
from functools import lru_cache
from http import HTTPStatus

from sqlalchemy import Engine, inspect, text

from rtop_event.database import reading
from rtop_event.migrating import MIGRATIONS, migrations
from rtop_event.refusal import Refusal
from rtop_event.wording import sentence

NUMBER = re.compile(r"^(revision|down_revision) = \"(.+)\"$", re.MULTILINE)


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
    """The schema of this version: the one that no other step builds upon."""
    steps = known()
    return next(iter(steps.keys() - steps.values()), "none")


def known() -> dict[str, str | None]:
    """Each step of the way with the one before it, read from the files, since every start asks and Alembic is slow."""
    heads = (file.read_text("utf-8").split("\ndef ")[0] for file in (MIGRATIONS / "versions").glob("*.py"))
    steps = [dict(NUMBER.findall(head)) for head in heads]
    return {step["revision"]: step.get("down_revision") for step in steps}


def present(engine: Engine) -> str | None:
    """The schema that the database has; None for an empty one."""
    was_reading = reading.set(True)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
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
    if found is not None and found not in known():
        raise UnknownSchema(found)
    if found != newest():
        migrations().upgrade(directory=str(MIGRATIONS))
