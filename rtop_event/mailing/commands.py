"""The commands of the outbox: send what is due, list what is there, hold all mail back and release it."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.mailing import finding, postman
from rtop_event.mailing.finding import Wanted
from rtop_event.mailing.models import LetterState
from rtop_event.mailing.sending import send_due

group = AppGroup("outbox", help="Letters: send what is due, list, hold back, release.")
BY_COMMAND = "the desk's command"


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
