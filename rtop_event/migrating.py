"""The door to Alembic, which is opened only where something is migrated: not by a web server that starts."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import click
from flask import current_app

from rtop_event.database import db
from rtop_event.settings import ROOT

MIGRATIONS = ROOT / "rtop_event" / "migrations"


def migrations() -> ModuleType:
    """Flask-Migrate, set up for the application at hand."""
    import flask_migrate  # noqa: PLC0415 # it brings Alembic: 0.6 s and 11 MB that no other process owes

    if "migrate" not in current_app.extensions:
        app = current_app._get_current_object()  # type: ignore[attr-defined] # the application itself
        flask_migrate.Migrate(app, db, directory=str(MIGRATIONS), compare_type=True)
    return flask_migrate


class Migrations(click.Command):
    """The group of commands that Flask-Migrate brings, which is loaded when it is asked for."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Hand over to the group itself."""
        migrations()
        return current_app.cli.commands["db"].make_context(*args, **kwargs)
