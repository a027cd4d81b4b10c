"""The record of the meetings: its pages for the desk and for everybody, and its files."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.words import Kind, Level, RegionalGroup
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.buttons import Button
from rtop_event.floor.models import FloorStep
from rtop_event.floor.swap import swap
from rtop_event.organisers.models import Change
from rtop_event.organisers.record import record
from rtop_event.registrations.models import Decision, Registration
from rtop_event.registrations.states import Gender
from rtop_event.speakers.listing import key_of
from rtop_event.speakers.publishing import set_limits
from rtop_event.speakers.timing import Limits
from rtop_event.speakers.undoing import undo
from tests import builders
from tests.floor.rooms import a_hall, hand, hand_about, room, turn
from tests.floor.steps import story
from tests.speakers.test_pages import counted

PUBLIC, DESK = "/dialogues/rtop-2012/floor/record", "/organise/rtop-2012/floor/record"
JSON = {"Accept": "application/json"}


def a_morning(dialogue: Dialogue, *, closed: bool = True) -> None:
    """Tonga speaks its time, Chad out of order and too long, Peru is not there, Denmark answers and gives up."""
    hand(dialogue, Button.OPEN, 0)
    hand(dialogue, Button.NEXT, 1, "Tonga")
    hand(dialogue, Button.START, 1.5)
    hand(dialogue, Button.CALL, 4.5, "Chad", why="=leaves early")
    hand(dialogue, Button.START, 5)
    hand(dialogue, Button.MORE, 6)
    denmark = next(key for key, name in room(dialogue).delegations.items() if name == "Denmark")
    hand_about(dialogue, Button.REPLY, denmark, 7)
    hand_about(dialogue, Button.REPLY, denmark, 7)
    hand_about(dialogue, Button.POINT, denmark, 8)
    hand(dialogue, Button.RULE, 9, why="not well taken")
    hand(dialogue, Button.NEXT, 12, "Peru")
    hand(dialogue, Button.ABSENT, 13, why="not in the hall")
    hand(dialogue, Button.NOTE, 13, why="Water for the chair")
    hand(dialogue, Button.SUSPEND, 14)
    hand(dialogue, Button.RESUME, 20)
    first, second = (one.key for one in room(dialogue).floor.replies)
    hand_about(dialogue, Button.GRANT, first, 21)
    hand_about(dialogue, Button.REFUSE, second, 21)
    hand(dialogue, Button.NEXT, 22, "Denmark")
    hand(dialogue, Button.YIELD, 23)
    if closed:
        hand(dialogue, Button.CLOSE, 30)
    session.commit()


@pytest.fixture
def dialogue(rows: None) -> Dialogue:
    """A list of four; Tonga and Chad are in regional groups."""
    found = a_hall()
    for name, region in (("Tonga", RegionalGroup.ASIA_PACIFIC), ("Chad", RegionalGroup.AFRICAN)):
        builders.a_delegation(name).standings[0].regional_group = region
    session.commit()
    return found


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def at(minutes: float) -> datetime:
    """So many minutes after ten, as the clock in the room has it."""
    return datetime.fromisoformat("2012-09-05T10:00") + timedelta(minutes=minutes)


def lasts(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


def sheet_of(book: openpyxl.Workbook, name: str) -> list[tuple[object, ...]]:
    """The rows of a sheet."""
    return [tuple(cell for cell in line) for line in book[name].iter_rows(values_only=True)]


def paper_of(content: bytes) -> str:
    """The words on a paper in their order."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_before_the_first_meeting_there_is_nothing(client: FlaskClient, desk: FlaskClient, dialogue: Dialogue) -> None:
    assert "No meeting was opened yet" in desk.get(f"{DESK}/").text
    assert "No meeting was closed yet" in client.get(f"{PUBLIC}/").text
    assert [client.get(f"{PUBLIC}.{ending}").status_code for ending in ("csv", "json")] == [404, 404]
    assert read(desk.get(f"{DESK}.csv").data) == []
    assert desk.get(f"{DESK}.pdf").data.startswith(b"%PDF")


