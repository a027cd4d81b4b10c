"""A chain of rules as plain values, for JSON, TOML and rows: read strictly, written back the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from rtop_event.delegations.words import Kind
from rtop_event.speakers.chain import Chain, Rule, RuleName
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


LONGEST = 300

PARAMETERS: dict[RuleName, dict[str, Parameter]] = {
    RuleName.PINS: {},
    RuleName.MEETING: {},
    RuleName.GROUPS_FIRST: {},
    RuleName.KINDS: {"blocks": Parameter(_blocks)},
    RuleName.LEVEL: {},
    RuleName.OBSERVERS_AFTER_MEMBERS: {},
    RuleName.LOTS: {"seed": Parameter(_text), "witness": Parameter(_text)},
    RuleName.ALPHABETICAL: {"first": Parameter(_text, optional=True)},
    RuleName.TIME: {},
}
