"""The delegate's own calendar: the meetings and the turn, with the numbers of the list, behind a personal link."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from rtop_event.application import create_app
from rtop_event.appointment import Appointment
from rtop_event.calendars.own import own_appointments
from rtop_event.calendars.telling import look
from rtop_event.calendars.turns import in_steps, uid_of
from rtop_event.clock import now
from rtop_event.database import db, session
from rtop_event.dialogues.actions import cancel_meeting
from rtop_event.dialogues.finding import published_dialogue
from rtop_event.limits import limiter
from rtop_event.registrations import actions
from tests import builders
from tests.builders import MORNING
from tests.calendar_lint import faults
from tests.conftest import CleanClient
from tests.registrations.asking import own_path
from tests.speakers.desk_lists import NOW, a_list, publish, registration

GOLDEN = Path(__file__).parent.parent / "golden"
CHAD = "Statement of Chad"


def given(app: Flask, name: str = "Chad", *, published: bool = True, **facts: Any) -> str:
    """The list, published or not, committed; the address of one delegate's calendar."""
    with app.app_context():
        dialogue = a_list(**facts)
        if published:
            publish(dialogue)
        look(NOW)
        session.commit()
        return own_path(registration(name), "calendar.ics")


def entries(response: TestResponse) -> dict[str, Any]:
    """The entries by summary, as an unrelated library reads them."""
    assert response.status_code == 200, response.text
    assert faults(response.data) == []
    calendar = vobject.readOne(response.text)
    return {one.summary.value: one for one in getattr(calendar, "vevent_list", [])}


def hours(entry: Any) -> tuple[str, str]:
    return f"{entry.dtstart.value:%H:%M}", f"{entry.dtend.value:%H:%M}"


def test_calendar_holds_the_meetings_and_the_turn(app: Flask, client: FlaskClient) -> None:
    found = entries(client.get(given(app)))
    turn = found[CHAD]

    assert [*found] == [
        "Timely and decisive response: Morning meeting",
        CHAD,
        "Timely and decisive response: Afternoon meeting",
    ]
    assert (hours(turn), turn.status.value) == (("11:55", "12:05"), "CONFIRMED")
    assert turn.location.value == "Conference Room 4"
    assert turn.description.value.split("\n\n") == [
        "Informal interactive dialogue (example)",
        "Place 4 (Provisional list).",
        "Expected at 11:57, between 11:56 and 11:59, New York time.",
        "Statements usually last between 60 and 110 per cent of their limit: "
        "four of five begin between the times given.",
        "Programme, documents and registration: http://127.0.0.1:5000/dialogues/rtop-2012/",
    ]


def test_turn_is_tentative_until_the_list_is_published(app: Flask, client: FlaskClient) -> None:
    path = given(app, published=False)
    before = entries(client.get(path))[CHAD]
    with app.app_context():
        publish(published_dialogue("rtop-2012"))
        session.commit()
    after = entries(client.get(path))[CHAD]

    assert (before.status.value, after.status.value) == ("TENTATIVE", "CONFIRMED")
    assert before.description.value.split("\n\n")[1] == "Place 4 at present; the list is not published yet."
    assert before.uid.value == after.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert after.dtstamp.value >= before.dtstamp.value


def test_first_turn_has_no_spread_to_tell(app: Flask, client: FlaskClient) -> None:
    turn = entries(client.get(given(app, "Algeria")))["Statement of Algeria"]

    assert turn.description.value.split("\n\n")[2] == "Expected at 11:45, New York time."


def shown(name: str, at: datetime = NOW) -> dict[str, Appointment]:
    """The entries of one delegate's calendar at that moment, by summary."""
    return {one.summary: one for one in own_appointments(registration(name), at, url="https://dialogue.example/")}


@pytest.mark.usefixtures("rows")
def test_turn_of_who_has_withdrawn_is_cancelled_and_the_meetings_are_gone() -> None:
    publish(a_list())
    before = shown("Chad")[CHAD]
    actions.withdraw(registration("Chad"), at=NOW)
    found = shown("Chad")
    after = found[CHAD]

    assert [*found] == [CHAD]
    assert (before.status, after.status) == ("CONFIRMED", "CANCELLED")
    assert (before.uid, before.starts_at, before.ends_at) == (after.uid, after.starts_at, after.ends_at)
    assert before.sequence < after.sequence
    assert after.description.split("\n\n")[1] == "The request was withdrawn: this statement is not made."
    assert shown("Chad", after.ends_at) == {}


