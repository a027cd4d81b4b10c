"""Other limits before anything is changed: the largest of each kind, of all alike, and whom they would move."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from rtop_event.database import session
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.actions import cancel_meeting
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue, ProgrammeItem
from rtop_event.dialogues.words import ItemKind
from rtop_event.speakers.listing import listing
from rtop_event.speakers.timing import Item, Limits, Sitting, Timetable, expected_times
from rtop_event.speakers.what_if import (
    What,
    everybody_fits,
    kind_of,
    largest_for_all,
    largest_of,
    largest_of_each,
    largest_share,
    shared,
    shifts,
)
from tests import builders
from tests.speakers.desk_lists import NOW
from tests.speakers.made_lists import FLOOR, Speaker, at, short_day, speakers

LIMITS = "/organise/rtop-2012/speakers/limits/"
JSON = {"Accept": "application/json"}
MIXED = [
    *speakers("Aab"),
    Speaker("au", Kind.REGIONAL_ORGANISATION),
    Speaker("un", Kind.UN_ENTITY),
    Speaker("ngo", Kind.CIVIL_SOCIETY),
]
"""A group, two delegations, two organisations, a civil society organisation: 20 minutes under the usual limits."""


@pytest.mark.parametrize(
    ("minutes", "table"),
    [
        (20, "delegation 180 2, group 300 1, organisation 180 2, civil_society 180 1, changeover 0 5"),
        (26, "delegation 360 2, group 660 1, organisation 360 2, civil_society 540 1, changeover 70 5"),
        (15, "delegation 30 2, group - 1, organisation 30 2, civil_society - 1, changeover - 5"),
        (9, "delegation - 2, group - 1, organisation - 2, civil_society - 1, changeover - 5"),
        (400, "delegation 3600 2, group 3600 1, organisation 3600 2, civil_society 3600 1, changeover 600 5"),
    ],
)
def test_largest_limit_of_each_kind_leaves_the_others_as_they_are(minutes: int, table: str) -> None:
    found = largest_of_each(MIXED, Timetable(short_day(minutes)))

    assert (
        ", ".join(f"{one.what} {'-' if one.seconds is None else one.seconds} {one.speakers}" for one in found) == table
    )
    assert [one.unbound for one in found] == [minutes == 400] * 5


def test_kind_that_nobody_is_of_is_unbound() -> None:
    found = largest_of(What.CIVIL_SOCIETY, speakers("ab"), Timetable(short_day(6)))

    assert (found.speakers, found.now, found.unbound) == (0, 180, True)


@pytest.mark.parametrize(
    ("minutes", "for_all", "share"),
    [(20, 200, 100), (10, 100, 50), (3, 30, 10), (2, None, None), (40, 400, 200), (700, 3600, 300)],
)
def test_largest_limit_for_all_alike(minutes: int, for_all: int | None, share: int | None) -> None:
    timetable = Timetable(short_day(minutes))
    found = largest_share(MIXED, timetable)

    assert largest_for_all(MIXED, timetable) == for_all
    assert (found[0] if found else None) == share
    assert found is None or found[1] == shared(timetable.limits, found[0])


def test_shared_limits_are_full_ten_seconds_within_what_may_be_set() -> None:
    assert shared(Limits(180, 300, 3600, 40), 85) == Limits(150, 250, 3060, 30)
    assert shared(Limits(180, 300, 3600, 40), 300) == Limits(540, 900, 3600, 120)


@pytest.mark.parametrize(
    ("kind", "group", "what"),
    [
        (Kind.OBSERVER_STATE, None, What.DELEGATION),
        (Kind.CIVIL_SOCIETY, "a coalition", What.GROUP),
        (Kind.OTHER_ORGANISATION, None, What.ORGANISATION),
        (Kind.CIVIL_SOCIETY, None, What.CIVIL_SOCIETY),
    ],
)
def test_kind_of_a_statement_is_that_of_its_limit(kind: Kind, group: str | None, what: What) -> None:
    assert kind_of(Speaker("a", kind, group)) is what


@given(st.lists(st.integers(1, 30), min_size=1, max_size=3), st.text("aB", min_size=1, max_size=8), st.integers(0, 60))
def test_everybody_fits_with_the_largest_and_not_with_the_next(lengths: list[int], letters: str, pause: int) -> None:
    places, timetable = speakers(letters), Timetable(short_day(*lengths), changeover=pause)

    for what in (What.DELEGATION, What.GROUP):
        found = largest_of(what, places, timetable)
        fits = [
            everybody_fits(places, replace(timetable, limits=replace(timetable.limits, **{what.value: seconds})))
            for seconds in ((found.seconds or 20), (found.seconds or 20) + 10)
        ]
        assert found.unbound or fits[1] is False
        assert found.seconds is None or fits[0] is True


def test_shifts_are_those_who_change_the_meeting_or_fall_outside() -> None:
    places, day = speakers("abcdef"), Timetable(short_day(9, 9))
    usual = expected_times(places, day)
    longer = expected_times(places, replace(day, limits=Limits(delegation=240)))
    none = expected_times(places, Timetable(()))

    assert [(one.key, one.before, one.after, one.over) for one in shifts(usual, longer)] == [
        ("c", 1, 2, None),
        ("e", 2, None, 2),
        ("f", 2, None, 2),
    ]
    assert [(one.key, one.before, one.after) for one in shifts(longer, usual)] == [
        ("c", 2, 1),
        ("e", None, 2),
        ("f", None, 2),
    ]
    assert [(one.key, one.over) for one in shifts(usual, none)] == [(key, None) for key in "abcdef"]
    assert shifts(usual, usual) == ()


def test_break_inside_a_meeting_is_no_time_for_the_floor() -> None:
    meeting = Sitting(1, at("10:00"), at("11:00"), (Item(6, floor=True), Item(10), FLOOR))
    timetable = Timetable((meeting,))

    assert largest_of(What.DELEGATION, speakers("abc"), timetable).seconds == 880
    assert largest_for_all(speakers("abcd"), timetable) == 660


def a_full_day(minutes: int = 180) -> Dialogue:
    """Sixty delegations without pauses: 25 before the break, 35 after it."""
    dialogue = builders.a_dialogue(changeover=0, limit_delegation=minutes)
    for number in range(60):
        builders.an_inscription(dialogue, f"State {number:02}")
    session.commit()
    return dialogue


def test_limits_page_names_those_who_move_and_where_to(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        a_full_day()
    found = desk.get(f"{LIMITS}?delegation=300", headers=JSON).get_json()["what_if"]

    assert [(one["who"], one["told"]) for one in found["moved"]][::10] == [
        ("State 15", "from Morning meeting to Afternoon meeting"),
        ("State 51", "from Afternoon meeting to beyond the end of Afternoon meeting"),
    ]
    assert (len(found["moved"]), len(found["outside"])) == (19, 9)
    assert found["outside"][0] == {
        "who": "State 51",
        "told": "Afternoon meeting: Would end 5 minutes after the time for the floor.",
    }
    page = desk.get(f"{LIMITS}?delegation=300").text
    assert "Who would speak elsewhere" in page
    assert "from Morning meeting to Afternoon meeting" in page


def test_limits_page_offers_the_largest_of_each_kind_and_of_all(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        a_full_day(minutes=300)
    found = desk.get(LIMITS, headers=JSON).get_json()["what_if"]

    assert [(one["told"], one["speakers"], one["seconds"], one["largest"]) for one in found["kinds"]] == [
        ("A delegation", 60, 250, None),
        ("On behalf of a group", 0, None, "nobody on the list"),
        ("An organisation", 0, None, "nobody on the list"),
        ("Civil society", 0, None, "nobody on the list"),
        ("Between two statements", 59, None, "none: the others would have to be shorter as well"),
    ]
    assert [one["told"] for one in found["alike"]] == [
        "The same limit for everybody can be at most 4 min 10 s.",
        "With 4 min 10 s for a delegation, 4 min 10 s for a group, 2 min 30 s for an organisation and "
        "2 min 30 s for civil society everybody fits.",
    ]
    assert found["kinds"][0]["trial"] == {
        "delegation": 250,
        "group": 300,
        "organisation": 180,
        "civil_society": 180,
        "changeover": 0,
    }
    tried = desk.get(LIMITS, query_string=found["kinds"][0]["trial"], headers=JSON).get_json()
    assert tried["outside"] == []
    assert (tried["what_if"]["outside"], tried["what_if"]["kinds"][0]["trial"]) == ([], None)


def test_limits_page_of_an_empty_list_asks_nothing_of_it(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        builders.a_dialogue()
        session.commit()
    found = desk.get(LIMITS, headers=JSON).get_json()["what_if"]

    assert {one["largest"] for one in found["kinds"]} == {"nobody on the list"}
    assert (found["alike"], found["moved"], found["outside"]) == ([], [], [])


def test_cancelled_meeting_leaves_no_time_and_is_said_so(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        dialogue = a_full_day()
        dialogue.meetings[0].items.append(
            ProgrammeItem(position=4, kind=ItemKind.BREAK, title="Photograph (example)", minutes=5)
        )
        cancel_meeting(dialogue, dialogue.meetings[1], by="desk", at=NOW)
        session.commit()
        assert [meeting.meeting for meeting in listing(any_dialogue("rtop-2012")).day.meetings] == [1]
    page = desk.get(LIMITS, headers=JSON).get_json()

    assert [(one["name"], one["cancelled"], one["parts"]) for one in page["what_if"]["sat"]] == [
        (
            "Morning meeting",
            False,
            [["Opening", 30], ["Panel", 75], ["Floor", None], ["Photograph (example)", 5]],
        ),
        ("Afternoon meeting", True, [["Floor", None]]),
    ]
    assert (page["then"]["available"], page["then"]["fitting"]) == (4200, 23)
    assert "cancelled, no time for the floor" in desk.get(LIMITS).text
