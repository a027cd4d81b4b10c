"""Statements as pages show them: one, those of a delegation, and the list of speakers with what each has sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from rtop_event.delegations.finding import known
from rtop_event.delegations.names import name_in
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.room import Room, steps_of
from rtop_event.floor.taking import floor_after
from rtop_event.registrations.finding import day_of, delegation_name
from rtop_event.registrations.models import Registration
from rtop_event.statements import finding, tongues
from rtop_event.statements.delivered import Public, public_statements
from rtop_event.statements.models import Statement
from rtop_event.statements.naming import file_name, once_each
from rtop_event.statements.word_rate import Advice, advice
from rtop_event.statements.words import ENDINGS
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class StatementSeen:
    """One statement as its delegation and the interpreters see it; `ending` tells what became of a former version."""

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
    advice: Advice | None = None
    ending: Sentence | None = None
    ended_at: datetime | None = None
    ended_why: str = ""


@dataclass(frozen=True, kw_only=True)
class StatementShown(StatementSeen):
    """The same at the desk, with whose hand it was."""

    by: str
    ended_by: str


@dataclass(frozen=True, slots=True)
class Line:
    """One place on the list, with what its delegation has sent; None for who is on the reserve or off the list."""

    place: int | None
    id: int
    delegation: str
    on_behalf_of: str | None
    statements: tuple[StatementSeen, ...]
    delivered: bool
    in_writing: bool


def seen(one: Statement, limit: int = 0) -> StatementSeen:
    """One statement; with the limit of its turn, in seconds, how fast it would have to be read."""
    return StatementSeen(
        id=one.id,
        language=one.language,
        told=tongues.told(one.language),
        kind=one.kind.value,
        size=max(1, round(one.size / 1000)),
        digest=one.digest,
        check_against_delivery=one.check_against_delivery,
        received_at=one.received_at,
        advice=advice(one.words, limit, one.language),
        ending=ENDINGS[one.ending] if one.ending else None,
        ended_at=one.ended_at,
        ended_why=one.ended_why,
    )


def shown(one: Statement, limit: int = 0) -> StatementShown:
    """The same for the desk."""
    return StatementShown(**vars(seen(one, limit)), by=one.by, ended_by=one.ended_by)


def in_list_order(dialogue: Dialogue, room: Room) -> list[Line]:
    """Everybody on the list, and behind them those who sent a statement and wait on the reserve, or spoke and left."""
    sent, written = finding.current(dialogue), finding.in_writing(dialogue)
    spoken = {one.registration for one in public_statements(room.floor.delivered)}
    rows = room.listing.rows
    listed = {row.entry.id for row in rows}
    lines = [
        Line(
            place=row.place.number,
            id=row.entry.id,
            delegation=row.entry.delegation,
            on_behalf_of=row.entry.on_behalf_of,
            statements=tuple(seen(one, row.limit) for one in sent.get(row.entry.id, ())),
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
                delegation=named(who, room.language),
                on_behalf_of=who.group.name if who.group else None,
                statements=tuple(seen(one) for one in sent[number]),
                delivered=number in spoken,
                in_writing=number in written,
            )
        )
    return lines


def named(registration: Registration, language: str) -> str:
    """The delegation's name as it was called on the day; those of the day are known without a query."""
    then = known(registration.delegation_id, day_of(registration.dialogue))
    return name_in(language, then.iso2, then.name) if then else delegation_name(registration, language)


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
                f"{line.place:0{width}}" if line.place else "spoke" if line.delivered else "reserve",
            ),
        )
        for line in rows
        for one in line.statements
    ]
    names = once_each(name for _, name in found)
    return [(number, name) for (number, _), name in zip(found, names, strict=True)]


def public_of(dialogue: Dialogue, in_writing: Collection[int] | None = None) -> list[Public]:
    """Whose statements everybody may read by now; who submitted one in writing is asked for unless it is known."""
    written = finding.in_writing(dialogue) if in_writing is None else in_writing
    return public_statements(floor_after(steps_of(dialogue)).delivered, written)


def is_public(registration: Registration) -> bool:
    """Whether everybody may read the statements of a delegation."""
    return any(one.registration == registration.id for one in public_of(registration.dialogue))


def spoke(registration: Registration) -> bool:
    """Whether a delegation delivered its statement, whatever became of its request since."""
    return any(one.registration == registration.id for one in public_of(registration.dialogue, ()))
