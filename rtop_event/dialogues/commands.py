"""`flask dialogue ...`: bring a dialogue's folder in, list what there is."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from rtop_event.clock import now
from rtop_event.console import Commands
from rtop_event.database import session
from rtop_event.dialogues.finding import all_dialogues, exercises
from rtop_event.dialogues.folder import read_folder
from rtop_event.dialogues.loading import load as load_dialogue
from rtop_event.dialogues.loading import texts_left
from rtop_event.dialogues.own_rules import reader
from rtop_event.showing import day

group = Commands("dialogue", help="Dialogues: bring one in from a folder, list them.")


@group.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--publish/--draft", "public", default=True, help="Whether a new dialogue is shown to everybody.")
def load(folder: Path, public: bool) -> None:
    """Bring the dialogue of FOLDER in, or again after edits; one that is public already stays so."""
    settings = current_app.extensions["settings"]
    file = read_folder(folder, reader())
    outcome = load_dialogue(file, at=now(), domain=settings.mail_domain, public=public)
    session.commit()
    click.echo(f"{file.slug}: {outcome.value}.")
    left = texts_left(file)
    if left:
        click.echo(f"Not in the folder, and left as they are: {', '.join(left)}.")


@group.command("list")
def list_all() -> None:
    """Every dialogue: its short name, day, state and theme."""
    for dialogue in (*all_dialogues(), *exercises()):
        state = (
            "exercise"
            if dialogue.rehearses
            else "cancelled"
            if dialogue.cancelled_at
            else "public"
            if dialogue.published_at
            else "draft"
        )
        click.echo(f"{dialogue.slug}\t{day(dialogue.starts_at, dialogue.zone)}\t{state}\t{dialogue.theme}")
