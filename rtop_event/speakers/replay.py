"""The list made again from the record alone: what its lines left behind leads to the same places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from rtop_event.database import Base
from rtop_event.delegations.models import Delegation, Group
from rtop_event.dialogues.models import Dialogue, Meeting, ProgrammeItem
from rtop_event.recorded import GONE, TABLE, made_again
from rtop_event.refusal import Refusal
from rtop_event.registrations.models import Registration
from rtop_event.speakers.composing import Facts, Listing
from rtop_event.speakers.listing import Held, facts_from
from rtop_event.speakers.models import Arrangement, Exchange, Pin, PlacedMove
from rtop_event.wording import sentence

Tables = dict[str, dict[int, dict[str, Any]]]
R = TypeVar("R", bound=Base)


class NoBeginning(Refusal):
    """Nothing in the record says how the list began."""

    def __init__(self, slug: str) -> None:
        super().__init__(sentence("The record does not tell how the list of %(slug)s began.", slug=slug))


class Told(Protocol):
    """A line of the record, as far as the list depends on it."""

    @property
    def facts(self) -> list[dict[str, Any]]: ...


@dataclass(frozen=True)
class Roll:
    """Who is who: delegations and groups by their ids, which the record only names."""

    delegations: Mapping[int, Delegation]
    groups: Mapping[int, Group]


def replay(lines: Iterable[Told], slug: str, roll: Roll) -> Facts:
    """The facts of a dialogue's list after these lines, in the order of the chain; raises NoBeginning."""
    tables: Tables = {}
    for line in lines:
        for values in line.facts:
            rows = tables.setdefault(values[TABLE], {})
            rows.pop(values["id"], None)
            if GONE not in values:
                rows[values["id"]] = values
    dialogue = _dialogue(tables, slug)
    registrations = [_registration(one, dialogue, roll) for one in _rows(tables, Registration, dialogue)]
    listed = [one for one in registrations if one.once_listed]
    pins = [pin for pin in _rows(tables, Pin, dialogue) if pin.taken_back_at is None]
    moves = [move for move in _rows(tables, PlacedMove, dialogue) if move.taken_back_at is None]
    exchanges = [one for one in _rows(tables, Exchange, dialogue) if one.applied_at and one.ended_at is None]
    arrangements = [one for one in _rows(tables, Arrangement, dialogue) if one.taken_back_at is None]
    return facts_from(
        dialogue,
        Held(
            registrations=sorted(listed, key=attrgetter("requested_at", "id")),
            pins=pins,
            moves=sorted(moves, key=attrgetter("moved_at", "id")),
            exchanges=sorted(exchanges, key=attrgetter("applied_at", "id")),
            arrangements=sorted(arrangements, key=attrgetter("arranged_at", "id")),
        ),
    )


def _dialogue(tables: Tables, slug: str) -> Dialogue:
    found = next((one for one in tables.get("dialogues", {}).values() if one["slug"] == slug), None)
    if found is None:
        raise NoBeginning(slug)
    dialogue = made_again(Dialogue, found)
    meetings = _rows(tables, Meeting, dialogue)
    items = [made_again(ProgrammeItem, values) for values in tables.get("programme_items", {}).values()]
    for meeting in meetings:
        mine = [item for item in items if item.meeting_id == meeting.id]
        meeting.items = sorted(mine, key=attrgetter("position"))
    dialogue.meetings = sorted(meetings, key=attrgetter("number"))
    return dialogue


def _rows(tables: Tables, kind: type[R], dialogue: Dialogue) -> list[R]:
    values = tables.get(kind.__tablename__, {}).values()
    return [made_again(kind, one) for one in values if one["dialogue_id"] == dialogue.id]


def _registration(row: Registration, dialogue: Dialogue, roll: Roll) -> Registration:
    row.dialogue = dialogue
    row.delegation = roll.delegations[row.delegation_id]
    row.group = roll.groups[row.group_id] if row.group_id is not None else None
    row.speaker_name = row.speaker_function = ""
    return row


def first_difference(recorded: Listing, live: Listing) -> tuple[str, str] | None:
    """Who stands differently first: the place by the record and the place on the list, None where all are the same."""
    told, seen = ([*_places(found), "the end of the list"] for found in (recorded, live))
    return next((pair for pair in zip(told, seen, strict=False) if pair[0] != pair[1]), None)


def _places(found: Listing) -> list[str]:
    return [
        f"place {row.place.number_in_meeting}{f' of meeting {row.place.meeting}' if row.place.meeting else ''}"
        f" {row.entry.english} ({row.key})"
        for row in found.rows
    ]
