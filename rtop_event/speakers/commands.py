"""The commands of the list: put a CSV file in order."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.order_file import FaultyList, ordered

group = AppGroup("speakers", help="The list of speakers.")


@group.command("order", with_appcontext=False)
@click.option("--preset", type=click.Choice(list(PRESETS)), required=True, help="The rules that order the list.")
def order_file(preset: str) -> None:
    """Put the inscriptions of a CSV file (standard input) in order, with the reason for every place.

    In: delegation, kind, level, on_behalf_of, requested_at (ISO 8601 with time zone), meeting, pin; on_behalf_of,
    meeting and pin may be empty. Out: place, meeting, delegation, kind, level, on_behalf_of, requested_at, reason;
    where each meeting is a list of its own, its places count from 1.
    """
    content = sys.stdin.buffer.read()
    try:
        found = ordered(content, preset)
    except FaultyList as wrong:
        for fault in wrong.faults:
            click.echo(fault, err=True)
        raise SystemExit(1) from wrong
    sys.stdout.buffer.write(found.encode())
