"""When and where a dialogue takes place, as far as people must look again when it changes: hours, rooms, address."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from rtop_event.dialogues.entries import DialogueFacts, MeetingFacts, held_of
from rtop_event.text import one_line

NEAR = 0.01
"""Degrees, about a kilometre: what is nearer is the same place, told more exactly."""
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting; `room` is always told, also where it is the dialogue's."""

    name: str
    starts_at: datetime
    ends_at: datetime
    room: str


@dataclass(frozen=True, slots=True)
class Gist:
    """The meetings that take place, the address of their rooms, and whether all is called off."""

    sittings: tuple[Sitting, ...]
    address: str = ""
    geo: tuple[float, float] | None = None
    cancelled: bool = False


def gist_of(dialogue: DialogueFacts, meetings: Sequence[MeetingFacts] | None = None) -> Gist:
    """The gist of a dialogue, or of some of its meetings."""
    told = held_of(dialogue) if meetings is None else meetings
    off = dialogue.cancelled_at is not None or all(one.cancelled_at is not None for one in told)
    north, east = dialogue.latitude, dialogue.longitude
    return Gist(
        tuple(Sitting(one.name, one.starts_at, one.ends_at, one.room or dialogue.room) for one in told),
        dialogue.address,
        None if north is None or east is None else (north, east),
        off,
    )


@lru_cache(maxsize=256)
def look_again(before: Gist, after: Gist) -> bool:
    """Whether people must look again: called off or on, other hours, another room, or an address elsewhere.

    The address told in other words is no other place: it is elsewhere when most of its words are others, or when it
    lies more than a kilometre away.
    """
    return (
        before.cancelled != after.cancelled
        or [(one.starts_at, one.ends_at) for one in before.sittings]
        != [(one.starts_at, one.ends_at) for one in after.sittings]
        or [_plain(one.room) for one in before.sittings] != [_plain(one.room) for one in after.sittings]
        or _elsewhere(before, after)
    )


def _elsewhere(before: Gist, after: Gist) -> bool:
    old, new = _words(before.address), _words(after.address)
    if old and new and 2 * len(old & new) < min(len(old), len(new)):
        return True
    if before.geo is None or after.geo is None:
        return False
    return any(abs(one - other) > NEAR for one, other in zip(before.geo, after.geo, strict=True))


def _plain(room: str) -> str:
    return one_line(room).casefold()


def _words(address: str) -> set[str]:
    return set(_WORD.findall(address.casefold()))


def written(gist: Gist) -> str:
    """The gist as text, to be kept beside what was told from it."""
    sittings = [
        [one.name, f"{one.starts_at:%Y-%m-%dT%H:%M}", f"{one.ends_at:%Y-%m-%dT%H:%M}", one.room]
        for one in gist.sittings
    ]
    return json.dumps({"sittings": sittings, "address": gist.address, "geo": gist.geo}, ensure_ascii=False)


@lru_cache(maxsize=256)
def read(text: str) -> Gist | None:
    """The gist that was written; None for what is none."""
    try:
        kept = json.loads(text)
        sittings = tuple(
            Sitting(name, _moment(start), _moment(end), room) for name, start, end, room in kept["sittings"]
        )
        return Gist(sittings, kept["address"], tuple(kept["geo"]) if kept["geo"] else None)
    except (ValueError, TypeError, KeyError):
        return None


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
