"""Who asked for one meeting and stands in another is told beside the row, with the reason."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.speakers import actions
from rtop_event.speakers.listing import listing
from rtop_event.speakers.wishes import unmet_wish, wishes_told
from tests.speakers.desk_lists import NAMES, NOW, a_list, key, registration

LIST = "/organise/rtop-2012/speakers/"
JSON = {"Accept": "application/json"}


def asked(**wishes: int) -> None:
    for name, meeting in wishes.items():
        registration(name).meeting_number = meeting
    session.flush()


def test_list_of_the_day_says_who_asked_for_another_meeting_and_why(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        a_list()
        asked(Tonga=1, Chad=2)
        session.commit()
    page = desk.get(LIST, headers=JSON).get_json()
    assert {one["delegation"]: one["wish"] for one in page["lines"] if one["wish"]} == {"Chad": 2}
    assert page["wishes"] == (
        "1 delegation asked for another meeting than it is expected in. One list runs through the day, so the order "
        "decides: move it, or give each meeting a list of its own under Order."
    )
    assert desk.get(LIST).text.count('<small class="wish">asked for: Afternoon meeting</small>') == 1


@pytest.mark.usefixtures("rows")
def test_nobody_is_told_of_where_each_stands_in_the_meeting_asked_for() -> None:
    dialogue = a_list(order_preset="general-debate")
    asked(Tonga=1, Chad=2)
    rows = listing(dialogue).rows
    assert ([unmet_wish(row) for row in rows], wishes_told(rows)) == ([None] * len(NAMES), None)


@pytest.mark.usefixtures("rows")
def test_list_of_each_meeting_says_who_was_moved_to_another() -> None:
    dialogue = a_list(order_preset="general-debate")
    asked(Tonga=1, Chad=2, Peru=2, Algeria=1)
    actions.move(
        dialogue, key("Chad"), after=key("Tonga"), reason="x", seen=listing(dialogue).fingerprint, by="Desk", at=NOW
    )
    session.flush()
    rows = listing(dialogue).rows
    assert {row.entry.delegation: wish for row in rows if (wish := unmet_wish(row))} == {"Chad": 2}
    assert str(wishes_told(rows)).startswith("1 delegation is expected in another meeting than it asked for: it was")
