"""The chain of the record: each line carries a hash over itself and the line before, so that edits show."""

from __future__ import annotations

import contextlib
import hashlib
import json
from datetime import UTC

from sqlalchemy import event, select, text
from sqlalchemy.orm import Session, UOWTransaction

from rtop_event.organisers.models import Change

RECORDED = "recorded"
LOCK = 7_482_011  # any number that no other lock of ours has


def watch(session_class: type[Session]) -> None:
    """Seal new lines of the record whenever a session commits them; once, however often it is asked."""
    if event.contains(session_class, "before_flush", _remember):
        return
    event.listen(session_class, "before_flush", _remember)
    event.listen(session_class, "before_commit", _seal)


def _remember(session: Session, _context: UOWTransaction, _instances: object) -> None:
    if any(isinstance(row, Change) for row in session.new):
        session.info[RECORDED] = True


def _seal(session: Session) -> None:
    """Number and hash the new lines as the last step of the transaction, one transaction after the other."""
    if session.in_nested_transaction():
        return
    session.flush()
    if not session.info.pop(RECORDED, False):
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
    number, digest = last_digest(session)
    for line in session.scalars(select(Change).where(Change.number.is_(None)).order_by(Change.id)):
        number, digest = number + 1, digest_of(line, digest)
        line.number, line.digest = number, digest


def last_digest(session: Session) -> tuple[int, str]:
    """Number and hash of the last line; (0, "") before the first. Whoever notes the hash can see lines cut off."""
    sealed = select(Change.number, Change.digest).where(Change.number.is_not(None))
    last = session.execute(sealed.order_by(Change.number.desc()).limit(1)).first()
    return (last[0] or 0, last[1]) if last else (0, "")


def digest_of(line: Change, before: str) -> str:
    """The hash of a line that follows the line with the hash `before`."""
    at = line.at.astimezone(UTC).isoformat()
    facts = [before, at, line.by, line.dialogue, line.about, line.what, line.before, line.after, line.why]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_fault(session: Session) -> int | None:
    """The place in the chain of the first line that was edited, removed or put in; None when all is as written."""
    digest, expected = "", 1
    asked = select(Change).order_by(Change.number).execution_options(yield_per=500)
    with contextlib.closing(session.scalars(asked)) as lines:
        for line in lines:
            digest = digest_of(line, digest)
            if line.number != expected or line.digest != digest:
                return expected
            expected += 1
    return None
