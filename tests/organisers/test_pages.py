"""The organisers' own pages: who may enter, what they show, what they change."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from rtop_event.clock import now
from rtop_event.database import db, session
from rtop_event.organisers.accounts import role_of
from rtop_event.organisers.dashboard import Chart, Shortcut, Waiting, add_sources
from rtop_event.organisers.models import Change, Organiser, RoleName
from rtop_event.wording import sentence
from tests import builders
from tests.conftest import signed_in

JSON = {"Accept": "application/json"}
ROLES: list[tuple[str, str, dict[str, str], list[int]]] = [
    ("GET", "/organise/", {}, [303, 200, 200, 200]),
    ("GET", "/organise/sign-in/", {}, [200, 200, 200, 200]),
    ("GET", "/organise/account/", {}, [303, 200, 200, 200]),
    ("POST", "/organise/account/", {"name": "New name"}, [303, 303, 303, 303]),
    ("GET", "/organise/account/password/", {}, [303, 200, 200, 200]),
    ("POST", "/organise/account/sign-out-everywhere/", {}, [303, 303, 303, 303]),
    ("GET", "/organise/record/", {}, [303, 200, 200, 200]),
    ("GET", "/organise/organisers/", {}, [303, 403, 403, 200]),
    ("POST", "/organise/organisers/", {"address": "a@desk.example", "name": "A"}, [303, 403, 403, 303]),
    ("GET", "/organise/organisers/{number}/", {}, [303, 403, 403, 200]),
    ("POST", "/organise/organisers/{number}/", {"role": "organiser", "was": "viewer"}, [303, 403, 403, 303]),
    ("POST", "/organise/organisers/{number}/deactivate/", {}, [303, 403, 403, 303]),
    ("POST", "/organise/organisers/{number}/activate/", {}, [303, 403, 403, 303]),
    ("POST", "/organise/organisers/{number}/link/", {}, [303, 403, 403, 303]),
]


def token_of(client: FlaskClient, path: str) -> str:
    """The token against forgery on a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def send(client: FlaskClient, path: str, page: str | None = None, **values: str) -> Any:
    """Send a form as a browser does, with the token of its page."""
    return client.post(path, data={**values, "csrf_token": token_of(client, page or path)})


@pytest.fixture
def somebody(app: Flask) -> int:
    """The number of a viewer's account."""
    with app.app_context():
        organiser = builders.an_organiser("Somebody (example)", RoleName.VIEWER)
        session.commit()
        return organiser.id


@pytest.mark.parametrize(("method", "path", "values", "expected"), ROLES)
def test_each_page_is_open_to_its_roles_only(
    app: Flask, somebody: int, method: str, path: str, values: dict[str, str], expected: list[int]
) -> None:
    path = path.format(number=somebody)
    clients = [app.test_client(), *(signed_in(app, role) for role in RoleName)]
    sent = [
        {field: f"{value} {number}" if field == "name" else value for field, value in values.items()}
        for number in range(len(clients))
    ]
    answers = [
        client.open(path, method=method, json=one if method == "POST" else None)
        for client, one in zip(clients, sent, strict=True)
    ]
    html = [client.open(path, method=method, headers={"Accept": "text/html"}) for client in clients[:1]]
    assert [answer.status_code for answer in answers] == expected
    if expected[0] == 303:
        assert html[0].headers["Location"].startswith("/organise/sign-in/")


def test_a_stranger_who_asks_for_json_gets_401(client: FlaskClient) -> None:
    answer = client.get("/organise/record/", headers=JSON)
    assert (answer.status_code, answer.get_json()["refused"]) == (401, "Please sign in first.")


def test_a_stranger_comes_back_to_the_page_asked_for(client: FlaskClient) -> None:
    answer = client.get("/organise/record/?dialogue=rtop-2012")
    assert answer.headers["Location"] == "/organise/sign-in/?next=/organise/record/?dialogue%3Drtop-2012"


def test_a_form_without_its_token_changes_nothing(administrator: FlaskClient, somebody: int, rows: None) -> None:
    paths = ["/organise/sign-out/", "/organise/account/sign-out-everywhere/"]
    paths += [f"/organise/organisers/{somebody}/{step}/" for step in ("deactivate", "activate", "link")]
    old = {"csrf_token": "old", "address": "a@b.example", "name": "A"}
    assert [administrator.post(path, data=old).status_code for path in paths] == [409] * 5
    assert administrator.post("/organise/organisers/", data=old).status_code == 422
    assert session.scalar(select(func.count(Change.id))) == 0


