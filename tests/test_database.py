"""The database: durable, strict, honest about when it writes, and with moments that know their zone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from rtop_event.database import BUSY_SECONDS, Failing, Moment, db, engine_options, failing, reading, session
from rtop_event.organisers.models import Change, OrganiserRole
from tests.probe import probe_app

NOON = datetime(2012, 9, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Flask]:
    """The application on a SQLite file of its own."""
    app = probe_app(tmp_path)
    with app.app_context():
        yield app
        session.rollback()
        db.engine.dispose()


def others_can_write() -> bool:
    """Whether another connection gets the write lock now."""
    other = sqlite.connect(str(db.engine.url.database), timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite.OperationalError:
        return False
    finally:
        other.close()
    return True


def test_every_connection_is_durable_and_strict(house: Flask) -> None:
    found = {
        name: session.scalar(text(f"PRAGMA {name}"))
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_SECONDS * 1000}


@pytest.mark.parametrize(("method", "expected"), [("GET", "free"), ("POST", "held")])
def test_request_that_writes_takes_the_write_lock_at_its_begin(house: Flask, method: str, expected: str) -> None:
    assert (
        house.test_client().open("/probe/lock/", method=method, data={} if method == "POST" else None).text == expected
    )


def test_thread_that_served_a_reader_writes_again(house: Flask) -> None:
    served: list[str] = []

    def serve() -> None:
        client = house.test_client()
        client.__class__ = client.__class__.__mro__[1]  # the plain client: all in the context of this thread
        served.extend(client.get("/probe/lock/").text for _ in range(1))
        served.append(client.post("/probe/lock/").text)
        served.append(client.get("/probe/lock/").text)
        served.append("reads" if reading.get() else "writes")

    thread = threading.Thread(target=serve)
    thread.start()
    thread.join()
    assert served == ["free", "held", "free", "writes"]


def test_command_takes_the_write_lock_and_gives_it_back(house: Flask) -> None:
    session.execute(select(1))
    assert not others_can_write()
    session.commit()
    assert others_can_write()


def test_savepoint_gives_back_only_its_own(house: Flask) -> None:
    session.add(OrganiserRole(name="viewer"))
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(OrganiserRole(name="viewer"))
    session.commit()
    assert session.scalars(select(OrganiserRole.name)).all() == ["viewer"]


def test_change_that_was_not_committed_is_gone(house: Flask) -> None:
    session.add(Change(at=NOON, by="somebody", what="changed"))
    session.flush()
    session.rollback()
    assert session.scalars(select(Change)).all() == []


def test_moment_comes_back_aware_and_in_utc(house: Flask) -> None:
    session.add(Change(at=NOON.astimezone(timezone(timedelta(hours=-4))), by="x", what="x"))
    session.commit()
    session.expire_all()
    moment = session.scalars(select(Change.at)).one()
    assert (moment, moment.utcoffset()) == (NOON, timedelta(0))


def test_naive_moment_is_refused_without_showing_the_row(house: Flask) -> None:
    session.add(Change(at=datetime(2012, 9, 5), by="focal@mission.example", what="x"))  # noqa: DTZ001 (that is the point)
    with pytest.raises(StatementError) as refused:
        session.flush()
    assert "a moment needs its time zone" in str(refused.value)
    assert "focal@mission.example" not in str(refused.value)


def test_moment_passes_postgresql_as_it_is() -> None:
    moment, dialect = Moment(), postgresql.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy has none here
    east = NOON.astimezone(timezone(timedelta(hours=3)))
    assert moment.process_bind_param(east, dialect) == NOON
    assert moment.process_result_value(east, dialect) == NOON
    assert moment.process_bind_param(None, dialect) is None
    assert moment.process_result_value(None, sqlite_dialect.dialect()) is None


def test_options_follow_the_engine() -> None:
    lite, post = engine_options("sqlite:///x"), engine_options("postgresql+psycopg://h/d")
    assert (lite["connect_args"], lite["module"]) == ({"timeout": 5}, sqlite)
    assert post["connect_args"] == {"options": "-c lock_timeout=5s", "connect_timeout": 5}
    assert (lite["hide_parameters"], post["hide_parameters"], lite["pool_timeout"]) == (True, True, 5)


class Raised(Exception):
    """What a driver raises."""

    def __init__(self, **facts: Any) -> None:
        super().__init__("raised")
        self.__dict__.update(facts)


@pytest.mark.parametrize(
    ("facts", "kind", "expected"),
    [
        ({"sqlite_errorcode": sqlite.SQLITE_BUSY}, "OperationalError", Failing.BUSY),
        ({"sqlite_errorcode": sqlite.SQLITE_BUSY | (2 << 8)}, "OperationalError", Failing.BUSY),
        ({"sqlite_errorcode": sqlite.SQLITE_FULL}, "OperationalError", Failing.FULL),
        ({"sqlite_errorcode": sqlite.SQLITE_IOERR | (3 << 8)}, "OperationalError", Failing.FULL),
        ({"sqlite_errorcode": sqlite.SQLITE_READONLY}, "OperationalError", Failing.FULL),
        ({"sqlite_errorcode": sqlite.SQLITE_ERROR}, "OperationalError", Failing.BROKEN),
        ({"sqlite_errorcode": sqlite.SQLITE_CORRUPT}, "DatabaseError", Failing.BROKEN),
        ({"sqlstate": "55P03"}, "OperationalError", Failing.BUSY),
        ({"sqlstate": "40001"}, "OperationalError", Failing.BUSY),
        ({"sqlstate": "57P01"}, "OperationalError", Failing.BUSY),
        ({"sqlstate": "53300"}, "OperationalError", Failing.BUSY),
        ({"sqlstate": "53100"}, "OperationalError", Failing.FULL),
        ({"sqlstate": "25006"}, "InternalError", Failing.FULL),
        ({"sqlstate": "42P01"}, "ProgrammingError", Failing.BROKEN),
        ({"sqlstate": None}, "OperationalError", Failing.BUSY),
        ({"sqlstate": None}, "InterfaceError", Failing.BUSY),
        ({}, "DataError", Failing.BROKEN),
    ],
)
def test_failure_is_known_by_its_code(facts: dict[str, Any], kind: str, expected: Failing) -> None:
    wrapped = {one.__name__: one for one in DBAPIError.__subclasses__() for one in (one, *one.__subclasses__())}
    error = wrapped[kind]("SELECT 1", {}, Raised(**facts))
    assert failing(error) is expected
