"""An exercise made of a dialogue, filled with made-up delegations, and thrown away without a trace but the record."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select

from rtop_event.database import session
from rtop_event.delegations.finding import TYPED_IN
from rtop_event.delegations.models import Delegation, Group, Standing
from rtop_event.delegations.search import folded
from rtop_event.delegations.words import Capacity, Kind
from rtop_event.dialogues import editing
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.models import FloorCustoms, FloorStep
from rtop_event.invitations.models import Contact
from rtop_event.organisers.record import record
from rtop_event.recorded import Recorded
from rtop_event.registrations.models import Alignment, Decision, Registration
from rtop_event.registrations.steps import first_version
from rtop_event.rehearsals.made_up import GROUPS, MadeUp, made_up
from rtop_event.rehearsals.refusals import IsAnExercise, IsNoExercise
from rtop_event.speakers.models import Arrangement, Exchange, Pin, PlacedMove

CODE = f"{TYPED_IN}exercise-"
"""How the codes of made-up delegations and groups begin: as names that strangers typed in they are shown to nobody."""
ROWS = (PlacedMove, Pin, Exchange, Arrangement, FloorStep, FloorCustoms, Registration)
"""What the record keeps of an exercise; it has to know that they are gone, since their numbers may come again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An exercise as it is asked for: the moment at which its first meeting opens, how many speak, and the dice."""

    opens_at: datetime
    speakers: int
    seed: int


def rehearse(source: Dialogue, wanted: Wanted, *, prefix: str, who: editing.Beginning) -> Dialogue:
    """Make an exercise of a dialogue: its programme and rules on that day, made-up speakers. Raises IsAnExercise."""
    if source.rehearses:
        raise IsAnExercise
    day = wanted.opens_at.astimezone(ZoneInfo(source.zone)).date()
    names = {"title": f"{prefix}: {source.title}", "theme": f"{prefix}: {source.theme}"}
    made = editing.copy(source, slug=_unguessable_slug(source.slug), **names, day=day, who=who)
    made.rehearses, made.is_example, made.published_at = source.slug, True, who.at
    _put_hours(made, wanted.opens_at, who.at)
    _fill(made, made_up(wanted.speakers, wanted.seed), who.at)
    session.flush()
    after = {"speakers": wanted.speakers, "seed": wanted.seed, "of": source.slug}
    record("exercise made", by=who.by, at=who.at, dialogue=made.slug, about="dialogue", after=after)
    return made


def throw_away(dialogue: Dialogue, *, by: str, at: datetime) -> None:
    """Remove an exercise with all that is in it; the record keeps its lines. Raises IsNoExercise."""
    if not dialogue.rehearses:
        raise IsNoExercise
    invented = select(Delegation).join(Registration, Registration.delegation_id == Delegation.id)
    delegations = session.scalars(invented.where(Registration.dialogue_id == dialogue.id)).unique().all()
    for_groups = select(Group).join(Registration, Registration.group_id == Group.id)
    groups = session.scalars(for_groups.where(Registration.dialogue_id == dialogue.id)).unique().all()
    for kind in ROWS:
        rows: list[Recorded] = list(session.scalars(select(kind).where(kind.dialogue_id == dialogue.id)))
        for row in rows:
            session.delete(row)
        session.flush()
    session.delete(dialogue)
    session.flush()
    for group in groups:
        if group.code.startswith(CODE):
            session.delete(group)
    for delegation in delegations:
        if delegation.code.startswith(TYPED_IN) and not _known_elsewhere(delegation):
            session.delete(delegation)
    session.flush()
    record("exercise thrown away", by=by, at=at, dialogue=dialogue.slug, about="dialogue")


def _known_elsewhere(delegation: Delegation) -> bool:
    """Whether a request of another dialogue or somebody who is written to belongs to it."""
    asked = (kind.delegation_id == delegation.id for kind in (Registration, Alignment, Contact))
    return bool(session.scalar(select(or_(*(exists().where(one) for one in asked)))))


def _unguessable_slug(source: str) -> str:
    """A short name that no exercise ever had and nobody finds by trying: it may be one of a draft, which is secret."""
    return f"{source[:40].strip('-')}-exercise-{secrets.token_hex(5)}"


def _put_hours(made: Dialogue, opens_at: datetime, at: datetime) -> None:
    """The meetings from that hour on, as far apart as they were; nobody can register, and the list is open."""
    later = opens_at - made.starts_at
    for meeting in made.meetings:
        meeting.starts_at, meeting.ends_at = meeting.starts_at + later, meeting.ends_at + later
    made.registration_opens_at, made.registration_closes_at = at - timedelta(days=2), at - timedelta(days=1)
    made.list_opens_at, made.list_closes_at = min(at, opens_at) - timedelta(days=1), max(at, made.ends_at)
    made.online_closes_at = made.announced_at = None


def _fill(made: Dialogue, speakers: list[MadeUp], at: datetime) -> None:
    sign, day = f"{CODE}{secrets.token_hex(6)}-", min(at, made.starts_at).date()
    groups = [Group(code=f"{sign}g{number}", name=name) for number, name in enumerate(GROUPS)]
    used = [groups[number] for number in sorted({one.group for one in speakers if one.group is not None})]
    session.add_all(used)
    for number, one in enumerate(speakers):
        asked = at - timedelta(seconds=len(speakers) - number)
        group = None if one.group is None else groups[one.group]
        row = Registration(
            dialogue=made,
            delegation=_delegation(f"{sign}{number}", one, day),
            group=group,
            capacity=Capacity.GROUP if group else Capacity.NATIONAL,
            kind=one.kind,
            wants_floor=True,
            level=one.level,
            speaker_name=one.speaker,
            speaker_function=one.function,
            focal_point=one.speaker,
            address="",
            address_key="",
            form_key=secrets.token_urlsafe(24),
            token_version=first_version(made),
            by_desk=True,
            received_at=asked,
            requested_at=asked,
            verified_at=asked,
            decision=Decision.ACCEPTED if one.kind is Kind.CIVIL_SOCIETY else Decision.NONE,
            decided_at=asked if one.kind is Kind.CIVIL_SOCIETY else None,
        )
        row.settle()
        session.add(row)


def _delegation(code: str, one: MadeUp, day: date) -> Delegation:
    standing = Standing(since=day, name=one.name, sort_key=folded(one.name), kind=one.kind, regional_group=one.region)
    return Delegation(code=code, typed_in=True, standings=[standing])
