"""Sending what is due: claim with a lease, commit, hand over, mark, commit; a death at any point loses nothing.

No letter overtakes another of its stream. It waits while an earlier approved one is neither sent nor failed nor
discarded; a calendar entry waits for earlier entries that are still drafts too, so that no cancellation leaves before
its request. A letter that failed holds nobody back: an update stands by itself, and a cancellation of an entry that
may have arrived after all does no harm. Sending such a failed letter once more is refused when a later one has left.
"""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased, selectinload

from rtop_event.database import reading, session
from rtop_event.mailing.blocking import is_blocked
from rtop_event.mailing.envelope import return_path
from rtop_event.mailing.fitting import misfits
from rtop_event.mailing.mime import mail_bytes
from rtop_event.mailing.models import Letter
from rtop_event.mailing.postman import may_send, rest, work_again
from rtop_event.mailing.senders import dead_marks, forget, own_mark
from rtop_event.mailing.transport import Carrier, Outcome, Reply, Unreachable, carrier
from rtop_event.mailing.trying import next_try
from rtop_event.settings import Settings

LEASE = timedelta(minutes=5)
"""How long a claimed letter belongs to its sender; after a sender's death it leaves again when this is over."""
MARGIN = timedelta(minutes=2)
"""No letter is begun so late that the slowest server could outlast the lease."""
BATCH = 50
MARKING_TRIES = 60

Clock = Callable[[], datetime]


@dataclass
class Sent:
    """What a round of sending did."""

    taken: int = 0
    later: int = 0
    refused: int = 0
    trouble: str = ""

    def count(self, reply: Reply) -> None:
        """One letter more."""
        self.taken += reply.outcome is Outcome.TAKEN
        self.later += reply.outcome is Outcome.LATER
        self.refused += reply.outcome is Outcome.REFUSED


def send_due(clock: Clock, stopping: Callable[[], bool] = lambda: False) -> Sent:
    """Send everything that is due, until nothing is, or sending comes to rest, or somebody wants us to stop."""
    settings: Settings = current_app.extensions["settings"]
    done = Sent()
    free_leases_of_the_dead()
    while not stopping() and not done.trouble and any_due(clock()):
        try:
            with carrier(settings) as way:
                _while_the_line_stands(way, clock, stopping, done)
        except Unreachable as away:
            _come_to_rest(str(away), clock(), done)
    return done


def any_due(at: datetime) -> bool:
    """Whether there is something to send and nothing against it; takes no write lock."""
    before = reading.set(True)
    try:
        return may_send(at) and session.scalar(select(Letter.id).where(due(at)).limit(1)) is not None
    finally:
        session.rollback()
        reading.reset(before)


def due(at: datetime) -> ColumnElement[bool]:
    """Approved, not yet sent nor held, its time has come, nobody has it in hand, and nothing earlier is in its way."""
    earlier = aliased(Letter)
    in_the_way = exists().where(
        earlier.stream == Letter.stream,
        earlier.id < Letter.id,
        earlier.sent_at.is_(None),
        earlier.failed_at.is_(None),
        earlier.discarded_at.is_(None),
        or_(earlier.approved_at.is_not(None), and_(earlier.method != "", Letter.method != "")),
    )
    return and_(
        Letter.sent_at.is_(None),
        Letter.failed_at.is_(None),
        Letter.discarded_at.is_(None),
        Letter.held_at.is_(None),
        Letter.approved_at <= at,
        or_(Letter.not_before.is_(None), Letter.not_before <= at),
        or_(Letter.next_attempt_at.is_(None), Letter.next_attempt_at <= at),
        or_(Letter.leased_until.is_(None), Letter.leased_until <= at),
        ~in_the_way,
        ~is_blocked(),
    )


def free_leases_of_the_dead() -> None:
    """What senders of this instance had in hand when they died is free at once; they are told by their locks."""
    marks = dead_marks()
    if not marks:
        return
    _insist(_free, marks)
    forget(marks)


def _free(marks: Sequence[str]) -> None:
    for mark in marks:
        theirs = update(Letter).where(Letter.lease.startswith(mark)).values(lease="", leased_until=None)
        session.execute(theirs, execution_options={"synchronize_session": False})


def claim(at: datetime, *, most: int = BATCH) -> list[Letter]:
    """Take letters in hand, oldest first; what no longer fits is discarded with the reason. The caller commits."""
    while taken := _take(at, most):
        stopped = misfits(taken, at)
        for letter in taken:
            if why := stopped.get(letter.id):
                _write([letter], discarded_at=at, server_answer=str(why))
        if fitting := [letter for letter in taken if letter.id not in stopped]:
            return fitting
    return []


def _take(at: datetime, most: int) -> list[Letter]:
    """Letters that are due, taken by one conditional update."""
    lease = own_mark() + secrets.token_hex(8)
    chosen = select(Letter.id).where(due(at)).order_by(Letter.id).limit(most).with_for_update(skip_locked=True)
    taking = update(Letter).where(Letter.id.in_(chosen)).values(lease=lease, leased_until=at + LEASE)
    session.execute(taking, execution_options={"synchronize_session": False})
    ours = select(Letter).where(Letter.lease == lease).order_by(Letter.id).options(selectinload(Letter.enclosures))
    return list(session.scalars(ours.execution_options(populate_existing=True)))


