"""Taking mails in: kept first, one outcome each, one effect whatever dies in between; by pipe, folder and mailbox."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from rtop_event.clock import now
from rtop_event.database import db, session
from rtop_event.mailing import taking
from rtop_event.mailing.blocking import block, blocked, unblock
from rtop_event.mailing.meaning import Judgement, Reader, add_reader
from rtop_event.mailing.models import Letter, Outcome, Received, Way
from rtop_event.mailing.opened import Opened
from rtop_event.mailing.opening import opened
from rtop_event.mailing.sending import any_due
from rtop_event.refusal import NotFound
from tests.client_mails import PERU, Reply, gmail, mail, part
from tests.mailing.letters import AT, INVITED, a_letter

WORDS = mail(Reply(), part("text/plain", "We come."))
AWAY = mail(Reply(number=2, headers="Auto-Submitted: auto-replied\r\n"), part("text/plain", "I am away."))
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(app: Flask, rows: None) -> Run:
    """Run a command of the inbox; its exit code and what it printed."""

    def ran(*words: str, given: bytes = b"") -> tuple[int, str]:
        session.commit()
        result = app.test_cli_runner().invoke(args=["inbox", *words], input=given)
        session.expire_all()
        return result.exit_code, result.output

    return ran


def kept(raw: bytes = WORDS) -> int:
    """A mail that was kept, and not worked on."""
    return taking.keep(io.BytesIO(raw), way=Way.PIPE, at=AT)


def nobody(_tokens: object) -> None:
    """Nobody has such a token."""


def outcomes() -> list[str]:
    """The outcomes of all mails, in their order."""
    session.expire_all()
    return [str(one.outcome) for one in session.scalars(select(Received).order_by(Received.id))]


def test_a_mail_from_a_pipe_is_kept_and_told_on_one_line(run: Run) -> None:
    assert run("take", given=WORDS) == (0, f"manual {PERU}: no-calendar\n")
    assert run("take", "--to", "rsvp-x@dialogue.example", given=AWAY) == (0, f"autoreply {PERU}: automatic\n")
    assert run("take", given=WORDS) == (0, f"duplicate {PERU}: same-mail\n")
    assert run("take", given=b"") == (0, "manual nobody known: no-calendar\n")
    found = session.scalars(select(Received).order_by(Received.id)).all()
    assert [(one.content, one.size, one.sent_to) for one in found[:2]] == [
        (WORDS, len(WORDS), ""),
        (AWAY, len(AWAY), "rsvp-x@dialogue.example"),
    ]


def test_of_a_mail_that_is_too_large_the_beginning_is_kept(rows: None) -> None:
    number = kept(b"x" * 12_000_000)
    mail = taking.work(number, now, opened)
    assert (mail.size, len(mail.content), mail.outcome, mail.reason) == (
        12_000_000, 10_000_001, Outcome.MANUAL, "too-large",
    )  # fmt: skip


def test_a_mail_that_cannot_be_kept_is_to_be_brought_again(app: Flask, run: Run) -> None:
    session.execute(text("DROP TABLE blocked"))
    session.execute(text("DROP TABLE received"))
    session.commit()
    try:
        code, said = run("take", given=WORDS)
    finally:
        session.rollback()
        Received.metadata.create_all(db.engine)
    assert (code, said) == (75, "not kept: OperationalError\n" if db.engine.dialect.name == "sqlite" else said)


def test_each_file_of_a_folder_is_taken_and_moved(run: Run, tmp_path: Path) -> None:
    for name, content in {"1.eml": WORDS, "2.eml": AWAY, ".hidden": b"x"}.items():
        (tmp_path / name).write_bytes(content)
    assert run("take-folder", str(tmp_path)) == (
        0,
        f"1.eml\tmanual {PERU}: no-calendar\n2.eml\tautoreply {PERU}: automatic\n",
    )
    assert sorted(one.relative_to(tmp_path).as_posix() for one in tmp_path.rglob("*")) == [
        ".hidden", "taken", "taken/1.eml", "taken/2.eml",
    ]  # fmt: skip
    assert run("take-folder", str(tmp_path)) == (0, "")


def test_what_was_kept_and_not_worked_on_is_worked_on_once(run: Run) -> None:
    kept(), kept(AWAY), kept()
    assert outcomes() == ["None", "None", "None"]
    assert run("work") == (0, "worked on 3\n")
    assert run("work") == (0, "worked on 0\n")
    assert outcomes() == ["manual", "autoreply", "duplicate"]
    assert taking.work(1, now, opened).outcome is Outcome.MANUAL


def test_working_stops_when_it_is_asked_to(rows: None) -> None:
    kept()
    assert taking.work_on_all(now, lambda: True) == 0


def test_a_mail_worked_on_twice_at_once_has_one_effect(rows: None) -> None:
    number = kept()

    def somebody_else_first(raw: bytes, sent_to: str) -> Opened:
        taking.work(number, now, opened)
        return opened(AWAY, sent_to)

    assert taking.work(number, now, somebody_else_first).outcome is Outcome.MANUAL


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NotFound(), "refused"),
        (ZeroDivisionError(), "our-mistake"),
        (IntegrityError("x", None, Exception("there is one")), "our-mistake"),
    ],
)
def test_a_mail_that_we_stumble_over_goes_to_a_person_without_half_an_effect(
    app: Flask, rows: None, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def stumble(received: Received, _found: Opened, _at: object) -> Judgement:
        block(PERU, words="half done", by=received, at=AT)
        raise error

    monkeypatch.setitem(app.extensions, "mail_readers", [Reader(nobody, stumble)])
    found = taking.work(kept(gmail(Reply())), now, opened)
    assert (found.outcome, found.reason, blocked()) == (Outcome.MANUAL, reason, {})


def test_a_database_that_is_busy_leaves_the_mail_for_the_next_round(
    app: Flask, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_received: Received, _found: Opened, _at: object) -> Judgement:
        raise OperationalError("x", None, Exception("busy"))

    monkeypatch.setitem(app.extensions, "mail_readers", [Reader(nobody, busy)])
    assert run("take", given=gmail(Reply())) == (0, "kept; it is worked on at the next round\n")
    assert outcomes() == ["None"]


def test_a_calendar_that_no_wing_understands_goes_to_a_person(
    app: Flask, rows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "mail_readers", [])
    add_reader(app, Reader(nobody, lambda *_: None))
    assert taking.work(kept(gmail(Reply())), now, opened).reason == "nobody-reads"


def test_the_table_wants_an_outcome_with_every_mail_worked_on(rows: None) -> None:
    session.get_one(Received, kept()).worked_at = AT
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_nothing_leaves_to_an_address_that_is_blocked_until_somebody_looked(rows: None) -> None:
    a_letter(recipient=INVITED)
    mail = session.get_one(Received, kept())
    session.add(mail)
    assert any_due(now()) is True
    block(INVITED.title(), words="no such user", by=mail, at=AT)
    block(INVITED, words="again", by=mail, at=AT)
    session.commit()
    assert (any_due(now()), blocked([INVITED.upper()])[INVITED].words) == (False, "no such user")
    assert (unblock(INVITED), unblock(INVITED)) == (True, False)
    session.commit()
    assert (any_due(now()), session.scalar(select(func.count(Letter.id)))) == (True, 1)


def test_without_a_mailbox_there_is_nothing_to_fetch(run: Run) -> None:
    kept()
    assert run("poll") == (0, "fetched 0, worked on 1\n")


def test_what_the_database_does_not_hold_is_not_acknowledged(rows: None) -> None:
    with pytest.raises(IntegrityError):
        taking.keep(io.BytesIO(b"Subject: x\n\ny"), way=cast("Way", None), at=AT)
    session.rollback()
