"""What a change would do to the list before it is made: who would stand elsewhere, come in or go out."""

from __future__ import annotations

from rtop_event.registrations.moving import Preview, Shifted
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.seen import PlaceSeen, as_seen
from rtop_event.speakers.wordings import name_of, place_told
from rtop_event.wording import sentence, sentence_of

NOWHERE = sentence("not on the list")


def preview(now: Listing, then: Listing, language: str) -> Preview:
    """The second list against the first, in the order of the second; who is only on the first comes last."""
    before = {place.key: place for place in as_seen(now)}
    after = {place.key: place for place in as_seen(then)}
    both = [(before.get(key), after.get(key)) for key in {**after, **before}]
    shifted = tuple(_shifted(old, new, language) for old, new in both if _stands(old) != _stands(new))
    told = sentence_of(
        "%(number)s of %(all)s delegations would have another place.",
        "%(number)s of %(all)s delegations would have another place.",
        len(shifted),
        all=len(both),
    )
    return Preview(
        told if shifted else sentence("Nobody would have another place."),
        shifted,
        then.day.day.summary,
    )


def _stands(place: PlaceSeen | None) -> tuple[int, int | None] | None:
    return (place.place, place.own_list) if place else None


def _shifted(old: PlaceSeen | None, new: PlaceSeen | None, language: str) -> Shifted:
    named = new or old
    return Shifted(
        name_of(named, language) if named else "",
        place_told(old) if old else NOWHERE,
        place_told(new) if new else NOWHERE,
    )
