"""Each step of a request: what it changes, what it refuses, whom it tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.delegations.words import Capacity, Kind, Level
from rtop_event.dialogues.models import Dialogue
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.organisers.models import Change
from rtop_event.refusal import NotFound
from rtop_event.registrations import actions, finding, posting
from rtop_event.registrations.asked import Asked, Lapsed, ListClosed, NoLongerLive, NotWithdrawn, TooManyLetters
from rtop_event.registrations.models import Decision, Registration
from rtop_event.registrations.standing import PlaceShown, place_of, set_source
from rtop_event.registrations.states import Status
from rtop_event.wording import sentence
from tests.builders import MORNING, a_delegation, a_dialogue, a_group, a_registration, an_inscription

AT = datetime(2012, 8, 20, 12, 0, tzinfo=UTC)
SOON = AT + timedelta(hours=1)
LATER = AT + timedelta(hours=25)
Outbox = Callable[[], list[Letter]]
_keys = iter(range(10_000))


def asked(**other: Any) -> Asked:
    """A State's request for the floor."""
    values: dict[str, Any] = {
        "kind": Kind.MEMBER_STATE,
        "wants_floor": True,
        "speaker_name": "H.E. A. Example",
        "level": Level.MINISTER,
        "focal_point": "B. Example",
        "address": "B.Example@mission.example",
        "address_key": "b.example@mission.example",
        "form_key": f"asked-{next(_keys)}",
    }
    return Asked(**{**values, **other})


def receive(dialogue: Dialogue, name: str = "Tonga", at: datetime = AT, **other: Any) -> Registration:
    """A received request."""
    got = actions.receive(dialogue, a_delegation(name).id, asked(**other), at=at)
    assert got.registration is not None
    return got.registration


def told(outbox: Outbox) -> list[tuple[str, str]]:
    """Kind and recipient of every letter."""
    return [(letter.kind.value, letter.recipient) for letter in outbox()]


def steps() -> list[tuple[str, str]]:
    """What the record says: step and person."""
    return [(one.what, one.by) for one in session.scalars(select(Change).order_by(Change.id))]


def test_received_is_not_confirmed_and_gets_a_receipt(outbox: Outbox) -> None:
    row = receive(a_dialogue())
    session.flush()
    letter = outbox()[0]
    assert (row.status(AT), row.holds_place) == (Status.RECEIVED, False)
    assert (letter.kind, letter.recipient, letter.about, letter.stream, letter.approved_at) == (
        LetterKind.RECEIPT,
        "B.Example@mission.example",
        f"registration:{row.id}",
        "rtop-2012:b.example@mission.example",
        AT,
    )
    assert letter.subject == "Please confirm: request received for Tonga"
    assert posting.path_of(row) in letter.text
    assert "21 August 2012, 08:00 (New York time)" in letter.text
    assert steps() == [("received", "the delegation")]


def test_a_receipt_is_inert_text_in_the_language_that_was_chosen(outbox: Outbox) -> None:
    receive(a_dialogue(), focal_point="[click](https://evil.example) www.evil.example", language="ar")
    letter = outbox()[0]
    assert (letter.language, 'dir="rtl"' in letter.html, 'href="https://evil.example' in letter.html) == (
        "ar",
        True,
        False,
    )


def test_the_same_key_twice_is_one_request(outbox: Outbox) -> None:
    dialogue, same = a_dialogue(), asked(form_key="one-key")
    first = actions.receive(dialogue, a_delegation("Tonga").id, same, at=AT)
    second = actions.receive(dialogue, a_delegation("Tonga").id, same, at=SOON)
    assert (first.registration, len(outbox())) == (second.registration, 1)


def test_the_same_key_on_two_connections_is_one_request(rows: None, monkeypatch: pytest.MonkeyPatch) -> None:
    dialogue = a_dialogue()
    row = receive(dialogue, form_key="one-key")
    seen = iter([None, row])
    monkeypatch.setattr(finding, "by_key", lambda _key: next(seen))
    got = actions.receive(
        dialogue, a_delegation("Peru").id, asked(form_key="one-key", address_key="x@y.example"), at=AT
    )
    assert got.registration is row