def test_a_page_for_strangers_asks_nothing_about_accounts(app: Flask, client: FlaskClient) -> None:
    asked: list[str] = []
    with app.app_context():
        engine = db.engine
    listen = lambda *found: asked.append(found[2])  # noqa: E731 (kept, to be taken off again)
    event.listen(engine, "before_cursor_execute", listen)
    try:
        status = client.get("/organise/sign-in/").status_code
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    assert (status, asked) == (200, [])


def test_an_added_organiser_gets_a_link_shown_once(administrator: FlaskClient, client: FlaskClient, rows: None) -> None:
    answer = send(administrator, "/organise/organisers/", address="New@Desk.example", name="New", role="viewer")
    organiser = session.scalars(select(Organiser).where(Organiser.email == "new@desk.example")).one()
    assert (organiser.name, role_of(organiser), answer.headers["Location"]) == (
        "New",
        RoleName.VIEWER,
        f"/organise/organisers/{organiser.id}/",
    )
    link = administrator.get(answer.headers["Location"], headers=JSON).get_json()["link"]
    again = administrator.get(answer.headers["Location"], headers=JSON).get_json()["link"]
    assert (link.startswith("http://127.0.0.1:5000/organise/sign-in/"), again) == (True, None)
    assert "New" in client.get(link.removeprefix("http://127.0.0.1:5000")).text


def test_an_address_is_added_once(administrator: FlaskClient, rows: None) -> None:
    send(administrator, "/organise/organisers/", address="new@desk.example", name="New", role="viewer")
    answer = send(administrator, "/organise/organisers/", address="NEW@desk.example", name="Other", role="viewer")
    assert (answer.status_code, "There is already an organiser" in answer.text) == (409, True)
    assert session.scalars(select(Organiser.name).where(Organiser.email == "new@desk.example")).all() == ["New"]


def test_wrong_values_are_said_at_their_fields(administrator: FlaskClient) -> None:
    answer = administrator.post("/organise/organisers/", json={"address": "nobody", "role": "king"}, headers=JSON)
    assert (answer.status_code, sorted(answer.get_json()["form"]["errors"])) == (422, ["address", "name", "role"])


def test_a_role_is_changed_and_recorded(administrator: FlaskClient, somebody: int, rows: None) -> None:
    send(administrator, f"/organise/organisers/{somebody}/", role="organiser", was="viewer")
    line = session.scalars(select(Change)).one()
    assert (line.what, line.about, line.before, line.after) == (
        "role changed",
        f"organiser:{somebody}",
        {"role": "viewer"},
        {"role": "organiser"},
    )


def test_a_role_changed_meanwhile_is_refused(administrator: FlaskClient, somebody: int) -> None:
    answer = send(administrator, f"/organise/organisers/{somebody}/", role="administrator", was="organiser")
    assert answer.status_code == 409


def test_a_role_that_does_not_exist_is_refused(administrator: FlaskClient, somebody: int) -> None:
    answer = send(administrator, f"/organise/organisers/{somebody}/", role="viewer", was="king")
    assert answer.status_code == 422


def test_a_closed_account_ends_its_sessions_and_can_be_opened_again(
    app: Flask, administrator: FlaskClient, rows: None
) -> None:
    viewer = signed_in(app, RoleName.VIEWER)
    number = session.scalar(select(func.max(Organiser.id)))
    session.rollback()
    page = f"/organise/organisers/{number}/"
    send(administrator, f"{page}deactivate/", page)
    assert viewer.get("/organise/account/").status_code == 303
    send(administrator, f"{page}activate/", page)
    opened = administrator.get(page, headers=JSON).get_json()["organiser"]["active"]
    changes = session.scalars(select(Change.what).order_by(Change.id)).all()
    assert (opened, list(changes)) == (True, ["deactivated", "activated"])


def test_the_last_administrator_is_kept(administrator: FlaskClient, rows: None) -> None:
    number = session.scalar(select(Organiser.id))
    session.rollback()
    page = f"/organise/organisers/{number}/"
    answers = [
        send(administrator, f"{page}deactivate/", page),
        send(administrator, page, role="viewer", was="administrator"),
    ]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert administrator.get(page).status_code == 200


