"""Every revision for the public, any two side by side, and the feed of changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from rtop_event.database import session
from rtop_event.delegations.words import Level
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.words import Preset
from rtop_event.speakers import actions, publishing
from rtop_event.speakers.atom import ATOM, MEDIA_TYPE, Entry, Feed, written
from rtop_event.speakers.listing import listing
from rtop_event.speakers.timing import Limits
from rtop_event.text import one_line, several_lines
from tests import builders
from tests.speakers.desk_lists import NAMES, NOW, a_list, key, publish, registration, withdraw

URL = "/dialogues/rtop-2012/speakers/"
JSON = {"Accept": "application/json"}
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def three(app: Flask) -> None:
    """A provisional list; Rev.1, where Chad went out and Egypt came in; Rev.2 with a move, a level and another order."""
    with app.app_context():
        dialogue = a_list(uid="rtop-uid@dialogue.example")
        publish(dialogue, note="First <draft>\nof all")
        withdraw("Chad")
        builders.an_inscription(dialogue, "Egypt", level=Level.HEAD_OF_STATE)
        publish(dialogue, at=LATER)
        said: dict[str, Any] = {"reason": "flight", "by": "Desk (example)", "at": NOW}
        actions.move(dialogue, key("Holy See"), after=key("Tonga"), seen=listing(dialogue).fingerprint, **said)
        registration("Peru").level = Level.HEAD_OF_GOVERNMENT
        registration("Algeria").speaker_name = "H.E. Somebody Else (example)"
        publishing.set_limits(dialogue, Limits(120, 300, 180, 180), 30, version=dialogue.version, **said)
        publish(dialogue, at=LATER + timedelta(hours=1))
        session.commit()


def test_all_versions_are_listed_with_their_changes(client: FlaskClient, three: None) -> None:
    page = client.get(f"{URL}revisions/", headers=JSON).get_json()
    assert [(one["number"], one["label"], one["places"], one["changed"], one["note"]) for one in page["lines"]] == [
        (2, "Rev.2", 6, "0 in, 0 out, 1 moved, 1 changed", ""),
        (1, "Rev.1", 6, "1 in, 1 out, 0 moved, 0 changed", ""),
        (0, "Provisional list", 6, None, "First <draft>\nof all"),
    ]
    assert "First &lt;draft&gt;" in client.get(f"{URL}revisions/").text


def test_many_versions_come_in_pages(app: Flask, client: FlaskClient, desk: FlaskClient) -> None:
    with app.app_context():
        dialogue = a_list()
        for number in range(42):
            builders.an_inscription(dialogue, f"Example State {number:02}", address="", address_key="")
            publish(dialogue, at=NOW + timedelta(minutes=number))
        session.commit()
    told, at = [], f"{URL}revisions/"
    while True:
        page = client.get(at, headers=JSON).get_json()
        told.append(([one["number"] for one in page["lines"]], page["from_the_newest"]))
        assert [one["changed"] for one in page["lines"] if one["number"]] == [
            "1 in, 0 out, 0 moved, 0 changed" for one in page["lines"] if one["number"]
        ]
        if page["earlier"] is None:
            break
        at = f"{URL}revisions/?before={page['earlier']}"
    assert told == [([*range(41, 21, -1)], True), ([*range(21, 1, -1)], False), ([1, 0], False)]
    assert [text in client.get(at).text for text in ("Earlier versions", "The newest versions")] == [False, True]
    at_desk = [desk.get(f"/organise/rtop-2012/speakers/revisions/{asked}").text for asked in ("", "?before=22")]
    assert [page.count("/speakers/restore/") for page in at_desk] == [19, 20]
    assert [page.count('"button" href="?before=') for page in at_desk] == [1, 1]


def test_before_publication_there_is_an_empty_list_and_no_version(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        a_list()
        session.commit()
    assert client.get(f"{URL}revisions/", headers=JSON).get_json()["lines"] == []
    assert "Not published yet" in client.get(f"{URL}revisions/").text
    refused = {client.get(f"{URL}{path}", headers=JSON).get_json()["refused"] for path in ("revisions/0/", "compare/")}
    assert refused == {"The list of speakers is not published yet."}


def test_each_version_stays_as_it_was_published(client: FlaskClient, three: None) -> None:
    shown = [client.get(f"{URL}revisions/{number}/", headers=JSON).get_json() for number in range(3)]
    assert [[place["delegation"] for part in one["list"]["portions"] for place in part["places"]] for one in shown] == [
        NAMES,
        ["Algeria", "Tonga", "Egypt", "Peru", "Holy See", NAMES[5]],
        ["Algeria", "Tonga", "Holy See", "Egypt", "Peru", NAMES[5]],
    ]
    assert [(one["earlier"], one["later"], one["newest"]) for one in shown] == [
        (None, 1, "Rev.2"),
        (0, 2, "Rev.2"),
        (1, None, None),
    ]
    assert [len(one["list"]["news"]) for one in shown] == [0, 2, 2]
    page = client.get(f"{URL}revisions/0/").text
    assert "See the newest, Rev.2" in page
    assert client.get(f"{URL}revisions/3/", headers=JSON).get_json()["refused"] == (
        "There is no Rev.3 of this list of speakers."
    )


def test_any_two_versions_are_compared_in_tables_and_sentences(client: FlaskClient, three: None) -> None:
    page = client.get(f"{URL}compare/?from=0&to=2", headers=JSON).get_json()
    assert (page["before_label"], page["after_label"], page["told"]) == (
        "the provisional list",
        "Rev.2",
        "1 in, 1 out, 1 moved, 1 changed",
    )
    assert (page["came_in"], page["went_out"]) == (
        [{"who": "Egypt", "where": "place 4"}],
        [{"who": "Chad", "where": "place 4"}],
    )
    assert page["moved"] == [
        {
            "who": "Holy See",
            "before": "place 5",
            "after": "place 3",
            "before_at": "2012-09-05T16:01:00Z",
            "after_at": "2012-09-05T15:53:00Z",
        }
    ]
    assert page["changed"] == [{"who": "Peru", "what": ["now Head of Government, before Minister"]}]
    assert page["rules"] == ["Statements have at most 2 min; statements on behalf of a group have 5 min."]
    assert [one["told"] for one in page["news"]] == [
        "Egypt: new, place 4",
        "Holy See: from place 5 to place 3",
        "Peru: now Head of Government, before Minister",
        "Chad: no longer on the list",
    ]
    html = client.get(f"{URL}compare/?from=0&to=2").text
    assert [f"<caption>{name}</caption>" in html for name in ("In", "Out", "Moved", "Changed")] == [True] * 4
    assert ["place 3, <time" in html, "Holy See: from place 5" in html] == [True, False]


@pytest.mark.parametrize(
    ("query", "between"),
    [
        ("", (1, 2)),
        ("?from=0", (0, 2)),
        ("?to=1", (1, 1)),
        ("?from=2&to=0", (2, 0)),
        ("?from=x&to=-1", (1, 2)),
        ("?from=٢&to=9999999", (1, 2)),
    ],
)
def test_comparison_takes_what_the_address_asks_for(
    client: FlaskClient, three: None, query: str, between: tuple[int, int]
) -> None:
    page = client.get(f"{URL}compare/{query}", headers=JSON).get_json()
    assert ((page["before"], page["after"]), page["same"]) == (between, between[0] == between[1])


def test_comparison_says_what_it_cannot_find_and_what_is_the_same(client: FlaskClient, three: None) -> None:
    refused = client.get(f"{URL}compare/?from=0&to=3", headers=JSON)
    assert (refused.status_code, refused.get_json()["refused"]) == (404, "There is no Rev.3 of this list of speakers.")
    assert "Nothing is different" in client.get(f"{URL}compare/?from=1&to=1").text


def test_comparison_tells_another_order(client: FlaskClient, app: Flask, three: None) -> None:
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        version = dialogue.version
        publishing.choose_order(
            dialogue, Preset.INSCRIPTION, version=version, reason="Decision of the chair", by="Desk (example)", at=NOW
        )
        publish(dialogue, at=LATER)
        session.commit()
    page = client.get(f"{URL}compare/?from=2&to=3", headers=JSON).get_json()
    assert page["rules"] == ["The order of the list is “Inscription”, before “Dialogue”."]


def entries(client: FlaskClient) -> list[dict[str, str]]:
    """The feed as a reader takes it."""
    root = ElementTree.fromstring(client.get(f"{URL}changes.atom").data)
    found = root.findall(f"{{{ATOM}}}entry")
    return [{child.tag.partition("}")[2]: child.text or child.get("href") or "" for child in one} for one in found]


def test_feed_has_an_entry_for_each_revision_with_its_changes(client: FlaskClient, three: None) -> None:
    newest, middle, first = entries(client)
    assert newest == {
        "id": "tag:dialogue.example,2012-08-16:rtop-2012/speakers/revisions/2",
        "title": "Rev.2: 0 in, 0 out, 1 moved, 1 changed",
        "updated": "2012-09-01T14:00:00Z",
        "published": "2012-09-01T14:00:00Z",
        "link": "http://127.0.0.1:5000/dialogues/rtop-2012/speakers/revisions/2/",
        "content": (
            "Holy See: from place 5 to place 3\nPeru: now Head of Government, before Minister\n"
            "Statements have at most 2 min; statements on behalf of a group have 5 min.\n"
            "2 other delegations have a new number because of these changes."
        ),
    }
    assert (middle["title"], middle["content"]) == (
        "Rev.1: 1 in, 1 out, 0 moved, 0 changed",
        "Egypt: new, place 3\nChad: no longer on the list\n"
        "1 other delegation has a new number because of these changes.",
    )
    assert (first["title"], first["content"]) == (
        "Provisional list",
        "First <draft>\nof all\nThe first publication, with 6 places.",
    )


def test_feed_is_kept_and_its_readers_are_told_when_nothing_changed(
    app: Flask, client: FlaskClient, three: None
) -> None:
    first = client.get(f"{URL}changes.atom")
    again = client.get(f"{URL}changes.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, first.headers["Content-Type"], again.status_code, again.data) == (
        200,
        MEDIA_TYPE,
        304,
        b"",
    )
    with app.app_context():
        withdraw("Peru")
        publish(any_dialogue("rtop-2012"), at=LATER + timedelta(hours=2))
        session.commit()
    changed = client.get(f"{URL}changes.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, [one["title"][:5] for one in entries(client)]) == (
        200,
        ["Rev.3", "Rev.2", "Rev.1", "Provi"],
    )


def test_feed_without_a_publication_is_empty_and_linked_from_the_page(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        a_list()
        session.commit()
    root = ElementTree.fromstring(client.get(f"{URL}changes.atom").data)
    assert [one.tag.partition("}")[2] for one in root] == [
        "id",
        "title",
        "subtitle",
        "updated",
        "author",
        "link",
        "link",
    ]
    assert root.findtext(f"{{{ATOM}}}updated") == "2012-08-16T13:00:00Z"
    assert '<link rel="alternate" type="application/atom+xml"' in client.get(URL).text


@given(st.text())
def test_feed_is_valid_whatever_was_typed(typed: str) -> None:
    at = datetime(2012, 9, 1, 12, 0, 0, 5, tzinfo=UTC)
    entry = Entry(id="tag:e", title=typed, at=at, page="https://e.example/", text=typed)
    feed = Feed("tag:f", typed, typed, typed, "en", "https://e.example/f", "https://e.example/", at, [entry])
    root = ElementTree.fromstring(written(feed))
    found = root.find(f"{{{ATOM}}}entry")
    assert found is not None
    assert (found.findtext(f"{{{ATOM}}}title"), found.findtext(f"{{{ATOM}}}content")) == (
        one_line(typed),
        several_lines(typed),
    )
