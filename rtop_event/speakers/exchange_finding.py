"""Reading exchanges of places: for the two delegations, for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from rtop_event.database import session
from rtop_event.delegations.models import Delegation
from rtop_event.dialogues.models import Dialogue
from rtop_event.refusal import NotFound
from rtop_event.registrations.models import Registration
from rtop_event.speakers.models import Exchange


def of_delegation(registration: Registration, number: int) -> Exchange:
    """One exchange in which this inscription is one of the two; raises NotFound."""
    return _one(_whole().where(Exchange.id == number, _concerns(registration)))


def made_to(registration: Registration, number: int) -> Exchange:
    """One offer that was made to this inscription; raises NotFound."""
    return _one(_whole().where(Exchange.id == number, Exchange.other_id == registration.id))


def made_by(registration: Registration, number: int) -> Exchange:
    """One offer that this inscription has made; raises NotFound."""
    return _one(_whole().where(Exchange.id == number, Exchange.asker_id == registration.id))


def of_dialogue(dialogue: Dialogue, number: int) -> Exchange:
    """One exchange, reached through its dialogue; raises NotFound."""
    return _one(_whole().where(Exchange.id == number, Exchange.dialogue_id == dialogue.id))


def all_of_delegation(registration: Registration) -> Sequence[Exchange]:
    """All exchanges of an inscription, the newest first."""
    return session.scalars(_whole().where(_concerns(registration)).order_by(Exchange.id.desc())).all()


def all_of_dialogue(dialogue: Dialogue) -> Sequence[Exchange]:
    """All exchanges of a dialogue, the newest first."""
    return session.scalars(_whole().where(Exchange.dialogue_id == dialogue.id).order_by(Exchange.id.desc())).all()


def open_with(*registrations: Registration) -> Sequence[Exchange]:
    """The offers of these inscriptions, and those made to them, that have not come to an end."""
    concerned = or_(*(_concerns(one) for one in registrations))
    return session.scalars(_whole().where(concerned, *_NOT_ENDED).order_by(Exchange.id)).all()


def open_in(dialogue: Dialogue) -> Sequence[Exchange]:
    """All offers of a dialogue that have not come to an end."""
    return session.scalars(_whole().where(Exchange.dialogue_id == dialogue.id, *_NOT_ENDED)).all()


def all_open() -> Sequence[Exchange]:
    """All offers, of any dialogue, whose end is not written down."""
    return session.scalars(_whole().where(*_NOT_ENDED).order_by(Exchange.id)).all()


def without_address(dialogue: Dialogue) -> frozenset[int]:
    """The ids of the requests to which no letter can be written."""
    silent = select(Registration.id).where(Registration.dialogue_id == dialogue.id, Registration.address == "")
    return frozenset(session.scalars(silent))


def made_since(registration: Registration, since: datetime) -> int:
    """How many offers an inscription has made since then."""
    made = select(func.count(Exchange.id)).where(Exchange.asker_id == registration.id, Exchange.asked_at > since)
    return session.scalar(made) or 0


_NOT_ENDED = (Exchange.applied_at.is_(None), Exchange.ended_at.is_(None))


def _concerns(registration: Registration) -> ColumnElement[bool]:
    return or_(Exchange.asker_id == registration.id, Exchange.other_id == registration.id)


def _whole() -> Select[Exchange]:
    both = [joinedload(Exchange.asker), joinedload(Exchange.other)]
    return select(Exchange).options(
        *(one.joinedload(Registration.delegation).selectinload(Delegation.standings) for one in both),
        *(one.joinedload(Registration.group) for one in both),
    )


def _one(query: Select[Exchange]) -> Exchange:
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found
