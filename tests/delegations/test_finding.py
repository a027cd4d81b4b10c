"""Finding delegations as they were on a day, bringing the tables in, and the search of the form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, func, insert, select

from rtop_event.database import db, session
from rtop_event.delegations.actions import load_reference, typed_in
from rtop_event.delegations.finding import MOST_KEPT, by_code, entries_on, groups, known, members, name_of, on_day
from rtop_event.delegations.models import Alias, Delegation, Standing
from rtop_event.delegations.reference import FOLDER, read_reference
from rtop_event.delegations.words import Kind, RegionalGroup
from rtop_event.edition import current_edition
from tests.builders import a_delegation, a_dialogue

DAY = date(2012, 9, 5)
AT = datetime(2012, 8, 20, tzinfo=UTC)
REFERENCE = read_reference()


@contextmanager
def queries() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.extend([statement] if statement.startswith("SELECT") else [])

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def test_reference_is_brought_in_once(rows: None) -> None:
    assert load_reference(REFERENCE) is True
    session.commit()
    counted = session.scalar(select(func.count()).select_from(Delegation))
    edition = current_edition(db.engine)
    assert counted == len(REFERENCE.delegations)
    assert load_reference(REFERENCE) is False
    session.commit()
    assert current_edition(db.engine) == edition


def test_reference_brought_in_again_follows_the_tables_and_keeps_ids(rows: None) -> None:
    load_reference(REFERENCE)
    session.commit()
    before = {row.code: row.id for row in session.scalars(select(Delegation))}
    ivory = next(one for one in REFERENCE.delegations if one.code == "CIV")
    edited = replace(ivory, standings=(replace(ivory.standings[0], name="Ivory Coast"),), aliases=())
    others = tuple(edited if one is ivory else one for one in REFERENCE.delegations)
    assert load_reference(replace(REFERENCE, delegations=others)) is True
    session.commit()
    row = session.scalars(select(Delegation).where(Delegation.code == "CIV")).one()
    assert (name_of(row, DAY), row.aliases, row.id) == ("Ivory Coast", [], before["CIV"])
    assert load_reference(REFERENCE) is True
    assert [alias.text for alias in row.aliases] == [alias.text for alias in ivory.aliases] != []


def test_names_and_groups_are_those_of_the_day(rows: None) -> None:
    load_reference(REFERENCE)
    palestine = by_code("PSE", DAY)
    assert palestine is not None
    assert (palestine.name, palestine.kind) == ("Palestine", Kind.OBSERVER)
    later = known(palestine.id, date(2013, 1, 1))
    assert later is not None
    assert (later.name, later.kind) == ("State of Palestine", Kind.OBSERVER_STATE)
    tonga = by_code("TON", DAY)
    assert tonga is not None
    assert tonga.regional_group is RegionalGroup.ASIA_PACIFIC
    assert by_code("XXX", DAY) is None
    assert known(0, DAY) is None


def test_members_of_a_group_are_those_of_the_day(rows: None) -> None:
    load_reference(REFERENCE)
    union = next(group for group in groups() if group.code == "EU")
    croatia = by_code("HRV", DAY)
    assert croatia is not None
    assert (len(members(union.id, DAY)), croatia.id in members(union.id, DAY)) == (27, False)
    assert (len(members(union.id, date(2013, 7, 1))), croatia.id in members(union.id, date(2013, 7, 1))) == (28, True)


def test_what_was_read_is_kept_until_something_changes(rows: None) -> None:
    load_reference(REFERENCE)
    session.commit()
    first = on_day(DAY)
    session.commit()
    with queries() as sent:
        assert (on_day(DAY), on_day(DAY)) == (first, first)
    assert len(sent) == 1
    a_delegation("Atlantis")
    assert len(on_day(DAY)) == len(first) + 1


def test_only_the_days_asked_for_lately_are_kept(rows: None) -> None:
    a_delegation("Tonga")
    session.commit()
    for number in range(MOST_KEPT + 1):
        on_day(DAY - timedelta(days=number))
    session.commit()
    with queries() as sent:
        on_day(DAY - timedelta(days=MOST_KEPT))
        recent = len(sent)
        on_day(DAY)
    assert (recent, len(sent) - recent) == (1, 3)


def test_what_was_rolled_back_is_forgotten(rows: None) -> None:
    a_delegation("Tonga")
    session.commit()
    a_delegation("Atlantis")
    assert [one.name for one in on_day(DAY)] == ["Atlantis", "Tonga"]
    session.rollback()
    a_delegation("Peru")
    assert [one.name for one in on_day(DAY)] == ["Peru", "Tonga"]


def test_typed_in_names_that_differ_in_case_or_accents_are_one(rows: None) -> None:
    first = typed_in("Médecins pour la Paix", AT)
    assert (first.typed_in, name_of(first, DAY)) == (True, "Médecins pour la Paix")
    assert typed_in("medecins  POUR la paix", AT) is first
    assert typed_in("Another body", AT) is not first
    assert typed_in("!!!", AT) is not typed_in("???", AT)


def test_typed_in_by_somebody_else_meanwhile_gives_their_row(rows: None) -> None:
    code = typed_in("A body (example)", AT).code
    session.rollback()

    def rival(connection: Connection, _name: str) -> None:
        connection.execute(insert(Delegation).values(code=code, iso2="", typed_in=True))

    event.listen(db.engine, "savepoint", rival)
    try:
        mine = typed_in("A body (example)", AT)
    finally:
        event.remove(db.engine, "savepoint", rival)
    assert [row.id for row in session.scalars(select(Delegation))] == [mine.id]
    assert session.scalar(select(func.count()).select_from(Standing)) == 0


def test_search_answers_with_names_of_the_day_in_the_readers_language(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        load_reference(REFERENCE)
        a_dialogue()
        session.commit()
    found = client.get("/delegations/?q=ivory&dialogue=rtop-2012").get_json()
    assert found["delegations"] == [
        {"code": "CIV", "name": "Côte d'Ivoire", "kind": "member_state", "kind_name": "Member State"}
    ]
    french = client.get("/delegations/?q=palestina&on=2012-09-05", headers={"Accept-Language": "fr"}).get_json()
    assert [one["name"] for one in french["delegations"]] == ["Palestine"]
    only = client.get("/delegations/?q=union&on=2012-09-05&kinds=regional_organisation").get_json()
    assert {one["kind"] for one in only["delegations"]} == {"regional_organisation"}
    assert client.get("/delegations/?q=&on=nonsense").get_json()["delegations"] == []
    assert client.get("/delegations/?q=x&dialogue=no-such").status_code == 404


def test_search_costs_one_query_and_may_be_kept_by_the_browser(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        load_reference(REFERENCE)
        session.commit()
    client.get("/delegations/?q=ton&on=2012-09-05")
    with app.app_context(), queries() as sent:
        response = client.get("/delegations/?q=ton&on=2012-09-05")
    assert response.get_json()["delegations"][0]["name"] == "Tonga"
    assert len(sent) == 1
    assert response.headers["Cache-Control"] == "public, max-age=300"


def test_command_brings_the_tables_in_and_says_so(app: Flask) -> None:
    runner = app.test_cli_runner()
    told = runner.invoke(args=["reference", "load"])
    held = f"{len(REFERENCE.delegations)} delegations and {len(REFERENCE.groups)} groups"
    assert (told.exit_code, told.output) == (0, f"{held}: brought in.\n")
    assert runner.invoke(args=["reference", "load"]).output == f"{held}: nothing new.\n"
    with app.app_context():
        assert len(entries_on(DAY)) == len(REFERENCE.delegations)


def test_command_refuses_a_bad_table_on_one_line_and_changes_nothing(app: Flask, tmp_path: Path) -> None:
    for file in FOLDER.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "aliases.csv").open("a", encoding="utf-8") as paper:
        paper.write("XXX,Nowhere,en\n")
    lines = len((tmp_path / "aliases.csv").read_text("utf-8").splitlines())
    told = app.test_cli_runner().invoke(args=["reference", "load", str(tmp_path)])
    assert (told.exit_code, told.output) == (1, f"Error: aliases.csv:{lines}: unknown code “XXX”\n")
    with app.app_context():
        assert session.scalar(select(func.count()).select_from(Alias)) == 0
