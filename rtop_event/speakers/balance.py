"""The rule by which speakers alternate: regional groups, or women and men, each in the order that the others give.

Within a level (or a whole block, whatever the level) there is one stream for each regional group and one for those who
are in none; or one for women, one for men and one for those whose gender is not given, who lose nothing by that. The
streams take turns: one speaker of each in every round, the stream whose first speaker the other rules put first opens
each round. Within a stream the other rules decide, by time of inscription in the end. A withdrawal lets the rest of a
stream move up a round, so that the streams still alternate. Statements on behalf of groups, where they come first, keep
their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rtop_event.speakers.chain import Chain, RuleName, ranking_rules, rule_in
from rtop_event.speakers.facts import Inscription

Ranks = tuple[int, ...]
Row = tuple[Ranks, Inscription]
Seat = tuple[Ranks, str]
"""A block and a stream inside it."""


class By(StrEnum):
    """What alternates."""

    REGIONAL_GROUP = "regional_group"
    GENDER = "gender"


class Within(StrEnum):
    """How far it goes: among those of one level, or in a whole block, whatever their level."""

    LEVEL = "level"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Balance:
    """What alternates, and how many of the ranking rules are asked before."""

    by: By
    depth: int
    groups_stay: bool
    over_levels: bool

    def seat(self, row: Row) -> Seat:
        """The block of an inscription, and its stream there."""
        ranks, one = row
        if self.groups_stay and one.on_behalf_of:
            return ranks[: self.depth], ""
        stream = one.gender if self.by is By.GENDER else one.regional_group
        return ranks[: self.depth], str(stream) if stream else ""


def balance_of(chain: Chain) -> Balance | None:
    """How the chain alternates, None where it does not."""
    rule = rule_in(chain, RuleName.BALANCE)
    if rule is None:
        return None
    names = [one.name for one in ranking_rules(chain)]
    over_levels = rule.parameters.get("within") == Within.BLOCK and RuleName.LEVEL in names
    depth = names.index(RuleName.LEVEL) if over_levels else len(names)
    return Balance(By(str(rule.parameters["by"])), depth, RuleName.GROUPS_FIRST in names[:depth], over_levels)


def alternated(rows: Sequence[Row], balance: Balance, live: Callable[[Inscription], bool]) -> list[Row]:
    """The rows, given as the other rules order them, with their streams in turn; who is not live takes no turn.

    Needs n log n steps.
    """
    opens: dict[Seat, int] = {}
    rounds: Counter[Seat] = Counter()
    turns: list[tuple[Seat, int, bool, int]] = []
    for place, row in enumerate(rows):
        seat, counts = balance.seat(row), live(row[1])
        turns.append((seat, rounds[seat], counts, place))
        if counts:
            opens.setdefault(seat, place)
            rounds[seat] += 1
    return [
        rows[place]
        for *_, place in sorted(
            (seat[0], number, opens.get(seat, place), counts, place) for seat, number, counts, place in turns
        )
    ]


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn of one among several streams: its number in the block, in its stream, and whose turn was before."""

    number: int
    among: int
    stream: str
    own: int
    before: str | None


def turns_of(rows: Iterable[Row], balance: Balance) -> dict[str, Turn]:
    """The turns by key, in blocks of more than one stream; the rows are live and stand in order."""
    blocks: dict[Ranks, list[tuple[str, str]]] = {}
    for row in rows:
        block, stream = balance.seat(row)
        blocks.setdefault(block, []).append((row[1].key, stream))
    found: dict[str, Turn] = {}
    for seats in blocks.values():
        if len({stream for _, stream in seats}) == 1:
            continue
        own: Counter[str] = Counter()
        before: str | None = None
        for number, (key, stream) in enumerate(seats, start=1):
            own[stream] += 1
            found[key] = Turn(number, len(seats), stream, own[stream], before)
            before = stream
    return found
