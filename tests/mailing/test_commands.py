"""The commands of the outbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.mailing import postman
from rtop_event.mailing.models import Letter, LetterKind, LetterState
from tests.mailing.letters import a_letter

Outbox = Callable[[], list[Letter]]


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["outbox", *words])
    return result.exit_code, result.output


def test_send_sends_what_is_due_and_stops(app: Flask, outbox: Outbox) -> None:
    a_letter()
    a_letter(LetterKind.DECISION)
    session.commit()
    assert run(app, "send") == (0, "sent 1, to be tried again 0, refused 0\n")
    assert [letter.state(now()) for letter in outbox()] == [LetterState.SENT, LetterState.DRAFT]


def test_send_says_when_mail_is_held(app: Flask, outbox: Outbox) -> None:
    a_letter()
    session.commit()
    assert run(app, "hold") == (0, "mail is held back\n")
    assert run(app, "send") == (
        1,
        "sent 0, to be tried again 0, refused 0\nError: mail is paused, held back or rests after trouble\n",
    )
    assert run(app, "release") == (0, "mail is released\n")
    assert postman.may_send(now()) is True


def test_send_says_what_the_trouble_is(app: Flask, outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = replace(app.extensions["settings"], mail_url="file:///dev/null/mail")
    monkeypatch.setitem(app.extensions, "settings", nowhere)
    a_letter()
    session.commit()
    assert run(app, "send") == (
        1,
        "sent 0, to be tried again 0, refused 0\nError: mail: Not a directory\n",
    )
    assert outbox()[0].state(now()) is LetterState.APPROVED


def test_list_shows_letters_and_counts(app: Flask, outbox: Outbox) -> None:
    a_letter()
    a_letter(LetterKind.DECISION, dialogue="rtop-2012")
    session.commit()
    number = outbox()[1].id
    line = f"{number}\tdraft\tdecision\tmission@tonga.example\tYour registration (example)"
    code, output = run(app, "list", "--state", "draft", "--dialogue", "rtop-2012")
    assert (code, output.splitlines()) == (
        0,
        [line, "1 draft, 0 approved, 0 waiting, 0 sent, 0 failed, 0 bounced, 0 stopped, 0 discarded"],
    )
