"""The record of changes: what is written, and how it is read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from rtop_event.database import session
from rtop_event.organisers.chain import first_fault, last_digest
from rtop_event.organisers.models import Change
from rtop_event.organisers.record import record
from rtop_event.organisers.record_reading import Value, dialogues, last_page, lines
from tests.builders import OPENED
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
    assert (first_fault(session()), last_digest(session())) == (None, (4, chain[-1][2]))
    session.rollback()
    told = app.test_cli_runner().invoke(args=["organisers", "check-record"])
    assert (told.exit_code, told.output) == (
        0,
        f"The record is whole: 4 lines, the last with the hash {chain[-1][2]}.\n",
    )


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE changes SET why = 'another reason' WHERE number = 2",
        "UPDATE changes SET number = number + 10 WHERE number >= 2",
        "DELETE FROM changes WHERE number = 2",
    ],
)
def test_an_edited_or_removed_line_is_found(app: Flask, rows: None, attack: str) -> None:
    fill(3)
    session.commit()
    session.execute(text(attack))
    session.commit()
    told = app.test_cli_runner().invoke(args=["organisers", "check-record"])
    assert (told.exit_code, told.output) == (1, "Error: The record is broken: line 2 is not as it was written.\n")


def test_an_empty_record_is_whole(rows: None) -> None:
    assert (first_fault(session()), last_digest(session())) == (None, (0, ""))


def test_an_empty_record_says_so(viewer: FlaskClient) -> None:
    assert "Nothing is recorded here yet" in viewer.get("/organise/record/?about=registration:1&page=x").text
