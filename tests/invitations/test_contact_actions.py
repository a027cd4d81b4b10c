"""Contacts with rows: adding, changing, bringing many in, uploads and the command."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.invitations import contact_actions as actions
from rtop_event.invitations.contact_checks import ContactFacts, Verdict, digest
from rtop_event.invitations.contact_files import Line, read_contacts
from rtop_event.invitations.models import Contact, Entry
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.organisers.models import Change
from rtop_event.refusal import NotFound, StaleHand
from tests.builders import MORNING, OPENED, a_contact, a_delegation, a_dialogue, an_invitation

FILE = "address,name,delegation\nb@peru.example,B. Peru,Peru\na@peru.example,A. Neu,\n"


def contacts() -> list[tuple[str, str, str]]:
    """Address, name and delegation's code of all contacts."""
    session.expire_all()
    rows = session.scalars(select(Contact).order_by(Contact.address))
    return [(one.address, one.name, one.delegation.code if one.delegation else "") for one in rows]


def lines(text: str = FILE) -> list[Line]:
    """The lines of a file."""
    return read_contacts(text.encode())


def test_contact_is_added_and_changed_and_recorded(rows: None) -> None:
    a_delegation("Peru", code="PER")
    made = actions.save_contact(None, ContactFacts("A@peru.example", "A. Peru"), by="Desk", at=OPENED)
    actions.save_contact(made, ContactFacts("a@peru.example", "B. Peru", delegation="PER"), by="Desk", at=OPENED)
    actions.save_contact(made, ContactFacts("a@peru.example", "B. Peru", delegation="PER"), by="Desk", at=OPENED)
    assert contacts() == [("a@peru.example", "B. Peru", "PER")]
    assert made.address_key == "a@peru.example"
    assert [(one.what, one.after) for one in session.scalars(select(Change).order_by(Change.id))] == [
        (
            "contact added",
            {
                "address": "A@peru.example",
                "name": "A. Peru",
                "function": "",
                "delegation": "",
                "language": "en",
                "salutation": "",
            },
        ),
        ("contact changed", {"address": "a@peru.example", "name": "B. Peru", "delegation": "PER"}),
    ]


def test_one_contact_for_an_address(rows: None) -> None:
    a_contact("a@peru.example")
    with pytest.raises(actions.AddressIsTaken):
        actions.save_contact(None, ContactFacts("A@peru.example"), by="Desk", at=OPENED)


@pytest.mark.parametrize(
    ("method", "sent", "at", "refused"),
    [
        ("REQUEST", True, OPENED, True),
        ("REQUEST", False, OPENED, False),
        ("CANCEL", True, OPENED, False),
        ("REQUEST", True, MORNING + timedelta(days=1), False),
    ],
)
def test_address_that_holds_an_entry_stays(rows: None, method: str, sent: bool, at: object, refused: bool) -> None:
    contact = a_contact("a@peru.example")
    invitation = an_invitation(a_dialogue(), contact)
    letter = Letter(
        kind=LetterKind.INVITATION,
        stream="x",
        recipient="a@peru.example",
        sender="b@dialogue.example",
        subject="s",
        text="t",
        html="h",
        message_id="<1@dialogue.example>",
        created_at=OPENED,
        approved_at=OPENED,
        sent_at=OPENED if sent else None,
    )
    facts = {"uid": "u", "sequence": 0, "of_sequence": 0, "stamp": OPENED, "starts_at": MORNING, "ends_at": MORNING}
    session.add(Entry(invitation=invitation, letter=letter, method=method, place="", summary="", **facts))
    session.flush()
    new = ContactFacts("new@peru.example")
    if refused:
        with pytest.raises(actions.AddressHoldsEntry):
            actions.save_contact(contact, new, by="Desk", at=at)  # type: ignore[arg-type] # parametrized
    else:
        actions.save_contact(contact, new, by="Desk", at=at)  # type: ignore[arg-type] # parametrized
    assert contact.address == ("a@peru.example" if refused else "new@peru.example")


def test_file_is_brought_in_whole(rows: None) -> None:
    a_delegation("Peru", code="PER")
    a_contact("A@peru.example", name="A. Alt", salutation="Excellency,")
    found = actions.checked(lines(), OPENED)
    assert [row.verdict for row in found] == [Verdict.NEW, Verdict.CHANGED]
    assert actions.bring_in(found, seen=digest(found), by="Desk", at=OPENED) == (1, 1)
    assert contacts() == [("A@peru.example", "A. Neu", ""), ("b@peru.example", "B. Peru", "PER")]
    assert [(one.what, one.after) for one in session.scalars(select(Change))] == [
        ("contacts brought in", {"new": 1, "changed": 1})
    ]
    again = actions.checked(lines(), OPENED)
    assert [row.verdict for row in again] == [Verdict.KNOWN, Verdict.KNOWN]


