"""Statements at the doors: sent, refused at the field, read by interpreters, and by everybody after delivery only."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from rtop_event import backup, uploads
from rtop_event.application import create_app
from rtop_event.clock import now
from rtop_event.database import Base, db, session
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.buttons import Button
from rtop_event.floor.models import FloorStep
from rtop_event.languages import CODES
from rtop_event.limits import limiter
from rtop_event.links import sign
from rtop_event.mailing.models import Letter
from rtop_event.mailing.rounds import rounds
from rtop_event.organisers.models import Change
from rtop_event.registrations.models import Registration
from rtop_event.speakers.listing import key_of
from rtop_event.statements import actions, files
from rtop_event.statements.models import Statement
from tests import builders
from tests.dialogues.test_pages import queries
from tests.floor.rooms import a_hall, hand, room
from tests.floor.steps import story
from tests.statements.papers import a_docx, a_pdf

PUBLIC, DESK = "/dialogues/rtop-2012/statements/", "/organise/rtop-2012/statements/"
JSON = {"Accept": "application/json"}
T = TypeVar("T", bound=Base)


@pytest.fixture
def hall(rows: None) -> Dialogue:
    """Tonga, Peru, Chad and Denmark on a list whose floor nobody has opened."""
    hall = a_hall()
    session.commit()
    return hall


@pytest.fixture(autouse=True)
def _swept(app: Flask) -> Any:
    """No file of a test lies about for the next one."""
    yield
    folder = instance(app) / uploads.FOLDER
    for file in folder.glob("*") if folder.is_dir() else ():
        file.unlink()


def instance(app: Flask) -> Path:
    """The folder of the instance."""
    folder: Path = app.extensions["settings"].instance
    return folder


def who(hall: Dialogue, name: str) -> Registration:
    """A registration by the name of its delegation."""
    number = next(int(key) for key, known in room(hall).names.items() if known == name)
    found = session.get(Registration, number)
    assert found is not None
    session.commit()  # looking holds nobody up
    return found


def own(hall: Dialogue, name: str) -> str:
    """The address of a delegation's page of statements."""
    return f"/registrations/{sign('registration', who(hall, name).id, 1)}/statements/"


def send(client: FlaskClient, url: str, content: bytes = b"", **said: Any) -> TestResponse:
    """Send the form of a page, with a file."""
    drawn = client.get(url).text
    token = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', drawn)
    key = re.search(r'name="key" type="hidden" value="([^"]+)"', drawn)
    assert token
    data = {
        "csrf_token": token[1],
        "key": key[1] if key else "",
        "language": "en",
        "check_against_delivery": "y",
        "file": FileStorage(io.BytesIO(content), said.pop("filename", "statement.pdf"), "file"),
        **said,
    }
    boundary, body = encode_multipart(data)
    return client.post(url, data=body, content_type=f'multipart/form-data; boundary="{boundary}"')


def press(client: FlaskClient, page: str, url: str, **said: Any) -> TestResponse:
    """Press a button of a page."""
    token = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', client.get(page).text)
    assert token
    return client.post(url, data={"csrf_token": token[1], **said})


def statements() -> list[tuple[str, str, int, str, str]]:
    """What is stored, oldest first: language, kind, size, by whom, how it ended."""
    found = rows(Statement)
    return [(one.language, one.kind.value, one.size, one.by, str(one.ending or "")) for one in found]


def rows(kind: type[T]) -> list[T]:
    """All rows of a table, oldest first."""
    session.expire_all()
    found = list(session.scalars(select(kind).order_by(text("id"))))
    session.commit()
    return found


def withdrawn(one: Registration) -> None:
    """A request is withdrawn."""
    one.withdrawn_at = builders.OPENED
    one.settle()
    session.commit()


def deliver(hall: Dialogue) -> None:
    """Tonga speaks and ends, Peru is called."""
    hand(hall, Button.OPEN, 0)
    hand(hall, Button.NEXT, 1)
    hand(hall, Button.START, 2)
    hand(hall, Button.NEXT, 4, key="ends")
    session.commit()


