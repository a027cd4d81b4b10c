"""Signing in: by password, by one-time link, and what strangers learn and cannot do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.application import create_app
from rtop_event.clock import now
from rtop_event.database import db, session
from rtop_event.limits import limiter
from rtop_event.organisers import actions
from rtop_event.organisers.accounts import role_of
from rtop_event.organisers.models import EndedSession, Organiser, RoleName, SignInLink
from rtop_event.organisers.passwords import too_weak
from rtop_event.organisers.sign_in_links import LinkSpent, make_link, use_link
from rtop_event.organisers.sign_in_views import own_path
from tests import builders
from tests.organisers.test_pages import JSON, send, token_of

PASSWORD = "sieve marble thunder"
WHERE = "/organise/sign-in/"


@pytest.fixture
def address(app: Flask) -> str:
    """The address of an organiser with a password."""
    with app.app_context():
        organiser = builders.an_organiser()
        actions.set_password(organiser, PASSWORD, at=now())
        session.commit()
        return organiser.email


@pytest.fixture
def link(app: Flask) -> str:
    """The path of a one-time link for an organiser without a password."""
    with app.app_context():
        path = make_link(builders.an_organiser("Newcomer (example)"), now())
        session.commit()
        return path


@pytest.fixture
def guarded(app: Flask) -> Iterator[Flask]:
    """The same house with its rate limits switched on."""
    before = limiter.enabled
    guarded = create_app(replace(app.extensions["settings"], rate_limit=True))
    guarded.test_client_class = app.test_client_class
    limiter.reset()
    yield guarded
    limiter.reset()
    limiter.enabled = before
    with guarded.app_context():
        db.engine.dispose()


def sign_in(client: FlaskClient, address: str, password: str, where: str = WHERE) -> Any:
    """Send the form of the sign-in page."""
    return send(client, where, address=address, password=password)


def shown(client: FlaskClient) -> int:
    """Whether the browser comes in."""
    return client.get("/organise/").status_code


def test_a_password_signs_in_and_out(app: Flask, client: FlaskClient, address: str, rows: None) -> None:
    answer = sign_in(client, address.upper(), PASSWORD)
    assert (answer.status_code, answer.headers["Location"], shown(client)) == (303, "/organise/", 200)
    assert session.scalars(select(Organiser.signed_in_at)).one() is not None
    session.rollback()
    left = send(client, "/organise/sign-out/", "/organise/")
    assert (left.headers["Location"], shown(client)) == (WHERE, 303)


def test_a_copied_cookie_opens_nothing_after_sign_out(app: Flask, client: FlaskClient, address: str) -> None:
    sign_in(client, address, PASSWORD)
    thief = app.test_client()
    with client.session_transaction() as cookie, thief.session_transaction() as copy:
        copy.update(cookie)
    assert shown(thief) == 200
    send(client, "/organise/sign-out/", "/organise/")
    assert shown(thief) == 303


def test_ended_sessions_are_forgotten_once_they_could_not_be_used(
    app: Flask, client: FlaskClient, address: str, rows: None
) -> None:
    session.add(EndedSession(digest="old", until=now() - timedelta(minutes=1)))
    session.commit()
    sign_in(client, address, PASSWORD)
    send(client, "/organise/sign-out/", "/organise/")
    assert [one.digest == "old" for one in session.scalars(select(EndedSession))] == [False]


def test_opening_the_address_of_sign_out_does_nothing(viewer: FlaskClient) -> None:
    viewer.get("/organise/sign-out/")
    assert shown(viewer) == 200


def test_a_session_of_before_is_not_carried_over(client: FlaskClient, address: str) -> None:
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    sign_in(client, address, PASSWORD)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_wrong_password_unknown_address_and_closed_account_are_answered_alike(
    app: Flask, client: FlaskClient, address: str
) -> None:
    with app.app_context():
        closed, empty = builders.an_organiser(), builders.an_organiser()
        actions.set_password(closed, PASSWORD, at=now())
        actions.deactivate(closed, by="the desk", at=now())
        session.commit()
        asked = [(address, "wrong password"), ("nobody@desk.example", PASSWORD)]
        asked += [(closed.email, PASSWORD), (empty.email, PASSWORD)]
    answers = [client.post(WHERE, json={"address": who, "password": password}, headers=JSON) for who, password in asked]
    said = [(answer.status_code, answer.get_json()["form"]["errors"]) for answer in answers]
    assert said == [(422, {"password": ["This address and this password do not open an account."]})] * 4
    assert shown(client) == 303


def test_an_empty_form_says_what_is_missing(client: FlaskClient) -> None:
    answer = client.post(WHERE, json={}, headers=JSON)
    assert answer.get_json()["form"]["errors"] == {
        "address": ["Type your mail address."],
        "password": ["Type your password."],
    }


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("/organise/record/?about=x", "/organise/record/?about=x"),
        ("https://elsewhere.example/organise/", "/organise/"),
        ("//elsewhere.example/organise/", "/organise/"),
        ("/\\elsewhere.example/organise/", "/organise/"),
        ("/organise//elsewhere.example", "/organise/"),
        ("/organise/../dialogues/", "/organise/"),
        ("/dialogues/", "/organise/"),
        ("javascript:alert(1)", "/organise/"),
        ("//[", "/organise/"),
    ],
)
def test_signing_in_leads_only_to_paths_of_the_desk(client: FlaskClient, address: str, wanted: str, got: str) -> None:
    answer = client.post(WHERE, query_string={"next": wanted}, json={"address": address, "password": PASSWORD})
    assert answer.headers["Location"] == got


def test_a_path_with_control_characters_leads_nowhere(app: Flask) -> None:
    with app.test_request_context(query_string={"next": "/organise/\r\nSet-Cookie: a=b"}):
        assert own_path() is None


def test_opening_a_link_does_not_sign_in(client: FlaskClient, link: str, rows: None) -> None:
    assert [client.get(link).status_code, client.get(link).status_code, shown(client)] == [200, 200, 303]
    assert session.scalars(select(SignInLink.used_at)).all() == [None]


def test_a_link_signs_in_once(app: Flask, client: FlaskClient, link: str) -> None:
    token = token_of(client, link)
    other = app.test_client()
    other_token = token_of(other, link)
    first = client.post(link, data={"csrf_token": token})
    second = other.post(link, data={"csrf_token": other_token})
    assert (first.headers["Location"], second.status_code) == ("/organise/account/", 410)
    assert [shown(client), shown(other), other.get(link).status_code] == [200, 303, 410]


def test_a_link_pressed_on_an_old_page_is_not_spent(client: FlaskClient, link: str) -> None:
    assert [client.post(link, data={"csrf_token": "old"}).status_code, client.get(link).status_code] == [409, 200]


def test_a_link_leads_home_when_there_is_a_password(app: Flask, client: FlaskClient, address: str) -> None:
    with app.app_context():
        path = make_link(session.scalars(select(Organiser)).one(), now())
        session.commit()
    assert send(client, path).headers["Location"] == "/organise/"


def test_a_link_never_goes_out_in_a_referer(client: FlaskClient, link: str) -> None:
    answer = client.get(link)
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")


def test_links_that_are_spent_old_replaced_or_forged_are_refused_alike(rows: None) -> None:
    organiser, at = builders.an_organiser(), now()
    old, new = (make_link(organiser, at).split("/")[-2] for _ in range(2))
    closed = builders.an_organiser()
    to_closed = make_link(closed, at).split("/")[-2]
    closed.active = False
    use_link(new, at + timedelta(hours=23))
    late = make_link(organiser, at).split("/")[-2]
    attempts = [(new, at), (old, at), (late, at + timedelta(hours=24)), (to_closed, at), ("forged-token", at)]
    for token, moment in attempts:
        with pytest.raises(LinkSpent):
            use_link(token, moment)
    assert use_link(late, at + timedelta(hours=23)) is organiser


def test_only_the_hash_of_a_link_is_kept(rows: None) -> None:
    token = make_link(builders.an_organiser(), now()).split("/")[-2]
    digest = session.scalars(select(SignInLink.digest)).one()
    assert (len(token), len(digest), token in digest) == (43, 64, False)


def test_a_password_is_set_after_a_link_and_changed_with_the_present_one(client: FlaskClient, link: str) -> None:
    send(client, link)
    first = send(client, "/organise/account/password/", password=PASSWORD, again=PASSWORD)
    page = client.get("/organise/account/", headers=JSON).get_json()
    assert (first.status_code, page["has_password"]) == (303, True)
    send(client, "/organise/sign-out/", "/organise/")
    sign_in(client, page["address"], PASSWORD)
    other = "harbour violet anchor"
    wrong = send(client, "/organise/account/password/", current="not this one", password=other, again=other)
    right = send(client, "/organise/account/password/", current=PASSWORD, password=other, again=other)
    assert (wrong.status_code, "This is not your present password." in wrong.text, right.status_code) == (
        422,
        True,
        303,
    )


def test_a_weak_or_mistyped_password_is_refused(client: FlaskClient, link: str, rows: None) -> None:
    send(client, link)
    answer = client.post("/organise/account/password/", json={"password": "short", "again": "other"}, headers=JSON)
    assert answer.get_json()["form"]["errors"] == {
        "password": ["The password needs at least 12 characters."],
        "again": ["The two passwords are not the same."],
    }
    assert session.scalars(select(Organiser.password)).all() == [None]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        (PASSWORD, "None"),
        ("elevenchars", "The password needs at least 12 characters."),
        ("x1y2z3" * 30, "The password can have at most 128 characters."),
        ("abababababab", "The password repeats too few characters: a few unrelated words are better."),
        ("My name is Amina.Desk!", "The password must not contain the mail address."),
    ],
)
def test_a_password_must_be_long_and_varied(password: str, why: str) -> None:
    assert str(too_weak(password, address="amina.desk@un.example")) == why


def test_signing_out_everywhere_ends_other_sessions_and_keeps_this_one(
    app: Flask, client: FlaskClient, address: str
) -> None:
    other = app.test_client()
    for browser in (client, other):
        sign_in(browser, address, PASSWORD)
    send(client, "/organise/account/sign-out-everywhere/", "/organise/account/")
    assert [shown(client), shown(other)] == [200, 303]


def test_a_new_password_ends_other_sessions(app: Flask, client: FlaskClient, address: str) -> None:
    other = app.test_client()
    for browser in (client, other):
        sign_in(browser, address, PASSWORD)
    new = "harbour violet anchor"
    send(client, "/organise/account/password/", current=PASSWORD, password=new, again=new)
    assert [shown(client), shown(other)] == [200, 303]


def test_signing_out_everywhere_does_not_make_a_session_fresh(app: Flask, client: FlaskClient, address: str) -> None:
    sign_in(client, address, PASSWORD)
    with client.session_transaction() as cookie:
        cookie["fs_paa"] = now().timestamp() - 3600
    send(client, "/organise/account/sign-out-everywhere/", "/organise/account/")
    assert client.get("/organise/account/password/").status_code == 303


def test_guessing_is_bounded_for_the_guesser_not_for_the_victim(guarded: Flask, address: str) -> None:
    client = guarded.test_client()
    guess = {"address": address, "password": "wrong password"}
    peers = {"REMOTE_ADDR": "192.0.2.7"}
    tried = [client.post(WHERE, json=guess, environ_base=peers).status_code for _ in range(7)]
    right = {"address": address, "password": PASSWORD}
    there = client.post(WHERE, json=right, environ_base=peers).status_code
    here = guarded.test_client().post(WHERE, json=right, environ_base={"REMOTE_ADDR": "192.0.2.8"}).status_code
    assert (tried, there, here) == ([422] * 6 + [429], 429, 303)


def test_many_guessers_keep_out_strange_browsers_but_not_a_known_one(guarded: Flask, address: str) -> None:
    client = guarded.test_client()
    right = {"address": address, "password": PASSWORD}
    client.post(WHERE, json=right)
    guess = {"address": address, "password": ""}
    for number in range(60):
        guarded.test_client().post(WHERE, json=guess, environ_base={"REMOTE_ADDR": f"198.51.100.{number}"})
    stranger = guarded.test_client().post(WHERE, json=right, environ_base={"REMOTE_ADDR": "192.0.2.9"})
    known = client.post(WHERE, json=right, environ_base={"REMOTE_ADDR": "192.0.2.10"})
    assert [stranger.status_code, known.status_code] == [429, 303]


def test_a_forged_browser_cookie_lifts_no_bound(guarded: Flask, address: str) -> None:
    guess = {"address": address, "password": ""}
    browser = guarded.test_client()
    browser.set_cookie("desk-browser", "forged", path=WHERE)
    tried = [
        browser.post(WHERE, json=guess, environ_base={"REMOTE_ADDR": f"198.51.100.{number}"}).status_code
        for number in range(61)
    ]
    assert tried == [422] * 60 + [429]


def test_a_body_that_is_no_object_is_refused(guarded: Flask) -> None:
    assert guarded.test_client().post(WHERE, json=["address"]).status_code == 400


def test_roles_rank_so_that_the_highest_counts(rows: None) -> None:
    organiser = builders.an_organiser(role=RoleName.ADMINISTRATOR)
    organiser.roles.append(actions._role(RoleName.VIEWER))
    assert (role_of(organiser), role_of(Organiser(roles=[]))) == (RoleName.ADMINISTRATOR, RoleName.VIEWER)
