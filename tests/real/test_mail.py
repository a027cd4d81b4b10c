"""Letters through a real SMTP server: taken, put off, refused, cut off, not let in; and a sender killed at work."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_string
from pathlib import Path

import pytest
from flask import Flask
from flask.ctx import AppContext
from sqlalchemy import select

from rtop_event.application import create_app
from rtop_event.clock import now
from rtop_event.database import Base, db, session
from rtop_event.mailing import postman
from rtop_event.mailing.models import Letter, LetterState
from rtop_event.mailing.sending import Sent, send_due
from rtop_event.mailing.writing import enclose
from rtop_event.settings import read_settings
from tests.mailing.letters import a_letter, an_entry_letter
from tests.real.conftest import ROOT, SmtpServer

Start = Callable[..., SmtpServer]
LETTERS = 500
KILLS = 10


def environ(instance: Path, url: str) -> dict[str, str]:
    return {"RTOP_INSTANCE": str(instance), "RTOP_MAIL_URL": url, "RTOP_LOG_LEVEL": "error"}


@pytest.fixture
def joined(tmp_path: Path) -> Iterator[Callable[[str], Flask]]:
    """An application of its own that sends to the address given; its context stays open for the test."""
    contexts: list[AppContext] = []

    def join(url: str) -> Flask:
        if contexts:
            session.rollback()
        app = create_app(read_settings(environ(tmp_path / "instance", url)))
        context = app.app_context()
        context.push()
        contexts.append(context)
        Base.metadata.create_all(db.engine)
        return app

    yield join
    for context in reversed(contexts):
        session.remove()
        db.engine.dispose()
        context.pop()


def letters(*names: str) -> None:
    for name in names:
        a_letter(at=now(), recipient=f"{name}@mission.example", stream=name)
    session.commit()


def states() -> dict[str, tuple[LetterState, str]]:
    session.expire_all()
    rows = session.scalars(select(Letter).order_by(Letter.id))
    return {letter.recipient.partition("@")[0]: (letter.state(now()), letter.server_answer) for letter in rows}


def test_invitation_arrives_whole(smtp_server: Start, joined: Callable[[str], Flask]) -> None:
    server = smtp_server()
    joined(server.url)
    file = enclose("overview.pdf", "application/pdf", os.urandom(60_000))
    letter = an_entry_letter(at=now(), approved_by="Ana", enclosures=[file])
    session.commit()
    calendar = letter.calendar
    assert send_due(now) == Sent(taken=1)
    (mail,) = server.mails()
    back = f"bounce-{letter.message_id.strip('<>')}"
    assert (mail["from"], mail["to"]) == (back, ["mission@tonga.example"])
    asked = f" RET=HDRS ENVID={back} | NOTIFY=FAILURE,DELAY ORCPT=rfc822;mission@tonga.example"
    assert mail["asked"].replace(" size=", "size=").partition("size=")[2].partition(" ")[2] == asked.strip()
    parts = list(message_from_string(mail["content"]).walk())
    assert [part.get_content_type() for part in parts[4:]] == ["text/calendar", "application/ics", "application/pdf"]
    assert [part.get_payload(decode=True) for part in parts[4:]] == [calendar, calendar, file.content]
    assert states()["mission"] == (LetterState.SENT, "250 2.0.0 taken")


def test_put_off_refused_and_taken_over_one_line(smtp_server: Start, joined: Callable[[str], Flask]) -> None:
    server = smtp_server()
    joined(server.url)
    letters("later-tonga", "gone-peru", "chad")
    assert send_due(now) == Sent(taken=1, later=1, refused=1)
    assert states() == {
        "later-tonga": (LetterState.WAITING, "451 4.7.1 greylisted, come back"),
        "gone-peru": (LetterState.FAILED, "550 5.1.1 no such mailbox"),
        "chad": (LetterState.SENT, "250 2.0.0 taken"),
    }
    assert send_due(lambda: now() + timedelta(minutes=1)) == Sent(taken=1)
    assert [recipient for recipient, _ in server.taken()] == ["chad@mission.example", "later-tonga@mission.example"]


def test_line_cut_after_the_final_dot_gives_one_copy_with_the_same_message_id(
    smtp_server: Start, joined: Callable[[str], Flask]
) -> None:
    server = smtp_server()
    joined(server.url)
    letters("dropped-tonga", "peru")
    assert send_due(now) == Sent(taken=1, later=1)
    assert list(session.scalars(select(Letter.recipient).where(Letter.handed_at.is_not(None)))) == [
        "dropped-tonga@mission.example"
    ]
    session.rollback()
    assert send_due(lambda: now() + timedelta(minutes=1)) == Sent(taken=1)
    first, other, copy = server.mails()
    assert first == copy
    assert [first["to"], other["to"]] == [["dropped-tonga@mission.example"], ["peru@mission.example"]]


def test_wrong_password_rests_and_the_right_one_sends(smtp_server: Start, joined: Callable[[str], Flask]) -> None:
    server = smtp_server("right")
    joined(server.url.replace("//", "//desk:wrong@"))
    letters("tonga")
    assert send_due(now) == Sent(trouble="535 5.7.8 Authentication credentials invalid")
    assert send_due(now) == Sent()
    assert postman.standing(now()).trouble == "535 5.7.8 Authentication credentials invalid"
    assert states()["tonga"][0] is LetterState.APPROVED
    joined(server.url.replace("//", "//desk:right@"))
    assert send_due(lambda: now() + timedelta(minutes=1)) == Sent(taken=1)


def test_server_that_asks_for_a_password_that_we_have_not_lets_sending_rest(
    smtp_server: Start, joined: Callable[[str], Flask]
) -> None:
    server = smtp_server("right")
    joined(server.url)
    letters("tonga")
    assert send_due(now) == Sent(trouble="530 5.7.0 Authentication required")


def test_server_that_is_away_loses_nothing(smtp_server: Start, joined: Callable[[str], Flask]) -> None:
    joined("smtp://127.0.0.1:1")
    letters("tonga")
    assert send_due(now) == Sent(trouble="[Errno 111] Connection refused")
    server = smtp_server()
    joined(server.url)
    assert send_due(lambda: now() + timedelta(minutes=1)) == Sent(taken=1)


def start_sender(instance: Path, url: str, minutes: int) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "tests.real.sender", str(minutes)]
    return subprocess.Popen(words, cwd=ROOT, env={**os.environ, **environ(instance, url)})


def test_sender_killed_at_work_loses_nothing_and_copies_at_most_one_letter_a_kill(
    smtp_server: Start, joined: Callable[[str], Flask], tmp_path: Path
) -> None:
    server, chance = smtp_server(), random.Random(11)
    joined(server.url)
    letters(*[f"slow-{number}" for number in range(LETTERS)])
    ids = set(session.scalars(select(Letter.message_id)))
    session.rollback()
    for kill in range(1, KILLS + 1):
        sender = start_sender(tmp_path / "instance", server.url, 0)
        enough = kill * LETTERS // (KILLS + 2) + chance.randrange(10)
        deadline = time.monotonic() + 60
        while server.number() < enough and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(chance.random() / 20)
        sender.send_signal(signal.SIGKILL)
        assert sender.wait() == -signal.SIGKILL
    last = start_sender(tmp_path / "instance", server.url, 0)
    assert last.wait(120) == 0
    came = Counter(message_id for _, message_id in server.taken())
    assert set(came) == ids
    assert sum(came.values()) <= LETTERS + KILLS
    assert {state for state, _ in states().values()} == {LetterState.SENT}