def test_a_delegation_sends_its_statement_and_replaces_it(app: Flask, client: FlaskClient, hall: Dialogue) -> None:
    url = own(hall, "Tonga")
    assert "Nothing was sent yet." in client.get(url).text
    assert send(client, url, a_docx("word " * 500), filename="x.exe").status_code == 303
    page = client.get(url, headers=JSON).get_json()
    (one,) = page["statements"]
    assert (one["language"], one["kind"], one["check_against_delivery"]) == ("en", "docx", True)
    assert one["digest"] == hashlib.sha256(a_docx("word " * 500)).hexdigest()
    assert one["advice"]["told"].endswith("167 words a minute, interpreters ask for at most 120.")
    assert send(client, url, a_pdf()).status_code == 303
    assert [(one[1], one[4]) for one in statements()] == [("docx", "replaced"), ("pdf", "")]
    assert len(uploads.all_names(instance(app))) == 2
    assert "Earlier versions" in client.get(url).text


def test_a_delegation_sends_one_in_each_language_that_has_a_name(client: FlaskClient, hall: Dialogue) -> None:
    url = own(hall, "Tonga")
    for said, language in (("one", "to"), ("two", "sw"), ("three", "PT_br"), ("four", "sw")):
        assert send(client, url, a_pdf(said), language=language).status_code == 303
    assert [(one[0], one[4]) for one in statements()] == [("to", ""), ("sw", "replaced"), ("pt-BR", ""), ("sw", "")]
    french = client.get(url, headers={**JSON, "Accept-Language": "fr"}).get_json()["statements"]
    assert [(one["language"], one["told"]) for one in french] == [
        ("pt-BR", "Portugais brésilien"),
        ("sw", "Swahili"),
        ("to", "Tongien"),
    ]
    page = client.get(url).text
    six = page.partition("<select")[2].partition("<optgroup")[0]
    names = ["Arabic", "Chinese", "English", "French", "Russian", "Spanish"]
    assert re.findall(r">([^<]+)</option>", six) == names
    assert re.findall(r'<optgroup label="([^"]+)"><option value="ab">([^<]+)</option>', page) == [
        ("Another language", "Abkhazian")
    ]
    deliver(hall)
    assert "<b>Tonga</b>, Brazilian Portuguese</a>" in client.get(PUBLIC).text


def test_the_same_form_sent_twice_is_one_statement(client: FlaskClient, hall: Dialogue) -> None:
    url = own(hall, "Tonga")
    for _ in range(2):
        assert send(client, url, a_pdf(), key="the-same-key").status_code == 303
    assert len(statements()) == 1


def test_another_statement_under_a_used_key_is_kept_too(client: FlaskClient, hall: Dialogue) -> None:
    url = own(hall, "Tonga")
    for language, said in (("en", "one"), ("fr", "deux"), ("fr", "deux"), ("en", "two")):
        assert send(client, url, a_pdf(said), key="the-same-key", language=language).status_code == 303
    assert [(one[0], one[4]) for one in statements()] == [("en", "replaced"), ("fr", ""), ("en", "")]
    again = send(client, url, a_pdf("one"), key="the-same-key")
    assert (again.status_code, "This page has expired." in again.text) == (400, True)
    assert len(statements()) == 3


@pytest.mark.parametrize(
    ("content", "said", "sentence"),
    [
        (b"", {}, "The file is empty."),
        (b"", {"filename": ""}, "Choose a file."),
        (b"MZ\x90", {}, "This is neither a PDF nor a Word document (.docx). Please save it as one of these."),
        (a_docx(more={"word/vbaProject.bin": b"x"}), {}, "This document holds macros."),
        (a_pdf(), {"language": "xx"}, "This language is not known. Please choose one of the list."),
        (a_pdf(), {"language": "und"}, "This language is not known. Please choose one of the list."),
        (a_pdf(), {"language": ""}, "Choose a language."),
        (a_pdf(), {"key": "a b"}, "Invalid input."),
        (b"%PDF-1.4" + b"x" * 10_000_000, {}, "The file is too large: at most 10 MB."),
    ],
    ids=["empty", "none", "a program", "macros", "no such language", "language unknown", "no language", "key", "large"],
)
def test_what_is_refused_says_so_at_the_field_and_changes_nothing(
    app: Flask, client: FlaskClient, hall: Dialogue, content: bytes, said: dict[str, str], sentence: str
) -> None:
    answer = send(client, own(hall, "Tonga"), content, **said)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert (statements(), uploads.all_names(instance(app))) == ([], [])


