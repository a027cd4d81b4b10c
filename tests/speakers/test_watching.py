"""An open page of the list asks again: nothing new is told in few bytes, what another did by whom it was done."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.organisers.models import RoleName
from tests.conftest import signed_in
from tests.hands import Hands
from tests.speakers.desk_lists import NAMES, a_list, registration
from tests.speakers.test_pages import counted

URL = "/organise/rtop-2012/speakers/"


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    with app.app_context():
        a_list()
        session.commit()
        return {name: registration(name).id for name in NAMES}


@pytest.fixture
def other(app: Flask) -> Hands:
    """The other organiser."""
    return Hands(signed_in(app, RoleName.ORGANISER))


def test_nothing_new_is_told_without_a_page_and_in_three_queries(
    app: Flask, desk: FlaskClient, ids: dict[str, int]
) -> None:
    mark = desk.get(URL, headers={"X-Fragment": "1"}).headers["ETag"]
    with counted(app) as said:
        again = desk.get(URL, headers={"X-Fragment": "1", "If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    assert len(said) <= 3


def test_change_by_another_is_told_with_name_row_and_strip(
    desk: FlaskClient, other: Hands, ids: dict[str, int]
) -> None:
    mark = desk.get(URL).headers["ETag"]
    other.open(f"{URL}{ids['Chad']}/move/").press("Move", place="1", reason="flight at noon")
    since = mark.strip('"')
    new = desk.get(f"{URL}?since={since}&block=member_states", headers={"X-Fragment": "1", "If-None-Match": mark})
    assert (new.status_code, new.headers["ETag"] == mark) == (200, False)
    assert 'data-changed="Changed by Desk (example) just now."' in new.text
    assert "<b>Chad</b>: moved, from place 4 to place 1" in new.text
    assert new.text.count('class="strip"') == 1
    same = desk.get(f"{URL}?since={since}", headers={"X-Fragment": "1", "If-None-Match": new.headers["ETag"]})
    assert same.status_code == 304


@pytest.mark.parametrize("since", ["", "x", "-1", "9" * 30, "٣", "1"])
def test_page_that_names_no_line_or_the_last_one_is_told_nothing(
    desk: FlaskClient, other: Hands, ids: dict[str, int], since: str
) -> None:
    other.open(f"{URL}{ids['Chad']}/move/").press("Move", place="1")
    assert "data-changed" not in desk.get(URL, query_string={"since": since}).text


def test_only_fragments_are_answered_by_their_mark(desk: FlaskClient, ids: dict[str, int]) -> None:
    mark = desk.get(URL).headers["ETag"]
    for headers in ({"If-None-Match": mark}, {"If-None-Match": '"x"', "X-Fragment": "1"}):
        assert desk.get(URL, headers=headers).status_code == 200
