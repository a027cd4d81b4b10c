"""A place that is another one than the published one: both are told, on every page that shows a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.registrations.standing import place_of
from rtop_event.speakers import revisions
from rtop_event.speakers.listing import listing
from rtop_event.speakers.seen import PlaceSeen, as_seen
from rtop_event.speakers.slots import changed_told, differs, slot_published
from tests import builders
from tests.hands import Hands
from tests.speakers.desk_lists import NOW, a_list, publish, registration, withdraw
from tests.speakers.test_exchange_pages import DESK, Paths, a_hall, asked

KEPT = "The published list keeps its places until the next revision is published, which will show those of now."
CALENDAR = "Your calendar follows Rev.1 until the next revision is published."


def rev_1(app: Flask) -> Paths:
    """Four on Rev.1, of which Chile and Chad can exchange."""
    paths = a_hall(app, published=True)
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        builders.an_inscription(dialogue, "Kenya")
        publish(dialogue, at=now())
        session.commit()
    return paths


def exchanged(app: Flask, desk: FlaskClient, paths: Paths) -> int:
    number = asked(app.test_client(), paths)
    Hands(app.test_client()).open(paths.page("Chad", number)).press("Accept the exchange")
    Hands(desk).open(f"{DESK}{number}/").press("Approve")
    return number


def told(own: dict[str, Any]) -> tuple[object, ...]:
    """What a page says of the published place, and of the one since then."""
    place, since = own["place"], own["place"]["since"]
    return place["place"], place["label"], since and since["place"], place["changed"]


def test_both_sides_of_an_exchange_are_told_both_places_until_the_next_revision(app: Flask, desk: FlaskClient) -> None:
    paths = rev_1(app)
    number = exchanged(app, desk, paths)
    chile, chad = (Hands(app.test_client()).read(paths.own[name]) for name in ("Chile", "Chad"))

    assert [told(chile), told(chad)] == [
        (1, "Rev.1", 3, "Place 1 in Rev.1. Since then changed: place 3, which the next revision will show."),
        (3, "Rev.1", 1, "Place 3 in Rev.1. Since then changed: place 1, which the next revision will show."),
    ]
    assert [one["place"]["starts_at"] for one in (chile, chad)] == [
        one["place"]["since"]["starts_at"] for one in (chad, chile)
    ]
    assert [one["place"]["calendar"] for one in (chile, chad)] == [CALENDAR] * 2
    for name, own in (("Chile", chile), ("Chad", chad)):
        page = Hands(app.test_client()).open(paths.own[name]).page
        shown = own["place"]["changed"], CALENDAR, "Exchanged places with", ">Rev.1<"
        assert [one for one in shown if one not in page.replace("</span> Rev.1", ">Rev.1<")] == []
        assert_both(Hands(app.test_client()).read(paths.page(name, number)))
        mine = Hands(app.test_client()).read(paths.page(name))
        assert (mine["published_in"], mine["listed"][:7], mine["mine"][:7]) == (
            "In Rev.1",
            f"place {own['place']['place']}",
            f"place {own['place']['since']['place']}",
        )
        assert KEPT in Hands(app.test_client()).open(paths.page(name)).page
    assert_both(Hands(desk).read(f"{DESK}{number}/"))

    Hands(desk).open("/organise/rtop-2012/speakers/review/").press("Publish Rev.2")
    after = [Hands(app.test_client()).read(paths.own[name]) for name in ("Chile", "Chad")]
    assert [told(one) for one in after] == [(3, "Rev.2", None, None), (1, "Rev.2", None, None)]
    assert "Since then changed" not in Hands(app.test_client()).open(paths.own["Chile"]).page
    sides = Hands(app.test_client()).read(paths.page("Chile", number))["sides"]
    assert [(one["who"], one["listed"], one["now"][:7], one["then"]) for one in sides] == [
        ("Chile", None, "place 3", None),
        ("Chad", None, "place 1", None),
    ]
    assert Hands(app.test_client()).read(paths.page("Chile"))["listed"] is None


def assert_both(page: dict[str, Any]) -> None:
    """An exchange that holds shows for both what Rev.1 says and what is so now."""
    sides = [(one["who"], one["listed"][:7], one["now"][:7], one["then"]) for one in page["sides"]]
    assert sides == [("Chile", "place 1", "place 3", None), ("Chad", "place 3", "place 1", None)]
    assert page["published_in"] == "In Rev.1"


def test_offer_shows_the_published_places_beside_those_of_now_and_after(app: Flask, desk: FlaskClient) -> None:
    paths = rev_1(app)
    with app.app_context():
        withdraw("Peru")
        session.commit()
    number = asked(app.test_client(), paths)
    sides = Hands(desk).read(f"{DESK}{number}/")["sides"]
    assert [(one["listed"][:7], one["now"][:7], one["then"][:7]) for one in sides] == [
        ("place 1", "place 1", "place 2"),
        ("place 3", "place 2", "place 1"),
    ]
    page = Hands(desk).open(f"{DESK}{number}/").page
    assert ["In Rev.1" in page, "After the exchange" in page, KEPT in page] == [True] * 3


def test_exchange_shows_no_place_of_one_who_has_withdrawn(app: Flask, desk: FlaskClient) -> None:
    paths = rev_1(app)
    number = exchanged(app, desk, paths)
    with app.app_context():
        withdraw("Chad")
        session.commit()
    sides = Hands(app.test_client()).read(paths.page("Chile", number))["sides"]
    assert [(one["who"], one["listed"][:7], one["now"][:7]) for one in sides] == [("Chile", "place 1", "place 2")]


def test_desk_reads_both_places_with_the_request(app: Flask, desk: FlaskClient) -> None:
    paths = rev_1(app)
    exchanged(app, desk, paths)
    with app.app_context():
        number = registration("Chile").id
    page = Hands(desk).open(f"/organise/rtop-2012/registrations/{number}/").page
    assert "Place 1 in Rev.1. Since then changed: place 3, which the next revision will show." in page


@pytest.mark.usefixtures("rows")
def test_new_time_or_meeting_is_told_although_the_place_is_the_same() -> None:
    dialogue = a_list()
    publish(dialogue)
    dialogue.limit_delegation += 60
    session.flush()
    first, fifth = (place_of(registration(name), NOW) for name in ("Algeria", "Holy See"))
    assert first is not None
    assert fifth is not None
    assert (first.changed, first.since, first.calendar) == (None, None, None)
    assert str(fifth.changed) == (
        "Place 5 in the provisional list, and still so. Since then the expected time has changed, which the next "
        "revision will show."
    )

    (last,), places = revisions.latest(dialogue), {one.place: one for one in as_seen(listing(dialogue))}
    there = changed(places[4], meeting=2, starts_at=places[4].starts_at and places[4].starts_at + timedelta(hours=5))
    assert str(changed_told(last, places[3], there, dialogue)) == (
        "Place 3, Morning meeting, in the provisional list. Since then changed: place 4, Afternoon meeting, which the "
        "next revision will show."
    )
    assert "place 4, which" in str(changed_told(last, places[3], changed(there, over_by=60), dialogue))
    assert [differs(None, there), differs(places[4], there), differs(there, there)] == [False, True, False]


def changed(place: PlaceSeen, **facts: Any) -> PlaceSeen:
    return replace(place, **facts)


@pytest.mark.usefixtures("rows")
def test_who_came_after_the_publication_is_not_in_the_published_list() -> None:
    dialogue = a_list()
    publish(dialogue)
    builders.an_inscription(dialogue, "Kenya")
    (last,) = revisions.latest(dialogue)
    assert str(slot_published(last, "none", dialogue)) == "not in the provisional list"
    assert str(slot_published(last, last.places[2].key, dialogue)) == (
        "place 3, Morning meeting, about 5 September 2012, 11:54 (New York time)"
    )
    kenya = place_of(registration("Kenya"), NOW)
    assert kenya is not None
    assert (kenya.place, kenya.published, kenya.since) == (5, False, None)