def test_a_body_beyond_the_limit_is_refused_at_the_edge(client: FlaskClient, hall: Dialogue) -> None:
    assert send(client, own(hall, "Tonga"), b"%PDF-1.4" + b"x" * 10_200_000).status_code == 413
    assert send(client, "/organise/sign-in/", b"x" * 5_100_000).status_code == 413
    large = {"data": b"x" * 5_100_000, "content_type": "multipart/form-data; boundary=x"}
    for url in ("/registrations/not-a-token/statements/", f"{DESK}1/"):
        assert client.post(url, **large).status_code == 413
    pieces = client.post(own(hall, "Tonga"), input_stream=io.BytesIO(b"x"), headers={"Transfer-Encoding": "chunked"})
    assert pieces.status_code == 411
    assert statements() == []


def test_a_file_is_no_text_and_a_program_sends_none(client: FlaskClient, hall: Dialogue) -> None:
    answer = client.post(own(hall, "Tonga"), json={"language": "en", "file": "%PDF-1.4"}, headers=JSON)
    assert (answer.status_code, answer.get_json()["form"]["errors"]) == (422, {"file": ["Choose a file."]})


def test_who_attends_sends_none(client: FlaskClient, hall: Dialogue) -> None:
    other = builders.a_registration(hall, "Fiji", wants_floor=False, verified_at=builders.OPENED)
    session.commit()
    url = f"/registrations/{sign('registration', other.id, 1)}/statements/"
    assert "<form" not in client.get(url).text.split("<main", 1)[1].split("</main>")[0]
    token = own(hall, "Tonga")
    answer = press(client, token, url)
    assert (answer.status_code, "Yours does not." in answer.text) == (409, True)


def test_nothing_is_public_before_delivery_and_all_of_it_after(client: FlaskClient, hall: Dialogue) -> None:
    send(client, own(hall, "Tonga"), a_pdf("one"))
    send(client, own(hall, "Peru"), a_pdf("two"))
    numbers = [one.id for one in rows(Statement)]
    hidden, never = (client.get(f"{PUBLIC}files/{number}/", headers=JSON) for number in (numbers[0], 999))
    assert (hidden.status_code, hidden.data) == (404, never.data)
    assert client.get(PUBLIC, headers=JSON).get_json()["lines"] == []
    deliver(hall)
    (line,) = client.get(PUBLIC, headers=JSON).get_json()["lines"]
    assert (line["delegation"], line["delivered_at"], [one["id"] for one in line["files"]]) == (
        "Tonga",
        "2012-09-05T14:04:00Z",
        numbers[:1],
    )
    assert "check against delivery" in client.get(PUBLIC).text
    file = client.get(f"{PUBLIC}files/{numbers[0]}/", buffered=True)
    assert (file.status_code, file.data, file.mimetype) == (200, a_pdf("one"), "application/pdf")
    assert file.headers["Content-Disposition"] == 'attachment; filename="Tonga - en.pdf"'
    assert (file.headers["X-Content-Type-Options"], file.headers["Cache-Control"]) == ("nosniff", "private, no-cache")
    assert client.get(f"{PUBLIC}files/{numbers[1]}/", buffered=True).status_code == 404
    hand(hall, Button.UNDO, 4.1, undoes="ends")
    session.commit()
    assert client.get(f"{PUBLIC}files/{numbers[0]}/", headers=JSON).data == never.data
    assert client.get(PUBLIC, headers=JSON).get_json()["lines"] == []


