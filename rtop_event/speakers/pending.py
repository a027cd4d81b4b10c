"""How far back a place can still fall: what the list would be if every request that waits came onto it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.registrations.finding import requests
from rtop_event.registrations.models import Registration
from rtop_event.registrations.states import Status
from rtop_event.speakers.listing import facts_from, held_of, key_of

MAY_COME = frozenset({Status.RECEIVED, Status.VERIFIED, Status.RESERVE})


def last_place(dialogue: Dialogue, key: str, at: datetime) -> int | None:
    """The place of an inscription with all those on the list who are not confirmed, not selected or on the reserve."""
    received = requests(dialogue)
    taken = {_holder(one) for one in received if one.holds_place}
    waiting = {
        key_of(one.id) for one in received if _may_come(one, at) and (one.holds_place or _holder(one) not in taken)
    }
    listed = [one for one in received if one.once_listed or key_of(one.id) in waiting]
    listed.sort(key=lambda one: (one.requested_at, one.id))
    facts = facts_from(dialogue, held_of(dialogue, listed))
    entries = tuple(replace(entry, live=entry.live or entry.key in waiting) for entry in facts.entries)
    places = replace(facts, entries=entries).listing().places
    return next((place.number_in_meeting for place in places if place.key == key), None)


def _may_come(registration: Registration, at: datetime) -> bool:
    return registration.wants_floor and not registration.on_the_list and registration.status(at) in MAY_COME


def _holder(registration: Registration) -> tuple[int, int | None]:
    return registration.delegation_id, registration.group_id
