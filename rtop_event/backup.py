"""Copies of the embedded database and the uploads: consistent while the site runs, put back with the letters held."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from rtop_event import schema, uploads
from rtop_event.database import BUSY_SECONDS, JOURNAL
from rtop_event.edition import PUBLIC, Edition, current_edition
from rtop_event.mailing.models import Postman
from rtop_event.refusal import Refusal
from rtop_event.wording import sentence

HELD_BY = "restore"
UPLOADS = "uploads_in_this_copy"
"""A table that only copies have: the files of the folder of uploads."""


class NoBackup(Refusal):
    """There is no copy to be made or put back this way."""


def write(engine: Engine, file: Path, *, instance: Path | None = None) -> None:
    """Write a consistent copy, synced and for its owner only; an older file of that name is replaced at the end.

    With the uploads of the instance: each was written before its row, so that the copy has the files of all its rows.
    """
    source = _database_file(engine)
    if file.exists() and file.samefile(source):
        raise NoBackup(sentence("The copy needs another name than the database itself."))
    draft = file.with_name(f"{file.name}.part")
    try:
        _write(source, draft)
        if instance is not None:
            _enclose(draft, instance)
        draft.replace(file)
        _sync(file.parent)
    except (OSError, sqlite.DatabaseError) as failed:
        raise NoBackup(sentence("The copy cannot be written: %(fault)s", fault=str(failed))) from failed
    finally:
        with suppress(OSError):
            draft.unlink()


def _write(source: Path, draft: Path) -> None:
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    with closing(_open(source)) as from_there, closing(sqlite.connect(str(draft))) as to_here:
        from_there.backup(to_here)
        to_here.execute("PRAGMA journal_mode=DELETE")
    _sync(draft)


def _enclose(draft: Path, instance: Path) -> None:
    with closing(sqlite.connect(str(draft))) as copy, copy:  # and commits
        copy.execute(f"CREATE TABLE {UPLOADS} (name TEXT PRIMARY KEY, content BLOB NOT NULL)")
        for name in uploads.all_names(instance):
            with suppress(uploads.FileGone):  # swept meanwhile: no row speaks of it
                content = uploads.path_of(instance, name).read_bytes()
                copy.execute(f"INSERT INTO {UPLOADS} VALUES (?, ?)", (name, content))  # noqa: S608 (a constant)
    _sync(draft)


def _take_out(draft: Path, instance: Path | None) -> None:
    """Put the enclosed files back, each synced before its row is; the live database has no table of them."""
    with closing(sqlite.connect(str(draft))) as copy:
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (UPLOADS,)).fetchone():
            if instance is not None:
                for name, content in copy.execute(f"SELECT name, content FROM {UPLOADS}"):  # noqa: S608 (a constant)
                    uploads.put_back(instance, name, content)
            copy.isolation_level = None
            copy.execute(f"DROP TABLE {UPLOADS}")
            copy.execute("VACUUM")


def restore(engine: Engine, file: Path, *, at: datetime, instance: Path | None = None) -> None:
    """Put the copy in place of the database; raises NoBackup for what is not a whole copy of this version.

    In the copy that goes live all letters are held back, and the edition is one that no process has seen. The files
    that it encloses go back into the instance.
    """
    target = _database_file(engine)
    draft = target.with_name(f"{target.name}.restore")
    try:
        _check(file)
        _write(file, draft)
        _take_out(draft, instance)
        _make_ready(draft, at=at, seen=_seen(engine))
        engine.dispose()
        with closing(sqlite.connect(str(draft))) as copy, closing(sqlite.connect(str(target), timeout=5)) as live:
            live.execute(f"PRAGMA journal_mode={JOURNAL}")
            live.execute("PRAGMA synchronous=FULL")
            copy.backup(live)
        _sync(target)
    except (OSError, sqlite.DatabaseError) as failed:
        raise NoBackup(sentence("The copy cannot be put back: %(fault)s", fault=str(failed))) from failed
    finally:
        with suppress(OSError):
            draft.unlink()


def _check(file: Path) -> None:
    try:
        with closing(_open(file)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0]
            found = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite.DatabaseError as broken:
        raise NoBackup(sentence("This file is not a copy of the database.")) from broken
    if sound != "ok":
        raise NoBackup(sentence("This copy is damaged: %(fault)s", fault=sound))
    if found is None or found[0] != schema.newest():
        raise schema.UnknownSchema(found and found[0])


def _seen(engine: Engine) -> int:
    """The edition that running processes may have kept answers of; 0 where the live database cannot tell."""
    try:
        return current_edition(engine)[0]
    except sqlite.DatabaseError:
        return 0


def _make_ready(draft: Path, *, at: datetime, seen: int) -> None:
    engine = create_engine(f"sqlite:///{draft}", module=sqlite)
    with Session(engine) as rows, rows.begin():
        postman = rows.get(Postman, "postman") or Postman(name="postman", trouble="", rests=0)
        postman.held_at, postman.held_by = at, HELD_BY
        edition = rows.scalar(select(Edition).where(Edition.name == PUBLIC)) or Edition(name=PUBLIC, number=0)
        edition.number, edition.changed_at = max(edition.number, seen) + 1, at
        rows.add_all([postman, edition])
    engine.dispose()


def _open(file: Path) -> Any:
    """A connection to a file that exists; its name may hold any sign."""
    return sqlite.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS)


def _database_file(engine: Engine) -> Path:
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name:
        raise NoBackup(sentence("Only the embedded database is copied this way; for PostgreSQL use pg_dump."))
    return Path(name)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
