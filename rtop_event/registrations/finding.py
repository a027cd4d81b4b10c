"""Reading requests: for their delegates, for the list, for the desk; a fixed number of queries each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ScalarSelect, Select, String, and_, cast, func, literal, or_, select
from sqlalchemy.orm import joinedload

from rtop_event import exercise
from rtop_event.database import session
from rtop_event.delegations.finding import members_by_code
from rtop_event.delegations.models import Delegation
from rtop_event.delegations.names import name_in
from rtop_event.delegations.words import Capacity, Kind
from rtop_event.dialogues.models import Dialogue
from rtop_event.links import read
from rtop_event.mailing.finding import state_of
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.organisers.models import Change
from rtop_event.refusal import NotFound
from rtop_event.registrations.models import VERIFY_WITHIN, Decision, Registration
from rtop_event.registrations.voices import Members, Voice

PURPOSE = "registration"
ANOTHER_REQUEST = "another request"
"""How the record calls that a focal point was told of somebody else who asked for the place."""


def own(token: str, *, to_change: bool = False) -> Registration:
    """The request of a personal link; raises NotFound when the link was replaced or its dialogue is not public."""
    return _opened_by(*read(PURPOSE, token), to_change=to_change)


def with_calendar(number: int) -> Registration:
    """The request whose calendar was asked for; raises NotFound when its dialogue is not public."""
    return _public(session.scalar(whole().where(Registration.id == number)))


def _opened_by(number: int, version: int, *, to_change: bool = False) -> Registration:
    query = whole().where(Registration.id == number, Registration.token_version == version)
    if to_change:
        query = query.with_for_update(of=Registration)
    return _public(session.scalar(query))


def _public(found: Registration | None) -> Registration:
    if found is None or found.dialogue.published_at is None:
        raise NotFound
    if found.dialogue.rehearses:
        exercise.note()
    return found


def of_dialogue(dialogue: Dialogue, number: int, *, to_change: bool = False) -> Registration:
    """One request, reached through its dialogue; raises NotFound."""
    query = whole().where(Registration.id == number, Registration.dialogue_id == dialogue.id)
    if to_change:
        query = query.with_for_update(of=Registration)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def requests(dialogue: Dialogue) -> list[Registration]:
    """All requests of a dialogue in the order in which they came."""
    return list(session.scalars(whole().where(Registration.dialogue_id == dialogue.id).order_by(Registration.id)))


def first_of(dialogue: Dialogue) -> Registration | None:
    """The first request of a dialogue that letters are written to; None while there is none."""
    asked = whole().where(Registration.dialogue_id == dialogue.id, Registration.address != "")
    return session.scalar(asked.order_by(Registration.id).limit(1))


def inscriptions(dialogue: Dialogue) -> list[Registration]:
    """Those on the list, and withdrawn ones that once were: the chair's moves next to them still count.

    Without their delegations, whose names are known by their ids.
    """
    return list(session.scalars(all_inscriptions(dialogue)))


def all_inscriptions(dialogue: Dialogue) -> Select[Registration]:
    """The same as a query, to which another wing can add what it shows beside them."""
    once = and_(
        Registration.dialogue_id == dialogue.id,
        Registration.wants_floor,
        Registration.verified_at.is_not(None),
        Registration.decision != Decision.REFUSED,
        or_(Registration.kind != Kind.CIVIL_SOCIETY, Registration.decision == Decision.ACCEPTED),
    )
    query = select(Registration).options(joinedload(Registration.group)).where(once)
    return query.order_by(Registration.requested_at, Registration.id)


def last_letter(at: datetime) -> ScalarSelect[str]:
    """The state of the last letter about a request, for a query of requests."""
    about_it = Letter.about == literal("registration:") + cast(Registration.id, String)
    return select(state_of(at)).where(about_it).order_by(Letter.id.desc()).limit(1).scalar_subquery()


def holder(
    dialogue_id: int, delegation_id: int, capacity: Capacity, group_id: int | None, *, but: int | None = None
) -> Registration | None:
    """The live verified request that holds this place, other than the request with the id `but`."""
    query = whole().where(_same_place(dialogue_id, delegation_id, capacity, group_id), Registration.holds_place)
    return session.scalar(query.where(Registration.id != but) if but is not None else query)


def awaiting(registration: Registration, at: datetime) -> bool:
    """Whether another request for the same place awaits confirmation."""
    if not registration.wants_floor:
        return False
    place = _same_place(
        registration.dialogue_id, registration.delegation_id, registration.capacity, registration.group_id
    )
    found = session.scalar(select(Registration.id).where(place, _unconfirmed(at), Registration.id != registration.id))
    return found is not None


def by_address(dialogue: Dialogue, address_key: str, at: datetime) -> list[Registration]:
    """The requests of one mailbox that still mean something: neither withdrawn nor lapsed."""
    mine = and_(Registration.dialogue_id == dialogue.id, Registration.address_key == address_key)
    alive = or_(Registration.verified_at.is_not(None), Registration.received_at > at - VERIFY_WITHIN)
    live = and_(mine, alive, Registration.withdrawn_at.is_(None))
    return list(session.scalars(whole().where(live).order_by(Registration.id))) if _any(live) else []


def withdrawn_of(dialogue: Dialogue, address_key: str) -> list[Registration]:
    """The withdrawn requests of one mailbox."""
    mine = and_(Registration.dialogue_id == dialogue.id, Registration.address_key == address_key)
    gone = and_(mine, Registration.withdrawn_at.is_not(None))
    return list(session.scalars(whole().where(gone).order_by(Registration.id)))


def by_key(form_key: str) -> Registration | None:
    """The request that was sent with this key."""
    sent = Registration.form_key == form_key
    return session.scalar(whole().where(sent)) if _any(sent) else None


def _any(asked: ColumnElement[bool]) -> bool:
    """Whether there is such a request: most often there is none, and this costs a tenth of reading it whole."""
    return session.scalar(select(Registration.id).where(asked).limit(1)) is not None


def all_letters_about(registration: Registration) -> Sequence[Letter]:
    """The letters about a request to whatever address, newest first."""
    query = select(Letter).where(Letter.about == about(registration)).order_by(Letter.id.desc())
    return session.scalars(query).all()


def changes_of(registration: Registration) -> Sequence[Change]:
    """The history of a request, newest first."""
    return session.scalars(select(Change).where(told_of(registration)).order_by(Change.id.desc())).all()


def told_of(registration: Registration) -> ColumnElement[bool]:
    """What the record tells of a request; the number alone may be that of one which was thrown away before."""
    return and_(Change.dialogue == registration.dialogue.slug, Change.about == about(registration))


def letters_to(stream: str, since: datetime) -> int:
    """How many receipts went into this stream since then."""
    query = select(func.count(Letter.id)).where(
        Letter.stream == stream, Letter.kind == LetterKind.RECEIPT, Letter.created_at > since
    )
    return session.scalar(query) or 0


def wait_for(registration: Registration) -> None:
    """Let one after the other go on where several want to act on the same registration at once."""
    session.execute(select(Registration.id).where(Registration.id == registration.id).with_for_update())


def told_lately(registration: Registration, at: datetime) -> bool:
    """Whether its focal point was told of another request within the last day."""
    query = select(Change.id).where(
        told_of(registration), Change.what == ANOTHER_REQUEST, Change.at > at - timedelta(days=1)
    )
    return session.scalar(query.limit(1)) is not None


def about(registration: Registration) -> str:
    """How letters and the record name a request."""
    return f"registration:{registration.id}"


def delegation_name(registration: Registration, language: str) -> str:
    """The delegation's name on the day of the dialogue, in that language."""
    standing = registration.delegation.standing_on(day_of(registration.dialogue))
    return name_in(language, registration.delegation.iso2, standing.name)


