"""The conflicts of a dialogue, read from its rows: what waits for the desk, and what was put aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.finding import TYPED_IN, on_day
from rtop_event.delegations.names import name_in
from rtop_event.dialogues.finding import all_dialogues
from rtop_event.dialogues.models import Dialogue
from rtop_event.registrations.alignments import behind_each
from rtop_event.registrations.behind import NOBODY, Behind
from rtop_event.registrations.finding import day_of, delegation_name, requests
from rtop_event.registrations.models import Registration
from rtop_event.registrations.waiting import LIVE
from rtop_event.speakers.conflict import Asking, Conflict, Elsewhere, Hall, Reference
from rtop_event.speakers.conflicts import conflicts
from rtop_event.speakers.models import Dismissal


@dataclass(frozen=True)
class Found:
    """The conflicts that wait for the desk, those that were put aside, and the requests they are about."""

    waiting: tuple[Conflict, ...]
    aside: tuple[tuple[Conflict, Dismissal], ...]
    requests: dict[int, Registration]


def conflicts_of(dialogue: Dialogue, at: datetime, language: str) -> Found:
    """What is found at that moment; what was put aside comes back by itself when its facts change."""
    live = [one for one in requests(dialogue) if one.status(at) in LIVE]
    found = conflicts(hall_of(dialogue, live, at, language))
    mine = select(Dismissal).where(Dismissal.dialogue_id == dialogue.id)
    dismissed = {one.conflict: one for one in session.scalars(mine)}
    return Found(
        waiting=tuple(one for one in found if one.key not in dismissed),
        aside=tuple((one, dismissed[one.key]) for one in found if one.key in dismissed),
        requests={one.id: one for one in live},
    )


def hall_of(dialogue: Dialogue, live: list[Registration], at: datetime, language: str) -> Hall:
    """The plain facts in which conflicts are looked for."""
    day, behind = day_of(dialogue), behind_each(dialogue, live)
    known = [one for one in on_day(day) if not one.code.startswith(TYPED_IN)]
    return Hall(
        asking=[_asking(one, day, behind.get(one.id, NOBODY), language) for one in live],
        hours=_hours(dialogue),
        elsewhere=list(_elsewhere(dialogue, at)),
        reference=[Reference(one.id, one.kind, one.name, one.aliases) for one in known],
    )


def _asking(one: Registration, day: date, behind: Behind, language: str) -> Asking:
    english = one.delegation.standing_on(day).name
    return Asking(
        id=one.id,
        delegation_id=one.delegation_id,
        delegation=name_in(language, one.delegation.iso2, english),
        english=english,
        kind=one.kind,
        typed_in=one.delegation.typed_in,
        wants_floor=one.wants_floor,
        listed=one.on_the_list,
        group=one.group.name if one.group is not None else "",
        standing=behind.standing,
        speaker=one.speaker_name,
        focal_point=one.focal_point,
        address_key=one.address_key,
    )


def _hours(dialogue: Dialogue) -> tuple[tuple[datetime, datetime], ...]:
    return tuple((one.starts_at, one.ends_at) for one in dialogue.meetings if one.cancelled_at is None)


def _elsewhere(dialogue: Dialogue, at: datetime) -> Iterator[Elsewhere]:
    """Who is named in other dialogues whose meetings overlap with those of this one."""
    for other in all_dialogues():
        hours = _hours(other)
        meets = any(one[0] < each[1] and each[0] < one[1] for one in _hours(dialogue) for each in hours)
        if other.id == dialogue.id or other.cancelled_at is not None or not meets:
            continue
        for one in requests(other):
            if one.speaker_name and one.status(at) in LIVE:
                name = delegation_name(one, "en")
                yield Elsewhere(one.id, other.slug, other.theme, name, one.speaker_name, hours)