def test_the_desk_sees_persons_reasons_and_what_happened_beside(desk: FlaskClient, dialogue: Dialogue) -> None:
    a_morning(dialogue)
    page: Any = desk.get(f"{DESK}/", headers=JSON).json
    [held] = page["meetings"]
    assert [(one["number"], one["name"], one["used"], one["planned"], one["over"], one["changeover"], one["why"])
            for one in held["lines"]] == [
        (1, "Tonga", 180, 180, 0, None, ""),
        (2, "Chad", 360, 180, 180, 30, "=leaves early"),
    ]  # fmt: skip
    assert held["lines"][0]["speaker"].startswith("H.E. Speaker")
    assert (held["used"], held["changing"], held["suspended"], held["length"]) == (540, 30, 360, 1800)
    assert [(one["name"], one["ruling"]) for one in held["points"]] == [("Denmark", "not well taken")]
    assert [bool(one["granted_at"]) for one in held["rights"]] == [True, False]
    assert [(one["told"], one["why"]) for one in held["beside"]] == [
        ("Peru was called and was not there.", "not in the hall"),
        ("Note of the desk", "Water for the chair"),
        ("Denmark gave up the floor.", ""),
    ]
    text = desk.get(f"{DESK}/").text
    assert (
        "Called before the others: =leaves early" in text,
        "style=" in text,
        text.count('<svg viewBox="0 0 8 '),
    ) == (
        True,
        False,
        2,
    )
    assert "Of 9 min at the floor: African States 6 min and Asia-Pacific States 3 min." in text
    assert "2 statements took 9 min of the 6 min planned; 1 ran longer than planned." in text


def test_everybody_sees_delegations_only_and_closed_meetings_only(
    client: FlaskClient, desk: FlaskClient, dialogue: Dialogue
) -> None:
    a_morning(dialogue, closed=False)
    assert "No meeting was closed yet" in client.get(f"{PUBLIC}/").text
    assert "A meeting is open" in desk.get(f"{DESK}/").text
    hand(dialogue, Button.CLOSE, 30)
    session.commit()
    for path, headers in ((f"{PUBLIC}/", {}), (f"{PUBLIC}/", JSON), (f"{PUBLIC}.csv", {}), (f"{PUBLIC}.json", {})):
        text = client.get(path, headers=headers).get_data(as_text=True)
        assert "Tonga" in text
        for hidden in ("H.E. Speaker", "leaves early", "not well taken", "not in the hall", "Water", "Denmark", "Peru"):
            assert hidden not in text
    assert client.get("/dialogues/rtop-2012/floor/", headers=JSON).status_code == 200


