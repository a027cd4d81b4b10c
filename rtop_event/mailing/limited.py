"""Opening a mail in a process of its own that may use little: a hostile one costs its limits and nothing else.

One such process is started at the first mail and stays (see `confined.py`); it is a fresh interpreter, not a fork: a
fork of a server with threads may hang, and carries what it knows. One that died is replaced.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
import threading
from contextlib import suppress

from rtop_event.mailing.confined import read_frame, write_frame
from rtop_event.mailing.opened import Kind, Opened
from rtop_event.mailing.opening import MOST_OF_A_MAIL
from rtop_event.settings import ROOT

PATIENCE_SECONDS = 30
"""How long we wait on the wall's clock, on a machine that has much else to do."""
TOLD = {"PATH": os.defpath, "LANG": "C.UTF-8"}
"""All of our environment that the process sees: none of the site's secrets."""
START_SECONDS = 30
"""How much longer for the process itself, which may have to be started."""


def open_mail(raw: bytes, sent_to: str = "") -> Opened:
    """What the mail holds, found out by a child with limits; a mail that outlasts them is one for a person."""
    head = sent_to.encode("utf-8", "replace")[:500]
    answer = _OPENER.ask(head, raw[: MOST_OF_A_MAIL + 1], PATIENCE_SECONDS)
    try:
        return Opened.of(json.loads(answer))
    except (ValueError, KeyError, TypeError):
        return Opened(Kind.OTHER, fault="beyond-its-limits")


class Opener:
    """The one process of this process that opens mails, one after the other."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0
        atexit.register(self.end)

    def ask(self, sent_to: bytes, raw: bytes, patience: float) -> bytes:
        """The facts in JSON; nothing where the mail used up its limits, or ended the process even when tried anew."""
        with self.lock:
            for _ in range(2):
                process = self._living()
                try:
                    return _asked(process, [str(patience).encode(), sent_to, raw], patience + START_SECONDS)
                except OSError:
                    self.end()
        return b""

    def _living(self) -> subprocess.Popen[bytes]:
        """A process that lives and is ours: after a fork it would be another's."""
        if self.process is not None and (self.owner != os.getpid() or self.process.poll() is not None):
            self.end()
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rtop_event.mailing.confined"],
                cwd=ROOT,
                env=TOLD,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            self.owner = os.getpid()
        return self.process

    def end(self) -> None:
        """Let it go; another's is only forgotten."""
        process, self.process = self.process, None
        if process is None:
            return
        if self.owner == os.getpid():
            process.kill()
            process.wait()
        else:
            process.returncode = 0  # nothing to wait for: it is no child of ours
        for line in (process.stdin, process.stdout):
            with suppress(OSError):
                if line is not None:
                    line.close()


def _asked(process: subprocess.Popen[bytes], frames: list[bytes], patience: float) -> bytes:
    """The answer to these frames; OSError where the process ended or says nothing."""
    asked, said = process.stdin, process.stdout
    if asked is None or said is None:
        raise BrokenPipeError
    for frame in frames:
        write_frame(asked, frame)
    answer = read_frame(said) if select.select([said], [], [], patience)[0] else None
    if answer is None:
        raise BrokenPipeError
    return answer


_OPENER = Opener()
