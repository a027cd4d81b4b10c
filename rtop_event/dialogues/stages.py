"""The stages of a list of speakers, and what is still possible at each: online, and at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from rtop_event.dialogues.periods import NEW_YORK, State, on_the_clock
from rtop_event.dialogues.programme import begins
from rtop_event.dialogues.words import ItemKind
from rtop_event.wording import Sentence, sentence


class Stage(StrEnum):
    """How far a list of speakers is."""

    NOT_YET = "not_yet"
    OPEN = "open"
    DESK = "desk"
    """Online requests are late; the desk in the room still adds."""
    ANNOUNCED = "announced"
    """The chair has announced the list (rule 73): as with DESK, until it is closed."""
    CLOSED = "closed"


LATE = frozenset({Stage.DESK, Stage.ANNOUNCED})
"""A request made online at these stages waits on the reserve."""


class Part(Protocol):
    """A part of the programme, as far as the floor depends on it."""

    @property
    def kind(self) -> ItemKind: ...

    @property
    def minutes(self) -> int | None: ...


class Sitting(Protocol):
    """A meeting with its programme; without one all of it is floor."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...

    @property
    def items(self) -> Sequence[Part]: ...


class Kept(Protocol):
    """What a dialogue says about its list."""

    @property
    def list_opens_at(self) -> datetime: ...

    @property
    def list_closes_at(self) -> datetime: ...

    @property
    def registration_closes_at(self) -> datetime: ...

    @property
    def online_closes_at(self) -> datetime | None: ...

    @property
    def closes_into_debate(self) -> int | None: ...

    @property
    def announced_at(self) -> datetime | None: ...

    @property
    def held(self) -> Sequence[Sitting]: ...


@dataclass(frozen=True, slots=True)
class ListHours:
    """When a list opens, when online requests are late, when it was announced, and when it is closed.

    Nothing can be asked for online from `asked_until` on, when registration closes, whatever the stage of the list.
    """

    opens_at: datetime
    closes_at: datetime
    online_closes_at: datetime | None = None
    announced_at: datetime | None = None
    asked_until: datetime | None = None

    def takes_online(self, at: datetime) -> bool:
        """Whether registration takes requests at that moment."""
        return self.asked_until is None or at < self.asked_until

    @property
    def online_until(self) -> datetime:
        """Until when what is asked online comes onto the list."""
        return min(self.late_from, self.asked_until or self.late_from)

    @property
    def late_from(self) -> datetime:
        """From when a request made online waits on the reserve."""
        return min(one for one in (self.online_closes_at, self.announced_at, self.closes_at) if one is not None)

    def stage(self, at: datetime) -> Stage:
        """How far the list is at that moment."""
        if at >= self.closes_at:
            return Stage.CLOSED
        if at < self.opens_at:
            return Stage.NOT_YET
        if self.announced_at is not None and at >= self.announced_at:
            return Stage.ANNOUNCED
        return Stage.DESK if at >= self.late_from else Stage.OPEN

    def state(self, at: datetime) -> State:
        """The same in the three words of a period."""
        stages = {Stage.NOT_YET: State.ANNOUNCED, Stage.CLOSED: State.CLOSED}
        return stages.get(self.stage(at), State.OPEN)

    def turns_at(self, at: datetime) -> datetime:
        """The moment that matters at that stage: when it opens, when online requests end, when it closes."""
        stage = self.stage(at)
        if stage is Stage.NOT_YET:
            return self.opens_at
        return self.online_until if stage is Stage.OPEN and self.takes_online(at) else self.closes_at

    @property
    def turns(self) -> tuple[datetime, ...]:
        """The moments at which words about the list change by themselves."""
        return tuple(dict.fromkeys((self.opens_at, self.online_until, self.late_from, self.closes_at)))


def list_hours(dialogue: Kept) -> ListHours:
    """The hours of the list of a dialogue; a close into the debate is never later than the end of the meetings."""
    closes_at, minutes = dialogue.list_closes_at, dialogue.closes_into_debate
    opening = floor_opens(dialogue.held) if minutes is not None else None
    if minutes is not None and opening is not None:
        last = max(one.ends_at for one in dialogue.held)
        closes_at = min(opening + timedelta(minutes=minutes), last)
    return ListHours(
        opens_at=dialogue.list_opens_at,
        closes_at=closes_at,
        online_closes_at=dialogue.online_closes_at,
        announced_at=dialogue.announced_at,
        asked_until=dialogue.registration_closes_at,
    )


