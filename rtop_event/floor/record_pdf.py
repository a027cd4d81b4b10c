"""The record of the meetings on paper, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from rtop_event import pdf
from rtop_event.dialogues.called import called
from rtop_event.dialogues.periods import clock_told
from rtop_event.exercise import mark
from rtop_event.floor.held import Held, Spoken, usual
from rtop_event.floor.record_page import Record
from rtop_event.floor.state import Reply
from rtop_event.floor.voices import voice_told
from rtop_event.floor.words import Voice
from rtop_event.showing import day, hour, lasting, moment, say
from rtop_event.speakers.reasons import LEVEL


def as_pdf(record: Record, language: str) -> bytes:
    """The record as PDF/UA."""
    dialogue = record.dialogue
    paper = pdf.Paper(
        title=_("Record of the meetings"),
        author=dialogue.host,
        footer=dialogue.host_statement,
        made_at=record.at,
        language=language,
        kicker=dialogue.title,
        subtitle=dialogue.theme,
        mark=mark(),
        facts=(
            (_("As of"), moment(record.at, dialogue.zone)),
            (_("Where"), dialogue.room),
            (_("When"), day(dialogue.starts_at, dialogue.zone, True)),
        ),
    )
    heads = (_("Number"), _("Delegation"), _("Level"), _("Speaker"), _("Began"), _("Used"), _("Planned"))
    return pdf.record(paper, [_meeting(record, one) for one in record.meetings], heads, _("No meeting was opened yet."))


def _meeting(record: Record, held: Held) -> pdf.RecordMeeting:
    names = {one.number: one.name for one in record.dialogue.meetings}
    rows = [_row(record, one) for one in held.spoken]
    return pdf.RecordMeeting(say(called(names.get(held.meeting, ""))), _facts(record, held), rows)


def _row(record: Record, one: Spoken) -> tuple[str, ...]:
    who, zone = record.who(one.turn), record.dialogue.zone
    behalf = _("on behalf of %(group)s", group=who.on_behalf_of) if who.on_behalf_of else ""
    voice = "" if one.voice is Voice.STATEMENT else say(voice_told(one.voice, ""))
    why = _("Called before the others: %(why)s", why=one.why) if one.why else ""
    return (
        str(one.number),
        ", ".join(part for part in (who.name, behalf, voice, why) if part),
        say(LEVEL[who.level]) if who.level else "",
        ", ".join(part for part in (who.speaker, who.function) if part),
        hour(one.began_at, zone),
        lasting(one.used),
        lasting(one.planned) if one.planned else "–",
    )


def _facts(record: Record, held: Held) -> list[tuple[str, str]]:
    """The meeting in figures, as far as there are any."""
    zone, changeover = record.dialogue.zone, usual(held.changeovers)
    closed = hour(held.closed_at, zone) if held.closed_at else _("still open")
    found = [
        (_("Opened and closed"), f"{hour(held.opened_at, zone)}–{closed} {say(clock_told(zone))}"),
        (_("Heard"), str(len(held.spoken))),
        (_("Used and planned"), f"{lasting(held.used)} / {lasting(held.planned)}"),
    ]
    if changeover:
        told = _("median %(median)s, mean %(mean)s", median=lasting(changeover.median), mean=lasting(changeover.mean))
        found.append((_("Changeover"), told))
    points = [
        f"{record.who(one.by).name}, {hour(one.raised_at, zone)}" + (f": {one.ruling}" if one.ruling else "")
        for one in held.points
    ]
    replies = [f"{record.who(one.delegation).name}, {_how_far(one, zone)}" for one in held.replies]
    pauses = [f"{hour(one.since, zone)}–{hour(one.until, zone) if one.until else '…'}" for one in held.pauses]
    beside = ((_("Suspended"), pauses), (_("Points of order"), points), (_("Rights of reply"), replies))
    return [*found, *((name, "; ".join(told)) for name, told in beside if told)]


def _how_far(reply: Reply, zone: str) -> str:
    if reply.delivered_at:
        return str(_("delivered at %(hour)s", hour=hour(reply.delivered_at, zone)))
    if reply.refused_at:
        return str(_("refused at %(hour)s", hour=hour(reply.refused_at, zone)))
    if reply.granted_at:
        return str(_("granted at %(hour)s", hour=hour(reply.granted_at, zone)))
    return str(_("asked for at %(hour)s", hour=hour(reply.asked_at, zone)))
