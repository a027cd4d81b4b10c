"""Two requests of one delegation become one: what changes, what stays, what is refused, what each page tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.mailing.models import Letter
from rtop_event.organisers.models import Change
from rtop_event.registrations import actions, posting
from rtop_event.registrations.asked import NoLongerLive
from rtop_event.registrations.merging import IsMerged, NotOneRequest, merge, merge_of, merged_into, not_merged
from rtop_event.registrations.models import Merge, Registration
from tests.builders import a_dialogue, a_group, a_registration, an_inscription
from tests.hands import Hands

AT = datetime(2012, 9, 1, 12, 0, tzinfo=UTC)
DESK = "/organise/rtop-2012/registrations/"


def two() -> tuple[Registration, Registration]:
    """An earlier request under one spelling, and a later one under another."""
    dialogue = a_dialogue()
    return an_inscription(dialogue, "Amnesty Intl"), an_inscription(dialogue, "Amnesty International")


def merged(stays: Registration, goes: Registration, **changed: Any) -> None:
    values: dict[str, Any] = {"earlier_counts": False, "message": "", "at": AT, "by": "Desk", "why": "one body"}
    merge(stays, goes, **{**values, **changed})
    session.flush()


@pytest.mark.usefixtures("rows")
class TestMerging:
    """The action."""

    def test_one_is_withdrawn_and_leads_to_the_one_that_stays(self, outbox: Callable[[], list[Letter]]) -> None:
        goes, stays = two()
        asked = stays.requested_at
        merged(stays, goes, message="Please ask A. Example.")
        assert (goes.withdrawn_at, goes.holds_place, stays.withdrawn_at) == (AT, False, None)
        assert stays.requested_at == asked
        row = merge_of(goes)
        assert row is not None
        assert (row.into_id, row.by, row.at, row.why) == (stays.id, "Desk", AT, "one body")
        assert (merge_of(stays), merged_into(stays), merged_into(goes)) == (None, [goes], [])
        assert [(one.recipient, one.approved_at) for one in outbox()] == [(goes.address, None)]
        assert "Please ask A. Example." in outbox()[0].text

    def test_record_tells_both(self) -> None:
        goes, stays = two()
        merged(stays, goes)
        changes = session.scalars(select(Change).order_by(Change.id)).all()
        assert [(one.what, one.about, one.after, one.why) for one in changes] == [
            ("withdrawn", f"registration:{goes.id}", {}, "one body"),
            (
                "merged",
                f"registration:{goes.id}",
                {"request": f"registration:{stays.id} Amnesty International"},
                "one body",
            ),
            (
                "another merged",
                f"registration:{stays.id}",
                {"request": f"registration:{goes.id} Amnesty Intl"},
                "one body",
            ),
        ]

    def test_earlier_time_counts_when_the_desk_says_so(self) -> None:
        goes, stays = two()
        before, earlier = stays.requested_at, goes.requested_at
        merged(stays, goes, earlier_counts=True)
        assert stays.requested_at == earlier
        change = session.scalars(select(Change).where(Change.what == "another merged")).one()
        assert datetime.fromisoformat(change.before["requested_at"]) == before

    def test_later_time_never_counts_nor_that_of_one_who_only_attends(self) -> None:
        goes, stays = two()
        asked = goes.requested_at
        merged(goes, stays, earlier_counts=True)
        assert goes.requested_at == asked
        dialogue = a_dialogue("other")
        attends = a_registration(dialogue, "Chad", wants_floor=False)
        speaks = an_inscription(dialogue, "Chad")
        asked = speaks.requested_at
        merged(speaks, attends, earlier_counts=True)
        assert speaks.requested_at == asked

    def test_what_is_not_one_request_stays_two(self) -> None:
        _goes, stays = two()
        dialogue: Dialogue = stays.dialogue
        for_group = an_inscription(dialogue, "Algeria", group=a_group())
        elsewhere = an_inscription(a_dialogue("other"), "Chad")
        for pair in [(stays, stays), (stays, for_group), (stays, elsewhere)]:
            with pytest.raises(NotOneRequest):
                merged(*pair)
        assert session.scalars(select(Merge)).all() == []

    def test_withdrawn_request_is_neither_merged_nor_merged_into(self) -> None:
        goes, stays = two()
        actions.withdraw(goes, at=AT)
        for pair in [(stays, goes), (goes, stays)]:
            with pytest.raises(NoLongerLive):
                merged(*pair)

    def test_brought_back_it_is_one_of_its_own_and_can_be_merged_again(self) -> None:
        goes, stays = two()
        merged(stays, goes)
        with pytest.raises(IsMerged):
            not_merged(goes)
        later = AT + timedelta(hours=1)
        assert actions.come_back(goes, at=later, by="Desk", why="mistake") is None
        assert (merge_of(goes), merged_into(stays), goes.requested_at) == (None, [], later)
        not_merged(goes)
        merged(stays, goes, at=later + timedelta(hours=1))
        assert merged_into(stays) == [goes]
        assert len(session.scalars(select(Merge)).all()) == 1


def test_link_of_the_merged_one_says_whom_to_ask_and_nothing_of_the_other(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        goes, stays = two()
        merged(stays, goes)
        session.commit()
        link, secrets = posting.path_of(goes), [stays.address, stays.focal_point, stays.speaker_name]
    page = client.get(link).text
    assert "Merged with another request" in page
    assert "desk@icrtop.example" in page
    assert [secret for secret in secrets if secret in page] == []


def test_delegate_cannot_bring_the_merged_one_back(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        goes, _stays = two()
        actions.withdraw(goes, at=AT)
        session.commit()
        link = posting.path_of(goes)
    hands = Hands(client).open(link)
    with app.app_context():
        goes, stays = session.scalars(select(Registration).order_by(Registration.id))
        assert actions.come_back(goes, at=AT, by="Desk") is None
        merged(stays, goes, at=AT + timedelta(hours=1))
        session.commit()
    status, page = hands.press_refused("Come back, at the last place")
    assert (status, "This request was merged with another one of your delegation." in page) == (409, True)


def test_desk_sees_each_from_the_other_with_its_history(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        goes, stays = two()
        merged(stays, goes)
        session.commit()
        gone, kept = goes.id, stays.id
    hands = Hands(desk)
    page = hands.read(f"{DESK}{kept}/")
    assert [(one["number"], one["name"]) for one in page["merges"]["others"]] == [(gone, "Amnesty Intl")]
    assert [line["step"] for line in page["merges"]["others"][0]["history"]] == [
        "Merged with another request, which stays",
        "Withdrawn",
    ]
    assert page["history"][0]["step"] == "Another request was merged into this one"
    assert hands.read(f"{DESK}{gone}/")["merges"]["into"]["number"] == kept
    assert f"{DESK}{kept}/" in hands.open(f"{DESK}{gone}/").page
    hands.press("Bring back, at the last place of the level", why="mistake")
    assert hands.read(f"{DESK}{gone}/")["merges"] == {"into": None, "others": []}
