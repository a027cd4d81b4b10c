"""The next speakers are protected: who comes late stands behind them, and a withdrawal closes the gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rtop_event.delegations.words import Level
from rtop_event.speakers.chain import PRESETS, Chain
from rtop_event.speakers.chain_reading import read_chain
from rtop_event.speakers.facts import Request
from rtop_event.speakers.ordering import Place, order
from rtop_event.speakers.rules_told import chain_told
from rtop_event.speakers.why import why_before
from tests.speakers.made_lists import OPENS, moved

CLOSE = OPENS + timedelta(minutes=30)
HALL = """
Chad  | CD | 1
Peru  | M  | 2
Chile | CD | 3
Fiji  | CD | 4
"""
TONGA = "Tonga | HS | 40"


def hall(*more: str) -> list[Request]:
    """Name, level, minute of the inscription, minute of the withdrawal, pin."""
    return [_request(line) for line in [*HALL.strip().splitlines(), *more]]


def _request(line: str) -> Request:
    name, level, came, left, pin = [*(cell.strip() for cell in line.split("|")), "", ""][:5]
    return Request(
        name,
        name,
        OPENS + timedelta(minutes=int(came)),
        level=Level(level),
        live=not left,
        gone_at=OPENS + timedelta(minutes=int(left)) if left else None,
        pin=int(pin) if pin else None,
    )


def without(requests: list[Request], name: str, minute: int) -> list[Request]:
    left = OPENS + timedelta(minutes=minute)
    return [replace(one, live=False, gone_at=left) if one.key == name else one for one in requests]


def chain(number: int, *, since: bool = True, also: tuple[str, ...] = ("pins",)) -> Chain:
    parameters = {"n": number, **({"from": CLOSE.isoformat()} if since else {})}
    top = {"name": "protected_top", "parameters": parameters}
    return read_chain([*({"name": name} for name in also), top, {"name": "level"}, {"name": "time"}])


def keys(places: list[Place]) -> str:
    return " ".join(place.key for place in places)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "Peru Tonga Chad Chile Fiji"),
        (2, "Peru Chad Tonga Chile Fiji"),
        (4, "Peru Chad Chile Fiji Tonga"),
        (9, "Peru Chad Chile Fiji Tonga"),
    ],
)
def test_who_comes_late_stands_behind_the_protected(number: int, expected: str) -> None:
    assert keys(order(hall(TONGA), chain(number))) == expected


def test_without_a_moment_the_first_who_came_are_protected_in_their_order() -> None:
    assert keys(order(hall(TONGA), chain(2, since=False))) == "Chad Peru Tonga Chile Fiji"
    assert keys(order(hall(TONGA), chain(9, since=False))) == "Chad Peru Chile Fiji Tonga"


def test_late_ones_stand_among_themselves_as_the_other_rules_say() -> None:
    late = hall(TONGA, "Nepal | HS | 50", "Kenya | VP | 35", "Mali | CD | 60")
    assert keys(order(late, chain(2))) == "Peru Chad Tonga Nepal Kenya Chile Fiji Mali"


def test_withdrawal_closes_the_gap_and_protects_the_next() -> None:
    assert keys(order(without(hall(), "Peru", 35), chain(2))) == "Chad Chile Fiji"
    before_tonga = without(hall(TONGA), "Peru", 35)
    assert keys(order(before_tonga, chain(2))) == "Chad Chile Tonga Fiji"
    after_tonga = without(hall(TONGA), "Peru", 45)
    assert keys(order(after_tonga, chain(2))) == "Chad Tonga Chile Fiji"
    assert keys(order([*after_tonga, _request("Nepal | HS | 46")], chain(2))) == "Chad Tonga Nepal Chile Fiji"
    assert keys(order([*after_tonga, _request("Nepal | HS | 44")], chain(2))) == "Chad Tonga Nepal Chile Fiji"


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ((("Peru", 10),), "Chad Chile Tonga Fiji"),
        ((("Fiji", 35),), "Peru Chad Tonga Chile"),
        ((("Chile", 35), ("Peru", 36)), "Chad Fiji Tonga"),
        ((("Chad", 35), ("Peru", 36), ("Chile", 37), ("Fiji", 38)), "Tonga"),
    ],
)
def test_who_left_is_counted_as_long_as_it_was_there(left: tuple[tuple[str, int], ...], expected: str) -> None:
    requests = hall(TONGA)
    for name, minute in left:
        requests = without(requests, name, minute)
    assert keys(order(requests, chain(2))) == expected


def test_who_never_stood_on_the_list_is_not_counted() -> None:
    reserve = replace(_request("Nepal | HS | 5"), live=False)
    assert keys(order([*hall(TONGA), reserve], chain(2))) == "Peru Chad Tonga Chile Fiji"


def test_level_that_changed_later_is_late_too() -> None:
    raised = [replace(one, level=Level.HEAD_OF_STATE, requested_at=CLOSE + timedelta(hours=1)) for one in hall()[-1:]]
    assert keys(order([*hall()[:-1], *raised], chain(2))) == "Peru Chad Fiji Chile"


def test_chair_and_pins_go_their_own_way() -> None:
    pinned = hall(TONGA, "Nepal | CD | 50 | | 1")
    assert keys(order(pinned, chain(2))) == "Nepal Peru Chad Tonga Chile Fiji"
    assert keys(order(hall(TONGA), chain(2), [moved("Tonga", None)])) == "Tonga Peru Chad Chile Fiji"
    assert keys(order(pinned, chain(2, also=()))) == "Peru Chad Tonga Chile Fiji Nepal"


def test_pinned_one_shifts_nobody_whom_the_other_rules_put_behind_it() -> None:
    early = [replace(one, pin=1) if one.key == "Peru" else one for one in hall("Nepal | CD | 5 | | 9")]
    assert [(place.key, str(place.reason)) for place in order(early, chain(2))] == [
        (place.key, str(place.reason)) for place in order(early, PRESETS["dialogue"])
    ]


def test_each_meeting_has_its_own_top() -> None:
    halves = [replace(one, meeting=2 if one.key in {"Fiji", "Tonga"} else 1) for one in hall(TONGA)]
    assert keys(order(halves, chain(1, also=("meeting",)))) == "Peru Chad Chile Fiji Tonga"


def test_reasons_tell_of_it_where_it_decided() -> None:
    assert [str(place.reason) for place in order(hall(TONGA), chain(2))] == [
        "One of the next 2, which are protected since 16 August 2012, 14:30: the other rules put nobody before it.",
        "One of the next 2, which are protected since 16 August 2012, 14:30: the other rules put nobody before it.",
        "After the next 2, which are protected; Head of State: before Ministers.",
        "Chair of delegation: after Ministers; number 2 of 3 there by time of inscription (16 August 2012, 14:03).",
        "Chair of delegation: after Ministers; number 3 of 3 there by time of inscription (16 August 2012, 14:04).",
    ]
    assert str(order(hall(TONGA), chain(2, since=False))[0].reason) == (
        "One of the next 2, which are protected: the other rules put nobody before it."
    )


def test_reasons_tell_of_one_alone() -> None:
    assert [str(place.reason).split(";")[0] for place in order(hall(TONGA), chain(1))][:2] == [
        "The next one, which is protected since 16 August 2012, 14:30: the other rules put nobody before it.",
        "After the next one, which is protected",
    ]
    places = {place.key: place for place in order(hall(TONGA), chain(1, since=False))}
    assert str(places["Chad"].reason) == "The next one, which is protected: the other rules put nobody before it."
    assert str(why_before(places["Chad"], places["Tonga"])) == (
        "Chad stands before Tonga: it is the next one, which is protected."
    )


@pytest.mark.parametrize(
    ("since", "one", "other", "told"),
    [
        (True, "Peru", "Tonga", "Peru stands before Tonga: it is one of the next 2, which are protected."),
        (True, "Tonga", "Chile", "Tonga stands before Chile: Heads of State come before chairs of delegation."),
        (True, "Peru", "Chad", "Peru stands before Chad: Ministers come before chairs of delegation."),
        (
            False,
            "Chad",
            "Peru",
            "Chad stands before Peru: the next 2 are protected, both are among them, and keep their order.",
        ),
    ],
)
def test_why_one_stands_before_another(since: bool, one: str, other: str, told: str) -> None:
    places = {place.key: place for place in order(hall(TONGA), chain(2, since=since))}
    assert str(why_before(places[one], places[other])) == told


def test_everybody_is_told() -> None:
    assert [str(chain_told(chain(n, since=since, also=()))[0]) for n in (1, 5) for since in (True, False)] == [
        "The next speaker is protected since 16 August 2012, 14:30: whoever came later stands behind, and another "
        "becomes the next only by a withdrawal.",
        "The next speaker is protected: whoever asks for the floor later stands behind, and another becomes the next "
        "only by a withdrawal.",
        "The next 5 speakers are protected since 16 August 2012, 14:30: whoever came later stands behind them, and "
        "only a withdrawal closes a gap among them.",
        "The next 5 speakers are protected: whoever asks for the floor later stands behind them, and only a withdrawal "
        "closes a gap among them.",
    ]
