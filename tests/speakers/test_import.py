"""The working list goes out, is edited, and comes back: what each line does, what is refused, and that nothing is lost."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.words import Level
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.organisers.models import Change, RoleName
from rtop_event.registrations.models import Registration
from rtop_event.sheets import BadSheet
from rtop_event.speakers.import_plan import _steps
from rtop_event.speakers.listing import facts_of, listing
from rtop_event.speakers.models import PlacedMove
from rtop_event.speakers.tables import IN_THE_ROOM
from rtop_event.speakers.working_file import COLUMNS, read_working
from tests.conftest import signed_in
from tests.hands import Hands
from tests.speakers.desk_lists import NAMES, a_list, names, publish, recorded, registration

URL = "/organise/rtop-2012/speakers/"
JSON = {"Accept": "application/json"}
Cells = list[dict[str, str]]
Edit = Callable[[Cells], object]


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    """A list, of which one speaker has a name that a sheet would compute, and one a name with everything in it."""
    with app.app_context():
        a_list()
        registration("Peru").speaker_name = "=HYPERLINK(1)"
        registration("Peru").speaker_function = "'=1+1"
        registration("Tonga").speaker_name = 'H.E. "Ñandú"; 007, x (example)'
        session.commit()
        return {name: registration(name).id for name in NAMES}


def order(app: Flask) -> list[str]:
    with app.app_context():
        return names(listing(any_dialogue("rtop-2012")))


def exported(desk: FlaskClient) -> Cells:
    content = desk.get(f"{URL}list.csv?live=1").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def as_csv(cells: Cells, **how: Any) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(cells[0]), **how)
    writer.writeheader()
    writer.writerows(cells)
    return written.getvalue().encode()


def uploaded(desk: FlaskClient, content: bytes, name: str = "list.csv") -> Hands:
    """The file as a person sends it; the dry run that follows."""
    return Hands(desk).open(f"{URL}import/").press("Look at it", file=(io.BytesIO(content), name))


def dry_run(desk: FlaskClient, content: bytes) -> dict[str, Any]:
    hands = uploaded(desk, content)
    return hands.read(hands.path)


def edited(desk: FlaskClient, edit: Edit) -> bytes:
    cells = exported(desk)
    edit(cells)
    return as_csv(cells)


def line(cells: Cells, name: str) -> dict[str, str]:
    return next(one for one in cells if one["delegation"] == name)


def put(name: str, **values: str) -> Edit:
    return lambda cells: line(cells, name).update(values)


def everything(app: Flask) -> tuple[Any, ...]:
    standing = order(app)
    with app.app_context():
        rows = session.execute(select(Registration).order_by(Registration.id)).scalars().all()
        kept = [(one.id, one.speaker_name, one.speaker_function, one.level, one.meeting_number) for one in rows]
        return standing, kept, len(session.scalars(select(Change)).all())


def semicolons(content: bytes) -> bytes:
    return as_csv(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")))), delimiter=";")


def with_tails(content: bytes) -> bytes:
    lines = content.decode("utf-8-sig").splitlines()
    return ("\ufeff" + "\r\n".join(one + ",," for one in [*lines, ",".join([""] * len(COLUMNS))]) + "\r\n").encode()


def turned_around(content: bytes) -> bytes:
    cells = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    return as_csv([dict(reversed(one.items())) for one in reversed(cells)])


def only_keys(content: bytes) -> bytes:
    cells = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    return as_csv([{"key": one["key"].removeprefix("R"), "Place": one["place"]} for one in cells])


def in_excel(content: bytes) -> bytes:
    """Opened in a spreadsheet, which turns digits into numbers, and saved as a workbook."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        sheet.append([float(cell) if cell.isdigit() else cell for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("habit", [bytes, semicolons, with_tails, turned_around, only_keys, in_excel])
