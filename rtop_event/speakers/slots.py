"""A place in words: as it stands now, as the last published list shows it, and both where they differ."""

from __future__ import annotations

from collections.abc import Sequence

from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import on_the_clock
from rtop_event.mailing.writing import fenced
from rtop_event.speakers.composing import Row
from rtop_event.speakers.revisions import Seen, named
from rtop_event.speakers.seen import PlaceSeen, seen_of
from rtop_event.wording import Sentence, sentence


def slot_told(row: Row, dialogue: Dialogue, *, inert: bool = False) -> Sentence:
    """A place with its meeting and its expected time; `inert` for the body of a letter."""
    return _slot(seen_of(row), dialogue, inert=inert)


def slot_published(last: Seen, key: str, dialogue: Dialogue) -> Sentence:
    """The same as the last published list shows it."""
    found = place_in(last.places, key)
    return _slot(found, dialogue) if found else sentence("not in %(label)s", label=named(last.number))


def place_in(places: Sequence[PlaceSeen], key: str) -> PlaceSeen | None:
    """The place of that inscription, None where it has none."""
    return next((place for place in places if place.key == key), None)


def differs(published: PlaceSeen | None, now: PlaceSeen) -> bool:
    """Whether a delegation has to be told both: it is published at another place, meeting or time."""
    return published is not None and _whereabouts(published) != _whereabouts(now)


def changed_told(last: Seen, published: PlaceSeen, now: PlaceSeen, dialogue: Dialogue) -> Sentence:
    """That a place, its meeting or its time is another one by now than in the last published list."""
    values = {"label": named(last.number), "before": published.place, "after": now.place}
    if published.meeting != now.meeting and published.fits and now.fits:
        return sentence(
            "Place %(before)s, %(there)s, in %(label)s. Since then changed: place %(after)s, %(here)s, which the next "
            "revision will show.",
            there=_meeting(published, dialogue),
            here=_meeting(now, dialogue),
            **values,
        )
    if published.place != now.place:
        return sentence(
            "Place %(before)s in %(label)s. Since then changed: place %(after)s, which the next revision will show.",
            **values,
        )
    return sentence(
        "Place %(before)s in %(label)s, and still so. Since then the expected time has changed, which the next "
        "revision will show.",
        **values,
    )


def published_in(last: Seen) -> Sentence:
    """Over what the last published list shows."""
    return sentence("In %(label)s", label=named(last.number))


def calendar_told(last: Seen) -> Sentence:
    """Which of the two places a calendar holds."""
    return sentence("Your calendar follows %(label)s until the next revision is published.", label=named(last.number))


def _whereabouts(place: PlaceSeen) -> tuple[object, ...]:
    return place.place, place.own_list, place.meeting, place.starts_at, place.fits


def _slot(place: PlaceSeen, dialogue: Dialogue, *, inert: bool = False) -> Sentence:
    if not place.fits or place.starts_at is None:
        return sentence("place %(place)s, which the meetings may not reach", place=place.place)
    moment, meeting = on_the_clock(place.starts_at, dialogue.zone), _meeting(place, dialogue, inert=inert)
    return sentence("place %(place)s, %(meeting)s, about %(moment)s", place=place.place, meeting=meeting, moment=moment)


def _meeting(place: PlaceSeen, dialogue: Dialogue, *, inert: bool = False) -> Sentence | str:
    names = {meeting.number: meeting.name for meeting in dialogue.meetings}
    return called(names.get(place.meeting or place.own_list or 0, ""), fenced if inert else str)
