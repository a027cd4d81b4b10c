"""Why an inscription stands where it stands: one sentence, made from the rules that decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

from rtop_event.delegations.words import Kind, Level
from rtop_event.speakers.chain import Chain, Rule, RuleName
from rtop_event.speakers.facts import Arrangement, Inscription, Move
from rtop_event.speakers.rows import BY_TIME, in_row
from rtop_event.speakers.words import QUICK_REASONS
from rtop_event.wording import Sentence, sentence

Ranks = tuple[int, ...]
_Block = tuple[Ranks, Kind, Level, str | None]

KIND = {
    Kind.MEMBER_STATE: sentence("Member State"),
    Kind.OBSERVER_STATE: sentence("Observer State"),
    Kind.OBSERVER: sentence("Observer"),
    Kind.REGIONAL_ORGANISATION: sentence("Regional organisation"),
    Kind.OTHER_ORGANISATION: sentence("Organisation"),
    Kind.UN_ENTITY: sentence("United Nations entity"),
    Kind.CIVIL_SOCIETY: sentence("Civil society"),
}

KINDS = {
    Kind.MEMBER_STATE: sentence("Member States"),
    Kind.OBSERVER_STATE: sentence("observer States"),
    Kind.OBSERVER: sentence("observers"),
    Kind.REGIONAL_ORGANISATION: sentence("regional organisations"),
    Kind.OTHER_ORGANISATION: sentence("other organisations"),
    Kind.UN_ENTITY: sentence("United Nations entities"),
    Kind.CIVIL_SOCIETY: sentence("civil society"),
}

LEVEL = {
    Level.HEAD_OF_STATE: sentence("Head of State"),
    Level.VICE_PRESIDENT: sentence("Vice-President"),
    Level.CROWN_PRINCE: sentence("Crown Prince or Princess"),
    Level.HEAD_OF_GOVERNMENT: sentence("Head of Government"),
    Level.DEPUTY_PRIME_MINISTER: sentence("Deputy Prime Minister"),
    Level.MINISTER: sentence("Minister"),
    Level.VICE_MINISTER: sentence("Vice-Minister"),
    Level.CHAIR_OF_DELEGATION: sentence("Chair of delegation"),
}

LEVELS = {
    Level.HEAD_OF_STATE: sentence("Heads of State"),
    Level.VICE_PRESIDENT: sentence("Vice-Presidents"),
    Level.CROWN_PRINCE: sentence("Crown Princes and Princesses"),
    Level.HEAD_OF_GOVERNMENT: sentence("Heads of Government"),
    Level.DEPUTY_PRIME_MINISTER: sentence("Deputy Prime Ministers"),
    Level.MINISTER: sentence("Ministers"),
    Level.VICE_MINISTER: sentence("Vice-Ministers"),
    Level.CHAIR_OF_DELEGATION: sentence("chairs of delegation"),
}


def level_told(kind: Kind, level: Level) -> Sentence | str:
    """The level in words; civil society is not asked for one."""
    return "–" if kind is Kind.CIVIL_SOCIETY else LEVEL[level]


@dataclass(frozen=True)
class Grounds:
    """One list as its rules order it, before pins and moves; it can say why for each inscription on it."""

    chain: Chain
    ranked: Sequence[tuple[Ranks, Inscription]]
    meeting: int | None = None
    one_of_several: bool = False
    row: Rule = BY_TIME

    def because(self, inscription: Inscription) -> Sentence:
        """The reason for the place that the rules alone give."""
        ranks, number = self._peers[inscription.key]
        block = (ranks, inscription.kind, inscription.level, inscription.on_behalf_of)
        if block not in self._said:
            self._said[block] = self._clauses(ranks, inscription)
        clauses = self._said[block]
        among = self._count[ranks]
        if among > 1:
            return in_row(self.row, clauses, number, among, inscription.requested_at)
        if clauses is None:
            return sentence("The only inscription on the list.")
        return sentence("%(clauses)s.", clauses=clauses)

    @cached_property
    def _said(self) -> dict[_Block, Sentence | None]:
        """What was said of a block before time of inscription, the same for all in it."""
        return {}

    @cached_property
    def _count(self) -> Counter[Ranks]:
        return Counter(ranks for ranks, _ in self.ranked)

    @cached_property
    def _peers(self) -> dict[str, tuple[Ranks, int]]:
        peers: dict[str, tuple[Ranks, int]] = {}
        last, number = None, 0
        for ranks, inscription in self.ranked:
            number = number + 1 if ranks == last else 1
            last = ranks
            peers[inscription.key] = ranks, number
        return peers

    @cached_property
    def _siblings(self) -> dict[Ranks, dict[int, dict[Kind, Inscription]]]:
        """For each block, the blocks directly inside it, in order, and an example of each kind in them."""
        examples = {(ranks, inscription.kind): inscription for ranks, inscription in self.ranked}
        siblings: dict[Ranks, dict[int, dict[Kind, Inscription]]] = {}
        for (ranks, kind), inscription in examples.items():
            for position, rank in enumerate(ranks):
                inside = siblings.setdefault(ranks[:position], {})
                inside.setdefault(rank, {}).setdefault(kind, inscription)
        return siblings

    def _clauses(self, ranks: Ranks, inscription: Inscription) -> Sentence | None:
        clauses = [self._meeting()] if self.one_of_several else []
        deciding = [
            (rule.name, position)
            for position, rule in enumerate(self.chain)
            if len(self._siblings[ranks[:position]]) > 1
        ]
        after_groups = None
        for name, position in deciding:
            earlier, later = self._around(name, ranks, position)
            if name is RuleName.GROUPS_FIRST and later is None and (name, position) != deciding[-1]:
                after_groups = earlier
            else:
                clauses.append(_neighbours(self._own(name, inscription), earlier or after_groups, later))
                after_groups = None
        return reduce(_and_then, clauses) if clauses else None

    def _around(self, name: RuleName, ranks: Ranks, position: int) -> tuple[Sentence | None, Sentence | None]:
        siblings = self._siblings[ranks[:position]]
        order = list(siblings)
        here = order.index(ranks[position])
        earlier = _others(name, order[here - 1], siblings[order[here - 1]]) if here else None
        later = _others(name, order[here + 1], siblings[order[here + 1]]) if here + 1 < len(order) else None
        return earlier, later

    def _meeting(self) -> Sentence:
        if self.meeting is None:
            return sentence("Not assigned to a meeting yet, so after those that are")
        return sentence("Meeting %(meeting)s is a list of its own", meeting=self.meeting)

    @staticmethod
    def _own(name: RuleName, inscription: Inscription) -> Sentence:
        if name is RuleName.LEVEL:
            return LEVEL[inscription.level]
        if name is not RuleName.GROUPS_FIRST:
            return KIND[inscription.kind]
        if inscription.on_behalf_of:
            return sentence("Speaks on behalf of a group (%(group)s)", group=inscription.on_behalf_of)
        return sentence("Single delegation")


def moved_because(move: Move, anchor: Inscription | None) -> Sentence:
    """The reason for a place that the chair gave; the anchor is None for the front of the list."""
    return _with_why(_moved_to(anchor), move.reason)


def exchanged_because(partner: Inscription) -> Sentence:
    """The reason for a place that two delegations exchanged."""
    return sentence("Exchanged places with %(partner)s, agreed by both delegations.", partner=called(partner))


def arranged_because(order: Arrangement) -> Sentence:
    """The reason for a place in a whole order that was restored."""
    return sentence("Stands %(restored)s.", restored=restored_as(order))


def restored_as(order: Arrangement) -> Sentence:
    """As in which list, restored by the chair because of what."""
    where, why = _restored(order), why_told(order.reason)
    return sentence("%(where)s: %(why)s", where=where, why=why) if why else where


def _restored(order: Arrangement) -> Sentence:
    if order.revision is None:
        return sentence("in the order that the chair gave the whole list")
    return sentence("as in %(list)s, restored by the chair", list=_revision(order))


def _revision(order: Arrangement) -> Sentence:
    if order.revision and order.published_at is None:
        return sentence("Rev.%(revision)s", revision=order.revision)
    if order.published_at is None:
        return sentence("the provisional list")
    if order.revision:
        return sentence("Rev.%(revision)s of %(moment)s", revision=order.revision, moment=order.published_at)
    return sentence("the provisional list of %(moment)s", moment=order.published_at)


_USUAL = {said.text: said for said in QUICK_REASONS}
"""Reasons that the desk can tick: they are said in the reader's language."""


