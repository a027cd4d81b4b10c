"""Every place says in one sentence why it stands where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.facts import ChairsMove, Request
from rtop_event.speakers.ordering import order
from rtop_event.wording import sentence
from tests.speakers.made_lists import OPENS, alphabet, listed, moved, single
from tests.speakers.real_lists import GENERAL_DEBATE_28_SEPTEMBER_2019_MORNING, requests

LIST = """
Benin          | CD | member_state          | African Group | 1
European Union | M  | regional_organisation | EU members    | 2
Tonga          | HS | member_state          |               | 3
Peru           | M  | member_state          |               | 4
Chad           | CD | member_state          |               | 5
Chile          | CD | member_state          |               | 6
Holy See       | HG | observer_state        |               | 7
ICRC           | CD | observer              |               | 8
African Union  | CD | regional_organisation |               | 9
Global Centre  | CD | civil_society         |               | 10
"""


def said(inscriptions: list[Request], preset: str, *moves: ChairsMove) -> list[tuple[str, str]]:
    return [(place.key, str(place.reason)) for place in order(inscriptions, PRESETS[preset], moves)]


def test_reasons_of_a_dialogue_name_the_rules_that_decided() -> None:
    members = "Member State: after groups, before observer States and observers"
    observers = "after Member States, before regional organisations"
    assert said(listed(LIST), "dialogue") == [
        (
            "Benin",
            "Speaks on behalf of a group (African Group): before single delegations; "
            "number 1 of 2 there by time of inscription (16 August 2012, 14:01).",
        ),
        (
            "European Union",
            "Speaks on behalf of a group (EU members): before single delegations; "
            "number 2 of 2 there by time of inscription (16 August 2012, 14:02).",
        ),
        ("Tonga", f"{members}; Head of State: before Ministers."),
        ("Peru", f"{members}; Minister: after Heads of State, before chairs of delegation."),
        (
            "Chad",
            f"{members}; Chair of delegation: after Ministers; "
            "number 1 of 2 there by time of inscription (16 August 2012, 14:05).",
        ),
        (
            "Chile",
            f"{members}; Chair of delegation: after Ministers; "
            "number 2 of 2 there by time of inscription (16 August 2012, 14:06).",
        ),
        ("Holy See", f"Observer State: {observers}; Head of Government: before chairs of delegation."),
        ("ICRC", f"Observer: {observers}; Chair of delegation: after Heads of Government."),
        ("African Union", "Regional organisation: after observer States and observers, before civil society."),
        ("Global Centre", "Civil society: after regional organisations."),
    ]


def test_reasons_of_the_general_debate_set_observers_apart() -> None:
    table = "\n".join(GENERAL_DEBATE_28_SEPTEMBER_2019_MORNING.strip().splitlines()[:4])
    assert said(requests(table), "general-debate") == [
        (
            "BTN",
            "Member State: before the observer States of this level; "
            "number 1 of 3 there by time of inscription (16 August 2012, 14:01).",
        ),
        (
            "UGA",
            "Member State: before the observer States of this level; "
            "number 2 of 3 there by time of inscription (16 August 2012, 14:02).",
        ),
        (
            "MDG",
            "Member State: before the observer States of this level; "
            "number 3 of 3 there by time of inscription (16 August 2012, 14:03).",
        ),
        ("VAT", "Observer State: after the Member States of this level."),
    ]


def test_reason_names_the_meeting_where_there_are_several() -> None:
    table = """
    Chad  | CD | member_state | | 1 | 1
    Tonga | CD | member_state | | 2 | 2
    Peru  | CD | member_state | | 3 |
    """
    assert said(listed(table), "general-debate") == [
        ("Chad", "Meeting 1 is a list of its own."),
        ("Tonga", "Meeting 2 is a list of its own."),
        ("Peru", "Not assigned to a meeting yet, so after those that are."),
    ]


def test_reason_counts_only_who_is_live() -> None:
    assert said(alphabet("abc", gone="a"), "inscription") == [
        ("b", "Number 1 of 2 by time of inscription (16 August 2012, 14:01)."),
        ("c", "Number 2 of 2 by time of inscription (16 August 2012, 14:02)."),
    ]


def test_reason_of_a_single_inscription() -> None:
    assert said(alphabet("a"), "dialogue") == [("a", "The only inscription on the list.")]


def test_reason_of_a_single_delegation_among_groups() -> None:
    table = """
    Benin | CD | member_state | African Group | 1
    Chad  | CD | member_state |               | 2
    """
    assert said(listed(table), "dialogue") == [
        ("Benin", "Speaks on behalf of a group (African Group): before single delegations."),
        ("Chad", "Single delegation: after groups."),
    ]


def test_reason_names_three_kinds_of_a_block() -> None:
    table = """
    Chad          | CD | member_state          | | 1
    African Union | CD | regional_organisation | | 2
    ICO           | CD | other_organisation    | | 3
    UNHCR         | CD | un_entity             | | 4
    """
    assert said(listed(table), "dialogue")[0] == (
        "Chad",
        "Member State: before regional organisations, other organisations and United Nations entities.",
    )


def test_reason_of_a_move_names_where_and_why() -> None:
    inscriptions = listed(LIST)
    moves = [
        moved("Chad", "Tonga"),
        ChairsMove("Global Centre", None, "", OPENS),
        ChairsMove("Peru", "Benin", "the minister leaves at noon.", OPENS),
    ]
    reasons = dict(said(inscriptions, "dialogue", *moves))
    assert reasons["Chad"] == "Moved by the chair directly after Tonga: agreed by both."
    assert (
        reasons["Global Centre"]
        == "Moved by the chair to the front of the list, before the list was published; no reason was noted."
    )
    assert reasons["Peru"] == "Moved by the chair directly after Benin (African Group): the minister leaves at noon."


def test_reason_of_a_move_says_what_came_after_it() -> None:
    moves = [moved("d", None), moved("e", None, 1), moved("c", "e", 2), moved("a", "e", 3), moved("g", "f", 4)]
    reasons = said(alphabet("abcdefg", gone="f"), "inscription", *moves)
    assert reasons == [
        ("e", "Moved by the chair to the front of the list: agreed by both."),
        ("a", "Moved by the chair directly after e: agreed by both."),
        (
            "c",
            "Moved by the chair directly after e: agreed by both. "
            "Not directly there, because the chair moved a directly after e (agreed by both).",
        ),
        (
            "d",
            "Moved by the chair to the front of the list: agreed by both. "
            "Not directly there, because the chair moved e to the front (agreed by both).",
        ),
        (
            "b",
            "Number 2 of 6 by time of inscription (16 August 2012, 14:01). 3 places later, because the chair moved d "
            "to the front (agreed by both), and the chair moved e to the front (agreed by both), and the chair moved "
            "c directly after e (agreed by both).",
        ),
        ("g", "Moved by the chair directly after f, which has withdrawn since: agreed by both."),
    ]


def test_reason_of_a_pin_says_whether_it_was_kept() -> None:
    hall = [replace(one, pinned_why="the host") if one.key == "b" else one for one in alphabet("abcd", {"b": 1})]
    assert said([*hall, single("e", 5, pin=1), single("f", 6, pin=9), single("g", 7, pin=9)], "inscription") == [
        ("b", "Pinned to place 1: the host."),
        ("e", "Pinned to place 1, which b holds by an earlier request: takes place 2, the nearest free one."),
        (
            "a",
            "Number 1 of 7 by time of inscription (16 August 2012, 14:00). 2 places later, because b is pinned to "
            "place 1 (the host), and e is pinned to place 1.",
        ),
        (
            "c",
            "Number 3 of 7 by time of inscription (16 August 2012, 14:02). 1 place later, because e is pinned to "
            "place 1.",
        ),
        (
            "d",
            "Number 4 of 7 by time of inscription (16 August 2012, 14:03). 1 place later, because e is pinned to "
            "place 1.",
        ),
        ("f", "Pinned to place 9, beyond the end of the list: takes place 6, the last that other pins leave free."),
        ("g", "Pinned to place 9, beyond the end of the list: takes place 7, the last that other pins leave free."),
    ]


def test_reason_of_a_pin_to_no_place() -> None:
    assert said(alphabet("ab", {"b": 0}), "inscription")[0] == (
        "b",
        "Pinned to place 0: takes place 1, the nearest free one.",
    )


def test_reason_keeps_its_values_for_translation() -> None:
    second = order(alphabet("ab"), PRESETS["inscription"])[1].reason

    assert second == sentence(
        "Number %(place)s of %(among)s by time of inscription (%(requested_at)s).",
        place=2,
        among=2,
        requested_at=OPENS + timedelta(minutes=1),
    )
