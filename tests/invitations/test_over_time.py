"""The answers over time, as tables: day by day on New York's calendar, and the bars of the chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.bars import Bar, Plot
from rtop_event.database import session
from rtop_event.dialogues.actions import changing
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.models import Answer, Channel
from rtop_event.invitations.over_time import Course, Day, Hour, by_day, by_hour, changed, drawn
from rtop_event.invitations.waiting import waiting
from tests.invitations import test_replies
from tests.invitations.test_replies import AUGUST, LIST, reply

dialogue = test_replies.dialogue
_in_august = test_replies._in_august
AUG_20, AUG_21, AUG_22, AUG_23 = (date(2012, 8, day) for day in (20, 21, 22, 23))


def at(day: int, hour: int = 13) -> datetime:
    """A moment of that August; before four in the morning it is still the day before in New York."""
    return datetime(2012, 8, day, hour, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """One answer."""

    answer: Answer
    at: datetime
    sequence: int = 0
    channel: Channel = Channel.WEB
    note: str = ""


SENT = [(at(20), 0)]


@pytest.mark.parametrize(
    ("courses", "told"),
    [
        ([], {}),
        ([Course([], [])], {}),
        ([Course(SENT, [])], {20: (0, 0, 0, 1), 21: (0, 0, 0, 1), 22: (0, 0, 0, 1)}),
        (
            [Course(SENT, [Said(Answer.ACCEPTED, at(21))]), Course(SENT, [Said(Answer.DECLINED, at(20, 15))])],
            {20: (0, 0, 1, 1), 21: (1, 0, 1, 0), 22: (1, 0, 1, 0)},
        ),
        ([Course(SENT, [Said(Answer.ACCEPTED, at(22, 3))])], {20: (0, 0, 0, 1), 21: (1, 0, 0, 0), 22: (1, 0, 0, 0)}),
        (
            [Course(SENT, [Said(Answer.DELEGATED, at(21)), Said(Answer.DECLINED, at(22))])],
            {20: (0, 0, 0, 1), 21: (0, 1, 0, 0), 22: (0, 0, 1, 0)},
        ),
        (
            [Course([*SENT, (at(22), 1)], [Said(Answer.ACCEPTED, at(21))])],
            {20: (0, 0, 0, 1), 21: (1, 0, 0, 0), 22: (0, 0, 0, 1)},
        ),
        (
            [Course(SENT, [], withdrawn_at=at(21)), Course([(at(21), 0)], [])],
            {20: (0, 0, 0, 1), 21: (0, 0, 0, 1), 22: (0, 0, 0, 1)},
        ),
        ([Course([(at(25), 0)], [])], {}),
        ([Course([(at(21), 0)], [Said(Answer.ACCEPTED, at(20))])], {21: (1, 0, 0, 0), 22: (1, 0, 0, 0)}),
    ],
    ids=[
        "nobody", "not-written", "not-answered", "two-answers", "late-evening", "changed-mind", "asked-again",
        "withdrawn", "sent-later", "told-before-the-letter",
    ],
)  # fmt: skip
def test_each_day_tells_how_the_invited_stood_at_its_end(courses: list[Course], told: dict[int, Any]) -> None:
    assert {one.day.day: one.numbers for one in by_day(courses, until=AUG_22)} == told


def test_only_days_on_which_something_changed_stand_in_the_table() -> None:
    days = [Day(AUG_20, (0, 1)), Day(AUG_21, (0, 1)), Day(AUG_22, (1, 0)), Day(AUG_23, (1, 0))]
    assert [one.day for one in changed(days)] == [AUG_20, AUG_22]
    assert changed([]) == []


def test_the_bars_of_a_day_stand_on_each_other() -> None:
    days = [Day(AUG_20, (0, 0, 0, 2)), Day(AUG_21, (2, 0, 1, 1))]
    assert drawn(days) == Plot(
        2,
        4,
        (
            Bar("needs-action", 0.05, 2, 0.9, 2),
            Bar("accepted", 1.05, 2, 0.9, 2),
            Bar("declined", 1.05, 1, 0.9, 1),
            Bar("needs-action", 1.05, 0, 0.9, 1),
        ),
    )


def test_the_first_day_is_told_hour_by_hour() -> None:
    courses = [Course(SENT, [Said(Answer.ACCEPTED, at(20, 15))]), Course([(at(20, 14), 0)], [])]
    assert by_hour(courses, until=at(20, 15) + timedelta(minutes=30)) == [
        Hour(at(20, 13), (0, 0, 0, 1)),
        Hour(at(20, 14), (0, 0, 0, 2)),
        Hour(at(20, 15), (1, 0, 0, 1)),
    ]
    assert by_hour([Course(SENT, [])], until=at(20, 12)) == by_hour([], until=at(20)) == []


def test_the_page_shows_chart_table_and_latest_answers(app: Flask, desk: FlaskClient, dialogue: Dialogue) -> None:
    there = f"{LIST}answers/"
    reply(dialogue, "Tonga", Answer.ACCEPTED)
    page: Any = desk.get(there, headers={"Accept": "application/json"}).json
    assert [(one["day"], one["numbers"]) for one in page["days"]] == [("2012-08-20", [0, 0, 0, 5])]
    assert [(one["name"], one["answer"], one["note"]) for one in page["latest"]] == [
        ("A. Tonga", "accepted", "From Tonga.")
    ]
    text = desk.get(there).text
    assert ('<rect class="needs-action"' in text, "style=" in text) == (True, False)
    assert "Of 5 invited people, hour by hour on 20 August 2012, New York time; now:" in text
    assert ([one["at"] for one in page["hours"]], "Answers at the end of each hour" in text) == (
        ["2012-08-20T13:00:00Z"],
        True,
    )


def test_what_was_answered_to_the_earlier_entry_stays_visible(
    app: Flask, desk: FlaskClient, dialogue: Dialogue
) -> None:
    reply(dialogue, "Tonga", Answer.ACCEPTED)
    with changing(dialogue, by="Desk", at=AUGUST):
        dialogue.room = "Elsewhere"
    session.commit()
    page: Any = desk.get(f"{LIST}answers/", headers={"Accept": "application/json"}).json
    assert (page["earlier"], [one["earlier"] for one in page["latest"]]) == (1, [True])
    text = desk.get(f"{LIST}answers/").text
    assert (f'{LIST}?answer=earlier"><span class="big">1</span>' in text, "(to the earlier entry)" in text) == (
        True,
        True,
    )
    assert desk.get(f"{LIST}?answer=earlier").text.count('<th scope="row">') == 1
    with app.test_request_context():
        assert [one.number for one in waiting(AUGUST)][2:] == [5, 0, 1]


def test_before_the_first_letter_there_is_nothing_to_draw(app: Flask, desk: FlaskClient, dialogue: Dialogue) -> None:
    for one in dialogue.meetings:
        one.starts_at -= timedelta(days=400)
        one.ends_at -= timedelta(days=400)
    session.commit()
    assert "No invitation has left yet" in desk.get(f"{LIST}answers/").text
    assert AUGUST.date() == AUG_20
