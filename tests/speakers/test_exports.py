"""The list as CSV, XLSX and PDF, and the command that orders a CSV file."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.order_file import ordered
from tests import builders
from tests.speakers.desk_lists import NAMES, a_list, publish, withdraw

PUBLIC, DESK = "/dialogues/rtop-2012/speakers", "/organise/rtop-2012/speakers/list"
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", ' =HYPERLINK("x")', '"quoted", with comma', "<b>bold</b>"]
HEADS = "delegation,kind,level,on_behalf_of,requested_at,meeting,pin\n"


@pytest.fixture
def hostile(app: Flask) -> None:
    """A published list of names that want to be formulas."""
    with app.app_context():
        dialogue = builders.a_dialogue()
        for name in HOSTILE:
            builders.an_inscription(dialogue, name, speaker_name=name)
        publish(dialogue)
        session.commit()


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.usefixtures("hostile")
def test_csv_holds_no_formula(client: FlaskClient) -> None:
    answered = client.get(f"{PUBLIC}.csv")
    assert answered.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answered.headers["Content-Disposition"] == 'attachment; filename="rtop-2012-speakers.csv"'
    assert [row["delegation"] for row in read(answered.data)] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@SUM(A1)",
        "'＝1+1",
        '\'=HYPERLINK("x")',
        '"quoted", with comma',
        "<b>bold</b>",
    ]


@pytest.mark.usefixtures("hostile")
def test_xlsx_holds_texts_and_no_formula(client: FlaskClient, desk: FlaskClient) -> None:
    for url in (f"{PUBLIC}.xlsx", f"{DESK}.xlsx", f"{DESK}.xlsx?live=1"):
        sheet = openpyxl.load_workbook(io.BytesIO((desk if "organise" in url else client).get(url).data)).worksheets[0]
        column = [cell.value for cell in sheet[1]].index("delegation")
        cells = [row[column] for row in sheet.iter_rows(min_row=2)]
        assert [(cell.value, cell.data_type) for cell in cells] == [(name.strip(), "s") for name in HOSTILE]
        assert [cell.quotePrefix for cell in cells] == [True] * 6 + [False] * 2
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}


def test_public_files_show_the_published_list_without_speakers(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        publish(a_list())
        withdraw("Chad")
        session.commit()
    rows = read(client.get(f"{PUBLIC}.csv").data)
    kept = ["place", "meeting", "delegation", "kind", "level", "on_behalf_of"]
    assert [*rows[0]] == [
        *kept,
        "expected_at",
        "earliest_at",
        "latest_at",
        "fits",
        "also_for",
        "without",
        "stage",
        "times_at",
    ]
    assert [row["delegation"] for row in rows] == NAMES
    assert rows[0] == {
        "place": "1",
        "meeting": "1",
        "delegation": "Algeria",
        "kind": "member_state",
        "level": "CD",
        "on_behalf_of": "Group of 77 and China",
        "expected_at": "2012-09-05T11:45:00-04:00",
        "earliest_at": "2012-09-05T11:45:00-04:00",
        "latest_at": "2012-09-05T11:45:00-04:00",
        "fits": "yes",
        "also_for": "",
        "without": "",
        "stage": "",
        "times_at": "",
    }


def test_files_of_the_desk_show_speakers_and_the_live_list_when_asked(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        publish(a_list())
        withdraw("Chad")
        session.commit()
    shown, live = read(desk.get(f"{DESK}.csv").data), read(desk.get(f"{DESK}.csv?live=1").data)
    assert [*shown[0]][10:] == ["speaker", "function", "limit", "reason", "also_for", "without", "stage", "times_at"]
    assert (len(shown), len(live)) == (6, 5)
    assert shown[0]["limit"] == "300"
    assert shown[1]["reason"] == "Member State: after groups, before observer States; Head of State: before Ministers."


def test_statement_that_does_not_fit_has_no_expected_time(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        dialogue = builders.a_dialogue(limit_delegation=3600, changeover=0)
        for name in ("Chad", "Peru", "Tonga", "Kenya", "Fiji"):
            builders.an_inscription(dialogue, name)
        publish(dialogue)
        session.commit()
    last = read(client.get(f"{PUBLIC}.csv").data)[-1]
    assert (last["delegation"], last["expected_at"], last["latest_at"], last["fits"]) == ("Fiji", "", "", "no")
    assert client.get(f"{PUBLIC}.pdf").data[:5] == b"%PDF-"


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pdf_opens_in_the_readers_language(client: FlaskClient, language: str) -> None:
    answered = client.get(f"{PUBLIC}.pdf", headers={"Accept-Language": language})
    assert answered.headers["Content-Type"] == "application/pdf"
    assert (answered.data[:5], b"/StructTreeRoot" in answered.data) == (b"%PDF-", True)


def test_list_names_whose_clock_and_the_room_of_each_meeting(
    app: Flask, client: FlaskClient, desk: FlaskClient
) -> None:
    with app.app_context():
        dialogue = builders.a_dialogue()
        dialogue.meetings[1].room = "Trusteeship Council Chamber"
        for number in range(30):
            builders.an_inscription(dialogue, f"Delegation {number:02}")
        publish(dialogue)
        session.commit()
    paper = pypdf.PdfReader(io.BytesIO(client.get(f"{PUBLIC}.pdf").data))
    lines = [line for page in paper.pages for line in page.extract_text().splitlines()]
    assert [line for line in lines if "New York time" in line] == [
        "10:00–13:00 New York time",
        "15:00–18:00 New York time, Trusteeship Council Chamber",
    ]
    portions = client.get(f"{PUBLIC}/", headers={"Accept": "application/json"}).get_json()["portions"]
    assert [one["room"] for one in portions] == ["", "Trusteeship Council Chamber"]
    first = read(desk.get(f"{DESK}.csv").data)[0]["reason"]
    shown = desk.get("/organise/rtop-2012/speakers/", headers={"Accept": "application/json"}).get_json()
    assert first == shown["lines"][0]["reason"]


def test_files_do_not_exist_before_publication(app: Flask, client: FlaskClient, desk: FlaskClient) -> None:
    with app.app_context():
        a_list()
        session.commit()
    assert [client.get(f"{PUBLIC}.{end}").status_code for end in ("pdf", "csv", "xlsx", "exe")] == [404] * 4
    assert [desk.get(f"{DESK}.{end}").status_code for end in ("pdf", "csv", "xlsx")] == [404] * 3
    assert [desk.get(f"{DESK}.{end}?live=1").status_code for end in ("pdf", "csv", "xlsx")] == [200] * 3


def command(app: Flask, content: bytes, preset: str = "dialogue") -> Any:
    return app.test_cli_runner().invoke(args=["speakers", "order", "--preset", preset], input=content)


def test_command_orders_a_file_with_reasons(app: Flask) -> None:
    content = HEADS + (
        "Chad,member_state,CD,,2012-08-16T09:00:00-04:00,,\n"
        "Tonga,member_state,HS,,2012-08-17T09:00:00Z,,\n"
        "Peru,member_state,M,Group of 77,2012-08-18T09:00:00+00:00,2,\n"
    )
    found = command(app, b"\xef\xbb\xbf" + content.encode())
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.splitlines() == [
        "place,meeting,delegation,kind,level,on_behalf_of,requested_at,reason",
        "1,2,Peru,member_state,M,Group of 77,2012-08-18T09:00:00+00:00,"
        "Speaks on behalf of a group (Group of 77): before single delegations.",
        '2,,Tonga,member_state,HS,,2012-08-17T09:00:00Z,"Head of State: after groups, before chairs of delegation."',
        "3,,Chad,member_state,CD,,2012-08-16T09:00:00-04:00,Chair of delegation: after Heads of State.",
    ]


def test_command_counts_places_by_meeting_where_each_is_a_list() -> None:
    content = HEADS + (
        "Chad,member_state,CD,,2012-08-16T09:00:00Z,2,\n"
        "Fiji,member_state,CD,,2012-08-16T09:00:00Z,1,\n"
        "Peru,member_state,CD,,2012-08-17T09:00:00Z,2,1\n"
    )
    rows = list(csv.DictReader(io.StringIO(ordered(content.encode(), PRESETS["general-debate"]))))
    assert [(row["place"], row["meeting"], row["delegation"]) for row in rows] == [
        ("1", "1", "Fiji"),
        ("1", "2", "Peru"),
        ("2", "2", "Chad"),
    ]
    assert rows[1]["reason"] == "Pinned to place 1."


def test_command_says_moments_in_utc_and_keeps_formulas_inert() -> None:
    content = HEADS + (
        "=1+1,member_state,CD,@group,2012-08-16T09:00:00-04:00,,\n"
        "-2,member_state,CD,@group,2012-08-16T09:01:00-04:00,,\n"
    )
    rows = list(csv.DictReader(io.StringIO(ordered(content.encode(), PRESETS["inscription"]))))
    assert [(row["delegation"], row["on_behalf_of"]) for row in rows] == [("'=1+1", "'@group"), ("'-2", "'@group")]
    assert rows[0]["reason"] == "Number 1 of 2 by time of inscription (16 August 2012, 13:00 UTC)."


def test_command_takes_a_file_without_rows() -> None:
    assert ordered(HEADS.encode(), PRESETS["dialogue"]).splitlines() == [
        "place,meeting,delegation,kind,level,on_behalf_of,requested_at,reason"
    ]


GOOD = "Chad,member_state,CD,,2012-08-16T09:00:00Z,,"


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", ["line 1: missing columns: 'delegation', 'kind', 'level', 'on_behalf_of', 'requested_at', 'meeting', 'pin'"]),
        ("delegation,kind,level,on_behalf_of,requested_at,meeting,note\n", ["line 1: missing columns: 'pin'", "line 1: unknown columns: 'note'"]),
        (HEADS.replace("pin", "pin,pin"), ["line 1: columns given twice: 'pin'"]),
        (HEADS.encode() + b"Chad\xff,", ["line 2: this is not UTF-8"]),
        (HEADS + GOOD + ",\n", ["line 2: 8 values, but there are 7 columns"]),
        (HEADS + '"Chad,member_state\n', ["line 2: unexpected end of data"]),
        (HEADS + f'"Chad\nand more"{GOOD[4:]}\n,x,CD,,2012-08-16T09:00:00Z,,\n', ["line 2: delegation: this holds line breaks or invisible characters", "line 4: delegation: this is empty", "line 4: kind: 'x' is none of member_state, observer_state, observer, regional_organisation, other_organisation, un_entity, civil_society"]),
        (HEADS + GOOD.replace("Chad", "Ch\u202ead"), ["line 2: delegation: this holds line breaks or invisible characters"]),
        (HEADS + GOOD.replace("Chad", "x" * 301), ["line 2: delegation: this is longer than 300 characters"]),
        (HEADS + GOOD.replace("CD", "cd"), ["line 2: level: 'cd' is none of HS, VP, CP, HG, DPM, M, VM, CD"]),
        (HEADS + GOOD.replace("00Z", "00"), ["line 2: requested_at: '2012-08-16T09:00:00' has no time zone"]),
        (HEADS + GOOD.replace("T", "\u202e"), ["line 2: requested_at: '2012-08-16\\u202e09:00:00Z' is not a moment such as 2012-08-16T09:00:00-04:00"]),
        (HEADS + GOOD.replace("member_state", "x" * 1000), [f"line 2: kind: '{'x' * 60}…' is none of member_state, observer_state, observer, regional_organisation, other_organisation, un_entity, civil_society"]),
        (HEADS + GOOD.replace("2012-08-16T09:00:00Z", "soon"), ["line 2: requested_at: 'soon' is not a moment such as 2012-08-16T09:00:00-04:00"]),
        (HEADS + GOOD.replace("2012-08-16T09:00:00Z", "0001-01-01T00:00:00+14:00"), ["line 2: requested_at: '0001-01-01T00:00:00+14:00' is out of range"]),
        (HEADS + GOOD + "0\n" + GOOD[:-1] + "-1,\n" + GOOD + "٣\n", ["line 2: pin: '0' is not a number from 1 to 9999", "line 3: meeting: '-1' is not a number from 1 to 9999", "line 4: pin: '٣' is not a number from 1 to 9999"]),
    ],
)  # fmt: skip
def test_command_refuses_bad_files_with_every_line_and_reason(
    app: Flask, content: str | bytes, faults: list[str]
) -> None:
    found = command(app, content if isinstance(content, bytes) else content.encode())
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.splitlines() == faults


def test_command_refuses_an_unknown_preset(app: Flask) -> None:
    assert command(app, HEADS.encode(), "alphabet").exit_code == 2


def with_rules(app: Flask, path: Path, content: str, *more: str) -> Result:
    path.write_text(content)
    args = ["speakers", "order", "--rules", str(path), *more]
    return app.test_cli_runner().invoke(args=args, input=TWO.encode())


TWO = HEADS + "Chad,member_state,CD,,2012-08-16T09:00:00Z,,\nPeru,member_state,M,,2012-08-16T10:00:00Z,,\n"


def test_command_takes_rules_from_a_file(app: Flask, tmp_path: Path) -> None:
    by_time = with_rules(app, tmp_path / "rules.json", '[{"name": "time"}]', "--preset", "dialogue")
    by_level = with_rules(app, tmp_path / "rules.toml", '[[rules]]\nname = "level"\n')
    assert [[line.split(",")[2] for line in found.stdout.splitlines()[1:]] for found in (by_time, by_level)] == [
        ["Chad", "Peru"],
        ["Peru", "Chad"],
    ]


def test_command_names_what_is_wrong_with_rules(app: Flask, tmp_path: Path) -> None:
    found = with_rules(app, tmp_path / "rules.json", '[{"name": "lots", "parameters": {"seed": 4, "witness": "W"}}]')
    assert (found.exit_code, found.stdout, found.stderr) == (
        1,
        "",
        "rule 1 lots: seed: give a text of one line, at most 300 characters\n",
    )


def test_command_refuses_a_file_of_rules_that_it_cannot_read(app: Flask, tmp_path: Path) -> None:
    found = with_rules(app, tmp_path / "rules.json", "[")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "rules.json cannot be read" in found.stderr
    nothing = app.test_cli_runner().invoke(args=["speakers", "order"], input=TWO.encode())
    assert (nothing.exit_code, nothing.stdout) == (2, "")
    assert "Give --preset or --rules." in nothing.stderr