def floor_opens(sittings: Sequence[Sitting]) -> datetime | None:
    """When the floor opens for the first time in these meetings; None where it never does."""
    for sitting in sorted(sittings, key=lambda one: one.starts_at):
        if not sitting.items:
            return sitting.starts_at
        starts = begins(sitting.starts_at, sitting.ends_at, [item.minutes for item in sitting.items])
        for item, starts_at in zip(sitting.items, starts, strict=True):
            if item.kind is ItemKind.FLOOR and starts_at < sitting.ends_at:
                return starts_at
    return None


def asking_told(hours: ListHours, at: datetime) -> Sentence | None:
    """What a button says with which one asks for the floor online; None while one cannot."""
    if not hours.takes_online(at):
        return None
    if hours.stage(at) in LATE:
        return sentence("Ask for a place on the reserve")
    return sentence("Ask for the floor") if hours.stage(at) is Stage.OPEN else None


def online_told(hours: ListHours, at: datetime, zone: str = NEW_YORK) -> Sentence:
    """What a delegation can still do online, and until when."""
    moment = on_the_clock(hours.turns_at(at), zone)
    match hours.stage(at):
        case Stage.NOT_YET:
            return sentence("The list of speakers opens on %(moment)s.", moment=moment)
        case Stage.OPEN | Stage.DESK | Stage.ANNOUNCED if not hours.takes_online(at):
            return sentence(
                "Registration is closed. Only the desk in the room still adds to the list of speakers, until "
                "%(moment)s.",
                moment=moment,
            )
        case Stage.OPEN if hours.online_until == hours.closes_at:
            return sentence("The list of speakers is open until %(moment)s.", moment=moment)
        case Stage.OPEN:
            return sentence(
                "The list of speakers is open: online until %(moment)s, and then at the desk in the room.",
                moment=moment,
            )
        case Stage.DESK:
            return sentence(
                "Only the desk in the room still adds to the list of speakers. Online, one can ask for a place on the "
                "reserve until %(moment)s.",
                moment=moment,
            )
        case Stage.ANNOUNCED:
            return sentence(
                "The chair has announced the list of speakers. Only the desk in the room still adds to it; online, one "
                "can ask for a place on the reserve until %(moment)s.",
                moment=moment,
            )
        case _:
            return sentence(
                "The list of speakers closed on %(moment)s. Only rights of reply and points of order are still "
                "possible.",
                moment=moment,
            )


def desk_told(hours: ListHours, at: datetime, zone: str = NEW_YORK) -> Sentence:
    """What the desk can still do, and until when."""
    moment = on_the_clock(hours.turns_at(at), zone)
    match hours.stage(at):
        case Stage.NOT_YET:
            return sentence(
                "Delegations can ask for the floor from %(moment)s. Until then only the desk adds to the list.",
                moment=moment,
            )
        case Stage.OPEN | Stage.DESK | Stage.ANNOUNCED if not hours.takes_online(at):
            return sentence(
                "Registration is closed, so nothing is asked online any more. The desk adds to the list until "
                "%(moment)s.",
                moment=moment,
            )
        case Stage.OPEN if hours.online_until == hours.closes_at:
            return sentence(
                "Delegations ask for the floor online, and the desk adds to the list, until %(moment)s.", moment=moment
            )
        case Stage.OPEN:
            return sentence(
                "Delegations ask for the floor online until %(moment)s; after that only the desk adds to the list.",
                moment=moment,
            )
        case Stage.DESK:
            return sentence(
                "What is asked online now waits on the reserve. The desk adds to the list until %(moment)s.",
                moment=moment,
            )
        case Stage.ANNOUNCED:
            return sentence(
                "The list is announced: what is asked online now waits on the reserve. The desk adds to the list "
                "until %(moment)s.",
                moment=moment,
            )
        case _:
            return sentence(
                "The list closed on %(moment)s. Nobody is added any more, except by an organiser with a reason.",
                moment=moment,
            )
