"""The feed of a dialogue: what calendars fetch, read with a second parser; how it is kept and revalidated.

Every feed that any test makes or fetches is looked at by `calendar_watch`: its bytes, its headers, and two other readers.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from rtop_event.calendars.feeds import appointments, version_of
from rtop_event.database import session
from rtop_event.dialogues.actions import cancel, cancel_meeting, changing
from rtop_event.dialogues.finding import any_dialogue
from tests.builders import AFTERNOON, MORNING, OPENED, SITTING, a_dialogue
from tests.calendar_lint import faults

FEED = "/dialogues/rtop-2012/calendar.ics"
LATER = OPENED + timedelta(days=1)
URL = "https://dialogue.example/dialogues/rtop-2012/"


def given(app: Flask, **facts: Any) -> None:
    """A dialogue of two meetings, committed."""
    with app.app_context():
        a_dialogue(**facts)
        session.commit()


def entries(response: TestResponse) -> list[Any]:
    """The entries of the feed as an unrelated library reads them, by start."""
    assert response.status_code == 200
    calendar = vobject.readOne(response.text)
    return sorted(calendar.vevent_list, key=lambda entry: entry.dtstart.value)


def test_feed_shows_two_meetings_to_an_unrelated_parser(app: Flask, client: FlaskClient) -> None:
    given(app, summary="A summary")
    response = client.get(FEED)
    first, second = entries(response)
    assert [one.dtstart.value.astimezone(UTC) for one in (first, second)] == [MORNING, AFTERNOON]
    assert [one.dtend.value.astimezone(UTC) for one in (first, second)] == [MORNING + SITTING, AFTERNOON + SITTING]
    assert (first.uid.value, second.uid.value) == (
        "rtop-2012-meeting-1@dialogue.example",
        "rtop-2012-meeting-2@dialogue.example",
    )
    assert first.summary.value == "Timely and decisive response: Morning meeting"
    assert first.location.value == "Conference Room 4"
    assert first.dtstamp.value == OPENED
    assert first.description.value.split("\n\n") == [
        "Informal interactive dialogue (example)",
        f"Programme, documents and registration: {first.url.value}",
        "This is not an official United Nations site.",
    ]
    assert {"organizer", "attendee", "valarm"} & set(first.contents) == set()
    assert "METHOD" not in response.text


def test_feed_is_clean_as_bytes(app: Flask, client: FlaskClient) -> None:
    given(app, title="Line\r\nBEGIN:VALARM", host_statement="é" * 200, latitude=40.749, longitude=-73.968)
    assert faults(client.get(FEED).data) == []


def test_feed_comes_as_calendars_want_it(app: Flask, client: FlaskClient) -> None:
    given(app)
    response = client.get(FEED)
    head = client.head(FEED)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'inline; filename="rtop-2012.ics"'
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", response.headers["ETag"])
    assert "Set-Cookie" not in response.headers
    squeezed = client.get(FEED, headers={"Accept-Encoding": "gzip"})
    assert (squeezed.headers["Content-Encoding"], "Accept-Encoding" in squeezed.headers["Vary"]) == ("gzip", True)


def test_feed_is_the_same_at_each_rendering(app: Flask) -> None:
    given(app)
    bodies = {app.test_client().get(FEED + f"?ask={number}").data for number in range(3)}
    assert len(bodies) == 1


@pytest.mark.parametrize("tag", ["{etag}", "W/{etag}", '"other", {etag}', "*"])
def test_unchanged_feed_is_not_sent_again(app: Flask, client: FlaskClient, tag: str) -> None:
    given(app)
    first = client.get(FEED)
    again = client.get(FEED, headers={"If-None-Match": tag.format(etag=first.headers["ETag"])})
    assert (again.status_code, again.data) == (304, b"")
    dated = client.get(FEED, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (dated.status_code, dated.data) == (304, b"")


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("tag", ["{etag}", "W/{etag}", '"other", {etag}'])
def test_unchanged_feed_is_not_made_again_even_by_a_house_that_has_just_begun(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, coding: str, tag: str
) -> None:
    given(app)
    accepted = {"Accept-Encoding": coding}
    etag = client.get(FEED, headers=accepted).headers["ETag"]
    layer: Any = app.wsgi_app
    layer.kept.clear()
    monkeypatch.delattr("rtop_event.ical.feed")
    again = client.get(FEED, headers={**accepted, "If-None-Match": tag.format(etag=etag)})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert client.get(FEED, headers={**accepted, "If-None-Match": '"other"'}).status_code == 500


def test_feed_of_who_is_signed_in_is_known_by_the_same_tag(app: Flask, client: FlaskClient, desk: FlaskClient) -> None:
    given(app)
    stranger, organiser = client.get(FEED), desk.get(FEED)
    assert (organiser.headers["ETag"], organiser.data) == (stranger.headers["ETag"], stranger.data)


def test_changes_reach_the_feed_with_stamp_and_sequence(app: Flask, client: FlaskClient) -> None:
    given(app)
    tags = [client.get(FEED).headers["ETag"]]
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        with changing(dialogue, by="desk", at=LATER):
            dialogue.meetings[0].starts_at = MORNING + timedelta(minutes=30)
        session.commit()
    response = client.get(FEED, headers={"If-None-Match": tags[0]})
    first, second = entries(response)
    tags.append(response.headers["ETag"])
    assert (first.sequence.value, second.sequence.value) == ("1", "0")
    assert (first.dtstamp.value, first.last_modified.value) == (LATER, LATER)
    with app.app_context():
        cancel_meeting(any_dialogue("rtop-2012"), any_dialogue("rtop-2012").meetings[1], by="desk", at=LATER)
        session.commit()
    tags.append(client.get(FEED).headers["ETag"])
    assert len(set(tags)) == 3


def test_cancelled_meetings_stay_until_their_end_has_passed(rows: None) -> None:
    dialogue = a_dialogue()
    cancel(dialogue, "The building is closed.", by="desk", at=LATER)
    during = appointments(dialogue, at=AFTERNOON, url=URL, about="About.")
    assert [(one.status, one.starts_at, one.sequence) for one in during] == [("CANCELLED", AFTERNOON, 1)]
    assert during[0].description.startswith("This meeting is cancelled.\n\n")
    assert appointments(dialogue, at=AFTERNOON + SITTING, url=URL, about="") == ()


def test_meetings_that_were_held_stay(rows: None) -> None:
    found = appointments(a_dialogue(), at=datetime(2030, 1, 1, tzinfo=UTC), url=URL, about="")
    assert [one.starts_at for one in found] == [MORNING, AFTERNOON]


@pytest.mark.parametrize(
    ("days", "left"),
    [
        (timedelta(), [MORNING, AFTERNOON]),
        (timedelta(days=30) - timedelta(seconds=1), [MORNING, AFTERNOON]),
        (timedelta(days=30), [AFTERNOON]),
        (timedelta(days=31), []),
    ],
)
def test_what_was_held_leaves_once_it_lies_so_far_back(rows: None, days: timedelta, left: list[datetime]) -> None:
    dialogue, at, keeps = a_dialogue(), MORNING + SITTING + days, timedelta(days=30)
    found = appointments(dialogue, at=at, url=URL, about="", keeps=keeps)
    assert [one.starts_at for one in found] == left
    version = version_of(dialogue, at=at, version=1, language="en", keeps=keeps)
    before = version_of(dialogue, at=MORNING, version=1, language="en", keeps=keeps)
    assert (version.tag == before.tag, version.changed_at == before.changed_at) == (len(left) == 2, len(left) == 2)


def test_cancelled_meeting_is_prefixed_in_the_readers_words(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        dialogue = a_dialogue()
        for meeting in dialogue.meetings:
            meeting.starts_at, meeting.ends_at = (
                meeting.starts_at.replace(year=2090),
                meeting.ends_at.replace(year=2090),
            )
        dialogue.meetings[1].cancelled_at = OPENED
        session.commit()
    first, second = entries(client.get(FEED))
    assert (first.status.value, second.status.value) == ("CONFIRMED", "CANCELLED")
    assert second.summary.value == "Cancelled: Timely and decisive response: Afternoon meeting"


def test_subscribe_page_shows_every_way_and_how_slow_it_is(app: Flask, client: FlaskClient) -> None:
    given(app)
    page = client.get("/dialogues/rtop-2012/calendar/").text
    base = app.extensions["settings"].base_url
    plain = base.split("://")[1]
    assert page.count(f'href="webcal://{plain}{FEED}"') == 1
    assert page.count(f'<code dir="ltr">{base}{FEED}</code>') == 1
    ways = ["Google Calendar", "Outlook on the web", "Apple Calendar", "Thunderbird", "12 to 24 hours", "3 to 24 hours"]
    assert [one for one in ways if one not in page] == []
    found = client.get("/dialogues/rtop-2012/calendar/", headers={"Accept": "application/json"}).get_json()
    assert found["feed_url"] == base + FEED


def test_copy_in_another_language_is_not_taken_for_this_one_by_its_hour(app: Flask, client: FlaskClient) -> None:
    given(app)
    english, french = (client.get(FEED, headers={"Accept-Language": code}) for code in ("en", "fr"))
    hours = [answer.headers["Last-Modified"] for answer in (english, french)]
    assert hours[0] != hours[1]
    asked = [(code, hour) for code in ("en", "fr") for hour in hours]
    answers = [client.get(FEED, headers={"Accept-Language": code, "If-Modified-Since": hour}) for code, hour in asked]
    assert [answer.status_code for answer in answers] == [304, 200, 200, 304]
    assert (answers[1].data, answers[2].data) == (english.data, french.data)
