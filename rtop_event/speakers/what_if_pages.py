"""What the desk sees of other limits before anything is changed: the largest that fit, and whom those tried move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue
from rtop_event.showing import say
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.floor_time import FloorTime
from rtop_event.speakers.seen import PlaceSeen, as_seen
from rtop_event.speakers.timing import Limits
from rtop_event.speakers.what_if import (
    Fits,
    Largest,
    Shift,
    What,
    everybody_fits,
    largest_for_all,
    largest_of_each,
    largest_share,
    shifts,
)
from rtop_event.speakers.wordings import name_of
from rtop_event.wording import Sentence, sentence

KINDS = {
    What.DELEGATION: sentence("A delegation"),
    What.GROUP: sentence("On behalf of a group"),
    What.ORGANISATION: sentence("An organisation"),
    What.CIVIL_SOCIETY: sentence("Civil society"),
    What.CHANGEOVER: sentence("Between two statements"),
}
NOBODY_FITS = sentence("none: the others would have to be shorter as well")


@dataclass(frozen=True)
class KindLine:
    """The largest limit of one kind; `trial` are the values to try it with, where there is one."""

    told: Sentence
    now: int
    speakers: int
    largest: Sentence | None
    seconds: int | None
    trial: dict[str, int] | None


@dataclass(frozen=True)
class AlikeLine:
    """Limits changed alike for all kinds."""

    told: Sentence
    trial: dict[str, int]


@dataclass(frozen=True)
class Moved:
    """One delegation, and the meeting it would leave and come to."""

    who: Sentence | str
    told: Sentence


@dataclass(frozen=True)
class Sat:
    """A meeting with its hours and what its programme takes; minutes are None for what shares the rest."""

    name: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    parts: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class WhatIf:
    """All that can be known of other limits before they are set."""

    zone: str
    answer: Sentence
    """Whether it fits, and if not, with which limits everybody would."""
    remedy: AlikeLine | None
    kinds: tuple[KindLine, ...]
    alike: tuple[AlikeLine, ...]
    moved: tuple[Moved, ...]
    outside: tuple[Moved, ...]
    sat: tuple[Sat, ...]


def what_if(dialogue: Dialogue, now: Listing, then: Listing, language: str, *, fits: Fits = everybody_fits) -> WhatIf:
    """What other limits than those of `then` would do, and what those do that are tried."""
    names = {meeting.number: say(called(meeting.name)) for meeting in dialogue.meetings}
    seen = {place.key: place for place in as_seen(then)}
    places, clock = then.places, then.timetable
    kinds = tuple(
        _kind(one, trial_of(clock.limits, clock.changeover)) for one in largest_of_each(places, clock, fits=fits)
    )
    remedy = _remedy(then, kinds[0], fits) if then.day.day.over else None
    moved = shifts([row.turn for row in now.rows], [row.turn for row in then.rows])
    return WhatIf(
        zone=dialogue.zone,
        answer=_answer(then.day.day, remedy),
        remedy=remedy,
        kinds=kinds,
        alike=tuple(_alike(then, fits)),
        moved=tuple(Moved(name_of(seen[one.key], language), _moved(one, names)) for one in moved),
        outside=tuple(_outside(seen[turn.key], turn.note, names, language) for turn in then.day.outside),
        sat=tuple(
            Sat(
                say(called(meeting.name)),
                meeting.starts_at,
                meeting.ends_at,
                meeting.cancelled_at is not None,
                tuple((say(called(item.title)), item.minutes) for item in meeting.items),
            )
            for meeting in dialogue.meetings
        ),
    )


def _fits(day: FloorTime) -> Sentence:
    if not day.available:
        return day.summary
    if not day.spare:
        return sentence("Everybody fits, exactly.")
    return sentence("Everybody fits, with %(length)s to spare.", length=timedelta(seconds=day.spare))


def _answer(day: FloorTime, remedy: AlikeLine | None) -> Sentence:
    if not day.over:
        return _fits(day)
    how = (
        remedy.told if remedy else sentence("No limits that can be set are short enough: the meetings need more time.")
    )
    over = timedelta(seconds=day.over)
    return sentence("It does not fit: over by %(over)s. %(how)s", over=over, how=how)


def _remedy(then: Listing, delegations: KindLine, fits: Fits) -> AlikeLine | None:
    """The mildest change under which everybody fits: delegations alone, else all limits alike."""
    if delegations.trial and delegations.seconds:
        told = sentence(
            "With %(limit)s for each delegation, and the other limits as they are, everybody fits.",
            limit=timedelta(seconds=delegations.seconds),
        )
        return AlikeLine(told, delegations.trial)
    share = largest_share(then.places, then.timetable, fits=fits)
    if share is None:
        return None
    return _fits_with(share[1], then.timetable.changeover)


def _fits_with(limits: Limits, changeover: int) -> AlikeLine:
    told = sentence(
        "With %(delegation)s for a delegation, %(group)s for a group, %(organisation)s for an organisation and "
        "%(society)s for civil society everybody fits.",
        delegation=timedelta(seconds=limits.delegation),
        group=timedelta(seconds=limits.group),
        organisation=timedelta(seconds=limits.organisation),
        society=timedelta(seconds=limits.civil_society),
    )
    return AlikeLine(told, trial_of(limits, changeover))


def trial_of(limits: Limits, changeover: int) -> dict[str, int]:
    """The values of the address that tries these limits."""
    return {what.value: changeover if what is What.CHANGEOVER else getattr(limits, what.value) for what in What}


def _kind(largest: Largest, trial: dict[str, int]) -> KindLine:
    told: Sentence | None = None
    if not largest.speakers:
        told = sentence("nobody on the list")
    elif largest.unbound:
        told = sentence("%(length)s, the most that can be set", length=timedelta(seconds=largest.seconds or 0))
    elif largest.seconds is None:
        told = NOBODY_FITS
    other = told is None and largest.seconds is not None and largest.seconds != largest.now
    return KindLine(
        told=KINDS[largest.what],
        now=largest.now,
        speakers=largest.speakers,
        largest=told,
        seconds=None if told else largest.seconds,
        trial={**trial, largest.what.value: largest.seconds or 0} if other else None,
    )


def _alike(then: Listing, fits: Fits) -> list[AlikeLine]:
    places, clock = then.places, then.timetable
    found: list[AlikeLine] = []
    if not places:
        return found
    if (seconds := largest_for_all(places, clock, fits=fits)) is not None:
        told = sentence("The same limit for everybody can be at most %(limit)s.", limit=timedelta(seconds=seconds))
        found.append(AlikeLine(told, trial_of(Limits(*[seconds] * 4), clock.changeover)))
    if (share := largest_share(places, clock, fits=fits)) is not None:
        found.append(_fits_with(share[1], clock.changeover))
    return found


def _moved(shift: Shift, names: Mapping[int, str]) -> Sentence:
    before = names.get(shift.before or 0, "")
    if shift.after is None and shift.over is None:
        return sentence("from %(before)s to no meeting", before=before)
    if shift.after is None:
        return sentence(
            "from %(before)s to beyond the end of %(meeting)s", before=before, meeting=names[shift.over or 0]
        )
    if shift.before is None:
        return sentence("fits again, in %(meeting)s", meeting=names[shift.after])
    return sentence("from %(before)s to %(after)s", before=before, after=names[shift.after])


def _outside(place: PlaceSeen, note: Sentence | None, names: Mapping[int, str], language: str) -> Moved:
    told = note or sentence("The programme has no time for the floor.")
    if place.starts_at is not None:
        told = sentence("%(meeting)s: %(note)s", meeting=names.get(place.meeting or 0, ""), note=told)
    return Moved(name_of(place, language), told)
