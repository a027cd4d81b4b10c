"""The log: one line an event, and never a personal token or the address of a person, whoever writes it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import pytest
import structlog
from gunicorn.config import Config
from huey import MemoryHuey

from rtop_event.links import sign
from rtop_event.log import Discreet, discreet, set_up_log
from rtop_event.mailing.absence import Absence
from rtop_event.mailing.worker import listen
from rtop_event.serving import WebLog
from tests.probe import probe_app

GROWN = "BZ2L882-" * 5 + "X_y"
TOKEN = "WzEyLDNd~" + "aB3_-" * 5 + "xy"


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to standard error, with the log set up anew and put back afterwards."""
    paper = io.StringIO()
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = list(root.handlers), root.level
    root.handlers.clear()
    monkeypatch.setattr("sys.stderr", paper)
    set_up_log("info")
    yield paper
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"GET /registrations/{TOKEN}/", "GET /registrations/.../"),
        ("GET /organise/sign-in/abcdefgh12345678/ 303", "GET /organise/sign-in/.../ 303"),
        (f"/invitations/{TOKEN}/calendar.ics", "/invitations/.../calendar.ics"),
        (f"KeyError: '{TOKEN}'", "KeyError: '...'"),
        (f"KeyError: '{GROWN}'", "KeyError: '...'"),
        (f"Signature b'{TOKEN.replace('~', '.')}' does not match", "Signature b'...' does not match"),
        ("550 <jane.doe@mission.example>: unknown", "550 <...@mission.example>: unknown"),
        ("to=jane.doe+x@mission.example,", "to=...@mission.example,"),
        ("?address=jane%40mission.example", "?address=...@mission.example"),
        ("smtp://user:secret@relay.example", "smtp://user:...@relay.example"),
        ("sqlalchemy.exc.OperationalError at 5 @ noon", "sqlalchemy.exc.OperationalError at 5 @ noon"),
        ("/dialogues/rtop-2012/speakers/", "/dialogues/rtop-2012/speakers/"),
    ],
)
def test_tokens_and_names_of_mailboxes_are_cut_out(text: str, expected: str) -> None:
    assert discreet(text) == expected


def test_event_is_one_line_with_its_facts(paper: io.StringIO) -> None:
    structlog.get_logger().warning(
        "a letter was refused", to="jane@mission.example", facts={"path": f"/invitations/{TOKEN}/"}
    )
    line = paper.getvalue()
    assert line.startswith("timestamp='")
    assert line.endswith(
        "level='warning' event='a letter was refused' to='...@mission.example' facts={'path': '/invitations/.../'}\n"
    )
    assert line.count("\n") == 1


def test_exception_of_an_event_holds_no_token(paper: io.StringIO) -> None:
    try:
        raise KeyError(TOKEN)
    except KeyError:
        structlog.get_logger().error("failed\nlevel='info' event='forged'", exc_info=True)
    line = paper.getvalue()
    assert ("KeyError: '...'" in line.replace("\\'", "'"), TOKEN in line, line.count("\n")) == (True, False, 1)


def test_what_is_below_the_level_is_not_written(paper: io.StringIO) -> None:
    structlog.get_logger().debug("a detail")
    logging.getLogger("huey").info("a round")
    logging.getLogger("alembic").info("a context")
    assert paper.getvalue() == ""


@pytest.mark.parametrize("name", ["huey.consumer", "werkzeug", "flask_limiter", "some.library"])
def test_lines_of_libraries_are_as_discreet(paper: io.StringIO, name: str) -> None:
    try:
        raise ValueError(f"/registrations/{TOKEN}/ of jane@mission.example")
    except ValueError:
        logging.getLogger(name).exception("failed for %s", TOKEN)
    text = paper.getvalue()
    assert text.startswith(f"ERROR {name} failed for ...\nTraceback")
    assert text.endswith("ValueError: /registrations/.../ of ...@mission.example\n")


def test_lines_of_the_web_server_are_as_discreet(paper: io.StringIO) -> None:
    with redirect_stderr(paper):
        log: Any = WebLog(Config())
    log.error("Error handling request %s", f"/registrations/{TOKEN}/")
    assert paper.getvalue().endswith("[ERROR] Error handling request /registrations/.../\n")
    for handler in [one for one in log.error_log.handlers if getattr(one, "_gunicorn", False)]:
        assert isinstance(handler.formatter, Discreet)
        log.error_log.removeHandler(handler)


def test_failed_request_is_told_without_the_token_of_its_address(paper: io.StringIO, tmp_path: Path) -> None:
    with redirect_stderr(paper):
        house = probe_app(tmp_path)
        answer = house.test_client().get("/probe/fail/ours/")
    assert answer.status_code == 500
    text = paper.getvalue()
    assert "RuntimeError: /registrations/.../ of ...@mission.example" in text
    with house.app_context():
        token = sign("registration", 12, 3)
    assert discreet(f"<{token}>") == "<...>"


def test_queue_that_is_away_is_told_once_and_once_when_it_is_back(
    paper: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, absence, log = MemoryHuey("away"), Absence(), logging.getLogger("huey.consumer.Worker")
    for name in ("Worker", "Scheduler"):
        monkeypatch.setattr(logging.getLogger(f"huey.consumer.{name}"), "filters", [])
    listen(queue, absence)
    for _ in range(3):
        log.error("Error reading from queue", exc_info=ConnectionError("no queue there"))
    log.error("Error enqueueing task")
    log.error("Unhandled error during execution of task x.")
    states = [absence.away, queue.dequeue(), absence.away, queue.dequeue()]
    assert states == [True, None, False, None]
    said = ("the queue is away", "no queue there", "the queue is back", "Error reading", "Unhandled error")
    assert [paper.getvalue().count(words) for words in said] == [1, 1, 1, 0, 1]
