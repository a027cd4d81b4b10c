"""Finding letters for people: by state, dialogue and cause, and how many there are of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased, load_only, selectinload

from rtop_event.database import session
from rtop_event.mailing.blocking import is_blocked
from rtop_event.mailing.models import Enclosure, Letter, LetterState
from rtop_event.occasion import Occasion
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
    """The state of a letter as Letter.state() says it where it is known which addresses are blocked."""
    return case(
        (and_(Letter.sent_at.is_not(None), Letter.bounced_at.is_not(None)), LetterState.BOUNCED.value),
        (Letter.sent_at.is_not(None), LetterState.SENT.value),
        (and_(Letter.discarded_at.is_not(None), Letter.approved_at.is_not(None)), LetterState.STOPPED.value),
        (Letter.discarded_at.is_not(None), LetterState.DISCARDED.value),
        (Letter.failed_at.is_not(None), LetterState.FAILED.value),
        (Letter.approved_at.is_(None), LetterState.DRAFT.value),
        (and_(Letter.leased_until.is_not(None), Letter.leased_until > at), LetterState.SENDING.value),
        (or_(Letter.held_at.is_not(None), is_blocked()), LetterState.STOPPED.value),
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
    every = matching(replace(wanted, state=None), at)
    found: Mapping[str, int] = dict(session.execute(select(states, func.count()).where(every).group_by(states)).all())
    counted = {state: found.get(state.value, 0) for state in LetterState}
    counted[LetterState.APPROVED] += counted.pop(LetterState.SENDING)
    return counted


def drafts_by_method(wanted: Wanted, at: datetime) -> dict[str, int]:
    """How many drafts there are with each method of a calendar entry, or with none."""
    drafts = matching(replace(wanted, state=LetterState.DRAFT), at)
    return dict(session.execute(select(Letter.method, func.count()).where(drafts).group_by(Letter.method)).all())


def page_of(wanted: Wanted, at: datetime, page: int) -> list[Letter]:
    """One page of letters: what failed first, then what waits for a person, then the newest."""
    chosen = _without_contents().where(matching(wanted, at)).order_by(*_urgency(at))
    return list(session.scalars(chosen.limit(PAGE).offset((page - 1) * PAGE)))


def first_of(wanted: Wanted, at: datetime) -> int | None:
    """The number of the first of them, in the same order."""
    return session.scalar(select(Letter.id).where(matching(wanted, at)).order_by(*_urgency(at)).limit(1))


@dataclass(frozen=True, slots=True)
class Around:
    """The letters of a page that has one as near to its middle as can be, and the place of that one among all."""

    letters: list[Letter]
    before: int | None
    after: int | None
    place: int
    of: int


NOBODY_NEAR = Around([], None, None, 0, 0)


def around(number: int, wanted: Wanted, at: datetime) -> Around:
    """What stands around a letter in the list that is wanted; only a page of it is read."""
    among, urgency = matching(wanted, at), _urgency(at)[0]
    of = session.scalar(select(func.count(Letter.id)).where(among)) or 0
    how_urgent = session.scalar(select(urgency).where(among, Letter.id == number))
    if how_urgent is None:
        return replace(NOBODY_NEAR, letters=page_of(wanted, at, 1), of=of)
    sooner = or_(urgency < how_urgent, and_(urgency == how_urgent, Letter.id > number))
    place = session.scalar(select(func.count(Letter.id)).where(among, sooner)) or 0
    first = max(0, min(place - PAGE // 2, of - PAGE))
    chosen = _without_contents().where(among).order_by(*_urgency(at))
    letters = list(session.scalars(chosen.limit(PAGE).offset(first)))
    numbers, here = [letter.id for letter in letters], place - first
    before, after = numbers[:here][-1:], numbers[here + 1 :][:1]
    return Around(letters, next(iter(before), None), next(iter(after), None), place + 1, of)


def following(number: int, wanted: Wanted, at: datetime) -> int | None:
    """The letter to look at once this one is done with: the next of its state, else the one before; None for any."""
    near = around(number, wanted, at) if wanted.state else NOBODY_NEAR
    return near.after or near.before


def _urgency(at: datetime) -> tuple[ColumnElement[Any], ...]:
    urgency = case(
        (in_state(LetterState.FAILED, at), 0),
        (in_state(LetterState.DRAFT, at), 1),
        (Letter.sent_at.is_(None) & Letter.discarded_at.is_(None), 2),
        else_=3,
    )
    return urgency, Letter.id.desc()


def _without_contents() -> Select[Letter]:
    shown = (
        Letter.id, Letter.kind, Letter.recipient, Letter.recipient_name, Letter.subject, Letter.dialogue,
        Letter.created_at, Letter.approved_at, Letter.sent_at, Letter.failed_at, Letter.discarded_at, Letter.attempts,
        Letter.leased_until, Letter.next_attempt_at, Letter.server_answer, Letter.held_at, Letter.held_by,
        Letter.not_before, Letter.bounced_at, Letter.bounced_words, Letter.about,
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


def arrived(about: str, address: str) -> list[Letter]:
    """The letters about something that left to this mailbox and did not come back, the latest first."""
    mine = Letter.about == about, func.lower(Letter.recipient) == address.lower()
    left = Letter.sent_at.is_not(None), Letter.bounced_at.is_(None)
    shown = load_only(Letter.subject, Letter.text, Letter.language, Letter.sent_at)
    return list(session.scalars(select(Letter).options(shown).where(*mine, *left).order_by(Letter.id.desc())))


def enclosure_of(letter_number: int, number: int) -> Enclosure:
    """A file that this letter encloses; NotFound for any other."""
    for enclosure in letter(letter_number).enclosures:
        if enclosure.id == number:
            return enclosure
    raise NotFound


def held_before(shown: Letter) -> Occasion | None:
    """The calendar entry that the recipient holds under the same UID: of the last letter that left before this one."""
    last = session.scalar(
        select(Letter).where(*_same_entry(Letter, shown), Letter.id < shown.id).order_by(Letter.id.desc()).limit(1)
    )
    return last.occasion if last is not None and last.method == "REQUEST" else None


def _same_entry(sent: Any, letter: Any) -> tuple[ColumnElement[bool], ...]:
    """Letters that left to the same mailbox about the same calendar entry, and did not come back; of rows or tables."""
    arrived = and_(sent.sent_at.is_not(None), sent.bounced_at.is_(None))
    return sent.uid == letter.uid, func.lower(sent.recipient) == func.lower(letter.recipient), arrived


def moving(wanted: Wanted, at: datetime) -> int:
    """How many drafts move an entry that their readers hold, in time or to another place."""
    sent, last = aliased(Letter), aliased(Letter)
    latest = select(func.max(sent.id)).where(*_same_entry(sent, Letter)).correlate(Letter).scalar_subquery()
    elsewhere = or_(last.starts_at != Letter.starts_at, last.ends_at != Letter.ends_at, last.place != Letter.place)
    held = exists().where(last.id == latest, last.method == "REQUEST", elsewhere).correlate(Letter)
    drafts = matching(replace(wanted, state=LetterState.DRAFT), at)
    return session.scalar(select(func.count()).where(drafts, Letter.method == "REQUEST", held)) or 0


def leaving(at: datetime) -> ColumnElement[bool]:
    """Letters on their way now: approved, not stopped, and not set for later."""
    on_their_way = (LetterState.APPROVED.value, LetterState.SENDING.value, LetterState.WAITING.value)
    return and_(state_of(at).in_(on_their_way), or_(Letter.not_before.is_(None), Letter.not_before <= at))


def how_many_leave(at: datetime) -> int:
    """How many they are."""
    return session.scalar(select(func.count(Letter.id)).where(leaving(at))) or 0


def how_many_later(at: datetime) -> int:
    """How many are approved for a moment that has not come."""
    waits = (in_state(LetterState.APPROVED, at), Letter.not_before > at)
    return session.scalar(select(func.count(Letter.id)).where(*waits)) or 0


def sent_lately(at: datetime) -> int:
    """How many left within the last hour."""
    return session.scalar(select(func.count()).where(Letter.sent_at > at - LATELY)) or 0
