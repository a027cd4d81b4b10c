"""The schema: made in an empty database, brought up to date, refused when unknown, and never left half way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, Column, MetaData, inspect, select, text
from sqlalchemy.exc import OperationalError

from rtop_event import schema
from rtop_event.database import Base, db, session
from rtop_event.migrating import MIGRATIONS, migrations
from rtop_event.statements.models import Statement
from tests import builders
from tests.probe import probe_app

NEXT = '''"""A step that fails half way."""
import sqlalchemy as sa
from alembic import op
revision = "9000"
down_revision = "{known}"
def upgrade():
    op.create_table("halls", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO halls VALUES (1)")
    {end}
'''


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without a table."""
    app = probe_app(tmp_path, tables=False)
    with app.app_context():
        yield app
        session.remove()
        db.engine.dispose()


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the migrations, to which a step can be added."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    schema.newest.cache_clear()
    yield folder / "versions"
    schema.newest.cache_clear()


def refused() -> str:
    """The sentence of the refusal."""
    with pytest.raises(schema.UnknownSchema) as unknown:
        schema.check(db.engine)
    return str(unknown.value)


def test_empty_database_is_refused_until_it_is_made(empty: Flask) -> None:
    assert schema.present(db.engine) is None
    assert refused() == (
        f"The database has the schema none, this version knows {schema.newest()}: run `flask --app app migrate`, or"
        " start the version that fits."
    )
    schema.prepare(db.engine)
    assert schema.present(db.engine) == schema.newest()
    schema.check(db.engine)


