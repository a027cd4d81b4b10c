"""The public page of the list, and what other rooms are told of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from rtop_event.database import db, session
from rtop_event.delegations.words import Capacity, Level
from rtop_event.dialogues.finding import published_dialogue
from rtop_event.dialogues.notices import all_notices
from rtop_event.organisers.dashboard import all_waiting
from rtop_event.registrations.standing import place_of
from rtop_event.speakers import actions, revisions, told
from rtop_event.speakers.listing import listing
from rtop_event.speakers.public_pages import speakers_page
from tests import builders
from tests.speakers.desk_lists import NAMES, NOW, a_list, key, publish, registration, withdraw

URL = "/dialogues/rtop-2012/speakers/"
LATER = datetime(2012, 9, 3, 9, 0, tzinfo=UTC)


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile, those that open or close a transaction left out."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def published(app: Flask) -> None:
    """The provisional list, then Rev.1 with Chad first, Tonga gone and Kenya new."""
    with app.app_context():
        dialogue = a_list()
        publish(dialogue)
        withdraw("Tonga")
        builders.an_inscription(dialogue, "Kenya", level=Level.MINISTER)
        seen = listing(dialogue).fingerprint
        actions.move(dialogue, key("Chad"), after=None, reason="a secret reason", seen=seen, by="Desk", at=NOW)
        publish(dialogue, note="Chad speaks first", at=LATER)
        session.commit()


def test_page_before_publication_shows_no_draft(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        a_list()
        session.commit()
    page = client.get(URL)
    assert [name for name in NAMES if name in page.text] == []
    assert "The list of speakers is open until" in page.text
    data = client.get(URL, headers={"Accept": "application/json"}).get_json()
    assert (data["label"], data["portions"], data["speakers"]) == (None, [], 0)


@pytest.mark.usefixtures("published")
def test_page_shows_the_last_revision_and_what_changed(client: FlaskClient) -> None:
    data = client.get(URL, headers={"Accept": "application/json"}).get_json()
    assert (data["label"], data["since"], data["note"]) == ("Rev.1", "the provisional list", "Chad speaks first")
    assert data["published_at"] == "2012-09-03T09:00:00Z"
    assert [(portion["title"], len(portion["places"])) for portion in data["portions"]] == [("Morning meeting", 6)]
    assert [(place["place"], place["delegation"], place["level"]) for place in data["portions"][0]["places"]] == [
        (1, "Chad", "CD"),
        (2, "Algeria", "CD"),
        (3, "Peru", "M"),
        (4, "Kenya", "M"),
        (5, "Holy See", "CD"),
        (6, NAMES[5], "CD"),
    ]
    assert data["portions"][0]["places"][0]["starts_at"] == "2012-09-05T15:45:00Z"
    assert [(one["kind"], one["told"]) for one in data["news"]] == [
        ("added", "Kenya: new, place 4"),
        ("moved", "Chad: from place 4 to place 1"),
        ("gone", "Tonga: no longer on the list"),
    ]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_page_tells_neither_names_nor_reasons_nor_addresses(client: FlaskClient, accept: str) -> None:
    text = client.get(URL, headers={"Accept": accept}).text
    assert [word for word in ("H.E.", "secret", "mission.example", "Focal", "Permanent") if word in text] == []


@pytest.mark.usefixtures("published")
def test_page_and_fragment_show_the_same_rows(client: FlaskClient) -> None:
    page, fragment = client.get(URL), client.get(URL, headers={"X-Fragment": "1"})
    assert page.text.count('<th scope="row">') == fragment.text.count('<th scope="row">') == 6
    assert ("<html" in page.text, "<html" in fragment.text) == (True, False)
    assert "2 changes" not in page.text
    assert "3 changes since the provisional list" in page.text


@pytest.mark.usefixtures("published")
def test_page_is_kept_until_the_edition_changes(app: Flask, client: FlaskClient) -> None:
    first = client.get(URL)
    again = client.get(URL, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    with app.app_context():
        withdraw("Kenya")
        publish(published_dialogue("rtop-2012"))
        session.commit()
    assert client.get(URL, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_page_with_200_places_needs_three_queries_and_40_kb(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        dialogue = builders.a_dialogue()
        for number in range(200):
            builders.an_inscription(dialogue, f"United Republic of Example State {number:03}")
        publish(dialogue)
        session.commit()
    with counted(app) as said:
        page = client.get(URL)
    assert page.text.count('<th scope="row">') == 200
    assert len(said) <= 3
    assert len(page.data) <= 40_000


def test_listing_of_200_places_needs_two_queries_once_the_delegations_of_the_day_are_known(app: Flask) -> None:
    with app.app_context():
        dialogue = builders.a_dialogue()
        for number in range(200):
            builders.an_inscription(dialogue, f"State {number:03}")
        session.commit()
        session.remove()
        dialogue = published_dialogue("rtop-2012")
        listing(dialogue)
        with counted(app) as said:
            assert len(listing(dialogue).rows) == 200
        assert len(said) == 2


def test_page_names_states_in_the_readers_language(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        dialogue = builders.a_dialogue()
        builders.an_inscription(dialogue, delegation=builders.a_delegation("Chad", iso2="TD"))
        publish(dialogue)
        session.commit()
    data = client.get(URL, headers={"Accept": "application/json", "Accept-Language": "fr"}).get_json()
    assert data["portions"][0]["places"][0]["delegation"] == "Tchad"


def test_page_shows_who_falls_outside_without_a_time(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        dialogue = builders.a_dialogue(limit_delegation=3600, changeover=0)
        for name in ("Chad", "Peru", "Tonga", "Kenya", "Fiji"):
            builders.an_inscription(dialogue, name)
        publish(dialogue)
        session.commit()
    portions = client.get(URL, headers={"Accept": "application/json"}).get_json()["portions"]
    assert [(one["title"], [place["delegation"] for place in one["places"]]) for one in portions] == [
        ("Morning meeting", ["Chad"]),
        ("Afternoon meeting", ["Peru", "Tonga", "Kenya"]),
        ("", ["Fiji"]),
    ]
    assert portions[2]["places"][0]["starts_at"] is None


@pytest.mark.parametrize("slug", ["draft", "unknown"])
def test_list_of_a_draft_or_unknown_dialogue_is_not_found(app: Flask, client: FlaskClient, slug: str) -> None:
    with app.app_context():
        builders.a_dialogue("draft", published=False)
        session.commit()
    statuses = [client.get(f"/dialogues/{slug}/speakers{end}").status_code for end in ("/", ".pdf", ".csv", ".xlsx")]
    assert statuses == [404, 404, 404, 404]


@pytest.mark.usefixtures("rows")
def test_delegate_is_told_the_published_place_else_the_present_one(app: Flask) -> None:
    dialogue = a_list()
    before = place_of(registration("Chad"), NOW)
    assert before is not None
    assert (before.place, before.of, before.meeting, before.published) == (4, 6, "Morning meeting", False)
    publish(dialogue)
    actions.move(dialogue, key("Chad"), after=None, reason="x", seen=listing(dialogue).fingerprint, by="Desk", at=NOW)
    builders.an_inscription(dialogue, "Kenya")
    after, late = place_of(registration("Chad"), NOW), place_of(registration("Kenya"), NOW)
    assert after is not None
    assert late is not None
    assert (after.place, after.published, after.starts_at) == (4, True, before.starts_at)
    assert (late.place, late.of, late.published) == (5, 7, False)


@pytest.mark.usefixtures("rows")
def test_delegate_who_is_not_on_the_list_has_no_place() -> None:
    dialogue = a_list()
    assert place_of(builders.a_registration(dialogue, "Kenya"), NOW) is None
    assert told.place_of(builders.a_registration(dialogue, "Fiji"), NOW) is None


@pytest.mark.usefixtures("rows")
def test_dialogue_tells_the_state_of_the_list_in_words() -> None:
    dialogue = a_list()
    notices = [[str(one) for one in all_notices(dialogue, NOW)]]
    for name in ("Chad", "Peru"):
        publish(dialogue)
        notices.append([str(one) for one in all_notices(dialogue, NOW)])
        withdraw(name)
    assert [found[-1] for found in notices] == [
        "The list of speakers is not published yet; it will first appear as a provisional list.",
        "The provisional list of speakers was published on 1 September 2012, 08:00 (New York time).",
        "Rev.1 of the list of speakers was published on 1 September 2012, 08:00 (New York time).",
    ]


ORGANISE = "/organise/rtop-2012/speakers/"


def waiting_at_the_list() -> list[tuple[int, str, str, bool]]:
    return [(one.number, str(one.what), one.url, one.urgent) for one in all_waiting(NOW) if "/speakers/" in one.url]


def test_dashboard_is_told_of_unpublished_changes_and_of_minutes_over(app: Flask) -> None:
    with app.test_request_context():
        builders.a_dialogue("empty")
        dialogue = builders.a_dialogue(limit_delegation=3600, changeover=0)
        for name in ("Chad", "Peru", "Tonga", "Kenya", "Fiji"):
            builders.an_inscription(dialogue, name)
        told_first = "places on the list of speakers, of which nothing is published yet"
        over = (60, "minutes over the time for the floor", f"{ORGANISE}limits/", True)
        assert waiting_at_the_list() == [over, (5, told_first, f"{ORGANISE}review/", False)]
        publish(dialogue)
        withdraw("Chad")
        told_then = "change of the list of speakers is not published"
        assert waiting_at_the_list()[-1] == (1, told_then, f"{ORGANISE}review/", False)
        session.rollback()


@pytest.mark.usefixtures("rows")
def test_news_tell_levels_groups_names_and_meetings() -> None:
    dialogue = a_list(order_preset="general-debate", limit_delegation=150)
    for name in NAMES:
        registration(name).meeting_number = 1
    publish(dialogue)
    with session.no_autoflush:
        registration("Algeria").capacity, registration("Algeria").group = Capacity.NATIONAL, None
        registration("Chad").capacity, registration("Chad").group = Capacity.GROUP, builders.a_group("African Group")
        registration("Peru").level = Level.CHAIR_OF_DELEGATION
        registration("Tonga").meeting_number = 2
        registration(NAMES[5]).delegation.standings[0].name = "Renamed Society (example)"
    publish(dialogue)
    new, old = revisions.latest(dialogue, 2)
    page = speakers_page(dialogue, [new, old], NOW, "en")
    assert sorted(str(one.told) for one in page.news) == [
        "Algeria: no longer on behalf of Group of 77 and China",
        "Chad (African Group): from place 3 of meeting 1 to place 1 of meeting 1",
        "Chad (African Group): now on behalf of African Group",
        "Peru: now Chair of delegation, before Minister",
        "Renamed Society (example): before as Example Society (example)",
        "Tonga: from place 1 of meeting 1 to place 1 of meeting 2",
    ]
    assert str(page.limits) == ("Statements have at most 2 min 30 s; statements on behalf of a group have 5 min.")


@pytest.mark.usefixtures("rows")
def test_new_times_alone_are_told_as_such() -> None:
    dialogue = a_list()
    publish(dialogue)
    dialogue.limit_civil_society = 120
    publish(dialogue)
    page = speakers_page(dialogue, revisions.latest(dialogue, 2), NOW, "en")
    assert (page.news, str(page.rest)) == ((), "1 delegation has a new expected time or limit.")
