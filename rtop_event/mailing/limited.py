"""Opening a mail in a process of its own that may use little: a hostile one costs its limits and nothing else.

The child is a fresh interpreter, not a fork: a fork of a server with threads may hang, and carries what it knows.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys

from rtop_event.mailing.opened import Kind, Opened
from rtop_event.mailing.opening import MOST_OF_A_MAIL, opened
from rtop_event.settings import ROOT

CPU_SECONDS = 5
MEMORY = 512 * 1024 * 1024
PATIENCE_SECONDS = 30
"""How long we wait on the wall's clock, on a machine that has much else to do."""
MOST_OF_AN_ANSWER = 4_000_000


def open_mail(raw: bytes, sent_to: str = "") -> Opened:
    """What the mail holds, found out by a child with limits; a mail that outlasts them is one for a person."""
    try:
        child = subprocess.run(
            [sys.executable, "-m", "rtop_event.mailing.limited"],
            input=sent_to.encode("utf-8", "replace")[:500].replace(b"\n", b" ") + b"\n" + raw[: MOST_OF_A_MAIL + 1],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
            cwd=ROOT,
            check=True,
        )
        return Opened.of(json.loads(child.stdout[:MOST_OF_AN_ANSWER]))
    except (subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return Opened(Kind.OTHER, fault="beyond-its-limits")


def limit_self() -> None:
    """From here on this process may use so much time and memory and no more."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """The child: the recipient on the first line, then the mail; the answer is JSON."""
    limit_self()
    sent_to, _, raw = sys.stdin.buffer.read().partition(b"\n")
    json.dump(opened(raw, sent_to.decode("utf-8", "replace")).facts(), sys.stdout)


if __name__ == "__main__":
    main()