def why_told(reason: str) -> Sentence | str:
    """A reason that the desk gave, inside a sentence: what it can tick in the reader's language, else as typed."""
    return _USUAL.get(reason, reason.rstrip(" ."))


def _with_why(where: Sentence, reason: str) -> Sentence:
    why = why_told(reason)
    return sentence("%(where)s: %(why)s.", where=where, why=why) if why else sentence("%(where)s.", where=where)


def pinned_because(one: Inscription, *, place: int, last: int, holder: Inscription | None) -> Sentence:
    """The reason for a pinned place, also where another one holds it or the list is shorter."""
    return _with_why(_pinned_to(one.pin or 0, place, last, holder), one.pinned_why)


def _pinned_to(pin: int, place: int, last: int, holder: Inscription | None) -> Sentence:
    if place == pin:
        return sentence("Pinned to place %(pin)s", pin=pin)
    if pin > last:
        return sentence(
            "Pinned to place %(pin)s, beyond the end of the list: takes place %(place)s, the last that other pins "
            "leave free",
            pin=pin,
            place=place,
        )
    if holder is None:
        return sentence("Pinned to place %(pin)s: takes place %(place)s, the nearest free one", pin=pin, place=place)
    return sentence(
        "Pinned to place %(pin)s, which %(holder)s holds by an earlier request: takes place %(place)s, the nearest "
        "free one",
        pin=pin,
        holder=called(holder),
        place=place,
    )