def test_another_broken_rule_of_the_table_is_not_hidden(rows: None) -> None:
    with pytest.raises(IntegrityError):
        actions.receive(a_dialogue(), 987_654, asked(), at=AT)


def test_the_same_mailbox_asking_again_gets_its_letter_again(outbox: Outbox) -> None:
    dialogue = a_dialogue()
    row = receive(dialogue)
    assert receive(dialogue, at=SOON) is row
    actions.verify(row, at=SOON)
    assert receive(dialogue, at=LATER) is row
    assert [letter.subject for letter in outbox()] == [
        "Please confirm: request received for Tonga",
        "Please confirm: request received for Tonga",
        "Your personal page: Tonga",
    ]


def test_two_who_attend_are_two_requests_of_one_mailbox(rows: None) -> None:
    dialogue = a_dialogue()
    first = receive(dialogue, wants_floor=False, speaker_name="A. Example")
    assert receive(dialogue, wants_floor=False, speaker_name="A. Example") is first
    assert receive(dialogue, wants_floor=False, speaker_name="C. Example") is not first
    assert receive(dialogue) is not first


def test_a_mailbox_gets_only_so_many_letters(outbox: Outbox) -> None:
    dialogue = a_dialogue()
    row = receive(dialogue)
    for _ in range(posting.LETTERS_AN_HOUR + 3):
        receive(dialogue, at=SOON - timedelta(minutes=5))
    actions.mail_lost_links(dialogue, row.address_key, at=SOON - timedelta(minutes=5))
    assert len(outbox()) == posting.LETTERS_AN_HOUR
    with pytest.raises(TooManyLetters):
        receive(dialogue, "Peru", at=SOON - timedelta(minutes=5))
    assert receive(dialogue, "Peru", at=LATER).delegation_id == a_delegation("Peru").id


def test_a_second_request_while_one_awaits_is_received_and_told(outbox: Outbox) -> None:
    dialogue = a_dialogue()
    receive(dialogue)
    second = receive(dialogue, address="c@mission.example", address_key="c@mission.example")
    assert finding.awaiting(second, AT)
    assert ["Another request for the same place" in letter.text for letter in outbox()] == [False, True]
    third = receive(dialogue, at=LATER, address="d@mission.example", address_key="d@mission.example")
    assert not finding.awaiting(third, LATER)


def test_a_place_that_is_held_refuses_and_tells_its_focal_point_once_a_day(outbox: Outbox) -> None:
    dialogue = a_dialogue()
    first = an_inscription(dialogue)
    for hours in (0, 1, 25):
        at = AT + timedelta(hours=hours)
        got = actions.receive(
            dialogue, first.delegation_id, asked(address="x@y.example", address_key="x@y.example"), at=at
        )
        assert (got.registration, got.holder) == (None, first)
    assert told(outbox) == [("notice", first.address), ("notice", first.address)]
    assert session.scalars(select(Registration)).all() == [first]


def test_a_group_has_one_statement_too(rows: None) -> None:
    dialogue, group = a_dialogue(), a_group()
    first = an_inscription(dialogue, "Tonga", group=group)
    for_group = asked(capacity=Capacity.GROUP, group_id=group.id)
    assert actions.receive(dialogue, a_delegation("Peru").id, for_group, at=AT).holder is first
    assert receive(dialogue, "Tonga").wants_floor


def test_confirming_puts_on_the_list(rows: None) -> None:
    row = receive(a_dialogue())
    assert (actions.verify(row, at=SOON), row.verified_at, row.status(SOON)) == (None, SOON, Status.ON_THE_LIST)
    assert (actions.verify(row, at=LATER), row.verified_at) == (None, SOON)
    assert steps() == [("received", "the delegation"), ("verified", "the delegation")]


def test_confirming_attendance_and_civil_society(rows: None) -> None:
    dialogue = a_dialogue()
    attends = receive(dialogue, wants_floor=False)
    speaks = receive(dialogue, "NGO", kind=Kind.CIVIL_SOCIETY)
    actions.verify(attends, at=SOON)
    actions.verify(speaks, at=SOON)
    assert (attends.status(SOON), speaks.status(SOON)) == (Status.REGISTERED, Status.VERIFIED)
    assert (finding.inscriptions(dialogue), speaks.on_the_list) == ([], False)


