"""What puts one inscription before another where nothing was done by hand: the first rule that decides."""

from __future__ import annotations

from rtop_event.speakers.balance_told import turns_apart
from rtop_event.speakers.chain import Chain, Rule, RuleName, ranking_rules, ranks_by, row_by, row_rule
from rtop_event.speakers.facts import Inscription
from rtop_event.speakers.grounds import Grounds
from rtop_event.speakers.told_apart import apart_in_row, held_apart, ranked_apart
from rtop_event.wording import Sentence


def rule_between(chain: Chain, grounds: Grounds, one: Inscription, other: Inscription) -> Sentence:
    """The first rule that puts the one before the other: the protected top, the ranking rules, turns, the row."""
    if grounds.top and grounds.overtaken(one, other):
        return held_apart(grounds.top.number, both=other.key in grounds.top.top)
    turns = grounds.turns_of_both(one, other)
    rules, ranks_of = ranking_rules(chain), ranks_by(chain)
    asked = rules[: grounds.balance.depth] if turns and grounds.balance else rules
    for rule, first, second in zip(asked, ranks_of(one), ranks_of(other), strict=False):
        if first != second:
            return ranked_apart(rule.name, one, other)
    if turns and grounds.balance:
        return turns_apart(*turns, grounds.balance.by)
    row = row_by(chain)
    return apart_in_row(row_rule(chain) if row(one) != row(other) else Rule(RuleName.TIME), one, other)
