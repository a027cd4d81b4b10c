"""Who is reminded of an invitation that was not answered, and why somebody is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rtop_event.wording import Sentence, sentence_of

QUIET = timedelta(days=3)
"""Nobody is reminded twice within this time, nor soon after declining an earlier time."""
SETTLING = timedelta(days=1)
"""Nobody is reminded so soon after an update."""


class Spared(StrEnum):
    """Why somebody is not reminded; the first that holds."""

    NOT_INVITED = "not-invited"
    ANSWERED = "answered"
    STOPPED = "stopped"
    WAITS = "waits"
    NOT_WRITTEN = "not-written"
    OWED = "owed"
    LATELY = "lately"
    DECLINED = "declined"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Asked:
    """How somebody stands who was asked to come."""

    wanted: bool = True
    answered: bool = False
    stopped: bool = False
    """Whether nothing is sent to the address until it is mended."""
    waits: bool = False
    """Whether a letter about the dialogue has not left."""
    holds: bool = True
    owed: bool = False
    """Whether another letter is owed first, since what they hold is out of date."""
    reminded_at: datetime | None = None
    declined_at: datetime | None = None
    """When they declined an earlier time."""
    updated_at: datetime | None = None
    """When an update of their entry left."""


def spared(person: Asked, at: datetime) -> Spared | None:
    """Why this person is not reminded now; None for who is."""
    reasons = {
        Spared.NOT_INVITED: not person.wanted,
        Spared.ANSWERED: person.answered,
        Spared.STOPPED: person.stopped,
        Spared.WAITS: person.waits,
        Spared.NOT_WRITTEN: not person.holds,
        Spared.OWED: person.owed,
        Spared.LATELY: _within(QUIET, person.reminded_at, at),
        Spared.DECLINED: _within(QUIET, person.declined_at, at),
        Spared.UPDATED: _within(SETTLING, person.updated_at, at),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _within(time: timedelta, moment: datetime | None, at: datetime) -> bool:
    return moment is not None and at < moment + time


def spared_told(reason: Spared, number: int) -> Sentence:
    """How many are not reminded for this reason."""
    return {
        Spared.NOT_INVITED: sentence_of("%(number)s is no longer invited", "%(number)s are no longer invited", number),
        Spared.ANSWERED: sentence_of("%(number)s has answered", "%(number)s have answered", number),
        Spared.STOPPED: sentence_of("%(number)s cannot be reached", "%(number)s cannot be reached", number),
        Spared.WAITS: sentence_of(
            "for %(number)s a letter waits that has not left",
            "for %(number)s letters wait that have not left",
            number,
        ),
        Spared.NOT_WRITTEN: sentence_of(
            "%(number)s has got no invitation yet", "%(number)s have got no invitation yet", number
        ),
        Spared.OWED: sentence_of("%(number)s is owed an update first", "%(number)s are owed an update first", number),
        Spared.LATELY: sentence_of(
            "%(number)s was reminded less than %(days)s days ago",
            "%(number)s were reminded less than %(days)s days ago",
            number,
            days=QUIET.days,
        ),
        Spared.DECLINED: sentence_of(
            "%(number)s declined the earlier time less than %(days)s days ago",
            "%(number)s declined the earlier time less than %(days)s days ago",
            number,
            days=QUIET.days,
        ),
        Spared.UPDATED: sentence_of(
            "%(number)s got an update less than a day ago", "%(number)s got an update less than a day ago", number
        ),
    }[reason]