def test_confirming_too_late_is_refused(rows: None) -> None:
    row = receive(a_dialogue())
    with pytest.raises(Lapsed):
        actions.verify(row, at=AT + timedelta(hours=24))
    assert actions.verify(row, at=LATER, by="Desk", why="by telephone") is None
    assert row.verified_at == LATER


def test_confirming_what_is_gone_is_refused(rows: None) -> None:
    row = receive(a_dialogue())
    actions.withdraw(row, at=AT)
    with pytest.raises(NoLongerLive):
        actions.verify(row, at=SOON)


def test_the_first_to_confirm_holds_the_place(outbox: Outbox) -> None:
    dialogue = a_dialogue()
    first = receive(dialogue)
    second = receive(dialogue, address="c@mission.example", address_key="c@mission.example")
    assert actions.verify(second, at=SOON) is None
    assert actions.verify(first, at=SOON) is second
    assert (first.verified_at, first.holds_place, first.status(SOON)) == (None, False, Status.RECEIVED)
    assert told(outbox)[-1] == ("notice", "c@mission.example")
    assert actions.verify(first, at=SOON, by="Desk") is second
    assert len(outbox()) == 3


def test_changing_the_level_takes_the_last_place_of_the_new_one(rows: None) -> None:
    row = an_inscription(a_dialogue())
    before = row.requested_at
    actions.edit(row, {"speaker_name": "Another"}, at=AT)
    assert row.requested_at == before
    actions.edit(row, {"level": Level.MINISTER}, at=SOON)
    assert (row.level, row.requested_at) == (Level.MINISTER, SOON)
    actions.edit(row, {"level": Level.CHAIR_OF_DELEGATION}, at=LATER)
    assert row.requested_at == LATER


@pytest.mark.parametrize(
    "without", [{"kind": Kind.CIVIL_SOCIETY, "decision": Decision.ACCEPTED}, {"wants_floor": False}]
)
def test_who_has_no_level_cannot_give_themselves_one(rows: None, without: dict[str, Any]) -> None:
    row = an_inscription(a_dialogue(), "An organisation", **without)
    before = row.requested_at
    actions.edit(row, {"level": Level.HEAD_OF_STATE, "speaker_name": "Another"}, at=AT)
    assert (row.level, row.requested_at, row.speaker_name) == (Level.CHAIR_OF_DELEGATION, before, "Another")


def test_a_change_is_recorded_with_before_and_after(rows: None) -> None:
    row = an_inscription(a_dialogue(), speaker_name="One")
    actions.edit(row, {"speaker_name": "One"}, at=AT)
    actions.edit(row, {"speaker_name": "Two"}, at=AT, step="substitute named")
    session.flush()
    change = session.scalars(select(Change)).one()
    assert (change.what, change.before, change.after) == (
        "substitute named",
        {"speaker_name": "One"},
        {"speaker_name": "Two"},
    )


def test_after_the_close_the_level_stays_and_nobody_comes_back(rows: None) -> None:
    row = an_inscription(a_dialogue(open_now=False))
    with pytest.raises(ListClosed):
        actions.edit(row, {"level": Level.MINISTER}, at=MORNING)
    actions.edit(row, {"speaker_name": "Substitute"}, at=MORNING)
    actions.edit(row, {"level": Level.MINISTER}, at=MORNING, by="Desk", why="a letter")
    actions.withdraw(row, at=MORNING)
    with pytest.raises(ListClosed):
        actions.come_back(row, at=MORNING)
    assert actions.come_back(row, at=MORNING, by="Desk") is None
    assert (row.speaker_name, row.level, row.on_the_list) == ("Substitute", Level.MINISTER, True)


@pytest.mark.parametrize(
    ("gone", "refused"),
    [
        ({"withdrawn_at": AT}, NoLongerLive),
        ({"decision": Decision.REFUSED}, NoLongerLive),
        ({"verified_at": None}, Lapsed),
    ],
)
def test_what_is_gone_cannot_be_changed_by_its_delegate(
    rows: None, gone: dict[str, Any], refused: type[Exception]
) -> None:
    row = an_inscription(a_dialogue(), **gone)
    with pytest.raises(refused):
        actions.edit(row, {"speaker_name": "Another"}, at=LATER)


