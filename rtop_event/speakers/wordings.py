"""Sentences about places and about what changed between two lists."""

from __future__ import annotations

from dataclasses import dataclass

from rtop_event.delegations.names import name_in
from rtop_event.speakers.reasons import LEVEL
from rtop_event.speakers.seen import Difference, Pair, PlaceSeen
from rtop_event.wording import Sentence, sentence, sentence_of


@dataclass(frozen=True, slots=True)
class News:
    """One change: `kind` is added, gone, moved or changed."""

    kind: str
    told: Sentence


def name_of(place: PlaceSeen, language: str) -> Sentence | str:
    """The delegation, with its group where it speaks for one."""
    delegation = name_in(language, place.iso2, place.delegation)
    if place.on_behalf_of:
        return sentence("%(delegation)s (%(group)s)", delegation=delegation, group=place.on_behalf_of)
    return delegation


def place_told(place: PlaceSeen) -> Sentence:
    """The number of a place, with its meeting where each meeting is a list of its own."""
    if place.own_list is None:
        return sentence("place %(place)s", place=place.place)
    return sentence("place %(place)s of meeting %(meeting)s", place=place.place, meeting=place.own_list)


def all_news(found: Difference, language: str, *, names_too: bool) -> tuple[News, ...]:
    """What changed, in sentences; changes of the speaker's name only where names are shown."""
    added = [
        News("added", sentence("%(who)s: new, %(where)s", who=name_of(one, language), where=place_told(one)))
        for one in found.came_in
    ]
    moved = [News("moved", _from_to(one, language)) for one in found.moved]
    changed = [
        News("changed", sentence("%(who)s: %(what)s", who=name_of(one.after, language), what=what))
        for one in found.altered
        for what in alterations(one, names_too=names_too)
    ]
    gone = [
        News("gone", sentence("%(who)s: no longer on the list", who=name_of(one, language))) for one in found.went_out
    ]
    return (*added, *moved, *changed, *gone)


def pushed_told(found: Difference, language: str) -> tuple[Sentence, ...]:
    """Those who only make room for others, each with its old and new place."""
    return tuple(_from_to(one, language) for one in found.pushed)


def _from_to(one: Pair, language: str) -> Sentence:
    return sentence(
        "%(who)s: from %(before)s to %(after)s",
        who=name_of(one.after, language),
        before=place_told(one.before),
        after=place_told(one.after),
    )


def counts_told(found: Difference) -> Sentence:
    """How much changed, in one sentence."""
    return sentence(
        "%(came)s in, %(gone)s out, %(moved)s moved, %(changed)s changed",
        came=len(found.came_in),
        gone=len(found.went_out),
        moved=len(found.moved),
        changed=len(found.altered),
    )


def rest_told(found: Difference) -> Sentence | None:
    """What to say of those whose place or time changed only because of others, or of new limits."""
    if found.shifted:
        return sentence_of(
            "%(number)s other delegation has a new number because of these changes.",
            "%(number)s other delegations have a new number because of these changes.",
            found.shifted,
        )
    if found.retimed:
        return sentence_of(
            "%(number)s delegation has a new expected time or limit.",
            "%(number)s delegations have a new expected time or limit.",
            found.retimed,
        )
    return None


def alterations(pair: Pair, *, names_too: bool) -> list[Sentence]:
    """What became of one delegation besides its place."""
    before, after = pair.before, pair.after
    told: list[Sentence] = []
    if before.level != after.level:
        told.append(sentence("now %(level)s, before %(old)s", level=LEVEL[after.level], old=LEVEL[before.level]))
    if before.on_behalf_of != after.on_behalf_of:
        told.append(
            sentence("now on behalf of %(group)s", group=after.on_behalf_of)
            if after.on_behalf_of
            else sentence("no longer on behalf of %(group)s", group=before.on_behalf_of)
        )
    if before.delegation != after.delegation:
        told.append(sentence("before as %(name)s", name=before.delegation))
    if (before.also, before.without) != (after.also, after.without):
        told.append(sentence("others stand behind the statement now"))
    if names_too and (before.speaker, before.function) != (after.speaker, after.function):
        told.append(sentence("now spoken by %(speaker)s", speaker=after.speaker or "–"))
    return told
