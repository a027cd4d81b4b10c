"""The desk's table of 200 places: quick, searched by a few letters, its blocks counted beside it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.delegations.models import Alias
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.registrations.models import Alignment
from rtop_event.registrations.states import Stand
from rtop_event.speakers import actions
from rtop_event.speakers.listing import listing
from tests import builders
from tests.hands import Hands
from tests.speakers.desk_lists import NAMES, NOW, a_list, key, publish, registration
from tests.speakers.test_pages import counted
from tests.speakers.test_restoring import moved

URL = "/organise/rtop-2012/speakers/"
JSON = {"Accept": "application/json"}


def found(desk: FlaskClient, query: str) -> list[str]:
    return [one["delegation"] for one in desk.get(URL + query, headers=JSON).get_json()["lines"]]


@pytest.fixture
def listed(app: Flask) -> None:
    """The short list, with other names of some of its delegations."""
    with app.app_context():
        dialogue = a_list()
        builders.an_inscription(dialogue, delegation=builders.a_delegation("Côte d'Ivoire", iso2="CI"))
        registration("Chad").delegation.aliases = [Alias(text="TCD"), Alias(text="Republic of Chad")]
        registration("Peru").speaker_name = "Ms. Inés Ejemplo (example)"
        session.commit()


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("cha", ["Chad"]),
        ("CHAD  rep", ["Chad"]),
        ("tcd", ["Chad"]),
        ("ines", ["Peru"]),
        ("group 77", ["Algeria"]),
        ("cote", ["Côte d'Ivoire"]),
        ("Elfenbein", []),
        ("Costa de Marfil", []),
        ("Кот-д", ["Côte d'Ivoire"]),
        ("hol", ["Holy See"]),
        ("...", [*NAMES[:4], "Côte d'Ivoire", *NAMES[4:]]),
    ],
)
def test_search_finds_names_acronyms_groups_and_speakers(desk: FlaskClient, typed: str, shown: list[str]) -> None:
    assert found(desk, f"?q={typed}") == shown


@pytest.mark.usefixtures("listed")
def test_search_and_filters_narrow_together_and_counts_follow(desk: FlaskClient) -> None:
    data = desk.get(URL + "?q=c&block=member_states&level=nonsense", headers=JSON).get_json()
    assert [one["delegation"] for one in data["lines"]] == ["Chad", "Côte d'Ivoire"]
    assert [(one["label"], one["number"], one["seconds"], one["query"]) for one in data["blocks"]] == [
        ("All", 3, 660, "?q=c"),
        ("Groups", 1, 300, "?block=groups&q=c"),
        ("Member States", 2, 360, "?q=c"),
    ]
    page = desk.get(URL + '?q="><b>&block=groups').text
    assert 'value="&#34;&gt;&lt;b&gt;"' in page
    assert '<input type="hidden" name="block" value="groups">' in page


@pytest.mark.usefixtures("listed")
def test_search_that_finds_nobody_says_so_and_leads_back(desk: FlaskClient) -> None:
    page = desk.get(URL + "?q=atlantis").text
    assert ("0 delegations found." in page, "Nobody on the list fits this filter." in page) == (True, True)
    assert found(desk, "?q=" + "a" * 500) == []


@pytest.fixture
def long_list(app: Flask) -> None:
    """200 places, published; one speaks for a group, with which another aligns itself, and one was moved."""
    with app.app_context():
        dialogue = builders.a_dialogue()
        for number in range(199):
            builders.an_inscription(dialogue, f"United Republic of Example State {number:03}")
        group = builders.an_inscription(dialogue, "Algeria", group=builders.a_group())
        aligned = registration("United Republic of Example State 007").delegation_id
        session.add(Alignment(registration_id=group.id, delegation_id=aligned, how=Stand.ALIGNED, by="x", at=NOW))
        publish(dialogue)
        actions.move(
            dialogue,
            key("United Republic of Example State 100"),
            after=key("Algeria"),
            reason="x",
            seen=listing(dialogue).fingerprint,
            by="Desk (example)",
            at=NOW,
        )
        session.commit()


@pytest.mark.usefixtures("long_list")
@pytest.mark.parametrize("headers", [{}, {"X-Fragment": "1"}, JSON])
def test_page_with_200_places_needs_five_queries_in_all(app: Flask, desk: FlaskClient, headers: dict[str, str]) -> None:
    desk.get(URL)
    with counted(app) as said:
        page = desk.get(URL, headers=headers)
    assert (page.status_code, len(said)) == (200, 5), said
    assert page.text.count("also United Republic") + page.text.count('"also": [') >= 1


@pytest.mark.usefixtures("long_list")
def test_page_needs_no_more_right_after_changes_a_restoration_and_undoings(app: Flask, desk: FlaskClient) -> None:
    def needed() -> tuple[int, str | None]:
        with counted(app) as said:
            offered = desk.get(URL, headers=JSON).get_json()["undo"]
        return len(said), offered and offered["done"]["what"]

    desk.get(URL)
    for name in ("Algeria", "United Republic of Example State 005"):
        with app.app_context():
            moved(any_dialogue("rtop-2012"), name, "United Republic of Example State 150")
            session.commit()
    assert needed() == (5, "moved")
    hands = Hands(desk).open(f"{URL}restore/0/")
    hands.press("Restore this order", reason="as it was")
    assert needed() == (5, "revision restored")
    for last in ("moved", "moved", "moved", None):
        hands.open(URL).press("Undo")
        assert needed() == (5, last)


@pytest.mark.usefixtures("long_list")
def test_page_with_200_places_is_under_120_kilobytes(desk: FlaskClient) -> None:
    page = desk.get(URL)
    assert page.text.count('<th scope="row">') == 200
    assert len(page.data) < 120_000
