"""The process that opens received mails: warm, without threads, and for each mail a child of its own with limits.

It knows nothing of the site, and no mail sees what another left behind: each child is forked from the process as it
was before the first. What a mail wants beyond its limits ends its child and nothing else. It ends itself with the
process that started it.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import struct
import sys
import time
from typing import IO

from rtop_event.mailing.opening import opened

CPU_SECONDS = 5
MEMORY = 512 * 1024 * 1024
MOST_OF_AN_ANSWER = 4_000_000
PIECE = 65536


def read_frame(paper: IO[bytes]) -> bytes | None:
    """What was sent in one piece; None at the end."""
    head = paper.read(4)
    if len(head) < 4:
        return None
    length: int = struct.unpack(">I", head)[0]
    content = paper.read(length)
    return content if len(content) == length else None


def write_frame(paper: IO[bytes], content: bytes) -> None:
    """Send something in one piece."""
    paper.write(struct.pack(">I", len(content)) + content)
    paper.flush()


def main() -> None:
    """For each mail (how long it may take in seconds, its recipient, its bytes) the facts in JSON, or nothing."""
    asked, said = sys.stdin.buffer, sys.stdout.buffer
    opened(b"Subject: =?utf-8?q?warm?=\r\n\r\nwarm")  # loads what the library loads at the first use
    while (patience := read_frame(asked)) is not None:
        sent_to, raw = read_frame(asked), read_frame(asked)
        if sent_to is None or raw is None:
            return
        write_frame(said, _answer_of_a_child(float(patience), sent_to, raw))


def _answer_of_a_child(patience: float, sent_to: bytes, raw: bytes) -> bytes:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_child(writer, sent_to, raw)
    os.close(writer)
    try:
        return _read_until(reader, time.monotonic() + patience)
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _be_the_child(writer: int, sent_to: bytes, raw: bytes) -> None:
    """Open the mail, tell the facts, and end without looking back."""
    try:
        limit_self()
        facts = opened(raw, sent_to.decode("utf-8", "replace")).facts()
        with os.fdopen(writer, "wb") as paper:
            paper.write(json.dumps(facts).encode())
    finally:
        os._exit(0)  # whatever was raised: the answer is empty then


def limit_self() -> None:
    """From here on this process may use so much time and memory and no more, and writes no file."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read_until(reader: int, end: float) -> bytes:
    """All that the child says until it is done; nothing if it is late or says too much."""
    said = bytearray()
    while len(said) <= MOST_OF_AN_ANSWER and select.select([reader], [], [], max(0.0, end - time.monotonic()))[0]:
        piece = os.read(reader, PIECE)
        if not piece:
            return bytes(said)
        said += piece
    return b""


if __name__ == "__main__":
    main()
