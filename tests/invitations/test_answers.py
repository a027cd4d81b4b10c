"""Which answer stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from rtop_event.invitations.answers import Standing, added_up, standing
from rtop_event.invitations.models import Answer, Channel

AT = datetime(2012, 8, 20, tzinfo=UTC)
LATER = datetime(2012, 8, 21, tzinfo=UTC)


@dataclass(frozen=True)
class Given:
    """An answer."""

    answer: Answer
    sequence: int
    channel: Channel = Channel.WEB
    at: datetime = AT
    note: str = ""


@pytest.mark.parametrize(
    ("replies", "sequence", "stands"),
    [
        ([], 0, Standing()),
        ([Given(Answer.ACCEPTED, 0)], 0, Standing("accepted", "web", AT)),
        ([Given(Answer.ACCEPTED, 0), Given(Answer.DECLINED, 0, Channel.MAIL)], 0, Standing("declined", "mail", AT)),
        ([Given(Answer.ACCEPTED, 0)], 1, Standing(earlier="accepted")),
        ([Given(Answer.ACCEPTED, 2)], 1, Standing("accepted", "web", AT)),
        (
            [Given(Answer.ACCEPTED, 0, at=LATER, note="late"), Given(Answer.DECLINED, 0, Channel.MAIL)],
            0,
            Standing("accepted", "web", LATER, note="late"),
        ),
        ([Given(Answer.ACCEPTED, 1), Given(Answer.DECLINED, 0, at=LATER)], 1, Standing("accepted", "web", AT)),
        ([Given(Answer.ACCEPTED, 1), Given(Answer.DECLINED, 0, at=LATER)], 0, Standing("declined", "web", LATER)),
    ],
)
def test_the_last_answer_to_the_present_entry_stands(replies: list[Given], sequence: int, stands: Standing) -> None:
    assert standing(replies, sequence) == stands


def test_counts_hold_every_answer_and_take_delegated_as_tentative() -> None:
    assert added_up(["accepted", "delegated", "accepted", "needs-action"]) == {
        "accepted": 2,
        "tentative": 1,
        "declined": 0,
        "needs-action": 1,
    }
