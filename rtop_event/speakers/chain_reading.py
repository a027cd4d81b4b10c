"""A chain of rules as plain values, for JSON, TOML and rows: read strictly, written back the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from rtop_event.delegations.words import Kind
from rtop_event.speakers.balance import By, Within
from rtop_event.speakers.chain import Chain, Rule, RuleName
from rtop_event.speakers.protecting import moment_of
from rtop_event.text import has_invisible
from rtop_event.wording import Sentence, sentence

Check = Callable[[object], Sentence | None]
KNOWN = frozenset(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one rule; `parameter` is empty where it is the rule itself."""

    number: int
    rule: str
    parameter: str
    said: Sentence

    def __str__(self) -> str:
        where = f"rule {self.number}" if self.number else "the rules"
        return ": ".join(
            [part for part in (f"{where} {self.rule}".rstrip(), self.parameter) if part] + [str(self.said)]
        )


class FaultyChain(Exception):
    """These values are no chain; each fault names its rule and parameter."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a rule: how it is checked, and whether it can be left out."""

    wrong: Check
    optional: bool = False


def read_chain(plain: object) -> Chain:
    """The chain of a list of `{"name": ..., "parameters": {...}}`; raises FaultyChain with everything that is wrong."""
    if not isinstance(plain, list) or not plain:
        raise FaultyChain([Fault(0, "", "", sentence("give a list of rules, each with its name and its parameters"))])
    faults: list[Fault] = []
    chain = tuple(_rule(number, one, faults) for number, one in enumerate(plain, start=1))
    faults += _twice(chain)
    if faults:
        raise FaultyChain(faults)
    return tuple(rule for rule in chain if rule is not None)


def written(chain: Chain) -> list[dict[str, object]]:
    """The chain as plain values, from which `read_chain` makes the same chain."""
    return [{"name": rule.name.value, "parameters": dict(rule.parameters)} for rule in chain]


def _rule(number: int, plain: object, faults: list[Fault]) -> Rule | None:
    found = plain if isinstance(plain, Mapping) else {}
    name, parameters = found.get("name"), found.get("parameters", {})
    if not isinstance(name, str) or name not in set(RuleName):
        known = ", ".join(RuleName)
        faults.append(
            Fault(number, str(name or ""), "", sentence("there is no such rule; there are %(known)s", known=known))
        )
        return None
    if not isinstance(parameters, Mapping) or set(found) - {"name", "parameters"}:
        faults.append(Fault(number, name, "", sentence("a rule has a name and parameters, nothing else")))
        return None
    faults += [Fault(number, name, parameter, said) for parameter, said in _wrong(RuleName(name), parameters)]
    return Rule(RuleName(name), dict(parameters))


def _wrong(name: RuleName, parameters: Mapping[str, object]) -> list[tuple[str, Sentence]]:
    expected = PARAMETERS[name]
    wrong = [(str(one), sentence("this rule has no such parameter")) for one in parameters if one not in expected]
    for one, parameter in expected.items():
        if one in parameters:
            said = parameter.wrong(parameters[one])
            wrong += [(one, said)] if said else []
        elif not parameter.optional:
            wrong.append((one, sentence("this is missing")))
    if name is RuleName.MEETING and parameters.get("restart") is False and parameters.get("capacity"):
        wrong.append(("capacity", sentence("only meetings that are lists of their own can be full: leave this out")))
    return wrong


def _twice(chain: tuple[Rule | None, ...]) -> list[Fault]:
    names = [rule.name if rule else None for rule in chain]
    return [
        Fault(number, name, "", sentence("this rule stands twice in the chain"))
        for number, name in enumerate(names, start=1)
        if name and name in names[: number - 1]
    ]


def _blocks(value: object) -> Sentence | None:
    shape = isinstance(value, list) and all(isinstance(block, list) and block for block in value)
    kinds = [kind for block in cast("list[list[object]]", value) for kind in block] if shape else []
    if not kinds:
        return sentence('give lists of kinds, such as [["member_state"], ["civil_society"]]')
    unknown = [kind for kind in kinds if not isinstance(kind, str) or kind not in KNOWN]
    if unknown:
        known = ", ".join(Kind)
        return sentence("%(kind)s is no kind; there are %(known)s", kind=str(unknown[0]), known=known)
    twice = [kind for kind in kinds if kinds.count(kind) > 1]
    return sentence("%(kind)s stands in it twice", kind=str(twice[0])) if twice else None


def _text(value: object) -> Sentence | None:
    short = isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST
    if short and str(value).isprintable() and not has_invisible(str(value)):
        return None
    return sentence("give a text of one line, at most %(longest)s characters", longest=LONGEST)


def _count(value: object) -> Sentence | None:
    """A truth value is a whole number to Python, but not to us."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and 1 <= cast("int", value) <= MOST_PLACES:
        return None
    return sentence("give a whole number from 1 to %(most)s", most=MOST_PLACES)


def _moment(value: object) -> Sentence | None:
    return None if moment_of(value) else sentence("give a moment with its time zone, such as 2012-09-04T18:00:00-04:00")


def _truth(value: object) -> Sentence | None:
    return None if isinstance(value, bool) else sentence("give true or false")


def _capacity(value: object) -> Sentence | None:
    listed = isinstance(value, list) and 1 <= len(value) <= MOST_MEETINGS
    if listed and all(one is None or _count(one) is None for one in cast("list[object]", value)):
        return None
    return sentence(
        "give the places of each meeting in order, from 1 to %(most)s, or null for as many as come: [30, null]",
        most=MOST_PLACES,
    )


def _one_of(words: type[StrEnum]) -> Check:
    def wrong(value: object) -> Sentence | None:
        known = list(map(str, words))
        return None if value in known else sentence("give one of %(known)s", known=", ".join(known))

    return wrong


LONGEST = 300
MOST_MEETINGS = 50
MOST_PLACES = 9999

PARAMETERS: dict[RuleName, dict[str, Parameter]] = {
    RuleName.PINS: {},
    RuleName.PROTECTED_TOP: {"n": Parameter(_count), "from": Parameter(_moment, optional=True)},
    RuleName.MEETING: {
        "restart": Parameter(_truth, optional=True),
        "capacity": Parameter(_capacity, optional=True),
    },
    RuleName.GROUPS_FIRST: {},
    RuleName.KINDS: {"blocks": Parameter(_blocks)},
    RuleName.LEVEL: {},
    RuleName.OBSERVERS_AFTER_MEMBERS: {},
    RuleName.BALANCE: {"by": Parameter(_one_of(By)), "within": Parameter(_one_of(Within), optional=True)},
    RuleName.LOTS: {"seed": Parameter(_text), "witness": Parameter(_text)},
    RuleName.ALPHABETICAL: {"first": Parameter(_text, optional=True)},
    RuleName.TIME: {},
}
