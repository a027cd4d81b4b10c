"""What on a list may be a mistake: two statements of one delegation, one person twice, one delegation spelt twice.

Nothing here is refused: each conflict is shown to the desk with what to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rtop_event.speakers.conflict import Asking, Conflict, ConflictKind, Hall, listed, made
from rtop_event.speakers.conflict_names import by_names
from rtop_event.speakers.conflict_persons import by_persons, overlaps, person
from rtop_event.wording import sentence, sentence_of


def conflicts(hall: Hall) -> list[Conflict]:
    """All that was found, by kind and then by the time of the requests."""
    found = [
        *by_names(hall),
        *_twice(hall.asking),
        *by_persons(hall.asking),
        *overlaps(hall),
        *_groups(hall.asking),
    ]
    kinds = list(ConflictKind)
    return sorted(found, key=lambda one: (kinds.index(one.kind), [each.id for each in one.concerned]))


def _twice(asking: Sequence[Asking]) -> Iterator[Conflict]:
    """One delegation registered by different focal points, to speak twice, or to speak and to attend."""
    by_delegation: defaultdict[int, list[Asking]] = defaultdict(list)
    for one in asking:
        if not one.group:
            by_delegation[one.delegation_id].append(one)
    for those in by_delegation.values():
        first = next((one for one in those if one.wants_floor), None)
        others = [one for one in those if first is not None and one.address_key != first.address_key]
        if first is None or not others:
            continue
        told = sentence_of(
            "%(delegation)s is registered %(number)s more time by another focal point.",
            "%(delegation)s is registered %(number)s more times by other focal points.",
            len(others),
            delegation=first.delegation,
        )
        likely = min(others, key=lambda one: (not one.wants_floor, not _may_be_one(first, one), one.id))
        merge = tuple(sorted((first.id, likely.id)))
        yield made(ConflictKind.TWICE, told, [first, *others], (one.address_key for one in others), merge)


def _may_be_one(first: Asking, other: Asking) -> bool:
    return person(first.speaker) is None or person(other.speaker) in {None, person(first.speaker)}


def _groups(asking: Sequence[Asking]) -> Iterator[Conflict]:
    """Those who stand behind a statement for a group, or make it, and also speak nationally."""
    national = {one.delegation_id: one for one in asking if one.listed and not one.group}
    for one in asking:
        if not (one.listed and one.group):
            continue
        reader = national.get(one.delegation_id)
        if reader is not None:
            told = sentence(
                "%(delegation)s makes the statement on behalf of %(group)s and also speaks nationally.",
                delegation=one.delegation,
                group=one.group,
            )
            yield made(ConflictKind.READER, told, [one, reader], ())
        also = [national[number] for number in sorted(one.standing - {one.delegation_id}) if number in national]
        if also:
            told = sentence_of(
                "%(number)s delegation stands behind the statement on behalf of %(group)s and also speaks nationally:"
                " %(names)s.",
                "%(number)s delegations stand behind the statement on behalf of %(group)s and also speak nationally: "
                "%(names)s.",
                len(also),
                names=listed(also),
                group=one.group,
            )
            yield made(ConflictKind.MEMBERS, told, [one, *also], ())
