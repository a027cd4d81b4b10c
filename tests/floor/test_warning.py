"""The letter before a turn: asked for on the own page, written once when the time comes near, and never twice."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.actions import cancel
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.buttons import Button
from rtop_event.floor.models import TurnWarned, TurnWatch
from rtop_event.floor.soon import is_soon
from rtop_event.floor.warning import expected_turns, misfits, warn_of_turns, watch
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.mailing.sending import due
from rtop_event.organisers.models import Change
from rtop_event.registrations import actions, posting
from rtop_event.speakers.listing import key_of
from tests import builders
from tests.floor.rooms import a_hall, at, hand
from tests.hands import Hands
from tests.registrations.asking import own_path
from tests.speakers.desk_lists import publish, registration, withdraw

JSON = {"Accept": "application/json"}


@pytest.fixture
def hall(rows: None) -> Dialogue:
    """A list of four, of whom Chad, the third, wants to be told twenty minutes before."""
    hall = a_hall()
    watch(registration("Chad"), 20, at=at(0))
    session.flush()
    return hall


def letters() -> list[str]:
    """Whom the letters before a turn went to, by the delegation."""
    session.flush()
    found = session.scalars(select(Letter).where(Letter.subject.startswith("Soon")).order_by(Letter.id))
    assert all((one.kind, one.approved_by) == (LetterKind.NOTICE, "the site") for one in found)
    return list(session.scalars(select(Letter.subject).where(Letter.subject.startswith("Soon")).order_by(Letter.id)))


@pytest.mark.parametrize(("before", "soon"), [(21, False), (20, True), (0, True), (-1, False)])
def test_a_turn_is_soon_within_the_minutes_and_never_when_its_time_is_over(before: int, soon: bool) -> None:
    assert is_soon(at(before), 20, at(0)) is soon


def test_without_a_time_no_turn_is_soon() -> None:
    assert is_soon(None, 20, at(0)) is False


def test_the_letter_is_written_once_however_the_time_moves_afterwards(hall: Dialogue) -> None:
    told = []
    hand(hall, Button.OPEN, 0)
    for minutes in (80, 91, 92, 107, 140):
        warn_of_turns(at(minutes))
        told.append(letters())
    expected = ["Soon: the turn of Chad, about 11:51, New York time"]
    assert told == [[], [], expected, expected, expected]
    assert session.query(TurnWarned).count() == 1


def test_before_the_meeting_has_opened_the_time_of_the_list_counts(hall: Dialogue) -> None:
    told = []
    for minutes in (85, 93, 120):
        warn_of_turns(at(minutes))
        told.append(len(letters()))
    assert told == [0, 1, 1]


@pytest.mark.parametrize("what", ["speaks", "delivered", "gave up", "withdrawn", "cancelled", "not published", "over"])
def test_nobody_is_told_who_waits_no_more(hall: Dialogue, what: str) -> None:
    hand(hall, Button.OPEN, 80)
    if what in {"speaks", "delivered", "gave up"}:
        hand(hall, Button.CALL, 81, "Chad", why="asked")
    if what == "delivered":
        hand(hall, Button.START, 82)
        hand(hall, Button.END, 84)
    elif what == "gave up":
        hand(hall, Button.YIELD, 84)
    elif what == "withdrawn":
        withdraw("Chad")
    elif what == "cancelled":
        cancel(hall, "Storm.", by="desk", at=at(84))
    elif what == "not published":
        hall.published_at = None
    elif what == "over":
        for minutes, button in enumerate((Button.CLOSE, Button.OPEN, Button.CLOSE), start=85):
            hand(hall, button, minutes)
    warn_of_turns(at(100))
    assert letters() == []


def test_an_exercise_on_another_day_writes_to_nobody(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, -24 * 60)
    warn_of_turns(at(-24 * 60 + 1))
    assert letters() == []


def test_a_round_that_was_taken_back_leaves_neither_letter_nor_fact(hall: Dialogue) -> None:
    session.commit()
    warn_of_turns(at(93))
    session.rollback()
    before = letters(), session.query(TurnWarned).count()
    warn_of_turns(at(93))
    session.commit()
    assert (before, len(letters()), session.query(TurnWarned).count()) == (([], 0), 1, 1)


def test_it_is_written_in_the_language_of_the_delegation_with_the_link_to_its_page(hall: Dialogue) -> None:
    registration("Chad").language = "fr"
    warn_of_turns(at(93))
    session.flush()
    letter = session.scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
    assert (letter.language, own_path(registration("Chad")) in letter.text) == ("fr", True)


def test_asking_again_or_for_nothing_changes_what_is_asked_once(hall: Dialogue) -> None:
    chad = registration("Chad")

    def asked() -> int | None:
        session.flush()
        one = session.get(TurnWatch, chad.id)
        return one.minutes if one else None

    found = []
    for minutes in (20, 30, None, None):
        watch(chad, minutes, at=at(0))
        found.append(asked())
    said = session.scalars(select(Change.what).where(Change.what.contains("before its turn")).order_by(Change.id))
    assert found == [20, 30, None, None]
    assert list(said) == [
        "asked for a letter before its turn",
        "asked for a letter before its turn",
        "asked for no letter before its turn",
    ]


def test_the_own_page_asks_and_tells(app: Flask, client: FlaskClient, hall: Dialogue) -> None:
    session.commit()
    own = own_path(registration("Peru"))
    session.commit()
    page = Hands(client).open(own)
    said = page.press("Save", minutes="30").page
    session.expire_all()
    asked = session.get(TurnWatch, registration("Peru").id)
    assert asked is not None
    assert asked.minutes == 30
    assert "We write to you 30 minutes before your turn." in said[said.index('id="turn"') :]
    shown = client.get(f"{own}turn/", headers=JSON).get_json()
    assert (shown["by_mail"], shown["minutes"], shown["stage"], shown["told"]) == (
        True,
        30,
        "waits",
        "The meeting has not been opened yet.",
    )
    assert "<main" not in client.get(f"{own}turn/", headers={"X-Fragment": "1"}).text
    assert "<main" in client.get(f"{own}turn/").text
    session.commit()
    assert client.post(f"{own}turn/", json={"minutes": "none"}).status_code == 303
    session.expire_all()
    assert session.get(TurnWatch, registration("Peru").id) is None


@pytest.mark.parametrize("sent", [{"minutes": "7"}, {"minutes": "x" * 300}])
def test_what_cannot_be_asked_changes_nothing(client: FlaskClient, hall: Dialogue, sent: dict[str, Any]) -> None:
    path = f"{own_path(registration('Peru'))}turn/"
    session.commit()
    answer = client.post(path, json=sent, headers=JSON)
    assert (answer.status_code, "minutes" in answer.get_json()["form"]["errors"]) == (422, True)
    assert session.query(TurnWatch).count() == 1


def test_an_open_page_asks_for_the_turn_at_next_to_no_cost(client: FlaskClient, hall: Dialogue) -> None:
    session.commit()
    path = f"{own_path(registration('Peru'))}turn/"
    mark = client.get(path, headers={"X-Fragment": "1"}).headers["ETag"]
    hand(hall, Button.OPEN, 0)
    session.commit()
    answer = client.get(path, headers={"X-Fragment": "1", "If-None-Match": mark})
    assert (answer.status_code, "data-standing" in answer.text) == (200, True)


def test_who_is_not_on_the_list_has_no_turn(client: FlaskClient, hall: Dialogue) -> None:
    attends = builders.a_registration(hall, "Fiji", wants_floor=False, verified_at=at(-99))
    actions.withdraw(registration("Peru"), at=at(0))
    paths = [own_path(one) for one in (attends, registration("Peru"))]
    session.commit()
    for path in paths:
        assert client.get(f"{path}turn/").status_code == 404
        assert client.post(f"{path}turn/", json={"minutes": "20"}).status_code == 404
        assert 'id="turn"' not in client.get(path).text


def test_nothing_is_chosen_for_who_asked_for_nothing(client: FlaskClient, hall: Dialogue) -> None:
    session.commit()
    page = client.get(own_path(registration("Peru")))
    chosen = re.findall(r'<option selected value="(\w+)"', page.text[page.text.index('id="turn"') :])
    assert (chosen, "We do not write to you before your turn." in page.text) == (["none"], True)


def test_whoever_was_told_sees_when_it_is_repeated(client: FlaskClient, hall: Dialogue) -> None:
    warn_of_turns(at(93))
    session.commit()
    assert (
        "We write again only if it is put off by more than an hour." in client.get(own_path(registration("Chad"))).text
    )


def test_its_wording_can_be_edited(desk: FlaskClient, hall: Dialogue) -> None:
    session.commit()
    page = desk.get("/organise/rtop-2012/letters/turn-soon/en/")
    assert (page.status_code, "{expected}" in page.text) == (200, True)


def test_asked_again_after_it_was_written_it_is_not_written_again(hall: Dialogue) -> None:
    warn_of_turns(at(93))
    watch(registration("Chad"), None, at=at(94))
    watch(registration("Chad"), 30, at=at(95))
    warn_of_turns(at(95) + timedelta(seconds=30))
    assert len(letters()) == 1


def soon_letter() -> Letter:
    session.flush()
    newest = select(Letter).where(Letter.subject.startswith("Soon")).order_by(Letter.id.desc()).limit(1)
    return session.scalars(newest).one()


def test_no_letter_that_waits_stands_in_its_way(hall: Dialogue) -> None:
    posting.post_decision(registration("Chad"), accepted=True, message="", at=at(0), approved_by="Marta (example)")
    session.flush()
    session.scalars(select(Letter)).one().not_before = at(60 * 24)
    warn_of_turns(at(93))
    session.flush()
    assert [one.id for one in session.scalars(select(Letter).where(due(at(94))))] == [soon_letter().id]


@pytest.mark.parametrize("what", ["waits", "called", "withdrawn", "cancelled", "late", "told anew", "put off"])
def test_a_letter_that_comes_too_late_leaves_no_more(hall: Dialogue, what: str) -> None:
    hand(hall, Button.OPEN, 80)
    warn_of_turns(at(92))
    letter = soon_letter()
    told = session.get_one(TurnWarned, registration("Chad").id)
    if what == "called":
        hand(hall, Button.CALL, 93, "Chad", why="asked")
    elif what == "withdrawn":
        withdraw("Chad")
    elif what == "cancelled":
        cancel(hall, "Storm.", by="desk", at=at(93))
    elif what == "told anew":
        told.warned_at = at(93)
    elif what == "put off":
        session.delete(told)
    session.flush()
    changed = "The turn has changed since this was written."
    why = {"waits": None, "late": changed, "told anew": changed, "put off": changed}.get(what, "The turn is over.")
    found = misfits([letter], at(140 if what == "late" else 94)).get(letter.id)
    assert (found and str(found)) == why


def test_a_turn_that_is_put_off_to_the_afternoon_is_told_of_anew_as_its_letter_says(hall: Dialogue) -> None:
    hand(hall, Button.OPEN, 0)
    warn_of_turns(at(95))
    hand(hall, Button.CLOSE, 100)
    told = []
    for minutes in range(101, 330, 4):
        warn_of_turns(at(minutes))
        told.append(len(letters()))
    assert (told[0], told[-1], len(set(told))) == (1, 2, 2)
    assert "We write again only if your turn is put off by more than an hour." in " ".join(soon_letter().text.split())


def test_before_the_meeting_has_opened_the_published_list_counts(hall: Dialogue) -> None:
    publish(hall, at=at(-600))
    chad, late = (key_of(registration(name).id) for name in ("Chad", "Denmark"))
    before = expected_turns(hall, at(10))
    withdraw("Peru")
    builders.an_inscription(hall, "Kenya", requested_at=at(-590))
    after = expected_turns(hall, at(10))
    hall.meetings[0].starts_at += timedelta(hours=1)
    moved = expected_turns(hall, at(10))
    assert (after[chad], after[late]) == (before[chad], before[late])
    assert moved[chad] == before[chad] + timedelta(hours=1)
    assert set(after) - set(before) == {key_of(registration("Kenya").id)}
    assert key_of(registration("Peru").id) not in after
    hall.meetings[0].cancelled_at = at(5)
    assert chad not in expected_turns(hall, at(10))


def test_what_was_asked_for_is_seen_at_once_by_an_open_page(client: FlaskClient, hall: Dialogue) -> None:
    session.commit()
    path = f"{own_path(registration('Chad'))}turn/"
    mark = client.get(path, headers={"X-Fragment": "1"}).headers["ETag"]
    watch(registration("Chad"), 30, at=at(0))
    session.commit()
    other = client.get(path, headers={"X-Fragment": "1"}).headers["ETag"]
    session.add(TurnWarned(registration_id=registration("Chad").id, expected_at=at(0), warned_at=at(0)))
    session.commit()
    third = client.get(path, headers={"X-Fragment": "1"}).headers["ETag"]
    parts = [tag.strip('"').split("-", 1)[1] for tag in (mark, other, third)]
    assert parts == ["20-0", "30-0", f"30-{at(0).timestamp():.0f}"]


def test_a_rehearsal_writes_to_nobody(hall: Dialogue) -> None:
    hall.rehearses = "another"
    warn_of_turns(at(93))
    assert letters() == []
