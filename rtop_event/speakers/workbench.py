"""The workbench: any list put in order by any rules, with reasons; nothing is stored and no dialogue is needed."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import datetime

from rtop_event.delegations.titles import KINDS
from rtop_event.fields import Form
from rtop_event.refusal import Refusal
from rtop_event.speakers.chain import PRESETS, Chain
from rtop_event.speakers.chain_reading import FaultyChain, read_chain
from rtop_event.speakers.order_file import FaultyList, placed
from rtop_event.speakers.ordering import Place
from rtop_event.speakers.reasons import level_told
from rtop_event.speakers.rules_told import chain_told
from rtop_event.wording import Sentence, sentence

MOST_FAULTS = 50
EXAMPLE = """delegation,kind,level,on_behalf_of,requested_at,meeting,pin
Chad,member_state,CD,,2012-08-16T09:05:00-04:00,,
Tonga,member_state,HS,,2012-08-17T11:30:00-04:00,,
Holy See,observer_state,CD,,2012-08-16T09:00:00-04:00,,
Peru,member_state,M,,2012-08-18T10:00:00-04:00,,
Algeria,member_state,CD,Group of 77 and China,2012-08-20T15:00:00-04:00,,
"""
"""A list to try it with (example)."""


class Unordered(Refusal):
    """The list or the rules cannot be used."""

    def __init__(self, faults: list[str], *, rules: bool) -> None:
        super().__init__(sentence("The rules cannot be used.") if rules else sentence("The list cannot be used."))
        self.faults, self.rules = faults, rules


@dataclass(frozen=True)
class Line:
    """One place with its reason."""

    place: int
    meeting: int | None
    delegation: str
    on_behalf_of: str | None
    kind: Sentence
    level: Sentence | str
    requested_at: datetime
    reason: Sentence


@dataclass(frozen=True)
class WorkbenchPage:
    """The form, what is wrong with what was typed, or the list in order; `of` are all its places."""

    form: Form
    example: str
    faults: tuple[str, ...] = ()
    more: int = 0
    rules: tuple[Sentence, ...] = ()
    lines: tuple[Line, ...] = ()


def chain_of(preset: str, rules: str) -> Chain:
    """The rules that were typed, as JSON or TOML, else those of the preset; raises Unordered."""
    if not rules.strip():
        return PRESETS[preset]
    try:
        return read_chain(_plain(rules))
    except FaultyChain as wrong:
        raise Unordered([str(fault) for fault in wrong.faults], rules=True) from wrong


def in_order(content: bytes, chain: Chain) -> list[tuple[Place, str]]:
    """The places of a list; raises Unordered with what is wrong, line by line."""
    try:
        return placed(content, chain)
    except FaultyList as wrong:
        raise Unordered(wrong.faults, rules=False) from wrong


def shown(form: Form, chain: Chain, places: list[tuple[Place, str]]) -> WorkbenchPage:
    """The page of a list in order."""
    return WorkbenchPage(form, EXAMPLE, rules=chain_told(chain), lines=tuple(_line(place) for place, _ in places))


def faulty(form: Form, wrong: Unordered) -> WorkbenchPage:
    """The page that says what is wrong, of many faults the first."""
    return WorkbenchPage(form, EXAMPLE, tuple(wrong.faults[:MOST_FAULTS]), max(0, len(wrong.faults) - MOST_FAULTS))


def _plain(rules: str) -> object:
    try:
        found = json.loads(rules)
    except (ValueError, RecursionError):
        try:
            found = tomllib.loads(rules)
        except (ValueError, RecursionError) as wrong:
            raise Unordered([str(sentence("This is neither JSON nor TOML."))], rules=True) from wrong
    return found.get("rules") if isinstance(found, dict) else found


def _line(place: Place) -> Line:
    one = place.inscription
    return Line(
        place=place.number_in_meeting,
        meeting=place.meeting,
        delegation=one.delegation,
        on_behalf_of=one.on_behalf_of,
        kind=KINDS[one.kind],
        level=level_told(one.kind, one.level),
        requested_at=one.requested_at,
        reason=place.reason,
    )