@pytest.mark.usefixtures("rows")
def test_turn_that_was_only_expected_is_cancelled_too_and_never_told_where_nobody_looked() -> None:
    a_list()
    actions.withdraw(registration("Peru"), at=NOW)
    look(NOW)
    actions.withdraw(registration("Chad"), at=NOW)

    assert shown("Peru") == {}
    assert [(one.status, one.sequence) for one in shown("Chad").values()] == [("CANCELLED", 1)]


@pytest.mark.usefixtures("rows")
def test_turn_in_a_cancelled_meeting_is_cancelled() -> None:
    dialogue = a_list()
    publish(dialogue)
    cancel_meeting(dialogue, dialogue.meetings[0], by="desk", at=NOW)

    assert [(name, one.status) for name, one in shown("Chad").items()] == [
        ("Timely and decisive response: Morning meeting", "CANCELLED"),
        ("Timely and decisive response: Afternoon meeting", "CONFIRMED"),
        (CHAD, "CANCELLED"),
    ]


def test_calendar_of_who_has_withdrawn_is_empty_once_it_is_over(app: Flask, client: FlaskClient) -> None:
    path = given(app)
    with app.app_context():
        actions.withdraw(registration("Chad"), at=NOW)
        session.commit()

    assert entries(client.get(path)) == {}


def test_who_falls_outside_has_no_turn(app: Flask, client: FlaskClient) -> None:
    path = given(app, "Example Society (example)", limit_delegation=3600)

    assert [*entries(client.get(path))] == [
        "Timely and decisive response: Morning meeting",
        "Timely and decisive response: Afternoon meeting",
    ]


