"""Whether the site works: for those who watch over it."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Flask, Response, jsonify
from sqlalchemy import text

from rtop_event import schema
from rtop_event.clock import now
from rtop_event.database import db, session
from rtop_event.mailing.postman import worker_alive

pages = Blueprint("health", __name__)


def add_to(app: Flask) -> None:
    """Join these answers to the application."""
    app.register_blueprint(pages)


@pages.get("/healthz")
def healthy() -> Response:
    """The database answers; when it does not, the house says 503."""
    session.execute(text("SELECT 1"))
    return jsonify({"database": True})


@pages.get("/readyz")
def ready() -> tuple[Response, int]:
    """The database is migrated and the worker is alive, or 503 with what is missing."""
    found = {"database": True, "schema": schema.present(db.engine) == schema.newest(), "worker": False}
    found["worker"] = found["schema"] and worker_alive(now())
    return jsonify(found), HTTPStatus.OK if all(found.values()) else HTTPStatus.SERVICE_UNAVAILABLE
