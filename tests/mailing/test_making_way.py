"""Letters that make way for newer ones: only those that have not left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.mailing.making_way import discard_all
from rtop_event.mailing.models import LetterKind
from rtop_event.mailing.writing import write_letter
from rtop_event.wording import sentence

AT = datetime(2012, 9, 1, tzinfo=UTC)


def test_only_what_has_not_left_makes_way(rows: None) -> None:
    three = [
        write_letter(LetterKind.NOTICE, at=now(), recipient="a@x.example", subject="S", body="B", stream=str(number))
        for number in range(3)
    ]
    waits, left, leaves = three
    left.approved_at = left.sent_at = leaves.approved_at = AT
    leaves.leased_until = AT + timedelta(minutes=1)
    session.flush()
    assert discard_all(three, at=AT, why=sentence("newer")) == {waits}
    assert [one.discarded_at for one in three] == [AT, None, None]
    assert discard_all([], at=AT, why=sentence("newer")) == set()