def test_an_unknown_organiser_is_not_found(administrator: FlaskClient) -> None:
    assert administrator.get("/organise/organisers/999/").status_code == 404


def test_dangerous_steps_need_a_fresh_sign_in(app: Flask, somebody: int) -> None:
    administrator = signed_in(app, RoleName.ADMINISTRATOR)
    with administrator.session_transaction() as cookie:
        cookie["fs_paa"] = now().timestamp() - 3600
    page = f"/organise/organisers/{somebody}/"
    answers = [
        administrator.get(page),
        send(administrator, f"{page}link/", page),
        send(administrator, page, role="organiser", was="viewer"),
        administrator.get("/organise/account/password/"),
    ]
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [
        (200, None),
        (303, "/organise/sign-in/"),
        (303, f"/organise/sign-in/?next={page}"),
        (303, "/organise/sign-in/?next=/organise/account/password/"),
    ]
    assert administrator.post(f"{page}link/", json={}, headers=JSON).status_code == 401


def test_a_session_ends_after_twelve_hours(app: Flask) -> None:
    viewer = signed_in(app, RoleName.VIEWER)
    with viewer.session_transaction() as cookie:
        cookie["fs_paa"] = now().timestamp() - 12 * 3600
    assert viewer.get("/organise/").status_code == 303


def test_a_name_is_changed_and_recorded(viewer: FlaskClient, rows: None) -> None:
    answer = send(viewer, "/organise/account/", name="Ms New (example)")
    line = session.scalars(select(Change)).one()
    assert (answer.status_code, line.by, line.after) == (303, "Desk (example)", {"name": "Ms New (example)"})
    assert "Ms New (example)" in viewer.get("/organise/account/").text


def test_the_rail_shows_the_rooms_that_a_role_may_enter(viewer: FlaskClient, administrator: FlaskClient) -> None:
    found = [
        ('href="/organise/organisers/"' in client.get("/organise/").text, client.get("/organise/record/").text)
        for client in (viewer, administrator)
    ]
    assert [one[0] for one in found] == [False, True]
    assert re.findall(r'href="([^"]+)" aria-current="page"', found[0][1]) == ["/organise/record/"]


def test_the_dashboard_shows_what_waits_urgent_things_first(app: Flask, viewer: FlaskClient) -> None:
    before = app.extensions.pop("dashboard", None)
    add_sources(
        app,
        waiting=lambda _at: [
            Waiting(4, sentence("requests to verify"), "/verify"),
            Waiting(0, sentence("nothing of this"), "/nothing"),
            Waiting(2, sentence("letters that failed"), "/failed", urgent=True),
        ],
        charts=lambda _at: [Chart(sentence("Requests"), (sentence("To speak"),), ((sentence("States"), (3,)),))],
        shortcuts=lambda _at: [Shortcut(sentence("Response"), "/organise/rtop-2012/")],
    )
    try:
        page, shown = viewer.get("/organise/", headers=JSON).get_json(), viewer.get("/organise/").text
    finally:
        app.extensions["dashboard"] = before
    assert [one["what"] for one in page["urgent"]] == ["letters that failed"]
    assert [one["what"] for one in page["waiting"]] == ["requests to verify"]
    assert [one["title"] for one in page["charts"]] == ["Requests"]
    assert [one["label"] for one in page["shortcuts"]] == ["Response"]
    assert shown.index("letters that failed") < shown.index("requests to verify") < shown.index("To speak")


def test_rail_keeps_the_dialogue_from_which_one_came_to_letters_and_contacts(desk: FlaskClient, rows: None) -> None:
    builders.a_dialogue()
    session.commit()
    rooms = ["/organise/outbox/", "/organise/inbox/", "/organise/contacts/"]
    facts, there = 'href="/organise/rtop-2012/facts/"', "/organise/rtop-2012/"

    def shown(*paths: str) -> list[bool]:
        return [facts in desk.get(path).text for path in paths]

    assert shown(*rooms) == [False] * 3
    assert (desk.get("/organise/none/").status_code, shown(*rooms)) == (404, [False] * 3)
    assert shown(there, *rooms, "/organise/record/") == [True] * 4 + [False]
    assert shown("/organise/", *rooms) == [False] * 4
