"""A dialogue with a short list, and what the tests of the desk do with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.words import Kind, Level
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.models import Change
from rtop_event.registrations.models import Decision, Registration
from rtop_event.speakers import publishing, revisions
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.listing import key_of, listing
from rtop_event.speakers.models import Revision
from rtop_event.speakers.seen import as_seen, print_of
from tests import builders

NOW = datetime(2012, 9, 1, 12, 0, tzinfo=UTC)
NAMES = ["Algeria", "Tonga", "Peru", "Chad", "Holy See", "Example Society (example)"]
"""The list of a_list(), in order."""


def a_list(**facts: Any) -> Dialogue:
    """A group, a head of State, a minister, an ambassador, an observer and civil society, inscribed backwards."""
    dialogue = builders.a_dialogue(**facts)
    society = builders.an_inscription(
        dialogue, NAMES[5], kind=Kind.CIVIL_SOCIETY, decision=Decision.ACCEPTED, decided_at=NOW
    )
    society.settle()
    builders.an_inscription(dialogue, "Holy See", kind=Kind.OBSERVER_STATE)
    builders.an_inscription(dialogue, "Chad")
    builders.an_inscription(dialogue, "Peru", level=Level.MINISTER)
    builders.an_inscription(dialogue, "Tonga", level=Level.HEAD_OF_STATE)
    builders.an_inscription(dialogue, "Algeria", group=builders.a_group())
    return dialogue


def names(found: Listing) -> list[str]:
    return [row.entry.delegation for row in found.rows]


def registration(name: str) -> Registration:
    return next(one for one in session.scalars(select(Registration)) if one.delegation.standings[0].name == name)


def withdraw(name: str) -> None:
    gone = registration(name)
    with session.no_autoflush:
        gone.withdrawn_at = NOW
        gone.settle()
    session.flush()


def key(name: str) -> str:
    return key_of(registration(name).id)


def publish(dialogue: Dialogue, *, note: str = "", at: datetime = NOW, **changed: Any) -> Revision:
    last = revisions.last_number(dialogue)
    values: dict[str, Any] = {
        "note": note,
        "seen": print_of(as_seen(listing(dialogue))),
        "number": last[0] + 1 if last else 0,
        "by": "Desk (example)",
        "at": at,
    }
    return publishing.publish(dialogue, **{**values, **changed})


def recorded() -> list[tuple[str, str, dict[str, Any], dict[str, Any], str]]:
    session.flush()
    changes = session.scalars(select(Change).order_by(Change.id))
    return [(one.what, one.by, one.before, one.after, one.why) for one in changes]
