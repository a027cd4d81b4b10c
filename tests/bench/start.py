"""From process start to first answer, and how much memory a web worker takes."""

from __future__ import annotations

import statistics
import urllib.request
from pathlib import Path

from tests.bench.servers import free_port, ours, resident_megabytes

PROMISED_SECONDS, PROMISED_MEGABYTES = 2.0, 120.0


def measure(instance: Path) -> bool:
    """Print seconds until the first answer and megabytes of a worker that has answered; whether both are kept."""
    seconds, megabytes = [], []
    for _ in range(3):
        with ours(free_port(), instance) as (address, until_answer, pid):
            seconds.append(until_answer)
            for path in ("/", "/dialogues/rtop-2012/", "/dialogues/rtop-2012/briefing.pdf") * 8:
                urllib.request.urlopen(address + path).read()
            megabytes.append(max(resident_megabytes(pid)))
    took, size = statistics.median(seconds), max(megabytes)
    kept = took < PROMISED_SECONDS and size < PROMISED_MEGABYTES
    print(f"\nfirst answer after {took:.2f} s (promised {PROMISED_SECONDS}), web worker {size:.0f} MB", end=" ")
    print(f"(promised {PROMISED_MEGABYTES:.0f}): {'kept' if kept else 'MISSED'}")
    return kept
