"""What an exchange does to the list: one for one, across meetings, in its time among the moves; and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.facts import ChairsMove, Exchange, Inscription, Request
from rtop_event.speakers.ordering import order

BEGIN = datetime(2012, 8, 20, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATER = BEGIN + timedelta(days=1)
NAMES = "Chile Peru Chad Fiji Kenya"
HALL = [Request(name, name, BEGIN + number * MINUTE) for number, name in enumerate(NAMES.split())]


def listed(*exchanges: Exchange, hall: list[Request] = HALL, moves: tuple[ChairsMove, ...] = ()) -> str:
    inscriptions: list[Inscription] = [*hall]
    return " ".join(place.key for place in order(inscriptions, PRESETS["dialogue"], moves, exchanges))


def swapped(one: str, other: str, after: int = 0) -> Exchange:
    return Exchange(one, other, LATER + after * MINUTE)


def moved(key: str, after: str | None, minutes: int) -> ChairsMove:
    return ChairsMove(key, after, "", LATER + minutes * MINUTE)


def changed(name: str, **facts: object) -> list[Request]:
    return [replace(one, **facts) if one.key == name else one for one in HALL]  # type: ignore[arg-type] # facts of its own fields


def test_two_exchange_one_for_one_and_nobody_else_moves() -> None:
    assert listed() == "Chile Peru Chad Fiji Kenya"
    assert listed(swapped("Chile", "Fiji")) == "Fiji Peru Chad Chile Kenya"
    assert listed(swapped("Fiji", "Chile")) == "Fiji Peru Chad Chile Kenya"
    assert listed(swapped("Chile", "Kenya")) == "Kenya Peru Chad Fiji Chile"


def test_neighbours_exchange_either_way() -> None:
    assert listed(swapped("Peru", "Chad")) == "Chile Chad Peru Fiji Kenya"
    assert listed(swapped("Chad", "Peru")) == "Chile Chad Peru Fiji Kenya"


def test_exchanges_follow_each_other_in_time() -> None:
    first, second = swapped("Chile", "Fiji"), swapped("Chile", "Kenya", after=1)
    assert listed(second, first) == "Fiji Peru Chad Kenya Chile"
    assert listed(first, swapped("Fiji", "Chile", after=1)) == "Chile Peru Chad Fiji Kenya"


def test_exchange_and_moves_hold_in_the_order_in_which_they_were_made() -> None:
    assert (
        listed(swapped("Chile", "Fiji", after=1), moves=(moved("Chile", "Kenya", 2),)) == "Fiji Peru Chad Kenya Chile"
    )
    assert (
        listed(swapped("Chile", "Fiji", after=2), moves=(moved("Chile", "Kenya", 1),)) == "Peru Chad Chile Kenya Fiji"
    )


def test_who_withdraws_after_the_exchange_leaves_its_place_only() -> None:
    exchange = swapped("Chile", "Fiji")
    assert listed(exchange, hall=changed("Fiji", live=False)) == "Peru Chad Chile Kenya"
    assert listed(exchange, hall=changed("Chile", live=False)) == "Fiji Peru Chad Kenya"


def test_place_taken_anew_ends_the_exchange() -> None:
    anew = changed("Chile", requested_at=LATER + MINUTE)
    assert listed(swapped("Chile", "Fiji"), hall=anew) == "Peru Chad Fiji Kenya Chile"


def test_exchange_with_somebody_who_is_not_there_or_is_pinned_has_no_effect() -> None:
    assert listed(swapped("Chile", "Atlantis")) == "Chile Peru Chad Fiji Kenya"
    assert listed(swapped("Chile", "Chile")) == "Chile Peru Chad Fiji Kenya"
    assert listed(swapped("Chile", "Fiji"), hall=changed("Fiji", pin=1)) == "Fiji Chile Peru Chad Kenya"


def test_places_are_exchanged_across_meetings() -> None:
    hall: list[Inscription] = [replace(one, meeting=1 if one.key < "D" else 2) for one in HALL]
    places = order(hall, PRESETS["general-debate"], (), [swapped("Chile", "Kenya")])
    assert [(place.meeting, place.key) for place in places] == [
        (1, "Kenya"),
        (1, "Chad"),
        (2, "Peru"),
        (2, "Fiji"),
        (2, "Chile"),
    ]


def test_reason_of_both_names_the_other() -> None:
    group = Request("G", "Algeria", BEGIN, on_behalf_of="Group of 77")
    twin = Request("H", "Kenya", BEGIN + MINUTE, on_behalf_of="African Group")
    hall: list[Inscription] = [*HALL, group, twin]
    places = order(hall, PRESETS["dialogue"], (), [swapped("Chile", "Fiji"), swapped("G", "H")])
    assert {place.key: str(place.reason) for place in places if place.key in {"Chile", "Fiji", "G", "H"}} == {
        "H": "Exchanged places with Algeria (Group of 77), agreed by both delegations.",
        "G": "Exchanged places with Kenya (African Group), agreed by both delegations.",
        "Fiji": "Exchanged places with Chile, agreed by both delegations.",
        "Chile": "Exchanged places with Fiji, agreed by both delegations.",
    }


def test_later_move_gives_the_reason() -> None:
    moves = (ChairsMove("Chile", None, "The speaker leaves early", LATER + MINUTE),)
    inscriptions: list[Inscription] = [*HALL]
    places = order(inscriptions, PRESETS["dialogue"], moves, [swapped("Chile", "Fiji")])
    assert str(places[0].reason) == "Moved by the chair to the front of the list: The speaker leaves early."
