"""The commands of the outbox and the inbox: send what is due, hold mail back and release it; take mails in."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from rtop_event.clock import now
from rtop_event.console import careful
from rtop_event.database import session
from rtop_event.mailing import finding, postman, taking
from rtop_event.mailing.finding import Wanted
from rtop_event.mailing.models import LetterState, Received, Way
from rtop_event.mailing.sending import send_due

group = AppGroup("outbox", help="Letters: send what is due, list, hold back, release.")
BY_COMMAND = "the desk's command"
TRY_AGAIN = 75
"""What mail servers understand as: not now, bring it again later."""
LEFT_FOR_LATER = "kept; it is worked on at the next round"

inbox = AppGroup("inbox", help="Mails that come in: take one, a folder or a mailbox, and work on what was kept.")


@group.command("send")
def send() -> None:
    """Send what is due now, then stop."""
    done = send_due(now)
    click.echo(f"sent {done.taken}, to be tried again {done.later}, refused {done.refused}")
    standing = postman.standing(now())
    if done.trouble:
        raise click.ClickException(done.trouble)
    if standing.paused or standing.held_at or standing.resting_until:
        raise click.ClickException("mail is paused, held back or rests after trouble")


@group.command("list")
@click.option("--state", type=click.Choice([state.value for state in LetterState if state is not LetterState.SENDING]))
@click.option("--dialogue", default="", help="Only letters of this dialogue (slug).")
def show(state: str | None, dialogue: str) -> None:
    """List letters, what failed first; and how many there are in each state."""
    at, wanted = now(), Wanted(LetterState(state) if state else None, dialogue)
    for letter in finding.page_of(wanted, at, 1):
        click.echo(f"{letter.id}\t{letter.state(at).value}\t{letter.kind.value}\t{letter.recipient}\t{letter.subject}")
    counts = finding.how_many(wanted, at)
    click.echo(", ".join(f"{number} {name.value}" for name, number in counts.items()))


@group.command("hold")
def hold() -> None:
    """Let no letter leave until released."""
    postman.hold(by=BY_COMMAND, at=now())
    session.commit()
    click.echo("mail is held back")


@group.command("release")
def release() -> None:
    """Let letters leave again."""
    postman.release()
    session.commit()
    click.echo("mail is released")


@inbox.command("take")
@click.option("--to", "sent_to", default="", help="The recipient, where the mail server tells it.")
@careful
def take(sent_to: str) -> None:
    """Take in one mail from standard input; success once it is kept, else the mail server is asked to try again."""
    click.echo(_taken(sys.stdin.buffer, Way.PIPE, sent_to))


@inbox.command("take-folder")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@careful
def take_folder(folder: Path) -> None:
    """Take in each file of FOLDER as a mail, and move it to the folder `taken` inside, once it is kept."""
    for file in sorted(one for one in folder.iterdir() if one.is_file() and not one.name.startswith(".")):
        with file.open("rb") as paper:
            place = os.fstat(paper.fileno())
            said = _taken(paper, Way.FOLDER, origin=f"{place.st_dev}:{place.st_ino}:{place.st_mtime_ns}")
        (folder / "taken").mkdir(exist_ok=True)
        file.replace(folder / "taken" / file.name)
        click.echo(f"{file.name}\t{said}")


@inbox.command("poll")
@careful
def poll() -> None:
    """Take in what is new in the mailbox that RTOP_INBOX_URL names, then work on all that was kept."""
    from rtop_event.mailing import mailbox  # noqa: PLC0415 # imap-tools, which each start of a web server would pay

    try:
        fetched = mailbox.fetch(current_app.extensions["settings"], now)
    except mailbox.Away as away:
        raise click.ClickException(str(away)) from away
    click.echo(f"fetched {fetched}, worked on {taking.work_on_all(now)}")


@inbox.command("work")
@careful
def work() -> None:
    """Work on all mails that were kept and have no outcome."""
    click.echo(f"worked on {taking.work_on_all(now)}")


def _taken(paper: BinaryIO, way: Way, sent_to: str = "", origin: str = "") -> str:
    """Keep a mail and work on it; what became of it, on one line."""
    try:
        number = taking.keep(paper, way=way, at=now(), sent_to=sent_to, origin=origin)
    except (SQLAlchemyError, OSError) as away:
        click.echo(f"not kept: {type(away).__name__}", err=True)
        raise click.exceptions.Exit(TRY_AGAIN) from away
    try:
        return told(taking.work(number, now))
    except SQLAlchemyError:
        return LEFT_FOR_LATER


def told(mail: Received) -> str:
    """Outcome and whom it concerns, such as `applied peru@mission.example (rtop-2012): answered, accepted`."""
    whom = mail.concerns or mail.sender or "nobody known"
    dialogue = f" ({mail.dialogue})" if mail.dialogue else ""
    answer = mail.facts.get("answer", "")
    return f"{mail.outcome} {whom}{dialogue}: {', '.join(one for one in (mail.reason, answer) if one)}"