def test_meetings_are_tentative_before_the_request_is_confirmed(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        dialogue = builders.a_dialogue()
        builders.a_registration(dialogue, "Kenya", received_at=now())
        builders.a_registration(dialogue, "Mali", received_at=now() - timedelta(days=90))
        session.commit()
        fresh, lapsed = (own_path(registration(name), "calendar.ics") for name in ("Kenya", "Mali"))

    assert [one.status.value for one in entries(client.get(fresh)).values()] == ["TENTATIVE", "TENTATIVE"]
    assert entries(client.get(lapsed)) == {}


def test_calendar_speaks_the_language_of_the_focal_point(app: Flask) -> None:
    path = given(app)
    bodies = {
        app.test_client().get(path, headers={"Accept-Language": language}).data for language in ("en", "fr", "ar")
    }

    assert len(bodies) == 1


def test_calendar_comes_as_calendars_want_it(app: Flask, client: FlaskClient) -> None:
    path = given(app)
    response, head = client.get(path), client.head(path)

    wanted = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="rtop-2012.ics"',
        "Cache-Control": "private, no-cache",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    assert {name: response.headers[name] for name in wanted} == wanted
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", response.headers["ETag"])
    assert not response.headers["ETag"].startswith("W/")
    assert "Set-Cookie" not in response.headers
    for name in ("METHOD", "ATTENDEE", "ORGANIZER", "VALARM"):
        assert name not in response.text


@pytest.mark.parametrize("tag", ["{etag}", "W/{etag}", '"other", {etag}', "*"])
def test_unchanged_calendar_is_not_made_again(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    path = given(app)
    first = client.get(path)
    monkeypatch.delattr("rtop_event.ical.feed")
    again = client.get(path, headers={"If-None-Match": tag.format(etag=first.headers["ETag"])})
    dated = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (dated.status_code, dated.data) == (304, b"")


@pytest.mark.parametrize("ending", ["ics", "json"])
def test_calendar_is_squeezed_for_who_can_read_it_so_under_another_tag(
    app: Flask, client: FlaskClient, ending: str
) -> None:
    path = given(app).replace("ics", ending)
    plain, squeezed = (client.get(path, headers={"Accept-Encoding": coding}) for coding in ("identity", "gzip"))
    again = {"Accept-Encoding": "gzip", "If-None-Match": squeezed.headers["ETag"]}

    assert "Content-Encoding" not in plain.headers
    assert (squeezed.headers["Content-Encoding"], gzip.decompress(squeezed.data)) == ("gzip", plain.data)
    assert plain.headers["ETag"] != squeezed.headers["ETag"]
    assert client.get(path, headers=again).status_code == 304


@pytest.fixture
def limited(app: Flask) -> Iterator[FlaskClient]:
    """A client of the same house with its rate limits switched on."""
    before = limiter.enabled
    guarded = create_app(replace(app.extensions["settings"], rate_limit=True))
    guarded.test_client_class = app.test_client_class
    limiter.reset()
    yield guarded.test_client()
    limiter.reset()
    limiter.enabled = before
    with guarded.app_context():
        db.engine.dispose()


def test_calendar_that_is_asked_for_without_pause_is_told_to_wait(app: Flask, limited: FlaskClient) -> None:
    path, other = given(app), "/dialogues/rtop-2012/calendar.ics"
    answers = [limited.get(path) for _ in range(61)]

    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert limited.get(other).status_code == 200


@pytest.mark.parametrize("whose", ["dialogue", "own"])
def test_feed_as_it_comes_is_the_golden_one_byte_by_byte(app: Flask, client: FlaskClient, whose: str) -> None:
    path = given(app)
    with app.app_context():
        mine = registration("Chad")
        mine.form_key, mine.received_at = "form-of-chad", MORNING - timedelta(days=20)
        session.commit()
    found = client.get(path if whose == "own" else "/dialogues/rtop-2012/calendar.ics").data
    if whose == "own":
        found = re.sub(rb"(SOURCE;VALUE=URI:https?://[^/]+/).*?(\r\n)(?=BEGIN)", rb"\1\2", found, flags=re.DOTALL)

    assert found == (GOLDEN / f"{whose}-feed.ics").read_bytes()


def test_only_what_the_calendar_tells_gives_another_tag(app: Flask, client: FlaskClient) -> None:
    path = given(app)
    tags = [client.get(path).headers["ETag"]]
    with app.app_context():
        actions.withdraw(registration("Peru"), at=NOW)
        session.commit()
    tags.append(client.get(path).headers["ETag"])
    with app.app_context():
        publish(published_dialogue("rtop-2012"))
        session.commit()
    response = client.get(path, headers={"If-None-Match": tags[-1]})

    assert tags[0] == tags[1] != response.headers["ETag"]
    assert hours(entries(response)[CHAD]) == ("11:50", "12:00")


def test_revoked_link_opens_no_calendar(app: Flask, client: FlaskClient) -> None:
    path = given(app)
    etag = client.get(path).headers["ETag"]
    with app.app_context():
        registration("Chad").token_version += 1
        session.commit()
    forged = path.replace("/calendar.ics", "x/calendar.ics")
    answers = [client.get(one, headers={"If-None-Match": etag}) for one in (path, forged)]

    assert [(one.status_code, "BEGIN:VCALENDAR" in one.text) for one in answers] == [(404, False), (404, False)]


def test_address_of_the_calendar_opens_nothing_else(app: Flask) -> None:
    page = given(app).removesuffix("calendar.ics")
    stranger = CleanClient(app)
    shown = stranger.get(page).text
    path = re.search(r"webcal://127\.0\.0\.1:5000(/registrations/[^/]+/)calendar\.ics", shown)
    assert path is not None
    feed = stranger.get(f"{path[1]}calendar.ics")

    assert path[1] != page
    assert (hours(entries(feed)[CHAD]), page.split("/")[2] in feed.text) == (("11:55", "12:05"), False)
    assert feed.data == stranger.get(f"{page}calendar.ics").data
    assert [stranger.get(path[1] + step).status_code for step in ("", "edit/", "withdraw/")] == [404] * 3
    assert [stranger.post(path[1] + step).status_code for step in ("edit/", "withdraw/", "new-link/")] == [404] * 3


@pytest.mark.parametrize(
    ("minute", "down", "up"), [("11:40", "11:40", "11:40"), ("11:42", "11:40", "11:45"), ("11:59", "11:55", "12:00")]
)
def test_times_go_in_steps_of_five_minutes(minute: str, down: str, up: str) -> None:
    hour, minutes = (int(part) for part in minute.split(":"))
    moment = MORNING.replace(hour=hour, minute=minutes)

    assert (f"{in_steps(moment):%H:%M}", f"{in_steps(moment, up=True):%H:%M}") == (down, up)


def test_uid_is_opaque_and_stays() -> None:
    first, again, other = (uid_of(key, "rtop-2012@dialogue.example") for key in ("key-1", "key-1", "key-2"))

    assert first == again != other
    assert (len(first.partition("@")[0]), first.partition("@")[2]) == (32, "dialogue.example")
    assert "key-1" not in first
