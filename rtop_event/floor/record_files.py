"""The record of the meetings as files: CSV and JSON in identifiers and official names, PDF and XLSX for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response

from rtop_event.answer import VARY, file_answer
from rtop_event.floor.held import Held, Spoken, usual
from rtop_event.floor.record_book import as_xlsx
from rtop_event.floor.record_events import events_of
from rtop_event.floor.record_page import Record, reason
from rtop_event.floor.record_pdf import as_pdf
from rtop_event.floor.record_shares import parts_of
from rtop_event.floor.shares import Share
from rtop_event.floor.who import Who
from rtop_event.floor.words import Voice
from rtop_event.speakers.cells import Table
from rtop_event.speakers.exports import marked
from rtop_event.speakers.tables import CSV, XLSX, as_csv
from rtop_event.text import one_line

Value = str | int | None

JSON = "application/json"
ENDINGS = ("pdf", "csv", "xlsx", "json")
SPOKEN = (
    "number", "meeting", "called_at", "began_at", "ended_at", "called_utc", "began_utc", "ended_utc",
    "used_seconds", "planned_seconds", "over_seconds", "changeover_seconds",
    "delegation", "kind", "regional_group", "level", "on_behalf_of", "voice",
)  # fmt: skip
"""The columns of those who spoke, also where nobody did."""
BESIDE = ("meeting", "at", "utc", "what", "delegation", "by", "why", "limits_seconds")
SPOKEN_FOR_DESK = ("more_seconds", "speaker", "function", "out_of_order", "absences")


def record_file(record: Record, ending: str, language: str) -> Response:
    """The file of that ending."""
    name = f"{record.dialogue.slug}-record.{ending}"
    if ending == "pdf":
        answer = file_answer(as_pdf(record, language), "application/pdf", name)
        answer.headers["Vary"] = VARY
        return answer
    if ending == "json":
        return file_answer(as_json(record), JSON, name, inline=False)
    if ending == "csv":
        return file_answer(as_csv(marked(_spoken(record))), CSV, name, inline=False)
    return file_answer(as_xlsx(record), XLSX, name, inline=False)


def events_file(record: Record) -> Response:
    """What happened beside the statements, as CSV for the desk."""
    zone = record.dialogue.zone
    cells = tuple(
        (one.meeting, one.at.astimezone(ZoneInfo(zone)).isoformat(), _utc(one.at) or "", one.what,
         one_line(one.delegation), one_line(one.by), one_line(one.why), one.limits)
        for one in events_of(record)
    )  # fmt: skip
    name = f"{record.dialogue.slug}-record-beside.csv"
    return file_answer(as_csv(marked(Table(BESIDE, cells))), CSV, name, inline=False)


def rows(record: Record) -> list[dict[str, Value]]:
    """Each who had the floor, in order; None where there is nothing to say."""
    return [_row(record, one) for one in record.spoken]


def meetings(record: Record) -> list[dict[str, Value]]:
    """Each meeting in figures."""
    return [_meeting(record, one) for one in record.meetings]


def as_json(record: Record) -> bytes:
    """The record as JSON, with what happened beside the statements for the desk."""
    told = {
        "dialogue": record.dialogue.slug,
        **({"exercise": True} if record.dialogue.rehearses else {}),
        "made_at": _utc(record.at),
        "meetings": [{**_meeting(record, one), **_happened(record, one)} for one in record.meetings],
        "spoken": rows(record),
        "shares": _shares(record),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _shares(record: Record) -> dict[str, list[dict[str, Value]]]:
    """How the time was shared; None for who is in no part."""
    parts = parts_of(record.spoken, record.who, for_desk=record.for_desk)
    return {field.name: [_share(one) for one in getattr(parts, field.name)] for field in fields(parts)}


def _share(one: Share[Any]) -> dict[str, Value]:
    return {
        "of": one.of.value if one.of else None,
        "statements": one.statements,
        "used_seconds": one.used,
        "planned_seconds": one.planned,
    }


def _spoken(record: Record) -> Table:
    return _table((*SPOKEN, *SPOKEN_FOR_DESK) if record.for_desk else SPOKEN, rows(record))


def _table(heads: tuple[str, ...], found: list[dict[str, Value]]) -> Table:
    return Table(heads, tuple(tuple(_cell(row[head]) for head in heads) for row in found))


def _cell(value: Value) -> str | int:
    return "" if value is None else value


def _row(record: Record, one: Spoken) -> dict[str, Value]:
    who, zone = record.who(one.turn), record.dialogue.zone
    for_everybody: dict[str, Value] = {
        "number": one.number,
        "meeting": one.meeting,
        **_moments({"called": one.called_at, "began": one.began_at, "ended": one.ended_at}, zone),
        "used_seconds": one.used,
        "planned_seconds": one.planned,
        "over_seconds": one.over,
        "changeover_seconds": one.changeover,
        **_named(who),
        "voice": _voice(one, who),
    }
    if not record.for_desk:
        return for_everybody
    return for_everybody | {
        "more_seconds": one.more,
        "speaker": one_line(who.speaker),
        "function": one_line(who.function),
        "out_of_order": one_line(one.why),
        "absences": one.absences,
    }


def _named(who: Who) -> dict[str, Value]:
    return {
        "delegation": one_line(who.english),
        "kind": who.kind.value if who.kind else None,
        "regional_group": who.region.value if who.region else None,
        "level": who.level.value if who.level else None,
        "on_behalf_of": one_line(who.on_behalf_of),
    }


def _voice(one: Spoken, who: Who) -> str:
    """The capacity of a statement, else the voice."""
    if one.voice is not Voice.STATEMENT:
        return one.voice.value
    return who.capacity.value


def _meeting(record: Record, held: Held) -> dict[str, Value]:
    changeover, replies = usual(held.changeovers), held.replies
    delivered: dict[str, Value] = {"replies_delivered": len(held.heard)}
    for_desk: dict[str, Value] = {
        "points_of_order": len(held.points),
        "replies_asked": len(replies),
        "replies_granted": sum(bool(one.granted_at) for one in replies),
        "replies_refused": sum(bool(one.refused_at) for one in replies),
        **delivered,
        "called_in_vain": len(held.missed),
    }
    return {
        "meeting": held.meeting,
        **_moments({"opened": held.opened_at, "closed": held.closed_at}, record.dialogue.zone),
        "heard": len(held.spoken),
        "length_seconds": held.length,
        "used_seconds": held.used,
        "planned_seconds": held.planned,
        "longer": sum(one.over > 0 for one in held.spoken),
        "changeover_seconds": sum(held.changeovers),
        "changeover_mean": changeover.mean if changeover else None,
        "changeover_median": changeover.median if changeover else None,
        "changeover_longest": changeover.longest if changeover else None,
        "suspended_seconds": held.suspended,
        "rest_seconds": held.rest,
        **(for_desk if record.for_desk else delivered),
    }


def _happened(record: Record, held: Held) -> dict[str, object]:
    """Suspensions for everybody; points of order, rights of reply, calls in vain and notes for the desk."""
    pauses = [{"suspended_utc": _utc(one.since), "resumed_utc": _utc(one.until)} for one in held.pauses]
    if not record.for_desk:
        return {"suspensions": pauses}
    name = {turn: who.english for turn, who in record.people.items()}
    return {
        "suspensions": pauses,
        "points": [
            {
                "by": name[one.by],
                "raised_utc": _utc(one.raised_at),
                "ruled_utc": _utc(one.ruled_at),
                "ruling": one.ruling,
            }
            for one in held.points
        ],
        "replies": [
            {
                "delegation": name[one.delegation],
                "asked_utc": _utc(one.asked_at),
                "granted_utc": _utc(one.granted_at),
                "refused_utc": _utc(one.refused_at),
                "delivered_utc": _utc(one.delivered_at),
                "why": reason(held, one.key),
            }
            for one in held.replies
        ],
        "absent": [{"delegation": name[one.turn], "utc": _utc(one.at), "why": one.why} for one in held.missed],
        "gave_up": [{"delegation": name[one.turn], "utc": _utc(one.at), "why": one.why} for one in held.yielded],
        "passed_over": [{"delegation": name[one.turn], "utc": _utc(one.at), "why": one.why} for one in held.passed],
        "here_again": [{"delegation": name[one.turn], "utc": _utc(one.at), "why": one.why} for one in held.returned],
        "list_changed": [
            {"utc": _utc(one.at), "what": one.did.value, "by": one.by, **one.facts, "why": one.why}
            for one in record.changes.get(held.meeting, ())
        ],
        "notes": [{"utc": _utc(one.at), "about": name.get(one.turn, ""), "note": one.why} for one in held.notes],
    }  # fmt: skip


def _moments(found: Mapping[str, datetime | None], zone: str) -> dict[str, Value]:
    """Each moment on the clock of the dialogue, and in UTC."""
    local: dict[str, Value] = {
        f"{name}_at": at.astimezone(ZoneInfo(zone)).isoformat() if at else None for name, at in found.items()
    }
    return local | {f"{name}_utc": _utc(at) for name, at in found.items()}


def _utc(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
