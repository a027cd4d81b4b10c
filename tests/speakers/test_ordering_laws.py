"""What holds for every list, whatever is on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from rtop_event.delegations.words import Kind, Level
from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.facts import ChairsMove, Request
from rtop_event.speakers.ordering import order

OPENS = datetime(2012, 8, 16, 14, tzinfo=UTC)
MOST = 12

preset = st.sampled_from(sorted(PRESETS))
shuffles = st.randoms(use_true_random=False)


@st.composite
def lists(draw: st.DrawFn, *, pins: bool = False) -> list[Request]:
    """Up to a dozen inscriptions of every sort, few different times so that some are equal."""
    one = st.builds(
        Request,
        key=st.just(""),
        delegation=st.just("a delegation"),
        requested_at=st.integers(0, 5).map(lambda minutes: OPENS + timedelta(minutes=minutes)),
        kind=st.sampled_from(Kind),
        level=st.sampled_from(Level),
        on_behalf_of=st.sampled_from([None, None, "African Group"]),
        meeting=st.sampled_from([None, 1, 2]),
        pin=st.sampled_from([None, None, *range(MOST + 2)]) if pins else st.none(),
        live=st.sampled_from([True, True, True, False]),
    )
    drawn = draw(st.lists(one, max_size=MOST))
    return [replace(request, key=f"{number:02}") for number, request in enumerate(drawn)]


keys = st.integers(0, MOST).map(lambda number: f"{number:02}")
moves = st.lists(
    st.builds(
        ChairsMove,
        key=keys,
        after=st.none() | keys,
        reason=st.just("agreed"),
        moved_at=st.integers(0, 3).map(lambda minutes: OPENS + timedelta(days=1, minutes=minutes)),
    ),
    max_size=5,
    unique_by=lambda move: (move.key, move.moved_at),
)


@given(lists(pins=True), preset, moves, shuffles)
def test_permutation_of_the_input_changes_nothing(
    requests: list[Request], name: str, made: list[ChairsMove], shuffle: Random
) -> None:
    first = order(requests, PRESETS[name], made)
    said = [str(place.reason) for place in first]

    shuffle.shuffle(requests)
    shuffle.shuffle(made)
    second = order(requests, PRESETS[name], made)

    assert second == first
    assert [str(place.reason) for place in second] == said


@given(lists(pins=True), preset, moves)
def test_every_live_inscription_has_one_place(requests: list[Request], name: str, made: list[ChairsMove]) -> None:
    places = order(requests, PRESETS[name], made)

    assert [place.number for place in places] == list(range(1, len(places) + 1))
    assert sorted(place.key for place in places) == [request.key for request in requests if request.live]
    for meeting in {place.meeting for place in places}:
        own = [place.number_in_meeting for place in places if place.meeting == meeting]
        assert own == list(range(1, len(own) + 1))


@given(lists(), preset, moves, st.data())
def test_removing_one_keeps_the_order_of_the_others(
    requests: list[Request], name: str, made: list[ChairsMove], data: st.DataObject
) -> None:
    anchors = {move.after for move in made}
    removed = data.draw(st.sampled_from([None, *(one.key for one in requests if one.key not in anchors)]))
    before = [place.key for place in order(requests, PRESETS[name], made)]

    after = order([request for request in requests if request.key != removed], PRESETS[name], made)

    assert [place.key for place in after] == [key for key in before if key != removed]


@given(lists(), preset, moves, st.data())
def test_withdrawing_one_keeps_the_order_of_the_others(
    requests: list[Request], name: str, made: list[ChairsMove], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from([None, *(one.key for one in requests)]))
    before = [place.key for place in order(requests, PRESETS[name], made)]

    after = order([replace(one, live=one.live and one.key != gone) for one in requests], PRESETS[name], made)

    assert [place.key for place in after] == [key for key in before if key != gone]


@given(lists(pins=True), preset, moves)
def test_first_request_for_a_place_on_the_list_has_it(
    requests: list[Request], name: str, made: list[ChairsMove]
) -> None:
    places = order(requests, PRESETS[name], made)
    at = {(place.meeting, place.number_in_meeting): place.inscription for place in places}

    for (meeting, number), holder in at.items():
        asked = [place.inscription for place in places if place.meeting == meeting and place.inscription.pin == number]
        if asked:
            assert holder == min(asked, key=lambda one: (one.requested_at, one.key))


@given(lists(pins=True), preset)
def test_pins_keep_the_order_of_the_others(requests: list[Request], name: str) -> None:
    free = [replace(request, pin=None) for request in requests]
    unpinned = {request.key for request in requests if request.pin is None}

    with_pins = [place.key for place in order(requests, PRESETS[name]) if place.key in unpinned]

    assert with_pins == [place.key for place in order(free, PRESETS[name]) if place.key in unpinned]
