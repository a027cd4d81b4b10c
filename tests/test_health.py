"""Whether the site works, as those see it who watch over it."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.mailing.postman import sign_of_life


def test_database_that_answers_is_healthy(client: FlaskClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.get_json()) == (200, {"database": True})


def test_site_is_ready_when_migrated_and_the_worker_lives(app: Flask, client: FlaskClient) -> None:
    early = client.get("/readyz")
    assert (early.status_code, early.get_json()) == (503, {"database": True, "schema": True, "worker": False})
    with app.app_context():
        sign_of_life(at=now())
        session.commit()
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()) == (200, {"database": True, "schema": True, "worker": True})


def test_site_with_an_unknown_schema_is_not_ready(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        known = session.scalar(text("SELECT version_num FROM alembic_version"))
        session.execute(text("UPDATE alembic_version SET version_num = 'other'"))
        session.commit()
    try:
        found = client.get("/readyz")
    finally:
        with app.app_context():
            session.execute(text("UPDATE alembic_version SET version_num = :known"), {"known": known})
            session.commit()
    assert (found.status_code, found.get_json()) == (503, {"database": True, "schema": False, "worker": False})
