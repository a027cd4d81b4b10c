"""What waits at the desk because of registrations, and what they look like as numbers."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import load_only

from rtop_event.database import session
from rtop_event.delegations.finding import known
from rtop_event.delegations.titles import KINDS, REGIONAL_GROUPS
from rtop_event.delegations.words import Kind, RegionalGroup
from rtop_event.dialogues.finding import all_dialogues
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.dashboard import Chart, Waiting
from rtop_event.registrations import changes, finding
from rtop_event.registrations.models import Registration
from rtop_event.registrations.states import Status
from rtop_event.wording import Sentence, sentence

LIVE = {Status.RECEIVED, Status.VERIFIED, Status.REGISTERED, Status.RESERVE, Status.ON_THE_LIST}
_FACTS = (
    Registration.delegation_id,
    Registration.kind,
    Registration.wants_floor,
    Registration.verified_at,
    Registration.received_at,
    Registration.withdrawn_at,
    Registration.decision,
    Registration.holds_place,
    Registration.reserve_since,
    Registration.admitted_at,
)


def waiting(at: datetime) -> list[Waiting]:
    """Unverified requests, and civil society to select, of the dialogues that are not over."""
    found = []
    for dialogue in _coming(at):
        states = Counter(one.status(at) for one in _facts_of(dialogue))
        url = url_for("registrations.desk_list", slug=dialogue.slug)
        unverified = sentence("requests not confirmed yet: %(title)s", title=dialogue.theme)
        to_select = sentence("civil society to select: %(title)s", title=dialogue.theme)
        found.append(Waiting(states[Status.RECEIVED], unverified, f"{url}?status={Status.RECEIVED.value}"))
        found.append(Waiting(states[Status.VERIFIED], to_select, f"{url}?status={Status.VERIFIED.value}", urgent=True))
        asked = sentence("changes asked for after the close: %(title)s", title=dialogue.theme)
        changed = url_for("registrations.desk_changes", slug=dialogue.slug)
        found.append(Waiting(len(changes.all_open(dialogue)), asked, changed, urgent=True))
    return found


def charts(at: datetime) -> list[Chart]:
    """Live requests by kind of delegation, and those of Member States by regional group."""
    found = []
    for dialogue in _coming(at):
        rows = [one for one in _facts_of(dialogue) if one.status(at) in LIVE]
        if rows:
            found += [_by_kind(dialogue, rows), _by_group(dialogue, rows)]
    return found


def _coming(at: datetime) -> list[Dialogue]:
    """The dialogues that are not over; when all are, the latest."""
    dialogues = [one for one in all_dialogues() if one.published_at is not None]
    return [one for one in dialogues if at < one.ends_at] or dialogues[:1]


def _facts_of(dialogue: Dialogue) -> list[Registration]:
    query = select(Registration).where(Registration.dialogue_id == dialogue.id)
    return list(session.scalars(query.options(load_only(*_FACTS))))


def _by_kind(dialogue: Dialogue, rows: list[Registration]) -> Chart:
    speak = Counter(one.kind for one in rows if one.wants_floor)
    attend = Counter(one.kind for one in rows if not one.wants_floor)
    return Chart(
        sentence("Requests by kind of delegation: %(title)s", title=dialogue.theme),
        (sentence("Take the floor"), sentence("Attend only")),
        tuple((KINDS[kind], (speak[kind], attend[kind])) for kind in Kind if speak[kind] or attend[kind]),
        label=sentence("Kind"),
    )


def _by_group(dialogue: Dialogue, rows: list[Registration]) -> Chart:
    day = finding.day_of(dialogue)
    states = [one for one in rows if one.kind is Kind.MEMBER_STATE]
    entries = [(known(one.delegation_id, day), one.wants_floor) for one in states]
    counted = Counter((entry.regional_group if entry else None, speaks) for entry, speaks in entries)
    lines: list[tuple[Sentence, tuple[int, ...]]] = [
        (REGIONAL_GROUPS[group], (counted[(group, True)], counted[(group, False)])) for group in RegionalGroup
    ]
    none = (counted[(None, True)], counted[(None, False)])
    return Chart(
        sentence("Member States by regional group: %(title)s", title=dialogue.theme),
        (sentence("Take the floor"), sentence("Attend only")),
        (*lines, *([(sentence("In no group"), none)] if any(none) else [])),
        label=sentence("Regional group"),
    )
