"""The list as files: what was published, and for the desk also what stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import Response
from flask_babel import gettext as _

from rtop_event import pdf
from rtop_event.answer import VARY, file_answer
from rtop_event.delegations.names import name_in
from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue, Meeting
from rtop_event.dialogues.periods import clock_told
from rtop_event.exercise import mark, noted
from rtop_event.showing import day, hour, moment, say
from rtop_event.speakers.behind_told import on_behalf_of
from rtop_event.speakers.cells import Table
from rtop_event.speakers.reasons import level_told
from rtop_event.speakers.room_now import CLOSED, FOLLOWS, RoomNow
from rtop_event.speakers.seen import PlaceSeen
from rtop_event.speakers.spread import HABIT
from rtop_event.speakers.tables import CSV, EXERCISE, IN_THE_ROOM, XLSX, as_csv, as_xlsx, iso, table
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class Exported:
    """A list that goes out as a file: its name and moment, whether it has the desk's columns, or cells of its own."""

    dialogue: Dialogue
    label: Sentence
    at: datetime
    places: Sequence[PlaceSeen]
    for_desk: bool = False
    cells: Table | None = None
    room: RoomNow | None = None
    """How far the floor is, where it has opened: then the times of the places are its times."""


def export(shown: Exported, ending: str, language: str) -> Response:
    """The file of that ending: pdf, csv or xlsx."""
    name = f"{shown.dialogue.slug}-speakers.{ending}"
    if ending == "pdf":
        answer = file_answer(as_pdf(shown, language), "application/pdf", name)
        answer.headers["Vary"] = VARY
        return answer
    cells = marked(_with_stages(shown))
    if ending == "csv":
        return file_answer(as_csv(cells), CSV, name, inline=False)
    title = f"{shown.dialogue.theme}: {shown.label}"
    return file_answer(as_xlsx(cells, title=title, made_at=shown.at), XLSX, name, inline=False)


def _with_stages(shown: Exported) -> Table:
    """The table with how far each place has come in the room, and at which moment that was so."""
    room, zone = shown.room, shown.dialogue.zone
    cells = shown.cells or table(shown.places, zone, for_desk=shown.for_desk)
    told = [(room.turn(one.key).stage.value, iso(room.since, zone)) if room else ("", "") for one in shown.places]
    rows = tuple((*row, *stage) for row, stage in zip(cells.rows, told, strict=True))
    return Table((*cells.heads, *IN_THE_ROOM), rows)


def marked(cells: Table) -> Table:
    """The table, each row of which says so where it is that of an exercise."""
    return Table((*cells.heads, EXERCISE), tuple((*row, "yes") for row in cells.rows)) if noted() else cells


def as_pdf(shown: Exported, language: str) -> bytes:
    """The list on paper, in the reader's language."""
    dialogue = shown.dialogue
    zone = dialogue.zone
    paper = pdf.Paper(
        title=_("List of speakers"),
        author=dialogue.host,
        footer=dialogue.host_statement,
        made_at=shown.at,
        language=language,
        kicker=dialogue.title,
        subtitle=dialogue.theme,
        mark=mark(),
        facts=(
            (_("Version"), f"{say(shown.label)}, {moment(shown.at, zone)}"),
            (_("Where"), dialogue.room),
            (_("When"), day(dialogue.starts_at, zone, True)),
            (_("Please note"), _times_told(shown.room, zone)),
        ),
    )
    words = pdf.SpeakersWords(
        place=_("Place"),
        delegation=_("Delegation"),
        on_behalf_of=_("On behalf of"),
        level=_("Level"),
        speaker=_("Speaker"),
        expected=_("Expected"),
        nobody=_("No speakers yet."),
    )
    return pdf.speakers(paper, _meetings(shown, language), words)


def _times_told(room: RoomNow | None, zone: str) -> str:
    """What the times are worth: estimates, or those of the room at which moment."""
    if room is None:
        estimates = _("Expected times are estimates: they shift as statements are shorter or longer.")
        return f"{estimates} {say(HABIT.told)}"
    if room.over:
        return say(CLOSED)
    whose = _("These are the times of the room as it was at %(hour)s.", hour=hour(room.since, zone))
    return f"{whose} {say(FOLLOWS)}"


def _meetings(shown: Exported, language: str) -> list[pdf.SpeakersMeeting]:
    meetings = {meeting.number: meeting for meeting in shown.dialogue.meetings}
    found: list[pdf.SpeakersMeeting] = []
    for number, places in groupby(shown.places, key=lambda place: place.meeting if place.fits else None):
        meeting = meetings.get(number or 0)
        title = say(called(meeting.name)) if meeting else _("Beyond the time of the meetings")
        when = _when(meeting) if meeting else ""
        rows = [_row(place, shown, language) for place in places]
        found.append(pdf.SpeakersMeeting(title, when, rows))
    return found


def _when(meeting: Meeting) -> str:
    """The hours, on whose clock, and the room where the meeting has one of its own."""
    zone = meeting.dialogue.zone
    hours = f"{hour(meeting.starts_at, zone)}–{hour(meeting.ends_at, zone)}"
    return ", ".join(part for part in (f"{hours} {say(clock_told(zone))}", meeting.room) if part)


def _row(place: PlaceSeen, shown: Exported, language: str) -> pdf.SpeakersRow:
    speaker = ", ".join(part for part in (place.speaker, place.function) if part)
    return pdf.SpeakersRow(
        place=str(place.place),
        delegation=name_in(language, place.iso2, place.delegation),
        on_behalf_of=on_behalf_of(place, language),
        level=say(level_told(place.kind, place.level)),
        speaker=speaker if shown.for_desk else "",
        expected=_expected(place, shown.dialogue.zone, shown.room.turn(place.key).told if shown.room else None),
    )


def _expected(place: PlaceSeen, zone: str, stage: Sentence | None) -> str:
    """The expected time, and between which times, or how far it has come; a dash for who falls outside."""
    if stage is not None:
        return ", ".join([*([hour(place.starts_at, zone)] if place.starts_at else []), say(stage)])
    if place.starts_at is None:
        return "–"
    shown = hour(place.starts_at, zone)
    if place.earliest is None or place.latest is None or place.earliest == place.latest:
        return shown
    return f"{shown} ({hour(place.earliest, zone)}–{hour(place.latest, zone)})"