def test_unchanged_file_changes_nothing_and_says_so(
    app: Flask, desk: FlaskClient, ids: dict[str, int], habit: Callable[[bytes], bytes]
) -> None:
    before = everything(app)
    hands = uploaded(desk, habit(desk.get(f"{URL}list.csv?live=1").data))
    assert "The file says what the list says, so there is nothing to bring in." in hands.page
    page = hands.read(hands.path)
    assert (page["counts"], page["may_go_on"]) == ({"wrong": 0, "changed": 0, "same": 6, "missing": 0}, False)
    sent = desk.post(hands.path, json={**page["form"]["fields"], "reason": "x"}, headers=JSON)
    assert sent.get_json()["refused"] == "The file says what the list says, so there is nothing to bring in."
    assert everything(app) == before


def test_workbook_comes_back_as_it_went_out(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    content = desk.get(f"{URL}list.xlsx?live=1").data
    assert dry_run(desk, content)["counts"] == {"wrong": 0, "changed": 0, "same": 6, "missing": 0}
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert tuple(heads) == (*COLUMNS, *IN_THE_ROOM)
    sheet.cell(row=5, column=heads.index("place") + 1).value = 1
    written = io.BytesIO()
    book.save(written)
    uploaded(desk, written.getvalue()).press("Bring it in", reason="flight")
    assert order(app)[:2] == ["Chad", "Algeria"]


@pytest.mark.parametrize(
    ("places", "then", "moves"),
    [
        ({"Chad": "1"}, "Chad Algeria Tonga Peru", 1),
        ({"Algeria": "4"}, "Tonga Peru Chad Algeria", 1),
        ({"Algeria": "3"}, "Tonga Peru Algeria Chad", 1),
        ({"Chad": "1.5"}, "Algeria Chad Tonga Peru", 1),
        ({"Chad": "1,5"}, "Algeria Chad Tonga Peru", 1),
        ({"Algeria": "4", "Tonga": "3", "Peru": "2", "Chad": "1"}, "Chad Peru Tonga Algeria", 3),
        ({"Algeria": "2", "Tonga": "1"}, "Tonga Algeria Peru Chad", 1),
        ({"Algeria": "99"}, "Tonga Peru Chad Holy", 1),
    ],
)
def test_changed_places_become_as_few_moves_as_possible(
    app: Flask, desk: FlaskClient, ids: dict[str, int], places: dict[str, str], then: str, moves: int
) -> None:
    content = edited(desk, lambda cells: [put(name, place=place)(cells) for name, place in places.items()])
    uploaded(desk, content).press("Bring it in", reason="as agreed")
    assert " ".join(order(app)).startswith(then)
    with app.app_context():
        made = session.scalars(select(PlacedMove)).all()
        assert [(one.reason, one.by) for one in made] == [("as agreed", "Desk (example)")] * moves
        assert [(one[0], one[4]) for one in recorded()] == [
            *[("moved", "as agreed")] * moves,
            ("list brought in", "as agreed"),
        ]


def test_dry_run_shows_each_difference_and_changes_nothing(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    def edit(cells: Cells) -> None:
        put("Chad", place="1", speaker="H.E. Somebody Else (example)")(cells)
        put("Peru", level="hs")(cells)
        put("Holy See", pin="5", preferred_meeting="2", function="")(cells)
        cells.remove(line(cells, "Tonga"))

    before = everything(app)
    page = dry_run(desk, edited(desk, edit))
    shown = {one["who"]: one for one in page["lines"]}
    assert page["counts"] == {"wrong": 0, "changed": 3, "same": 2, "missing": 1}
    assert (shown["Chad"]["before"], shown["Chad"]["after"]) == ("place 4", "place 1")
    assert [(one["name"], one["after"]) for one in shown["Chad"]["values"]] == [
        ("speaker", "H.E. Somebody Else (example)")
    ]
    assert shown["Peru"]["values"] == [{"name": "level", "before": "M", "after": "HS"}]
    assert shown["Holy See"]["values"] == [
        {"name": "function", "before": "Permanent Representative", "after": "–"},
        {"name": "pin", "before": "–", "after": "5"},
        {"name": "preferred meeting", "before": "–", "after": "2"},
    ]
    assert (shown["Tonga"]["number"], shown["Tonga"]["verdict"], shown["Algeria"]["verdict"]) == (
        None,
        "missing",
        "same",
    )
    assert everything(app) == before


def test_all_of_it_is_done_and_recorded_under_one_reason(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    def edit(cells: Cells) -> None:
        put("Chad", place="1", level="M")(cells)
        put("Peru", level="HS", speaker="Named Now (example)")(cells)
        put("Holy See", pin="6", preferred_meeting="2")(cells)

    hands = uploaded(desk, edited(desk, edit))
    foretold = {one["who"]: one["after"] for one in hands.read(hands.path)["lines"] if one["after"]}
    hands.press("Bring it in", reason="as agreed")
    assert "The file was brought in." in hands.page
    assert order(app) == ["Chad", "Algeria", "Tonga", "Peru", NAMES[5], "Holy See"]
    assert foretold == {"Chad": "place 1", "Peru": "place 4", "Holy See": "place 6"}
    with app.app_context():
        peru = registration("Peru")
        assert (peru.level, peru.speaker_name, registration("Holy See").meeting_number) == (
            Level.HEAD_OF_STATE,
            "Named Now (example)",
            2,
        )
        assert [(one[0], one[4]) for one in recorded()] == [
            ("edited", "as agreed"),
            ("edited", "as agreed"),
            ("edited", "as agreed"),
            ("pinned", "as agreed"),
            ("moved", "as agreed"),
            ("list brought in", "as agreed"),
        ]
        assert recorded()[-1][3] == {"edited": 3, "pinned": 1, "moved": 1}
    told = app.test_cli_runner().invoke(args=["record", "verify"])
    assert told.exit_code == 0


def test_two_pinned_delegations_change_places(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    def pins(first: str, second: str) -> Edit:
        return lambda cells: [put("Chad", pin=first)(cells), put("Peru", pin=second)(cells)]

    uploaded(desk, edited(desk, pins("1", "2"))).press("Bring it in")
    assert order(app)[:2] == ["Chad", "Peru"]
    uploaded(desk, edited(desk, pins("2", "1"))).press("Bring it in")
    assert order(app)[:2] == ["Peru", "Chad"]
    uploaded(desk, edited(desk, pins("", ""))).press("Bring it in")
    assert order(app) == NAMES


WRONG: list[tuple[str, Edit, str]] = [
    ("R999999999", put("Chad", key="R999999999"), "There is no “R999999999” on the list; it may have been withdrawn."),
    ("Chad", put("Chad", key="=1"), "There is no “=1” on the list; it may have been withdrawn."),
    ("Chad", put("Chad", place="first"), "place: “first” is no place."),
    ("Chad", put("Chad", place="-1"), "place: “-1” is no place."),
    ("Chad", put("Chad", place="٤"), "place: “٤” is no place."),
    ("Chad", put("Chad", level="KING"), "level: one of HS VP CP HG DPM M VM CD."),
    (NAMES[5], put(NAMES[5], level="HS"), "level: civil society has none."),
    ("Chad", put("Chad", pin="0"), "pin: “0” is no place."),
    ("Chad", put("Chad", pin="7"), "pin: the list has the places from 1 to 6."),
    ("Chad", put("Chad", preferred_meeting="3"), "preferred_meeting: there is no meeting “3”."),
    ("Chad", put("Chad", preferred_meeting="9" * 5000), f"preferred_meeting: there is no meeting “{'9' * 20}”."),
    (
        "Chad",
        put("Chad", speaker="x" * 201),
        "speaker: too long (at most 200 characters), or with invisible characters.",
    ),
    (
        "Chad",
        put("Chad", function="a\u202eb"),
        "function: too long (at most 200 characters), or with invisible characters.",
    ),
    ("Chad", put("Chad", delegation="Peru"), "delegation: the list says “Chad”, and a file cannot change it."),
    ("Chad", put("Chad", kind="observer"), "kind: the list says “member_state”, and a file cannot change it."),
    ("Chad", put("Chad", on_behalf_of="x"), "on_behalf_of: the list says “”, and a file cannot change it."),
]


@pytest.mark.parametrize(("who", "edit", "fault"), WRONG, ids=[fault[:40] for _who, _edit, fault in WRONG])
def test_wrong_line_has_its_reason_beside_it_and_nothing_is_brought_in(
    app: Flask, desk: FlaskClient, ids: dict[str, int], who: str, edit: Edit, fault: str
) -> None:
    before = everything(app)

    def both(cells: Cells) -> None:
        put("Tonga", place="6")(cells)
        edit(cells)

    hands = uploaded(desk, edited(desk, both))
    page = hands.read(hands.path)
    wrong = [one for one in page["lines"] if one["verdict"] == "wrong"]
    assert [one["faults"] for one in wrong] == [[fault]]
    assert (page["may_go_on"], "nothing can be brought in" in hands.page) == (False, True)
    sent = desk.post(hands.path, json={**page["form"]["fields"], "reason": "x"}, headers=JSON)
    assert (sent.status_code, sent.get_json()["refused"]) == (422, "Some lines are wrong. Nothing was brought in.")
    assert everything(app) == before


def test_key_and_pin_stand_only_once(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    def twice(cells: Cells) -> None:
        cells.append(dict(line(cells, "Chad")))
        put("Peru", pin="2")(cells)
        put("Tonga", pin="2")(cells)

    wrong = [one for one in dry_run(desk, edited(desk, twice))["lines"] if one["verdict"] == "wrong"]
    assert [(one["who"], one["faults"]) for one in wrong] == [
        ("Tonga", ["pin: somebody else is pinned to place 2."]),
        ("Peru", ["pin: somebody else is pinned to place 2."]),
        ("Chad", ["This key stands on more than one line."]),
        ("Chad", ["This key stands on more than one line."]),
    ]


def test_pinned_place_is_changed_by_its_pin(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    uploaded(desk, edited(desk, put("Chad", pin="2"))).press("Bring it in")
    page = dry_run(desk, edited(desk, put("Chad", place="4")))
    assert [one["faults"] for one in page["lines"] if one["verdict"] == "wrong"] == [
        ["Pinned to place 2: change the column “pin” to move it."]
    ]


def test_bare_formula_is_told(desk: FlaskClient, ids: dict[str, int]) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["key", "place", "speaker"])
    sheet.append([f"R{ids['Chad']}", "=1+1", "=HYPERLINK(1)"])
    written = io.BytesIO()
    book.save(written)
    faults = [one["faults"] for one in dry_run(desk, written.getvalue())["lines"] if one["verdict"] == "wrong"]
    assert faults == [["place: a formula without its result.", "speaker: a formula without its result."]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (
            b"place\n1\n",
            "The first line must name the columns, and one of them must be “key”, as in the file of the list.",
        ),
        (b"key,key\nR1,R1\n", "The column “key” is there twice."),
        (b"key\n", "The file has a line of column names and nothing below it."),
        (b"key,plaec\nR1,1\n", f"There is no column “plaec”. Known are: {', '.join(COLUMNS)}."),
        (b"key,place\nR1,1,2\n", "Line 2 has more cells than there are column names."),
        (b"key,\nR1,x\n", "Line 2 has more cells than there are column names."),
        (b"key\n" + b"R1\n" * 2_001, "The file has too many lines: at most 2000."),
        (b"PK\x03\x04", "This is not an Excel workbook (.xlsx) that can be read."),
        (b"key\n\xff\n", "Line 2 is not UTF-8. Please save the file as “CSV UTF-8”."),
    ],
)
def test_file_that_is_no_list_is_refused_at_its_field(
    desk: FlaskClient, ids: dict[str, int], content: bytes, said: str
) -> None:
    with pytest.raises(BadSheet) as refused:
        read_working(content)
    assert str(refused.value.reason) == said
    status, page = Hands(desk).open(f"{URL}import/").press_refused("Look at it", file=(io.BytesIO(content), "x.csv"))
    assert (status, 'id="file-error"' in page) == (422, True)
    assert Hands(desk).open(f"{URL}import/").press_refused("Look at it")[0] == 422


def test_reason_is_needed_once_published_and_a_late_hand_is_shown_the_others(
    app: Flask, desk: FlaskClient, ids: dict[str, int]
) -> None:
    with app.app_context():
        publish(any_dialogue("rtop-2012"))
        session.commit()
    mine = uploaded(desk, edited(desk, put("Chad", place="1")))
    status, page = mine.press_refused("Bring it in")
    assert (status, "Give a reason: the list has been published." in page) == (422, True)
    other = Hands(signed_in(app, RoleName.ORGANISER)).open(f"{URL}{ids['Peru']}/move/")
    other.press("Move", place="1", reason="flight")
    status, page = mine.press_refused("Bring it in", reason="mine")
    assert (status, "<b>Peru</b>: moved, from place 3 to place 1" in page, 'value="mine"' in page) == (409, True, True)
    mine.page = page
    foretold = {one["after"]: one["who"] for one in mine.read(mine.path)["lines"] if one["after"]}
    assert foretold == {"place 1": "Algeria", "place 2": "Chad", "place 4": "Peru"}
    mine.press("Bring it in")
    assert order(app)[:4] == ["Algeria", "Chad", "Tonga", "Peru"]


def test_upload_is_gone_once_it_was_brought_in(desk: FlaskClient, ids: dict[str, int]) -> None:
    hands = uploaded(desk, edited(desk, put("Chad", place="1")))
    where = hands.path
    assert "No such lines" in desk.get(f"{where}?only=wrong").text
    hands.press("Bring it in")
    assert "This upload is no longer there." in desk.get(where).text


def test_each_meeting_that_is_a_list_of_its_own_has_its_own_places(
    app: Flask, desk: FlaskClient, ids: dict[str, int]
) -> None:
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        dialogue.order_preset = "general-debate"
        for name in ("Chad", "Peru", "Holy See"):
            registration(name).meeting_number = 2
        for name in ("Algeria", "Tonga", NAMES[5]):
            registration(name).meeting_number = 1
        session.commit()
    assert order(app) == ["Tonga", "Algeria", NAMES[5], "Peru", "Chad", "Holy See"]
    uploaded(desk, edited(desk, put("Holy See", place="1"))).press("Bring it in")
    assert order(app)[3:] == ["Holy See", "Peru", "Chad"]
    uploaded(desk, edited(desk, put("Peru", preferred_meeting="1"))).press("Bring it in")
    assert order(app) == ["Tonga", "Peru", "Algeria", NAMES[5], "Holy See", "Chad"]


@pytest.mark.usefixtures("rows")
@given(st.permutations(range(6)))
def test_any_order_can_be_reached_with_the_fewest_moves(wanted: list[int]) -> None:
    dialogue = a_list()
    rows = facts_of(dialogue).listing().rows
    places = {row.key: float(place + 1) for row, place in zip(rows, wanted, strict=True)}
    steps = _steps(list(rows), places, set())
    line_up = [row.key for row in rows]
    for moved, after in steps:
        line_up.remove(moved)
        line_up.insert(line_up.index(after) + 1 if after else 0, moved)
    assert line_up == sorted(places, key=lambda one: places[one])
    session.rollback()


def test_help_names_every_column_of_the_file(desk: FlaskClient, ids: dict[str, int]) -> None:
    told = re.findall(r"<code>([a-z_, ]+)</code>", desk.get(f"{URL}import/").text)
    assert {name for one in told for name in one.split(", ")} == set(COLUMNS)


def test_one_press_takes_a_file_back_that_moved_and_pinned(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    before = order(app)

    def edit(cells: Cells) -> None:
        put("Chad", place="1")(cells)
        put("Holy See", pin="6")(cells)

    uploaded(desk, edited(desk, edit)).press("Bring it in", reason="as agreed")
    hands = Hands(desk).open(URL)
    assert "Brought a file in: moved 1, pinned 1, because: as agreed" in hands.page
    hands.press("Undo")
    assert order(app) == before


def test_file_that_edited_requests_is_not_taken_back_in_one_press(
    app: Flask, desk: FlaskClient, ids: dict[str, int]
) -> None:
    uploaded(desk, edited(desk, put("Chad", speaker="Named Now (example)"))).press("Bring it in", reason="as agreed")
    assert Hands(desk).read(URL)["undo"] is None


def test_what_our_files_also_say_is_not_read() -> None:
    lines = read_working(b"key,place,stage,times_at,exercise\r\nR1,2,waits,2012-09-05T11:56:00-04:00,yes\r\n")
    assert [(line.cells["key"], line.cells["place"]) for line in lines] == [("R1", "2")]
