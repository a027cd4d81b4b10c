"""A chain as plain values: read strictly, with every fault named, and written back the same."""

from __future__ import annotations

import json

import pytest

from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.chain_reading import FaultyChain, read_chain, written


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_what_is_written_is_read_back_the_same(preset: str) -> None:
    plain = json.loads(json.dumps(written(PRESETS[preset])))
    assert read_chain(plain) == PRESETS[preset]
    assert [dict(rule.parameters) for rule in read_chain(plain)] == [dict(rule.parameters) for rule in PRESETS[preset]]
    assert written(read_chain(plain)) == plain


def test_parameters_can_be_left_out_where_there_are_none() -> None:
    assert written(read_chain([{"name": "time"}])) == [{"name": "time", "parameters": {}}]


def fault_of(plain: object) -> list[str]:
    with pytest.raises(FaultyChain) as faulty:
        read_chain(plain)
    assert str(faulty.value) == "\n".join(str(fault) for fault in faulty.value.faults)
    return [str(fault) for fault in faulty.value.faults]


@pytest.mark.parametrize("plain", [None, {}, [], "time", 3])
def test_what_is_no_list_of_rules_is_refused(plain: object) -> None:
    assert fault_of(plain) == ["the rules: give a list of rules, each with its name and its parameters"]


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ({"name": "level", "parameters": []}, "rule 1 level: a rule has a name and parameters, nothing else"),
        ({"name": "level", "more": 1}, "rule 1 level: a rule has a name and parameters, nothing else"),
        ({"name": "level", "parameters": {"by": 1}}, "rule 1 level: by: this rule has no such parameter"),
        ({"name": "kinds"}, "rule 1 kinds: blocks: this is missing"),
        (
            {"name": "kinds", "parameters": {"blocks": ["member_state"]}},
            'rule 1 kinds: blocks: give lists of kinds, such as [["member_state"], ["civil_society"]]',
        ),
        (
            {"name": "kinds", "parameters": {"blocks": [["observer"], ["observer"]]}},
            "rule 1 kinds: blocks: observer stands in it twice",
        ),
        ({"name": "protected_top"}, "rule 1 protected_top: n: this is missing"),
        *(
            (
                {"name": "protected_top", "parameters": {"n": number}},
                "rule 1 protected_top: n: give a whole number from 1 to 9999",
            )
            for number in (0, 10_000, True, "5", 2.5, None)
        ),
        *(
            (
                {"name": "protected_top", "parameters": {"n": 5, "from": moment}},
                "rule 1 protected_top: from: give a moment with its time zone, such as 2012-09-04T18:00:00-04:00",
            )
            for moment in ("", "soon", "2012-09-04T18:00:00", 5, None, "0001-01-01T00:00:00+23:00")
        ),
        ({"name": "balance"}, "rule 1 balance: by: this is missing"),
        (
            {"name": "balance", "parameters": {"by": "height"}},
            "rule 1 balance: by: give one of regional_group, gender",
        ),
        (
            {"name": "balance", "parameters": {"by": "gender", "within": ["level"]}},
            "rule 1 balance: within: give one of level, block",
        ),
        ({"name": "meeting", "parameters": {"restart": 1}}, "rule 1 meeting: restart: give true or false"),
        *(
            (
                {"name": "meeting", "parameters": {"capacity": places}},
                "rule 1 meeting: capacity: give the places of each meeting in order, from 1 to 9999, or null for as "
                "many as come: [30, null]",
            )
            for places in (30, [], [0], [True], ["30"], [None] * 51)
        ),
        (
            {"name": "meeting", "parameters": {"restart": False, "capacity": [30]}},
            "rule 1 meeting: capacity: only meetings that are lists of their own can be full: leave this out",
        ),
    ],
)
def test_fault_names_the_rule_and_the_parameter(rule: object, fault: str) -> None:
    assert fault_of([rule]) == [fault]


@pytest.mark.parametrize(
    "rule",
    [
        {"name": "protected_top", "parameters": {"n": 5, "from": "2012-09-04T18:00:00-04:00"}},
        {"name": "balance", "parameters": {"by": "gender", "within": "block"}},
        {"name": "meeting", "parameters": {"restart": True, "capacity": [30, None]}},
        {"name": "meeting", "parameters": {"restart": False}},
    ],
)
def test_parameters_of_a_rule_are_kept_as_they_are_given(rule: dict[str, object]) -> None:
    assert written(read_chain([rule])) == [rule]


def test_all_faults_are_told_at_once() -> None:
    assert [fault.split(";")[0] for fault in fault_of([{"name": "time"}, {"name": "rank"}, 7, {"name": "time"}])] == [
        "rule 2 rank: there is no such rule",
        "rule 3: there is no such rule",
        "rule 4 time: this rule stands twice in the chain",
    ]


def test_unknown_kind_is_named() -> None:
    fault = fault_of([{"name": "kinds", "parameters": {"blocks": [["state"]]}}])[0]
    assert fault.startswith("rule 1 kinds: blocks: state is no kind; there are member_state, observer_state")
