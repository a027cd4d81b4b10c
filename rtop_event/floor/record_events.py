"""What happened beside the statements, one thing after the other, as files call it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from rtop_event.floor.held import Held, Noted
from rtop_event.floor.record_page import Record, reason


@dataclass(frozen=True, slots=True)
class Event:
    """Something at a moment: what it was, the official name of whom it was about, who did it, and why."""

    meeting: int
    at: datetime
    what: str
    delegation: str = ""
    by: str = ""
    why: str = ""
    limits: str = ""
    """Other limits of statements, in seconds."""


def events_of(record: Record) -> list[Event]:
    """Suspensions, points of order, rights of reply, calls in vain, notes and changes of the list, the oldest first."""
    found = [event for held in record.meetings for event in (*_steps(record, held), *_noted(record, held))]
    return sorted(found, key=lambda one: (one.meeting, one.at))


def _steps(record: Record, held: Held) -> Iterator[Event]:
    for pause in held.pauses:
        yield from _known(held, "", ("suspended", pause.since), ("resumed", pause.until))
    for point in held.points:
        name = record.who(point.by).english
        yield from _known(held, name, ("point_of_order", point.raised_at), ("ruling", point.ruled_at), why=point.ruling)
    for reply in held.replies:
        name = record.who(reply.delegation).english
        yield from _known(held, name, ("reply_asked", reply.asked_at), ("reply_granted", reply.granted_at))
        yield from _known(held, name, ("reply_delivered", reply.delivered_at))
        yield from _known(held, name, ("reply_refused", reply.refused_at), why=reason(held, reply.key))
    for change in record.changes.get(held.meeting, ()):
        names = "; ".join(change.facts.get("delegations", ()))
        limits = "; ".join(f"{name} {seconds}" for name, seconds in change.facts.get("limits_seconds", {}).items())
        yield Event(held.meeting, change.at, change.did.value, names, change.by, change.why, limits)


def _known(held: Held, name: str, *steps: tuple[str, datetime | None], why: str = "") -> Iterator[Event]:
    """Those steps that were taken; the last of them has the reason."""
    for number, (what, at) in enumerate(steps, start=1):
        if at:
            yield Event(held.meeting, at, what, name, "", why if number == len(steps) else "")


def _noted(record: Record, held: Held) -> Iterator[Event]:
    kinds: dict[str, Sequence[Noted]] = {
        "absent": held.missed,
        "gave_up": held.yielded,
        "passed_over": held.passed,
        "here_again": held.returned,
        "note": held.notes,
    }
    for what, noted in kinds.items():
        for one in noted:
            name = record.who(one.turn).english if one.turn else ""
            yield Event(held.meeting, one.at, what, name, one.by, one.why)
