"""Real servers for tests: each a process of its own. They run only when asked for: pytest tests/real."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_string
from pathlib import Path
from typing import Any

import pytest

from tests.calendar_watch import watch

ROOT = Path(__file__).parent.parent.parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave these tests alone unless a path into this folder was given."""
    asked = any("real" in Path(argument.partition("::")[0]).parts for argument in config.invocation_params.args)
    return None if asked else True


@dataclass
class SmtpServer:
    """The server's address and what it took."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        """For RTOP_MAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def number(self) -> int:
        """How many mails it took."""
        book = self.folder / "taken"
        return book.read_bytes().count(b"\n") if book.exists() else 0

    def taken(self) -> list[tuple[str, str]]:
        """Recipient and Message-ID of each mail, in the order in which they came."""
        return [(one["to"][0], message_from_string(one["content"])["Message-ID"]) for one in self.mails()]

    def mails(self) -> list[dict[str, Any]]:
        """Each mail as it came; one that brings a calendar entry is looked at."""
        book = self.folder / "taken"
        found = [json.loads(line) for line in book.read_text().splitlines()] if book.exists() else []
        for one in found:
            watch.mail(one["content"].encode())
        return found


@pytest.fixture
def smtp_server(tmp_path: Path) -> Iterator[Callable[..., SmtpServer]]:
    """Start SMTP servers; they end with the test."""
    running: list[subprocess.Popen[str]] = []

    def start(password: str = "") -> SmtpServer:
        server = SmtpServer(free_port(), tmp_path)
        words = [sys.executable, "-m", "tests.real.smtp_server", str(server.port), str(tmp_path), password]
        process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        return server

    yield start
    for process in running:
        process.communicate("", timeout=10)


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
