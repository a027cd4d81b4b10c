"""Under which key the floor knows somebody of the programme: it stays, whatever becomes of name, part and meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Person = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody who is called stands in the programme: the key made of the place, and the one that is kept."""

    meeting: Hashable
    part: int
    row: int
    name: str
    made: str
    kept: str = ""

    @property
    def key(self) -> str:
        """What the floor knows it by."""
        return self.kept or self.made


def called_in(meeting: Hashable, number: int, parts: Sequence[Sequence[Person]]) -> Iterator[Place]:
    """Each person of a meeting with minutes at the floor; `number` is that of the meeting."""
    named: Counter[str] = Counter()
    for part, people in enumerate(parts):
        for row, person in enumerate(people):
            if person.get("minutes"):
                name = str(person["name"])
                named[name] += 1
                yield Place(meeting, part, row, name, f"{number}:{named[name]}:{name}", str(person.get("key", "")))


def carried(before: Sequence[Place], after: Sequence[Place], *, by_place: bool) -> list[str]:
    """The keys that those who are called have after a change of the programme, in their order, each of them once.

    Whoever says a key that was there has it. Else somebody of that name in the meeting, or anywhere, is the same;
    and, with `by_place`, whoever stands in the place of a name that is gone: it was corrected.
    """
    left = {one.key: one for one in before}
    names = {one.name for one in after}
    found: dict[int, str] = {}

    def take(number: int, fits: list[str]) -> None:
        if number not in found and fits:
            found[number] = fits[0]
            del left[fits[0]]

    for number, one in enumerate(after):
        take(number, [key for key in left if key == one.kept])
    for same_meeting in (True, False):
        for number, one in enumerate(after):
            take(number, [key for key, old in left.items() if _named(old, one, same_meeting=same_meeting)])
    for number, one in enumerate(after if by_place else ()):
        take(number, [key for key, old in left.items() if _in_place(old, one) and old.name not in names])
    return _each_once(after, found, {one.key for one in before})


def _named(old: Place, one: Place, *, same_meeting: bool) -> bool:
    return old.name == one.name and (old.meeting == one.meeting or not same_meeting)


def _in_place(old: Place, one: Place) -> bool:
    return (old.meeting, old.part, old.row) == (one.meeting, one.part, one.row)


def _each_once(after: Sequence[Place], found: Mapping[int, str], used: set[str]) -> list[str]:
    """The keys found, and for the others new ones that nobody has or had."""
    keys = list[str]()
    for number, one in enumerate(after):
        key = found.get(number, one.made)
        meeting, times, name = one.made.split(":", 2)
        count = int(times)
        while number not in found and key in used:
            count += 1
            key = f"{meeting}:{count}:{name}"
        used.add(key)
        keys.append(key)
    return keys
