"""What holds for every list under every chain: the same input the same order, and only rules that say so move others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from rtop_event.delegations.words import Kind, Level, RegionalGroup
from rtop_event.registrations.states import Gender
from rtop_event.speakers.chain import Chain, RuleName, contains
from rtop_event.speakers.chain_reading import read_chain, written
from rtop_event.speakers.facts import Request
from rtop_event.speakers.ordering import Place, order
from rtop_event.speakers.why import why_before

OPENS = datetime(2012, 8, 16, 14, tzinfo=UTC)
NEVER = OPENS - timedelta(days=1)
TELLING = ("alternating", "protected", "was full")
"""What the reasons say of the rules that may move others."""


def minutes(first: int, last: int) -> st.SearchStrategy[datetime]:
    return st.integers(first, last).map(lambda number: OPENS + timedelta(minutes=number))


@st.composite
def lists(draw: st.DrawFn) -> list[Request]:
    """Up to a dozen inscriptions of every sort, few different times so that some are equal."""
    one = st.builds(
        Request,
        key=st.just(""),
        delegation=st.sampled_from(["Chad", "Chile", "Peru", "Tonga"]),
        requested_at=minutes(0, 5),
        kind=st.sampled_from([Kind.MEMBER_STATE, Kind.MEMBER_STATE, Kind.OBSERVER]),
        level=st.sampled_from([Level.HEAD_OF_STATE, Level.CHAIR_OF_DELEGATION]),
        on_behalf_of=st.sampled_from([None, None, "African Group"]),
        meeting=st.sampled_from([None, 1, 1, 2, 3]),
        pin=st.sampled_from([None, None, None, 1, 4]),
        live=st.sampled_from([True, True, True, False]),
        regional_group=st.sampled_from([None, RegionalGroup.AFRICAN, RegionalGroup.ASIA_PACIFIC]),
        gender=st.sampled_from(Gender),
    )
    drawn = [replace(made, key=f"{number:02}") for number, made in enumerate(draw(st.lists(one, max_size=12)))]
    return [made if made.live else replace(made, gone_at=draw(st.none() | minutes(1, 8))) for made in drawn]


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    """Any rules in any order, with any parameters."""
    parameters = {
        RuleName.PROTECTED_TOP: st.fixed_dictionaries(
            {"n": st.integers(1, 4)}, optional={"from": minutes(-1, 6).map(lambda moment: moment.isoformat())}
        ),
        RuleName.MEETING: st.one_of(
            st.just({"restart": False}),
            st.fixed_dictionaries({}, optional={"capacity": st.sampled_from([[2, None], [1, 2], [None, 1, 1]])}),
        ),
        RuleName.KINDS: st.just({"blocks": [["member_state"], ["observer"]]}),
        RuleName.BALANCE: st.fixed_dictionaries(
            {"by": st.sampled_from(["regional_group", "gender"])},
            optional={"within": st.sampled_from(["level", "block"])},
        ),
        RuleName.LOTS: st.just({"seed": "5 September", "witness": "Tonga (example)"}),
        RuleName.ALPHABETICAL: st.sampled_from([{}, {"first": "Peru"}]),
    }
    names = draw(st.lists(st.sampled_from(RuleName), min_size=1, unique=True))
    plain = [{"name": name.value, "parameters": draw(parameters.get(name, st.just({})))} for name in names]
    return read_chain(plain)


def seen(places: list[Place]) -> list[tuple[object, ...]]:
    return [(place.number, place.meeting, place.number_in_meeting, place.key, str(place.reason)) for place in places]


@given(lists(), chains(), st.randoms(use_true_random=False))
def test_same_input_gives_the_same_order_and_a_permutation_changes_nothing(
    requests: list[Request], chain: Chain, shuffle: Random
) -> None:
    first = order(requests, chain)
    assert seen(order(list(requests), read_chain(written(chain)))) == seen(first)

    shuffled = list(requests)
    shuffle.shuffle(shuffled)

    assert seen(order(shuffled, chain)) == seen(first)
    assert sorted(place.key for place in first) == [one.key for one in requests if one.live]


def telling(places: list[Place]) -> set[str]:
    """Those whose reason tells of a rule that may move others."""
    return {place.key for place in places if any(word in str(place.reason) for word in TELLING)}


def turned(before: list[Place], after: list[Place]) -> list[set[str]]:
    """The pairs that stand the other way round."""
    numbers = {place.key: place.number for place in before}
    kept = [place.key for place in after if place.key in numbers]
    return [{one, other} for one, other in combinations(kept, 2) if numbers[one] > numbers[other]]


def without_pins(requests: list[Request]) -> list[Request]:
    return [replace(one, pin=None) for one in requests]


@given(lists(), chains(), st.data())
def test_removing_one_moves_only_those_whose_reason_tells_why(
    requests: list[Request], chain: Chain, data: st.DataObject
) -> None:
    free = without_pins(requests)
    removed = data.draw(st.sampled_from([None, *(one.key for one in free)]))
    before = order(free, chain)

    after = order([one for one in free if one.key != removed], chain)

    told = telling(before) | telling(after)
    assert [pair for pair in turned(before, after) if not pair & told] == []
    moving = any(contains(chain, name) for name in (RuleName.BALANCE, RuleName.PROTECTED_TOP, RuleName.MEETING))
    assert moving or turned(before, after) == []


@given(lists(), chains(), st.data())
def test_who_comes_late_never_moves_the_protected(requests: list[Request], chain: Chain, data: st.DataObject) -> None:
    free = without_pins(requests)
    late = data.draw(lists()).copy()[:1]
    newcomer = [replace(one, key="99", requested_at=OPENS + timedelta(days=1), live=True, pin=None) for one in late]
    plain = [one for one in written(chain) if one["name"] not in {"meeting", "protected_top"}]
    held = read_chain([*plain, {"name": "protected_top", "parameters": {"n": 3, "from": OPENS.isoformat()}}])

    before = [place.key for place in order(free, held)][:3]

    assert [place.key for place in order([*free, *newcomer], held)][: len(before)] == before


@given(lists(), chains())
def test_protected_top_changes_nothing_where_nobody_was_late(requests: list[Request], chain: Chain) -> None:
    plain = [one for one in written(chain) if one["name"] != "protected_top"] or [{"name": "time"}]
    late = (OPENS + timedelta(days=1)).isoformat()
    held = read_chain([*plain, {"name": "protected_top", "parameters": {"n": 3, "from": late}}])

    assert seen(order(requests, held)) == seen(order(requests, read_chain(plain)))


@given(lists(), chains())
def test_why_can_be_asked_of_any_two(requests: list[Request], chain: Chain) -> None:
    places = order(requests, chain)
    for one, other in combinations(places, 2):
        assert str(why_before(one, other)) == str(why_before(other, one))
