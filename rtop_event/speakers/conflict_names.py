"""Delegations under two spellings, and civil society bodies whose names resemble others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rtop_event.delegations.resemblance import Index, Likeness, likeness, nations_of, official
from rtop_event.delegations.search import folded
from rtop_event.delegations.titles import KINDS
from rtop_event.delegations.words import Kind
from rtop_event.speakers.conflict import Asking, Conflict, ConflictKind, Hall, Reference, made
from rtop_event.wording import Sentence, sentence


def by_names(hall: Hall) -> Iterator[Conflict]:
    """Civil society bodies that are one, resemble one another, or bear the name of a State or organisation."""
    by_delegation: defaultdict[int, list[Asking]] = defaultdict(list)
    for one in hall.asking:
        by_delegation[one.delegation_id].append(one)
    typed = {number: those for number, those in by_delegation.items() if those[0].typed_in}
    if not typed:
        return
    states = (one for one in hall.reference if one.kind in {Kind.MEMBER_STATE, Kind.OBSERVER_STATE})
    nations = nations_of(name for one in states for name in (one.name, *one.aliases))
    reference = {one.id: one for one in hall.reference}
    index = Index((one.id, name) for one in hall.reference for name in (one.name, *one.aliases))
    borne = {
        number: [
            reference[other]
            for other in dict.fromkeys(
                other
                for other, called in index.near(those[0].english)
                if _resembles(those[0].english, reference[other], called, nations)
            )
        ]
        for number, those in typed.items()
    }
    for number, entries in borne.items():
        yield from (_known(typed[number], entry, by_delegation.get(entry.id, []), nations) for entry in entries)
    taken = {number for number, entries in borne.items() if any(one.kind is not Kind.CIVIL_SOCIETY for one in entries)}
    yield from _among(typed, taken, nations)


def _among(typed: dict[int, list[Asking]], taken: set[int], nations: frozenset[str]) -> Iterator[Conflict]:
    """Names that were typed in, beside one another; two that bear names of others (`taken`) are told already."""
    own = Index((number, those[0].english) for number, those in typed.items())
    for number, those in typed.items():
        for other, called in own.near(those[0].english):
            if number < other and not {number, other} <= taken:
                how = likeness(those[0].english, called, nations)
                if how is not None:
                    yield _alike(those, typed[other], how)


def _resembles(name: str, known: Reference, called: str, nations: frozenset[str]) -> bool:
    if known.kind is Kind.CIVIL_SOCIETY:
        return likeness(name, called, nations) is not None
    return official(name, called, nations)


def _known(those: list[Asking], known: Reference, there: list[Asking], nations: frozenset[str]) -> Conflict:
    """A name that was typed in beside one of the reference table, whose own requests are `there`."""
    name, facts = those[0].english, [folded(those[0].english), known.id]
    if known.kind is not Kind.CIVIL_SOCIETY:
        told = sentence(
            "“%(name)s” is registered as civil society under the name of %(other)s (%(kind)s).",
            name=name,
            other=known.name,
            kind=KINDS[known.kind],
        )
        return made(ConflictKind.OFFICIAL, told, [*those, *there], facts)
    same = any(likeness(name, called, nations) is Likeness.SAME for called in (known.name, *known.aliases))
    if same and there:
        return made(ConflictKind.SPELLINGS, _spellings(name, known.name), [*those, *there], facts, _pair(those, there))
    return made(ConflictKind.RESEMBLES, _resembling(name, known.name), [*those, *there], facts)


def _alike(those: list[Asking], others: list[Asking], how: Likeness) -> Conflict:
    one, other = those[0].english, others[0].english
    facts = [folded(one), folded(other)]
    if how is Likeness.SAME:
        pair = _pair(those, others)
        return made(ConflictKind.SPELLINGS, _spellings(one, other), [*those, *others], facts, pair)
    return made(ConflictKind.RESEMBLES, _resembling(one, other), [*those, *others], facts)


def _spellings(one: str, other: str) -> Sentence:
    return sentence("“%(one)s” and “%(other)s” look like one delegation under two spellings.", one=one, other=other)


def _resembling(one: str, other: str) -> Sentence:
    return sentence("“%(one)s” resembles “%(other)s”.", one=one, other=other)


def _pair(those: list[Asking], others: list[Asking]) -> tuple[int, ...]:
    """The two requests that would be merged: those that ask for the floor first."""
    ranked = (min(each, key=lambda one: (not one.wants_floor, one.id)) for each in (those, others))
    return tuple(sorted(one.id for one in ranked))
