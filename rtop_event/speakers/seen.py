"""What people saw: places as they were published, kept as plain values, and what differs between two lists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rtop_event.delegations.names import DelegationName
from rtop_event.delegations.words import Kind, Level
from rtop_event.speakers.changes import changes
from rtop_event.speakers.composing import Listing, Row
from rtop_event.wording import Sentence

MOMENTS = ("starts_at", "ends_at", "earliest", "latest")


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """One place as it was seen: `place` is its number in its own list, `own_list` the meeting of that list.

    `meeting` is the one in which the turn is expected; `delegation` is the official English name.
    """

    key: str
    number: int
    place: int
    own_list: int | None
    meeting: int | None
    delegation: str
    iso2: str
    kind: Kind
    level: Level
    on_behalf_of: str
    speaker: str
    function: str
    limit: int
    starts_at: datetime | None
    ends_at: datetime | None
    over_by: int
    reason: Sentence
    earliest: datetime | None = None
    latest: datetime | None = None
    members: int = 0
    """How many members stand behind a statement on behalf of a group; 0 where we hold no list of them."""
    also: tuple[tuple[str, str], ...] = ()
    """Those that align themselves, each as code of two letters and official name."""
    without: tuple[tuple[str, str], ...] = ()
    """The members that opted out."""

    @property
    def fits(self) -> bool:
        """Whether the statement can end before its meeting does."""
        return self.over_by == 0


def as_seen(listing: Listing) -> tuple[PlaceSeen, ...]:
    """The list as it would be seen if it were published now."""
    return tuple(seen_of(row) for row in listing.rows)


def seen_of(row: Row) -> PlaceSeen:
    """One place as it would be seen."""
    entry, place, turn = row.entry, row.place, row.turn
    return PlaceSeen(
        key=entry.key,
        number=place.number,
        place=place.number_in_meeting,
        own_list=place.meeting,
        meeting=turn.meeting,
        delegation=entry.english,
        iso2=entry.iso2,
        kind=entry.kind,
        level=entry.level,
        on_behalf_of=entry.on_behalf_of or "",
        speaker=entry.speaker,
        function=entry.function,
        limit=row.limit,
        starts_at=turn.starts_at,
        ends_at=turn.ends_at,
        over_by=turn.over_by,
        reason=place.reason,
        earliest=turn.earliest,
        latest=turn.latest,
        members=len(entry.behind.members - entry.behind.opted_out),
        also=entry.also,
        without=entry.without,
    )


_BEHIND = frozenset({"members", "also", "without"})


def stored(place: PlaceSeen) -> dict[str, Any]:
    """A place as JSON values, for a row that never changes."""
    plain = {name: getattr(place, name) for name in PlaceSeen.__slots__ if name != "reason"}
    for name in MOMENTS:
        plain[name] = _iso(plain[name]) if plain[name] else None
    return {
        **plain,
        "kind": place.kind.value,
        "level": place.level.value,
        "fits": place.fits,
        "reason": str(place.reason),
        "because": _kept(place.reason),
    }


def read(plain: dict[str, Any]) -> PlaceSeen:
    """The place from its JSON values; those of a list that was published without a spread or groups have none."""
    later = {"earliest", "latest", *_BEHIND}
    values = {name: plain[name] for name in PlaceSeen.__slots__ if name not in later and name != "reason"}
    for name in _BEHIND & plain.keys():
        values[name] = plain[name] if name == "members" else tuple((code, english) for code, english in plain[name])
    for name in MOMENTS:
        values[name] = datetime.fromisoformat(plain[name]) if plain.get(name) else None
    values |= {"kind": Kind(values["kind"]), "level": Level(values["level"])}
    return PlaceSeen(**values, reason=_said_again(plain["because"]))


def _kept(value: object) -> Any:
    if isinstance(value, Sentence):
        values = {name: _kept(inner) for name, inner in value.values.items()}
        return {"text": value.text, "values": values, "plural": value.plural, "number": value.number}
    if isinstance(value, datetime):
        return {"moment": _iso(value)}
    if isinstance(value, DelegationName):
        return {"delegation": str(value), "iso2": value.iso2}
    return value if isinstance(value, int) else str(value)


def _said_again(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    if "delegation" in value:
        return DelegationName(value["iso2"], value["delegation"])
    values = {name: _said_again(inner) for name, inner in value["values"].items()}
    return Sentence(value["text"], values, value["plural"], value["number"])


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def print_of(places: Sequence[PlaceSeen]) -> str:
    """What a form shows to have been drawn from these very places."""
    plain = json.dumps([stored(place) for place in places], sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Numbered:
    key: str
    number: int
    meeting: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """The same inscription in both lists."""

    before: PlaceSeen
    after: PlaceSeen


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different in the second of two lists.

    Altered are those whose level, group, speaker or name changed; shifted counts those who only make room for others,
    retimed those who are expected at another time.
    """

    came_in: tuple[PlaceSeen, ...] = ()
    went_out: tuple[PlaceSeen, ...] = ()
    moved: tuple[Pair, ...] = ()
    altered: tuple[Pair, ...] = ()
    shifted: int = 0
    retimed: int = 0
    pushed: tuple[Pair, ...] = ()
    """Those who are shifted, for who asks by name."""

    @property
    def number(self) -> int:
        """How many changes somebody has to know of; new times count as one where nothing else explains them."""
        named = len(self.came_in) + len(self.went_out) + len(self.moved) + len(self.altered)
        return named or int(self.retimed > 0)


def difference(before: Sequence[PlaceSeen], after: Sequence[PlaceSeen]) -> Difference:
    """What changed from one list to the other."""
    old, new = {place.key: place for place in before}, {place.key: place for place in after}
    apart = all(any(place.own_list for place in places) for places in (before, after))
    found = changes(
        *([_Numbered(p.key, p.number, p.own_list if apart else None) for p in ps] for ps in (before, after))
    )
    both = [Pair(old[key], place) for key, place in new.items() if key in old]
    return Difference(
        came_in=tuple(new[place.key] for place in found.came_in),
        went_out=tuple(old[place.key] for place in found.went_out),
        moved=tuple(Pair(old[shift.key], new[shift.key]) for shift in found.moved),
        altered=tuple(pair for pair in both if _altered(pair)),
        shifted=len(found.shifted),
        pushed=tuple(Pair(old[shift.key], new[shift.key]) for shift in found.shifted),
        retimed=sum(
            (pair.before.starts_at, pair.before.limit) != (pair.after.starts_at, pair.after.limit) for pair in both
        ),
    )


def _altered(pair: Pair) -> bool:
    names = ("level", "on_behalf_of", "kind", "delegation", "speaker", "function", "also", "without")
    return any(getattr(pair.before, name) != getattr(pair.after, name) for name in names)
