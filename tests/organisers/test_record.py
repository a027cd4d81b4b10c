"""The record of changes: what is written, and how it is read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from rtop_event.database import session
from rtop_event.inert import as_typed
from rtop_event.mailing.models import Received, Way
from rtop_event.organisers.chain import first_break, last_digest
from rtop_event.organisers.models import Change
from rtop_event.organisers.record import record
from rtop_event.organisers.record_files import NAMES
from rtop_event.organisers.record_reading import Value, dialogues, last_page, lines
from tests import builders
from tests.builders import OPENED
from tests.mailing.letters import a_letter
from tests.organisers.test_pages import JSON


def fill(number: int, dialogue: str = "", about: str = "") -> None:
    """That many lines."""
    for count in range(number):
        record(f"step {count}", by="A", at=OPENED + timedelta(minutes=count), dialogue=dialogue, about=about)
    session.flush()


def test_only_what_differs_is_kept(rows: None) -> None:
    record(
        "edited", by="A", at=OPENED, before={"name": "A", "level": "M", "old": 1}, after={"name": "A", "level": "CD"}
    )
    session.flush()
    line = session.scalars(select(Change)).one()
    assert (line.before, line.after) == ({"level": "M", "old": 1}, {"level": "CD"})


def test_facts_are_read_as_text(rows: None) -> None:
    record(
        "edited",
        by="A",
        at=OPENED,
        before={"wants_floor": True, "languages": ["en", "fr"], "gone": 3},
        after={"wants_floor": False, "languages": [], "speaker": {"name": "H.E.", "title": None}},
    )
    session.flush()
    assert lines(dialogue="", about="", page=1)[0].facts == [
        Value("wants floor", "yes", "no"),
        Value("languages", "en, fr", "–"),
        Value("gone", "3", None),
        Value("speaker", None, "name: H.E.; title: –"),
    ]


def test_the_newest_line_comes_first_page_by_page(rows: None) -> None:
    fill(51)
    first, second = (lines(dialogue="", about="", page=page) for page in (1, 2))
    assert [first[0].what, first[-1].what, *(line.what for line in second)] == ["step 50", "step 1", "step 0"]
    assert last_page(dialogue="", about="") == 2


def test_the_record_narrows_to_a_dialogue_and_a_thing(rows: None) -> None:
    fill(1, "rtop-2012", "registration:1")
    fill(2, "rtop-2012", "registration:2")
    fill(3, "other")
    counts = [
        len(lines(dialogue=dialogue, about=about, page=1))
        for dialogue, about in [("", ""), ("rtop-2012", ""), ("rtop-2012", "registration:2"), ("none", "")]
    ]
    assert (counts, dialogues(), last_page(dialogue="none", about="")) == ([6, 3, 2, 0], ["other", "rtop-2012"], 1)


def test_the_page_shows_lines_filters_and_other_pages(app: Flask, viewer: FlaskClient) -> None:
    with app.app_context():
        fill(60, "rtop-2012", "registration:1")
        record(
            "moved",
            by="<b>Chair</b>",
            at=OPENED,
            dialogue="other",
            before={"place": 4},
            after={"place": 9},
            why="Fair.",
        )
        session.commit()
    text = viewer.get("/organise/record/?dialogue=rtop-2012&page=2").text
    assert 'href="?dialogue=rtop-2012&amp;page=1"' in text
    assert 'href="/organise/record/?dialogue=rtop-2012&amp;about=registration:1"' in text
    moved = viewer.get("/organise/record/?dialogue=other").text
    assert "<del>4</del> <ins>9</ins>" in moved
    assert "&lt;b&gt;Chair&lt;/b&gt;" in moved
    page = viewer.get("/organise/record/?dialogue=rtop-2012&page=99", headers=JSON).get_json()
    assert (page["page"], page["last"], [line["what"] for line in page["lines"]][-1]) == (2, 2, "step 0")


def test_lines_are_chained_over_transactions_and_savepoints(app: Flask, rows: None) -> None:
    fill(2)
    session.commit()
    record("third", by="A", at=OPENED)
    with session.begin_nested():
        record("fourth", by="A", at=OPENED)
    session.commit()
    chain = session.execute(select(Change.number, Change.what, Change.digest).order_by(Change.number)).all()
    assert [(number, what) for number, what, _ in chain] == [(1, "step 0"), (2, "step 1"), (3, "third"), (4, "fourth")]
    assert (first_break(session()), last_digest(session())) == (None, (4, chain[-1][2]))
    session.rollback()
    told = app.test_cli_runner().invoke(args=["organisers", "check-record"])
    assert (told.exit_code, told.output) == (
        0,
        f"The record is whole: 4 lines, the last with the hash {chain[-1][2]}.\n",
    )


SECOND = "2012-08-16 13:01:00 UTC, A: step 1 (registration:1)"
EDITED = f"The record is broken: line 2 is not as it was written. It says: {SECOND}."


@pytest.mark.parametrize(
    ("attack", "told"),
    [
        ("UPDATE changes SET why = 'another reason' WHERE number = 2", EDITED),
        ("UPDATE changes SET facts = '[{}]' WHERE number = 2", EDITED),
        (
            "UPDATE changes SET number = number + 10 WHERE number >= 2",
            f"The record is broken: line 2 is missing. The next is line 12: {SECOND}.",
        ),
        (
            "DELETE FROM changes WHERE number = 2",
            "The record is broken: line 2 is missing. The next is line 3:"
            " 2012-08-16 13:02:00 UTC, A: step 2 (registration:1).",
        ),
    ],
)
def test_an_edited_or_removed_line_is_found_and_named(app: Flask, rows: None, attack: str, told: str) -> None:
    fill(3, about="registration:1")
    session.commit()
    session.execute(text(attack))
    session.commit()
    session.expire_all()
    checked = app.test_cli_runner().invoke(args=["organisers", "check-record"])
    assert (checked.exit_code, checked.output) == (1, "Error: The record is broken: line 2 is not as it was written.\n")
    verified = app.test_cli_runner().invoke(args=["record", "verify"])
    assert (verified.exit_code, verified.output) == (1, f"Error: {told}\n")


def test_a_hash_noted_earlier_shows_lines_that_were_cut_off(app: Flask, rows: None) -> None:
    fill(3)
    session.commit()
    noted = last_digest(session())[1]
    session.rollback()
    whole = app.test_cli_runner().invoke(args=["record", "verify", "--noted", noted])
    assert (whole.exit_code, whole.output) == (0, f"The record is whole: 3 lines, the last with the hash {noted}.\n")
    session.execute(text("DELETE FROM changes WHERE number = 3"))
    session.commit()
    cut = app.test_cli_runner().invoke(args=["record", "verify", "--noted", noted])
    assert (cut.exit_code, cut.output) == (
        1,
        f"Error: The record is broken: no line has the hash {noted}. Lines were cut off its end.\n",
    )


@pytest.fixture
def telling(app: Flask, rows: None) -> None:
    """A record of a line with all sorts of letters, one with facts of a row, and one that a sheet would compute."""
    record("moved", by="Ana “Ñ” (example)", at=OPENED, after={"place": 4, "names": ["é", None]}, why="=HYPERLINK(1)")
    session.commit()
    builders.a_dialogue()
    record("published", by="", at=OPENED, dialogue="rtop-2012", about="dialogue", why="'=1")
    session.commit()
    fill(1)
    session.commit()


def proved(lines: list[dict[str, Any]]) -> list[int]:
    """The numbers of the lines whose hash is right, by the recipe that stands with the file."""
    digest, right = "", []
    for line in lines:
        parts = [digest, *(line[name] for name in NAMES), *([line["facts"]] if line["facts"] else [])]
        digest = hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        right += [int(line["number"])] if digest == line["digest"] else []
    return right


@pytest.mark.usefixtures("telling")
def test_anybody_can_verify_the_exported_lines(app: Flask, viewer: FlaskClient) -> None:
    told = app.test_cli_runner().invoke(args=["record", "export"]).output
    served = viewer.get("/organise/record/export.jsonl")
    assert (served.text, served.headers["Content-Disposition"]) == (told, 'attachment; filename="record.jsonl"')
    lines = [json.loads(line) for line in told.splitlines()]
    assert proved(lines) == [1, 2, 3]
    assert [bool(line["facts"]) for line in lines] == [False, True, False]
    lines[1]["why"] = "1"
    assert proved(lines) == [1]


@pytest.mark.usefixtures("telling")
def test_the_table_has_no_formula_and_can_be_verified_as_well(app: Flask, viewer: FlaskClient) -> None:
    served = viewer.get("/organise/record/export.csv")
    told = app.test_cli_runner().invoke(args=["record", "export", "--format", "csv"]).stdout_bytes.decode()
    assert served.data.decode("utf-8-sig") == told
    cells = list(csv.DictReader(io.StringIO(told, newline="")))
    assert [line["why"] for line in cells] == ["'=HYPERLINK(1)", "''=1", ""]
    lines: list[dict[str, Any]] = [{name: as_typed(cell) for name, cell in line.items()} for line in cells]
    for line in lines:
        line |= {name: json.loads(line[name]) for name in ("before", "after", "facts")}
    assert proved(lines) == [1, 2, 3]


def test_what_is_rolled_back_leaves_no_facts(rows: None) -> None:
    builders.a_dialogue()
    session.rollback()
    fill(1)
    session.commit()
    assert session.scalars(select(Change)).one().facts == []


def test_an_empty_record_is_whole(rows: None) -> None:
    assert (first_break(session()), last_digest(session())) == (None, (0, ""))


def test_an_empty_record_says_so(viewer: FlaskClient) -> None:
    assert "Nothing is recorded here yet" in viewer.get("/organise/record/?about=registration:1&page=x").text


@pytest.fixture
def things(app: Flask) -> list[str]:
    """What lines of the record tell of: things that there are, then one that there is not."""
    with app.app_context():
        letter, person = a_letter(), builders.an_organiser()
        mails = [
            Received(content=b"", size=0, digest="d" * 64, way=Way.PIPE, received_at=OPENED, sender="a@b.example"),
            Received(content=b"", size=0, digest="e" * 64, way=Way.PIPE, received_at=OPENED, subject="Re: <b>"),
        ]
        session.add_all(mails)
        contacts = [builders.a_contact(), builders.a_contact("c@d.example", name="")]
        session.flush()
        abouts = [f"organiser:{person.id}", f"letter:{letter.id}"]
        abouts += [f"mail:{one.id}" for one in mails] + [f"contact:{one.id}" for one in contacts] + ["letter:99"]
        for about in abouts:
            record("letters drafted", by="A", at=OPENED, about=about)
        session.commit()
    return abouts


def test_the_record_names_what_it_tells_of(things: list[str], viewer: FlaskClient, administrator: FlaskClient) -> None:
    seen, known = (who.get("/organise/record/", headers=JSON).get_json()["things"] for who in (viewer, administrator))
    numbers = [about.partition(":")[2] for about in things]
    address = seen[things[0]]["name"]
    assert [seen.get(about) for about in things] == [
        {"name": address, "url": f"/organise/record/?about={things[0]}"},
        {
            "name": "letter to mission@tonga.example: Your registration (example)",
            "url": f"/organise/outbox/{numbers[1]}/",
        },
        {"name": "mail of a@b.example: no subject", "url": f"/organise/inbox/{numbers[2]}/"},
        {"name": "Re: <b>", "url": f"/organise/inbox/{numbers[3]}/"},
        {"name": "A. Contact (example)", "url": f"/organise/contacts/{numbers[4]}/"},
        {"name": "c@d.example", "url": f"/organise/contacts/{numbers[5]}/"},
        None,
    ]
    assert address.endswith("@icrtop.example")
    assert known == {**seen, things[0]: {"name": address, "url": f"/organise/organisers/{numbers[0]}/"}}


def test_acts_are_said_in_words_and_kept_as_they_were_written(app: Flask, viewer: FlaskClient) -> None:
    with app.app_context():
        for what in ("floor: passed_over", "exchange void", "of an older house"):
            record(what, by="A", at=OPENED)
        session.commit()
    page = viewer.get("/organise/record/").text
    heads = [text.partition("</th>")[0] for text in page.split('<th scope="row">')[1:]]
    assert heads == ["of an older house", "Exchange of places no longer possible", "passed over once"]
    kept = viewer.get("/organise/record/", headers=JSON).get_json()["lines"]
    assert [line["what"] for line in kept] == ["of an older house", "exchange void", "floor: passed_over"]
