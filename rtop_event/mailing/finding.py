"""Finding letters for people: by state, dialogue and cause, and how many there are of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import load_only, selectinload

from rtop_event.database import session
from rtop_event.mailing.models import Enclosure, Letter, LetterKind, LetterState
from rtop_event.refusal import NotFound

PAGE = 50
LATELY = timedelta(hours=1)


@dataclass(frozen=True)
class Wanted:
    """Which letters somebody wants to see; an empty value means all."""

    state: LetterState | None = None
    dialogue: str = ""
    about: str = ""

    def query(self, state: LetterState | None) -> dict[str, str]:
        """The same wish with another state, for an address."""
        given = {"state": state or "", "dialogue": self.dialogue, "about": self.about}
        return {name: str(value) for name, value in given.items() if value}


def state_of(at: datetime) -> ColumnElement[str]:
    """The state of a letter as Letter.state() says it, for the database."""
    return case(
        (Letter.sent_at.is_not(None), LetterState.SENT.value),
        (Letter.discarded_at.is_not(None), LetterState.DISCARDED.value),
        (Letter.failed_at.is_not(None), LetterState.FAILED.value),
        (Letter.approved_at.is_(None), LetterState.DRAFT.value),
        (and_(Letter.leased_until.is_not(None), Letter.leased_until > at), LetterState.SENDING.value),
        (Letter.attempts > 0, LetterState.WAITING.value),
        else_=LetterState.APPROVED.value,
    )


def in_state(state: LetterState, at: datetime) -> ColumnElement[bool]:
    """Letters in this state; those being sent count as approved, since they are for a moment only."""
    if state is LetterState.APPROVED:
        return or_(state_of(at) == state.value, state_of(at) == LetterState.SENDING.value)
    return state_of(at) == state.value


def matching(wanted: Wanted, at: datetime) -> ColumnElement[bool]:
    """The wish as a condition."""
    conditions: list[ColumnElement[bool]] = [true()]
    if wanted.state:
        conditions.append(in_state(wanted.state, at))
    if wanted.dialogue:
        conditions.append(Letter.dialogue == wanted.dialogue)
    if wanted.about:
        conditions.append(Letter.about == wanted.about)
    return and_(*conditions)


def how_many(wanted: Wanted, at: datetime) -> dict[LetterState, int]:
    """The number of letters in each state, whatever state is wanted; those being sent count as approved."""
    states = state_of(at).label("state")
    every = matching(Wanted(None, wanted.dialogue, wanted.about), at)
    found: Mapping[str, int] = dict(session.execute(select(states, func.count()).where(every).group_by(states)).all())
    counted = {state: found.get(state.value, 0) for state in LetterState}
    counted[LetterState.APPROVED] += counted.pop(LetterState.SENDING)
    return counted


def drafts_by_kind(wanted: Wanted, at: datetime) -> dict[LetterKind, int]:
    """How many drafts there are of each kind."""
    drafts = matching(Wanted(LetterState.DRAFT, wanted.dialogue, wanted.about), at)
    return dict(session.execute(select(Letter.kind, func.count()).where(drafts).group_by(Letter.kind)).all())


def page_of(wanted: Wanted, at: datetime, page: int) -> list[Letter]:
    """One page of letters: what failed first, then what waits for a person, then the newest."""
    urgency = case(
        (in_state(LetterState.FAILED, at), 0),
        (in_state(LetterState.DRAFT, at), 1),
        (Letter.sent_at.is_(None) & Letter.discarded_at.is_(None), 2),
        else_=3,
    )
    chosen = _without_contents().where(matching(wanted, at)).order_by(urgency, Letter.id.desc())
    return list(session.scalars(chosen.limit(PAGE).offset((page - 1) * PAGE)))


def _without_contents() -> Select[Letter]:
    shown = (
        Letter.id, Letter.kind, Letter.recipient, Letter.recipient_name, Letter.subject, Letter.dialogue,
        Letter.created_at, Letter.approved_at, Letter.sent_at, Letter.failed_at, Letter.discarded_at, Letter.attempts,
        Letter.leased_until, Letter.next_attempt_at, Letter.server_answer,
    )  # fmt: skip
    return select(Letter).options(load_only(*shown))


def all_of(wanted: Wanted, at: datetime) -> list[Letter]:
    """All of them, for doing the same to each; oldest first, which is the order in which they leave."""
    return list(session.scalars(select(Letter).where(matching(wanted, at)).order_by(Letter.id)))


def letter(number: int) -> Letter:
    """One letter with what it encloses; NotFound when there is none."""
    found = session.scalar(select(Letter).where(Letter.id == number).options(selectinload(Letter.enclosures)))
    if found is None:
        raise NotFound
    return found


def enclosure_of(letter_number: int, number: int) -> Enclosure:
    """A file that this letter encloses; NotFound for any other."""
    for enclosure in letter(letter_number).enclosures:
        if enclosure.id == number:
            return enclosure
    raise NotFound


def entry_before(shown: Letter) -> bytes | None:
    """The calendar entry that the recipient holds: of the last letter of the stream that left before this one."""
    earlier = select(Letter.calendar).where(
        Letter.stream == shown.stream, Letter.id < shown.id, Letter.method != "", Letter.sent_at.is_not(None)
    )
    return session.scalar(earlier.order_by(Letter.id.desc()).limit(1))


def sent_lately(at: datetime) -> int:
    """How many left within the last hour."""
    return session.scalar(select(func.count()).where(Letter.sent_at > at - LATELY)) or 0
