"""ical.js reads the same instants as we: in every calendar of the tests, and around the hours when clocks change."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from tests.calendar_watch import Times, by_the_clock
from tests.clients.conftest import program
from tests.test_ical import MORNING, an_invitation

HERE = Path(__file__).parent
GOLDEN = [file for file in sorted((HERE.parent / "golden").rglob("*.ics")) if b"\nDTSTART" in file.read_bytes()]
"""All but the answer to a counter-proposal, which names no time."""
HOURS = [
    datetime(2026, 3, 8, 6, 30, tzinfo=UTC),  # 01:30 in New York, half an hour before the clocks go forward
    datetime(2026, 3, 8, 7, 30, tzinfo=UTC),  # 03:30, after the missing hour
    datetime(2026, 11, 1, 5, 30, tzinfo=UTC),  # the first 01:30
    datetime(2026, 11, 1, 6, 30, tzinfo=UTC),  # the second 01:30
    datetime(2026, 11, 1, 7, 30, tzinfo=UTC),  # 02:30
    datetime(2026, 1, 15, 15, 0, tzinfo=UTC),
    datetime(2040, 7, 1, 15, 0, tzinfo=UTC),
]
AT_ONCE = 500
FEWEST = 400
"""So many different ones the tests write at the least."""
ZONES = ["America/New_York", "Europe/Paris", "Australia/Sydney", "Asia/Kathmandu", "UTC"]


def by_ical_js(files: Sequence[Path]) -> list[Times]:
    """UID, start and end of the entries of each file; the program's own clock shows Chatham time, which nobody means."""
    library = os.environ.get("TEST_ICAL_JS", "")
    assert Path(library).is_file(), "TEST_ICAL_JS names no ical.js: run `make test-clients`"
    words = [program("node", "nodejs"), str(HERE / "read.mjs"), library, *map(str, files)]
    said = subprocess.run(words, env={**os.environ, "TZ": "Pacific/Chatham"}, check=True, capture_output=True).stdout
    return [
        sorted((uid, datetime.fromisoformat(start), datetime.fromisoformat(end)) for uid, start, end in one)
        for one in json.loads(said)
    ]


def test_golden_calendars() -> None:
    read = dict(zip(GOLDEN, by_ical_js(GOLDEN), strict=True))
    assert read == {file: by_the_clock(file.read_bytes()) for file in GOLDEN}
    assert sum(len(times) for times in read.values()) >= len(GOLDEN) > 0


def test_every_calendar_that_any_test_wrote() -> None:
    """What the other tests kept for us, in the same run of `make test-clients`."""
    kept = [file for file in sorted(Path(os.environ["TEST_CALENDARS"]).glob("*.ics")) if _tells_times(file)]
    expected = {file: by_the_clock(file.read_bytes()) for file in kept}
    read: dict[Path, Times] = {}
    for some in batched(kept):
        read |= dict(zip(some, by_ical_js(some), strict=True))
    assert {file.name: times for file, times in read.items() if times != expected[file]} == {}
    assert len(read) > FEWEST


def batched(files: Sequence[Path]) -> Iterator[Sequence[Path]]:
    return (files[start : start + AT_ONCE] for start in range(0, len(files), AT_ONCE))


def _tells_times(file: Path) -> bool:
    return b"\nDTSTART" in file.read_bytes()


def test_hours_in_which_clocks_change(tmp_path: Path) -> None:
    expected = {}
    for number, (hour, zone) in enumerate(product(HOURS, ZONES)):
        entry = replace(MORNING, starts_at=hour, ends_at=hour + timedelta(minutes=20), zone=zone)
        file = tmp_path / f"{number:03}.ics"
        file.write_bytes(an_invitation(entry))
        expected[file] = [(entry.uid, entry.starts_at, entry.ends_at)]
    assert dict(zip(expected, by_ical_js(list(expected)), strict=True)) == expected
