"""Letters built from their rows and handed to a local SMTP server, against smtplib with ready-made bytes."""

from __future__ import annotations

import os
import secrets
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from rtop_event.application import create_app
from rtop_event.database import Base, begin_writing, db, read_first, session
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.words import TextKind
from rtop_event.invitations import actions, letters
from rtop_event.invitations.drafting import ALL, draft_letters, prepare_letters
from rtop_event.invitations.finding import numbers_of
from rtop_event.invitations.models import Contact
from rtop_event.mailing.mime import mail_bytes
from rtop_event.mailing.models import Letter
from rtop_event.mailing.sending import send_due
from rtop_event.mailing.writing import enclose
from rtop_event.settings import read_settings
from tests import builders
from tests.bench.servers import ROOT, free_port

LETTERS = 2_000
ENCLOSED = 60_000
PROMISED = 0.5
BATCH = 50
AT = datetime(2012, 8, 20, 13, tzinfo=UTC)
BODY = "\n\n".join(str(line) for paragraph in letters.STARTING_BODY for line in paragraph)
LETTER = f"Subject: {letters.STARTING_SUBJECT}\n\n{BODY}"


def measure(instance: Path) -> bool:
    """Print both rates and their ratio; whether the promise is kept."""
    with _sink() as port:
        app = create_app(read_settings({"RTOP_INSTANCE": str(instance), "RTOP_MAIL_URL": f"smtp://127.0.0.1:{port}"}))
        with app.test_request_context():
            Base.metadata.create_all(db.engine)
            drafting = _draft(_invited())
            _approve()
            ready = [(letter.sender, letter.recipient, mail_bytes(letter)) for letter in _letters()[:500]]
            session.rollback()
            bare = _bare(port, ready)
            began = time.perf_counter()
            sent = send_due(lambda: AT)
            sending = time.perf_counter() - began
            assert sent.taken == LETTERS, sent
    rate = LETTERS / (drafting + sending)
    kept = rate / bare >= PROMISED
    print(
        f"\nletters a second: drafted {LETTERS / drafting:.0f}, built and handed over {LETTERS / sending:.0f}, "
        f"both together {rate:.0f}, smtplib with ready bytes {bare:.0f}"
    )
    print(f"ratio of both together {rate / bare:.2f}, promised {PROMISED}: {'kept' if kept else 'MISSED'}")
    return kept


def _letters() -> list[Letter]:
    return list(session.scalars(select(Letter).order_by(Letter.id)))


def _invited() -> Dialogue:
    """A dialogue with its letter, and so many people on the list."""
    dialogue = builders.a_dialogue()
    dialogue.texts = [DialogueText(kind=TextKind.LETTER, language="en", body=LETTER, changed_at=AT)]
    contacts = [
        Contact(address=address, address_key=address, name=f"Person {number} (example)", created_at=AT)
        for number, address in ((number, f"person{number}@mission.example") for number in range(LETTERS))
    ]
    session.add_all(contacts)
    session.flush()
    actions.invite(dialogue, contacts, by="bench", at=AT)
    session.commit()
    return dialogue


def _draft(dialogue: Dialogue) -> float:
    """As the desk drafts them, with the file that they enclose; how many seconds it took."""
    numbers = numbers_of(dialogue)
    session.commit()
    began = time.perf_counter()
    for start in range(0, LETTERS, BATCH):
        batch = numbers[start : start + BATCH]
        read_first()
        prepared = prepare_letters(dialogue, numbers=batch, only=ALL, at=AT)
        begin_writing()
        session.expire_all()
        draft_letters(dialogue, by="bench", at=AT, numbers=batch, prepared=prepared)
        session.commit()
    return time.perf_counter() - began


def _approve() -> None:
    """Approve all, each with a file of the promised size; not measured, since people do it in between."""
    overview = enclose("overview.pdf", "application/pdf", secrets.token_bytes(ENCLOSED))
    for letter in _letters():
        letter.enclosures = [overview]
        letter.approved_at, letter.approved_by = AT, "bench"
    session.commit()
    session.expunge_all()


def _bare(port: int, ready: list[tuple[str, str, bytes]]) -> float:
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as line:
        for sender, recipient, content in ready:
            line.sendmail(sender, [recipient], content)
    return len(ready) / (time.perf_counter() - began)


@contextmanager
def _sink() -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.sink", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield port
    finally:
        process.terminate()
        process.wait(10)
