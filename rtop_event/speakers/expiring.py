"""Offers to exchange places that are over by themselves: each is ended once, with its letters, whoever looks first."""

from __future__ import annotations

from datetime import datetime

from rtop_event.database import session
from rtop_event.speakers import exchange_finding as finding
from rtop_event.speakers.exchanges import end
from rtop_event.speakers.exchanging import OVER, state_of
from rtop_event.speakers.holding import held


def end_what_is_over(at: datetime) -> None:
    """End what has expired by that moment, or of which one of the two has left; the list is held meanwhile.

    So two workers write no letter twice.
    """
    for offer in finding.all_open():
        if state_of(offer, at) in OVER:
            held(offer.asker.dialogue)
            for row in (offer, offer.asker, offer.other):
                session.refresh(row)
            state = state_of(offer, at)
            if offer.ended_at is None and state in OVER:
                end(offer, state, at=at)
