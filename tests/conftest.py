"""What tests share: one application for the session, emptied tables, clients, the desk, the outbox."""

from __future__ import annotations

import contextvars
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from rtop_event import clock
from rtop_event.application import create_app
from rtop_event.database import Base, db, session
from rtop_event.mailing.mime import mail_bytes
from rtop_event.mailing.models import Letter
from rtop_event.migrating import MIGRATIONS, migrations
from rtop_event.organisers.models import RoleName
from rtop_event.settings import read_settings
from tests import builders
from tests.calendar_watch import watch, watching


class CleanClient(FlaskClient):
    """A client whose every request runs in a context of its own: what a view forgets to commit is gone."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request; a calendar or a mail that comes back is looked at."""
        response = contextvars.Context().run(super().open, *args, **kwargs)
        watch.answer(response)
        return response


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a database server run what works with a database: the others have shown the same without it."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    left_out = [one for one in items if "real" not in one.path.parts and "app" not in _fixtures(one)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [one for one in items if one not in set(left_out)]


def _fixtures(item: pytest.Item) -> list[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else []


@pytest.fixture(autouse=True)
def calendars_watched() -> Iterator[None]:
    """Every calendar that a test makes, fetches or mails has no fault, and others read it alike."""
    with watching() as found:
        yield
    assert found.found == []


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on an empty database: a SQLite file, or what TEST_DATABASE_URL names."""
    environ = {
        "RTOP_INSTANCE": str(tmp_path_factory.mktemp("instance")),
        "RTOP_RATE_LIMIT": "false",
        "RTOP_LOG_LEVEL": "error",
        "RTOP_DATABASE_URL": own_database(os.environ.get("TEST_DATABASE_URL", "")),
        "RTOP_REDIS_URL": os.environ.get("TEST_REDIS_URL", ""),
    }
    app = create_app(read_settings(environ))
    app.config["TESTING"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.test_client_class = CleanClient
    with app.app_context():
        Base.metadata.drop_all(db.engine)
        Base.metadata.create_all(db.engine)
        migrations().stamp(directory=str(MIGRATIONS))
    yield app
    with app.app_context():
        db.engine.dispose()


def own_database(url: str) -> str:
    """The test database; several test processes at once have one each beside it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not (url and worker):
        return url
    place, _, name = url.rpartition("/")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}_{worker}"')
        server.execute(f'CREATE DATABASE "{name}_{worker}" TEMPLATE template0')
    return f"{place}/{name}_{worker}"


@pytest.fixture
def rows(app: Flask) -> Iterator[None]:
    """An application context for tests that work with rows; tables are emptied afterwards."""
    with app.app_context():
        yield
        session.rollback()


@pytest.fixture
def damaged(calendars_watched: None) -> None:
    """For a test that spoils an entry which was written whole."""
    watch.damaged = True


@pytest.fixture(autouse=True)
def _emptied(request: pytest.FixtureRequest, calendars_watched: None) -> Iterator[None]:
    """Empty the tables after each test that used the application, whose rows are counted from one."""
    builders.rows_made.begin_anew()
    yield
    if "app" not in request.fixturenames:
        return
    app: Flask = request.getfixturevalue("app")
    with app.app_context():
        session.remove()
        for letter in session.scalars(select(Letter).where(Letter.calendar.is_not(None))):
            watch.mail(mail_bytes(letter))
        for name in _filled(table.name for table in reversed(Base.metadata.sorted_tables)):
            session.execute(text(f'DELETE FROM "{name}"'))
        if db.engine.dialect.name == "postgresql":
            session.execute(COUNT_FROM_ONE)
        session.commit()
    forget_answers(app)  # the edition counts from one again
    for file in Path(app.extensions["settings"].instance, "mail").glob("*"):
        watch.mail(file.read_bytes())
        file.unlink()


COUNT_FROM_ONE = text("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'")


def _filled(names: Iterable[str]) -> list[str]:
    """The tables with rows: to empty all of them takes PostgreSQL longer than most tests do."""
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)
    return list(session.scalars(text(asked)))


def forget_answers(app: Flask) -> None:
    """Let every public page be made anew."""
    layer: Any = app.wsgi_app
    layer.kept.clear()


@pytest.fixture
def it_is(app: Flask, tmp_path: Path) -> Iterator[Callable[[float], None]]:
    """A hand on the clock of the house: so many minutes after the morning meeting begins, and five seconds."""

    def turn(minutes: float) -> None:
        clock.begin_trial(tmp_path, shows=builders.MORNING + timedelta(minutes=minutes, seconds=5))
        clock.set_clock(tmp_path, trial=True)
        forget_answers(app)

    yield turn
    clock.set_clock(tmp_path, trial=False)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger's browser."""
    return app.test_client()


@pytest.fixture
def desk(app: Flask) -> FlaskClient:
    """The browser of an organiser who is signed in."""
    return signed_in(app, RoleName.ORGANISER)


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    """The browser of an administrator who is signed in."""
    return signed_in(app, RoleName.ADMINISTRATOR)


@pytest.fixture
def viewer(app: Flask) -> FlaskClient:
    """The browser of somebody who may only look."""
    return signed_in(app, RoleName.VIEWER)


def signed_in(app: Flask, role: RoleName) -> FlaskClient:
    """A client with the session of a new organiser of that role."""
    with app.app_context():
        organiser = builders.an_organiser(role=role)
        session.commit()
        name = organiser.fs_uniquifier
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = name
        cookie["_fresh"] = True
        cookie["fs_cc"] = "set"
        cookie["fs_paa"] = 4102444800.0
    return client


@pytest.fixture
def outbox(rows: None) -> Any:
    """All letters, oldest first, read anew at each call."""

    def letters() -> list[Letter]:
        session.flush()
        session.expire_all()
        return list(session.scalars(select(Letter).order_by(Letter.id)))

    return letters
