"""The programme as somebody plans it: meetings with their parts, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from rtop_event.dialogues.words import ItemKind
from rtop_event.wording import Sentence, sentence, sentence_of

LONGEST_MEETING = 24 * 60


@dataclass(frozen=True, slots=True)
class PartPlan:
    """One part of a meeting; `minutes` is None where it takes what is left; people carry name, function, role."""

    kind: ItemKind
    title: str
    minutes: int | None
    people: tuple[dict[str, Any], ...] = ()
    batch: int | None = None
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """One meeting; `number` is the row that it was, None for a new one."""

    number: int | None
    name: str
    room: str
    starts_at: datetime
    ends_at: datetime
    parts: tuple[PartPlan, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and the full name of the field where it is told; empty for the whole."""

    field: str
    why: Sentence


def faults(plans: Sequence[MeetingPlan], *, public: bool = False) -> list[Fault]:
    """All that is wrong with a programme; the meetings of a public one keep their order, since people chose one."""
    found = [fault for place, plan in enumerate(plans) for fault in _within(f"meetings-{place}", plan)]
    for (before, earlier), (place, later) in pairwise(sorted(enumerate(plans), key=lambda one: one[1].starts_at)):
        if later.starts_at < earlier.ends_at:
            why = sentence("This is before the end of another meeting, %(name)s.", name=earlier.name)
            found.append(Fault(f"meetings-{place}-starts", why))
        elif public and later.number is not None and (earlier.number is None or earlier.number > later.number):
            why = sentence("Public meetings keep their order: this must be after %(name)s.", name=later.name)
            found.append(Fault(f"meetings-{before}-starts", why))
    if not plans:
        found.append(Fault("", sentence("A dialogue needs at least one meeting.")))
    elif not any(part.kind is ItemKind.FLOOR for plan in plans for part in plan.parts):
        found.append(Fault("", sentence("The programme needs a part for statements from the floor.")))
    return found


def _within(name: str, plan: MeetingPlan) -> list[Fault]:
    length = int((plan.ends_at - plan.starts_at).total_seconds()) // 60
    if length <= 0:
        return [Fault(f"{name}-ends", sentence("The end must be later than the beginning."))]
    if length > LONGEST_MEETING:
        return [Fault(f"{name}-ends", sentence("A meeting lasts 24 hours at most."))]
    parts = [fault for place, part in enumerate(plan.parts) for fault in _in_part(f"{name}-parts-{place}", part)]
    return [*_open_parts(name, plan), *_too_long(name, plan, length), *parts]


def _in_part(name: str, part: PartPlan) -> list[Fault]:
    """Its people have no more time than it has; batches are of statements from the floor, and are answered."""
    theirs = sum(one.get("minutes") or 0 for one in part.people)
    if part.minutes is not None and theirs > part.minutes:
        why = sentence("The people of this part have %(minutes)s minutes, more than it lasts.", minutes=theirs)
        return [Fault(f"{name}-minutes", why)]
    if part.kind is not ItemKind.FLOOR and (part.batch or part.answers):
        return [Fault(f"{name}-batch", sentence("Only statements from the floor are heard in batches."))]
    if bool(part.batch) != bool(part.answers):
        field = "answers" if part.batch else "batch"
        return [Fault(f"{name}-{field}", sentence("Give both the statements of a batch and the minutes of answers."))]
    return []


def _open_parts(name: str, plan: MeetingPlan) -> list[Fault]:
    found, seen = [], False
    for place, part in enumerate(plan.parts):
        if part.minutes is not None:
            continue
        field = f"{name}-parts-{place}-minutes"
        if part.kind is not ItemKind.FLOOR:
            found.append(
                Fault(field, sentence("Type the minutes. Only statements from the floor can take what is left."))
            )
        elif seen:
            found.append(Fault(field, sentence("Type the minutes: another part already takes what is left.")))
        else:
            seen = True
    return found


def _too_long(name: str, plan: MeetingPlan, length: int) -> list[Fault]:
    over = sum(part.minutes or 0 for part in plan.parts) - length
    if over <= 0:
        return []
    why = sentence_of(
        "The parts of this meeting are one minute longer than the meeting.",
        "The parts of this meeting are %(number)s minutes longer than the meeting.",
        over,
    )
    return [Fault(f"{name}-ends", why)]
