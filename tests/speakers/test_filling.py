"""Meetings with so many places: who asks for a full one is moved on, and the order begins again in each, or runs on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rtop_event.delegations.words import Level
from rtop_event.speakers.chain import Chain
from rtop_event.speakers.chain_reading import read_chain
from rtop_event.speakers.facts import Request
from rtop_event.speakers.ordering import Place, order
from rtop_event.speakers.rules_told import chain_told
from tests.speakers.made_lists import OPENS, listed

DAY = """
Chad  | CD | member_state | | 1 | 1
Peru  | M  | member_state | | 2 | 1
Chile | CD | member_state | | 3 | 2
Tonga | HS | member_state | | 4 | 1
Fiji  | HS | member_state | | 5 | 2
Nepal | CD | member_state | | 6 |
"""


def chain(**parameters: object) -> Chain:
    rules = [{"name": "pins"}, {"name": "meeting", "parameters": parameters}, {"name": "level"}, {"name": "time"}]
    return read_chain(rules)


def meetings(places: list[Place]) -> str:
    return " ".join(f"{place.key}:{place.meeting or '-'}" for place in places)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, "Tonga:1 Peru:1 Chad:1 Fiji:2 Chile:2 Nepal:-"),
        ({"restart": True}, "Tonga:1 Peru:1 Chad:1 Fiji:2 Chile:2 Nepal:-"),
        ({"restart": False}, "Tonga:- Fiji:- Peru:- Chad:- Chile:- Nepal:-"),
        ({"capacity": [2, None]}, "Peru:1 Chad:1 Tonga:2 Fiji:2 Chile:2 Nepal:-"),
        ({"capacity": [1, 1]}, "Chad:1 Peru:2 Tonga:- Fiji:- Chile:- Nepal:-"),
        ({"capacity": [1, 1, None]}, "Chad:1 Peru:2 Tonga:3 Fiji:3 Chile:3 Nepal:-"),
        ({"capacity": [2]}, "Peru:1 Chad:1 Fiji:2 Chile:2 Tonga:- Nepal:-"),
        ({"capacity": [None, 1]}, "Tonga:1 Peru:1 Chad:1 Chile:2 Fiji:- Nepal:-"),
    ],
)
def test_meeting_that_is_full_moves_on(parameters: dict[str, object], expected: str) -> None:
    assert meetings(order(listed(DAY), chain(**parameters))) == expected


def test_pinned_have_their_meeting_first() -> None:
    pinned = [*listed(DAY), Request("Mali", "Mali", OPENS + timedelta(hours=1), meeting=1, pin=1)]
    assert meetings(order(pinned, chain(capacity=[2, None]))).split()[:3] == ["Mali:1", "Chad:1", "Tonga:2"]


def test_who_is_withdrawn_gives_the_place_back() -> None:
    gone = [one if one.key != "Chad" else Request("Chad", "Chad", OPENS, meeting=1, live=False) for one in listed(DAY)]
    assert meetings(order(gone, chain(capacity=[2, None]))) == "Tonga:1 Peru:1 Fiji:2 Chile:2 Nepal:-"


def test_reason_tells_of_the_meeting_that_was_asked_for() -> None:
    reasons = {place.key: str(place.reason) for place in order(listed(DAY), chain(capacity=[2, 2]))}
    assert reasons["Tonga"] == (
        "Asked for meeting 1, which was full; moved on to meeting 2; Head of State: before chairs of delegation."
    )
    assert reasons["Chile"] == "Meeting 2 is a list of its own; Chair of delegation: after Heads of State."
    assert reasons["Fiji"] == (
        "Asked for meeting 2, which was full, as were all after it; not assigned to a meeting yet; "
        "Head of State: before chairs of delegation."
    )


def test_everybody_is_told() -> None:
    told = [str(chain_told(chain(**one))[1]) for one in ({"restart": False}, {}, {"capacity": [30, 1, None]})]
    assert told == [
        "There is one list for the day, which runs on from meeting to meeting.",
        "Each meeting is a list of its own.",
        "Each meeting is a list of its own: 30 places in meeting 1, 1 place in meeting 2, as many as come in meeting 3. "
        "Whoever asks for one that is full is moved on to the next that has a place; who came to the list first has "
        "it.",
    ]


def test_level_decides_within_each() -> None:
    assert [place.inscription.level for place in order(listed(DAY), chain(capacity=[2, None]))][:3] == [
        Level.MINISTER,
        Level.CHAIR_OF_DELEGATION,
        Level.HEAD_OF_STATE,
    ]
