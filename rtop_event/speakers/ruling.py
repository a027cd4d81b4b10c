"""The lists as the rules alone make them, before pins and anything that was done by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rtop_event.delegations.words import Kind
from rtop_event.speakers.balance import Row, alternated, balance_of
from rtop_event.speakers.chain import Chain, RuleName, contains, meets_apart, ranks_by, row_by, rule_in
from rtop_event.speakers.facts import Inscription
from rtop_event.speakers.filling import moved_on
from rtop_event.speakers.moves import Meeting
from rtop_event.speakers.protecting import Protected, protected

_BY_HABIT = {kind: number for number, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Ruled:
    """One list as its rules order it; `rows` have the order of all rules but the protected top, which `line` has."""

    rows: list[Row]
    protected: Protected | None = None

    @property
    def line(self) -> list[Row]:
        """The list."""
        return self.protected.line if self.protected else self.rows


@dataclass(frozen=True)
class Ruling:
    """All lists by their meeting (None for the list of the day), and who was moved on to another meeting, by key."""

    lists: dict[Meeting, Ruled]
    moved_on: dict[str, Meeting]


def ruled(inscriptions: Iterable[Inscription], chain: Chain) -> Ruling:
    """What the ranking rules leave equal stands in its row; at the same moment by kind, then by key.

    Needs n log n steps.
    """
    given = list(inscriptions)
    ranks_of, row = ranks_by(chain), row_by(chain)
    ranked = sorted(
        (ranks_of(one), row(one), one.requested_at, _BY_HABIT[one.kind], one.key, number, one)
        for number, one in enumerate(given)
    )
    rows = [(ranks, one) for ranks, *_, one in ranked]
    if not meets_apart(chain):
        return Ruling({None: _ruled(rows, chain)}, {})
    elsewhere = moved_on(given, chain)
    meetings: dict[Meeting, list[Row]] = {}
    for found in rows:
        meetings.setdefault(elsewhere.get(found[1].key, found[1].meeting), []).append(found)
    in_order = sorted(meetings.items(), key=lambda item: (item[0] is None, item[0]))
    return Ruling({meeting: _ruled(line, chain) for meeting, line in in_order}, elsewhere)


def _ruled(rows: list[Row], chain: Chain) -> Ruled:
    balance, top = balance_of(chain), rule_in(chain, RuleName.PROTECTED_TOP)

    def arrange(some: Sequence[Row], live: Callable[[Inscription], bool]) -> list[Row]:
        return alternated(some, balance, live) if balance else list(some)

    arranged = arrange(rows, lambda one: one.live)
    if top is None:
        return Ruled(arranged)
    pinned = contains(chain, RuleName.PINS)
    return Ruled(arranged, protected(rows, top, arrange, lambda one: not (pinned and one.pin is not None)))
