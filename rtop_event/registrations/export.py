"""Requests as a table for a spreadsheet, in which no text can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from rtop_event.inert import inert
from rtop_event.registrations import finding
from rtop_event.registrations.models import Registration
from rtop_event.showing import iso

HEADS = (
    "number",
    "delegation",
    "kind",
    "part",
    "capacity",
    "group",
    "level",
    "speaker",
    "function",
    "statement_language",
    "preferred_meeting",
    "topic",
    "accreditation",
    "status",
    "received_at",
    "requested_at",
    "verified_at",
    "focal_point",
    "address",
    "phone",
    "access_needs",
)


def as_csv(rows: Iterable[Registration], at: datetime) -> bytes:
    """The requests as CSV in UTF-8 with its mark, so that spreadsheets read the letters right."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(HEADS)
    for row in rows:
        writer.writerow([inert(value) for value in _values(row, at)])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _values(row: Registration, at: datetime) -> list[object]:
    return [
        row.id,
        finding.delegation_name(row, "en"),
        row.kind.value,
        "speak" if row.wants_floor else "attend",
        row.capacity.value,
        row.group.code if row.group is not None else "",
        row.level.value if row.wants_floor else "",
        row.speaker_name,
        row.speaker_function,
        row.statement_language,
        row.meeting_number,
        row.topic,
        row.accreditation,
        row.status(at).value,
        iso(row.received_at),
        iso(row.requested_at),
        iso(row.verified_at) if row.verified_at else "",
        row.focal_point,
        row.address,
        row.phone,
        row.access_needs,
    ]
