"""The published list as a calendar: every turn, with the UID of its delegation's own, and nothing of a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from rtop_event.calendars.models import TurnTold
from rtop_event.calendars.own import own_appointments
from rtop_event.calendars.published import announced, list_appointments, list_version
from rtop_event.calendars.telling import look
from rtop_event.database import session
from rtop_event.dialogues.actions import cancel_meeting
from rtop_event.dialogues.finding import published_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.registrations import actions
from rtop_event.registrations.models import Registration
from tests.registrations.asking import own_path
from tests.speakers.desk_lists import NOW, a_list, publish, registration, withdraw

FEED = "/dialogues/rtop-2012/speakers.ics"
URL = "https://dialogue.example/"
HOUR = timedelta(hours=1)
OF_THE_GROUP = "Statement of Algeria on behalf of Group of 77 and China"


def given(app: Flask, *, published: bool = True) -> None:
    """The list, published or not, committed."""
    with app.app_context():
        dialogue = a_list()
        if published:
            publish(dialogue)
        look(NOW)
        session.commit()


def entries(response: TestResponse) -> list[Any]:
    """The entries as an unrelated library reads them."""
    assert response.status_code == 200, response.text
    return list(getattr(vobject.readOne(response.text), "vevent_list", []))


def test_nothing_is_in_it_before_the_list_is_published(app: Flask, client: FlaskClient) -> None:
    given(app, published=False)

    assert entries(client.get(FEED)) == []


def test_every_published_turn_stands_in_it(app: Flask, client: FlaskClient) -> None:
    given(app)
    response = client.get(FEED)
    found = sorted(entries(response), key=lambda one: (one.dtstart.value, one.summary.value))

    assert [(f"{one.dtstart.value:%H:%M}", one.summary.value, one.status.value) for one in found] == [
        ("11:45", OF_THE_GROUP, "CONFIRMED"),
        ("11:50", "Statement of Peru", "CONFIRMED"),
        ("11:50", "Statement of Tonga", "CONFIRMED"),
        ("11:55", "Statement of Chad", "CONFIRMED"),
        ("12:00", "Statement of Example Society (example)", "CONFIRMED"),
        ("12:00", "Statement of Holy See", "CONFIRMED"),
    ]
    assert found[3].description.value.split("\n\n")[1:3] == [
        "Place 4 (Provisional list).",
        "Expected at 11:57, between 11:56 and 11:59, New York time.",
    ]
    assert (found[3].created.value, found[3].last_modified.value) == (NOW, NOW)
    assert "X-WR-CALNAME:List of speakers: Timely and decisive response\r\n" in response.text


def test_entry_has_the_uid_and_the_sequence_of_the_delegations_own(app: Flask, client: FlaskClient) -> None:
    given(app)
    with app.app_context():
        own = own_path(registration("Chad"), "calendar.ics")
    mine = next(one for one in entries(client.get(own)) if one.summary.value == "Statement of Chad")
    public = next(one for one in entries(client.get(FEED)) if one.summary.value == "Statement of Chad")

    for name in ("uid", "sequence", "dtstart", "dtend", "status", "location"):
        assert getattr(public, name).value == getattr(mine, name).value


def test_nothing_of_a_person_and_no_token_is_in_it(app: Flask, client: FlaskClient) -> None:
    given(app)
    text = client.get(FEED).text
    with app.app_context():
        people = session.query(Registration).all()
        secret = [
            value
            for one in people
            for value in (one.speaker_name, one.focal_point, one.address, one.form_key, own_path(one).split("/")[2])
        ]

    assert [one for one in secret if one in text] == []
    for name in ("METHOD", "ATTENDEE", "ORGANIZER", "VALARM"):
        assert name not in text


def test_names_are_told_in_the_language_of_the_reader(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        dialogue = a_list()
        registration("Peru").delegation.iso2 = "PE"
        publish(dialogue)
        session.commit()
    english, french = (client.get(FEED, headers={"Accept-Language": code}) for code in ("en", "fr"))

    assert ("Peru" in english.text, "Pérou" in french.text) == (True, True)
    assert english.headers["ETag"] != french.headers["ETag"]


def shown(dialogue: Dialogue, at: Any = NOW) -> list[tuple[str, str, int]]:
    """Summary, status and SEQUENCE of the entries."""
    found = list_appointments(dialogue, announced(dialogue), at=at, url=URL, language="en")
    return [(one.summary.removeprefix("Statement of "), one.status, one.sequence) for one in found]


@pytest.mark.usefixtures("rows")
def test_who_has_withdrawn_stays_as_cancelled_until_the_turn_would_be_over() -> None:
    dialogue = a_list()
    publish(dialogue)
    actions.withdraw(registration("Chad"), at=NOW + HOUR)
    before = ("Chad", "CANCELLED", 1)
    publish(dialogue)
    entry = next(
        one
        for one in list_appointments(dialogue, announced(dialogue), at=NOW, url=URL, language="en")
        if one.status == "CANCELLED"
    )
    ends_at = session.get_one(TurnTold, registration("Chad").id).ends_at

    assert entry.description.split("\n\n")[1] == "The request was withdrawn: this statement is not made."
    assert before in shown(dialogue)
    assert [name for name, status, _ in shown(dialogue, ends_at) if status == "CANCELLED"] == []
    assert len(shown(dialogue, ends_at)) == 5


@pytest.mark.usefixtures("rows")
def test_turns_of_a_cancelled_meeting_are_cancelled_and_gone_when_it_would_be_over() -> None:
    dialogue = a_list()
    publish(dialogue)
    cancel_meeting(dialogue, dialogue.meetings[0], by="desk", at=NOW)

    assert {status for _, status, _ in shown(dialogue)} == {"CANCELLED"}
    assert shown(dialogue, dialogue.ends_at) == []


@pytest.mark.usefixtures("rows")
def test_who_came_after_the_publication_is_not_in_it() -> None:
    dialogue = a_list()
    withdraw("Peru")
    publish(dialogue)
    actions.come_back(registration("Peru"), at=NOW)
    look(NOW + HOUR)

    assert session.get_one(TurnTold, registration("Peru").id).status == "TENTATIVE"
    assert [name for name, _, _ in shown(dialogue) if name == "Peru"] == []


@pytest.mark.usefixtures("rows")
def test_version_is_another_once_anything_told_is_another() -> None:
    dialogue = a_list()
    at, versions = NOW, []

    def then(step: Any) -> None:
        step()
        session.flush()
        versions.append(list_version(dialogue, announced(dialogue), at=at, language="en"))

    then(lambda: None)
    then(lambda: publish(dialogue, at=NOW + HOUR))
    then(lambda: actions.withdraw(registration("Chad"), at=NOW + HOUR * 2))
    then(lambda: publish(dialogue, at=NOW + HOUR * 3))
    then(lambda: cancel_meeting(dialogue, dialogue.meetings[0], by="desk", at=NOW + HOUR * 4))
    at = dialogue.ends_at
    then(lambda: None)
    then(lambda: None)

    assert [one.tag for one in versions[:-1]] == list(dict.fromkeys(one.tag for one in versions))
    assert [one.changed_at for one in versions] == sorted(one.changed_at for one in versions)
    assert versions[0].changed_at == dialogue.created_at
    assert versions[3].changed_at == NOW + HOUR * 3


@pytest.mark.usefixtures("rows")
def test_who_comes_back_after_the_publication_stays_as_cancelled_until_the_next() -> None:
    dialogue = a_list()
    publish(dialogue)
    actions.withdraw(registration("Chad"), at=NOW + HOUR)
    publish(dialogue)
    actions.come_back(registration("Chad"), at=NOW + HOUR * 2)
    look(NOW + HOUR * 2)
    told = session.get_one(TurnTold, registration("Chad").id)
    assert (told.status, told.revision, told.sequence) == ("TENTATIVE", None, 2)
    assert [one for one in shown(dialogue) if one[0] == "Chad"] == [("Chad", "CANCELLED", 2)]
    assert [one for one in shown(dialogue, told.ends_at) if one[0] == "Chad"] == []
    publish(dialogue)
    assert [one for one in shown(dialogue) if one[0] == "Chad"] == [("Chad", "CONFIRMED", 3)]


@pytest.mark.usefixtures("rows")
def test_own_calendar_and_the_public_one_agree_on_every_turn() -> None:
    dialogue = a_list()
    publish(dialogue)
    public = {one.uid: one for one in list_appointments(dialogue, announced(dialogue), at=NOW, url=URL, language="en")}
    own = {
        one.uid: one
        for whose in ("Algeria", "Tonga", "Peru", "Chad", "Holy See", "Example Society (example)")
        for one in own_appointments(registration(whose), NOW, url=URL)
        if one.uid in public
    }

    assert {uid: (one.starts_at, one.ends_at, one.sequence) for uid, one in own.items()} == {
        uid: (one.starts_at, one.ends_at, one.sequence) for uid, one in public.items()
    }


def test_it_comes_as_calendars_want_it(app: Flask, client: FlaskClient) -> None:
    given(app)
    response, head = client.get(FEED), client.head(FEED)

    wanted = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="rtop-2012-speakers.ics"',
        "Cache-Control": "private, no-cache",
    }
    assert {name: response.headers[name] for name in wanted} == wanted
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", response.headers["ETag"])
    assert not response.headers["ETag"].startswith("W/")
    data = client.get(FEED.replace("ics", "json"))
    assert data.headers["Content-Disposition"] == 'inline; filename="rtop-2012-speakers.json"'
    assert data.headers["ETag"] == response.headers["ETag"]


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("tag", ["{etag}", "W/{etag}", '"other", {etag}', "*"])
def test_unchanged_list_is_not_made_again_even_by_a_house_that_has_just_begun(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, coding: str, tag: str
) -> None:
    given(app)
    accepted = {"Accept-Encoding": coding}
    first = client.get(FEED, headers=accepted)
    layer: Any = app.wsgi_app
    dated = client.get(FEED, headers={**accepted, "If-Modified-Since": first.headers["Last-Modified"]})
    layer.kept.clear()
    monkeypatch.delattr("rtop_event.ical.feed")
    again = client.get(FEED, headers={**accepted, "If-None-Match": tag.format(etag=first.headers["ETag"])})

    assert (dated.status_code, dated.data) == (304, b"")
    assert (again.status_code, again.data) == (304, b"")


def test_what_was_kept_is_made_anew_once_a_turn_is_told_anew(app: Flask, client: FlaskClient) -> None:
    given(app)
    first = client.get(FEED)
    with app.app_context():
        actions.withdraw(registration("Chad"), at=NOW)
        session.commit()
    second = client.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    with app.app_context():
        publish(published_dialogue("rtop-2012"))
        session.commit()
    third = client.get(FEED, headers={"If-None-Match": second.headers["ETag"]})

    assert [one.status_code for one in (first, second, third)] == [200, 200, 200]
    assert len({one.headers["ETag"] for one in (first, second, third)}) == 3


def test_pages_lead_to_it(app: Flask, client: FlaskClient) -> None:
    given(app)
    address = app.extensions["settings"].base_url + FEED
    page = client.get("/dialogues/rtop-2012/calendar/").text

    assert page.count(f'href="webcal://{address.partition("://")[2]}"') == 1
    assert page.count(f'<code dir="ltr">{address}</code>') == 1
    assert 'href="/dialogues/rtop-2012/calendar/#speakers"' in client.get("/dialogues/rtop-2012/speakers/").text
