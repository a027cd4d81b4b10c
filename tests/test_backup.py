"""Copies: whole while the site writes, put back with letters held, refused when they are not ours."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest
from flask import Flask
from sqlalchemy import create_engine, select

from rtop_event import backup, schema
from rtop_event.backup import NoBackup
from rtop_event.clock import now
from rtop_event.database import db, session
from rtop_event.edition import current_edition
from rtop_event.mailing import postman
from rtop_event.organisers.models import Organiser
from tests import builders
from tests.probe import probe_app

NOON = datetime(2012, 9, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Flask]:
    """The application on a migrated database of its own."""
    app = probe_app(tmp_path / "instance", tables=False)
    with app.app_context():
        schema.migrate(db.engine)
        yield app
        session.remove()
        db.engine.dispose()


def add(name: str) -> None:
    """One organiser more, committed."""
    builders.an_organiser(name)
    session.commit()


def names() -> list[str]:
    """The organisers there are."""
    session.remove()
    return sorted(session.scalars(select(Organiser.name)))


def test_copy_is_put_back_and_letters_are_held(house: Flask, tmp_path: Path) -> None:
    file = tmp_path / "a copy #1 100%?.sqlite"
    add("before")
    backup.write(db.engine, file)
    add("after")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    backup.restore(db.engine, file, at=NOON)
    assert names() == ["before"]
    standing = postman.standing(now())
    assert (standing.held_at, standing.held_by, postman.may_send(now())) == (NOON, "restore", False)
    assert sorted(one.name for one in Path(str(db.engine.url.database)).parent.glob("rtop.sqlite*.*")) == []
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [file.name]


def test_edition_after_putting_back_is_one_that_nobody_has_kept(house: Flask, tmp_path: Path) -> None:
    backup.write(db.engine, tmp_path / "copy")
    for number in range(3):
        builders.a_dialogue(f"d-{number}")
        session.commit()
    seen, _ = current_edition(db.engine)
    backup.restore(db.engine, tmp_path / "copy", at=NOON)
    assert (seen, current_edition(db.engine)) == (3, (4, NOON))


def test_copy_goes_over_an_older_one_and_over_what_broke_off(house: Flask, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("old")
    (tmp_path / "copy.part").write_text("half")
    backup.write(db.engine, tmp_path / "copy")
    add("later")
    backup.write(db.engine, tmp_path / "copy")
    backup.restore(db.engine, tmp_path / "copy", at=NOON)
    assert names() == ["later"]


def test_copy_is_whole_while_others_write(house: Flask, tmp_path: Path) -> None:
    stop, database = threading.Event(), str(db.engine.url.database)

    def write_on() -> None:
        live = sqlite.connect(database, timeout=5, isolation_level=None)
        number = 0
        while not stop.is_set():
            live.execute("BEGIN IMMEDIATE")
            for half in ("a", "b"):
                live.execute(
                    "INSERT INTO roles (name, description, permissions) VALUES (?, '', '')", [f"{number}{half}"]
                )
            live.execute("COMMIT")
            number += 1
        live.close()

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        for number in range(3):
            backup.write(db.engine, tmp_path / f"copy{number}")
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        copy = sqlite.connect(str(tmp_path / f"copy{number}"))
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) % 2 FROM roles").fetchone() == (0,)
        copy.close()


def test_database_that_is_broken_is_replaced(house: Flask, tmp_path: Path) -> None:
    add("before")
    backup.write(db.engine, tmp_path / "copy")
    session.remove()
    db.engine.dispose()
    live = Path(str(db.engine.url.database))
    for file in live.parent.glob("rtop.sqlite*"):
        file.unlink()
    live.write_bytes(b"")
    backup.restore(db.engine, tmp_path / "copy", at=NOON)
    assert names() == ["before"]


def change(file: Path, statement: str) -> None:
    """Change a copy by one statement."""
    copy = sqlite.connect(str(file))
    with copy:
        copy.execute(statement)
    copy.close()


def test_what_is_not_our_copy_is_refused_and_changes_nothing(house: Flask, tmp_path: Path) -> None:
    add("here")
    missing, words, empty, older, unstamped, damaged = (tmp_path / name for name in "mweoud")
    words.write_text("not a database " * 100)
    empty.write_bytes(b"")
    for file in (older, unstamped, damaged):
        backup.write(db.engine, file)
    change(older, "UPDATE alembic_version SET version_num = '0000'")
    change(unstamped, "DELETE FROM alembic_version")
    content = bytearray(damaged.read_bytes())
    content[8192:-4096] = b"\xff" * len(content[8192:-4096])
    damaged.write_bytes(content)
    refusals = {}
    for file in (missing, words, empty, older, unstamped, damaged):
        with pytest.raises((NoBackup, schema.UnknownSchema)) as refused:
            backup.restore(db.engine, file, at=NOON)
        refusals[file.name] = (type(refused.value), str(refused.value)[:44])
    assert refusals == {
        "m": (NoBackup, "This file is not a copy of the database."),
        "w": (NoBackup, "This file is not a copy of the database."),
        "e": (NoBackup, "This file is not a copy of the database."),
        "o": (schema.UnknownSchema, "The database has the schema 0000, this versi"),
        "u": (schema.UnknownSchema, "The database has the schema none, this versi"),
        "d": (NoBackup, str(refusals["d"][1])),
    }
    assert refusals["d"][1].startswith("This ")
    assert not missing.exists()
    assert (names(), postman.may_send(now())) == (["here"], True)


def test_index_that_does_not_fit_its_table_is_refused(house: Flask, tmp_path: Path) -> None:
    add("here")
    backup.write(db.engine, tmp_path / "copy")
    copy = sqlite.connect(str(tmp_path / "copy"), isolation_level=None)
    copy.execute("PRAGMA writable_schema=ON")
    copy.execute(
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'roles')"
        " WHERE name = 'ix_changes_dialogue'"
    )
    copy.close()
    with pytest.raises(NoBackup, match=r"^This (copy is damaged|file is not a copy)"):
        backup.restore(db.engine, tmp_path / "copy", at=NOON)
    assert names() == ["here"]


@pytest.mark.parametrize("place", ["nowhere/copy", "folder"])
def test_copy_that_cannot_be_written_is_refused(house: Flask, tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(NoBackup, match=r"^The copy cannot be written: "):
        backup.write(db.engine, tmp_path / place)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder", "instance"]


def test_database_is_no_copy_of_itself(house: Flask) -> None:
    add("here")
    with pytest.raises(NoBackup, match=r"^The copy needs another name than the database itself\.$"):
        backup.write(db.engine, Path(str(db.engine.url.database)))
    assert names() == ["here"]


def test_copy_that_cannot_be_put_back_is_refused(house: Flask, tmp_path: Path) -> None:
    add("here")
    backup.write(db.engine, tmp_path / "copy")
    live = Path(str(db.engine.url.database))
    (live.parent / "rtop.sqlite.restore").mkdir()
    with pytest.raises(NoBackup, match=r"^The copy cannot be put back: "):
        backup.restore(db.engine, tmp_path / "copy", at=NOON)
    assert names() == ["here"]


def test_only_the_embedded_database_is_copied(tmp_path: Path) -> None:
    engine = create_engine("postgresql+psycopg://h/d")
    with pytest.raises(NoBackup, match=r"use pg_dump\.$"):
        backup.write(engine, tmp_path / "copy")
    with pytest.raises(NoBackup, match=r"use pg_dump\.$"):
        backup.restore(engine, tmp_path / "copy", at=NOON)
