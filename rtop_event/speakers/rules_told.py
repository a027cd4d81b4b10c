"""How a chain of rules is told to everybody: one sentence for each rule that is on."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import cast

from rtop_event.delegations.words import Kind
from rtop_event.dialogues.words import Preset
from rtop_event.speakers.chain import PRESETS, Chain, Rule, RuleName, contains, ranking_rules, row_rule
from rtop_event.speakers.reasons import KINDS
from rtop_event.speakers.words import CHAIR_MAY_MOVE, ORDER_TOLD
from rtop_event.wording import Sentence, sentence

CHAIR_MAY_ONLY_MOVE = sentence("The chair can move a delegation; the reason is recorded.")

SHORT: dict[RuleName, Sentence] = {
    RuleName.PINS: sentence("Pinned places hold"),
    RuleName.MEETING: sentence("Each meeting is a list of its own"),
    RuleName.GROUPS_FIRST: sentence("Groups first"),
    RuleName.KINDS: sentence("Kinds of delegations"),
    RuleName.LEVEL: sentence("Level of the speaker"),
    RuleName.OBSERVERS_AFTER_MEMBERS: sentence("Observers after Member States"),
    RuleName.LOTS: sentence("Drawn by lot"),
    RuleName.ALPHABETICAL: sentence("English alphabetical order"),
    RuleName.TIME: sentence("Time of inscription"),
}
"""What the desk calls each rule."""


def order_told(preset: str, chain: Chain) -> tuple[Sentence, ...]:
    """How the list is ordered by these rules, for everybody; those of the preset itself in its own words."""
    own = bool(chain) and chain != PRESETS[preset]
    may = CHAIR_MAY_MOVE if not own or contains(chain, RuleName.PINS) else CHAIR_MAY_ONLY_MOVE
    return (*(chain_told(chain) if own else ORDER_TOLD[Preset(preset)]), may)


def chain_told(chain: Chain) -> tuple[Sentence, ...]:
    """One sentence for each rule that is on; rules that come after the one that puts equals in a row never decide."""
    held = [rule for rule in chain if rule.name in _HELD]
    return tuple(_TOLD[rule.name](rule) for rule in (*held, *ranking_rules(chain), row_rule(chain)))


def kinds_told(blocks: list[list[str]]) -> Sentence:
    """The blocks of kinds in their order."""
    return reduce(_then, (_block([KINDS[Kind(kind)] for kind in block]) for block in blocks))


def _block(kinds: list[Sentence]) -> Sentence:
    *some, last = kinds
    return sentence("%(some)s and %(last)s", some=reduce(_listed, some), last=last) if some else last


def _listed(some: Sentence, one: Sentence) -> Sentence:
    return sentence("%(some)s, %(one)s", some=some, one=one)


def _then(some: Sentence, one: Sentence) -> Sentence:
    return sentence("%(some)s, then %(one)s", some=some, one=one)


def _kinds(rule: Rule) -> Sentence:
    blocks = cast("list[list[str]]", rule.parameters["blocks"])
    told = kinds_told(blocks)
    if len({kind for block in blocks for kind in block}) < len(Kind):
        return sentence("The kind of delegation decides: %(kinds)s, then all others.", kinds=told)
    return sentence("The kind of delegation decides: %(kinds)s.", kinds=told)


def _lots(rule: Rule) -> Sentence:
    return sentence(
        "Those who are equal then are drawn by lot with the seed “%(seed)s”, witnessed by %(witness)s. Anybody can "
        "draw again: a lot is the SHA-256 of the seed, a line break and the official English name (for a group one "
        "more line break and its name); the smallest comes first.",
        seed=rule.parameters["seed"],
        witness=rule.parameters["witness"],
    )


def _alphabetical(rule: Rule) -> Sentence:
    if rule.parameters.get("first"):
        return sentence(
            "Those who are equal then stand in English alphabetical order, beginning with %(first)s, drawn by lot.",
            first=rule.parameters["first"],
        )
    return sentence("Those who are equal then stand in English alphabetical order.")


def _always(said: Sentence) -> Callable[[Rule], Sentence]:
    return lambda _rule: said


_HELD = frozenset({RuleName.PINS, RuleName.MEETING})

_TOLD: dict[RuleName, Callable[[Rule], Sentence]] = {
    RuleName.PINS: _always(sentence("Whoever is pinned to a place keeps it, whatever the other rules say.")),
    RuleName.MEETING: _always(sentence("Each meeting is a list of its own.")),
    RuleName.GROUPS_FIRST: _always(sentence("Statements on behalf of groups come before those of single delegations.")),
    RuleName.KINDS: _kinds,
    RuleName.LEVEL: _always(sentence("The level of the speaker decides, the highest first.")),
    RuleName.OBSERVERS_AFTER_MEMBERS: _always(sentence("Member States come before all others who are equal so far.")),
    RuleName.LOTS: _lots,
    RuleName.ALPHABETICAL: _alphabetical,
    RuleName.TIME: _always(sentence("Those who are equal then stand in the order in which they asked for the floor.")),
}
