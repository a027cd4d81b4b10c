"""Groups of `flask` commands that work on the database: made ready first, refusals as one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from rtop_event import schema
from rtop_event.database import Failing, db, failing, session
from rtop_event.refusal import Refusal

Function = Callable[..., Any]


class Commands(AppGroup):
    """A group whose commands find the schema of this version, made on the spot in an empty database."""

    def command(self, *args: Any, **kwargs: Any) -> Callable[[Function], click.Command]:  # type: ignore[override] # click overloads it by class of command; ours are of one
        """Add a command; what is refused ends it with the sentence on one line, and changes nothing."""
        add = super().command(*args, **kwargs)
        return lambda function: add(careful(function))


def careful(function: Function) -> Function:
    """The function after a look at the schema; what is refused ends the command."""

    @wraps(function)
    def carefully(*args: Any, **kwargs: Any) -> Any:
        schema.prepare(db.engine)
        return function(*args, **kwargs)

    return in_one_line(carefully)


def in_one_line(function: Function) -> Function:
    """The function; a refusal, or a database that is away, changes nothing and ends the command with one line."""

    @wraps(function)
    def quietly(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Refusal as refused:
            session.rollback()
            raise click.ClickException(str(refused.reason)) from refused
        except DBAPIError as away:
            if failing(away) is Failing.BROKEN:
                raise
            why = " ".join(str(away.orig).split())
            raise click.ClickException(f"RTOP_DATABASE_URL: the database cannot serve: {why}") from away

    return quietly
