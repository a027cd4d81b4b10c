"""`flask reference ...`: the tables of States, observers, organisations and groups."""

from __future__ import annotations

from pathlib import Path

import click

from rtop_event.console import Commands
from rtop_event.database import session
from rtop_event.delegations.actions import load_reference
from rtop_event.delegations.reference import FOLDER, read_reference

group = Commands("reference", help="States, observers, organisations and groups.")


@group.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FOLDER)
def load(folder: Path) -> None:
    """Bring the reference tables in, or again after a change; those of the product unless FOLDER is given."""
    reference = read_reference(folder)
    changed = load_reference(reference)
    session.commit()
    held = f"{len(reference.delegations)} delegations and {len(reference.groups)} groups"
    click.echo(f"{held}: {'brought in' if changed else 'nothing new'}.")