def test_withdrawn_before_delivery_and_not_after(client: FlaskClient, hall: Dialogue) -> None:
    url = own(hall, "Tonga")
    send(client, url, a_pdf())
    send(client, url, a_pdf("fr"), language="fr")
    first, second = (one.id for one in rows(Statement))
    assert press(client, url, f"{url}withdraw/", statement=first).status_code == 303
    assert press(client, url, f"{url}withdraw/", statement=first).status_code == 409
    deliver(hall)
    answer = press(client, url, f"{url}withdraw/", statement=second)
    assert (answer.status_code, "it is public" in answer.text) == (409, True)
    assert "It was delivered" in client.get(url).text
    assert [(one[0], one[4]) for one in statements()] == [("en", "withdrawn"), ("fr", "")]
    assert send(client, url, a_pdf("corrected"), language="fr").status_code == 303
    assert [one["language"] for one in client.get(PUBLIC, headers=JSON).get_json()["lines"][0]["files"]] == ["fr"]


def test_the_desk_sees_all_in_list_order_and_takes_one_zip(
    client: FlaskClient, viewer: FlaskClient, hall: Dialogue
) -> None:
    for name, content, language in (("Chad", a_pdf("c"), "fr"), ("Tonga", a_docx("t"), "en"), ("Chad", a_pdf(), "ar")):
        send(client, own(hall, name), content, language=language)
    lines = viewer.get(DESK, headers=JSON).get_json()["lines"]
    assert [(one["place"], one["delegation"], [each["language"] for each in one["statements"]]) for one in lines] == [
        (1, "Tonga", ["en"]),
        (2, "Peru", []),
        (3, "Chad", ["ar", "fr"]),
        (4, "Denmark", []),
    ]
    assert "Make a link" not in viewer.get(DESK).text
    once, again = (viewer.get("/organise/rtop-2012/statements.zip", buffered=True).data for _ in range(2))
    assert once == again
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert archive.namelist() == ["01 - Tonga - en.docx", "03 - Chad - ar.pdf", "03 - Chad - fr.pdf"]
        assert archive.read("03 - Chad - fr.pdf") == a_pdf("c")


def test_the_desk_takes_one_in_removes_it_and_reads_former_ones(desk: FlaskClient, hall: Dialogue) -> None:
    peru = who(hall, "Peru").id
    page = f"{DESK}{peru}/"
    assert send(desk, page, a_pdf(), language="es").status_code == 303
    assert send(desk, page, b"MZ").status_code == 422
    assert send(desk, page, b"%PDF-1.4" + b"x" * 5_100_000).status_code == 422
    assert "The delegation reads this." in desk.get(page).text
    (number,) = (one.id for one in rows(Statement))
    assert press(desk, page, f"{page}remove/", statement=number).status_code == 422
    assert press(desk, page, f"{page}remove/", statement=number, why="the wrong file").status_code == 303
    assert [one[3:] for one in statements()] == [("Desk (example)", "removed")]
    (letter,) = rows(Letter)
    assert own(hall, "Peru") in letter.text
    file = desk.get(f"{DESK}files/{number}/", buffered=True)
    assert (file.data, file.headers["Content-Disposition"]) == (a_pdf(), 'attachment; filename="Peru - es.pdf"')
    assert "the wrong file" in desk.get(page).text
    assert desk.get(f"{DESK}files/999/", buffered=True).status_code == 404


def test_a_statement_submitted_in_writing_is_public_by_one_press(
    client: FlaskClient, desk: FlaskClient, hall: Dialogue
) -> None:
    page = f"{DESK}{who(hall, 'Denmark').id}/"
    assert press(desk, page, f"{page}publish/").status_code == 409
    send(client, own(hall, "Denmark"), a_pdf())
    assert press(desk, page, f"{page}publish/").status_code == 303
    (line,) = client.get(PUBLIC, headers=JSON).get_json()["lines"]
    assert (line["delegation"], line["delivered_at"]) == ("Denmark", None)
    assert "submitted in writing" in client.get(PUBLIC).text
    assert client.get(f"{PUBLIC}files/{line['files'][0]['id']}/", buffered=True).status_code == 200
    assert press(desk, page, f"{page}unpublish/").status_code == 303
    assert client.get(PUBLIC, headers=JSON).get_json()["lines"] == []


