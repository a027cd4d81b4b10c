"""How a chain of rules is told to everybody: one sentence for each rule that is on."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import cast

from rtop_event.delegations.words import Kind
from rtop_event.dialogues.words import Preset
from rtop_event.speakers.balance import By, Within
from rtop_event.speakers.chain import PRESETS, Chain, Rule, RuleName, contains, ranking_rules, row_rule
from rtop_event.speakers.protecting import moment_of
from rtop_event.speakers.reasons import KINDS
from rtop_event.speakers.words import CHAIR_MAY_MOVE, ORDER_TOLD
from rtop_event.wording import Sentence, sentence, sentence_of

CHAIR_MAY_ONLY_MOVE = sentence("The chair can move a delegation; the reason is recorded.")

SHORT: dict[RuleName, Sentence] = {
    RuleName.PINS: sentence("Pinned places hold"),
    RuleName.PROTECTED_TOP: sentence("The next speakers are protected"),
    RuleName.MEETING: sentence("Each meeting is a list of its own"),
    RuleName.GROUPS_FIRST: sentence("Groups first"),
    RuleName.KINDS: sentence("Kinds of delegations"),
    RuleName.LEVEL: sentence("Level of the speaker"),
    RuleName.OBSERVERS_AFTER_MEMBERS: sentence("Observers after Member States"),
    RuleName.BALANCE: sentence("Regional groups, or women and men, alternate"),
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
    turns = [rule for rule in chain if rule.name is RuleName.BALANCE]
    return tuple(_TOLD[rule.name](rule) for rule in (*held, *ranking_rules(chain), *turns, row_rule(chain)))


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


def _protected_top(rule: Rule) -> Sentence:
    since = moment_of(rule.parameters.get("from"))
    number = int(str(rule.parameters["n"]))
    if since is None:
        return sentence_of(
            "The next speaker is protected: whoever asks for the floor later stands behind, and another becomes the "
            "next only by a withdrawal.",
            "The next %(number)s speakers are protected: whoever asks for the floor later stands behind them, and only "
            "a withdrawal closes a gap among them.",
            number,
        )
    if number == 1:
        return sentence(
            "The next speaker is protected since %(since)s: whoever came later stands behind, and another becomes the "
            "next only by a withdrawal.",
            since=since,
        )
    return sentence(
        "The next %(number)s speakers are protected since %(since)s: whoever came later stands behind them, and only "
        "a withdrawal closes a gap among them.",
        number=number,
        since=since,
    )


def _meeting(rule: Rule) -> Sentence:
    if rule.parameters.get("restart", True) is False:
        return sentence("There is one list for the day, which runs on from meeting to meeting.")
    capacity = cast("list[int | None]", rule.parameters.get("capacity") or [])
    if not any(capacity):
        return sentence("Each meeting is a list of its own.")
    return sentence(
        "Each meeting is a list of its own: %(places)s. Whoever asks for one that is full is moved on to the next that "
        "has a place; who came to the list first has it.",
        places=reduce(_listed, [_places(number, one) for number, one in enumerate(capacity, start=1)]),
    )


def _places(meeting: int, places: int | None) -> Sentence:
    if places is None:
        return sentence("as many as come in meeting %(meeting)s", meeting=meeting)
    return sentence_of(
        "%(number)s place in meeting %(meeting)s", "%(number)s places in meeting %(meeting)s", places, meeting=meeting
    )


def _balance(rule: Rule) -> Sentence:
    over_levels = rule.parameters.get("within") == Within.BLOCK
    if rule.parameters["by"] == By.GENDER and over_levels:
        return sentence(
            "Women and men alternate, whatever their level: each in their own order, with those whose gender is not "
            "given as a third in turn."
        )
    if rule.parameters["by"] == By.GENDER:
        return sentence(
            "Among those who are equal then women and men alternate: each in their own order, with those whose gender "
            "is not given as a third in turn."
        )
    if over_levels:
        return sentence(
            "The regional groups alternate, whatever the level: each in its own order, with those without a group as "
            "one more in turn."
        )
    return sentence(
        "Among those who are equal then the regional groups alternate: each in its own order, with those without a "
        "group as one more in turn."
    )


def _always(said: Sentence) -> Callable[[Rule], Sentence]:
    return lambda _rule: said


_HELD = frozenset({RuleName.PINS, RuleName.PROTECTED_TOP, RuleName.MEETING})

_TOLD: dict[RuleName, Callable[[Rule], Sentence]] = {
    RuleName.PINS: _always(sentence("Whoever is pinned to a place keeps it, whatever the other rules say.")),
    RuleName.PROTECTED_TOP: _protected_top,
    RuleName.MEETING: _meeting,
    RuleName.GROUPS_FIRST: _always(sentence("Statements on behalf of groups come before those of single delegations.")),
    RuleName.KINDS: _kinds,
    RuleName.LEVEL: _always(sentence("The level of the speaker decides, the highest first.")),
    RuleName.OBSERVERS_AFTER_MEMBERS: _always(sentence("Member States come before all others who are equal so far.")),
    RuleName.BALANCE: _balance,
    RuleName.LOTS: _lots,
    RuleName.ALPHABETICAL: _alphabetical,
    RuleName.TIME: _always(sentence("Those who are equal then stand in the order in which they asked for the floor.")),
}
