"""The facts of a list, read from its rows in two queries whatever its length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter

from sqlalchemy import Select, and_, literal, select, union_all

from rtop_event.database import session
from rtop_event.delegations.finding import Known, known, on_day
from rtop_event.delegations.names import name_in
from rtop_event.delegations.words import RegionalGroup
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import ItemKind
from rtop_event.registrations.alignments import behind_by
from rtop_event.registrations.behind import Behind
from rtop_event.registrations.finding import day_of, inscriptions
from rtop_event.registrations.models import Alignment, Registration
from rtop_event.registrations.states import Gender
from rtop_event.speakers.chain import Chain
from rtop_event.speakers.chain_reading import read_chain
from rtop_event.speakers.composing import Entry, Facts, Listing, MadeMove
from rtop_event.speakers.facts import Arrangement as Arranged
from rtop_event.speakers.facts import Exchange as Exchanged
from rtop_event.speakers.models import Arrangement, Exchange, Pin, PlacedMove
from rtop_event.speakers.timing import Item, Limits, Sitting, Timetable

Done = Pin | PlacedMove | Exchange | Arrangement | Alignment


def listing(dialogue: Dialogue, language: str = "en") -> Listing:
    """The list as it is at this moment, with names in that language."""
    return facts_of(dialogue, language).listing()


def facts_of(dialogue: Dialogue, language: str = "en", registrations: Sequence[Registration] | None = None) -> Facts:
    """Inscriptions, unless they were read already, pins and what was done since, the rules and the timetable."""
    held = held_of(dialogue, inscriptions(dialogue) if registrations is None else registrations)
    known = {one.id: one for one in on_day(day_of(dialogue))}
    return facts_from(dialogue, replace(held, known=known), language)


@dataclass(frozen=True)
class Held:
    """The rows that hold: inscriptions by the time of their request, pins, moves and exchanges as they were made."""

    registrations: Sequence[Registration]
    pins: Sequence[Pin]
    moves: Sequence[PlacedMove]
    exchanges: Sequence[Exchange] = ()
    arrangements: Sequence[Arrangement] = ()
    behind: Mapping[int, Behind] = field(default_factory=dict)
    """Who stands behind the statements for groups, by the ids of their registrations."""
    known: Mapping[int, Known] = field(default_factory=dict)
    """The delegations of the day by their ids; one that is not here is asked for its name itself."""


def held_of(dialogue: Dialogue, registrations: Sequence[Registration]) -> Held:
    """These inscriptions with everything that was done to the list, read in one query whatever its kind."""
    live = union_all(*(_live(kind, dialogue) for kind in _DONE)).subquery()
    query = select(*_DONE).select_from(live)
    for kind in _DONE:
        query = query.outerjoin(kind, and_(live.c.done == kind.__tablename__, live.c.id == kind.id))
    done = [one for row in session.execute(query) for one in row if one]
    return Held(
        registrations,
        [one for one in done if isinstance(one, Pin)],
        sorted((one for one in done if isinstance(one, PlacedMove)), key=attrgetter("moved_at", "id")),
        sorted((one for one in done if isinstance(one, Exchange)), key=attrgetter("applied_at", "id")),
        sorted((one for one in done if isinstance(one, Arrangement)), key=attrgetter("arranged_at", "id")),
        behind_by(dialogue, registrations, (one for one in done if isinstance(one, Alignment))),
    )


_DONE: tuple[type[Done], ...] = (Pin, PlacedMove, Exchange, Arrangement, Alignment)


def _live(kind: type[Done], dialogue: Dialogue) -> Select[str, int]:
    """Those of one kind that hold, by name and id."""
    mine = select(literal(kind.__tablename__).label("done"), kind.id.label("id"))
    if issubclass(kind, Alignment):
        return mine.join(kind.registration).where(Registration.dialogue_id == dialogue.id)
    mine = mine.where(kind.dialogue_id == dialogue.id)
    if issubclass(kind, Exchange):
        return mine.where(kind.applied_at.is_not(None), kind.ended_at.is_(None))
    return mine.where(kind.taken_back_at.is_(None))


def facts_from(dialogue: Dialogue, held: Held, language: str = "en") -> Facts:
    """The facts of a list from its rows, whether they were read or made again from the record."""
    pins = {pin.registration_id: pin for pin in held.pins}
    day = day_of(dialogue)
    entries: list[Entry] = []
    for one in held.registrations:
        entry = _entry(one, _who(one, held, day), pins.get(one.id), language)
        entries.append(_with_behind(entry, held.behind[one.id], day) if one.id in held.behind else entry)
    moves = tuple(_move(move) for move in held.moves)
    exchanges = tuple(_exchange(one) for one in held.exchanges)
    return Facts(
        tuple(entries),
        moves,
        dialogue.order_preset,
        timetable_of(dialogue),
        exchanges,
        tuple(_arrangement(one) for one in held.arrangements),
        chain_of(dialogue),
    )


def chain_of(dialogue: Dialogue) -> Chain:
    """The rules that an organiser chose for this dialogue; empty: those of its preset."""
    return read_chain(dialogue.order_chain) if dialogue.order_chain else ()


@dataclass(frozen=True, slots=True)
class _Who:
    """Who asked, as it stood on the day."""

    iso2: str
    name: str
    regional_group: RegionalGroup | None


def _who(one: Registration, held: Held, day: date) -> Known | _Who:
    """Who asked, from what is known of all, else from its own rows."""
    found = held.known.get(one.delegation_id)
    if found:
        return found
    standing = one.delegation.standing_on(day)
    return _Who(one.delegation.iso2, standing.name, standing.regional_group)


def _entry(registration: Registration, who: Known | _Who, pin: Pin | None, language: str) -> Entry:
    came = [moment for moment in (registration.verified_at, registration.admitted_at) if moment]
    return Entry(
        key=key_of(registration.id),
        id=registration.id,
        delegation=name_in(language, who.iso2, who.name),
        english=who.name,
        iso2=who.iso2,
        kind=registration.kind,
        level=registration.level,
        on_behalf_of=registration.group.name if registration.group else None,
        requested_at=registration.requested_at,
        meeting=registration.meeting_number,
        pin=pin.place if pin else None,
        live=registration.on_the_list,
        speaker=registration.speaker_name,
        function=registration.speaker_function,
        on_reserve=registration.holds_place and registration.on_reserve,
        delegation_id=registration.delegation_id,
        pinned_why=pin.reason if pin else "",
        regional_group=who.regional_group,
        gender=registration.speaker_gender or Gender.NOT_GIVEN,
        listed_at=max(came, default=None),
        gone_at=None if registration.on_reserve else registration.withdrawn_at,
    )


def _with_behind(entry: Entry, found: Behind, day: date) -> Entry:
    return replace(entry, behind=found, also=_named(found.aligned, day), without=_named(found.opted_out, day))


def _named(ids: frozenset[int], day: date) -> tuple[tuple[str, str], ...]:
    there = [one for one in (known(number, day) for number in ids) if one is not None]
    return tuple((one.iso2, one.name) for one in sorted(there, key=lambda one: one.sort_key))


def key_of(registration_id: int) -> str:
    """The key of an inscription on the list; keys sort as their requests came in."""
    return f"{registration_id:09}"


def _arrangement(one: Arrangement) -> Arranged:
    lists = tuple((line["meeting"], tuple(key_of(number) for number in line["registrations"])) for line in one.lists)
    return Arranged(lists, one.reason, one.arranged_at, one.revision, one.published_at)


def _exchange(one: Exchange) -> Exchanged:
    return Exchanged(key_of(one.asker_id), key_of(one.other_id), one.applied_at or one.asked_at)


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
