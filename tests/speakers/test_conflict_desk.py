"""The desk's page of conflicts: what it shows, what is put aside and comes back, what is merged, what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.delegations.actions import typed_in
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.organisers.record import record
from rtop_event.refusal import StaleHand
from rtop_event.registrations.models import Merge, Registration
from rtop_event.speakers import settling
from rtop_event.speakers.conflict_count import MOST_KEPT, conflicts_known, keep_number
from rtop_event.speakers.conflict_finding import conflicts_of
from rtop_event.speakers.models import Dismissal
from tests import builders
from tests.hands import Hands
from tests.speakers.desk_lists import NOW, recorded

LIST = "/organise/rtop-2012/speakers/"
URL = "/organise/rtop-2012/speakers/conflicts/"
ONE, OTHER = "Society of an Exmaple", "Society of an Example"


def a_body(name: str, **facts: Any) -> Registration:
    """A civil society body that typed its name in."""
    dialogue = any_dialogue("rtop-2012")
    delegation = typed_in(name, NOW)
    return builders.a_registration(
        dialogue, delegation=delegation, kind=Kind.CIVIL_SOCIETY, verified_at=NOW, focal_point=f"For {name}", **facts
    )


@pytest.fixture
def pair(app: Flask) -> tuple[int, int]:
    """Two spellings of one body."""
    with app.app_context():
        builders.a_dialogue()
        made = a_body(ONE).id, a_body(OTHER).id
        session.commit()
        return made


def told(page: dict[str, Any]) -> list[str]:
    return [one["told"] for heap in page["heaps"] for one in heap["conflicts"]]


SPELLINGS = f"“{ONE}” and “{OTHER}” look like one delegation under two spellings."


def test_page_says_what_was_found_and_what_to_do(desk: FlaskClient, pair: tuple[int, int]) -> None:
    page = Hands(desk).read(URL)
    assert (told(page), page["number"], page["aside"]) == ([SPELLINGS], 1, [])
    heap = page["heaps"][0]
    assert heap["heading"] == "One delegation under two spellings"
    assert heap["advice"] == "If they are one, merge the two requests. If not, put this aside."
    assert [one["url"] for one in heap["conflicts"][0]["links"]] == [
        f"/organise/rtop-2012/registrations/{number}/" for number in pair
    ]
    assert [one["focal_point"] for one in heap["conflicts"][0]["links"]] == [f"For {ONE}", f"For {OTHER}"]


def test_list_says_how_many_conflicts_were_found_since_the_last_change(
    app: Flask, desk: FlaskClient, pair: tuple[int, int]
) -> None:
    hands = Hands(desk)
    for _change in range(2):
        with app.app_context():
            record("moved", by="Desk (example)", at=now(), dialogue="rtop-2012", about="list")
            session.commit()
        assert hands.read(LIST)["conflicts"] is None
        assert " data-counts>Conflicts</a>" in hands.open(LIST).page
        assert hands.read(URL)["number"] == 1
        assert hands.read(LIST)["conflicts"] == 1
        assert '>Conflicts <span class="count">1</span>' in hands.open(LIST).page


def test_numbers_of_long_ago_are_forgotten(app: Flask) -> None:
    with app.app_context():
        dialogue, at = builders.a_dialogue(), now()
        for number in range(MOST_KEPT + 1):
            keep_number(dialogue, f"digest {number}", number, at)
        found = [conflicts_known(dialogue, f"digest {number}", at) for number in (0, 1, MOST_KEPT)]
    assert found == [None, 1, MOST_KEPT]


def test_dashboard_counts_conflicts(desk: FlaskClient, pair: tuple[int, int]) -> None:
    hands = Hands(desk)
    waiting = {one["what"]: (one["number"], one["url"]) for one in hands.read("/organise/")["waiting"]}
    assert waiting["conflict among the requests"] == (1, URL)


def test_viewer_sees_conflicts_without_buttons(viewer: FlaskClient, pair: tuple[int, int]) -> None:
    page = Hands(viewer).open(URL).page
    assert (ONE in page, "Put aside" in page, ">Merge<" in page) == (True, False, False)


def test_without_conflicts_the_page_says_so(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        builders.an_inscription(builders.a_dialogue())
        session.commit()
    assert "No conflicts wait for you" in Hands(desk).open(URL).page


def test_put_aside_with_a_reason_and_taken_up_again(app: Flask, desk: FlaskClient, pair: tuple[int, int]) -> None:
    hands = Hands(desk).open(URL)
    status, page = hands.press_refused("It is no conflict")
    assert (status, "Please give the reason: it stands in the record." in page) == (422, True)
    hands.press("It is no conflict", why="two bodies in one house")
    then = hands.read(URL)
    assert (told(then), then["number"]) == ([], 0)
    assert [(one["told"], one["why"]) for one in then["aside"]] == [(SPELLINGS, "two bodies in one house")]
    hands.open(URL).press("Take up again")
    assert told(hands.read(URL)) == [SPELLINGS]
    with app.app_context():
        assert [(what, before, after, why) for what, _by, before, after, why in recorded()] == [
            ("conflict put aside", {}, {"conflict": SPELLINGS}, "two bodies in one house"),
            ("conflict taken up", {"conflict": SPELLINGS}, {}, ""),
        ]
        assert session.scalars(select(Dismissal)).all() == []


def test_put_aside_comes_back_when_its_facts_change(app: Flask, desk: FlaskClient, pair: tuple[int, int]) -> None:
    Hands(desk).open(URL).press("It is no conflict", why="two bodies")
    with app.app_context():
        a_body(ONE, wants_floor=False)
        session.commit()
    assert told(Hands(desk).read(URL))[0] == SPELLINGS


def test_merged_on_the_page_one_stays(app: Flask, desk: FlaskClient, pair: tuple[int, int]) -> None:
    one, other = pair
    hands = Hands(desk).open(URL)
    status, page = hands.press_refused("Merge: drafts one letter", why="one body")
    assert (status, "Please choose which request stays." in page) == (422, True)
    status, page = hands.press_refused("Merge: drafts one letter", stays=str(other))
    assert (status, "Please give the reason: it stands in the record." in page) == (422, True)
    hands.press("Merge: drafts one letter", stays=str(other), why="one body", earlier="y")
    assert hands.path == f"/organise/rtop-2012/registrations/{other}/"
    assert "Merged. The letter about the withdrawal waits in the outbox as a draft." in hands.page
    assert told(hands.read(URL)) == []
    with app.app_context():
        row = session.scalars(select(Merge)).one()
        gone, stays = session.get_one(Registration, one), session.get_one(Registration, other)
        assert (row.registration_id, row.into_id) == (one, other)
        assert (gone.withdrawn_at is not None, stays.requested_at) == (True, gone.requested_at)


def test_stale_hand_merges_and_puts_aside_nothing(app: Flask, desk: FlaskClient, pair: tuple[int, int]) -> None:
    hands = Hands(desk).open(URL)
    with app.app_context():
        session.get_one(Registration, pair[0]).topic = "Something else"
        session.commit()
    assert hands.press_refused("Merge: drafts one letter", stays=str(pair[1]), why="x")[0] == 409
    assert hands.press_refused("It is no conflict", why="x")[0] == 409
    with app.app_context():
        assert (session.scalars(select(Merge)).all(), session.scalars(select(Dismissal)).all()) == ([], [])


def test_only_requests_of_the_conflict_can_stay(app: Flask, pair: tuple[int, int]) -> None:
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        found = conflicts_of(dialogue, NOW, "en")
        (conflict,) = found.waiting
        seen = settling.versions(found, conflict)
        said: dict[str, Any] = {"earlier_counts": False, "message": "", "seen": seen, "why": "x", "by": "x", "at": NOW}
        with pytest.raises(StaleHand):
            settling.merge_found(dialogue, conflict.key, stays=999, **said)
        with pytest.raises(StaleHand):
            settling.take_up(dialogue, conflict.key, by="x", at=NOW)
        with pytest.raises(StaleHand):
            settling.put_aside(dialogue, "spellings-x", seen=seen, why="x", by="x", at=NOW)


def test_form_without_a_conflict_is_refused(desk: FlaskClient, pair: tuple[int, int]) -> None:
    for step in ("aside/", "again/", "merge/"):
        answered = desk.post(f"{URL}{step}", json={"conflict": "x"}, headers={"Accept": "application/json"})
        assert answered.status_code == 422


def test_person_in_another_dialogue_at_the_same_time_is_found(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        here, there = builders.a_dialogue(), builders.a_dialogue("other", theme="Another (example)")
        later = builders.a_dialogue("later", title="Later (example)")
        for meeting in later.meetings:
            meeting.starts_at += timedelta(days=1)
            meeting.ends_at += timedelta(days=1)
        for dialogue in (here, there, later):
            builders.an_inscription(dialogue, "Chad", speaker_name="H.E. Ana Pérez")
        builders.a_dialogue("off", cancelled_at=NOW)
        session.commit()
    page = Hands(desk).read(URL)
    assert told(page) == ["H.E. Ana Pérez (Chad) is also named in “Another (example)”, which meets at the same time."]
    assert page["heaps"][0]["conflicts"][0]["links"][1]["url"].startswith("/organise/other/registrations/")
    assert page["heaps"][0]["conflicts"][0]["merge"] is None


def test_of_several_put_aside_one_is_taken_up(app: Flask, pair: tuple[int, int]) -> None:
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        a_body(f"{ONE} Chad"), a_body(f"{OTHER} Chad")
        found = conflicts_of(dialogue, NOW, "en")
        for conflict in found.waiting:
            seen = settling.versions(found, conflict)
            settling.put_aside(dialogue, conflict.key, seen=seen, why="x", by="Desk", at=NOW)
        keys = [conflict.key for conflict, _ in conflicts_of(dialogue, NOW, "en").aside]
        settling.take_up(dialogue, keys[-1], by="Desk", at=NOW)
        left = [conflict.key for conflict, _ in conflicts_of(dialogue, NOW, "en").aside]
        assert (len(keys) > 1, left) == (True, keys[:-1])
