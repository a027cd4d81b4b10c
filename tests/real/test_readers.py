"""Every golden calendar in libical: nothing against its tables, and the instants that we meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import libical
from tests.calendar_watch import by_the_clock

GOLDEN = sorted((Path(__file__).parent.parent / "golden").rglob("*.ics"))

TOLERATED = [
    "libical: the tables of RFC 5546 are not kept",
    *(
        f"libical: X-LIC-ERROR;X-LIC-ERRORTYPE=INVALID-ITIP:Failed iTIP restrictions for {name} property."
        " Expected 0 instances of the property and got 1"
        for name in ("ATTENDEE", "SEQUENCE")
    ),
]
"""Clients say in a declined proposal whose it was and of which version, and so do we; libical wants neither."""


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.name)
def test_libical_has_nothing_against_a_golden_file(file: Path) -> None:
    assert libical.library() is not None, "Debian's package libical3 is missing"
    reading = libical.read(file.read_bytes())
    known = TOLERATED if file.name == "decline.ics" else []
    assert (reading.faults, sorted(reading.times)) == (known, by_the_clock(file.read_bytes()))


@pytest.mark.parametrize("wrong", [b"SUMMARY:", b"DTSTART;TZID=America/New_York:", b"ORGANIZER;"])
def test_libical_says_what_is_missing(wrong: bytes) -> None:
    whole = next(file for file in GOLDEN if file.name == "request.ics").read_bytes()
    assert libical.read(whole.replace(b"\r\n" + wrong, b"\r\nX-GONE:")).faults != []
