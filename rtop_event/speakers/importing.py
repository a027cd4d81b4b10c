"""Bring an edited working list in: all of it or nothing, each step recorded with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.record import record
from rtop_event.refusal import Refusal, StaleHand
from rtop_event.registrations import actions as requests
from rtop_event.registrations import finding
from rtop_event.speakers import actions
from rtop_event.speakers.composing import Facts, Row
from rtop_event.speakers.holding import held, reason_given
from rtop_event.speakers.import_checks import Checked, checked
from rtop_event.speakers.import_plan import Plan, plan
from rtop_event.speakers.listing import facts_of
from rtop_event.speakers.working_file import Line
from rtop_event.wording import sentence


class HasFaultyLines(Refusal):
    """A file is brought in whole or not at all."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(sentence("Some lines are wrong. Nothing was brought in."))


class NothingDiffers(Refusal):
    """The file says what the list says."""

    def __init__(self) -> None:
        super().__init__(sentence("The file says what the list says, so there is nothing to bring in."))


@dataclass(frozen=True)
class DryRun:
    """What a file would do: its lines, the plan of all that are right, and who on the list is not in it."""

    lines: tuple[Checked, ...]
    plan: Plan
    missing: tuple[Row, ...]

    @property
    def faulty(self) -> bool:
        """Whether any line is wrong."""
        return any(one.faults for one in self.lines)


def dry_run(dialogue: Dialogue, facts: Facts, lines: Sequence[Line], *, reason: str, by: str, at: datetime) -> DryRun:
    """What these lines would do to the list of these facts; nothing is changed."""
    listing = facts.listing()
    found = checked(lines, listing, [meeting.number for meeting in dialogue.meetings])
    named = {one.row.key for one in found if one.row}
    made = plan(facts, [one.asked for one in found if one.asked], reason=reason, by=by, at=at)
    return DryRun(tuple(found), made, tuple(row for row in listing.rows if row.key not in named))


def bring_in(dialogue: Dialogue, lines: Sequence[Line], *, seen: str, reason: str, by: str, at: datetime) -> Plan:
    """Do what the dry run showed, under one reason.

    `seen` is the plan that was looked at. Raises HasFaultyLines, StaleHand, NothingDiffers, ReasonNeeded.
    """
    held(dialogue)
    facts = facts_of(dialogue)
    found = dry_run(dialogue, facts, lines, reason=reason, by=by, at=at)
    if found.faulty:
        raise HasFaultyLines
    if found.plan.seen != seen:
        raise StaleHand
    if not found.plan:
        raise NothingDiffers
    reason_given(dialogue, reason)
    said: dict[str, Any] = {"by": by, "at": at}
    for key, changes in found.plan.edits.items():
        registration = finding.of_dialogue(dialogue, found.plan.now.row(key).entry.id, to_change=True)
        requests.edit(registration, changes, why=reason, **said)
    _pin(dialogue, found.plan, reason=reason, **said)
    for move in found.plan.moves:
        actions.keep_move(dialogue, found.plan.now, found.plan.then, move, at)
    session.flush()
    counts = {"edited": len(found.plan.edits), "pinned": len(found.plan.pins), "moved": len(found.plan.moves)}
    record("list brought in", by=by, at=at, dialogue=dialogue.slug, about="list", after=counts, why=reason)
    return found.plan


def _pin(dialogue: Dialogue, made: Plan, *, reason: str, by: str, at: datetime) -> None:
    """Unpin whoever changes first, so that two can change places."""

    def said() -> dict[str, Any]:
        session.flush()
        return {"reason": reason, "seen": facts_of(dialogue).listing().fingerprint, "by": by, "at": at}

    for key in made.pins:
        if made.now.row(key).entry.pin is not None:
            actions.unpin(dialogue, key, **said())
    for key, place in made.pins.items():
        if place is not None:
            actions.pin(dialogue, key, place=place, **said())