def test_the_files_say_the_same(client: FlaskClient, desk: FlaskClient, dialogue: Dialogue) -> None:
    a_morning(dialogue)
    rows = read(desk.get(f"{DESK}.csv").data)
    assert rows[1].pop("speaker").startswith("H.E. Speaker")
    assert rows[1] == {
        "number": "2",
        "meeting": "1",
        "called_at": "2012-09-05T10:04:30-04:00",
        "began_at": "2012-09-05T10:05:00-04:00",
        "ended_at": "2012-09-05T10:12:00-04:00",
        "called_utc": "2012-09-05T14:04:30Z",
        "began_utc": "2012-09-05T14:05:00Z",
        "ended_utc": "2012-09-05T14:12:00Z",
        "used_seconds": "360",
        "planned_seconds": "180",
        "over_seconds": "180",
        "changeover_seconds": "30",
        "delegation": "Chad",
        "kind": "member_state",
        "regional_group": "african",
        "level": "CD",
        "on_behalf_of": "",
        "voice": "national",
        "more_seconds": "30",
        "function": "Permanent Representative",
        "out_of_order": "'=leaves early",
        "absences": "0",
    }
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{DESK}.xlsx").data))
    assert book.sheetnames == [
        "Statements", "Meetings", "How the time was shared", "Rights of reply", "Points of order",
        "Beside the statements", "Suspended",
    ]  # fmt: skip
    heads, *cells = book["Statements"].iter_rows(values_only=True)
    told: Any = desk.get(f"{DESK}.json").json
    chad = dict(zip(heads, cells[1], strict=True))
    assert chad == {
        "Number": 2,
        "Meeting": "Morning meeting",
        "Delegation": "Chad",
        "On behalf of": None,
        "Kind of delegation": "Member State",
        "Regional group": "African States",
        "Level": "Chair of delegation",
        "Capacity": "Statement",
        "Speaker": told["spoken"][1]["speaker"],
        "Function": "Permanent Representative",
        "Called (New York time)": at(4.5),
        "Began (New York time)": at(5),
        "Ended (New York time)": at(12),
        "Used": timedelta(minutes=6),
        "Planned": timedelta(minutes=3),
        "Given more, in seconds": 30,
        "Over or under, in seconds": 180,
        "Changeover before": timedelta(seconds=30),
        "Called in vain": 0,
        "Called before the others": "=leaves early",
    }
    assert {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line} == {"s", "n", "d"}
    assert sheet_of(book, "Meetings")[1:] == [
        ("Morning meeting", at(0), at(30), 2, lasts(30), lasts(9), lasts(6), 1, lasts(0.5), lasts(0.5), lasts(0.5),
         lasts(0.5), lasts(6), lasts(14.5), 1, 2, 1),
    ]  # fmt: skip
    assert sheet_of(book, "How the time was shared")[1:4] == [
        ("Regional group", "African States", 1, lasts(6), lasts(3)),
        ("Regional group", "Asia-Pacific States", 1, lasts(3), lasts(3)),
        ("Kind of delegation", "Member State", 2, lasts(9), lasts(6)),
    ]
    assert sheet_of(book, "Rights of reply")[1:] == [
        ("Morning meeting", "Denmark", at(7), at(21), None, None, None),
        ("Morning meeting", "Denmark", at(7), None, at(21), None, None),
    ]
    assert sheet_of(book, "Points of order")[1:] == [("Morning meeting", "Denmark", at(8), at(9), "not well taken")]
    assert sheet_of(book, "Beside the statements") == [
        ("Meeting", "When (New York time)", "What", "Delegation", "Reason or note"),
        ("Morning meeting", at(13), "Peru was called and was not there.", "Peru", "not in the hall"),
        ("Morning meeting", at(13), "Note of the desk", None, "Water for the chair"),
        ("Morning meeting", at(23), "Denmark gave up the floor.", "Denmark", None),
    ]
    assert sheet_of(book, "Suspended")[1:] == [("Morning meeting", at(14), at(20))]
    meeting = told["meetings"][0]
    assert [meeting[name] for name in ("heard", "points_of_order", "replies_asked", "replies_refused")] == [2, 1, 2, 1]
    assert (meeting["points"][0]["ruling"], meeting["longer"]) == ("not well taken", 1)
    assert told["shares"]["regional_group"] == [
        {"of": "african", "statements": 1, "used_seconds": 360, "planned_seconds": 180},
        {"of": "asia_pacific", "statements": 1, "used_seconds": 180, "planned_seconds": 180},
    ]
    assert [str(one["used_seconds"]) for one in told["spoken"]] == [one["used_seconds"] for one in rows]
    public = read(client.get(f"{PUBLIC}.csv").data)
    assert public == [{name: one[name] for name in public[0]} for one in rows]
    assert client.get(f"{PUBLIC}.csv").headers["Content-Disposition"] == 'attachment; filename="rtop-2012-record.csv"'


def test_the_paper_says_what_the_page_says(desk: FlaskClient, dialogue: Dialogue) -> None:
    a_morning(dialogue)
    text = paper_of(desk.get(f"{DESK}.pdf").data)
    told = (
        "Record of the meetings",
        "Number Delegation Level Time Used Planned Over or under Changeover before",
        "Chair of delegation Member State 10:05–10:12 6 min 3 min +30 s +3 min 30 s",
        "Called before the others: =leaves early",
        "10:14–10:20",
        "10:00–10:30",
        "The meeting lasted 30 min: 9 min statements, 30 s changeovers, 6 min suspended, 14 min 30 s everything else.",
        "Denmark: asked for at 10:07, granted at 10:21",
        "Denmark: asked for at 10:07, refused at 10:21",
        "Denmark: raised at 10:08, ruled on at 10:09: not well taken",
        "10:13 Peru was called and was not there. not in the hall",
        "10:13 Note of the desk Water for the chair",
        "10:23 Denmark gave up the floor.",
        "2 statements took 9 min of the 6 min planned; 1 ran longer than planned.",
        "Between two statements passed 30 s at the median, 30 s on average, 30 s at the longest.",
        "African States (1) 6 min 3 min",
        "Of 9 min at the floor: African States 6 min and Asia-Pacific States 3 min.",
        "Time by kind of delegation",
        "Time by level",
        "Time for groups and for oneself",
    )
    assert [words for words in told if words not in text] == []


