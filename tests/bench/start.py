"""From process start to first answer, also after everything was killed, and how much memory a web worker takes."""

from __future__ import annotations

import os
import signal
import statistics
import urllib.request
from pathlib import Path

from tests.bench.servers import free_port, ours, resident_megabytes
from tests.bench.writes import AS_JSON, REGISTER, a_registration

PROMISED_SECONDS, PROMISED_AFTER_KILL, PROMISED_MEGABYTES = 2.0, 5.0, 120.0


def measure(instance: Path) -> bool:
    """Print seconds until the first answer and megabytes of a worker that has answered; whether all are kept."""
    seconds, megabytes = [], []
    with ours(free_port(), instance):
        pass  # the first start after an installation compiles the modules: not the one that is promised
    for _ in range(3):
        with ours(free_port(), instance) as (address, until_answer, pid):
            seconds.append(until_answer)
            for path in ("/", "/dialogues/rtop-2012/", "/dialogues/rtop-2012/briefing.pdf") * 8:
                urllib.request.urlopen(address + path).read()
            for _ in range(8):  # so that each worker has also written, and rung the bell of the one that sends
                register = urllib.request.Request(address + REGISTER, a_registration(), AS_JSON)
                urllib.request.urlopen(register).read()
            megabytes.append(max(resident_megabytes(pid)))
    with ours(free_port(), instance) as (_, _, pid):
        os.killpg(pid, signal.SIGKILL)
    with ours(free_port(), instance) as (_, after_kill, _):
        pass
    took, size = statistics.median(seconds), max(megabytes)
    kept = took < PROMISED_SECONDS and after_kill < PROMISED_AFTER_KILL and size < PROMISED_MEGABYTES
    print(f"\nfirst answer after {took:.2f} s (promised {PROMISED_SECONDS})", end=", ")
    print(f"after kill -9 {after_kill:.2f} s (promised {PROMISED_AFTER_KILL}), web worker {size:.0f} MB", end=" ")
    print(f"(promised {PROMISED_MEGABYTES:.0f}): {'kept' if kept else 'MISSED'}")
    return kept
