"""The `flask` commands that run the whole house; each wing brings its own besides."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from rtop_event import backup, clock, schema, serving
from rtop_event.clock import now
from rtop_event.console import careful, in_one_line
from rtop_event.database import db, session
from rtop_event.delegations.actions import load_reference
from rtop_event.delegations.reference import read_reference
from rtop_event.dialogues.finding import all_dialogues
from rtop_event.dialogues.folder import read_folder
from rtop_event.dialogues.loading import load
from rtop_event.dialogues.own_rules import reader
from rtop_event.migrating import Migrations
from rtop_event.organisers.commands import first_link
from rtop_event.settings import ROOT, Settings
from rtop_event.showing import day
from rtop_event.speakers.proving import take_stock

TRIAL_BEGINS = datetime(2012, 8, 20, 13, 0, tzinfo=UTC)
"""A Monday while registration for the first dialogue is open."""
FIRST_DIALOGUE = ROOT / "rtop_event" / "data" / "rtop-2012"


def add_commands(app: Flask) -> None:
    """Give the `flask` program the commands of the house."""
    for command in (start, web, worker, migrate, make_backup, restore):
        app.cli.add_command(command)
    app.cli.add_command(Migrations("db", help="Perform database migrations."))


def run_worker(app: Flask) -> None:
    """The worker in this process, until a signal ends it."""
    from rtop_event.mailing import worker  # noqa: PLC0415 # with Huey, which no web server carries unless it rings

    worker.run_worker(app)


@click.command()
@click.pass_context
@with_appcontext
def start(context: click.Context) -> None:
    """Bring database and data up to date, then run web server and worker until Ctrl-C."""
    app = current_app._get_current_object()  # type: ignore[attr-defined] # the application behind the proxy
    settings: Settings = app.extensions["settings"]
    serving.refuse_taken_port(settings)
    context.invoke(migrate)
    if not all_dialogues():
        if settings.trial_clock and not settings.production:
            clock.begin_trial(settings.instance, shows=TRIAL_BEGINS)
            app.extensions["trial_began"] = clock.set_clock(settings.instance, trial=True)
        load(read_folder(FIRST_DIALOGUE, reader()), at=now(), domain=settings.mail_domain, public=True)
        session.commit()
    context.invoke(first_link)
    if app.extensions["trial_began"]:
        click.echo(f"A trial: its clock shows {day(now())} (RTOP_TRIAL_CLOCK=false for the real one).")
    click.echo(f"The site is at {settings.base_url}/ (Ctrl-C ends it)")
    session.remove()
    sys.exit(serving.serve_all(app, run_worker))


@click.command()
@with_appcontext
@careful
def web() -> None:
    """Run only the web server, on a database that `migrate` has prepared."""
    serving.serve_web(current_app._get_current_object())  # type: ignore[attr-defined] # the application itself


@click.command()
@with_appcontext
@careful
def worker() -> None:
    """Run only the worker that sends letters; as many of them as are wanted, on any machine."""
    run_worker(current_app._get_current_object())  # type: ignore[attr-defined] # the application itself


@click.command()
@with_appcontext
@in_one_line
def migrate() -> None:
    """Bring the database to the schema of this version, and the reference data with it."""
    schema.migrate(db.engine)
    load_reference(read_reference())
    take_stock(at=now())
    session.commit()


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
@careful
def make_backup(file: Path) -> None:
    """Write a consistent copy of the embedded database, uploads included, to FILE while the site runs."""
    backup.write(db.engine, file, instance=current_app.extensions["settings"].instance)
    click.echo(f"Written to {file}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
@careful
def restore(file: Path) -> None:
    """Put the copy FILE in place of the embedded database; letters wait until they are released."""
    backup.restore(db.engine, file, at=now(), instance=current_app.extensions["settings"].instance)
    click.echo("Restored. No letter leaves until `flask --app app outbox release`.")