def test_interpreters_see_the_list_and_the_zip_by_a_link_that_can_be_ended(
    client: FlaskClient, desk: FlaskClient, hall: Dialogue
) -> None:
    send(client, own(hall, "Tonga"), a_docx("word " * 700))
    press(desk, DESK, f"{DESK}link/give/")
    link = f"/interpreters/{desk.get(DESK, headers=JSON).get_json()['link']['token']}/"
    page = client.get(link)
    assert "233 words a minute, interpreters ask for at most 120." in page.text
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert client.get(f"{link}statements.zip", buffered=True).mimetype == "application/zip"
    assert f'{link}" readonly>' in desk.get(DESK).text
    press(desk, DESK, f"{DESK}link/end/")
    assert (client.get(link).status_code, client.get(f"{link}statements.zip", buffered=True).status_code) == (404, 404)


def test_interpreters_take_one_statement_as_it_is_in_the_zip_and_no_other(
    client: FlaskClient, viewer: FlaskClient, desk: FlaskClient, hall: Dialogue
) -> None:
    for name, language in (("Chad", "en"), ("Chad", "fr"), ("Peru", "es"), ("Tonga", "en")):
        send(client, own(hall, name), a_pdf(language), language=language)
    send(client, own(hall, "Chad"), a_pdf("new"), language="en")
    withdrawn(who(hall, "Peru"))
    press(desk, DESK, f"{DESK}link/give/")
    link = f"/interpreters/{desk.get(DESK, headers=JSON).get_json()['link']['token']}/"
    offered = [f"{link}files/{number}/" for number in re.findall(r"/files/(\d+)/", client.get(link).text)]
    found = [client.get(file, buffered=True) for file in offered]
    assert [(one.data, one.headers["Content-Disposition"]) for one in found] == [
        (a_pdf("en"), 'attachment; filename="01 - Tonga - en.pdf"'),
        (a_pdf("new"), 'attachment; filename="02 - Chad - en.pdf"'),
        (a_pdf("fr"), 'attachment; filename="02 - Chad - fr.pdf"'),
    ]
    kept = {(one.headers["X-Content-Type-Options"], one.headers["Cache-Control"]) for one in found}
    assert (kept, found[0].headers["Referrer-Policy"]) == ({("nosniff", "no-store")}, "no-referrer")
    part = client.get(offered[0], headers={"Range": "bytes=0-3"}, buffered=True)
    assert (part.status_code, part.data) == (206, b"%PDF")
    others = {one.id for one in rows(Statement)} - {int(file.split("/")[-2]) for file in offered}
    assert {client.get(f"{link}files/{number}/").status_code for number in (*others, 999)} == {404}
    assert [f"{DESK}files/{number}/" in viewer.get(DESK).text for number in (4, 1)] == [True, False]
    press(desk, DESK, f"{DESK}link/end/")
    assert client.get(offered[0]).status_code == 404


def test_the_head_of_the_zip_costs_nothing_and_too_many_of_it_are_refused(
    app: Flask, client: FlaskClient, desk: FlaskClient, hall: Dialogue
) -> None:
    builders.a_statement(who(hall, "Tonga"))
    session.commit()
    press(desk, DESK, f"{DESK}link/give/")
    link = f"/interpreters/{desk.get(DESK, headers=JSON).get_json()['link']['token']}/statements.zip"
    head = client.head(link)
    assert (head.status_code, head.mimetype, head.data) == (200, "application/zip", b"")
    assert head.headers["Content-Disposition"] == "attachment; filename=rtop-2012-statements.zip"
    assert head.headers["Cache-Control"] == "no-store"
    whole = client.get(link)
    assert (whole.is_streamed, whole.data[:2]) == (True, b"PK")
    limited = create_app(replace(app.extensions["settings"], rate_limit=True))
    tried = [limited.test_client().head(link).status_code for _ in range(31)]
    limiter.reset()
    limiter.enabled = False
    with limited.app_context():
        db.engine.dispose()
    assert tried == [200] * 30 + [429]


