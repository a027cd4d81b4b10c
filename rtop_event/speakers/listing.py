"""The facts of a list, read from its rows in five queries whatever its length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.finding import known
from rtop_event.delegations.names import name_in
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import ItemKind
from rtop_event.registrations.alignments import behind_each
from rtop_event.registrations.behind import Behind
from rtop_event.registrations.finding import day_of, inscriptions
from rtop_event.registrations.models import Registration
from rtop_event.speakers.composing import Entry, Facts, Listing, MadeMove
from rtop_event.speakers.models import Pin, PlacedMove
from rtop_event.speakers.timing import Item, Limits, Sitting, Timetable


def listing(dialogue: Dialogue, language: str = "en") -> Listing:
    """The list as it is at this moment, with names in that language."""
    return facts_of(dialogue, language).listing()


def facts_of(dialogue: Dialogue, language: str = "en") -> Facts:
    """Inscriptions, pins and moves, the preset and the timetable of a dialogue."""
    registrations = inscriptions(dialogue)
    held = Held(registrations, live_pins(dialogue), live_moves(dialogue), behind_each(dialogue, registrations))
    return facts_from(dialogue, held, language)


@dataclass(frozen=True)
class Held:
    """The rows that hold: inscriptions by the time of their request, pins, and moves in the order they were made."""

    registrations: Sequence[Registration]
    pins: Sequence[Pin]
    moves: Sequence[PlacedMove]
    behind: Mapping[int, Behind] = field(default_factory=dict)
    """Who stands behind the statements for groups, by the ids of their registrations."""


def facts_from(dialogue: Dialogue, held: Held, language: str = "en") -> Facts:
    """The facts of a list from its rows, whether they were read or made again from the record."""
    pins = {pin.registration_id: pin.place for pin in held.pins}
    day = day_of(dialogue)
    entries: list[Entry] = []
    for one in held.registrations:
        english = one.delegation.standing_on(day).name
        named = name_in(language, one.delegation.iso2, english)
        entry = _entry(one, english, named, pins.get(one.id))
        entries.append(_with_behind(entry, held.behind[one.id], day) if one.id in held.behind else entry)
    moves = tuple(_move(move) for move in held.moves)
    return Facts(tuple(entries), moves, dialogue.order_preset, timetable_of(dialogue))


def _entry(registration: Registration, english: str, named: str, pin: int | None) -> Entry:
    return Entry(
        key=key_of(registration.id),
        id=registration.id,
        delegation=named,
        english=english,
        iso2=registration.delegation.iso2,
        kind=registration.kind,
        level=registration.level,
        on_behalf_of=registration.group.name if registration.group else None,
        requested_at=registration.requested_at,
        meeting=registration.meeting_number,
        pin=pin,
        live=registration.on_the_list,
        speaker=registration.speaker_name,
        function=registration.speaker_function,
        on_reserve=registration.holds_place and registration.on_reserve,
        delegation_id=registration.delegation_id,
    )


def _with_behind(entry: Entry, found: Behind, day: date) -> Entry:
    return replace(entry, behind=found, also=_named(found.aligned, day), without=_named(found.opted_out, day))


def _named(ids: frozenset[int], day: date) -> tuple[tuple[str, str], ...]:
    there = [one for one in (known(number, day) for number in ids) if one is not None]
    return tuple((one.iso2, one.name) for one in sorted(there, key=lambda one: one.sort_key))


def key_of(registration_id: int) -> str:
    """The key of an inscription on the list; keys sort as their requests came in."""
    return f"{registration_id:09}"


def live_pins(dialogue: Dialogue) -> list[Pin]:
    """The pins that hold."""
    return list(session.scalars(select(Pin).where(Pin.dialogue_id == dialogue.id, Pin.taken_back_at.is_(None))))


def live_moves(dialogue: Dialogue) -> list[PlacedMove]:
    """The moves that hold, in the order in which they were made."""
    mine = select(PlacedMove).where(PlacedMove.dialogue_id == dialogue.id, PlacedMove.taken_back_at.is_(None))
    return list(session.scalars(mine.order_by(PlacedMove.moved_at, PlacedMove.id)))


def _move(move: PlacedMove) -> MadeMove:
    after = None if move.after_id is None else key_of(move.after_id)
    return MadeMove(move.id, key_of(move.registration_id), after, move.reason, move.by, move.moved_at)


def timetable_of(dialogue: Dialogue) -> Timetable:
    """The hours of the floor in the meetings that take place, and the limits of the dialogue."""
    sittings = tuple(
        Sitting(
            meeting.number,
            meeting.starts_at,
            meeting.ends_at,
            tuple(Item(item.minutes, item.kind is ItemKind.FLOOR) for item in meeting.items) or (Item(floor=True),),
        )
        for meeting in dialogue.meetings
        if meeting.cancelled_at is None
    )
    return Timetable(sittings, limits_of(dialogue), dialogue.changeover)


def limits_of(dialogue: Dialogue) -> Limits:
    """How long a statement may last in this dialogue."""
    return Limits(
        delegation=dialogue.limit_delegation,
        group=dialogue.limit_group,
        organisation=dialogue.limit_organisation,
        civil_society=dialogue.limit_civil_society,
    )
