"""What an operator does with contacts at the terminal: `flask --app app contacts ...`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from flask.cli import AppGroup

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.invitations import contact_actions
from rtop_event.invitations.contact_checks import Checked, Verdict, digest
from rtop_event.invitations.contact_files import read_contacts
from rtop_event.refusal import Refusal

BY = "the desk's command"

group = AppGroup("contacts", help="Contacts: bring them in from a CSV or XLSX file.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Bring them in; without it only a dry run is printed.")
def bring_in(file: Path, *, yes: bool) -> None:
    """Print what each line of FILE would do; with --yes bring all of them in, or none."""
    at = now()
    try:
        rows = contact_actions.checked(read_contacts(file.read_bytes()), at)
        _print(rows)
        if any(row.verdict is Verdict.WRONG for row in rows):
            raise click.ClickException("Nothing was brought in: see the wrong lines above.")
        if not yes:
            return
        new, changed = contact_actions.bring_in(rows, seen=digest(rows), by=BY, at=at)
    except Refusal as refused:
        raise click.ClickException(str(refused)) from refused
    session.commit()
    click.echo(f"Brought in: {new} new, {changed} changed.")


def _print(rows: list[Checked]) -> None:
    for row in rows:
        said = f"{row.number}\t{row.verdict}\t{row.shown['address']}"
        click.echo("\t".join([said, *(str(reason) for reason in row.reasons)]))
    counts = Counter(row.verdict for row in rows)
    click.echo(", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict))