def _moved_to(anchor: Inscription | None) -> Sentence:
    if anchor is None:
        return sentence("Moved by the chair to the front of the list")
    if not anchor.live:
        return sentence(
            "Moved by the chair directly after %(anchor)s, which has withdrawn since", anchor=called(anchor)
        )
    return sentence("Moved by the chair directly after %(anchor)s", anchor=called(anchor))


def called(inscription: Inscription) -> Sentence | str:
    """The delegation, with its group where it speaks for one."""
    group = inscription.on_behalf_of
    if group:
        return sentence("%(delegation)s (%(group)s)", delegation=inscription.delegation, group=group)
    return inscription.delegation


def _others(name: RuleName, rank: int, examples: dict[Kind, Inscription]) -> Sentence:
    if name is RuleName.LEVEL:
        return LEVELS[next(iter(examples.values())).level]
    if name is RuleName.GROUPS_FIRST:
        return sentence("single delegations") if rank else sentence("groups")
    *some, last = (KINDS[kind] for kind in Kind if kind in examples)
    named = sentence("%(some)s and %(last)s", some=reduce(_listed, some), last=last) if some else last
    if name is RuleName.OBSERVERS_AFTER_MEMBERS:
        return sentence("the %(kinds)s of this level", kinds=named)
    return named


def _neighbours(own: Sentence, earlier: Sentence | None, later: Sentence | None) -> Sentence:
    if earlier is None:
        return sentence("%(own)s: before %(later)s", own=own, later=later)
    if later is None:
        return sentence("%(own)s: after %(earlier)s", own=own, earlier=earlier)
    return sentence("%(own)s: after %(earlier)s, before %(later)s", own=own, earlier=earlier, later=later)


def _and_then(clauses: Sentence, clause: Sentence) -> Sentence:
    return sentence("%(clauses)s; %(clause)s", clauses=clauses, clause=clause)


def _listed(named: Sentence, another: Sentence) -> Sentence:
    return sentence("%(named)s, %(another)s", named=named, another=another)
