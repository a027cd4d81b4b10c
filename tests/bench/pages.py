"""Public pages and feeds against a bare `hello`, alternating, under the same web server and load."""

from __future__ import annotations

import statistics
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import measured
from tests.bench.servers import bare, free_port, ours

ROUNDS = 3
SECONDS = 3.0
SLUG = "/dialogues/rtop-2012/"
PROMISED_PAGE, PROMISED_304 = 0.7, 0.8


@dataclass(frozen=True)
class Asked:
    """One address to measure, and the ratio that is promised for it."""

    name: str
    path: str
    promised: float
    conditional: bool = False


ADDRESSES = (
    Asked("dialogue page", SLUG, PROMISED_PAGE),
    Asked("list, 200 places", f"{SLUG}speakers/", PROMISED_PAGE),
    Asked("feed", f"{SLUG}calendar.ics", PROMISED_PAGE),
    Asked("feed, 304", f"{SLUG}calendar.ics", PROMISED_304, conditional=True),
    Asked("list feed, 200 turns", f"{SLUG}speakers.ics", PROMISED_PAGE),
    Asked("list feed, 304", f"{SLUG}speakers.ics", PROMISED_304, conditional=True),
)


def measure(instance: Path, bare_instance: Path) -> bool:
    """Print requests a second, p99 and ratio for each address; whether every promise is kept."""
    kept = True
    with bare(bare_port := free_port(), bare_instance) as hello, ours(port := free_port(), instance) as (address, _, _):
        assert bare_port != port
        print(f"{'pages':<22}{'ours/s':>9}{'bare/s':>9}{'ratio':>7}{'p99 ms':>8}  promised")
        for asked in ADDRESSES:
            headers = {"Accept-Encoding": "gzip", "Accept": "text/html"}
            tag = _tag(address + asked.path, headers)
            if asked.conditional:
                headers["If-None-Match"] = tag
            rounds = []
            for _ in range(ROUNDS):
                plain = measured(hello + "/", seconds=SECONDS)
                full = measured(
                    address + asked.path, seconds=SECONDS, headers=headers, expect=304 if asked.conditional else 200
                )
                rounds.append((full.rate / plain.rate, full, plain))
            ratio, full, plain = sorted(rounds, key=lambda one: one[0])[ROUNDS // 2]
            p99 = statistics.median(one[1].p99 for one in rounds)
            good = ratio >= asked.promised and not any(one[1].wrong for one in rounds)
            kept &= good
            print(
                f"{asked.name:<22}{full.rate:>9.0f}{plain.rate:>9.0f}{ratio:>7.2f}{p99:>8.1f}"
                f"  {asked.promised} {'kept' if good else 'MISSED'}"
            )
    return kept


def _tag(url: str, headers: dict[str, str]) -> str:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        return str(answer.headers["ETag"])