def test_who_waits_is_shown_behind_the_list_and_who_withdrew_is_not(viewer: FlaskClient, hall: Dialogue) -> None:
    group = builders.a_group()
    waits = builders.an_inscription(hall, "Fiji", reserve_since=builders.OPENED)
    builders.a_statement(waits)
    builders.a_statement(builders.an_inscription(hall, "Fiji", group=group, reserve_since=builders.OPENED))
    gone = who(hall, "Peru")
    builders.a_statement(gone)
    gone.withdrawn_at = builders.OPENED
    gone.settle()
    session.commit()
    lines = viewer.get(DESK, headers=JSON).get_json()["lines"][3:]
    assert [(one["place"], one["delegation"], one["on_behalf_of"]) for one in lines] == [
        (None, "Fiji", None),
        (None, "Fiji", "Group of 77 and China"),
    ]
    with zipfile.ZipFile(io.BytesIO(viewer.get("/organise/rtop-2012/statements.zip", buffered=True).data)) as archive:
        assert archive.namelist() == [
            "reserve - Fiji - en.pdf - MISSING.txt",
            "reserve - Fiji (Group of 77 and China) - en.pdf - MISSING.txt",
        ]


def test_list_console_and_own_page_tell_that_it_came(client: FlaskClient, viewer: FlaskClient, hall: Dialogue) -> None:
    page = own(hall, "Tonga").removesuffix("statements/")
    assert "None was sent yet." in client.get(page).text
    for url in ("/organise/rtop-2012/speakers/", "/organise/rtop-2012/floor/"):
        assert "statement received" not in viewer.get(url).text
    send(client, own(hall, "Tonga"), a_pdf())
    assert "1 file was received." in client.get(page).text
    for url in ("/organise/rtop-2012/speakers/", "/organise/rtop-2012/floor/"):
        assert viewer.get(url).text.count("statement received") == 1


def test_a_missing_file_is_told(desk: FlaskClient, hall: Dialogue) -> None:
    one = builders.a_statement(who(hall, "Tonga"))
    session.commit()
    answer = desk.get(f"{DESK}files/{one.id}/", buffered=True)
    assert (answer.status_code, "This file is missing on the server." in answer.text) == (404, True)


def test_a_folder_that_takes_nothing_is_no_fault_of_ours(app: Flask, client: FlaskClient, hall: Dialogue) -> None:
    folder = instance(app) / uploads.FOLDER
    if folder.is_dir():
        folder.rmdir()
    folder.write_text("not a folder")
    assert send(client, own(hall, "Tonga"), a_pdf()).status_code == 503
    folder.unlink()
    assert statements() == []


def test_the_worker_sweeps_what_no_row_claims(app: Flask, client: FlaskClient, hall: Dialogue) -> None:
    send(client, own(hall, "Tonga"), a_pdf())
    uploads.keep(instance(app), b"lost", at=now())
    (kept,) = (one.file for one in rows(Statement))
    assert files.sweep_uploads in rounds(app)
    files.sweep_uploads(now())
    assert len(uploads.all_names(instance(app))) == 2
    files.sweep_uploads(now() + timedelta(hours=2))
    assert uploads.all_names(instance(app)) == [kept]


def test_a_copy_encloses_the_files_and_brings_them_back(
    app: Flask, client: FlaskClient, hall: Dialogue, tmp_path: Path
) -> None:
    if not app.extensions["settings"].embedded:
        pytest.skip("PostgreSQL is copied by its own means")
    send(client, own(hall, "Tonga"), a_pdf())
    (name,) = (one.file for one in rows(Statement))
    session.remove()
    backup.write(db.engine, tmp_path / "copy", instance=instance(app))
    uploads.path_of(instance(app), name).unlink()
    backup.restore(db.engine, tmp_path / "copy", at=now(), instance=instance(app))
    assert uploads.path_of(instance(app), name).read_bytes() == a_pdf()
    assert "uploads_in_this_copy" not in {table for (table,) in session.execute(text("SELECT name FROM sqlite_master"))}
    (line,) = [one.what for one in rows(Change) if one.what.startswith("statement")]
    assert line == "statement received"


