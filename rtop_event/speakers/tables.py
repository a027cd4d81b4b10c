"""A list as a table for other programs: CSV, XLSX in which no text is a formula, and the PDF for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rtop_event.inert import inert
from rtop_event.speakers.cells import Table
from rtop_event.speakers.seen import PlaceSeen
from rtop_event.text import one_line
from rtop_event.wording import spoken

PUBLIC = (
    "place",
    "meeting",
    "delegation",
    "kind",
    "level",
    "on_behalf_of",
    "expected_at",
    "earliest_at",
    "latest_at",
    "fits",
)
FOR_THE_DESK = ("speaker", "function", "limit", "reason")
BEHIND = ("also_for", "without")
IN_THE_ROOM = ("stage", "times_at")
"""How far a place has come once a meeting has opened, and of which moment the times are; empty before."""
EXERCISE = "exercise"
WIDTHS = {
    "delegation": 36,
    "on_behalf_of": 30,
    "expected_at": 26,
    "earliest_at": 26,
    "latest_at": 26,
    "speaker": 30,
    "function": 30,
    "reason": 80,
}
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(places: Sequence[PlaceSeen], zone: str, *, for_desk: bool) -> Table:
    """The list in identifiers and official names, with the times of the places as they are shown.

    Speakers, limits and reasons are only for the desk.
    """
    heads = (*PUBLIC, *(FOR_THE_DESK if for_desk else ()), *BEHIND)
    return Table(heads, tuple(tuple(_value(place, head, zone) for head in heads) for place in places))


def _value(place: PlaceSeen, head: str, zone: str) -> str | int:
    match head:
        case "place" | "limit":
            return int(getattr(place, head))
        case "meeting":
            return place.meeting or ""
        case "kind" | "level":
            return str(getattr(place, head).value)
        case "also_for":
            return _names(place.also)
        case "without":
            return _names(place.without)
        case "expected_at":
            return iso(place.starts_at, zone)
        case "earliest_at" | "latest_at":
            return iso(getattr(place, head.removesuffix("_at")), zone)
        case "fits":
            return "yes" if place.fits else "no"
        case "reason":
            return one_line(spoken(place.reason, None, lambda value: _plain(value, zone)))
        case _:
            return one_line(str(getattr(place, head)))


def _names(named: tuple[tuple[str, str], ...]) -> str:
    return one_line("; ".join(name for _code, name in named))


def _plain(value: object, zone: str) -> str:
    return f"{value.astimezone(ZoneInfo(zone)):%-d %B %Y, %H:%M}" if isinstance(value, datetime) else str(value)


def iso(moment: datetime | None, zone: str) -> str:
    """A moment by the clock of the dialogue, with its offset; empty for none."""
    return moment.astimezone(ZoneInfo(zone)).isoformat() if moment else ""


def as_csv(shown: Table) -> bytes:
    """CSV in UTF-8 with its mark, so that spreadsheets read the letters right; what looks like a formula is quoted."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(shown.heads)
    writer.writerows([inert(value) if isinstance(value, str) else value for value in row] for row in shown.rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_xlsx(shown: Table, *, title: str, made_at: datetime) -> bytes:
    """A workbook of one sheet; every text is a cell of type text."""
    from rtop_event.speakers.workbook import workbook  # noqa: PLC0415 (15 MB that most web workers never need)

    return workbook({"Speakers": shown}, WIDTHS, title=title, made_at=made_at)
