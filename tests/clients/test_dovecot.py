"""Dovecot as our mailbox: whoever takes the answers in is killed again and again, and each answer counts once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from rtop_event.database import session
from rtop_event.mailing.mailbox import MARK
from rtop_event.mailing.models import Received
from tests.clients.dovecot import Dovecot, dovecot
from tests.real.answers import answer_of, each_counts_once, invited
from tests.real.conftest import ROOT

ANSWERS = 120
KILLS = 6
PATIENCE = 60.0
"""Seconds until a step that does not happen fails."""


@pytest.fixture
def server() -> Iterator[Dovecot]:
    """A mailbox in which nothing is yet."""
    with dovecot() as server:
        yield server


@pytest.fixture
def environ(tmp_path: Path, server: Dovecot) -> Iterator[dict[str, str]]:
    """The environment of a house that has this mailbox."""
    with invited(tmp_path / "instance", ANSWERS) as given:
        yield {**os.environ, **given, "RTOP_INBOX_URL": server.url}


def begun(environ: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    """A command of ours, begun in a group of its own."""
    command = [sys.executable, "-m", "flask", "--app", "app", *words]
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, start_new_session=True)


def killed(process: subprocess.Popen[bytes]) -> None:
    """Kill a command with all its children."""
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def kept() -> int:
    """How many mails are kept by now."""
    number = session.scalar(select(func.count(Received.id)))
    session.rollback()
    return number or 0


def at_least(count: Callable[[], int], number: int) -> Callable[[], bool]:
    """Whether it has come to this number."""
    return lambda: count() >= number


def until(what: Callable[[], bool], pause: float = 0.01) -> None:
    """Wait until it is so."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, f"not within {PATIENCE} s"
        time.sleep(pause)


def test_poll_killed_again_and_again_takes_each_answer_once(server: Dovecot, environ: dict[str, str]) -> None:
    chance = random.Random(7)
    server.put(*[answer_of(number) for number in range(ANSWERS)])
    for kill in range(1, KILLS + 1):
        process = begun(environ, "inbox", "poll")
        until(at_least(kept, kill * ANSWERS // (KILLS + 1)), chance.random() / 20)
        killed(process)
    assert begun(environ, "inbox", "poll").wait(PATIENCE) == 0
    assert begun(environ, "inbox", "work").wait(PATIENCE) == 0
    assert server.marked(MARK) == ANSWERS
    each_counts_once(ANSWERS)
    assert begun(environ, "inbox", "poll").wait(PATIENCE) == 0
    assert kept() == ANSWERS


def test_worker_is_called_by_the_server_and_killed_while_answers_come(server: Dovecot, environ: dict[str, str]) -> None:
    portion = ANSWERS // KILLS
    for kill in range(KILLS):
        idling = server.idled()
        worker = begun(environ, "worker")
        until(at_least(server.idled, idling + 1))
        numbers = range(kill * portion, (kill + 1) * portion)
        server.put(*[answer_of(number) for number in numbers])
        until(at_least(kept, kill * portion + portion // 2))
        killed(worker)
    worker = begun(environ, "worker")
    until(lambda: kept() == ANSWERS and server.marked(MARK) == ANSWERS)
    worker.terminate()
    assert worker.wait(PATIENCE) == 0
    assert begun(environ, "inbox", "work").wait(PATIENCE) == 0
    called = server.told().split("+ idling")[1:]
    assert sum("EXISTS" in one.partition("OK Idle completed")[0] for one in called) >= KILLS
    each_counts_once(ANSWERS)