def test_versions_end_for_a_delegation_and_not_for_the_desk(
    client: FlaskClient, desk: FlaskClient, hall: Dialogue
) -> None:
    tonga = who(hall, "Tonga")
    for number in range(actions.MOST_VERSIONS):
        builders.a_statement(tonga, ended_at=builders.OPENED, ending="replaced", form_key=f"k{number}")
    session.commit()
    answer = send(client, own(hall, "Tonga"), a_pdf())
    assert (answer.status_code, "40 versions were sent already." in answer.text) == (409, True)
    assert send(desk, f"{DESK}{tonga.id}/", a_pdf()).status_code == 303
    assert (len(statements()), statements()[-1][3]) == (actions.MOST_VERSIONS + 1, "Desk (example)")


def test_the_desk_takes_in_what_was_said_by_who_withdrew_since(
    client: FlaskClient, desk: FlaskClient, viewer: FlaskClient, hall: Dialogue
) -> None:
    deliver(hall)
    tonga, peru = who(hall, "Tonga"), who(hall, "Peru")
    pages = [f"{DESK}{one.id}/" for one in (tonga, peru)]
    for one in (tonga, peru):
        withdrawn(one)
    assert ["Take one in" in desk.get(page).text for page in pages] == [True, False]
    refused = press(desk, pages[0], pages[1], language="en")
    assert (refused.status_code, "whose request for the floor stands" in refused.text) == (409, True)
    assert send(desk, pages[0], a_pdf()).status_code == 303
    (line,) = client.get(PUBLIC, headers=JSON).get_json()["lines"]
    assert line["delegation"] == "Tonga"
    with zipfile.ZipFile(io.BytesIO(viewer.get("/organise/rtop-2012/statements.zip", buffered=True).data)) as archive:
        assert archive.namelist() == ["spoke - Tonga - en.pdf"]


def test_pages_agree_who_can_read_what_was_submitted_in_writing(
    client: FlaskClient, desk: FlaskClient, hall: Dialogue
) -> None:
    denmark = who(hall, "Denmark")
    page = f"{DESK}{denmark.id}/"
    send(client, own(hall, "Denmark"), a_pdf())
    press(desk, page, f"{page}publish/")
    assert "everybody can read it" in desk.get(page).text
    withdrawn(who(hall, "Denmark"))
    assert ("everybody can read it" in desk.get(page).text, "in writing" in desk.get(page).text) == (False, True)
    assert client.get(PUBLIC, headers=JSON).get_json()["lines"] == []
    press(desk, page, f"{page}unpublish/")
    assert "Publish as submitted in writing" not in desk.get(page).text
    refused = press(desk, page, f"{page}publish/")
    assert (refused.status_code, "is withdrawn" in refused.text) == (409, True)