def test_migrations_make_exactly_the_tables_of_the_models(empty: Flask) -> None:
    schema.migrate(db.engine)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        checks = {
            table: {check["name"] for check in inspect(connection).get_check_constraints(table)}
            for table in Base.metadata.tables
        }
    wanted = {
        table.name: {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
        for table in Base.metadata.sorted_tables
    }
    assert checks == wanted


def test_steps_read_from_the_files_are_those_that_alembic_finds(steps: Path) -> None:
    known = schema.newest()
    (steps / "9000_next.py").write_text(NEXT.format(known=known, end="pass"))
    schema.newest.cache_clear()
    config = Config()
    config.set_main_option("script_location", str(steps.parent))
    scripts = ScriptDirectory.from_config(config)
    assert schema.known() == {step.revision: step.down_revision for step in scripts.walk_revisions()}
    assert (schema.newest(), scripts.get_current_head()) == ("9000", "9000")


def test_commands_of_flask_migrate_are_there(empty: Flask) -> None:
    assert "upgrade" in empty.test_cli_runner().invoke(args=["db", "--help"]).output
    assert empty.test_cli_runner().invoke(args=["db", "stamp", "head"]).exit_code == 0
    schema.check(db.engine)


def test_second_migration_does_nothing(empty: Flask) -> None:
    schema.migrate(db.engine)
    session.execute(text("INSERT INTO roles (name, description, permissions) VALUES ('viewer', '', '')"))
    session.commit()
    schema.migrate(db.engine)
    schema.prepare(db.engine)
    assert session.execute(text("SELECT count(*) FROM roles")).scalar() == 1


@pytest.mark.parametrize("work", [schema.migrate, schema.prepare, schema.check])
def test_newer_database_is_refused_and_left_alone(empty: Flask, work: object) -> None:
    schema.migrate(db.engine)
    session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    session.commit()
    assert callable(work)
    with pytest.raises(schema.UnknownSchema, match="has the schema 9999"):
        work(db.engine)
    assert schema.present(db.engine) == "9999"


def test_older_database_waits_for_its_migration(empty: Flask, steps: Path) -> None:
    schema.migrate(db.engine)
    known = schema.newest()
    (steps / "9000_next.py").write_text(NEXT.format(known=known, end="pass"))
    schema.newest.cache_clear()
    with pytest.raises(schema.UnknownSchema, match=rf"has the schema {known}, this version knows 9000"):
        schema.prepare(db.engine)
    schema.migrate(db.engine)
    assert (schema.present(db.engine), session.execute(text("SELECT id FROM halls")).scalar()) == ("9000", 1)


def test_migration_that_breaks_off_leaves_nothing_and_is_finished_by_the_next(empty: Flask, steps: Path) -> None:
    schema.migrate(db.engine)
    known = schema.newest()
    (steps / "9000_next.py").write_text(NEXT.format(known=known, end='op.execute("INSERT INTO nowhere VALUES (1)")'))
    schema.newest.cache_clear()
    with pytest.raises(OperationalError):
        schema.migrate(db.engine)
    assert (schema.present(db.engine), inspect(db.engine).has_table("halls")) == (known, False)
    assert_rows_are_watched()
    (steps / "9000_next.py").write_text(NEXT.format(known=known, end="pass"))
    schema.migrate(db.engine)
    assert (schema.present(db.engine), inspect(db.engine).has_table("halls")) == ("9000", True)


def test_looking_at_the_schema_waits_for_nobody(empty: Flask) -> None:
    schema.migrate(db.engine)
    other = sqlite.connect(str(db.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        schema.check(db.engine)
    finally:
        other.close()
    session.execute(text("SELECT 1"))
    with pytest.raises(sqlite.OperationalError, match="locked"):
        sqlite.connect(str(db.engine.url.database), timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")


def test_database_that_is_away_ends_a_command_with_one_line(tmp_path: Path) -> None:
    app = probe_app(tmp_path, tables=False, database_url="postgresql://nobody@127.0.0.1:1/none")
    done = app.test_cli_runner().invoke(args=["migrate"])
    assert done.exit_code == 1
    assert done.output.startswith("Error: RTOP_DATABASE_URL: the database cannot serve: ")
    assert done.output.count("\n") == 1


def test_a_database_with_letters_is_brought_up_to_date_whole(empty: Flask) -> None:
    migrations().upgrade(directory=str(MIGRATIONS), revision="0008")
    _write(OLD_ROWS)
    schema.migrate(db.engine)
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT message_id, filename FROM letters JOIN letters_enclosures ON letters.id ="
            " letter_id JOIN enclosures ON enclosures.id = enclosure_id")).all() == [("<1@old.example>", "old.pdf")]  # fmt: skip
    assert_rows_are_watched()


def assert_rows_are_watched() -> None:
    """The connection that goes back to the pool looks at what rows refer to again."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_letters_that_an_older_schema_does_not_know_are_taken_along_on_the_way_down(empty: Flask) -> None:
    schema.migrate(db.engine)
    _write(NEW_ROWS)
    migrations().downgrade(directory=str(MIGRATIONS), revision="0008")
    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT kind, method FROM letters ORDER BY id")).all()
    assert found == [("update", "REQUEST"), ("decision", "")]
    schema.migrate(db.engine)
    schema.check(db.engine)


def test_statements_keep_their_language_and_an_older_schema_knows_one_that_it_does_not_name(empty: Flask) -> None:
    schema.migrate(db.engine)
    dialogue = builders.a_dialogue()
    for name, languages in (("Tonga", ("fr", "to", "sw")), ("Peru", ("other",)), ("Fiji", ("fj", "hif", "en"))):
        one = builders.an_inscription(dialogue, name)
        for language in languages:
            builders.a_statement(one, language=language)
    session.commit()
    session.remove()
    migrations().downgrade(directory=str(MIGRATIONS), revision="0030")
    schema.migrate(db.engine)
    assert_rows_are_watched()
    assert session.execute(select(Statement.language, Statement.ending).order_by(Statement.id)).all() == [
        ("fr", None), ("other", "replaced"), ("other", None), ("other", None),
        ("other", "replaced"), ("other", None), ("en", None),
    ]  # fmt: skip


def test_a_step_that_would_change_nothing_says_so(empty: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        migrations().upgrade(directory=str(MIGRATIONS), revision="0011b")
        with db.engine.begin() as connection:
            for words in ("writable_schema = ON", "schema_version = 77"):
                connection.exec_driver_sql(f"PRAGMA {words}")
            connection.exec_driver_sql(
                "UPDATE sqlite_master SET sql = replace(sql, ?, ?)", ("'receipt', 'notice'", "'receipt','notice'")
            )
            connection.exec_driver_sql("PRAGMA writable_schema = OFF")
        db.engine.dispose()
        with pytest.raises(SystemExit):
            schema.migrate(db.engine)
        assert schema.present(db.engine) == "0011b"


Rows = list[tuple[str, dict[str, Any]]]
NEW_ROWS: Rows = [
    ("letters", {"id": 1, "kind": "reminder", "method": "REQUEST", "message_id": "<1@new.example>"}),
    ("letters", {"id": 2, "kind": "decision", "method": "DECLINECOUNTER", "message_id": "<2@new.example>"}),
]
OLD_ROWS: Rows = [
    ("enclosures", {"id": 1, "filename": "old.pdf"}),
    ("letters", {"id": 1, "kind": "receipt", "message_id": "<1@old.example>"}),
    ("letters_enclosures", {"letter_id": 1, "enclosure_id": 1}),
]


def _write(rows: Rows) -> None:
    """Write them as the database is now, whatever else its tables want."""
    with db.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        for name, given in rows:
            table = tables.tables[name]
            plain = {one.name: _plain(one) for one in table.columns if not one.nullable}
            connection.execute(table.insert().values({**plain, **given}))
    db.engine.dispose()


def _plain(column: Column[Any]) -> Any:
    """Something that a column of this type may hold."""
    kinds = {str: "", int: 0, bool: False, bytes: b"", datetime: datetime(2012, 9, 5, tzinfo=UTC)}
    return kinds.get(column.type.python_type)