def day_of(dialogue: Dialogue) -> date:
    """The day on which the dialogue begins, where it is held: names of States are those of that day."""
    return dialogue.starts_at.astimezone(ZoneInfo(dialogue.zone)).date()


def members_on(day: date) -> Members:
    """The members of all groups on that day, by codes."""
    return Members(members_by_code(day))


def voice_of(registration: Registration) -> Voice | None:
    """How its delegation stands to the group for which it speaks; None for who speaks for itself."""
    if registration.group is None:
        return None
    group, day = registration.group, day_of(registration.dialogue)
    return members_on(day).voice(registration.delegation.code, group.code)


def whole() -> Select[Registration]:
    """Requests with what their pages show."""
    return select(Registration).options(joinedload(Registration.dialogue).selectinload(Dialogue.meetings), *_WHO)


_WHO = (joinedload(Registration.delegation).selectinload(Delegation.standings), joinedload(Registration.group))


def _same_place(dialogue_id: int, delegation_id: int, capacity: Capacity, group_id: int | None) -> ColumnElement[bool]:
    whose = (
        Registration.group_id == group_id
        if capacity is Capacity.GROUP
        else and_(Registration.delegation_id == delegation_id, Registration.capacity == Capacity.NATIONAL)
    )
    return and_(Registration.dialogue_id == dialogue_id, Registration.wants_floor, whose)


def _unconfirmed(at: datetime) -> ColumnElement[bool]:
    return and_(
        Registration.verified_at.is_(None),
        Registration.withdrawn_at.is_(None),
        Registration.decision != Decision.REFUSED,
        Registration.received_at > at - VERIFY_WITHIN,
    )
