"""What people see: the form, the review, the letter's link, the delegate's own page, in three faces."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event import links
from rtop_event.application import create_app
from rtop_event.clock import now
from rtop_event.database import db, session
from rtop_event.delegations.words import Kind, Level
from rtop_event.limits import limiter
from rtop_event.mailing.models import Letter
from rtop_event.registrations import actions
from rtop_event.registrations.models import Decision
from rtop_event.registrations.standing import PlaceShown
from rtop_event.registrations.states import Status
from rtop_event.wording import sentence
from tests.builders import MORNING, OPENED, a_dialogue, a_registration, an_inscription
from tests.registrations.asking import REGISTER, a_hall, a_state, all_rows, own_path, page_of

Outbox = Callable[[], list[Letter]]
JSON = {"Accept": "application/json"}
LOST = f"{REGISTER}lost-link/"


def seen(client: FlaskClient, url: str) -> dict[str, Any]:
    """The page as JSON."""
    session.rollback()
    response = client.get(url, headers=JSON)
    assert response.status_code == 200
    page: dict[str, Any] = page_of(response)
    return page


def post(client: FlaskClient, url: str, **body: Any) -> int:
    """The status of a sent form."""
    session.rollback()
    return client.post(url, json=body).status_code


def links_of(letter: Letter) -> list[str]:
    """Every address in a letter, in text and HTML."""
    found = re.findall(r"https?://[^\s<>\"']+", letter.text + unescape(letter.html))
    return sorted({address.rstrip(".") for address in found})


def test_a_browser_registers_without_a_script(client: FlaskClient, outbox: Outbox) -> None:
    a_hall()
    page = client.get(REGISTER)
    token = re.findall(r'name="csrf_token" type="hidden" value="([^"]+)"', page.text)
    body = {**a_state("uk"), "csrf_token": token[0], "step": "review"}
    review = client.post(REGISTER, data=body)
    assert (review.status_code, all_rows(), outbox()) == (200, [], [])
    assert "United Kingdom of Great Britain and Northern Ireland" in review.text
    session.rollback()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', review.text))
    changed = client.post(REGISTER, data={**hidden, "csrf_token": token[0], "step": "change"})
    assert (changed.status_code, 'value="uk"' in changed.text) == (200, True)
    sent = client.post(REGISTER, data={**hidden, "csrf_token": token[0], "step": "send"})
    again = client.post(REGISTER, data={**hidden, "csrf_token": token[0], "step": "send"})
    assert (sent.status_code, again.location) == (303, sent.location)
    received = client.get(sent.location).text
    assert ["b***@mission.example" in received, "b.example@" in received, "B. Example" in received] == [
        True,
        False,
        False,
    ]
    assert (len(all_rows()), len(outbox())) == (1, 1)


def test_link_of_a_letter_leads_to_the_page_in_the_language_of_the_letter(client: FlaskClient, outbox: Outbox) -> None:
    a_hall()
    client.post(REGISTER, json=a_state(language="es"), headers={"Accept-Language": "es"})
    letter = outbox()[0]
    link = next(one for one in links_of(letter) if "/registrations/" in one)
    session.rollback()
    own = client.get(link.split("5000", 1)[-1], headers={"Accept-Language": "fr"}, follow_redirects=True)
    assert (letter.language, link.endswith("/?lang=es"), '<html lang="es"' in own.text) == ("es", True, True)


def test_form_marks_what_has_to_be_filled_in_also_where_that_follows_from_a_choice(
    client: FlaskClient, rows: None
) -> None:
    a_hall()
    labels = re.findall(r'<(?:label for="[^"]+"|legend)>([^<]+)<span class="need"', client.get(REGISTER).text)
    assert labels == [
        "You register for",
        "Delegation or organisation",
        "Group",
        "What you would speak about",
        "Level",
        "Your name",
        "Your mail address",
    ]


def test_state_is_kept_when_a_field_is_wrong(client: FlaskClient, rows: None) -> None:
    a_hall()
    page = client.post(REGISTER, json=a_state(address="nobody", access_needs="A lift", level="HG"))
    assert page.status_code == 422
    assert [
        one in page.text
        for one in (
            'href="#address"',
            'value="nobody"',
            "A lift</textarea>",
            '<option selected value="HG">',
            'value="Tonga"',
        )
    ] == [True] * 5


def test_a_link_can_begin_the_form(client: FlaskClient, rows: None) -> None:
    a_hall()
    page = seen(client, f"{REGISTER}?participant=state&delegation_name=Tonga&address=x@y.example")
    fields = page["form"]["fields"]
    assert (fields["participant"], fields["delegation_name"], fields["address"]) == ("state", "Tonga", None)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (
            {"registration_opens_at": OPENED.replace(year=2098)},
            "Registration opens on 16 August 2098, 09:00 (New York time).",
        ),
        ({"registration_closes_at": MORNING}, "Registration closed on 5 September 2012, 10:00 (New York time)."),
        ({"cancelled_at": OPENED}, "The dialogue has been cancelled."),
    ],
)
def test_before_and_after_there_is_a_page_with_the_dates(
    client: FlaskClient, outbox: Outbox, facts: dict[str, Any], told: str
) -> None:
    a_hall(**facts)
    page = seen(client, REGISTER)
    assert (page["around"]["told"], page["form"]) == (told, None)
    assert told in client.get(REGISTER).text
    assert post(client, REGISTER, **a_state()) == 409
    assert (all_rows(), outbox()) == ([], [])


def test_a_draft_takes_no_registration(client: FlaskClient, rows: None) -> None:
    a_hall(published=False)
    assert (client.get(REGISTER).status_code, post(client, REGISTER, **a_state())) == (404, 404)


def test_a_second_request_is_refused_and_names_nobody(client: FlaskClient, outbox: Outbox) -> None:
    dialogue = a_hall()
    first = an_inscription(dialogue, address="anna@mission.example", address_key="anna@mission.example")
    session.commit()
    response = client.post(REGISTER, json=a_state(), headers=JSON)
    assert (response.status_code, page_of(response)["refused"]) == (
        409,
        "Tonga is already on the list of speakers. Its focal point (a***@mission.example) has been told of your "
        "request. If something has to change, please ask your focal point, or the desk: The desk, desk@icrtop.example.",
    )
    assert (all_rows(), [letter.recipient for letter in outbox()]) == ([first], ["anna@mission.example"])


def test_a_second_request_keeps_what_was_typed_and_leads_to_the_own_link(client: FlaskClient, rows: None) -> None:
    an_inscription(a_hall(), address="anna@mission.example", address_key="anna@mission.example")
    session.commit()
    response = client.post(REGISTER, json=a_state(), headers=JSON)
    kept = page_of(response)["form"]["fields"]
    assert {name: kept[name] for name in ("delegation_name", "focal_point", "address")} == {
        name: a_state()[name] for name in ("delegation_name", "focal_point", "address")
    }
    page = client.post(REGISTER, json=a_state(), headers={"Accept": "text/html"}).text
    assert ("is already on the list of speakers" in page, "register/lost-link/" in page) == (True, True)
    assert f'value="{a_state()["address"]}"' in page


def test_a_place_that_the_desk_filled_leads_to_the_desk(client: FlaskClient, outbox: Outbox) -> None:
    an_inscription(a_hall(), address="", address_key="", by_desk=True)
    session.commit()
    response = client.post(REGISTER, json=a_state(), headers=JSON)
    assert (page_of(response)["refused"], outbox()) == (
        "Tonga is already on the list of speakers. If something has to change, please ask the desk: "
        "The desk, desk@icrtop.example.",
        [],
    )


def test_received_tells_that_another_awaits(client: FlaskClient, rows: None) -> None:
    a_hall()
    first = client.post(REGISTER, json=a_state()).location
    second = client.post(REGISTER, json=a_state(address="c@mission.example")).location
    assert [seen(client, url)["another_waits"] for url in (first, second)] == [True, True]
    assert client.get(first.replace("received/", "received/x")).status_code == 404


def test_confirming_by_the_button_only(client: FlaskClient, outbox: Outbox) -> None:
    a_hall()
    client.post(REGISTER, json=a_state())
    path = own_path(all_rows()[0])
    page = client.get(path)
    assert (seen(client, path)["status"], page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == (
        "received",
        "no-referrer",
        "no-store",
    )
    assert post(client, f"{path}confirm/") == 303
    assert post(client, f"{path}confirm/") == 303
    page_now = seen(client, path)
    assert page_now["calendar"]["feed_url"] in client.get(path).text
    assert (page_now["status"], page_now["standing"]["word"]) == ("on_the_list", "on the list (provisional)")
    assert [line["step"] for line in page_now["history"]] == ["Confirmed", "Request received"]
    assert page_now["letters"] == []  # people read again what has left, and nothing has


def test_a_button_without_its_token_changes_nothing(client: FlaskClient, rows: None) -> None:
    row = a_registration(a_dialogue(), received_at=now())
    session.commit()
    path = own_path(row, "confirm/")
    session.rollback()
    assert client.post(path, data={}).status_code == 400
    assert post(client, path, key="no key of ours") == 400
    assert all_rows()[0].verified_at is None


def test_a_scanner_that_opens_every_link_changes_nothing(client: FlaskClient, outbox: Outbox) -> None:
    dialogue = a_hall()
    client.post(REGISTER, json=a_state())
    session.rollback()
    row = all_rows()[0]
    other = an_inscription(dialogue, "Peru", kind=Kind.CIVIL_SOCIETY, address=row.address, address_key=row.address_key)
    actions.renew_link(other, at=now())
    actions.tell(other, at=now())
    actions.decide(other, Decision.ACCEPTED, message="", at=now(), by="Desk", send=True)
    actions.mail_lost_links(dialogue, row.address_key, at=now())
    session.commit()
    before = _all_facts()
    letters = len(outbox())
    session.rollback()
    addresses = sorted({address for letter in outbox() for address in links_of(letter)})
    session.rollback()
    opened = [
        client.get(address.split("5000", 1)[-1], follow_redirects=True).status_code
        for address in addresses
        if "/registrations/" in address
    ]
    for page in ("edit/", "substitute/", "withdraw/"):
        opened.append(client.get(own_path(row, page)).status_code)
        session.rollback()
    assert (set(opened), _all_facts(), len(outbox())) == ({200}, before, letters)


def _all_facts() -> list[dict[str, Any]]:
    facts = [{name: value for name, value in vars(one).items() if name[0] != "_"} for one in all_rows()]
    session.rollback()
    return facts


def test_of_two_that_confirm_at_once_one_wins(app: Flask, outbox: Outbox) -> None:
    dialogue = a_dialogue()
    requests = [a_registration(dialogue, "Tonga", received_at=now()) for _ in range(4)]
    session.commit()
    paths = [own_path(one, "confirm/") for one in requests]
    session.rollback()
    gate, answers = threading.Barrier(len(paths)), []

    def press(path: str) -> None:
        client = app.test_client()
        gate.wait()
        answers.append(client.post(path, json={}).status_code)

    threads = [threading.Thread(target=press, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 409, 409, 409]
    assert [one.verified_at is not None for one in all_rows()].count(True) == 1
    assert [letter.kind.value for letter in outbox()] == ["notice"]


def test_the_same_form_at_once_is_one_request(app: Flask, outbox: Outbox) -> None:
    a_hall()
    gate, answers = threading.Barrier(4), []

    def send() -> None:
        client = app.test_client()
        gate.wait()
        answers.append(client.post(REGISTER, json=a_state(key="one-key")).location)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(set(answers)), len(all_rows()), len(outbox())) == (1, 1, 1)


def test_too_late_is_lapsed_and_refused(client: FlaskClient, rows: None) -> None:
    row = a_registration(a_dialogue())
    session.commit()
    path = own_path(row)
    assert (seen(client, path)["status"], post(client, f"{path}confirm/")) == ("lapsed", 409)
    assert REGISTER in client.get(path).text


def test_editing_keeps_the_version(client: FlaskClient, rows: None) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    path, asked_at = own_path(row), row.requested_at
    form = seen(client, f"{path}edit/")["form"]["fields"]
    assert (form["speaker_name"], form["level"], form["version"]) == (row.speaker_name, "CD", 1)
    body = {**form, "speaker_name": "H.E. Another", "level": "M"}
    assert post(client, f"{path}edit/", **body) == 303
    assert post(client, f"{path}edit/", **body) == 409
    row = all_rows()[0]
    assert (row.speaker_name, row.level, row.version, row.requested_at > asked_at) == (
        "H.E. Another",
        Level.MINISTER,
        2,
        True,
    )


@pytest.mark.parametrize(
    ("page", "body"), [("edit/", {"level": "KING"}), ("substitute/", {}), ("edit/", {"version": "x"})]
)
def test_a_wrong_change_is_shown_at_its_field(client: FlaskClient, rows: None, page: str, body: dict[str, str]) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    assert post(client, own_path(row, page), **{"version": 1, **body}) == 422
    assert all_rows()[0].version == 1


def test_the_history_tells_what_changed_in_words(client: FlaskClient, rows: None) -> None:
    row = an_inscription(a_dialogue(), speaker_name="One")
    changes = {"level": Level.MINISTER, "statement_language": "fr", "wants_floor": False, "meeting_number": 2}
    actions.edit(row, changes, at=now(), by="Desk (example)", why="inner reason")
    session.commit()
    line = seen(client, own_path(row))["history"][0]
    assert (line["by"], line["why"], [tuple(one.values()) for one in line["changes"]]) == (
        "the organisers",
        "",
        [
            ("Takes the floor", "yes", "no"),
            (
                "Level",
                "Permanent representative, ambassador or chargé d'affaires (chair of the delegation)",
                "Minister",
            ),
            ("Language of the statement", "English", "French"),
            ("Preferred meeting", "", "Afternoon meeting"),
        ],
    )


def test_who_attends_reads_back_no_level(client: FlaskClient, rows: None) -> None:
    a_hall()
    review = page_of(client.post(REGISTER, json=a_state(part="attend", step="review"), headers=JSON))["review"]
    assert [name for name, _value in review] == [
        "Delegation",
        "Takes part",
        "Participant",
        "Focal point",
        "Mail address",
        "Language of letters",
    ]


def test_one_peer_sends_only_so_many_letters(app: Flask, rows: None) -> None:
    a_hall()
    limited = create_app(replace(app.extensions["settings"], rate_limit=True))
    limited.test_client_class = app.test_client_class
    client = limited.test_client()
    reviews = [post(client, REGISTER, **a_state(step="review")) for _ in range(8)]
    sent = [post(client, REGISTER, **a_state(address=f"a{number}@mission.example")) for number in range(8)]
    limiter.reset()
    limiter.enabled = False
    with limited.app_context():
        db.engine.dispose()
    assert (reviews, sent) == ([200] * 8, [303] * 6 + [429] * 2)


def test_a_substitute_keeps_the_place(client: FlaskClient, rows: None) -> None:
    row = an_inscription(a_dialogue(), level=Level.MINISTER)
    session.commit()
    path, asked_at = own_path(row), row.requested_at
    assert client.get(f"{path}substitute/").status_code == 200
    assert post(client, f"{path}substitute/", version=1, speaker_name="S. Ubstitute", speaker_function="Deputy") == 303
    assert seen(client, path)["history"][0]["step"] == "Substitute named"
    row = all_rows()[0]
    assert (row.speaker_name, row.level, row.requested_at) == ("S. Ubstitute", Level.MINISTER, asked_at)


def test_withdrawing_and_coming_back(client: FlaskClient, rows: None) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    path = own_path(row)
    assert "Withdraw your request?" in client.get(f"{path}withdraw/").text
    assert post(client, f"{path}withdraw/") == 303
    page = seen(client, path)
    assert (page["status"], page["can_return"], page["live"]) == ("withdrawn", True, False)
    assert post(client, f"{path}come-back/") == 303
    assert (seen(client, path)["status"], post(client, f"{path}come-back/")) == ("on_the_list", 409)


def test_after_the_close_one_can_still_withdraw(client: FlaskClient, rows: None) -> None:
    row = an_inscription(a_dialogue(open_now=False))
    session.commit()
    path = own_path(row)
    assert "You can name a substitute and withdraw; any other change is asked of the desk." in client.get(path).text
    assert post(client, f"{path}substitute/", version=1, speaker_name="S. Ubstitute") == 303
    assert post(client, f"{path}withdraw/") == 303
    assert (seen(client, path)["can_return"], post(client, f"{path}come-back/")) == (False, 409)


def test_the_place_is_shown_when_there_is_one(app: Flask, client: FlaskClient, rows: None) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    known = app.extensions.pop("standing", None)
    shown = PlaceShown(3, 9, "Morning meeting", MORNING, True, True, sentence("Third by level."))
    app.extensions["standing"] = lambda _row, _at: shown
    page = seen(client, own_path(row))
    text = client.get(own_path(row)).text
    app.extensions["standing"] = known
    assert (page["standing"]["word"], page["place"]["place"]) == ("on the list", 3)
    assert ["3 of 9" in text, "10:00" in text, "Third by level." in text] == [True, True, True]


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"wants_floor": False}, Status.REGISTERED),
        ({"kind": Kind.CIVIL_SOCIETY}, Status.VERIFIED),
        ({"decision": Decision.REFUSED}, Status.NOT_SELECTED),
    ],
)
def test_every_status_has_its_words(client: FlaskClient, rows: None, facts: dict[str, Any], status: Status) -> None:
    row = an_inscription(a_dialogue(), topic="Prevention", **facts)
    session.commit()
    page = seen(client, own_path(row))
    assert page["status"] == status.value
    assert page["standing"]["meaning"] in unescape(client.get(own_path(row)).text)


@pytest.mark.parametrize("token", ["forged-token", "WzEsMV0~AAAAAAAAAAAA"])
def test_a_forged_link_opens_nothing(client: FlaskClient, rows: None, token: str) -> None:
    an_inscription(a_dialogue())
    session.commit()
    assert client.get(f"/registrations/{token}/").status_code == 404


def test_a_link_of_another_purpose_opens_nothing(client: FlaskClient, rows: None) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    assert client.get(f"/registrations/{links.sign('invitation', row.id, 1)}/").status_code == 404


def test_a_new_link_replaces_the_old(client: FlaskClient, outbox: Outbox) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    old = own_path(row)
    assert post(client, f"{old}new-link/") == 303
    assert client.get(old).status_code == 404
    assert client.get(own_path(all_rows()[0])).status_code == 200
    assert [letter.recipient for letter in outbox()] == [row.address]


def test_a_lost_link_is_answered_alike_for_everybody(client: FlaskClient, outbox: Outbox) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    answers = []
    for address in (row.address.upper(), "stranger@mission.example"):
        session.rollback()
        sent = client.post(LOST, json={"address": address})
        answers.append((sent.status_code, sent.location, page_of(client.get(sent.location, headers=JSON))["sent"]))
    assert answers[0] == answers[1] == (303, f"{LOST}?sent=1", True)
    assert [letter.recipient for letter in outbox()] == [row.address]
    assert (post(client, LOST, address="nobody"), client.get(LOST).status_code) == (422, 200)


def test_no_public_page_shows_a_contact(client: FlaskClient, rows: None) -> None:
    row = an_inscription(a_hall(), phone="+1 212 555", access_needs="A lift")
    session.commit()
    texts = [client.get(url).text for url in ("/", "/dialogues/rtop-2012/", REGISTER, LOST)]
    private = (row.address, row.focal_point, row.phone, row.access_needs)
    assert [word for word in private for text in texts if word in text] == []


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_every_page_speaks_every_language(client: FlaskClient, rows: None, language: str) -> None:
    row = an_inscription(a_hall())
    session.commit()
    client.set_cookie("language", language)
    pages = [client.get(url) for url in (REGISTER, LOST, own_path(row), own_path(row, "edit/"))]
    direction = "rtl" if language == "ar" else "ltr"
    assert [(page.status_code, f'dir="{direction}"' in page.text) for page in pages] == [(200, True)] * 4
