"""The record as a file that anybody can verify: each line with its hash, as JSON Lines or CSV.

The hash of a line is the SHA-256 of one JSON list in UTF-8: the hash of the line before ("" before the first), then
`at`, `by`, `dialogue`, `about`, `what`, `before`, `after` and `why`, and `facts` where there are any; names of objects
sorted, `", "` and `": "` between their parts, letters as they are. In Python, for a file of JSON Lines:

    digest = ""
    for line in map(json.loads, open("record.jsonl", encoding="utf-8")):
        parts = [digest, *(line[name] for name in NAMES), *([line["facts"]] if line["facts"] else [])]
        digest = hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        assert digest == line["digest"], line["number"]
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

from rtop_event.inert import inert
from rtop_event.organisers.models import Change

NAMES = ("at", "by", "dialogue", "about", "what", "before", "after", "why")
HEADS = ("number", *NAMES, "facts", "digest")
JSON_LINES = "application/jsonl; charset=utf-8"
CSV = "text/csv; charset=utf-8"


def values(line: Change) -> dict[str, Any]:
    """A line as JSON values."""
    found = {name: getattr(line, name) for name in HEADS}
    return {**found, "at": line.at.astimezone(UTC).isoformat()}


def as_json_lines(lines: Iterable[Change]) -> Iterator[str]:
    """One line of text for each line of the record."""
    for line in lines:
        yield json.dumps(values(line), ensure_ascii=False) + "\n"


def as_csv(lines: Iterable[Change]) -> Iterator[str]:
    """A table for a spreadsheet; `before`, `after` and `facts` are JSON, what looks like a formula is made inert."""
    yield _row(HEADS)
    for line in lines:
        yield _row([_cell(value) for value in values(line).values()])


def _cell(value: object) -> str:
    return inert(json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value)


def _row(cells: Iterable[str]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