def test_one_wrong_line_keeps_all_out(rows: None) -> None:
    found = actions.checked(lines(FILE.replace("Peru,Peru", "Peru,Atlantis")), OPENED)
    with pytest.raises(actions.HasWrongLines):
        actions.bring_in(found, seen=digest(found), by="Desk", at=OPENED)
    assert contacts() == []


def test_what_would_now_do_something_else_is_refused(rows: None) -> None:
    a_delegation("Peru", code="PER")
    seen = digest(actions.checked(lines(), OPENED))
    a_contact("b@peru.example")
    with pytest.raises(StaleHand):
        actions.bring_in(actions.checked(lines(), OPENED), seen=seen, by="Desk", at=OPENED)
    assert [one[0] for one in contacts()] == ["b@peru.example"]


def test_earlier_names_of_a_delegation_are_known(rows: None) -> None:
    swaziland = a_delegation("Swaziland", code="SWZ")
    swaziland.standings[0].until = OPENED.date()
    later = type(swaziland.standings[0])(
        since=OPENED.date(), name="Eswatini", sort_key="eswatini", kind=swaziland.standings[0].kind
    )
    swaziland.standings.append(later)
    session.flush()
    text = "address,delegation\na@x.example,Swaziland\nb@x.example,Eswatini\n"
    found = actions.checked(lines(text), OPENED + timedelta(days=9000))
    assert [row.facts and row.facts.delegation for row in found] == ["SWZ", "SWZ"]


def test_upload_is_kept_for_a_day_under_a_name_of_ours(tmp_path: Path) -> None:
    name = actions.keep_upload(tmp_path, b"first", at=OPENED)
    assert actions.kept_upload(tmp_path, name) == b"first"
    assert (tmp_path / "imports" / name).stat().st_mode & 0o777 == 0o600
    os.utime(tmp_path / "imports" / name, (0, 0))
    other = actions.keep_upload(tmp_path, b"second", at=OPENED)
    with pytest.raises(NotFound):
        actions.kept_upload(tmp_path, name)
    actions.drop_upload(tmp_path, other)
    actions.drop_upload(tmp_path, other)
    assert list((tmp_path / "imports").iterdir()) == []


@pytest.mark.parametrize("name", ["../../secret_key_long", "short", "", "a" * 65, "secret/key/that/is/long"])
def test_upload_has_no_other_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        actions.kept_upload(tmp_path, name)
    actions.drop_upload(tmp_path, name)


def test_command_prints_a_dry_run_and_brings_in_only_when_told(app: Flask, rows: None, tmp_path: Path) -> None:
    a_delegation("Peru", code="PER")
    session.commit()
    file = tmp_path / "contacts.csv"
    file.write_text(FILE, "utf-8")
    runner = app.test_cli_runner()
    dry = runner.invoke(args=["contacts", "import", str(file)])
    assert (dry.exit_code, dry.output) == (
        0,
        "2\tnew\tb@peru.example\n3\tnew\ta@peru.example\n2 new, 0 known, 0 changed, 0 wrong\n",
    )
    assert contacts() == []
    session.rollback()
    wet = runner.invoke(args=["contacts", "import", str(file), "--yes"])
    assert wet.output.splitlines()[-1] == "Brought in: 2 new, 0 changed."
    assert [one[0] for one in contacts()] == ["a@peru.example", "b@peru.example"]


def test_command_fails_on_a_wrong_line_also_in_a_dry_run(app: Flask, rows: None, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("address\nnobody\n", "utf-8")
    dry = app.test_cli_runner().invoke(args=["contacts", "import", str(file)])
    assert (dry.exit_code, dry.output.splitlines()) == (
        1,
        [
            "2\twrong\tnobody\tThis is not exactly one complete mail address.",
            "0 new, 0 known, 0 changed, 1 wrong",
            "Error: Nothing was brought in: see the wrong lines above.",
        ],
    )


def test_command_refuses_in_one_line(app: Flask, rows: None, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("name\nNobody\n", "utf-8")
    refused = app.test_cli_runner().invoke(args=["contacts", "import", str(file), "--yes"])
    assert (refused.exit_code, refused.output) == (
        1,
        "Error: The first line must name the columns, and one of them must be “address” or “email”.\n",
    )


def test_contact_that_somebody_adds_meanwhile_keeps_the_file_out(rows: None) -> None:
    found = actions.checked(lines("address\na@peru.example\n"), OPENED)
    with session.no_autoflush:
        session.add(Contact(created_at=OPENED, address="a@peru.example", address_key="a@peru.example"))
        with pytest.raises(StaleHand):
            actions.bring_in(found, seen=digest(found), by="Desk", at=OPENED)
