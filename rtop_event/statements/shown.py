"""Statements as pages show them: one, those of a delegation, and the list of speakers with what each has sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rtop_event.delegations.names import name_in
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.room import Room, room_of
from rtop_event.registrations.finding import day_of
from rtop_event.registrations.models import Registration
from rtop_event.speakers.listing import key_of
from rtop_event.statements import finding
from rtop_event.statements.delivered import Public, public_statements
from rtop_event.statements.models import Statement
from rtop_event.statements.naming import file_name, once_each
from rtop_event.statements.word_rate import Advice, advice
from rtop_event.statements.words import ENDINGS, TONGUES
from rtop_event.wording import Sentence


@dataclass(frozen=True, slots=True)
class StatementShown:
    """One statement; `ending` tells what became of a former version."""

    id: int
    language: str
    told: Sentence
    """What its language is called."""
    kind: str
    size: int
    """Kilobytes."""
    digest: str
    check_against_delivery: bool
    received_at: datetime
    by: str
    advice: Advice | None = None
    ending: Sentence | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_why: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One place on the list, with what its delegation has sent; None for who is on the reserve or off the list."""

    place: int | None
    id: int
    delegation: str
    on_behalf_of: str | None
    statements: tuple[StatementShown, ...]
    delivered: bool
    in_writing: bool


def shown(one: Statement, limit: int = 0) -> StatementShown:
    """One statement; with the limit of its turn, in seconds, how fast it would have to be read."""
    return StatementShown(
        id=one.id,
        language=one.language.value,
        told=TONGUES[one.language.value],
        kind=one.kind.value,
        size=max(1, round(one.size / 1000)),
        digest=one.digest,
        check_against_delivery=one.check_against_delivery,
        received_at=one.received_at,
        by=one.by,
        advice=advice(one.words, limit, one.language),
        ending=ENDINGS[one.ending] if one.ending else None,
        ended_at=one.ended_at,
        ended_by=one.ended_by,
        ended_why=one.ended_why,
    )


def in_list_order(dialogue: Dialogue, room: Room) -> list[Line]:
    """Everybody on the list, and behind them those who sent a statement and wait on the reserve, or spoke and left."""
    sent, written = finding.current(dialogue), finding.in_writing(dialogue)
    spoken = {one.registration for one in public_statements(room.floor.delivered, ())}
    rows = room.listing.rows
    listed = {row.entry.id for row in rows}
    lines = [
        Line(
            place=row.place.number,
            id=row.entry.id,
            delegation=row.entry.delegation,
            on_behalf_of=row.entry.on_behalf_of,
            statements=tuple(shown(one, row.limit) for one in sent.get(row.entry.id, ())),
            delivered=row.entry.id in spoken,
            in_writing=row.entry.id in written,
        )
        for row in rows
    ]
    for number in sorted(set(sent) - listed):
        who = sent[number][0].registration
        if not (who.holds_place or number in spoken):
            continue  # withdrawn: its statement is not for the interpreters any more
        lines.append(
            Line(
                place=None,
                id=number,
                delegation=named(who, room),
                on_behalf_of=who.group.name if who.group else None,
                statements=tuple(shown(one) for one in sent[number]),
                delivered=number in spoken,
                in_writing=number in written,
            )
        )
    return lines


def named(registration: Registration, room: Room) -> str:
    """The delegation's name as the room knows it, or as it was called on the day."""
    known = room.names.get(key_of(registration.id))
    standing = registration.delegation.standing_on(day_of(registration.dialogue))
    return known or name_in("en", registration.delegation.iso2, standing.name)


def pack_names(lines: Iterable[Line]) -> list[tuple[int, str]]:
    """The statements with the names that they have in the one ZIP, in the order of the list."""
    rows = list(lines)
    width = max(2, len(str(max((line.place or 0 for line in rows), default=0))))
    found = [
        (
            one.id,
            file_name(
                line.delegation,
                line.on_behalf_of,
                one.language,
                one.kind,
                f"{line.place:0{width}}" if line.place else "reserve",
            ),
        )
        for line in rows
        for one in line.statements
    ]
    names = once_each(name for _, name in found)
    return [(number, name) for (number, _), name in zip(found, names, strict=True)]


def public_of(dialogue: Dialogue, language: str, at: datetime) -> tuple[Room, Sequence[Public]]:
    """The room, and whose statements everybody may read by now."""
    room = room_of(dialogue, language, at)
    return room, public_statements(room.floor.delivered, finding.in_writing(dialogue))
