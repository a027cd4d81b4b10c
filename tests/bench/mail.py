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
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from rtop_event import clock, ical
from rtop_event.application import create_app
from rtop_event.database import Base, db, session
from rtop_event.mailing.mime import mail_bytes
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.mailing.sending import send_due
from rtop_event.mailing.writing import enclose, write_letter
from rtop_event.settings import read_settings
from tests.bench.servers import ROOT, free_port

LETTERS = 2_000
ENCLOSED = 60_000
PROMISED = 0.5
OPENS = datetime(2012, 9, 5, 14, tzinfo=UTC)


def measure(instance: Path) -> bool:
    """Print both rates and their ratio; whether the promise is kept."""
    with _sink() as port:
        app = create_app(read_settings({"RTOP_INSTANCE": str(instance), "RTOP_MAIL_URL": f"smtp://127.0.0.1:{port}"}))
        with app.app_context():
            Base.metadata.create_all(db.engine)
            drafted = _draft(app)
            ready = [(letter.sender, letter.recipient, mail_bytes(letter)) for letter in _letters()[:500]]
            session.rollback()
            bare = _bare(port, ready)
            began = time.perf_counter()
            sent = send_due(clock.now)
            rate = LETTERS / (time.perf_counter() - began)
            assert sent.taken == LETTERS, sent
    kept = rate / bare >= PROMISED
    print(
        f"\nletters a second: written {drafted:.0f}, built and handed over {rate:.0f}, smtplib with ready bytes {bare:.0f}"
    )
    print(f"ratio {rate / bare:.2f}, promised {PROMISED}: {'kept' if kept else 'MISSED'}")
    return kept


def _letters() -> list[Letter]:
    return list(session.scalars(select(Letter).order_by(Letter.id)))


def _draft(_app: Flask) -> float:
    at = clock.now()
    began = time.perf_counter()
    overview = enclose("overview.pdf", "application/pdf", secrets.token_bytes(ENCLOSED))
    for number in range(LETTERS):
        address = f"person{number}@mission.example"
        appointment = ical.Appointment(
            uid="bench@dialogue.example",
            summary="Dialogue (example)",
            starts_at=OPENS,
            ends_at=OPENS + timedelta(hours=8),
            stamp=at,
            created=at,
            changed=at,
            location="Conference Room 4",
            description="Both meetings and the break between them. " * 8,
        )
        organiser = ical.Person(f"rsvp-{number:08}@dialogue.example", "The desk")
        write_letter(
            LetterKind.INVITATION,
            at=at,
            recipient=address,
            recipient_name=f"Person {number} (example)",
            subject="Invitation: Dialogue (example), 5 September 2012",
            body="Excellency,\n\n" + "A paragraph of the letter, as long as such paragraphs are.\n\n" * 6,
            stream=f"bench:{address}",
            reply_to_key=f"{number:08}",
            calendar=ical.request(appointment, organiser=organiser, attendee=ical.Person(address)),
            method="REQUEST",
            enclosures=[overview],
            approved_by="bench",
        )
    session.commit()
    return LETTERS / (time.perf_counter() - began)


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
