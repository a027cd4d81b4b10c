"""The site as an operator runs it: one process tree, its folder, its terminal."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Site:
    """A running site."""

    url: str
    folder: Path
    environ: dict[str, str]

    @property
    def terminal(self) -> str:
        """What was printed so far."""
        return (self.folder / "terminal.log").read_text()

    def failures(self) -> list[str]:
        """Lines of the terminal that tell of something unforeseen."""
        return [line for line in self.terminal.splitlines() if "Traceback" in line or '"level": "error"' in line]

    def command(self, *words: str) -> str:
        """What a command of the operator's prints, run beside the site."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def mail_to(self, address: str, number: int = 1) -> EmailMessage:
        """The mail of that number to this address, as soon as it has left."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            found = [mail for mail in self._mails() if mail["To"].addresses[0].addr_spec == address]
            if len(found) >= number:
                return found[number - 1]
            time.sleep(0.05)
        raise AssertionError(f"no mail number {number} to {address} has left")

    def _mails(self) -> list[EmailMessage]:
        files = sorted((self.folder / "mail").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def link_in(text: str, page: str) -> str:
    """The path of the first link of that kind."""
    found = re.search(rf"https?://[^/\s]+(/{page}/[^\s>?]+)", text)
    assert found is not None, text
    return found[1]


def body_of(mail: EmailMessage) -> str:
    """The mail's plain text."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def started(folder: Path, port: int = 0) -> tuple[Site, subprocess.Popen[bytes]]:
    """Start a site, on a free port unless one is named, and wait until it answers.

    Its processes are a group of their own, so that all of them can be killed at once.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        port = probe.getsockname()[1]
    settings = {"RTOP_INSTANCE": str(folder), "RTOP_PORT": str(port), "RTOP_RATE_LIMIT": "false"}
    environ = {**{name: value for name, value in os.environ.items() if not name.startswith("RTOP_")}, **settings}
    site = Site(f"http://127.0.0.1:{port}", folder, environ)
    with (folder / "terminal.log").open("ab") as terminal:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "start"],
            cwd=ROOT,
            env=environ,
            stdout=terminal,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{site.url}/readyz", timeout=5):
                return site, process
        except OSError as away:
            if process.poll() is not None or time.monotonic() > end:
                process.kill()
                raise AssertionError(f"the site did not start:\n{site.terminal}") from away
            time.sleep(0.1)
