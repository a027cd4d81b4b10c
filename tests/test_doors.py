"""The doors of the house: one table of all addresses with who may enter, equal to the application's map, and walked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from rtop_event import uploads
from rtop_event.clock import now
from rtop_event.database import Base, session
from rtop_event.links import sign
from rtop_event.mailing.models import LetterKind, Outcome, Received, Way
from rtop_event.mailing.writing import write_letter
from rtop_event.organisers.models import RoleName
from rtop_event.statements.actions import give_link
from tests import builders
from tests.conftest import signed_in
from tests.statements.papers import a_pdf

TABLE = """
public         GET   /
public         GET   /healthz
public         GET   /readyz
public         GET   /static/<path:filename>
public         GET   /delegations/
public         GET   /dialogues/<slug:slug>/
public         GET   /dialogues/<slug:slug>/briefing/
public         GET   /dialogues/<slug:slug>/briefing.pdf
public         GET   /dialogues/<slug:slug>/programme.pdf
public         GET   /dialogues/<slug:slug>/calendar/
public         GET   /dialogues/<slug:slug>/calendar.ics
public         GET   /dialogues/<slug:slug>/calendar.json
public         GET   /dialogues/<slug:slug>/speakers.ics
public         GET   /dialogues/<slug:slug>/speakers.json
public         GET   /dialogues/<slug:slug>/speakers/
public         GET   /dialogues/<slug:slug>/speakers.<any(pdf,csv,xlsx):ending>
public         GET   /dialogues/<slug:slug>/speakers/revisions/
public         GET   /dialogues/<slug:slug>/speakers/revisions/<int:number>/
public         GET   /dialogues/<slug:slug>/speakers/compare/
public         GET   /dialogues/<slug:slug>/speakers/changes.atom
public         GET   /dialogues/<slug:slug>/floor/
public         GET   /dialogues/<slug:slug>/floor/strip/
public         GET   /dialogues/<slug:slug>/floor/record/
public         GET   /dialogues/<slug:slug>/floor/record.<any(csv,json):ending>
public         GET   /dialogues/<slug:slug>/statements/
public         GET   /dialogues/<slug:slug>/statements/files/<int:number>/
public         GET   /dialogues/<slug:slug>/register/
public         POST  /dialogues/<slug:slug>/register/
public         GET   /dialogues/<slug:slug>/register/lost-link/
public         POST  /dialogues/<slug:slug>/register/lost-link/
link           GET   /dialogues/<slug:slug>/register/received/<token:token>/
link           GET   /registrations/<token:token>/
link           POST  /registrations/<token:token>/confirm/
link           GET   /registrations/<token:token>/calendar.ics
link           GET   /registrations/<token:token>/calendar.json
link           POST  /registrations/<token:token>/calendar/new-address/
link           GET   /registrations/<token:token>/edit/
link           POST  /registrations/<token:token>/edit/
link           GET   /registrations/<token:token>/substitute/
link           POST  /registrations/<token:token>/substitute/
link           GET   /registrations/<token:token>/withdraw/
link           POST  /registrations/<token:token>/withdraw/
link           POST  /registrations/<token:token>/come-back/
link           POST  /registrations/<token:token>/change/take-back/
link           POST  /registrations/<token:token>/new-link/
link           GET   /registrations/<token:token>/group/
link           POST  /registrations/<token:token>/group/
link           GET   /registrations/<token:token>/turn/
link           POST  /registrations/<token:token>/turn/
link           GET   /registrations/<token:token>/exchange/
link           POST  /registrations/<token:token>/exchange/
link           GET   /registrations/<token:token>/exchange/<int:number>/
link           POST  /registrations/<token:token>/exchange/<int:number>/
link           GET   /registrations/<token:token>/statements/
link           POST  /registrations/<token:token>/statements/
link           POST  /registrations/<token:token>/statements/withdraw/
link           GET   /interpreters/<token:token>/
link           GET   /interpreters/<token:token>/statements.zip
link           GET   /interpreters/<token:token>/files/<int:number>/
link           GET   /invitations/<token:token>/
link           POST  /invitations/<token:token>/
link           GET   /invitations/<token:token>/calendar.ics
link           GET   /invitations/<token:token>/calendar.json
link           POST  /invitations/<token:token>/calendar/new-address/
link           GET   /invitations/<token:token>/register/
public         GET   /organise/sign-in/
public         POST  /organise/sign-in/
link           GET   /organise/sign-in/<token:token>/
link           POST  /organise/sign-in/<token:token>/
public         POST  /organise/sign-out/
viewer         GET   /organise/
viewer         GET   /organise/account/
viewer         POST  /organise/account/
viewer         GET   /organise/account/password/
viewer         POST  /organise/account/password/
viewer         POST  /organise/account/sign-out-everywhere/
viewer         GET   /organise/record/
viewer         GET   /organise/record/export.<any(jsonl,csv):ending>
administrator  GET   /organise/organisers/
administrator  POST  /organise/organisers/
administrator  GET   /organise/organisers/<int:number>/
administrator  POST  /organise/organisers/<int:number>/
administrator  POST  /organise/organisers/<int:number>/activate/
administrator  POST  /organise/organisers/<int:number>/deactivate/
administrator  POST  /organise/organisers/<int:number>/link/
viewer         GET   /organise/outbox/
viewer         GET   /organise/outbox/progress/
viewer         GET   /organise/outbox/<int:number>/
viewer         GET   /organise/outbox/<int:number>/files/<int:file>/
organiser      GET   /organise/outbox/<int:number>/invite.ics
organiser      GET   /organise/outbox/<int:number>/mail.eml
organiser      POST  /organise/outbox/<int:number>/<any(approve,discard,retry,hold,release,back,restore):step>
organiser      GET   /organise/outbox/<int:number>/edit/
organiser      POST  /organise/outbox/<int:number>/edit/
organiser      GET   /organise/outbox/all/<any(approve,discard,retry):step>
organiser      POST  /organise/outbox/all/<any(approve,discard,retry):step>
organiser      POST  /organise/outbox/<any(hold,release):step>
viewer         GET   /organise/inbox/
viewer         GET   /organise/inbox/addresses/
viewer         GET   /organise/inbox/<int:number>/
organiser      POST  /organise/inbox/<int:number>/apply/
organiser      POST  /organise/inbox/<int:number>/<any(ignore,bounce):step>
organiser      POST  /organise/inbox/<int:number>/reopen
organiser      POST  /organise/inbox/<int:number>/proposal/<any(accept,decline):step>
organiser      POST  /organise/inbox/mend/
viewer         GET   /organise/contacts/
organiser      GET   /organise/contacts/new/
organiser      POST  /organise/contacts/new/
organiser      GET   /organise/contacts/<int:number>/
organiser      POST  /organise/contacts/<int:number>/
organiser      GET   /organise/contacts/import/
organiser      POST  /organise/contacts/import/
organiser      GET   /organise/contacts/import/<token:token>/
organiser      POST  /organise/contacts/import/<token:token>/
organiser      GET   /organise/dialogues/new/
organiser      POST  /organise/dialogues/new/
viewer         GET   /organise/<slug:slug>/
organiser      POST  /organise/<slug:slug>/publish/
organiser      POST  /organise/<slug:slug>/draft/
organiser      GET   /organise/<slug:slug>/cancel/
organiser      POST  /organise/<slug:slug>/cancel/
organiser      POST  /organise/<slug:slug>/restore/
viewer         GET   /organise/<slug:slug>/facts/
organiser      POST  /organise/<slug:slug>/facts/
viewer         GET   /organise/<slug:slug>/programme/
organiser      POST  /organise/<slug:slug>/programme/
organiser      POST  /organise/<slug:slug>/programme/<int:number>/restore/
viewer         GET   /organise/<slug:slug>/texts/
viewer         GET   /organise/<slug:slug>/texts/<any(briefing,letter):kind>/<any(ar,en,es,fr,ru,zh):language>/
organiser      POST  /organise/<slug:slug>/texts/<any(briefing,letter):kind>/<any(ar,en,es,fr,ru,zh):language>/
viewer         GET   /organise/<slug:slug>/letters/
organiser      GET   /organise/<slug:slug>/letters/<slug:kind>/<any(ar,en,es,fr,ru,zh):language>/
organiser      POST  /organise/<slug:slug>/letters/<slug:kind>/<any(ar,en,es,fr,ru,zh):language>/
viewer         GET   /organise/<slug:slug>/registrations/
viewer         GET   /organise/<slug:slug>/registrations/export.csv
organiser      GET   /organise/<slug:slug>/registrations/new/
organiser      POST  /organise/<slug:slug>/registrations/new/
viewer         GET   /organise/<slug:slug>/registrations/<int:number>/
organiser      GET   /organise/<slug:slug>/registrations/<int:number>/edit/
organiser      POST  /organise/<slug:slug>/registrations/<int:number>/edit/
viewer         GET   /organise/<slug:slug>/registrations/changes/
viewer         GET   /organise/<slug:slug>/registrations/<int:number>/change/
organiser      POST  /organise/<slug:slug>/registrations/<int:number>/change/
organiser      POST  /organise/<slug:slug>/registrations/<int:number>/decide/
organiser      POST  /organise/<slug:slug>/registrations/<int:number>/confirm/
organiser      POST  /organise/<slug:slug>/registrations/<int:number>/withdraw/
organiser      POST  /organise/<slug:slug>/registrations/<int:number>/come-back/
organiser      POST  /organise/<slug:slug>/registrations/<int:number>/admit/
organiser      POST  /organise/<slug:slug>/registrations/<int:number>/link/
organiser      POST  /organise/<slug:slug>/registrations/<int:number>/new-link/
organiser      GET   /organise/<slug:slug>/registrations/<int:number>/group/
organiser      POST  /organise/<slug:slug>/registrations/<int:number>/group/
viewer         GET   /organise/<slug:slug>/speakers/
organiser      POST  /organise/<slug:slug>/speakers/
viewer         GET   /organise/<slug:slug>/speakers/conflicts/
organiser      POST  /organise/<slug:slug>/speakers/conflicts/aside/
organiser      POST  /organise/<slug:slug>/speakers/conflicts/again/
organiser      POST  /organise/<slug:slug>/speakers/conflicts/merge/
viewer         GET   /organise/<slug:slug>/speakers/list.<any(pdf,csv,xlsx):ending>
organiser      POST  /organise/<slug:slug>/speakers/announce/
organiser      POST  /organise/<slug:slug>/speakers/announce/take-back/
viewer         GET   /organise/<slug:slug>/speakers/revisions/
organiser      GET   /organise/<slug:slug>/speakers/restore/<int:number>/
organiser      POST  /organise/<slug:slug>/speakers/restore/<int:number>/
organiser      GET   /organise/<slug:slug>/speakers/import/
organiser      POST  /organise/<slug:slug>/speakers/import/
organiser      GET   /organise/<slug:slug>/speakers/import/<token:token>/
organiser      POST  /organise/<slug:slug>/speakers/import/<token:token>/
organiser      GET   /organise/<slug:slug>/speakers/together/
organiser      POST  /organise/<slug:slug>/speakers/together/
organiser      GET   /organise/<slug:slug>/speakers/<int:number>/move/
organiser      POST  /organise/<slug:slug>/speakers/<int:number>/move/
viewer         GET   /organise/<slug:slug>/speakers/exchanges/
organiser      POST  /organise/<slug:slug>/speakers/exchanges/
organiser      GET   /organise/<slug:slug>/speakers/exchanges/<int:number>/
organiser      POST  /organise/<slug:slug>/speakers/exchanges/<int:number>/
organiser      GET   /organise/<slug:slug>/speakers/limits/
organiser      POST  /organise/<slug:slug>/speakers/limits/
organiser      POST  /organise/<slug:slug>/speakers/undo/
viewer         GET   /organise/<slug:slug>/speakers/why/
viewer         GET   /organise/workbench/
viewer         POST  /organise/workbench/
organiser      GET   /organise/<slug:slug>/speakers/order/
organiser      POST  /organise/<slug:slug>/speakers/order/
organiser      GET   /organise/<slug:slug>/speakers/order/rules/
organiser      POST  /organise/<slug:slug>/speakers/order/rules/
organiser      GET   /organise/<slug:slug>/speakers/review/
organiser      POST  /organise/<slug:slug>/speakers/review/
viewer         GET   /organise/<slug:slug>/calendars/
organiser      POST  /organise/<slug:slug>/calendars/letters/
viewer         GET   /organise/<slug:slug>/floor/
viewer         GET   /organise/<slug:slug>/floor/script/
viewer         GET   /organise/<slug:slug>/floor/script.pdf
viewer         GET   /organise/<slug:slug>/floor/record/
viewer         GET   /organise/<slug:slug>/floor/record.<any(pdf,csv,xlsx,json):ending>
viewer         GET   /organise/<slug:slug>/floor/record-beside.csv
organiser      POST  /organise/<slug:slug>/floor/<any(open,suspend,resume,close,next,call,start,pause,continue,end,more,absent,skip,yield,found,reply,grant,refuse,point,rule,note,blank,show,undo):pressed>
organiser      POST  /organise/<slug:slug>/floor/swap/
organiser      POST  /organise/<slug:slug>/floor/swap/back/
organiser      GET   /organise/<slug:slug>/rehearsal/
organiser      POST  /organise/<slug:slug>/rehearsal/
organiser      POST  /organise/<slug:slug>/rehearsal/throw-away/
organiser      GET   /organise/<slug:slug>/floor/customs/
organiser      POST  /organise/<slug:slug>/floor/customs/
viewer         GET   /organise/<slug:slug>/statements/
viewer         GET   /organise/<slug:slug>/statements.zip
organiser      POST  /organise/<slug:slug>/statements/link/<any(give,end):step>/
viewer         GET   /organise/<slug:slug>/statements/files/<int:number>/
viewer         GET   /organise/<slug:slug>/statements/<int:number>/
organiser      POST  /organise/<slug:slug>/statements/<int:number>/
organiser      POST  /organise/<slug:slug>/statements/<int:number>/remove/
organiser      POST  /organise/<slug:slug>/statements/<int:number>/<any(publish,unpublish):step>/
viewer         GET   /organise/<slug:slug>/invitations/
organiser      GET   /organise/<slug:slug>/invitations/text/
organiser      GET   /organise/<slug:slug>/invitations/choose/
organiser      POST  /organise/<slug:slug>/invitations/choose/
organiser      POST  /organise/<slug:slug>/invitations/letters/
viewer         GET   /organise/<slug:slug>/invitations/answers/
organiser      GET   /organise/<slug:slug>/invitations/remind/
organiser      POST  /organise/<slug:slug>/invitations/remind/
viewer         GET   /organise/<slug:slug>/invitations/<int:number>/preview/
organiser      POST  /organise/<slug:slug>/invitations/<int:number>/invite/
organiser      POST  /organise/<slug:slug>/invitations/<int:number>/answer/
organiser      POST  /organise/<slug:slug>/invitations/<int:number>/withdraw/
organiser      POST  /organise/<slug:slug>/invitations/<int:number>/link/
"""
JSON = {"Accept": "application/json"}
LINKS = {
    "registrations": "registration",
    "invitations": "invitation",
    "dialogues": "received",
    "interpreters": "interpreters",
}

SIGNED_FOR = {
    "registrations": "registrations",
    "invitations": "invitations",
    "dialogues": "registrations",
    "interpreters": "interpreters",
}


@dataclass(frozen=True)
class Door:
    """A method at an address, and the least that somebody needs to pass."""

    who: str
    method: str
    rule: str


DOORS = [Door(*line.split()) for line in TABLE.strip().splitlines()]
AT_THE_DESK = [door for door in DOORS if door.who in {role.value for role in RoleName}]
LINKED = [door for door in DOORS if door.who == "link"]
POSTED = [door for door in DOORS if door.method == "POST"]
READ = [door for door in DOORS if door.method == "GET"]


def name_of(door: Door) -> str:
    """A door in the list of tests."""
    return f"{door.who} {door.method} {door.rule}"


@pytest.fixture
def numbers(app: Flask) -> Iterator[dict[str, int]]:
    """One row of each kind that an address names, by the word of the address."""
    with app.app_context():
        dialogue = builders.a_dialogue()
        inscription = builders.an_inscription(dialogue)
        invitation = builders.an_invitation(dialogue)
        organiser = builders.an_organiser("Somebody (example)", RoleName.VIEWER)
        letter = write_letter(
            LetterKind.NOTICE, at=now(), recipient="a@mission.example", subject="Example", body="Example", stream="s"
        )
        exchange = builders.an_exchange(inscription, builders.an_inscription(dialogue, "Peru"))
        mail = Received(
            content=b"x", size=1, digest="x", way=Way.PIPE, received_at=now(), worked_at=now(),
            outcome=Outcome.MANUAL, about=f"invitation:{invitation.id}",
        )  # fmt: skip
        session.add(mail)
        folder = app.extensions["settings"].instance
        file = uploads.keep(folder, a_pdf(), at=now())
        statement = builders.a_statement(inscription, file=file)
        give_link(dialogue, by="Desk (example)", at=now()).version = 1
        session.commit()
        rows = {
            "inbox": mail.id,
            "exchange": exchange.id,
            "exchanges": exchange.id,
            "registrations": inscription.id,
            "speakers": inscription.id,
            "invitations": invitation.id,
            "contacts": invitation.contact_id,
            "organisers": organiser.id,
            "outbox": letter.id,
            "programme": 1,
            "files": statement.id,
            "statements": inscription.id,
            "interpreters": dialogue.id,
        }
    yield rows
    uploads.path_of(folder, file).unlink()


def path_of(app: Flask, door: Door, numbers: dict[str, int], *, forged: bool = False) -> str:
    """An address behind which there is something; `forged`: with a link that we did not sign."""
    parts = door.rule.split("/")
    path = door.rule.replace("<slug:slug>", "rtop-2012").replace("<path:filename>", "style.css")
    path = path.replace("<slug:kind>", "receipt")
    for word, number in numbers.items():
        if word in parts:
            path = path.replace("<int:number>", str(number))
    with app.app_context():
        signed = sign(LINKS[parts[1]], numbers[SIGNED_FOR[parts[1]]], 1) if parts[1] in LINKS else "x" * 40
    token = "x" * 40 if forged else signed
    path = path.replace("<int:file>", "1").replace("<token:token>", token)
    return re.sub(r"<any\((\w+)[^)]*\):\w+>", r"\1", path)


def pass_through(client: FlaskClient, door: Door, path: str, **more: Any) -> TestResponse:
    """Try the door: a form without anything is sent where something is sent."""
    answer = client.open(path, method=door.method, **more)
    answer.close()
    return answer


def as_json(door: Door) -> dict[str, Any]:
    """As a program asks: for JSON, and with a JSON body where something is sent."""
    return {"headers": JSON, "json": {} if door.method == "POST" else None}


def test_table_has_every_door_of_the_house_and_no_other(app: Flask) -> None:
    in_the_house = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    in_the_table = [(door.method, door.rule) for door in DOORS]
    assert sorted(in_the_table) == sorted(in_the_house)
    assert {door.who for door in DOORS} == {"public", "link", "viewer", "organiser", "administrator"}


def test_stranger_is_led_to_sign_in(app: Flask, client: FlaskClient, numbers: dict[str, int]) -> None:
    passed = {}
    for door in AT_THE_DESK:
        path = path_of(app, door, numbers)
        page, data = pass_through(client, door, path), pass_through(client, door, path, **as_json(door))
        led = (page.status_code, page.headers.get("Location", "").partition("?")[0])
        if (led, data.status_code) != ((303, "/organise/sign-in/"), 401):
            passed[name_of(door)] = (led, data.status_code)
    assert passed == {}


@pytest.mark.parametrize("role", RoleName)
def test_each_role_passes_its_doors_and_no_higher_ones(app: Flask, numbers: dict[str, int], role: RoleName) -> None:
    ranks = [one.value for one in RoleName]
    wrong = {}
    for door in AT_THE_DESK:
        answer = pass_through(signed_in(app, role), door, path_of(app, door, numbers), **as_json(door))
        stopped = ranks.index(role.value) < ranks.index(door.who)
        if (answer.status_code == 403) != stopped or answer.status_code in {401, 500}:
            wrong[name_of(door)] = answer.status_code
    assert wrong == {}


def test_form_without_our_token_is_refused_and_changes_nothing(
    app: Flask, administrator: FlaskClient, numbers: dict[str, int]
) -> None:
    before = contents(app)
    statuses = {
        name_of(door): pass_through(administrator, door, path_of(app, door, numbers), data={"name": "x"}).status_code
        for door in POSTED
    }
    assert {name: status for name, status in statuses.items() if status != 400} == {}
    assert contents(app) == before


def test_forged_link_opens_nothing(app: Flask, client: FlaskClient, numbers: dict[str, int]) -> None:
    before = contents(app)
    answers = {
        door: pass_through(client, door, path_of(app, door, numbers, forged=True), **as_json(door)) for door in LINKED
    }
    assert {name_of(door): answer.status_code for door, answer in answers.items()} == {
        name_of(door): 410 if "sign-in" in door.rule else 404 for door in LINKED
    }
    kept = {(answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) for answer in answers.values()}
    assert kept == {("no-referrer", "no-store")}
    assert contents(app) == before


def test_our_link_opens_its_door(app: Flask, client: FlaskClient, numbers: dict[str, int]) -> None:
    opened = [door for door in LINKED if door.method == "GET" and "sign-in" not in door.rule]
    answers = [pass_through(client, door, path_of(app, door, numbers)) for door in opened]
    assert {(answer.status_code, answer.headers["Referrer-Policy"]) for answer in answers} == {(200, "no-referrer")}


def test_public_door_asks_nobody_to_sign_in(app: Flask, client: FlaskClient, numbers: dict[str, int]) -> None:
    asked = {}
    for door in DOORS:
        if door.who in {"public", "link"} and door.rule != "/organise/sign-out/":
            answer = pass_through(client, door, path_of(app, door, numbers), **as_json(door))
            if answer.status_code in {401, 403, 500} or answer.headers.get("Location", "").startswith("/organise/"):
                asked[name_of(door)] = answer.status_code
    assert asked == {}


def test_looking_changes_nothing(app: Flask, administrator: FlaskClient, numbers: dict[str, int]) -> None:
    before, broken, changed = contents(app), [], []
    for door in READ:
        path = path_of(app, door, numbers)
        answers = [pass_through(administrator, door, path, headers=headers) for headers in ({}, JSON)]
        answers.append(pass_through(administrator, Door(door.who, "HEAD", door.rule), path))
        broken += [name_of(door) for answer in answers if answer.status_code == 500]
        changed += [name_of(door)] if contents(app) != before else []
    assert (broken, changed) == ([], [])


def contents(app: Flask) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with app.app_context():
        found = {
            table.name: [tuple(row) for row in session.execute(select(table))] for table in Base.metadata.sorted_tables
        }
        session.remove()
    return found
