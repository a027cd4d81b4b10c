"""The chain of named rules that orders the list: data, with presets as starting points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from rtop_event.delegations.words import Kind, Level
from rtop_event.speakers.facts import Inscription
from rtop_event.speakers.lots import filed_under, lot

Rank = Callable[[Inscription], int]


class RuleName(StrEnum):
    """The rules that a chain can be made of."""

    PINS = "pins"
    PROTECTED_TOP = "protected_top"
    MEETING = "meeting"
    GROUPS_FIRST = "groups_first"
    KINDS = "kinds"
    LEVEL = "level"
    OBSERVERS_AFTER_MEMBERS = "observers_after_members_of_their_level"
    BALANCE = "balance"
    LOTS = "lots"
    ALPHABETICAL = "alphabetical"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Rule:
    """One link of a chain; the parameters are plain enough for JSON."""

    name: RuleName
    parameters: Mapping[str, object] = field(default_factory=dict, hash=False)


Chain = tuple[Rule, ...]

PRESETS: dict[str, Chain] = {
    # Groups, then Member States, observers, organisations, civil society; one list for the day.
    "dialogue": (
        Rule(RuleName.PINS),
        Rule(RuleName.GROUPS_FIRST),
        Rule(
            RuleName.KINDS,
            {
                "blocks": [
                    ["member_state"],
                    ["observer_state", "observer"],
                    ["regional_organisation", "other_organisation", "un_entity"],
                    ["civil_society"],
                ]
            },
        ),
        Rule(RuleName.LEVEL),
        Rule(RuleName.TIME),
    ),
    # Rule 68: in the order in which they ask for the floor, whoever they are.
    "inscription": (Rule(RuleName.PINS), Rule(RuleName.TIME)),
    # Each meeting by itself, by level, observers after the Members of their level, civil society at the end.
    "general-debate": (
        Rule(RuleName.PINS),
        Rule(RuleName.MEETING),
        Rule(
            RuleName.KINDS,
            {
                "blocks": [
                    [
                        "member_state",
                        "observer_state",
                        "observer",
                        "regional_organisation",
                        "other_organisation",
                        "un_entity",
                    ],
                    ["civil_society"],
                ]
            },
        ),
        Rule(RuleName.LEVEL),
        Rule(RuleName.OBSERVERS_AFTER_MEMBERS),
        Rule(RuleName.TIME),
    ),
}


def contains(chain: Chain, name: RuleName) -> bool:
    """Whether a rule is part of the chain."""
    return any(rule.name is name for rule in chain)


def rule_in(chain: Chain, name: RuleName) -> Rule | None:
    """The rule of that name, None where it is not part of the chain."""
    return next((rule for rule in chain if rule.name is name), None)


def meets_apart(chain: Chain) -> bool:
    """Whether each meeting is a list of its own, so that the order begins again in each."""
    rule = rule_in(chain, RuleName.MEETING)
    return rule is not None and rule.parameters.get("restart", True) is True


def ranking_rules(chain: Chain) -> Chain:
    """The rules that compare two inscriptions, in order; one that puts equals in a row ends every chain."""
    ranking: list[Rule] = []
    for rule in chain:
        if rule.name in _ROWS:
            break
        if rule.name in _RANKS:
            ranking.append(rule)
    return tuple(ranking)


def row_rule(chain: Chain) -> Rule:
    """The rule that puts in a row whom the others leave equal; time of inscription where there is no other."""
    return next((rule for rule in chain if rule.name in _ROWS), Rule(RuleName.TIME))


def row_by(chain: Chain) -> Callable[[Inscription], tuple[bool, str]]:
    """A function from an inscription to its place in that row; time decides among those at one place."""
    rule = row_rule(chain)
    if rule.name is RuleName.LOTS:
        seed = str(rule.parameters["seed"])
        return lambda inscription: (False, lot(seed, inscription))
    if rule.name is RuleName.ALPHABETICAL:
        first = filed_under(str(rule.parameters.get("first", "")))
        return lambda inscription: _from_letter(first, filed_under(inscription.official))
    return lambda _inscription: (False, "")


def _from_letter(first: str, filed: str) -> tuple[bool, str]:
    return filed < first, filed


_ROWS = frozenset({RuleName.LOTS, RuleName.ALPHABETICAL, RuleName.TIME})


def ranks_by(chain: Chain) -> Callable[[Inscription], tuple[int, ...]]:
    """A function from an inscription to its rank under each ranking rule, the lowest first.

    Once groups come first, nothing but time of inscription decides among groups: neither kind nor level.
    """
    rules = ranking_rules(chain)
    ranks = tuple(_RANKS[rule.name](rule) for rule in rules)
    names = [rule.name for rule in rules]
    if RuleName.GROUPS_FIRST not in names:
        return lambda inscription: tuple([rank(inscription) for rank in ranks])
    shared = names.index(RuleName.GROUPS_FIRST) + 1
    among_groups = (0,) * (len(ranks) - shared)

    def ranks_of(inscription: Inscription) -> tuple[int, ...]:
        if inscription.on_behalf_of:
            return tuple([rank(inscription) for rank in ranks[:shared]]) + among_groups
        return tuple([rank(inscription) for rank in ranks])

    return ranks_of


def _groups_first(_rule: Rule) -> Rank:
    return lambda inscription: 0 if inscription.on_behalf_of else 1


def _kinds(rule: Rule) -> Rank:
    blocks = cast("list[list[str]]", rule.parameters["blocks"])
    block_of = {Kind(kind): number for number, block in enumerate(blocks) for kind in block}
    last = len(blocks)
    return lambda inscription: block_of.get(inscription.kind, last)


def _level(_rule: Rule) -> Rank:
    precedence = {level: level.precedence for level in Level}
    return lambda inscription: precedence[inscription.level]


def _observers_after_members(_rule: Rule) -> Rank:
    return lambda inscription: 0 if inscription.kind is Kind.MEMBER_STATE else 1


_RANKS: dict[RuleName, Callable[[Rule], Rank]] = {
    RuleName.GROUPS_FIRST: _groups_first,
    RuleName.KINDS: _kinds,
    RuleName.LEVEL: _level,
    RuleName.OBSERVERS_AFTER_MEMBERS: _observers_after_members,
}
