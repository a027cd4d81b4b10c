"""Waking the worker after the commit that made a letter ready to leave, and only then."""

from __future__ import annotations

from flask import has_app_context
from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from rtop_event.mailing.bell import ring
from rtop_event.mailing.models import Letter

READY = "letters are ready"


def watch(session_class: type[Session]) -> None:
    """Listen to the sessions of the application; once, however often it is asked."""
    if event.contains(session_class, "after_flush", _after_flush):
        return
    event.listen(session_class, "after_flush", _after_flush)
    event.listen(session_class, "after_commit", _after_commit)
    event.listen(session_class, "after_rollback", _after_rollback)


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    letters = (row for row in (*session.new, *session.dirty) if isinstance(row, Letter))
    if any(_ready(letter) for letter in letters):
        session.info[READY] = True


def _ready(letter: Letter) -> bool:
    return bool(letter.approved_at and not (letter.sent_at or letter.failed_at or letter.discarded_at))


def _after_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    if session.info.pop(READY, False) and has_app_context():
        ring()


def _after_rollback(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(READY, None)
