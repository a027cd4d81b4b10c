"""Persons who stand on a list for several delegations, or in two dialogues at one time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from rtop_event.delegations.search import folded
from rtop_event.speakers.conflict import Asking, Concerned, Conflict, ConflictKind, Hall, key_of, listed, made
from rtop_event.wording import sentence


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def person(name: str) -> str | None:
    """The key by which one person is known: words in any order, without titles; None for a bare or missing name."""
    words = [word for word in folded(name).split() if word not in _TITLES]
    return " ".join(sorted(words)) if len(words) > 1 and not set(words) <= _NOBODY else None


_TITLES = _set(
    "he h e hrh hm mr mrs ms miss dr prof professor ambassador amb sir dame madam his her excellency hon honourable "
    "the sheikh rev m mme sr sra example"
)
_NOBODY = _set("to be announced confirmed determined named tba tbc tbd nn name not yet known later")


def by_persons(asking: Sequence[Asking]) -> Iterator[Conflict]:
    """One person named by, or registering for, several delegations."""
    speakers: defaultdict[str, list[Asking]] = defaultdict(list)
    writers: defaultdict[str, list[Asking]] = defaultdict(list)
    for one in asking:
        named = person(one.speaker)
        if named is not None:
            speakers[named].append(one)
        if one.address_key:
            writers[one.address_key].append(one)
    for key, those in speakers.items():
        if len({one.delegation_id for one in those}) > 1:
            told = sentence(
                "%(person)s is named by several delegations: %(names)s.",
                person=those[0].speaker,
                names=listed(those),
            )
            yield made(ConflictKind.SPEAKER, told, those, [key])
    for key, those in writers.items():
        if len({one.delegation_id for one in those}) > 1:
            told = sentence(
                "%(person)s registers for several delegations: %(names)s.",
                person=those[0].focal_point or key,
                names=listed(those),
            )
            yield made(ConflictKind.FOCAL_POINT, told, those, [key])


def overlaps(hall: Hall) -> Iterator[Conflict]:
    """Persons named in another dialogue at the same time."""
    here: defaultdict[str, list[Asking]] = defaultdict(list)
    for one in hall.asking:
        named = person(one.speaker)
        if named is not None:
            here[named].append(one)
    for other in hall.elsewhere:
        key = person(other.speaker)
        if key is not None and key in here and _at_one_time(hall.hours, other.hours):
            one = here[key][0]
            told = sentence(
                "%(person)s (%(delegation)s) is also named in “%(title)s”, which meets at the same time.",
                person=one.speaker,
                delegation=one.delegation,
                title=other.title,
            )
            concerned = (Concerned(one.id, one.delegation), Concerned(other.id, other.delegation, other.slug))
            yield Conflict(ConflictKind.OVERLAP, key_of(ConflictKind.OVERLAP, [one.id, other.id, key]), told, concerned)


def _at_one_time(hours: Iterable[tuple[datetime, datetime]], others: Iterable[tuple[datetime, datetime]]) -> bool:
    return any(one[0] < other[1] and other[0] < one[1] for one in hours for other in others)
