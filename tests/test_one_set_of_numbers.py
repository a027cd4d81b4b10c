"""Once a meeting has opened board, own page, public list, the desk's list and calendars show one expected time."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.calendars.following import look
from rtop_event.calendars.models import TurnTold
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.floor.buttons import Button
from rtop_event.floor.models import FloorStep
from rtop_event.floor.words import Act
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.registrations import actions
from rtop_event.speakers.listing import listing
from rtop_event.speakers.room_now import room_now
from tests import builders
from tests.floor.rooms import a_hall, at, hand
from tests.registrations.asking import own_path
from tests.speakers.desk_lists import publish, registration, withdraw

BOARD, LIST = "/dialogues/rtop-2012/floor/", "/dialogues/rtop-2012/speakers/"
DESK = "/organise/rtop-2012/speakers/"
JSON = {"Accept": "application/json"}
ON_FILE = {"starts_at": "expected", "earliest": "earliest", "latest": "latest"}
It = Callable[[float], None]


@pytest.fixture(autouse=True)
def _hall(rows: None) -> None:
    """The four of the hall, published; Tonga speaks since seven minutes past the opening of the floor."""
    hall = a_hall()
    publish(hall)
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.NEXT, 111)
    hand(hall, Button.START, 112)
    session.commit()


def table(client: FlaskClient, path: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return [*csv.DictReader(io.StringIO(client.get(path).data.decode("utf-8-sig"), newline=""))]


def hours(client: FlaskClient, desk: FlaskClient, name: str) -> dict[str, tuple[str, ...]]:
    """Expected, earliest and latest of a delegation to the minute, wherever they are shown."""

    def told(one: dict[str, str]) -> tuple[str, ...]:
        moments = (datetime.fromisoformat(one[which]) for which in ("starts_at", "earliest", "latest"))
        return tuple(f"{moment.astimezone(UTC):%H:%M}" for moment in moments)

    def on_file(client: FlaskClient, path: str) -> tuple[str, ...]:
        one = next(row for row in table(client, path) if row["delegation"] == name)
        return told({head: one[f"{column}_at"] for head, column in ON_FILE.items()})

    own = own_path(registration(name))
    public = [one for part in client.get(LIST, headers=JSON).get_json()["portions"] for one in part["places"]]
    desks = desk.get(DESK, headers=JSON).get_json()["lines"]
    page = client.get(own, headers=JSON).get_json()
    feed = re.sub(r"\r\n ", "", client.get(f"{own}calendar.ics").text)
    calendar = re.search(r"Expected at (\S+)\\, between (\S+) and (\S+)\\,", feed)
    assert calendar is not None
    return {
        "board": told(next(one for one in client.get(BOARD, headers=JSON).get_json()["next"] if one["name"] == name)),
        "list": told(next(one for one in public if one["delegation"] == name)),
        "desk": told(next(one for one in desks if one["delegation"] == name)),
        "own": told(page["place"]),
        "room": _to_utc(re.findall(r"\d\d:\d\d", " ".join(_told_on(page)))),
        "calendar": _to_utc(calendar.groups()),
        "file": on_file(client, f"{LIST[:-1]}.csv"),
        "desk's file": on_file(desk, f"{DESK}list.csv"),
        "working file": on_file(desk, f"{DESK}list.csv?live=1"),
    }


def _told_on(page: dict[str, Any]) -> list[str]:
    """What the own page says of the floor."""
    return [part["shown"]["told"] for part in page["sections"] if part["heading"] == "On the floor"]


def _to_utc(shown: object) -> tuple[str, ...]:
    """The hours of New York in September as those of UTC."""
    return tuple(f"{int(one[:2]) + 4:02}{one[2:]}" for one in list(shown))  # type: ignore[call-overload] # of strings


@pytest.mark.parametrize("name", ["Peru", "Denmark"])
def test_everybody_sees_the_same_minutes(client: FlaskClient, desk: FlaskClient, it_is: It, name: str) -> None:
    it_is(113)
    look(now())
    session.commit()
    found = hours(client, desk, name)
    assert len(set(found.values())) == 1, found


def test_who_speaks_and_who_has_spoken_is_told_on_both_lists(client: FlaskClient, desk: FlaskClient, it_is: It) -> None:
    it_is(116)
    hall = registration("Tonga").dialogue
    hand(hall, Button.NEXT, 115)
    withdraw("Chad")
    session.commit()
    public = [one for part in client.get(LIST, headers=JSON).get_json()["portions"] for one in part["places"]]
    assert [(one["delegation"], one["stage"], one["starts_at"]) for one in public][:3] == [
        ("Tonga", "delivered", "2012-09-05T15:52:00Z"),
        ("Peru", "speaking", "2012-09-05T15:55:00Z"),
        ("Chad", None, None),
    ]
    lines = desk.get(DESK, headers=JSON).get_json()["lines"]
    assert [(one["delegation"], one["stage"]) for one in lines] == [
        ("Tonga", "delivered"),
        ("Peru", "speaking"),
        ("Denmark", None),
    ]
    assert "speaking" in client.get(LIST).text
    assert "speaking" in desk.get(DESK).text
    page = client.get(own_path(registration("Tonga"))).text
    assert ("11:52" in page, "delivered" in page) == (True, True)


def test_files_say_how_far_the_room_is_and_when(client: FlaskClient, desk: FlaskClient, it_is: It) -> None:
    it_is(116)
    hand(registration("Tonga").dialogue, Button.NEXT, 115)
    withdraw("Chad")
    session.commit()
    rows = table(client, f"{LIST[:-1]}.csv")
    last = rows[3]["expected_at"][11:16]
    assert [(row["delegation"], row["stage"], row["expected_at"][11:16], row["times_at"]) for row in rows] == [
        ("Tonga", "delivered", "11:52", "2012-09-05T11:56:00-04:00"),
        ("Peru", "speaks", "11:55", "2012-09-05T11:56:00-04:00"),
        ("Chad", "off", "", "2012-09-05T11:56:00-04:00"),
        ("Denmark", "waits", last, "2012-09-05T11:56:00-04:00"),
    ]
    for reader, path in ((client, f"{LIST[:-1]}.pdf"), (desk, f"{DESK}list.pdf"), (desk, f"{DESK}list.pdf?live=1")):
        paper = " ".join(pypdf.PdfReader(io.BytesIO(reader.get(path).data)).pages[0].extract_text().split())
        assert "These are the times of the room as it was at 11:56. The meeting is under way" in paper
        assert ("11:52, delivered" in paper, "11:55, speaking" in paper, last in paper) == (True, True, True)


def test_files_are_made_anew_when_the_room_moves_and_say_when_it_is_closed(client: FlaskClient, it_is: It) -> None:
    it_is(116)
    hall, path = registration("Tonga").dialogue, f"{LIST[:-1]}.csv"
    seen = client.get(path)
    again = client.get(path, headers={"If-None-Match": seen.headers["ETag"]})
    for minutes, button in enumerate((Button.END, Button.CLOSE, Button.OPEN, Button.CLOSE), start=113):
        hand(hall, button, minutes)
    session.commit()
    moved = client.get(path, headers={"If-None-Match": seen.headers["ETag"]})
    assert (again.status_code, moved.status_code) == (304, 200)
    assert [row["stage"] for row in table(client, path)] == ["delivered", "left", "left", "left"]
    paper = pypdf.PdfReader(io.BytesIO(client.get(f"{LIST[:-1]}.pdf").data)).pages[0].extract_text()
    assert ("The meeting is closed." in paper, "the times of the room" in paper, "not heard" in paper) == (
        True,
        False,
        True,
    )


def test_the_list_is_made_anew_when_the_room_moves_it_and_else_kept(client: FlaskClient, it_is: It) -> None:
    it_is(113)
    seen = client.get(LIST)
    again = client.get(LIST, headers={"If-None-Match": seen.headers["ETag"]})
    withdraw("Peru")
    session.commit()
    moved = client.get(LIST, headers={"If-None-Match": seen.headers["ETag"]})
    assert (again.status_code, moved.status_code) == (304, 200)


def test_calendars_follow_the_room_in_steps_and_never_by_the_second(client: FlaskClient, it_is: It) -> None:
    it_is(113)
    own = f"{own_path(registration('Denmark'))}calendar.ics"
    told = []
    for minutes in (113, 113.2, 119, 124):
        it_is(minutes)
        look(now())
        session.commit()
        one = session.get(TurnTold, registration("Denmark").id)
        assert one is not None
        told.append((f"{one.starts_at:%H:%M}", one.sequence, client.get(own).headers["ETag"]))
    assert [(hour, sequence) for hour, sequence, _ in told] == [("16:00", 1), ("16:00", 1), ("16:05", 2), ("16:10", 3)]
    assert (told[0] == told[1], len({tag for _, _, tag in told})) == (True, 3)


def test_a_turn_that_moves_is_written_about_once_in_half_an_hour_and_only_as_a_draft(it_is: It) -> None:
    drafts = []
    for minutes in range(113, 150, 4):
        it_is(minutes)
        look(now())
        session.commit()
        for letter in session.query(Letter).filter_by(kind=LetterKind.INVITATION, discarded_at=None):
            letter.approved_at = letter.sent_at = letter.sent_at or now()
        session.commit()
        drafts.append(session.query(Letter).filter_by(kind=LetterKind.UPDATE, discarded_at=None).count())
    assert drafts == [0] * 8 + [3, 3]
    assert not session.query(Letter).filter(Letter.kind == LetterKind.UPDATE, Letter.approved_at.is_not(None)).count()


def test_an_exercise_days_before_moves_no_calendar(it_is: It) -> None:
    it_is(-24 * 60)
    look(now())
    one = session.get(TurnTold, registration("Denmark").id)
    assert one is not None
    assert f"{one.starts_at:%H:%M}" == "15:55"


def test_a_list_that_is_not_published_shows_the_times_of_the_room_on_the_own_page(
    client: FlaskClient, it_is: It
) -> None:
    it_is(113)
    builders.an_inscription(registration("Peru").dialogue, "Kenya")
    session.commit()
    place = client.get(own_path(registration("Kenya")), headers=JSON).get_json()["place"]
    assert (place["published"], place["spread"]) == (False, "The meeting is under way: these times follow its pace.")


def test_a_change_of_a_request_meanwhile_waits_for_the_next_look(it_is: It) -> None:
    it_is(113)
    look(now())
    before = session.get(TurnTold, registration("Denmark").id)
    told = before and (before.starts_at, before.sequence)
    actions.edit(registration("Denmark"), {"speaker_name": "X (example)"}, at=now())
    after = session.get(TurnTold, registration("Denmark").id)
    assert told == (after and (after.starts_at, after.sequence))


def test_once_all_is_over_who_waited_was_not_heard(client: FlaskClient, it_is: It) -> None:
    it_is(116)
    hall = registration("Tonga").dialogue
    for minutes, button in enumerate((Button.NEXT, Button.YIELD, Button.CLOSE, Button.OPEN, Button.CLOSE), start=113):
        hand(hall, button, minutes)
    session.commit()
    public = [one for part in client.get(LIST, headers=JSON).get_json()["portions"] for one in part["places"]]
    assert [(one["delegation"], one["stage"]) for one in public] == [
        ("Tonga", "delivered"),
        ("Peru", "gave up the floor"),
        ("Chad", "not heard"),
        ("Denmark", "not heard"),
    ]
    seen = client.get(LIST)
    assert ("The meeting is closed." in seen.text, "is under way" in seen.text) == (True, False)
    it_is(126)
    assert client.get(LIST, headers={"If-None-Match": seen.headers["ETag"]}).status_code == 304
    assert "not heard" in client.get(own_path(registration("Chad"))).text


def test_who_withdrew_is_never_one_who_was_not_heard(client: FlaskClient, it_is: It) -> None:
    it_is(116)
    withdraw("Chad")
    hall = registration("Tonga").dialogue
    for minutes, button in enumerate((Button.END, Button.CLOSE, Button.OPEN, Button.CLOSE), start=113):
        hand(hall, button, minutes)
    session.commit()
    public = [one for part in client.get(LIST, headers=JSON).get_json()["portions"] for one in part["places"]]
    assert {one["delegation"]: one["stage"] for one in public} == {
        "Tonga": "delivered",
        "Peru": "not heard",
        "Chad": None,
        "Denmark": "not heard",
    }


def test_a_floor_that_was_opened_the_day_before_is_an_exercise_for_every_list(
    client: FlaskClient, desk: FlaskClient, it_is: It
) -> None:
    it_is(-24 * 60)
    page = client.get(LIST, headers=JSON).get_json()
    public = [one for part in page["portions"] for one in part["places"]]
    assert (page["opened"], {one["stage"] for one in public}) == (False, {None})
    assert {one["stage"] for one in desk.get(DESK, headers=JSON).get_json()["lines"]} == {None}
    own = client.get(own_path(registration("Tonga")), headers=JSON).get_json()
    assert (own["place"]["stage"], _told_on(own)) == (None, [])


def test_a_floor_whose_opening_was_taken_back_has_no_times(app: Flask) -> None:
    hall = builders.a_dialogue("another")
    session.add(FloorStep(dialogue_id=hall.id, number=1, act=Act.OPENED, at=at(0), press="a", by="desk", meeting=1))
    session.add(FloorStep(dialogue_id=hall.id, number=2, act=Act.UNDONE, at=at(0), press="b", by="desk", undoes="a"))
    session.flush()
    assert room_now(hall, lambda: listing(hall), at(1)) is None