def _while_the_line_stands(way: Carrier, clock: Clock, stopping: Callable[[], bool], done: Sent) -> None:
    while not stopping() and may_send(clock()):
        letters = claim(clock())
        session.commit()
        if not letters:
            return
        stands = _carry_all(way, letters, clock, stopping, done)
        session.expunge_all()
        if not stands:
            return


def _carry_all(way: Carrier, letters: Sequence[Letter], clock: Clock, stopping: Callable[[], bool], done: Sent) -> bool:
    """Hand over a batch; what is not begun goes back. Whether the line still stands."""
    book = _Book(clock)
    for place, letter in enumerate(letters):
        if stopping() or clock() > (letter.leased_until or clock()) - MARGIN:
            book.write()
            _give_back(letters[place:])
            return False
        reply = _hand_over(way, letter, partial(book.write, letter))
        book.write()
        if reply.outcome is Outcome.REST:
            _give_back(letters[place:], words=reply.words)
            _come_to_rest(reply.words, clock(), done)
            return False
        book.answered = letter, reply, clock()
        done.count(reply)
        if not reply.line_stands:
            book.write()
            _give_back(letters[place + 1 :])
            return False
    book.write()
    return True


def _hand_over(way: Carrier, letter: Letter, before_end: Callable[[], None]) -> Reply:
    try:
        content = mail_bytes(letter)
    except ValueError as bad:
        return Reply(Outcome.REFUSED, f"not a mail: {bad}")
    name = f"{letter.created_at:%Y%m%dT%H%M%SZ}-{letter.id:06}.eml"
    sender = return_path(letter.message_id) or letter.sender
    return way.carry(sender=sender, recipient=letter.recipient, content=content, name=name, before_end=before_end)


class _Book:
    """Writes down what became of each letter, while the server is already reading the next.

    The next is not at its end before that is on the disk: a death at any point sends at most one letter twice.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.answered: tuple[Letter, Reply, datetime] | None = None
        self.answers = 0

    def write(self, following: Letter | None = None) -> None:
        """Write down the last answer, if that is not done, and in the same commit which letter comes to its end now."""
        if self.answered or following:
            _insist(self._write, self.answered, following)
            self.answers += self.answered is not None
            self.answered = None

    def _write(self, answered: tuple[Letter, Reply, datetime] | None, following: Letter | None) -> None:
        if answered:
            _mark(*answered)
        if following:
            _write([following], lease=following.lease, leased_until=following.leased_until, handed_at=self.clock())
        if answered and not self.answers:
            work_again()  # the first answer of a batch ends a rest


def _mark(letter: Letter, reply: Reply, at: datetime) -> None:
    """Write down what became of a letter in our hand."""
    facts: dict[str, Any] = {"attempts": letter.attempts + 1, "server_answer": reply.words[:1000]}
    again = next_try(letter.attempts + 1, at=at, chance=random.random())  # noqa: S311 (spreads load, guards nothing)
    if reply.outcome is Outcome.TAKEN:
        facts["sent_at"] = at
    elif reply.outcome is Outcome.REFUSED or again is None:
        facts["failed_at"] = at
    else:
        facts["next_attempt_at"] = again
    facts["handed_at"] = at if reply.unanswered else letter.handed_at
    _write([letter], **facts)


def _give_back(letters: Sequence[Letter], words: str = "") -> None:
    if letters:
        _insist(_write, letters, **({"server_answer": words[:1000]} if words else {}))


def _write(letters: Sequence[Letter], **facts: Any) -> None:
    """Write facts and end the lease, where it is still ours; not through the rows, which is twice as slow.

    The rows in memory keep what was known when they were taken, such as whether an earlier try was never answered.
    """
    values = {"lease": "", "leased_until": None, **facts}
    ours = [{"number": one.id, "ours": one.lease, "handed_at": one.handed_at, **values} for one in letters]
    session.connection().execute(_OURS, ours)


_OURS = update(Letter.__table__).where(Letter.id == bindparam("number"), Letter.lease == bindparam("ours"))  # type: ignore[arg-type] # a declared table is a Table


def _come_to_rest(words: str, at: datetime, done: Sent) -> None:
    structlog.get_logger().error("mail cannot be sent and rests for a while", why=words)
    done.trouble = words
    _insist(rest, words, at=at)


def _insist(write: Callable[..., None], *given: Any, **named: Any) -> None:
    """Write and commit although the database is busy or full: forgetting that a letter left would send it twice."""
    for left in reversed(range(MARKING_TRIES)):
        try:
            write(*given, **named)
            session.commit()
            return
        except DBAPIError as busy:
            session.rollback()
            if not left:
                raise
            structlog.get_logger().warning("the outbox cannot be written; trying again", why=str(busy.orig))
            time.sleep(1)
