"""What a reply from a calendar says of an invitation: who answers, which answer, to which version, and when."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.core import get_global

from rtop_event.itip import LARGEST_SEQUENCE, Attendee, Event, Time
from rtop_event.zones import zone_named

FROM_OUTSIDE = ("REQUEST", "CANCEL", "ADD", "PUBLISH", "DECLINECOUNTER")
"""What only an organiser may ask; from outside it is logged and changes nothing."""
ANSWERS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative", "DELEGATED": "delegated"}
AHEAD = timedelta(hours=24)
"""A reply dated later than this is dated by its arrival: else one of the year 2099 would lock the person out."""
MOST_OF_A_NOTE = 1000
_QUOTED = re.compile(r"(?m)^(>|-{2,} ?(original|forwarded)|_{10,}|on .{5,100} wrote:$|from: ).*", re.IGNORECASE)
_ZONE = re.compile(r"[A-Za-z0-9_+/. ()&,-]{1,80}")


class Freshness(StrEnum):
    """How a reply stands to those that came before it."""

    NEW = "new"
    DUPLICATE = "duplicate"
    STALE = "stale"


class Before(Protocol):
    """An earlier answer: what was answered to which SEQUENCE, and the DTSTAMP if it came from a calendar."""

    @property
    def answer(self) -> StrEnum: ...
    @property
    def sequence(self) -> int: ...
    @property
    def stamp(self) -> datetime | None: ...
    @property
    def counts(self) -> bool: ...


class Sent(Protocol):
    """An entry that reached the person."""

    @property
    def sequence(self) -> int: ...
    @property
    def stamp(self) -> datetime: ...
    @property
    def starts_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Claim:
    """What a reply claims, made comparable: `ahead` when it answers a version that was never sent."""

    answer: str
    sequence: int
    stamp: datetime
    acted_at: datetime
    ahead: bool = False


def claim_of(event: Event, attendee: Attendee, *, sent: Sequence[Sent], asked: int, at: datetime) -> Claim:
    """The claim of a reply that came at that moment; `asked` is the version that counts where none was sent.

    When somebody answered is told by DTSTAMP, but not where it only repeats the request's, or lies ahead.
    """
    highest = max((one.sequence for one in sent), default=asked)
    sequence = min(event.sequence, highest)
    stamp = stamp_of(event.stamp, at)
    asked_at = max((one.stamp for one in sent if one.sequence <= sequence), default=None)
    told = stamp <= at and (asked_at is None or asked_at < stamp)
    answer = ANSWERS.get(attendee.answer, attendee.answer)
    return Claim(answer, sequence, stamp, stamp if told else at, event.sequence > highest)


def stamp_of(value: str, at: datetime) -> datetime:
    """DTSTAMP; the moment of receipt where it is missing, not in UTC, or a day and more ahead."""
    found = _moment(Time(value, "UTC")) if value.endswith("Z") else None
    return found if found is not None and found <= at + AHEAD else at


def freshness(claim: Claim, before: Sequence[Before]) -> Freshness:
    """Whether a reply is new: by SEQUENCE and DTSTAMP against those from calendars, by SEQUENCE against all others."""
    mailed = [(one.sequence, one.stamp, one.answer.value) for one in before if one.stamp is not None]
    if (claim.sequence, claim.stamp, claim.answer) in mailed:
        return Freshness.DUPLICATE
    newest = max(((sequence, stamp) for sequence, stamp, _ in mailed if stamp), default=None)
    if newest is not None and (claim.sequence, claim.stamp) < newest:
        return Freshness.STALE
    highest = max((one.sequence for one in before if one.counts), default=0)
    return Freshness.STALE if claim.sequence < highest else Freshness.NEW


def is_counter(method: str, event: Event, starts: Collection[datetime]) -> bool:
    """Whether another time is proposed: by method, by a client's own mark, or by a beginning that was never sent."""
    if method == "COUNTER" or event.proposes:
        return True
    begins = understood(event.starts)
    return begins is not None and bool(starts) and begins not in starts


def proposed(event: Event) -> tuple[Time | None, Time | None]:
    """The time that a counter-proposal is for: what the client marks so, else the entry's own."""
    if event.proposed:
        return event.proposed[0], event.proposed[1] if len(event.proposed) > 1 else None
    return event.starts, event.ends


def proposal_of(event: Event) -> dict[str, str]:
    """When the person would rather meet: as moments where the zone is known, and as it was written."""
    starts, ends = proposed(event)
    return {"starts": _iso(starts), "ends": _iso(ends), "said": _said(starts), "until": _said(ends)}


def _iso(time: Time | None) -> str:
    found = understood(time)
    return found.isoformat() if found else ""


def _said(time: Time | None) -> str:
    return " ".join(one for one in (time.value, time.zone) if one) if time else ""


def understood(time: Time | None) -> datetime | None:
    """The moment, aware and in UTC; None when its zone is unknown or it names only a day."""
    return _moment(time) if time else None


def _moment(time: Time) -> datetime | None:
    zone = _zone(time.zone)
    try:
        shown = datetime.strptime(f"{time.value.removesuffix('Z')}+0000", "%Y%m%dT%H%M%S%z")
        return shown.replace(tzinfo=zone).astimezone(UTC) if zone else None
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> ZoneInfo | None:
    """The zone by its IANA or Windows name, or as Outlook writes UTC; None for anything else."""
    if name in ("UTC", "GMT", "tzone://Microsoft/Utc"):
        return ZoneInfo("UTC")
    if not _ZONE.fullmatch(name):
        return None
    plain = get_global("windows_zone_mapping").get(name, name)
    for tried in (plain, "/".join(plain.split("/")[-2:])):  # some put their own name before a zone's
        try:
            return zone_named(tried)
        except ValueError:
            continue
    return None


def fitting(attendees: Iterable[Attendee], known: Collection[str]) -> list[Attendee]:
    """Those who are the person with these addresses (compared without case): by address, EMAIL, or SENT-BY."""
    people = list(attendees)
    for look in (_address, _email, _sent_by):
        if found := [one for one in people if look(one).casefold() in known and look(one)]:
            return found
    return []


def _address(one: Attendee) -> str:
    return one.address


def _email(one: Attendee) -> str:
    return one.email


def _sent_by(one: Attendee) -> str:
    return one.sent_by


def note_of(event: Event, text: str, *, written: bool) -> str:
    """What the person added: the comment, else what they wrote in the mail, without what they quote."""
    if event.comment or not written:
        return event.comment[:MOST_OF_A_NOTE]
    return _QUOTED.split(text, maxsplit=1)[0].strip()[:MOST_OF_A_NOTE]


def oddities(event: Event, claim: Claim) -> list[str]:
    """What is remarkable about a reply that was understood all the same."""
    return [*event.oddities, *(["SEQUENCE"] if claim.ahead and event.sequence <= LARGEST_SEQUENCE else [])]
