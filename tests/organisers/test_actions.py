"""What can be done with accounts, and the commands that an operator has."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.organisers import actions
from rtop_event.organisers.accounts import role_of
from rtop_event.organisers.models import Change, Organiser, RoleName
from rtop_event.organisers.sign_in_links import use_link
from rtop_event.refusal import NotFound, StaleHand
from tests.builders import OPENED, an_organiser

BY = "Administrator (example)"


def run(app: Flask, *words: str) -> tuple[int, str]:
    """Exit code and output of a command."""
    done = app.test_cli_runner().invoke(args=["organisers", *words])
    return done.exit_code, done.output


def token_in(output: str) -> str:
    """The secret of the link that a command printed."""
    found = re.search(r"^http://127\.0\.0\.1:5000/organise/sign-in/([\w-]+)/$", output, re.MULTILINE)
    assert found
    return found[1]


def whole_record() -> list[tuple[str, str]]:
    """Step and person of every line."""
    return [(line.what, line.by) for line in session.scalars(select(Change).order_by(Change.id))]


def test_an_organiser_is_added_with_one_role_and_recorded(rows: None) -> None:
    added = actions.add_organiser(address="A@Desk.example", name="A", role=RoleName.VIEWER, by=BY, at=OPENED)
    assert (added.email, role_of(added), added.password, added.active) == (
        "a@desk.example",
        RoleName.VIEWER,
        None,
        True,
    )
    line = session.scalars(select(Change)).one()
    assert (line.what, line.after) == (
        "added",
        {"address": "a@desk.example", "name": "A", "role": "viewer", "active": True},
    )


def test_an_address_taken_is_refused_and_the_transaction_goes_on(rows: None) -> None:
    actions.add_organiser(address="a@desk.example", name="A", role=RoleName.VIEWER, by=BY, at=OPENED)
    with pytest.raises(actions.AddressTaken):
        actions.add_organiser(address="A@desk.example", name="B", role=RoleName.VIEWER, by=BY, at=OPENED)
    assert [one.name for one in actions.everybody()] == ["A"]


def test_organisers_are_found_by_number_and_by_any_writing_of_the_address(rows: None) -> None:
    added = actions.add_organiser(address="a@desk.example", name="A", role=RoleName.VIEWER, by=BY, at=OPENED)
    assert (actions.organiser_of(added.id), actions.by_address("A@DESK.example")) == (added, added)
    assert [actions.by_address("b@desk.example"), actions.by_address("no address")] == [None, None]
    with pytest.raises(NotFound):
        actions.organiser_of(999)


def test_those_who_are_active_are_listed_first(rows: None) -> None:
    for name in ("B", "A", "C"):
        an_organiser(name)
    actions.deactivate(session.scalars(select(Organiser).where(Organiser.name == "A")).one(), by=BY, at=OPENED)
    session.flush()
    assert [one.name for one in actions.everybody()] == ["B", "C", "A"]


def test_the_last_active_administrator_keeps_role_and_account(rows: None) -> None:
    last, closed = (an_organiser(role=RoleName.ADMINISTRATOR) for _ in range(2))
    actions.deactivate(closed, by=BY, at=OPENED)
    with pytest.raises(actions.LastAdministrator):
        actions.deactivate(last, by=BY, at=OPENED)
    with pytest.raises(actions.LastAdministrator):
        actions.change_role(last, RoleName.ORGANISER, was=RoleName.ADMINISTRATOR, by=BY, at=OPENED)
    actions.change_role(closed, RoleName.VIEWER, was=RoleName.ADMINISTRATOR, by=BY, at=OPENED)
    actions.change_role(last, RoleName.ADMINISTRATOR, was=RoleName.ADMINISTRATOR, by=BY, at=OPENED)
    assert (last.active, role_of(last), role_of(closed)) == (True, RoleName.ADMINISTRATOR, RoleName.VIEWER)


def test_a_role_drawn_from_an_old_page_is_refused(rows: None) -> None:
    with pytest.raises(StaleHand):
        actions.change_role(an_organiser(), RoleName.VIEWER, was=RoleName.ADMINISTRATOR, by=BY, at=OPENED)


def test_closing_setting_a_password_and_signing_out_everywhere_end_sessions(rows: None) -> None:
    organiser = an_organiser()
    seen = {organiser.fs_uniquifier}
    actions.sign_out_everywhere(organiser, by=BY, at=OPENED)
    seen.add(organiser.fs_uniquifier)
    actions.set_password(organiser, "sieve marble thunder", at=OPENED)
    seen.add(organiser.fs_uniquifier)
    actions.deactivate(organiser, by=BY, at=OPENED)
    seen.add(organiser.fs_uniquifier)
    actions.activate(organiser, by=BY, at=OPENED)
    assert (len(seen), organiser.active) == (4, True)
    assert whole_record() == [
        ("signed out everywhere", BY),
        ("password set", "Desk (example)"),
        ("deactivated", BY),
        ("activated", BY),
    ]


def test_a_password_is_kept_as_argon2_only(rows: None) -> None:
    organiser = an_organiser("")
    actions.set_password(organiser, "sieve marble thunder", at=OPENED)
    assert (organiser.password or "").startswith("$argon2id$")
    assert whole_record() == [("password set", organiser.email)]


def test_the_command_adds_an_organiser_and_prints_a_link(app: Flask, rows: None) -> None:
    code, output = run(app, "add", "chair@desk.example", "--name", "Chair", "--role", "administrator")
    organiser = use_link(token_in(output), OPENED)
    assert (code, organiser.email, organiser.name, role_of(organiser)) == (
        0,
        "chair@desk.example",
        "Chair",
        RoleName.ADMINISTRATOR,
    )
    assert whole_record() == [("added", "the desk's command")]


def test_the_command_refuses_what_is_taken_or_no_address(app: Flask) -> None:
    run(app, "add", "chair@desk.example")
    taken, wrong = run(app, "add", "chair@desk.example"), run(app, "add", "chair")
    assert (taken[0], "There is already an organiser" in taken[1], wrong[0]) == (1, True, 1)


def test_the_command_prints_a_new_link_for_an_active_organiser(app: Flask, rows: None) -> None:
    run(app, "add", "chair@desk.example")
    code, output = run(app, "link", "Chair@desk.example")
    assert (code, use_link(token_in(output), OPENED).email) == (0, "chair@desk.example")
    assert run(app, "link", "nobody@desk.example")[0] == 1


def test_the_first_link_is_printed_until_somebody_has_come_in(app: Flask, rows: None) -> None:
    first, again = run(app, "first-link")[1], run(app, "first-link")[1]
    organiser = use_link(token_in(again), OPENED)
    assert (first == again, organiser.email, role_of(organiser)) == (
        False,
        app.extensions["settings"].mail_from,
        RoleName.ADMINISTRATOR,
    )
    organiser.signed_in_at = OPENED
    session.commit()
    assert run(app, "first-link") == (0, "")


def test_the_first_link_goes_to_an_active_administrator_only(app: Flask, rows: None) -> None:
    an_organiser(role=RoleName.ORGANISER)
    session.commit()
    assert run(app, "first-link") == (0, "")
    address = an_organiser(role=RoleName.ADMINISTRATOR).email
    session.commit()
    assert use_link(token_in(run(app, "first-link")[1]), OPENED).email == address


def test_the_command_lists_everybody(app: Flask, rows: None) -> None:
    organiser = an_organiser("Chair", RoleName.ADMINISTRATOR)
    closed = an_organiser("Former", RoleName.VIEWER)
    closed.active = False
    session.commit()
    assert run(app, "list")[1].splitlines() == [
        f"{organiser.email}\tadministrator\tactive\tChair",
        f"{closed.email}\tviewer\tclosed\tFormer",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "the delegation",
        "The  Desk's Command",
        "dialogue load",
        "MS KHAN (EXAMPLE)",
        "Ms\u00a0Khan (example)",
        "khan@desk.example",
    ],
)
def test_name_of_somebody_else_is_refused(rows: None, name: str) -> None:
    khan = actions.add_organiser(
        address="khan@desk.example", name="Ms Khan (example)", role=RoleName.ORGANISER, by="a", at=OPENED
    )
    other = actions.add_organiser(address="other@desk.example", name="", role=RoleName.VIEWER, by="a", at=OPENED)
    with pytest.raises(actions.NameTaken) as refused:
        actions.rename(other, name, at=OPENED)
    assert (str(refused.value.reason), other.name) == (
        f"The record would not tell “{name}” apart from somebody else. Please choose another name.",
        "",
    )
    with pytest.raises(actions.NameTaken):
        actions.add_organiser(address="third@desk.example", name=name, role=RoleName.VIEWER, by="a", at=OPENED)
    actions.rename(khan, "Ms Khan (example)", at=OPENED)
    assert khan.name == "Ms Khan (example)"
