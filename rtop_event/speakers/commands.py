"""The commands of the list: put a CSV file in order."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import click
from flask.cli import AppGroup

from rtop_event.speakers.chain import PRESETS, Chain
from rtop_event.speakers.chain_reading import FaultyChain, read_chain
from rtop_event.speakers.order_file import FaultyList, ordered

group = AppGroup("speakers", help="The list of speakers.")


@group.command("order", with_appcontext=False)
@click.option("--preset", type=click.Choice(list(PRESETS)), help="The rules that order the list.")
@click.option("--rules", type=click.Path(dir_okay=False, path_type=Path), help="Rules of your own, as JSON or TOML.")
def order_file(preset: str | None, rules: Path | None) -> None:
    """Put the inscriptions of a CSV file (standard input) in order, with the reason for every place.

    In: delegation, kind, level, on_behalf_of, requested_at (ISO 8601 with time zone), meeting, pin; on_behalf_of,
    meeting and pin may be empty. Two more columns are read where they are there: regional_group (african,
    asia_pacific, eastern_european, latin_american_caribbean, western_european_others; without the column that of a
    Member State is found by its name) and gender of the speaker (woman, man).

    Out: place, meeting, delegation, kind, level, on_behalf_of, requested_at, reason; where each meeting is a list of
    its own, its places count from 1. A file of rules takes the place of the preset: a list of rules with `name` and
    `parameters` as JSON, or `[[rules]]` as TOML.
    """
    content = sys.stdin.buffer.read()
    try:
        found = ordered(content, _chain(preset, rules))
    except (FaultyChain, FaultyList) as wrong:
        for fault in wrong.faults:
            click.echo(str(fault), err=True)
        raise SystemExit(1) from wrong
    sys.stdout.buffer.write(found.encode())


def _chain(preset: str | None, rules: Path | None) -> Chain:
    """The rules of the file, else those of the preset; raises FaultyChain, UsageError."""
    if rules is None:
        if preset is None:
            raise click.UsageError("Give --preset or --rules.")
        return PRESETS[preset]
    try:
        text = rules.read_bytes().decode()
        plain = tomllib.loads(text) if rules.suffix == ".toml" else json.loads(text)
    except (OSError, ValueError, RecursionError) as wrong:
        raise click.UsageError(f"{rules.name} cannot be read: {wrong}") from wrong
    return read_chain(plain.get("rules") if isinstance(plain, dict) else plain)
