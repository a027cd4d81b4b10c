"""Who stands behind a statement on behalf of a group, in a few words on the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import get_locale

from rtop_event.delegations.names import name_in
from rtop_event.showing import say
from rtop_event.speakers.composing import Entry
from rtop_event.speakers.seen import PlaceSeen
from rtop_event.wording import sentence


@dataclass(frozen=True)
class Behind:
    """How many members, who else, and who not; names in the reader's language."""

    members: int
    also: tuple[str, ...]
    without: tuple[str, ...]


def behind_of(place: PlaceSeen, language: str) -> Behind | None:
    """Who stands behind a published statement; None for a national one, or when there is nothing to say."""
    return _told(place.members, place.also, place.without, language)


def behind_now(entry: Entry) -> Behind | None:
    """Who stands behind a statement as the list is now, in the reader's language."""
    members = len(entry.behind.members - entry.behind.opted_out)
    return _told(members, entry.also, entry.without, str(get_locale() or "en"))


def on_behalf_of(place: PlaceSeen, language: str) -> str:
    """The group with who stands behind the statement, on one line; empty for a national statement."""
    found = behind_of(place, language)
    if found is None:
        return place.on_behalf_of
    parts = [f"{place.on_behalf_of} ({found.members})" if found.members else place.on_behalf_of]
    parts += [say(sentence("also %(names)s", names=", ".join(found.also)))] if found.also else []
    parts += [say(sentence("without %(names)s", names=", ".join(found.without)))] if found.without else []
    return "; ".join(parts)


def _told(
    members: int, also: Iterable[tuple[str, str]], without: Iterable[tuple[str, str]], language: str
) -> Behind | None:
    if not (members or also or without):
        return None
    return Behind(members, _in(language, also), _in(language, without))


def _in(language: str, named: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(name_in(language, iso2, english) for iso2, english in named)