def test_groups_organisations_and_replies_have_their_names(app: Flask, desk: FlaskClient, rows: None) -> None:
    dialogue = builders.a_dialogue()
    builders.an_inscription(dialogue, "Samoa", group=builders.a_group("Pacific Islands Forum"), level=Level.MINISTER)
    builders.an_inscription(dialogue, "Example Coalition", kind=Kind.CIVIL_SOCIETY, decision=Decision.ACCEPTED)
    session.commit()
    hand(dialogue, Button.OPEN, 0)
    samoa = next(key for key, name in room(dialogue).delegations.items() if name == "Samoa")
    hand_about(dialogue, Button.REPLY, samoa, 1)
    hand_about(dialogue, Button.GRANT, room(dialogue).floor.replies[0].key, 1)
    for minute in (2, 6, 10):
        hand(dialogue, Button.NEXT, minute)
        hand(dialogue, Button.START, minute + 1)
    hand(dialogue, Button.END, 12)
    session.commit()
    page: Any = desk.get(f"{DESK}/", headers=JSON).json
    assert [(one["name"], one["voice"], one["level"], one["on_behalf_of"]) for one in page["meetings"][0]["lines"]] == [
        ("Samoa", "On behalf of a group", "Minister", "Pacific Islands Forum"),
        ("Example Coalition", "Statement", None, ""),
        ("Samoa", "Right of reply", None, ""),
    ]
    assert "Without a level" in desk.get(f"{DESK}/").text
    assert [one["voice"] for one in read(desk.get(f"{DESK}.csv").data)] == ["group", "national", "reply"]


def test_the_board_leads_to_the_record_once_all_is_over(
    client: FlaskClient, desk: FlaskClient, dialogue: Dialogue
) -> None:
    a_morning(dialogue)
    hand(dialogue, Button.OPEN, 40)
    hand(dialogue, Button.CLOSE, 50)
    session.commit()
    assert f'href="{PUBLIC}/"' in client.get("/dialogues/rtop-2012/floor/").text
    assert f'href="{DESK}/"' in desk.get("/organise/rtop-2012/floor/").text
    assert "Nobody had the floor." in client.get(f"{PUBLIC}/").text


def test_everybody_sees_a_panel_as_such(client: FlaskClient, desk: FlaskClient, dialogue: Dialogue) -> None:
    steps = story(
        "10:00 opened 1", "10:01 called programme:1:1:Example 0 panel", "10:01 began", "10:16 ended", "10:20 closed"
    )
    session.add_all(FloorStep(dialogue_id=dialogue.id, **asdict(one)) for one in steps)
    session.commit()
    page: Any = client.get(f"{PUBLIC}/", headers=JSON).json
    [line] = page["meetings"][0]["lines"]
    assert (line["name"], line["used"], line["planned"], line["kind"]) == ("Panel", 900, 0, None)
    assert [row["delegation"] for row in read(client.get(f"{PUBLIC}.csv").data)] == [""]
    assert "Not known" in desk.get(f"{DESK}/").text
    assert read(desk.get(f"{DESK}.csv").data)[0]["voice"] == "panel"


def test_the_paper_tells_how_far_a_right_of_reply_came(desk: FlaskClient, dialogue: Dialogue) -> None:
    steps = story("10:00 opened 1", "10:01 reply_asked delegation:1", "10:02 reply_asked delegation:1",
                  "10:03 reply_granted reply:2", "10:04 called reply:2 600 reply", "10:04 began", "10:06 ended")  # fmt: skip
    session.add_all(FloorStep(dialogue_id=dialogue.id, **asdict(one)) for one in steps)
    session.commit()
    text = paper_of(desk.get(f"{DESK}.pdf").data)
    name = builders.a_delegation("Tonga").standings[0].name
    told = (f"{name}: asked for at 10:01, granted at 10:03, delivered at 10:06", f"{name}: asked for at 10:02",
            f"{name} Right of reply", "10:00–still open", "This is the record so far")  # fmt: skip
    assert [word for word in told if word not in text] == []


