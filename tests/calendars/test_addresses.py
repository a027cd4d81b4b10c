"""The address of a person's calendar: secret, kept as a digest, renewed alone, and when a calendar last came to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from rtop_event.calendars import addresses
from rtop_event.calendars.addresses import NOT_AGAIN_WITHIN, Owner, address_of, by_token, came, renew, token_of
from rtop_event.calendars.models import CalendarAddress
from rtop_event.clock import now
from rtop_event.database import Base, db, reading, session, writing_if_free
from rtop_event.registrations.actions import renew_link
from rtop_event.registrations.models import Registration
from tests.builders import a_dialogue, an_inscription, an_invitation
from tests.hands import Hands
from tests.registrations.asking import own_path

AT = datetime(2012, 9, 1, 12, 0, tzinfo=UTC)
NEW = "New address for my calendar"


def given(app: Flask) -> str:
    """The page of one delegate."""
    with app.app_context():
        mine = an_inscription(a_dialogue())
        session.commit()
        return own_path(mine)


def feed_of(client: FlaskClient, page: str) -> str:
    """The path of the calendar that the page shows."""
    url: str = Hands(client).read(page)["calendar"]["feed_url"]
    return "/" + url.split("/", 3)[3]


def mine() -> Registration:
    return session.scalars(select(Registration)).one()


@pytest.mark.usefixtures("rows")
def test_each_request_and_invitation_has_an_address_of_its_own() -> None:
    dialogue = a_dialogue()
    owners: list[Owner] = [an_inscription(dialogue), an_inscription(dialogue, "Peru"), an_invitation(dialogue)]
    session.flush()
    tokens = [token_of(address_of(one)) for one in owners]

    assert [len(token) for token in tokens] == [43, 43, 43]
    assert len(set(tokens)) == 3
    found = [by_token(token) for token in tokens]
    assert [one and (one.registration or one.invitation) for one in found] == owners
    assert by_token("x" * 43) is None


@pytest.mark.usefixtures("rows")
def test_no_token_is_stored() -> None:
    token = token_of(address_of(an_inscription(a_dialogue())))
    rows = [str(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table))]

    assert [row for row in rows if token in row] == []


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("kind", ["registration", "invitation"])
def test_another_address_opens_and_the_one_before_does_not(kind: str) -> None:
    dialogue = a_dialogue()
    owner = an_inscription(dialogue) if kind == "registration" else an_invitation(dialogue)
    before = token_of(address_of(owner))
    renew(owner)
    session.flush()
    after = token_of(address_of(owner))

    assert (by_token(before), by_token(after)) == (None, address_of(owner))
    assert len(session.scalars(select(CalendarAddress)).all()) == 1


@pytest.mark.usefixtures("rows")
def test_who_was_here_before_there_were_addresses_is_given_one_by_the_button() -> None:
    owner = an_inscription(a_dialogue())
    session.delete(address_of(owner))
    session.flush()
    assert (address_of(owner), token_of(address_of(owner))) == (None, "")
    renew(owner)
    session.flush()
    assert by_token(token_of(address_of(owner))) == address_of(owner)


@pytest.mark.usefixtures("rows")
def test_new_personal_link_brings_a_new_address_and_another_change_does_not() -> None:
    owner = an_inscription(a_dialogue())
    tokens = [token_of(address_of(owner))]
    owner.speaker_name = "H.E. Another (example)"
    session.flush()
    tokens.append(token_of(address_of(owner)))
    renew_link(owner, at=AT)
    session.flush()
    tokens.append(token_of(address_of(owner)))

    assert tokens[0] == tokens[1] != tokens[2]


@pytest.mark.usefixtures("rows")
def test_address_made_with_another_key_of_the_house_is_not_shown_and_still_opens(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = address_of(an_inscription(a_dialogue()))
    token = token_of(address)
    monkeypatch.setitem(app.config, "SECRET_KEY", "another" * 8)

    assert (token_of(address), by_token(token)) == ("", address)


def test_button_gives_another_address_and_the_personal_link_stays(app: Flask, client: FlaskClient) -> None:
    page = given(app)
    before, hands = feed_of(client, page), Hands(client)
    etag = client.get(before).headers["ETag"]
    said = hands.open(page).press(NEW).page
    after = feed_of(client, page)

    assert "Your calendar has a new address: subscribe to it once more." in said
    assert "New address of the calendar" in said
    paths = (before, before.replace("/cal", "x/cal"))
    answers = [client.get(path, headers={"If-None-Match": etag}) for path in paths]
    pages = {one.text.replace(one.request.path, "") for one in answers}
    assert [(one.status_code, one.headers["Referrer-Policy"]) for one in answers] == [(404, "no-referrer")] * 2
    assert len(pages) == 1
    assert (client.get(after).status_code, client.get(f"{page}calendar.ics").status_code) == (200, 200)
    assert f"SOURCE;VALUE=URI:http://127.0.0.1:5000{after}" in client.get(after).text.replace("\r\n ", "")


def test_page_without_an_address_offers_to_make_one(app: Flask, client: FlaskClient) -> None:
    page = given(app)
    with app.app_context():
        session.delete(address_of(mine()))
        session.commit()
    hands = Hands(client).open(page)
    assert "webcal://" not in hands.page
    assert "SOURCE;VALUE=URI:" in client.get(f"{page}calendar.ics").text
    assert "webcal://" in hands.press("Make an address for my calendar").page


def test_page_tells_when_a_calendar_last_came(app: Flask, client: FlaskClient) -> None:
    page = given(app)
    feed, hands = feed_of(client, page), Hands(client)
    client.get(f"{page}calendar.ics")
    client.head(feed)
    assert "No calendar has come to this address yet." in hands.open(page).page
    client.get(feed)
    with app.app_context():
        address = address_of(mine())
        assert address
        fetched_at = address.fetched_at
    shown = hands.open(page).page

    assert fetched_at is not None
    assert now() - fetched_at < timedelta(minutes=1)
    assert 'Your calendar last came on <span data-moment="America/New_York"><time' in shown
    hands.press(NEW)
    assert "No calendar has come to this address yet." in hands.page


def noted(app: Flask, *steps: timedelta) -> list[datetime | None]:
    """What is written down when a calendar comes at these times after AT."""
    found = []
    for step in steps:
        with app.app_context():
            address = session.scalars(select(CalendarAddress)).one()
            reading.set(True)
            came(address, AT + step)
            session.rollback()
            reading.set(False)
            found.append(session.scalars(select(CalendarAddress.fetched_at)).one())
    return found


def test_that_a_calendar_came_is_written_down_once_in_ten_minutes(app: Flask) -> None:
    given(app)
    second = timedelta(seconds=1)
    late = NOT_AGAIN_WITHIN

    assert noted(app, second * 0, second, late - second, late, late + second) == [AT, AT, AT, AT + late, AT + late]


def test_second_of_two_who_came_at_once_writes_nothing(app: Flask) -> None:
    given(app)
    with app.app_context():
        seen = session.scalars(select(CalendarAddress)).one()
        session.expunge(seen)
        came(seen, AT)
        came(seen, AT + timedelta(seconds=1))
        assert session.scalars(select(CalendarAddress.fetched_at)).one() == AT


@pytest.fixture
def full(app: Flask) -> Iterator[None]:
    """A database that can be read and takes no note."""

    def refuse(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("UPDATE calendar_addresses"):
            raise OperationalError(statement, None, Exception("disk full"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", refuse)
    yield
    event.remove(engine, "before_cursor_execute", refuse)


@pytest.mark.usefixtures("full")
def test_calendar_that_cannot_be_noted_is_served(app: Flask, client: FlaskClient) -> None:
    page = given(app)
    answer = client.get(feed_of(client, page))

    assert (answer.status_code, "BEGIN:VEVENT" in answer.text) == (200, True)


def test_calendar_is_served_where_no_connection_is_free_for_the_note(app: Flask) -> None:
    def none_free(*_: object) -> None:
        raise NoneFree("QueuePool limit reached")

    given(app)
    with app.app_context():
        address = session.scalars(select(CalendarAddress)).one()
        event.listen(db.engine, "checkout", none_free)
        try:
            came(address, AT)
        finally:
            event.remove(db.engine, "checkout", none_free)
        assert session.scalars(select(CalendarAddress.fetched_at)).one() is None


def test_note_waits_only_a_moment_for_another_writer_and_other_work_as_long_as_before(app: Flask) -> None:
    with app.app_context():
        asked, waits = WAITS[db.engine.dialect.name]
        with writing_if_free() as connection:
            short = connection.exec_driver_sql(asked).scalar()
        with db.engine.connect() as connection:
            assert (short, connection.exec_driver_sql(asked).scalar()) == waits


WAITS: dict[str, tuple[str, tuple[object, object]]] = {
    "sqlite": ("PRAGMA busy_timeout", (100, 5000)),
    "postgresql": ("SHOW lock_timeout", ("5s", "5s")),
}
"""How the wait for other writers is asked for, and what it is for the note and for other work."""


def test_unchanged_calendar_is_noted_too(app: Flask, client: FlaskClient) -> None:
    page = given(app)
    feed = feed_of(client, page)
    etag = client.head(feed).headers["ETag"]
    answer = client.get(feed, headers={"If-None-Match": etag})

    assert answer.status_code == 304
    assert Hands(client).read(page)["calendar"]["fetched_at"] is not None


def test_events_are_listened_to_once(app: Flask) -> None:
    addresses.watch()
    given(app)
    with app.app_context():
        assert len(session.scalars(select(CalendarAddress)).all()) == 1


def test_calendar_of_a_draft_is_not_there(app: Flask, client: FlaskClient) -> None:
    page = given(app)
    feed = feed_of(client, page)
    with app.app_context():
        mine().dialogue.published_at = None
        session.commit()

    assert client.get(feed).status_code == 404


def test_token_stands_in_no_export(app: Flask, client: FlaskClient, desk: FlaskClient) -> None:
    page = given(app)
    Hands(client).open(page).press(NEW)
    token = feed_of(client, page).split("/")[2]
    files: list[Any] = [
        desk.get(path).data
        for path in ("/organise/rtop-2012/registrations/export.csv", "/organise/record/export.jsonl")
    ]

    assert [len(one) > 0 for one in files] == [True, True]
    assert [one for one in files if token.encode() in one] == []
