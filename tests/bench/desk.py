"""What the organisers' page of 200 places and the search for conflicts among 200 requests cost a processor."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from rtop_event import clock
from rtop_event.application import create_app
from rtop_event.database import db, session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.settings import read_settings
from rtop_event.speakers.conflict_finding import conflicts_of
from tests import builders

LIST = "/organise/rtop-2012/speakers/"
PROMISED = {"list of 200": 100.0, "the same as JSON": 100.0, "asked again": 20.0, "conflicts of 200": 250.0}
"""Milliseconds of processor time."""
MOST_BYTES = 120_000
ROUNDS = 10


def measure(instance: Path) -> bool:
    """Print milliseconds of processor time for each, and the page's bytes; whether all are as promised."""
    app = create_app(read_settings({"RTOP_INSTANCE": str(instance), "RTOP_RATE_LIMIT": "false"}))
    with app.app_context():
        name = builders.an_organiser().fs_uniquifier
        session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update({"_user_id": name, "_fresh": True, "fs_paa": clock.now().timestamp()})
    drawn = client.get(LIST)
    again = {"X-Fragment": "1", "If-None-Match": drawn.headers["ETag"]}
    took = {
        "list of 200": _milliseconds(lambda: _asked(client, 200)),
        "the same as JSON": _milliseconds(lambda: _asked(client, 200, Accept="application/json")),
        "asked again": _milliseconds(lambda: _asked(client, 304, **again)),
    }
    with app.app_context():
        took["conflicts of 200"] = _milliseconds(lambda: conflicts_of(any_dialogue("rtop-2012"), clock.now(), "en"))
        db.engine.dispose()
    print(f"\n{'at the desk':<22}{'ms':>9}{'promised':>10}")
    for what, milliseconds in took.items():
        verdict = "kept" if milliseconds < PROMISED[what] else "MISSED"
        print(f"{what:<22}{milliseconds:>9.1f}{PROMISED[what]:>10.0f} {verdict}")
    small = len(drawn.data) < MOST_BYTES
    print(f"{len(drawn.data)} bytes (promised {MOST_BYTES}): {'kept' if small else 'MISSED'}")
    return small and all(took[what] < PROMISED[what] for what in took)


def _asked(client: FlaskClient, expected: int, **headers: str) -> None:
    answer = client.get(LIST, headers=headers)
    if answer.status_code != expected:
        raise SystemExit(f"{LIST} answered {answer.status_code}")


def _milliseconds(work: Callable[[], object]) -> float:
    """The least of several rounds: other programs only ever add to it."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times) * 1000
