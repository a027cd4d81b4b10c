"""What anybody can do with the record of changes at the terminal: `flask --app app record ...`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from typing import IO

import click
from flask import Flask, current_app

from rtop_event.console import Commands
from rtop_event.database import session
from rtop_event.organisers.chain import Break, first_break, last_digest, sealed_lines
from rtop_event.organisers.record_files import as_csv, as_json_lines

group = Commands("record", help="The record of changes: verify its chain of hashes, write it to a file.")
Replayed = Callable[[str], tuple[bool, str]]
"""For a dialogue: whether what was recorded of it leads to what stands, and the sentence about it."""


def add_replay(app: Flask, replayed: Replayed) -> None:
    """A wing says whether the record leads to what it keeps, as it stands."""
    app.extensions.setdefault("record_replays", []).append(replayed)


@group.command("verify")
@click.option("--dialogue", default="", help="Also make its list and its floor again from the record, and compare.")
@click.option("--noted", default="", help="A hash noted earlier, which must still be there: it shows lines cut off.")
def verify(dialogue: str, noted: str) -> None:
    """Prove that no line of the record was edited, removed or put in; ends with 1 and names the first break."""
    found = first_break(session())
    if found is not None:
        raise click.ClickException(_told(found))
    if noted and not any(line.digest == noted for line in sealed_lines(session())):
        raise click.ClickException(f"The record is broken: no line has the hash {noted}. Lines were cut off its end.")
    number, digest = last_digest(session())
    click.echo(f"The record is whole: {number} lines, the last with the hash {digest or 'none'}.")
    for replayed in current_app.extensions["record_replays"] if dialogue else ():
        same, told = replayed(dialogue)
        if not same:
            raise click.ClickException(told)
        click.echo(told)


@group.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=False), default="-")
@click.option("--format", "kind", type=click.Choice(["jsonl", "csv"]), default="jsonl", help="JSON Lines or CSV.")
def export(file: IO[str], kind: str) -> None:
    """Write the whole record to FILE (or standard output), every line with its hash.

    The hash of a line is the SHA-256 of the JSON list of: the hash of the line before ("" before the first), at, by,
    dialogue, about, what, before, after, why, and facts where there are any; keys sorted, UTF-8, Python's separators.
    """
    for text in (as_json_lines if kind == "jsonl" else as_csv)(sealed_lines(session())):
        file.write(text)


def _told(found: Break) -> str:
    line = found.line
    what = f"{line.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC, {line.by}: {line.what} ({line.about or 'no thing'})"
    if found.cut:
        return f"The record is broken: line {found.number} is missing. The next is line {line.number}: {what}."
    return f"The record is broken: line {found.number} is not as it was written. It says: {what}."
