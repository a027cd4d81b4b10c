"""What holds for each of the four feeds alike, requirement by requirement (18 to 30 of the calendar's contract)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.application import create_app
from rtop_event.calendars.addresses import address_of, token_of
from rtop_event.calendars.telling import look
from rtop_event.database import db, session
from rtop_event.limits import limiter
from tests.builders import a_contact, an_invitation
from tests.calendar_lint import faults, parsed, unfolded
from tests.calendar_watch import jcal_faults
from tests.conftest import forget_answers
from tests.speakers.desk_lists import NOW, a_list, publish, registration

HOME = "/dialogues/rtop-2012/"
FEEDS = ("dialogue", "list", "own", "invited")
PERSONAL = ("own", "invited")
QUARTERS_OF_AN_HOUR = 4


@dataclass(frozen=True)
class Feed:
    """A feed of a house in which there is something of everything."""

    path: str
    client: FlaskClient

    @property
    def json(self) -> str:
        """The path of the same as jCal."""
        return self.path.removesuffix("ics") + "json"


def paths(app: Flask) -> dict[str, str]:
    """The four feeds of a published list with an invited mailbox that has registered."""
    with app.app_context():
        dialogue = a_list()
        publish(dialogue)
        mine = registration("Chad")
        invitation = an_invitation(dialogue, a_contact(mine.address))
        look(NOW)
        session.commit()
        own, invited = token_of(address_of(mine)), token_of(address_of(invitation))
    return {
        "dialogue": f"{HOME}calendar.ics",
        "list": f"{HOME}speakers.ics",
        "own": f"/registrations/{own}/calendar.ics",
        "invited": f"/invitations/{invited}/calendar.ics",
    }


@pytest.fixture(params=FEEDS)
def feed(app: Flask, client: FlaskClient, request: pytest.FixtureRequest) -> Feed:
    """Each in turn."""
    return Feed(paths(app)[request.param], client)


def test_18_get_and_head_answer_without_cookie_or_detour(feed: Feed) -> None:
    answers = [feed.client.get(feed.path), feed.client.head(feed.path)]

    assert [(one.status_code, "Set-Cookie" in one.headers) for one in answers] == [(200, False)] * 2
    assert (answers[1].data, answers[0].headers["ETag"]) == (b"", answers[1].headers["ETag"])
    assert feed.client.post(feed.path).status_code == 405


def test_19_type_and_name_and_squeezed_for_who_can_read_it(feed: Feed) -> None:
    plain, squeezed = (feed.client.get(feed.path, headers={"Accept-Encoding": how}) for how in ("identity", "gzip"))

    assert plain.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert plain.headers["Content-Disposition"].startswith('inline; filename="rtop-2012')
    assert plain.headers["Content-Disposition"].endswith('.ics"')
    assert (squeezed.headers["Content-Encoding"], gzip.decompress(squeezed.data)) == ("gzip", plain.data)
    assert ["Accept-Encoding" in one.headers["Vary"] for one in (plain, squeezed)] == [True, True]
    assert plain.headers["ETag"] != squeezed.headers["ETag"]


def test_20_no_method_and_nobody_named_and_no_alarm(feed: Feed) -> None:
    names = {line.partition(":")[0].partition(";")[0] for line in unfolded(feed.client.get(feed.path).data)}

    assert names & {"METHOD", "ORGANIZER", "ATTENDEE", "ATTACH"} == set()
    assert "BEGIN:VALARM" not in feed.client.get(feed.path).text


def test_21_calendar_names_itself_and_how_often_to_look(feed: Feed, app: Flask) -> None:
    data = feed.client.get(feed.path).data
    told = {(name, how): value for name, how, value in parsed(unfolded(data)).lines}

    assert faults(data) == []
    assert told["X-WR-CALNAME", ""] == told["NAME", ""] != ""
    assert told["X-WR-TIMEZONE", ""] == "America/New_York"
    assert told["REFRESH-INTERVAL", "VALUE=DURATION"] == told["X-PUBLISHED-TTL", ""] == "PT1H"
    assert told["SOURCE", "VALUE=URI"] == app.extensions["settings"].base_url + feed.path
    assert ("LAST-MODIFIED", "") in told


@pytest.mark.parametrize("asked", ["{etag}", "W/{etag}", '"other", {etag}', '"other", W/{etag}', "*"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_22_unchanged_feed_is_not_made_again(
    app: Flask, feed: Feed, monkeypatch: pytest.MonkeyPatch, asked: str, coding: str
) -> None:
    accepted = {"Accept-Encoding": coding}
    first = feed.client.get(feed.path, headers=accepted)
    etag = first.headers["ETag"]
    forget_answers(app)  # a house that has just begun
    monkeypatch.delattr("rtop_event.ical.feed")
    again = [
        feed.client.get(path, headers={**accepted, "If-None-Match": asked.format(etag=etag)})
        for path in (feed.path, feed.json)
    ]

    assert not etag.startswith("W/")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert [(one.status_code, one.data) for one in again] == [(304, b"")] * 2
    assert [one.headers["ETag"].removesuffix('-gz"').strip('"') for one in again] == [
        etag.removesuffix('-gz"').strip('"')
    ] * 2


def test_22_what_is_older_than_the_last_change_is_sent_and_what_is_not_is_not(feed: Feed) -> None:
    changed = feed.client.get(feed.path).headers["Last-Modified"]
    hours = (changed, "Sat, 01 Jan 2000 00:00:00 GMT", "nonsense")
    answers = [feed.client.get(feed.path, headers={"If-Modified-Since": hour}) for hour in hours]
    both = feed.client.get(feed.path, headers={"If-Modified-Since": changed, "If-None-Match": '"other"'})

    assert [one.status_code for one in (*answers, both)] == [304, 200, 200, 200]


def test_26_same_data_give_the_same_bytes_and_no_uid_comes_twice(app: Flask, feed: Feed) -> None:
    first = feed.client.get(feed.path).data
    forget_answers(app)  # it is made anew
    uids = [line for line in unfolded(first) if line.startswith("UID:")]

    assert feed.client.get(feed.path).data == first
    assert len(set(uids)) == len(uids) > 0


def test_26_what_lies_further_back_than_the_horizon_has_left(
    app: Flask, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = feed.client.get(feed.path)
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], feed_days=1))
    forget_answers(app)
    after = feed.client.get(feed.path, headers={"If-None-Match": before.headers["ETag"]})

    assert (before.data.count(b"BEGIN:VEVENT") > 0, after.data.count(b"BEGIN:VEVENT")) == (True, 0)
    assert (after.status_code, faults(after.data)) == (200, [])
    assert after.headers["ETag"] != before.headers["ETag"]


@pytest.mark.parametrize("whose", PERSONAL)
def test_27_personal_feed_stays_out_of_search_engines_and_referrers(
    app: Flask, client: FlaskClient, whose: str
) -> None:
    path = paths(app)[whose]
    fed, gone = client.get(path), client.get(path.replace("/calendar", "x/calendar"))

    assert (fed.headers["X-Robots-Tag"], fed.headers["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert (gone.status_code, gone.headers["Referrer-Policy"], gone.headers["Cache-Control"]) == (
        404,
        "no-referrer",
        "no-store",
    )


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


@pytest.mark.parametrize("whose", PERSONAL)
def test_29_who_asks_without_pause_is_told_to_wait_and_nobody_else(
    app: Flask, limited: FlaskClient, whose: str
) -> None:
    feeds = paths(app)
    answers = [limited.get(feeds[whose]) for _ in range(61)]
    other = limited.get(next(feeds[one] for one in PERSONAL if one != whose))

    assert [one.status_code for one in answers] == [200] * 60 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert (other.status_code, answers.index(answers[-1]) > 10 * QUARTERS_OF_AN_HOUR) == (200, True)


def test_as_json_it_says_the_same(feed: Feed) -> None:
    lines, data = feed.client.get(feed.path), feed.client.get(feed.json)

    assert jcal_faults(lines.data) == []
    assert data.headers["Content-Type"] == "application/calendar+json; charset=utf-8"
    assert data.headers["ETag"] == lines.headers["ETag"]


def test_one_turn_is_the_same_entry_in_three_calendars(app: Flask, client: FlaskClient) -> None:
    found = {}
    for whose, path in paths(app).items():
        events = parsed(unfolded(client.get(path).data)).named("VEVENT")
        turns = [one for one in events if one.values("SUMMARY") == ["Statement of Chad"]]
        found[whose] = [
            [one.values(name) for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "STATUS")] for one in turns
        ]

    assert found["dialogue"] == []
    assert found["list"] == found["own"] == found["invited"] != []
