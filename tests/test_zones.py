"""The VTIMEZONE blocks: the fixed one for New York against the law as zoneinfo knows it, and those of other zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped] # dateutil has no types

from rtop_event.zones import NEW_YORK_BLOCK, block, changes_in, zone_named

YEARS = range(2007, 2036)
STEADY = range(2010, 2036)  # Sydney's own law changed in 2008
WHOLE = (datetime(2007, 1, 1), datetime(2036, 1, 1))  # noqa: DTZ001 (local on purpose)


def changes_written(text: str) -> list[tuple[datetime, timedelta]]:
    """The instants of all changes that a block's rules give for the years, with the offset after each."""
    found = []
    for part in text.split("BEGIN:")[2:]:
        lines = dict(line.split(":", 1) for line in part.split("\n") if ":" in line)
        start = datetime.strptime(lines["DTSTART"], "%Y%m%dT%H%M%S")  # noqa: DTZ007 (local on purpose)
        before, after = (
            timedelta(hours=int(lines[name][:3]), minutes=int(lines[name][0] + lines[name][3:]))
            for name in ("TZOFFSETFROM", "TZOFFSETTO")
        )
        rule = rrulestr(f"RRULE:{lines['RRULE']}", dtstart=start)
        for wall in rule.between(*WHOLE):
            found.append(((wall - before).replace(tzinfo=UTC), after))
    return sorted(found)


def test_new_york_block_is_the_law_of_every_year() -> None:
    zone = ZoneInfo("America/New_York")
    law = [
        ((change.wall - change.before).replace(tzinfo=UTC), change.after)
        for year in YEARS
        for change in changes_in(zone, year)
    ]
    assert len(law) == 2 * len(YEARS)
    assert changes_written(NEW_YORK_BLOCK) == law


@pytest.mark.parametrize("name", ["Europe/Paris", "Europe/Dublin", "Australia/Sydney"])
def test_other_zone_is_its_law_in_the_years_asked_for(name: str) -> None:
    written = [each for each in changes_written(block(name, STEADY) or "") if each[0].year in STEADY]
    assert written == [
        ((change.wall - change.before).replace(tzinfo=UTC), change.after)
        for year in STEADY
        for change in changes_in(ZoneInfo(name), year)
    ]


def test_zone_without_summer_time_has_one_observance() -> None:
    assert block("Asia/Kathmandu", [2026]) == (
        "BEGIN:VTIMEZONE\nTZID:Asia/Kathmandu\nX-LIC-LOCATION:Asia/Kathmandu\nBEGIN:STANDARD\nTZNAME:+0545\n"
        "TZOFFSETFROM:+0545\nTZOFFSETTO:+0545\nDTSTART:19700101T000000\nEND:STANDARD\nEND:VTIMEZONE\n"
    )


@pytest.mark.parametrize(
    ("name", "years"), [("Africa/Casablanca", [2026]), ("Asia/Jerusalem", range(2026, 2034)), ("Asia/Amman", [2022])]
)
def test_zone_that_two_rules_cannot_say_has_no_block(name: str, years: list[int]) -> None:
    assert block(name, years) is None


def test_new_york_before_2007_follows_the_law_of_then() -> None:
    assert [line for line in (block("America/New_York", [2005]) or "").split("\n") if line.startswith("RRULE")] == [
        "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ]


@pytest.mark.parametrize("name", ["", "America", "Mars/Olympus", "/etc/passwd", "../UTC", "A\x00", "Z" * 5000])
def test_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        zone_named(name)
