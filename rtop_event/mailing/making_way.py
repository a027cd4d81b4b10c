"""Letters that make way for newer ones, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from rtop_event.database import session
from rtop_event.mailing.models import Letter, LetterState
from rtop_event.wording import Sentence


def discard_all(letters: Sequence[Letter], *, at: datetime, why: Sentence) -> set[Letter]:
    """Never send those that have not left, read anew and locked; which they are."""
    if not letters:
        return set()
    session.flush()
    asked = select(Letter).where(Letter.id.in_([one.id for one in letters])).order_by(Letter.id)
    gone: set[Letter] = set()
    for letter in session.scalars(asked.with_for_update().execution_options(populate_existing=True)):
        if not letter.sent_at and letter.state(at) is not LetterState.SENDING:
            gone.add(letter)
            letter.discarded_at, letter.server_answer = letter.discarded_at or at, str(why)
    return gone