def test_a_public_file_is_fetched_once(client: FlaskClient, hall: Dialogue) -> None:
    send(client, own(hall, "Tonga"), a_pdf())
    deliver(hall)
    (one,) = rows(Statement)
    file, digest = f"{PUBLIC}files/{one.id}/", f'"{one.digest}"'
    assert client.get(file, buffered=True).headers["ETag"] == digest
    again = client.get(file, headers={"If-None-Match": digest}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")
    hand(hall, Button.UNDO, 4.1, undoes="ends")
    session.commit()
    assert client.get(file, headers={"If-None-Match": digest}, buffered=True).status_code == 404


def two_hundred(dialogue: Dialogue) -> None:
    """As many delegations have delivered theirs, one a minute from the opening on."""
    lines = ["10:00 opened 1"]
    for number in range(200):
        one = builders.an_inscription(dialogue, f"United Republic of Example State {number:03}")
        builders.a_statement(one)
        clock = f"{10 + number // 60}:{number % 60:02}"
        lines += [f"{clock}:00 called {key_of(one.id)} 180", f"{clock}:10 began", f"{clock}:50 ended"]
    session.add_all(FloorStep(dialogue_id=dialogue.id, **asdict(one)) for one in story(*lines))
    session.commit()


def test_200_statements_are_shown_in_three_queries_a_page_and_one_is_fetched_in_four(
    app: Flask, client: FlaskClient, rows: None
) -> None:
    two_hundred(builders.a_dialogue())
    client.get("/dialogues/rtop-2012/floor/")  # which knows the delegations of the day from then on
    found = []
    for number in (0, 1, 2, 3, "x"):
        with queries(app) as asked:
            page = client.get(f"{PUBLIC}?page={number}", headers=JSON).get_json()
        names = [line["delegation"][-3:] for line in page["lines"]]
        found.append((page["number"], page["last"], names[0], names[-1], len(names), len(asked)))
    first, second, last = (1, 3, "000", "074", 75, 3), (2, 3, "075", "149", 75, 3), (3, 3, "150", "199", 50, 3)
    assert found == [first, first, second, last, first]
    with queries(app) as asked:
        client.get(f"{PUBLIC}files/{page['lines'][0]['files'][0]['id']}/")
    assert len(asked) == 4


@pytest.mark.parametrize("language", CODES)
def test_a_page_of_200_statements_has_at_most_40_kb(client: FlaskClient, rows: None, language: str) -> None:
    two_hundred(builders.a_dialogue())
    for number in (1, 2):
        page = client.get(f"{PUBLIC}?page={number}", headers={"Accept-Language": language})
        assert (page.text.count('<a href="files/'), len(page.data) <= 40_000) == (75, True)


def test_an_hour_is_told_with_its_day_where_there_are_several(client: FlaskClient, hall: Dialogue) -> None:
    send(client, own(hall, "Tonga"), a_pdf())
    deliver(hall)
    assert "delivered by <time" in client.get(PUBLIC).text
    hall.meetings[1].starts_at += timedelta(days=1)
    hall.meetings[1].ends_at += timedelta(days=1)
    session.commit()
    assert "delivered by 5 Sep" in client.get(PUBLIC).text


def test_neither_the_delegation_nor_an_interpreter_reads_whose_hand_it_was(
    client: FlaskClient, desk: FlaskClient, hall: Dialogue
) -> None:
    page = f"{DESK}{who(hall, 'Tonga').id}/"
    for said in ("one", "two"):
        send(desk, page, a_pdf(said))
    press(desk, DESK, f"{DESK}link/give/")
    link = f"/interpreters/{desk.get(DESK, headers=JSON).get_json()['link']['token']}/"
    for url in (own(hall, "Tonga"), link):
        told = client.get(url, headers=JSON)
        assert (told.status_code, "Desk (example)" in told.text) == (200, False)
    at_the_desk = desk.get(page, headers=JSON).get_json()
    assert [one["by"] for one in at_the_desk["statements"]] == ["Desk (example)"]
    assert [one["ended_by"] for one in at_the_desk["former"]] == ["Desk (example)"]


def test_interpreters_of_an_exercise_read_that_it_is_one(
    app: Flask, client: FlaskClient, desk: FlaskClient, hall: Dialogue
) -> None:
    builders.a_statement(who(hall, "Tonga"))
    session.commit()
    press(desk, DESK, f"{DESK}link/give/")
    link = f"/interpreters/{desk.get(DESK, headers=JSON).get_json()['link']['token']}/"
    assert "X-Exercise" not in client.get(link).headers
    session.expire_all()
    hall.rehearses = "rtop-2012-real"
    session.commit()
    told = client.get(link, headers=JSON)
    assert (told.headers["X-Exercise"], told.headers["X-Robots-Tag"]) == ("nothing here is real", "noindex")
    assert told.get_json()["exercise"] is True
    answer = client.get(f"{link}statements.zip", buffered=True)
    assert answer.headers["X-Exercise"] == "nothing here is real"
    file = uploads.keep(instance(app), a_pdf(), at=now())
    session.get_one(Statement, 1).file = file
    session.commit()
    one = client.get(f"{link}files/1/", buffered=True)
    assert one.headers["Content-Disposition"] == 'attachment; filename="EXERCISE - 01 - Tonga - en.pdf"'
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["EXERCISE - 01 - Tonga - en.pdf - MISSING.txt"]
