"""The bare Flask application that ours is measured against."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import create_engine, text

from rtop_event.database import engine_options, prepare
from rtop_event.serving import WebServer
from rtop_event.settings import read_settings


def make() -> Flask:
    """`/` says hello; POST `/row` commits one row through SQLAlchemy's core, as durably as ours."""
    settings = read_settings()
    app = Flask(__name__)
    engine = create_engine(settings.database_url, **engine_options(settings.database_url))
    prepare(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, words TEXT)"))
    engine.dispose()

    @app.get("/")
    def hello() -> str:
        return "hello"

    @app.post("/row")
    def row() -> str:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO bare (words) VALUES (:words)"), {"words": "x" * 200})
        return "kept"

    return app


if __name__ == "__main__":
    settings = read_settings()
    WebServer(make(), settings).run()
