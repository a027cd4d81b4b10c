"""Registrations a second against single-row durable commits, through the same web server on the same database."""

from __future__ import annotations

import http.client
import itertools
import json
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.servers import bare, free_port, ours

SECONDS = 4.0
WRITERS = 8
PROMISED = 0.5
REGISTER = "/dialogues/rtop-2012/register/"
AS_JSON = {"Content-Type": "application/json", "Accept": "application/json"}
_numbers = itertools.count(1)


def measure(instance: Path, bare_instance: Path) -> bool:
    """Print both rates and their ratio; whether the promise is kept."""
    with bare(free_port(), bare_instance) as other, ours(free_port(), instance) as (address, _, _):
        rounds = []
        for _ in range(3):
            rows = _rate(other, "/row", lambda: b"")
            registered = _rate(address, REGISTER, a_registration)
            rounds.append((registered / rows, registered, rows))
        ratio, registered, rows = sorted(rounds)[1]
    kept = ratio >= PROMISED
    print(
        f"\nregistrations a second {registered:.0f}, single-row durable commits a second {rows:.0f} (same web server)"
    )
    print(f"ratio {ratio:.2f}, promised {PROMISED}: {'kept' if kept else 'MISSED'}")
    return kept


def a_registration() -> bytes:
    """What somebody of civil society sends, each time from a new mailbox."""
    number = next(_numbers)
    return json.dumps(
        {
            "step": "send",
            "participant": "civil_society",
            "delegation_name": "International Coalition for the Responsibility to Protect",
            "part": "attend",
            "focal_point": f"Example Person {number}",
            "address": f"person{number}.{time.time_ns()}@example.org",
            "language": "en",
        }
    ).encode()


def _rate(address: str, path: str, body: object) -> float:
    parts, done, wrong = urlsplit(address), itertools.count(), []
    deadline = time.perf_counter() + SECONDS

    def write() -> None:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        while time.perf_counter() < deadline:
            content = body()  # type: ignore[operator] # a function that makes a body
            connection.request("POST", path, content, AS_JSON)
            answer = connection.getresponse()
            text = answer.read()
            if answer.status not in {200, 303}:
                wrong.append(f"{answer.status} {text[:300]!r}")
            next(done)

    began = time.perf_counter()
    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong[0]
    return next(done) / (time.perf_counter() - began)
