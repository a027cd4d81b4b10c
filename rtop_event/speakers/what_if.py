"""What would fit under other limits: the largest of each kind, one for all, all cut alike; and whom it would move."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rtop_event.speakers.timing import Limits, Speaking, Timetable, Turn, expected_times

STEP = 10
LEAST, MOST = 30, 3600
MOST_CHANGEOVER = 600
PER_CENT = 5
MOST_PER_CENT = 300


class What(StrEnum):
    """What a limit is set for; its name in forms and addresses."""

    DELEGATION = "delegation"
    GROUP = "group"
    ORGANISATION = "organisation"
    CIVIL_SOCIETY = "civil_society"
    CHANGEOVER = "changeover"


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest value of one kind with which everybody fits, the others as they are; seconds, None for none at all.

    Unbound is one that could be as long as anybody may set it.
    """

    what: What
    now: int
    seconds: int | None
    speakers: int

    @property
    def unbound(self) -> bool:
        """Whether it plays no part in whether everybody fits."""
        return self.seconds == (MOST_CHANGEOVER if self.what is What.CHANGEOVER else MOST)


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody whom other limits would take to another meeting; None is outside. `over` is the meeting it is over."""

    key: str
    before: int | None
    after: int | None
    over: int | None = None


Fits = Callable[[Sequence[Speaking], Timetable], bool]
"""Whether everybody fits under that timetable."""


def everybody_fits(places: Sequence[Speaking], timetable: Timetable) -> bool:
    """Whether the last statement of each meeting ends in time."""
    return all(turn.fits for turn in expected_times(places, timetable))


def largest_of(what: What, places: Sequence[Speaking], timetable: Timetable, *, fits: Fits = everybody_fits) -> Largest:
    """The largest value of that kind alone with which everybody fits."""
    if what is What.CHANGEOVER:
        found = _last_step(
            MOST_CHANGEOVER // 5, lambda steps: fits(places, replace(timetable, changeover=steps * 5)), 0
        )
        speakers = max(0, len(places) - 1)
        return Largest(what, timetable.changeover, None if found is None else found * 5, speakers)
    limits = timetable.limits
    found = _last_step(
        MOST // STEP,
        lambda steps: fits(places, replace(timetable, limits=replace(limits, **{what.value: steps * STEP}))),
        LEAST // STEP,
    )
    seconds = None if found is None else found * STEP
    return Largest(what, getattr(limits, what.value), seconds, sum(kind_of(place) is what for place in places))


def largest_of_each(
    places: Sequence[Speaking], timetable: Timetable, *, fits: Fits = everybody_fits
) -> tuple[Largest, ...]:
    """That of every kind."""
    return tuple(largest_of(what, places, timetable, fits=fits) for what in What)


def largest_for_all(places: Sequence[Speaking], timetable: Timetable, *, fits: Fits = everybody_fits) -> int | None:
    """The largest limit in seconds that can be the same for everybody; None if there is none."""
    found = _last_step(
        MOST // STEP,
        lambda steps: fits(places, replace(timetable, limits=Limits(*[steps * STEP] * 4))),
        LEAST // STEP,
    )
    return None if found is None else found * STEP


def largest_share(
    places: Sequence[Speaking], timetable: Timetable, *, fits: Fits = everybody_fits
) -> tuple[int, Limits] | None:
    """The largest share, in per cent, to which all limits can be set alike, with what they then are."""
    found = _last_step(
        MOST_PER_CENT // PER_CENT,
        lambda steps: fits(places, replace(timetable, limits=shared(timetable.limits, steps * PER_CENT))),
        1,
    )
    return None if found is None else (found * PER_CENT, shared(timetable.limits, found * PER_CENT))


def shared(limits: Limits, per_cent: int) -> Limits:
    """All limits at that share of themselves, down to full ten seconds, within what may be set."""
    values = (limits.delegation, limits.group, limits.organisation, limits.civil_society)
    return Limits(*(min(MOST, max(LEAST, value * per_cent // 100 // STEP * STEP)) for value in values))


def kind_of(speaking: Speaking) -> What:
    """By which limit a statement is bound."""
    return next(what for what, limits in _MARKED.items() if limits.of(speaking))


def shifts(before: Iterable[Turn], after: Iterable[Turn]) -> tuple[Shift, ...]:
    """Those who would speak in another meeting, fall outside, or come in again, in the order of the second."""
    was = {turn.key: turn.meeting if turn.fits else None for turn in before}
    return tuple(
        Shift(turn.key, was[turn.key], now, None if turn.fits else turn.meeting)
        for turn in after
        if was[turn.key] != (now := turn.meeting if turn.fits else None)
    )


_MARKED = {
    What.DELEGATION: Limits(1, 0, 0, 0),
    What.GROUP: Limits(0, 1, 0, 0),
    What.ORGANISATION: Limits(0, 0, 1, 0),
    What.CIVIL_SOCIETY: Limits(0, 0, 0, 1),
}


def _last_step(most: int, fits: Callable[[int], bool], least: int) -> int | None:
    """The last of the steps that fits, halved until one is left: who fits with more fits with less."""
    fitting, too_many = least - 1, most + 1
    while too_many - fitting > 1:
        steps = (fitting + too_many) // 2
        if fits(steps):
            fitting = steps
        else:
            too_many = steps
    return fitting if fitting >= least else None
