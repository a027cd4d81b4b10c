"""The chain of the record: each line carries a hash over itself and the line before, so that edits show."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import event, inspect, select, text
from sqlalchemy.orm import Session, UOWTransaction

from rtop_event.organisers.models import Change
from rtop_event.recorded import Recorded, told

RECORDED = "recorded"
TOUCHED = "touched"
LOCK = 7_482_011  # any number that no other lock of ours has


def watch(session_class: type[Session]) -> None:
    """Seal new lines of the record whenever a session commits them; once, however often it is asked."""
    if event.contains(session_class, "before_flush", _remember):
        return
    event.listen(session_class, "before_flush", _remember)
    event.listen(session_class, "before_commit", _seal)
    event.listen(session_class, "after_rollback", _forget)


def _remember(session: Session, _context: UOWTransaction, _instances: object) -> None:
    if any(isinstance(row, Change) for row in session.new):
        session.info[RECORDED] = True
    changed = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    remember(session, [row for row in changed if isinstance(row, Recorded)])


def remember(session: Session, rows: Iterable[Recorded]) -> None:
    """Keep these rows, as they are when the transaction commits, with the last line that it adds to the record."""
    touched: dict[int, Recorded] = session.info.setdefault(TOUCHED, {})
    touched.update((id(row), row) for row in rows)


def _forget(session: Session) -> None:
    session.info.pop(RECORDED, None)
    session.info.pop(TOUCHED, None)


def _seal(session: Session) -> None:
    """Number and hash the new lines as the last step of the transaction, one transaction after the other."""
    if session.in_nested_transaction():
        return
    new = [row for row in session.new if isinstance(row, Change)]
    for line in new:  # they are written below, once, when what they tell of has been
        session.expunge(line)
    session.flush()
    touched = session.info.pop(TOUCHED, {}).values()
    written = session.info.pop(RECORDED, False)
    if not (written or new):
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
    number, digest = last_digest(session)
    unsealed = select(Change).where(Change.number.is_(None)).order_by(Change.id)
    lines = [*(session.scalars(unsealed) if written else ()), *new]
    states = [(row, inspect(row)) for row in touched]
    lines[-1].facts = [told(row) for row, state in states if state.persistent or state.deleted]
    for line in lines:
        number, digest = number + 1, digest_of(line, digest)
        line.number, line.digest = number, digest
    session.add_all(new)
    session.flush()
    session.info.pop(RECORDED, None)


def last_digest(session: Session) -> tuple[int, str]:
    """Number and hash of the last line; (0, "") before the first. Whoever notes the hash can see lines cut off."""
    sealed = select(Change.number, Change.digest).where(Change.number.is_not(None))
    last = session.execute(sealed.order_by(Change.number.desc()).limit(1)).first()
    return (last[0] or 0, last[1]) if last else (0, "")


def digest_of(line: Change, before: str) -> str:
    """The hash of a line that follows the line with the hash `before`."""
    at = line.at.astimezone(UTC).isoformat()
    facts: list[Any] = [before, at, line.by, line.dialogue, line.about, line.what, line.before, line.after, line.why]
    if line.facts:  # lines from before these were kept have the hash that they had
        facts.append(line.facts)
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first place in the chain where the record is not as it was written, and the line that is found there."""

    number: int
    line: Change
    cut: bool
    """A line is missing here; otherwise the one that stands here was edited or put in."""


def first_break(session: Session) -> Break | None:
    """The first line that was edited, removed or put in; None when all is as written."""
    digest, expected = "", 1
    for line in sealed_lines(session):
        digest = digest_of(line, digest)
        if line.number != expected or line.digest != digest:
            return Break(expected, line, cut=line.number is not None and line.number > expected)
        expected += 1
    return None


def sealed_lines(session: Session) -> Iterator[Change]:
    """All lines in the order of the chain, a few hundred in memory at a time."""
    asked = select(Change).order_by(Change.number).execution_options(yield_per=500)
    with contextlib.closing(session.scalars(asked)) as lines:
        yield from lines
