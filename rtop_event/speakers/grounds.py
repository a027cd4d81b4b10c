"""Why the rules alone put an inscription where it stands, in its own list: made from those that decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce

from rtop_event.delegations.words import Kind, Level
from rtop_event.speakers.balance import Balance, Ranks, Row, Turn, turns_of
from rtop_event.speakers.balance_told import turn_told
from rtop_event.speakers.chain import Chain, Rule, RuleName
from rtop_event.speakers.facts import Inscription
from rtop_event.speakers.protecting import Protected
from rtop_event.speakers.reasons import KIND, KINDS, LEVEL, LEVELS
from rtop_event.speakers.rows import BY_TIME, in_row
from rtop_event.wording import Sentence, sentence, sentence_of

_Block = tuple[Ranks, Kind, Level, str | None, bool, tuple[int | None, int | None] | None]
"""Ranks, kind, level and group of those of whom the same is said; whether behind the top; who moved on, from where to.
"""


@dataclass(frozen=True)
class Grounds:
    """One list as its rules order it, before pins and moves; it can say why for each inscription on it."""

    chain: Chain
    ranked: Sequence[Row]
    """The live ones in the order of all rules but the protected top."""
    meeting: int | None = None
    one_of_several: bool = False
    row: Rule = BY_TIME
    balance: Balance | None = None
    top: Protected | None = None
    moved_on: Mapping[str, int | None] = field(default_factory=dict)

    def because(self, inscription: Inscription) -> Sentence:
        """The reason for the place that the rules alone give."""
        key = inscription.key
        if self.top and key in self.top.moved and key in self.top.top:
            return _one_of_the_top(self.top)
        ranks, number = self._peers[key]
        turn = self._turns.get(key)
        clauses = self._of_block(ranks, inscription, alternates=turn is not None)
        if turn and self.balance:
            return turn_told(clauses, turn, self.balance, self.row, inscription.requested_at)
        among = self._count[ranks]
        if among > 1:
            return in_row(self.row, clauses, number, among, inscription.requested_at)
        if clauses is None:
            return sentence("The only inscription on the list.")
        return sentence("%(clauses)s.", clauses=clauses)

    def overtaken(self, one: Inscription, other: Inscription) -> bool:
        """Whether the other rules alone would put the second before the first."""
        return self._numbers[one.key] > self._numbers[other.key]

    def turns_of_both(self, one: Inscription, other: Inscription) -> tuple[Turn, Turn] | None:
        """Their turns, where they take turns with each other: two of one block, but not of one stream."""
        turns = self._turns.get(one.key), self._turns.get(other.key)
        if self.balance is None or turns[0] is None or turns[1] is None or turns[0].stream == turns[1].stream:
            return None
        return turns[0], turns[1]

    def _of_block(self, ranks: Ranks, inscription: Inscription, *, alternates: bool) -> Sentence | None:
        """What decided before turns or time did, the same for all in a block and said once."""
        one, key = inscription, inscription.key
        behind = self.top is not None and key in self.top.moved
        went = (one.meeting, self.moved_on[key]) if key in self.moved_on else None
        block = (ranks, one.kind, one.level, one.on_behalf_of, behind, went)
        said = self._said.get(block)
        if said is None:
            depth = self.balance.depth if self.balance and alternates else len(self.chain)
            said = self._said[block] = (self._led(one, self._clauses(ranks, one, depth)),)
        return said[0]

    def _led(self, one: Inscription, clauses: Sentence | None) -> Sentence | None:
        """The clauses, after those on its meeting and on the protected top."""
        leading = [self._meeting(one)] if self.one_of_several or one.key in self.moved_on else []
        if self.top and one.key in self.top.moved:
            leading.append(_behind_the_top(self.top.number))
        told = [*leading, *([clauses] if clauses else [])]
        return reduce(_and_then, told) if told else None

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {one.key: number for number, (_, one) in enumerate(self.ranked)}

    @cached_property
    def _turns(self) -> dict[str, Turn]:
        return turns_of(self.ranked, self.balance) if self.balance else {}

    @cached_property
    def _said(self) -> dict[_Block, tuple[Sentence | None]]:
        """What was said of a block before time of inscription, the same for all in it; None where it is nothing."""
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

    def _clauses(self, ranks: Ranks, inscription: Inscription, depth: int) -> Sentence | None:
        clauses: list[Sentence] = []
        deciding = [
            (rule.name, position)
            for position, rule in enumerate(self.chain[:depth])
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

    def _meeting(self, one: Inscription) -> Sentence:
        if one.key in self.moved_on:
            return _moved_on(one.meeting, self.moved_on[one.key])
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


def _moved_on(asked: int | None, meeting: int | None) -> Sentence:
    if meeting is None:
        return sentence(
            "Asked for meeting %(asked)s, which was full, as were all after it; not assigned to a meeting yet",
            asked=asked,
        )
    return sentence(
        "Asked for meeting %(asked)s, which was full; moved on to meeting %(meeting)s", asked=asked, meeting=meeting
    )


def _behind_the_top(number: int) -> Sentence:
    return sentence_of(
        "After the next one, which is protected", "After the next %(number)s, which are protected", number
    )


def _one_of_the_top(top: Protected) -> Sentence:
    if top.since is None:
        return sentence_of(
            "The next one, which is protected: the other rules put nobody before it.",
            "One of the next %(number)s, which are protected: the other rules put nobody before it.",
            top.number,
        )
    if top.number == 1:
        return sentence(
            "The next one, which is protected since %(since)s: the other rules put nobody before it.", since=top.since
        )
    return sentence(
        "One of the next %(number)s, which are protected since %(since)s: the other rules put nobody before it.",
        number=top.number,
        since=top.since,
    )


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
