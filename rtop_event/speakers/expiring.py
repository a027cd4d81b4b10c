"""Offers to exchange places whose time is over: each is ended once, with a letter to both, whoever looks first."""

from __future__ import annotations

from datetime import datetime

from rtop_event.database import session
from rtop_event.speakers import exchange_finding as finding
from rtop_event.speakers.exchanges import expire
from rtop_event.speakers.exchanging import State, state_of
from rtop_event.speakers.holding import held


def end_expired(at: datetime) -> None:
    """End what has expired by that moment; the list is held, so that two workers write no letter twice."""
    for offer in finding.over_at(at):
        held(offer.asker.dialogue)
        for row in (offer, offer.asker, offer.other):
            session.refresh(row)
        if offer.ended_at is None and state_of(offer, at) is State.EXPIRED:
            expire(offer, at=at)