def test_asking_for_the_floor_by_the_desk_can_meet_a_held_place(rows: None) -> None:
    dialogue = a_dialogue()
    attends = an_inscription(dialogue, wants_floor=False)
    assert actions.edit(attends, {"wants_floor": True}, at=AT, by="Desk") is None
    assert (attends.requested_at, attends.on_the_list) == (AT, True)
    other = an_inscription(dialogue, "Tonga", wants_floor=False)
    assert actions.edit(other, {"wants_floor": True}, at=AT, by="Desk") is attends
    assert other.wants_floor is False


def test_withdrawing_twice_is_once(rows: None) -> None:
    row = an_inscription(a_dialogue())
    actions.withdraw(row, at=AT)
    actions.withdraw(row, at=SOON)
    assert (row.withdrawn_at, row.holds_place, steps()) == (AT, False, [("withdrawn", "the delegation")])


def test_coming_back_takes_the_last_place(rows: None) -> None:
    dialogue = a_dialogue()
    first, second = an_inscription(dialogue, "Tonga"), an_inscription(dialogue, "Peru")
    actions.withdraw(first, at=AT)
    assert finding.inscriptions(dialogue) == [first, second]
    assert actions.come_back(first, at=SOON) is None
    assert finding.inscriptions(dialogue) == [second, first]
    with pytest.raises(NotWithdrawn):
        actions.come_back(first, at=SOON)


def test_coming_back_unconfirmed_begins_the_day_anew(rows: None) -> None:
    row = receive(a_dialogue())
    actions.withdraw(row, at=SOON)
    actions.come_back(row, at=LATER)
    assert (row.received_at, row.status(LATER)) == (LATER, Status.RECEIVED)


def test_coming_back_when_another_holds_the_place(outbox: Outbox) -> None:
    dialogue = a_dialogue()
    first = an_inscription(dialogue)
    actions.withdraw(first, at=AT)
    second = an_inscription(dialogue)
    assert actions.come_back(first, at=SOON) is second
    assert (first.withdrawn_at, told(outbox)) == (AT, [("notice", second.address)])
    assert actions.come_back(first, at=SOON, by="Desk") is second


@pytest.mark.parametrize(("send", "approved_by"), [(False, ""), (True, "Desk")])
def test_selecting_civil_society_drafts_its_letter(outbox: Outbox, send: bool, approved_by: str) -> None:
    dialogue = a_dialogue()
    row = an_inscription(dialogue, "NGO", kind=Kind.CIVIL_SOCIETY)
    for _ in range(2):
        actions.decide(row, Decision.ACCEPTED, message="Come [early](x).", at=AT, by="Desk", send=send)
    letter = outbox()[0]
    assert (len(outbox()), letter.kind, letter.approved_by) == (1, LetterKind.DECISION, approved_by)
    assert (letter.subject, "Come [early](x)." in letter.text) == ("Selected to speak: NGO", True)
    assert (row.on_the_list, row.decided_at, finding.inscriptions(dialogue)) == (True, AT, [row])


def test_refusing_frees_the_place_and_taking_it_back_meets_who_came(outbox: Outbox) -> None:
    dialogue = a_dialogue()
    row = an_inscription(dialogue)
    actions.decide(row, Decision.REFUSED, message="", at=AT, by="Desk", send=False, why="twice")
    assert (row.status(AT), outbox()[0].subject) == (Status.NOT_SELECTED, "Your request for the floor: Tonga")
    second = an_inscription(dialogue)
    assert actions.decide(row, Decision.NONE, message="", at=AT, by="Desk", send=False) is second
    actions.withdraw(second, at=AT)
    assert actions.decide(row, Decision.NONE, message="", at=AT, by="Desk", send=False) is None
    assert (row.on_the_list, len(outbox())) == (True, 1)


def test_the_desk_withdraws_with_a_draft(outbox: Outbox) -> None:
    row = an_inscription(a_dialogue())
    actions.withdraw_by_desk(row, message="As agreed.", at=AT, by="Desk", send=False, why="by telephone")
    letter = outbox()[0]
    assert (letter.kind, letter.approved_at, "As agreed." in letter.text) == (LetterKind.DECISION, None, True)
    with pytest.raises(NoLongerLive):
        actions.withdraw_by_desk(row, message="", at=AT, by="Desk", send=False, why="again")


