"""What an operator does with accounts at the terminal: `flask --app app organisers ...`."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.organisers import actions
from rtop_event.organisers.accounts import role_of
from rtop_event.organisers.chain import first_break, last_digest
from rtop_event.organisers.models import Organiser, RoleName
from rtop_event.organisers.record import record
from rtop_event.organisers.sign_in_links import make_link
from rtop_event.refusal import Refusal

BY = "the desk's command"
FIRST_NAME = "First administrator"

group = AppGroup("organisers", help="Accounts of organisers: add, list, one-time sign-in links.")


@group.command("add")
@click.argument("address")
@click.option("--name", default="", help="The name that others see; the address if it is left out.")
@click.option("--role", type=click.Choice([role.value for role in RoleName]), default=RoleName.ORGANISER.value)
def add(address: str, name: str, role: str) -> None:
    """Add an organiser and print a one-time sign-in link."""
    try:
        organiser = actions.add_organiser(address=address, name=name, role=RoleName(role), by=BY, at=now())
    except (Refusal, ValueError) as refused:
        raise click.ClickException(str(refused)) from refused
    _print_link(organiser)


@group.command("link")
@click.argument("address")
def link(address: str) -> None:
    """Print a new one-time sign-in link for an organiser; an older one ends."""
    organiser = actions.by_address(address)
    if organiser is None or not organiser.active:
        raise click.ClickException(f"There is no active organiser with the address {address}.")
    record("sign-in link made", by=BY, at=now(), about=f"organiser:{organiser.id}")
    _print_link(organiser)


@group.command("first-link")
def first_link() -> None:
    """Make the first administrator if there is no organiser, and print a link until somebody has come in.

    Once anybody has signed in or has a password, this prints nothing: a restart must not open a door.
    """
    organisers = sorted(actions.everybody(), key=lambda one: one.id)
    if not organisers:
        address = current_app.extensions["settings"].mail_from
        role = RoleName.ADMINISTRATOR
        organisers = [actions.add_organiser(address=address, name=FIRST_NAME, role=role, by=BY, at=now())]
    if any(one.signed_in_at or one.password for one in organisers):
        return
    for one in organisers:
        if one.active and role_of(one) is RoleName.ADMINISTRATOR:
            _print_link(one)
            return


@group.command("list")
def list_all() -> None:
    """Print all organisers: address, role, state, name."""
    for one in actions.everybody():
        state = "active" if one.active else "closed"
        click.echo(f"{one.email}\t{role_of(one).value}\t{state}\t{one.name}")


@group.command("check-record")
def check_record() -> None:
    """Check the chain of hashes of the record of changes; ends with 1 where a line was edited or removed."""
    found = first_break(session())
    if found is not None:
        raise click.ClickException(f"The record is broken: line {found.number} is not as it was written.")
    last = last_digest(session())
    click.echo(f"The record is whole: {last[0]} lines, the last with the hash {last[1]}.")


def _print_link(organiser: Organiser) -> None:
    path = make_link(organiser, now())
    session.commit()
    click.echo(f"Sign in as {organiser.email}, once, within 24 hours:")
    click.echo(current_app.extensions["settings"].base_url + path)