def test_the_time_of_women_and_men_is_for_the_desk_where_somebody_said_it(
    client: FlaskClient, desk: FlaskClient, dialogue: Dialogue
) -> None:
    a_morning(dialogue)
    assert "Time of women and men" not in desk.get(f"{DESK}/").text
    tonga = session.scalars(select(Registration).order_by(Registration.id)).first()
    assert tonga
    tonga.speaker_gender = Gender.WOMAN
    session.commit()
    assert "Of 9 min at the floor: Women 3 min and Not given 6 min." in desk.get(f"{DESK}/").text
    assert "women" not in client.get(f"{PUBLIC}/").text


def test_the_record_of_200_statements_needs_three_queries_beside_the_editions_and_stays_small(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        dialogue = builders.a_dialogue()
        lines = ["10:00 opened 1"]
        for number in range(200):
            key = key_of(builders.an_inscription(dialogue, f"United Republic of Example State {number:03}").id)
            minute = number + 1
            clock = f"{10 + minute // 60}:{minute % 60:02}"
            lines += [f"{clock}:00 called {key} 180", f"{clock}:10 began", f"{clock}:50 ended"]
        steps = story(*lines, "14:00 closed")
        session.add_all(FloorStep(dialogue_id=dialogue.id, **asdict(one)) for one in steps)
        session.commit()
    client.get(f"{PUBLIC}/", headers=JSON)
    with counted(app) as said:
        page = client.get(f"{PUBLIC}/")
    assert page.text.count("United Republic") == 204
    asked = [one for one in said if "FROM editions" not in one]
    assert (len(asked) <= 3, len(page.data) <= 100_000) == (True, True)


def test_a_corrected_level_is_corrected_in_the_public_record_at_once(client: FlaskClient, dialogue: Dialogue) -> None:
    a_morning(dialogue)
    assert [client.get(f"{PUBLIC}{ending}").status_code for ending in ("/", ".csv", ".json")] == [200, 200, 200]
    tonga = session.scalars(select(Registration).order_by(Registration.id)).first()
    assert tonga
    tonga.level = Level.MINISTER
    session.commit()
    page: Any = client.get(f"{PUBLIC}/").text
    assert ("Minister" in page, "Head of State" in page) == (True, False)
    told: Any = client.get(f"{PUBLIC}.json").json
    assert [one["level"] for one in (*read(client.get(f"{PUBLIC}.csv").data)[:1], *told["spoken"][:1])] == ["M", "M"]


def test_what_was_noted_passed_over_and_refused_names_whom_it_was_about(desk: FlaskClient, dialogue: Dialogue) -> None:
    hand(dialogue, Button.NOTE, -10, why="The hall is cold")
    hand(dialogue, Button.OPEN, 0)
    hand(dialogue, Button.NOTE, 1, "Peru", why="asked for two minutes more")
    hand(dialogue, Button.SKIP, 2, "Peru", why="on its way")
    hand(dialogue, Button.NEXT, 3, "Tonga")
    hand(dialogue, Button.ABSENT, 4)
    hand(dialogue, Button.FOUND, 5, "Tonga", why="was in the lobby")
    denmark = next(key for key, name in room(dialogue).delegations.items() if name == "Denmark")
    hand_about(dialogue, Button.REPLY, denmark, 6)
    hand(dialogue, Button.CLOSE, 8)
    session.commit()
    page: Any = desk.get(f"{DESK}/", headers=JSON).json
    assert [(one["told"], one["why"]) for one in page["meetings"][0]["beside"]] == [
        ("Note of the desk", "The hall is cold"),
        ("Marta (example) wrote a note on Peru.", "asked for two minutes more"),
        ("Marta (example) passed over Peru once.", "on its way"),
        ("Tonga was called and was not there.", ""),
        ("Marta (example) marked Tonga as here again.", "was in the lobby"),
    ]
    files: Any = desk.get(f"{DESK}.json").json
    [told] = files["meetings"]
    assert [(one["about"], one["note"]) for one in told["notes"]] == [
        ("", "The hall is cold"),
        ("Peru", "asked for two minutes more"),
    ]
    assert [(one["delegation"], one["why"]) for one in (*told["passed_over"], *told["here_again"])] == [
        ("Peru", "on its way"),
        ("Tonga", "was in the lobby"),
    ]


def test_a_refused_right_of_reply_keeps_its_reason(desk: FlaskClient, dialogue: Dialogue) -> None:
    steps = story("10:00 opened 1", "10:01 reply_asked delegation:1", "10:02 reply_refused reply:2")
    session.add_all(FloorStep(dialogue_id=dialogue.id, **asdict(replace(one, why="late"))) for one in steps)
    session.commit()
    name = builders.a_delegation("Tonga").standings[0].name
    page: Any = desk.get(f"{DESK}/", headers=JSON).json
    assert [(one["told"], one["why"]) for one in page["meetings"][0]["beside"]] == [
        (f"Marta (example) refused {name} a right of reply.", "late")
    ]
    told: Any = desk.get(f"{DESK}.json").json
    assert [one["why"] for one in told["meetings"][0]["replies"]] == ["late"]


def test_a_right_of_reply_is_public_in_the_meeting_that_heard_it(client: FlaskClient, dialogue: Dialogue) -> None:
    steps = story("10:00 opened 1", "10:01 reply_asked delegation:1", "10:02 reply_granted reply:2", "10:03 closed",
                  "10:04 opened 2", "10:05 called reply:2 600 reply", "10:06 began", "10:07 ended", "10:08 closed")  # fmt: skip
    session.add_all(FloorStep(dialogue_id=dialogue.id, **asdict(one)) for one in steps)
    session.commit()
    name = builders.a_delegation("Tonga").standings[0].name
    page: Any = client.get(f"{PUBLIC}/", headers=JSON).json
    assert [[one["name"] for one in held["rights"]] for held in page["meetings"]] == [[], [name]]
    told: Any = client.get(f"{PUBLIC}.json").json
    assert [held["replies_delivered"] for held in told["meetings"]] == [0, 1]


def test_the_files_have_their_columns_also_where_nobody_spoke(
    client: FlaskClient, desk: FlaskClient, dialogue: Dialogue
) -> None:
    hand(dialogue, Button.OPEN, 0)
    hand(dialogue, Button.CLOSE, 1)
    session.commit()
    bare = [line for path in (PUBLIC, DESK) for line in heads(client if path == PUBLIC else desk, path)]
    hand(dialogue, Button.OPEN, 2)
    hand(dialogue, Button.NEXT, 3)
    hand(dialogue, Button.START, 4)
    hand(dialogue, Button.END, 5)
    hand(dialogue, Button.CLOSE, 6)
    session.commit()
    told: list[Any] = [client.get(f"{PUBLIC}.json").json, desk.get(f"{DESK}.json").json]
    assert bare == [list(one["spoken"][0]) for one in told]
    assert bare == [line for path in (PUBLIC, DESK) for line in heads(client if path == PUBLIC else desk, path)]


def heads(hand_of: FlaskClient, path: str) -> list[list[str]]:
    """The first line of the CSV."""
    return [next(csv.reader(io.StringIO(hand_of.get(f"{path}.csv").data.decode("utf-8-sig"), newline="")))]


def test_what_was_done_to_the_list_stands_beside_the_statements(desk: FlaskClient, dialogue: Dialogue) -> None:
    began, by = builders.MORNING, "Marta (example)"
    hand(dialogue, Button.OPEN, 0)
    limits = Limits(delegation=120, group=300, organisation=180, civil_society=120)
    set_limits(dialogue, limits, 30, version=dialogue.version, reason="late", by=by, at=began + lasts(1))
    session.commit()
    undo(dialogue, newest(), by=by, at=began + lasts(1.5))
    swap(dialogue, turn(dialogue, "Tonga"), turn(dialogue, "Peru"), seen=room(dialogue).listing.fingerprint,
         why="flight at noon", by=by, at=began + lasts(2))  # fmt: skip
    session.commit()
    exchanged = newest()
    hand(dialogue, Button.CLOSE, 3)
    undo(dialogue, exchanged, by=by, at=began + lasts(4))
    session.commit()
    page: Any = desk.get(f"{DESK}/", headers=JSON).json
    told = [
        ("14:01:00", "Marta (example): Other limits: A delegation 2 min, Civil society 2 min", "late"),
        ("14:01:30", "Marta (example) took back: Other limits: A delegation 2 min, Civil society 2 min", ""),
        ("14:02:00", "Marta (example): Tonga and Peru exchanged their places", "flight at noon"),
    ]
    [held] = page["meetings"]
    assert [(one["at"][11:19], one["told"], one["why"]) for one in held["beside"]] == told
    paper = paper_of(desk.get(f"{DESK}.pdf").data)
    assert "10:01:30 Marta (example) took back: Other limits" in paper
    files: Any = desk.get(f"{DESK}.json").json
    assert files["meetings"][0]["list_changed"] == [
        {"utc": "2012-09-05T14:01:00Z", "what": "limits_set", "by": by,
         "limits_seconds": {"delegation": 120, "civil_society": 120}, "why": "late"},
        {"utc": "2012-09-05T14:01:30Z", "what": "taken_back", "by": by,
         "limits_seconds": {"delegation": 120, "civil_society": 120}, "why": ""},
        {"utc": "2012-09-05T14:02:00Z", "what": "exchanged", "by": by, "delegations": ["Tonga", "Peru"],
         "why": "flight at noon"},
    ]  # fmt: skip


def test_what_is_no_statement_is_a_table_too(desk: FlaskClient, dialogue: Dialogue) -> None:
    a_morning(dialogue, closed=False)
    limits = Limits(delegation=120, group=300, organisation=180, civil_society=180)
    said: Any = {"by": "Desk (example)", "at": builders.MORNING + lasts(24)}
    set_limits(dialogue, limits, 30, version=dialogue.version, reason="late", **said)
    session.commit()
    found = read(desk.get(f"{DESK}-beside.csv").data)
    assert [(one["at"][11:19], one["what"], one["delegation"], one["by"], one["why"]) for one in found] == [
        ("10:07:00", "reply_asked", "Denmark", "", ""),
        ("10:07:00", "reply_asked", "Denmark", "", ""),
        ("10:08:00", "point_of_order", "Denmark", "", ""),
        ("10:09:00", "ruling", "Denmark", "", "not well taken"),
        ("10:13:00", "absent", "Peru", "", "not in the hall"),
        ("10:13:00", "note", "", "Marta (example)", "Water for the chair"),
        ("10:14:00", "suspended", "", "", ""),
        ("10:20:00", "resumed", "", "", ""),
        ("10:21:00", "reply_granted", "Denmark", "", ""),
        ("10:21:00", "reply_refused", "Denmark", "", ""),
        ("10:23:00", "gave_up", "Denmark", "", ""),
        ("10:24:00", "limits_set", "", "Desk (example)", "late"),
    ]
    assert (found[-1]["limits_seconds"], found[-1]["utc"]) == ("delegation 120", "2012-09-05T14:24:00Z")
    assert desk.get(f"{DESK}-beside.csv").headers["Content-Disposition"].endswith('rtop-2012-record-beside.csv"')


def newest() -> int:
    """The number of the newest line of the record."""
    return session.scalars(select(Change.number).order_by(Change.number.desc())).first() or 0


def test_a_restored_list_is_no_change_of_limits_of_the_record(desk: FlaskClient, dialogue: Dialogue) -> None:
    hand(dialogue, Button.OPEN, 0)
    told: Any = {"about": "list", "dialogue": dialogue.slug, "by": "Marta (example)", "at": builders.MORNING + lasts(1)}
    record("undone", before={"restored": "Rev.1", "delegation": 60}, after={"delegation": 90}, **told)
    record("undone", before={"place": 2}, after={"place": 1}, **told)
    session.commit()
    page: Any = desk.get(f"{DESK}/", headers=JSON).json
    assert page["meetings"][0]["beside"] == []
    assert desk.get(f"{DESK}.json").get_json()["meetings"][0]["list_changed"] == []


def test_hours_have_their_seconds_where_two_things_fall_into_one_minute(
    client: FlaskClient, desk: FlaskClient, dialogue: Dialogue
) -> None:
    hand(dialogue, Button.OPEN, 0)
    hand(dialogue, Button.NEXT, 1)
    hand(dialogue, Button.START, 1.25)
    hand(dialogue, Button.END, 1.75)
    hand(dialogue, Button.CLOSE, 2)
    hand(dialogue, Button.OPEN, 5)
    hand(dialogue, Button.CLOSE, 6)
    session.commit()
    for path in (f"{PUBLIC}/", f"{DESK}/"):
        page = client.get(path).text if path == f"{PUBLIC}/" else desk.get(path).text
        assert (">10:01:15–10:01:45<" in page, ">10:00:00<" in page, ">10:05<" in page) == (True, True, True)
    assert "10:01:15–10:01:45" in paper_of(desk.get(f"{DESK}.pdf").data)
