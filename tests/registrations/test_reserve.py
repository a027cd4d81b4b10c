"""The reserve: who asks too late waits in the order of asking, and moves up when a place becomes free."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.delegations.words import Kind, Level
from rtop_event.dialogues.models import Dialogue
from rtop_event.mailing.models import Letter
from rtop_event.organisers.models import Change
from rtop_event.registrations import actions, reserve
from rtop_event.registrations.asked import ExceptionNeeded, ListClosed
from rtop_event.registrations.merging import merge
from rtop_event.registrations.models import Decision, Registration
from rtop_event.registrations.reserve import NotOnReserve
from rtop_event.registrations.states import Status
from rtop_event.registrations.words import number_told
from tests.builders import FAR, MORNING, OPENED, a_delegation, a_dialogue, a_group, a_registration, an_inscription
from tests.registrations.asking import DESK, REGISTER, a_hall, a_state, all_rows, own_path
from tests.registrations.test_actions import asked

ONLINE = MORNING - timedelta(hours=2)
LATE = MORNING - timedelta(hours=1)
EARLY = ONLINE - timedelta(microseconds=1)
Outbox = Callable[[], list[Letter]]


def a_late_hall(**facts: Any) -> Dialogue:
    """A dialogue whose online requests end two hours before its list closes."""
    return a_dialogue(open_now=False, **{"online_closes_at": ONLINE, **facts})


def waits(dialogue: Dialogue, name: str, minutes: int = 0, **facts: Any) -> Registration:
    """Somebody who asked so many minutes too late, and confirmed."""
    at = ONLINE + timedelta(minutes=minutes)
    return an_inscription(
        dialogue, name, **{"requested_at": at, "received_at": at, "reserve_since": at, "verified_at": at, **facts}
    )


def names(rows: list[Registration]) -> list[str]:
    return [one.delegation.standings[0].name for one in rows]


def last_step() -> tuple[str, str, str]:
    session.flush()
    last = session.scalars(select(Change).order_by(Change.id.desc())).first()
    assert last is not None
    return last.what, last.by, last.why


@pytest.mark.parametrize(
    ("facts", "at", "late"),
    [
        ({}, EARLY, False),
        ({}, ONLINE, True),
        ({}, MORNING, False),
        ({"online_closes_at": None}, LATE, False),
        ({"online_closes_at": None, "announced_at": LATE}, EARLY, False),
        ({"online_closes_at": None, "announced_at": LATE}, LATE, True),
    ],
)
def test_reserve_begins_when_online_requests_end_or_the_list_is_announced(
    rows: None, facts: dict[str, Any], at: Any, late: bool
) -> None:
    dialogue = a_late_hall(**facts)
    got = actions.receive(dialogue, a_delegation("Tonga").id, asked(), at=at).registration
    assert got is not None
    assert got.reserve_since == (at if late else None)
    actions.verify(got, at=at)
    assert (got.status(at), got.on_the_list) == ((Status.RESERVE, False) if late else (Status.ON_THE_LIST, True))


def test_who_asked_in_time_and_confirms_late_is_on_the_list(rows: None) -> None:
    got = actions.receive(a_late_hall(), a_delegation("Tonga").id, asked(), at=EARLY).registration
    assert got is not None
    actions.verify(got, at=LATE)
    assert got.status(LATE) is Status.ON_THE_LIST


def test_who_attends_is_never_on_the_reserve(rows: None) -> None:
    got = actions.receive(a_late_hall(), a_delegation("Tonga").id, asked(wants_floor=False), at=LATE).registration
    assert got is not None
    assert got.reserve_since is None


def test_receipt_says_that_it_waits(outbox: Outbox) -> None:
    dialogue = a_late_hall()
    got = actions.receive(dialogue, a_delegation("Tonga").id, asked(), at=LATE).registration
    assert got is not None
    actions.verify(got, at=LATE)
    actions.send_link(got, at=LATE, by="Desk")
    texts = [" ".join(letter.text.split()) for letter in outbox()]
    assert ["waits on the reserve" in text for text in texts] == [True, True]


def test_reserve_is_in_the_order_of_asking_and_leaves_out_who_is_not_selected_confirmed_or_there(rows: None) -> None:
    dialogue = a_late_hall()
    an_inscription(dialogue, "Chad")
    waits(dialogue, "Peru", 2)
    waits(dialogue, "Tonga", 1, level=Level.MINISTER)
    waits(dialogue, "Society", 0, kind=Kind.CIVIL_SOCIETY)
    waits(dialogue, "Chosen", 3, kind=Kind.CIVIL_SOCIETY, decision=Decision.ACCEPTED)
    waits(dialogue, "Kenya", 0, verified_at=None)
    waits(dialogue, "Gone", 0, withdrawn_at=LATE)
    waits(dialogue, "Admitted", 0, admitted_at=LATE)
    assert names(reserve.waiting(dialogue)) == ["Tonga", "Peru", "Chosen"]
    assert [reserve.number_of(one) for one in reserve.waiting(dialogue)] == [1, 2, 3]
    assert [one.status(LATE) for one in all_rows() if names([one]) == ["Society"]] == [Status.VERIFIED]


def test_numbers_on_the_reserve_in_words() -> None:
    assert [str(number_told(number)) for number in (1, 3, 5, 6)] == [
        "first on the reserve",
        "third on the reserve",
        "fifth on the reserve",
        "number 6 on the reserve",
    ]


def test_nobody_moves_up_once_the_dialogue_is_over(outbox: Outbox) -> None:
    dialogue = a_late_hall()
    last, gone = an_inscription(dialogue, "Chad"), an_inscription(dialogue, "Kenya")
    first, second = waits(dialogue, "Peru", 1), waits(dialogue, "Tonga", 2)
    actions.withdraw(last, at=dialogue.ends_at - timedelta(microseconds=1))
    actions.withdraw(gone, at=dialogue.ends_at)
    assert (first.on_the_list, second.on_reserve) == (True, True)
    assert [letter.subject for letter in outbox()] == ["Now on the list of speakers: Peru"]


def test_first_of_the_reserve_moves_up_when_somebody_withdraws(outbox: Outbox) -> None:
    dialogue = a_late_hall()
    gone, second, first = an_inscription(dialogue, "Chad"), waits(dialogue, "Peru", 2), waits(dialogue, "Tonga", 1)
    actions.withdraw(gone, at=LATE)
    assert (first.admitted_at, first.admitted_by, first.admitted_why) == (
        LATE,
        "the site",
        "moved up when Chad gave up its place",
    )
    assert (first.on_the_list, first.requested_at, second.on_reserve) == (True, ONLINE + timedelta(minutes=1), True)
    assert last_step() == ("admitted from the reserve", "the site", "moved up when Chad gave up its place")
    letter = outbox()[0]
    assert (letter.kind.value, letter.recipient, letter.subject, letter.approved_by) == (
        "notice",
        first.address,
        "Now on the list of speakers: Tonga",
        "the site",
    )


def test_place_of_a_group_goes_on_by_its_name(rows: None) -> None:
    dialogue = a_late_hall()
    gone, first = an_inscription(dialogue, "Chad", group=a_group()), waits(dialogue, "Tonga")
    actions.withdraw(gone, at=MORNING + timedelta(hours=1))
    assert first.admitted_why == "moved up when Group of 77 and China gave up its place"


@pytest.mark.parametrize(
    ("facts", "at"),
    [
        ({}, EARLY),
        ({"verified_at": None, "received_at": EARLY}, LATE),
        ({"wants_floor": False}, LATE),
        ({"reserve_since": ONLINE}, LATE),
        ({"kind": Kind.CIVIL_SOCIETY}, LATE),
    ],
)
def test_nobody_moves_up_when_no_place_became_free(rows: None, facts: dict[str, Any], at: Any) -> None:
    dialogue = a_late_hall()
    gone, first = an_inscription(dialogue, "Chad", **facts), waits(dialogue, "Tonga", 5)
    actions.withdraw(gone, at=at)
    assert (gone.withdrawn_at, first.on_reserve) == (at, True)


def merged(gone: Registration) -> None:
    other = waits(gone.dialogue, "Peru", 9, delegation=gone.delegation, wants_floor=False, reserve_since=None)
    merge(other, gone, earlier_counts=False, message="", at=LATE, by="Desk (example)", why="One delegation.")


@pytest.mark.parametrize(
    ("facts", "waiting"),
    [
        ({"verified_at": None}, True),
        ({"kind": Kind.CIVIL_SOCIETY}, True),
        ({"kind": Kind.CIVIL_SOCIETY, "decision": Decision.REFUSED}, False),
        ({}, False),
    ],
)
def test_place_is_kept_for_the_merged_request_that_comes_to_the_list_later(
    rows: None, facts: dict[str, Any], waiting: bool
) -> None:
    dialogue = a_late_hall()
    gone, stays = an_inscription(dialogue, "Chad"), an_inscription(dialogue, "Republic of Chad", **facts)
    first = waits(dialogue, "Tonga", 5)
    merge(stays, gone, earlier_counts=False, message="", at=LATE, by="Desk (example)", why="One delegation.")
    assert (gone.withdrawn_at, first.on_reserve) == (LATE, waiting)


def refused(gone: Registration) -> None:
    actions.decide(gone, Decision.REFUSED, message="", at=LATE, by="Desk (example)", send=False)


def no_longer_selected(gone: Registration) -> None:
    actions.decide(gone, Decision.NONE, message="", at=LATE, by="Desk (example)", send=False)


def attends(gone: Registration) -> None:
    actions.edit(gone, {"wants_floor": False}, at=LATE, by="Desk (example)", why="They said so.")


@pytest.mark.parametrize("step", [merged, refused, no_longer_selected, attends])
@pytest.mark.parametrize("late", [True, False])
def test_first_of_the_reserve_moves_up_whenever_a_place_becomes_free(
    outbox: Outbox, step: Callable[[Registration], None], late: bool
) -> None:
    dialogue = a_late_hall(**({} if late else {"online_closes_at": None}))
    kind = {} if step in {merged, attends} else {"kind": Kind.CIVIL_SOCIETY, "decision": Decision.ACCEPTED}
    gone = an_inscription(dialogue, "Chad", **kind)
    gone.settle()
    second, first = waits(dialogue, "Peru", 2), waits(dialogue, "Tonga", 1)
    step(gone)
    assert (gone.on_the_list, first.on_the_list, second.on_the_list) == (False, True, False)
    assert first.admitted_why == "moved up when Chad gave up its place"
    assert [one.recipient for one in outbox() if one.subject.startswith("Now on the list")] == [first.address]


@pytest.mark.parametrize("step", [refused, attends])
def test_nobody_moves_up_for_who_waited_itself(rows: None, step: Callable[[Registration], None]) -> None:
    dialogue = a_late_hall()
    gone, first = (
        waits(dialogue, "Chad", 1, kind=Kind.CIVIL_SOCIETY, decision=Decision.ACCEPTED),
        waits(dialogue, "Peru", 2),
    )
    gone.settle()
    step(gone)
    assert first.on_reserve is True


def test_place_given_up_while_nobody_waits_is_not_kept_for_who_asks_later(outbox: Outbox) -> None:
    dialogue = a_late_hall()
    gone = an_inscription(dialogue, "Chad")
    actions.withdraw(gone, at=LATE)
    assert (last_step()[0], outbox()) == ("withdrawn", [])
    later = waits(dialogue, "Tonga", 61)
    assert (later.on_reserve, reserve.number_of(later)) == (True, 1)


@pytest.mark.parametrize(
    ("waiting", "told"),
    [
        (True, "Your place goes at once to the first on the reserve, and you cannot have it back."),
        (False, "Nobody waits on the reserve now: your place is not kept, and those after you move forward."),
    ],
)
def test_page_of_a_withdrawal_says_what_becomes_of_the_place(
    client: FlaskClient, rows: None, waiting: bool, told: str
) -> None:
    dialogue = a_dialogue(online_closes_at=OPENED + timedelta(hours=1))
    gone = an_inscription(dialogue, "Chad")
    if waiting:
        waits(dialogue, "Tonga")
    session.commit()
    assert told in client.get(own_path(gone, "withdraw/")).text


def test_notice_of_moving_up_does_not_silence_the_one_of_another_request(outbox: Outbox) -> None:
    dialogue = a_late_hall()
    gone, first = an_inscription(dialogue, "Chad"), waits(dialogue, "Tonga")
    actions.withdraw(gone, at=LATE)
    actions.receive(dialogue, first.delegation_id, asked(), at=LATE)
    assert [letter.subject for letter in outbox()] == [
        "Now on the list of speakers: Tonga",
        "Somebody else asked for the place of Tonga",
    ]


def test_coming_back_late_is_coming_back_on_the_reserve(rows: None) -> None:
    dialogue = a_late_hall()
    row, first = an_inscription(dialogue, "Chad"), waits(dialogue, "Tonga")
    actions.withdraw(row, at=LATE)
    later = LATE + timedelta(minutes=1)
    assert actions.come_back(row, at=later) is None
    assert (row.reserve_since, row.status(later), first.on_the_list) == (later, Status.RESERVE, True)
    actions.withdraw(first, at=later)
    assert (row.on_the_list, row.admitted_why) == (True, "moved up when Tonga gave up its place")
    actions.withdraw(row, at=later)
    assert actions.come_back(row, at=later, by="Desk", why="asked in the room") is None
    assert (row.on_the_list, row.reserve_since, row.admitted_at, row.admitted_why) == (True, None, None, "")


def test_after_the_close_the_desk_brings_back_as_an_exception(rows: None) -> None:
    row = an_inscription(a_late_hall(), "Chad")
    actions.withdraw(row, at=MORNING)
    with pytest.raises(ListClosed):
        actions.come_back(row, at=MORNING)
    actions.come_back(row, at=MORNING, by="Desk", why="a mistake of ours")
    assert (row.admitted_at, row.admitted_by, row.admitted_why) == (MORNING, "Desk", "a mistake of ours")


def test_after_the_close_the_desk_adds_only_as_an_exception(rows: None) -> None:
    dialogue = a_late_hall()
    values: dict[str, Any] = {"at": MORNING, "by": "Desk", "why": "the chair agreed"}
    number = a_delegation("Tonga").id
    with pytest.raises(ExceptionNeeded):
        actions.add_by_desk(dialogue, number, asked(), **values)
    attends = actions.add_by_desk(dialogue, number, asked(wants_floor=False), **values).registration
    speaks = actions.add_by_desk(dialogue, number, asked(), exception=True, **values).registration
    in_time = actions.add_by_desk(dialogue, a_delegation("Peru").id, asked(), **{**values, "at": LATE}).registration
    assert attends
    assert speaks
    assert in_time
    assert [(one.on_the_list, one.admitted_at, one.admitted_why) for one in (attends, speaks, in_time)] == [
        (False, None, ""),
        (True, MORNING, "the chair agreed"),
        (True, None, ""),
    ]
    assert [one.by_desk for one in (attends, speaks, in_time)] == [True, True, True]


def test_who_attended_and_takes_the_floor_after_the_close_is_an_exception_too(rows: None) -> None:
    row = an_inscription(a_late_hall(), "Chad", wants_floor=False)
    actions.edit(row, {"wants_floor": True}, at=MORNING, by="Desk", why="the chair agreed")
    assert (row.on_the_list, row.admitted_at, row.admitted_why) == (True, MORNING, "the chair agreed")


def test_desk_admits_in_any_order(outbox: Outbox) -> None:
    dialogue = a_late_hall()
    first, second = waits(dialogue, "Tonga", 1), waits(dialogue, "Peru", 2)
    reserve.admit(second, by="Desk", why="the chair agreed", at=MORNING)
    assert (second.on_the_list, first.on_reserve, outbox()[0].recipient) == (True, True, second.address)
    for one in (second, a_registration(dialogue, "Chad", reserve_since=LATE), an_inscription(dialogue, "Kenya")):
        with pytest.raises(NotOnReserve):
            reserve.admit(one, by="Desk", why="again", at=MORNING)


@pytest.mark.parametrize("reserved", [True, False])
def test_letter_to_selected_civil_society_says_where_it_stands(outbox: Outbox, reserved: bool) -> None:
    row = an_inscription(a_late_hall(), "NGO", kind=Kind.CIVIL_SOCIETY, reserve_since=ONLINE if reserved else None)
    actions.decide(row, Decision.ACCEPTED, message="", at=LATE, by="Desk", send=False)
    assert ("waits on the reserve" in " ".join(outbox()[0].text.split()), row.on_the_list) == (reserved, not reserved)


def late_now() -> dict[str, Any]:
    """Hours by which it is late at the moment of the test."""
    return {"online_closes_at": now() - timedelta(hours=1), "list_closes_at": now() + timedelta(hours=1)}


def test_register_page_offers_the_reserve_and_takes_it(client: FlaskClient, rows: None) -> None:
    a_hall(**late_now())
    page = client.get(REGISTER).text
    assert ("Ask for a place on the reserve" in page, "Take the floor</" in page) == (True, False)
    assert '<span data-moment="America/New_York">Only the desk in the room still adds' in page
    review = client.post(REGISTER, json=a_state(step="review")).text
    assert "Waits on the reserve, and moves up when a place becomes free" in review
    sent = client.post(REGISTER, json=a_state())
    assert "once it is confirmed it waits on the reserve" in client.get(sent.location).text
    assert all_rows()[0].reserve_since is not None


def test_buttons_of_public_pages_say_what_one_can_ask_for(client: FlaskClient, rows: None) -> None:
    a_hall(**late_now())
    pages = [client.get(f"/dialogues/rtop-2012/{page}").text for page in ("", "speakers/")]
    assert [">Ask for a place on the reserve</a>" in page for page in pages] == [True, True]


def test_own_page_tells_the_number_and_what_is_possible(client: FlaskClient, rows: None) -> None:
    dialogue = a_hall(**late_now())
    rows_ = [waits(dialogue, name, minutes) for minutes, name in enumerate(["Chad", "Peru", "Tonga"])]
    session.commit()
    page = client.get(own_path(rows_[2]))
    assert ("third on the reserve" in page.text, "status reserve" in page.text) == (True, True)
    assert "Who withdraws now can come back only on the reserve." in page.text
    assert client.post(own_path(rows_[2], "withdraw/"), json={}).status_code == 303
    assert "Come back, on the reserve" in client.get(own_path(rows_[2])).text


def test_desk_admits_from_the_page_of_a_request_with_a_reason(desk: FlaskClient, rows: None) -> None:
    row = waits(a_hall(**late_now()), "Tonga")
    session.commit()
    one = f"{DESK}{row.id}/"
    page = desk.get(one).text
    assert ("first on the reserve" in page, "Admit, at the last place of the level" in page) == (True, True)
    assert "What is asked online now waits on the reserve." in page
    answers = [
        desk.post(f"{one}admit/", json={"version": version, "why": why}).status_code
        for version, why in [(1, ""), (7, "the chair agreed"), (1, "the chair agreed"), (2, "again")]
    ]
    assert answers == [422, 409, 303, 409]
    assert all_rows()[0].on_the_list
    assert "the chair agreed" in desk.get(one).text


def test_parallel_withdrawals_admit_each_another_one_and_lose_no_place(app: Flask, outbox: Outbox) -> None:
    dialogue = a_hall(**late_now())
    dialogue.meetings[1].ends_at = FAR
    going = [an_inscription(dialogue, f"Going {number} (example)") for number in range(5)]
    waiting = [waits(dialogue, f"Waiting {number} (example)", number) for number in range(4)]
    for one in (*going, *waiting):
        one.requested_at = OPENED if one in going else one.requested_at
    session.commit()
    paths = [own_path(one, "withdraw/") for one in going]

    def withdraw(path: str) -> int:
        return app.test_client().post(path, json={}).status_code

    with ThreadPoolExecutor(5) as hands:
        answers = list(hands.map(withdraw, paths))
    assert answers == [303] * 5
    rows = all_rows()
    assert names([one for one in rows if one.on_the_list]) == [f"Waiting {number} (example)" for number in range(4)]
    assert len({one.admitted_why for one in rows if one.admitted_why}) == 4
    assert sorted(letter.recipient for letter in outbox()) == sorted(one.address for one in waiting)
