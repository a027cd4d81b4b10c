"""Expected times: when each place on the list speaks, and who falls outside the meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Protocol

from rtop_event.delegations.words import Kind
from rtop_event.wording import Sentence, sentence, sentence_of

ORGANISATIONS = frozenset({Kind.REGIONAL_ORGANISATION, Kind.OTHER_ORGANISATION, Kind.UN_ENTITY})


class Speaking(Protocol):
    """A place on a list, as far as its time depends on it; a meeting binds it to that meeting."""

    @property
    def key(self) -> str: ...

    @property
    def meeting(self) -> int | None: ...

    @property
    def kind(self) -> Kind: ...

    @property
    def on_behalf_of(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a meeting's programme; without minutes it takes, shared evenly, what the others leave."""

    minutes: int | None = None
    floor: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting with its hours (aware UTC) and its programme in order; without a programme all of it is floor."""

    number: int
    starts_at: datetime
    ends_at: datetime
    programme: tuple[Item, ...] = (Item(floor=True),)


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which the floor is open, in one meeting."""

    meeting: int
    starts_at: datetime
    ends_at: datetime

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Limits:
    """How many seconds a statement may last, by whom it is made."""

    delegation: int = 180
    group: int = 300
    organisation: int = 180
    civil_society: int = 180

    def of(self, speaking: Speaking) -> int:
        """The limit of one statement; a group's statement has the group's, whoever reads it."""
        if speaking.on_behalf_of:
            return self.group
        if speaking.kind is Kind.CIVIL_SOCIETY:
            return self.civil_society
        return self.organisation if speaking.kind in ORGANISATIONS else self.delegation


@dataclass(frozen=True, slots=True)
class Timetable:
    """What expected times are computed from; the changeover is the seconds between two statements."""

    sittings: tuple[Sitting, ...]
    limits: Limits = Limits()
    changeover: int = 0

    def windows(self) -> list[Window]:
        """The times of the floor in all meetings, the earliest first."""
        return [
            window for sitting in sorted(self.sittings, key=lambda one: one.starts_at) for window in floor_of(sitting)
        ]


@dataclass(frozen=True, slots=True)
class Turn:
    """The expected time of one place; where the floor never opens there is none.

    A turn that does not fit has the time that it would have if the meeting went on, and the seconds it is over by.
    Earliest and latest are given where the spread was asked for.
    """

    key: str
    meeting: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    over_by: int = 0
    earliest: datetime | None = None
    latest: datetime | None = None

    @property
    def fits(self) -> bool:
        """Whether the statement can end before its meeting does."""
        return self.over_by == 0

    @property
    def note(self) -> Sentence | None:
        """What to say of a turn that does not fit."""
        if self.fits:
            return None
        if self.starts_at is not None:
            return sentence_of(
                "Would end %(number)s minute after the time for the floor.",
                "Would end %(number)s minutes after the time for the floor.",
                minutes_over(self.over_by),
            )
        if self.meeting is None:
            return sentence("The programme has no time for the floor.")
        return sentence("The programme has no time for the floor in meeting %(meeting)s.", meeting=self.meeting)


def minutes_over(seconds: int) -> int:
    """Whole minutes, a begun one counted as a whole one."""
    return -(-seconds // 60)


def floor_of(sitting: Sitting) -> list[Window]:
    """The times of the floor in a meeting: what its programme leaves open before it ends."""
    length = int((sitting.ends_at - sitting.starts_at).total_seconds())
    fixed = sum(item.minutes * 60 for item in sitting.programme if item.minutes is not None)
    sharing = sum(item.minutes is None for item in sitting.programme)
    share = max(0, length - fixed) // sharing if sharing else 0
    windows: list[Window] = []
    passed = 0
    for item in sitting.programme:
        begins, passed = passed, min(length, passed + (share if item.minutes is None else item.minutes * 60))
        if item.floor and passed > begins:
            starts_at, ends_at = (sitting.starts_at + timedelta(seconds=at) for at in (begins, passed))
            windows.append(Window(sitting.number, starts_at, ends_at))
    return windows


def expected_times(places: Iterable[Speaking], timetable: Timetable) -> list[Turn]:
    """A turn for each place, in list order.

    A statement never starts if it cannot end before the floor closes: it and all after it wait for the next opening,
    in the afternoon or after the panel. A place bound to a meeting stays in it; places bound to none run on
    through the day, after those that are bound.
    """
    return [turn for portion in portions(places, timetable) for turn in portion.turns]


@dataclass(frozen=True, slots=True)
class Portion:
    """Neighbours on the list that share the same times of the floor, and their turns; without windows none has one."""

    lengths: list[int]
    """How many seconds each statement may last."""
    turns: list[Turn]
    windows: list[Window]


def portions(places: Iterable[Speaking], timetable: Timetable) -> Iterator[Portion]:
    """The list in the portions in which it is timed."""
    windows = timetable.windows()
    turns: list[Turn] = []
    for meeting, neighbours in groupby(places, key=lambda place: place.meeting):
        group = list(neighbours)
        if meeting is None:
            own = _still_free(windows, turns, timetable.changeover)
        else:
            own = [window for window in windows if window.meeting == meeting]
        lengths = [timetable.limits.of(place) for place in group]
        timed = _in_turn(group, lengths, own, timetable.changeover) if own else _no_floor(group, meeting, lengths)
        portion = Portion(lengths, list(timed), own)
        turns += portion.turns
        yield portion


def _in_turn(
    places: Iterable[Speaking], lengths: Sequence[int], windows: Sequence[Window], changeover: int
) -> Iterator[Turn]:
    lasting = {seconds: timedelta(seconds=seconds) for seconds in {*lengths, changeover}}
    ahead = iter(windows[1:])
    window = windows[0]
    starts_at = window.starts_at
    for place, seconds in zip(places, lengths, strict=True):
        length = lasting[seconds]
        while starts_at + length > window.ends_at and (following := next(ahead, None)):
            window = following
            starts_at = window.starts_at
        ends_at = starts_at + length
        over_by = int((ends_at - window.ends_at).total_seconds()) if ends_at > window.ends_at else 0
        yield Turn(place.key, window.meeting, starts_at, ends_at, over_by)
        starts_at = ends_at + lasting[changeover]


def _no_floor(places: Iterable[Speaking], meeting: int | None, lengths: Sequence[int]) -> Iterator[Turn]:
    return (
        Turn(place.key, meeting, None, None, over_by=seconds) for place, seconds in zip(places, lengths, strict=True)
    )


def _still_free(windows: Sequence[Window], turns: Sequence[Turn], changeover: int) -> list[Window]:
    """What the turns of those who are bound to a meeting leave of the floor; at least the end of the last window."""
    ends = [turn.ends_at for turn in turns if turn.ends_at and (turn.fits or turn.meeting == windows[-1].meeting)]
    if not ends:
        return list(windows)
    free_from = max(ends) + timedelta(seconds=changeover)
    return [
        replace(window, starts_at=max(window.starts_at, free_from))
        for window in windows
        if window.ends_at > free_from or window is windows[-1]
    ]
