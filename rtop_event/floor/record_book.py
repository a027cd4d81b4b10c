"""The record of the meetings as a workbook for the desk, in the reader's language: all that its page says, in sheets.

Moments are real ones of the clock of the dialogue, lengths are real lengths, so that both can be counted with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from rtop_event.delegations.titles import KINDS, REGIONAL_GROUPS
from rtop_event.dialogues.periods import clock_told
from rtop_event.exercise import mark
from rtop_event.floor.held import Held, Spoken
from rtop_event.floor.record_page import Record, record_page
from rtop_event.floor.record_shapes import MeetingShown, RecordOfMeetings
from rtop_event.floor.voices import voice_told
from rtop_event.showing import say
from rtop_event.speakers.cells import Cell, Table
from rtop_event.speakers.reasons import LEVEL
from rtop_event.text import one_line

NARROW, WIDE = 10, 48
MOMENT = 20
"""How wide a day with its hour is."""


def as_xlsx(record: Record) -> bytes:
    """A workbook with a sheet for each table of the page."""
    from rtop_event.speakers.workbook import workbook  # noqa: PLC0415 (15 MB that most web workers never need)

    page = record_page(record)
    sheets = {
        _("Statements"): _statements(record, page),
        _("Meetings"): _meetings(record, page),
        _("How the time was shared"): _shares(page),
        _("Rights of reply"): _rights(page),
        _("Points of order"): _points(page),
        _("Beside the statements"): _beside(page),
        _("Suspended"): _pauses(page),
    }
    title = f"{record.dialogue.theme}: {_('Record of the meetings')}"
    return workbook(sheets, _widths(sheets), title=title, made_at=record.at, mark=mark())


def _statements(record: Record, page: RecordOfMeetings) -> Table:
    heads = (
        _("Number"), _("Meeting"), _("Delegation"), _("On behalf of"), _("Kind of delegation"), _("Regional group"),
        _("Level"), _("Capacity"), _("Speaker"), _("Function"), *_hours(page, _("Called"), _("Began"), _("Ended")),
        _("Used"), _("Planned"), _("Given more, in seconds"), _("Over or under, in seconds"), _("Changeover before"),
        _("Called in vain"), _("Called before the others"),
    )  # fmt: skip
    rows = [
        _statement(record, called, one)
        for called, held in zip(_called(page), record.meetings, strict=True)
        for one in held.spoken
    ]
    return Table(heads, tuple(rows))


def _statement(record: Record, called: str, one: Spoken) -> tuple[Cell, ...]:
    who, zone = record.who(one.turn), record.dialogue.zone
    return (
        one.number, called, one_line(who.name), one_line(who.on_behalf_of),
        say(KINDS[who.kind]) if who.kind else "",
        say(REGIONAL_GROUPS[who.region]) if who.region else "",
        say(LEVEL[who.level]) if who.level else "",
        say(voice_told(one.voice, who.on_behalf_of)), one_line(who.speaker), one_line(who.function),
        _local(one.called_at, zone), _local(one.began_at, zone), _local(one.ended_at, zone),
        _length(one.used), _length(one.planned) if one.planned else "", one.more, one.over if one.planned else "",
        _length(one.changeover), one.absences, one_line(one.why),
    )  # fmt: skip


def _meetings(record: Record, page: RecordOfMeetings) -> Table:
    heads = (
        _("Meeting"), *_hours(page, _("Opened"), _("Closed")), _("Heard"), _("Length"), _("Used"), _("Planned"),
        _("Longer than planned"), _("Changeover"), _("Changeover: median"), _("Changeover: mean"),
        _("Changeover: longest"), _("Suspended"), _("Everything else"), _("Points of order"), _("Rights of reply"),
        _("Called in vain"),
    )  # fmt: skip
    rows = [_meeting(shown, held, page.zone) for shown, held in zip(page.meetings, record.meetings, strict=True)]
    return Table(heads, tuple(rows))


def _meeting(shown: MeetingShown, held: Held, zone: str) -> tuple[Cell, ...]:
    usual = shown.changeover
    lengths = (usual.median, usual.mean, usual.longest) if usual else (None, None, None)
    return (
        _name(shown), _local(shown.opened_at, zone), _local(shown.closed_at, zone), len(shown.lines),
        _length(shown.length), _length(shown.used), _length(shown.planned), shown.longer, _length(shown.changing),
        *map(_length, lengths), _length(shown.suspended), _length(shown.rest), len(shown.points), len(shown.rights),
        len(held.missed),
    )  # fmt: skip


def _shares(page: RecordOfMeetings) -> Table:
    heads = (_("What"), _("Part"), _("How many spoke"), _("Used"), _("Planned"))
    rows = [
        (say(one.label), say(name), many, _length(used), _length(planned))
        for one in page.shares
        for name, many, (used, planned) in one.rows
    ]
    return Table(heads, tuple(rows))


def _rights(page: RecordOfMeetings) -> Table:
    steps = _hours(page, _("Asked for"), _("Granted"), _("Refused"), _("Delivered"))
    rows = [
        (
            called, one_line(one.name), *(_local(at, page.zone) for at in (one.asked_at, one.granted_at)),
            *(_local(at, page.zone) for at in (one.refused_at, one.delivered_at)), one_line(one.why),
        )
        for called, held in _each(page)
        for one in held.rights
    ]  # fmt: skip
    return Table((_("Meeting"), _("Delegation"), *steps, _("Reason")), tuple(rows))


def _points(page: RecordOfMeetings) -> Table:
    heads = (_("Meeting"), _("Delegation"), *_hours(page, _("Raised"), _("Ruled on")), _("Ruling"))
    rows = [
        (called, one_line(one.name), _local(one.raised_at, page.zone), _local(one.ruled_at, page.zone),
         one_line(one.ruling))
        for called, held in _each(page)
        for one in held.points
    ]  # fmt: skip
    return Table(heads, tuple(rows))


def _beside(page: RecordOfMeetings) -> Table:
    heads = (_("Meeting"), *_hours(page, _("When")), _("What"), _("Delegation"), _("Reason or note"))
    rows = [
        (called, _local(one.at, page.zone), one_line(say(one.told)), one_line(one.name), one_line(one.why))
        for called, held in _each(page)
        for one in held.beside
    ]
    return Table(heads, tuple(rows))


def _pauses(page: RecordOfMeetings) -> Table:
    rows = [
        (called, _local(one.since, page.zone), _local(one.until, page.zone))
        for called, held in _each(page)
        for one in held.pauses
    ]
    return Table((_("Meeting"), *_hours(page, _("From"), _("Until"))), tuple(rows))


def _each(page: RecordOfMeetings) -> Iterator[tuple[str, MeetingShown]]:
    """The meetings, each with what it is called."""
    return zip(_called(page), page.meetings, strict=True)


def _called(page: RecordOfMeetings) -> list[str]:
    return [_name(one) for one in page.meetings]


def _name(held: MeetingShown) -> str:
    return one_line(say(held.called)) or str(held.number)


def _hours(page: RecordOfMeetings, *heads: str) -> list[str]:
    """Heads of columns of moments, which say whose clock it is."""
    return [f"{head} ({say(clock_told(page.zone))})" for head in heads]


def _local(at: datetime | None, zone: str) -> Cell:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0) if at else ""


def _length(seconds: int | None) -> Cell:
    return "" if seconds is None else timedelta(seconds=seconds)


def _widths(sheets: Mapping[str, Table]) -> dict[str, int]:
    """Each column as wide as the longest of what it holds, within reason."""
    found: dict[str, int] = {}
    for head, cells in chain.from_iterable(_columns(one) for one in sheets.values()):
        needed = max((_width(cell) for cell in (head, *cells)), default=NARROW)
        found[head] = max(found.get(head, NARROW), min(WIDE, needed + 2))
    return found


def _columns(shown: Table) -> Iterator[tuple[str, Sequence[Cell]]]:
    return ((head, [row[place] for row in shown.rows]) for place, head in enumerate(shown.heads))


def _width(cell: Cell) -> int:
    return MOMENT if isinstance(cell, datetime) else len(str(cell))
