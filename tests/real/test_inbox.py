"""Five hundred answers in a folder, and the process that takes them in killed again and again: each counts once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from rtop_event import clock, schema
from rtop_event.application import create_app
from rtop_event.database import db, session
from rtop_event.invitations.models import Reply
from rtop_event.mailing.models import Received
from rtop_event.settings import read_settings
from tests import client_mails
from tests.builders import a_contact, a_dialogue, an_invitation
from tests.client_mails import CLIENTS
from tests.real.conftest import ROOT

ANSWERS = 500
KILLS = 8
AT = datetime(2012, 8, 21, 13, 0, tzinfo=UTC)
SAID = ("ACCEPTED", "TENTATIVE", "DECLINED")


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An instance of its own, in August 2012, with as many invited people as answer."""
    given = {"RTOP_INSTANCE": str(tmp_path / "instance"), "RTOP_LOG_LEVEL": "error"}
    app = create_app(read_settings(given))
    clock.begin_trial(tmp_path / "instance", shows=AT)
    with app.app_context():
        schema.prepare(db.engine)
        dialogue = a_dialogue()
        for number in range(ANSWERS):
            an_invitation(dialogue, a_contact(f"m{number}@mission.example"), reply_key=f"key{number}")
        session.commit()
        yield {**os.environ, **given}
        session.remove()
        db.engine.dispose()


def answer_of(number: int) -> bytes:
    """The answer of one person, in the shape of one client after the other."""
    made = list(CLIENTS.values())[number % len(CLIENTS)]
    address = f"m{number}@mission.example"
    to = f"rsvp-key{number}@dialogue.example"
    return made(client_mails.Reply(SAID[number % 3], to=to, attendee=address, sender=address, number=number))


def taking(folder: Path, environ: dict[str, str]) -> subprocess.Popen[bytes]:
    """The command, begun; it and its children are a group of their own."""
    words = [sys.executable, "-m", "flask", "--app", "app", "inbox", "take-folder", str(folder)]
    nothing = subprocess.DEVNULL
    return subprocess.Popen(words, cwd=ROOT, env=environ, stdout=nothing, stderr=nothing, start_new_session=True)


def test_each_answer_counts_once_however_often_its_taker_is_killed(tmp_path: Path, environ: dict[str, str]) -> None:
    folder, chance = tmp_path / "mails", random.Random(5)
    folder.mkdir()
    for number in range(ANSWERS):
        (folder / f"{number:03}.eml").write_bytes(answer_of(number))
    for kill in range(1, KILLS + 1):
        process = taking(folder, environ)
        while process.poll() is None and len(list(folder.glob("taken/*"))) < kill * ANSWERS // (KILLS + 2):
            time.sleep(chance.random() / 50)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert taking(folder, environ).wait(300) == 0
    work = [sys.executable, "-m", "flask", "--app", "app", "inbox", "work"]
    subprocess.run(work, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)
    assert ([*folder.glob("*.eml")], len([*folder.glob("taken/*")])) == ([], ANSWERS)
    assert Counter((one.outcome, one.reason) for one in session.scalars(select(Received))) == {
        ("applied", "answered"): ANSWERS
    }
    given = {one.invitation_id: one.answer.value.upper() for one in session.scalars(select(Reply))}
    assert (len(session.scalars(select(Reply.id)).all()), len(given)) == (ANSWERS, ANSWERS)
    assert Counter(given.values()) == Counter(SAID[number % 3] for number in range(ANSWERS))