def test_the_desk_adds_one_verified_at_once(outbox: Outbox) -> None:
    dialogue, tonga = a_dialogue(), a_delegation("Tonga").id
    wanted = asked(address="", address_key="", focal_point="")
    added = actions.add_by_desk(dialogue, tonga, wanted, at=AT, by="Desk", why="a note verbale").registration
    assert added is not None
    assert (added.by_desk, added.on_the_list, outbox()) == (True, True, [])
    assert actions.add_by_desk(dialogue, tonga, wanted, at=AT, by="Desk", why="").registration is added
    second = actions.add_by_desk(dialogue, tonga, asked(), at=AT, by="Desk", why="")
    assert (second.registration, second.holder) == (None, added)
    assert actions.tell(added, at=AT) is added
    attends = actions.add_by_desk(dialogue, tonga, asked(wants_floor=False), at=AT, by="Desk", why="").registration
    assert attends is not None
    assert (attends.status(AT), [letter.kind for letter in outbox()]) == (Status.REGISTERED, [LetterKind.RECEIPT])


def test_a_new_link_kills_the_old_one(outbox: Outbox) -> None:
    row = an_inscription(a_dialogue())
    old = posting.path_of(row)
    actions.renew_link(row, at=AT)
    new = posting.path_of(row)
    assert (old == new, new in outbox()[0].text, steps()) == (False, True, [("link renewed", "the delegation")])
    with pytest.raises(NotFound):
        finding.own(old.split("/")[2])
    assert finding.own(new.split("/")[2]) is row


def test_the_link_can_be_sent_again(outbox: Outbox) -> None:
    row = an_inscription(a_dialogue())
    actions.send_link(row, at=AT, by="Desk")
    assert (told(outbox), steps()) == ([("receipt", row.address)], [("link sent again", "Desk")])


def test_lost_links_go_in_one_letter_to_their_mailbox(outbox: Outbox) -> None:
    dialogue = a_dialogue()
    mine = {"address": "me@mission.example", "address_key": "me@mission.example"}
    first, second = an_inscription(dialogue, "Tonga", **mine), an_inscription(dialogue, "Peru", **mine)
    an_inscription(dialogue, "Chad", withdrawn_at=AT, **mine)
    a_registration(dialogue, "Chile", **mine)
    an_inscription(dialogue, "Kenya")
    actions.mail_lost_links(dialogue, "me@mission.example", at=LATER)
    actions.mail_lost_links(dialogue, "stranger@mission.example", at=LATER)
    letter = outbox()[0]
    assert (told(outbox), letter.subject) == (
        [("receipt", "me@mission.example")],
        "Your personal links: Timely and decisive response",
    )
    assert [posting.path_of(one) in letter.text for one in (first, second)] == [True, True]
    assert ["Chad" in letter.text, "Chile" in letter.text] == [True, False]


def test_the_place_is_asked_of_the_wing_that_orders(app: Any, rows: None) -> None:
    dialogue = a_dialogue()
    row, attends = an_inscription(dialogue), an_inscription(dialogue, "Peru", wants_floor=False)
    known = app.extensions.pop("standing", None)
    assert place_of(row, AT) is None
    shown = PlaceShown(3, 9, "Morning meeting", MORNING, True, True, sentence("by level"))
    set_source(app, lambda _row, _at: shown)
    assert (place_of(row, AT), place_of(attends, AT)) == (shown, None)
    app.extensions["standing"] = known


def test_a_change_that_the_table_forbids_is_not_hidden(rows: None) -> None:
    row = an_inscription(a_dialogue())
    with pytest.raises(IntegrityError):
        actions.edit(row, {"capacity": Capacity.GROUP}, at=AT, by="Desk")


def test_a_receipt_tells_only_what_is_known(outbox: Outbox) -> None:
    receive(a_dialogue(), wants_floor=False, speaker_name="", focal_point="")
    text = outbox()[0].text
    assert ["Dear colleague," in text, "Takes part: Attend only" in text, "Speaker:" in text, "Level:" in text] == [
        True,
        True,
        False,
        False,
    ]
