"""The desk's pages of the list: who may, what they show, what they change, what they refuse."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from rtop_event.database import session
from rtop_event.delegations.words import Level
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.models import RoleName
from rtop_event.speakers.listing import listing
from rtop_event.speakers.models import Pin, PlacedMove, Revision
from tests import builders
from tests.conftest import signed_in
from tests.hands import Hands
from tests.speakers.desk_lists import NAMES, a_list, names, publish, recorded, registration

URL = "/organise/rtop-2012/speakers/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    """A list, and the number of each inscription on it."""
    with app.app_context():
        a_list()
        session.commit()
        return {name: registration(name).id for name in NAMES}


def order(app: Flask) -> list[str]:
    with app.app_context():
        return names(listing(any_dialogue("rtop-2012")))


def published(app: Flask) -> None:
    with app.app_context():
        publish(any_dialogue("rtop-2012"))
        session.commit()


def seen(desk: FlaskClient, url: str = URL) -> dict[str, Any]:
    fields: dict[str, Any] = desk.get(url, headers=JSON).get_json()["form"]["fields"]
    return fields


def send(desk: FlaskClient, url: str, **values: Any) -> TestResponse:
    return desk.post(url, json={"seen": seen(desk)["seen"], **values}, headers=JSON)


def test_table_shows_places_reasons_times_and_limits(desk: FlaskClient, ids: dict[str, int]) -> None:
    data = desk.get(URL, headers=JSON).get_json()
    assert [(one["place"], one["delegation"], one["limit"], one["id"]) for one in data["lines"]] == [
        (place, name, 300 if place == 1 else 180, ids[name]) for place, name in enumerate(NAMES, 1)
    ]
    tonga = data["lines"][1]
    assert tonga["reason"] == ("Member State: after groups, before observer States; Head of State: before Ministers.")
    assert (tonga["starts_at"], tonga["fits"], tonga["up"], tonga["down"]) == ("2012-09-05T15:50:30Z", True, 1, 3)
    strip = data["strip"]
    assert (strip["speakers"], strip["needed"], strip["available"]) == (6, 1350, 15300)
    assert (strip["summary"], strip["over"], strip["published"], strip["unpublished"]) == (
        "Fits with 3 h 52 to spare.",
        False,
        None,
        6,
    )


def test_page_and_fragment_show_the_same_rows(desk: FlaskClient, ids: dict[str, int]) -> None:
    page, fragment = desk.get(URL).text, desk.get(URL, headers={"X-Fragment": "1"}).text
    assert [f'id="s{number}"' in page for number in ids.values()] == [True] * 6
    assert [f'id="s{number}"' in fragment for number in ids.values()] == [True] * 6
    assert ("<html" in page, "<html" in fragment) == (True, False)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", NAMES),
        ("?block=groups", ["Algeria"]),
        ("?block=member_states", ["Tonga", "Peru", "Chad"]),
        ("?block=observers", ["Holy See"]),
        ("?block=civil_society", [NAMES[5]]),
        ("?level=HS", ["Tonga"]),
        ("?block=member_states&level=CD", ["Chad"]),
        ("?only=moved", ["Peru", "Chad"]),
        ("?only=outside", []),
        ("?block=nonsense&level=nonsense&only=nonsense", NAMES),
    ],
)
def test_filters_are_links_that_narrow_the_table(
    app: Flask, desk: FlaskClient, ids: dict[str, int], query: str, shown: list[str]
) -> None:
    send(desk, f"{URL}{ids['Chad']}/move/", step="pin", place=4)
    send(desk, f"{URL}{ids['Peru']}/move/", place=1)
    found = [one["delegation"] for one in desk.get(URL + query, headers=JSON).get_json()["lines"]]
    assert sorted(found) == sorted(shown)


def test_blocks_carry_counts_and_seconds(desk: FlaskClient, ids: dict[str, int]) -> None:
    blocks = desk.get(URL, headers=JSON).get_json()["blocks"]
    assert [(one["label"], one["number"], one["seconds"], one["query"]) for one in blocks] == [
        ("All", 6, 1200, "?"),
        ("Groups", 1, 300, "?block=groups"),
        ("Member States", 3, 540, "?block=member_states"),
        ("Observers", 1, 180, "?block=observers"),
        ("Civil society", 1, 180, "?block=civil_society"),
    ]


@pytest.mark.parametrize(
    ("button", "who", "then"),
    [("up", "Peru", ["Algeria", "Peru", "Tonga"]), ("down", "Algeria", ["Tonga", "Algeria", "Peru"])],
)
def test_buttons_move_one_place_and_lead_back_to_the_row(
    app: Flask, desk: FlaskClient, ids: dict[str, int], button: str, who: str, then: list[str]
) -> None:
    answered = send(desk, URL + "?block=groups", **{button: ids[who]})
    assert (answered.status_code, answered.location) == (303, f"{URL}?block=groups#s{ids[who]}")
    assert order(app)[:3] == then


def test_move_by_form_announces_itself(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    page = desk.get(URL).text
    hidden = dict(re.findall(r'name="(csrf_token|seen|key)" type="hidden" value="([^"]*)"', page))
    answered = desk.post(URL, data={**hidden, "up": ids["Chad"]}, follow_redirects=True)
    assert '<div class="flashes" role="status">' in answered.text
    assert "Chad: from place 4 to place 3." in answered.text


def test_buttons_refuse_what_is_not_one_direction(desk: FlaskClient, ids: dict[str, int]) -> None:
    assert send(desk, URL).status_code == 422
    assert send(desk, URL, up=ids["Chad"], down=ids["Chad"]).status_code == 422
    assert send(desk, URL, up=ids["Algeria"]).get_json()["refused"] == "The list has the places from 1 to 6."
    assert desk.post(URL, json={"up": ids["Chad"]}).status_code == 422


def test_stale_hand_is_refused_and_nothing_moves(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    drawn = seen(desk)["seen"]
    send(desk, URL, up=ids["Chad"])
    answered = desk.post(URL, json={"seen": drawn, "up": ids["Peru"]})
    assert answered.status_code == 409
    assert order(app)[2:4] == ["Chad", "Peru"]


def test_move_page_moves_to_a_place_or_directly_after(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    answered = send(desk, f"{URL}{ids['Chad']}/move/", place=1, usual="Decision of the chair")
    assert (answered.status_code, answered.location) == (303, f"{URL}#s{ids['Chad']}")
    send(desk, f"{URL}{ids['Chad']}/move/", after=f"{ids['Holy See']:09}", reason="in own words")
    assert order(app) == ["Algeria", "Tonga", "Peru", "Holy See", "Chad", NAMES[5]]
    with app.app_context():
        assert [(one[0], one[4]) for one in recorded()] == [
            ("moved", "Decision of the chair"),
            ("moved", "in own words"),
        ]
    send(desk, f"{URL}{ids['Chad']}/move/", step="take_back")
    assert order(app)[0] == "Chad"


def test_move_page_pins_and_unpins(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    url = f"{URL}{ids['Chad']}/move/"
    send(desk, url, step="pin", place=2)
    assert order(app)[1] == "Chad"
    assert "Pinned to place 2 of 6." in desk.get(url).text
    send(desk, url, step="unpin")
    assert order(app) == NAMES


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "after"),
        ({"place": 1, "after": "000000001"}, "after"),
        ({"place": 7}, "place"),
        ({"place": 0}, "place"),
        ({"place": "one"}, "place"),
        ({"step": "pin"}, "place"),
        ({"after": "another"}, "after"),
        ({"place": 1, "step": "jump"}, "step"),
        ({"place": 1, "reason": "x" * 201}, "reason"),
        ({"place": 1, "usual": "invented"}, "usual"),
    ],
)
def test_move_page_refuses_what_is_wrong_at_its_field(
    app: Flask, desk: FlaskClient, ids: dict[str, int], values: dict[str, Any], field: str
) -> None:
    answered = desk.post(f"{URL}{ids['Chad']}/move/", json={"seen": seen(desk)["seen"], **values}, headers=JSON)
    assert answered.status_code == 422
    assert field in answered.get_json()["form"]["errors"]
    with app.app_context():
        assert (session.scalars(select(PlacedMove)).all(), session.scalars(select(Pin)).all()) == ([], [])


def test_reason_is_asked_for_once_published(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    published(app)
    answered = desk.post(f"{URL}{ids['Chad']}/move/", json={"seen": seen(desk)["seen"], "place": 1}, headers=JSON)
    assert answered.get_json()["form"]["errors"] == {"usual": ["Give a reason: the list has been published."]}
    assert send(desk, URL, up=ids["Chad"]).status_code == 422
    assert (f'href="{ids["Chad"]}/move/"' in desk.get(URL).text, "data-reason" in desk.get(URL).text) == (True, True)
    assert seen(desk, f"{URL}{ids['Chad']}/move/?to=3")["place"] == 3
    assert order(app) == NAMES


def test_order_and_limits_ask_for_a_reason_once_published(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    published(app)
    asked: dict[str, dict[str, Any]] = {"order/": {"preset": "inscription"}, "limits/": {"delegation": 240}}
    for path, values in asked.items():
        fields = desk.get(URL + path, headers=JSON).get_json()["form"]["fields"]
        refused = desk.post(URL + path, json={**fields, **values}, headers=JSON)
        wrong = {"reason": ["Give a reason: the list has been published."]}
        assert (refused.status_code, refused.get_json()["form"]["errors"]) == (422, wrong)
        assert desk.post(URL + path, json={**fields, **values, "reason": "as agreed"}).status_code == 303
    assert order(app) == NAMES[::-1]


def test_move_of_an_unknown_inscription_is_not_found(desk: FlaskClient, ids: dict[str, int]) -> None:
    assert desk.get(f"{URL}999999/move/").status_code == 404


def test_order_page_previews_what_would_move_and_saves_only_when_sent(
    app: Flask, desk: FlaskClient, ids: dict[str, int]
) -> None:
    data = desk.get(URL + "order/?preset=inscription", headers=JSON).get_json()
    assert data["told"] == "6 of 6 delegations would have another place."
    assert [(one["who"], one["before"], one["after"]) for one in data["shifted"]][:2] == [
        (NAMES[5], "place 6", "place 1"),
        ("Holy See", "place 5", "place 2"),
    ]
    assert order(app) == NAMES
    version = data["form"]["fields"]["version"]
    answered = desk.post(URL + "order/", json={"preset": "inscription", "version": version})
    assert (answered.status_code, answered.location) == (303, URL)
    assert order(app) == NAMES[::-1]
    assert desk.post(URL + "order/", json={"preset": "dialogue", "version": version}).status_code == 409


@pytest.mark.parametrize("values", [{"preset": "invented"}, {"preset": "inscription", "version": "x"}, {}])
def test_order_page_refuses_what_is_wrong(
    app: Flask, desk: FlaskClient, ids: dict[str, int], values: dict[str, Any]
) -> None:
    assert desk.post(URL + "order/", json={"version": 1, **values}).status_code == 422
    assert order(app) == NAMES


def test_limits_page_shows_what_fits_before_it_saves(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        dialogue = builders.a_dialogue(changeover=0)
        for number in range(60):
            builders.an_inscription(dialogue, f"State {number:02}")
        session.commit()
    now = desk.get(URL + "limits/", headers=JSON).get_json()
    tried = desk.get(URL + "limits/?delegation=300", headers=JSON).get_json()
    assert now["what_if"]["answer"] == "Everybody fits, with 1 h 15 to spare."
    assert (tried["then_summary"], tried["differs"], len(tried["outside"])) == ("Over by 45 min.", True, 9)
    assert tried["what_if"]["answer"] == (
        "It does not fit: over by 45 min. With 4 min 10 s for each delegation, and the other limits as they are, "
        "everybody fits."
    )
    assert tried["what_if"]["remedy"]["trial"]["delegation"] == 250
    fields = tried["form"]["fields"]
    assert desk.post(URL + "limits/", json=fields).status_code == 303
    with app.app_context():
        assert any_dialogue("rtop-2012").limit_delegation == 300
    strip = desk.get(URL, headers=JSON).get_json()["strip"]
    assert (strip["summary"], strip["over"], strip["try_limit"]) == ("Over by 45 min.", True, 250)
    assert desk.post(URL + "limits/", json={**fields, "delegation": 60}).status_code == 409


@pytest.mark.parametrize(
    "seconds", ["29", "3601", "-1", "nan", "1e3", "", "99999999999999999999", "0:29", "60:01", "3:60", "3:5", "٣:٣٠"]
)
def test_limits_page_refuses_limits_out_of_range(
    app: Flask, desk: FlaskClient, ids: dict[str, int], seconds: str
) -> None:
    asked = desk.get(f"{URL}limits/?delegation={seconds}", headers=JSON)
    assert (asked.status_code, [*asked.get_json()["form"]["errors"]]) == (422, ["delegation"])
    fields = desk.get(URL + "limits/", headers=JSON).get_json()["form"]["fields"]
    assert desk.post(URL + "limits/", json={**fields, "delegation": seconds}).status_code == 422
    with app.app_context():
        assert session.scalars(select(Dialogue.limit_delegation)).all() == [180]


def test_review_shows_the_changes_and_publishes_them(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    first = desk.get(URL + "review/", headers=JSON).get_json()
    assert (first["number"], first["since"], first["form"]["fields"]["number"]) == (6, None, 0)
    whole = [one["delegation"] for portion in first["list"]["portions"] for one in portion["places"]]
    assert (first["list"]["label"], whole) == ("Provisional list", NAMES)
    assert desk.post(URL + "review/", json=first["form"]["fields"]).location == URL
    with app.app_context():
        registration("Peru").level = Level.HEAD_OF_STATE
        registration("Chad").speaker_name = "H.E. Another (example)"
        session.commit()
    second = desk.get(URL + "review/", headers=JSON).get_json()
    assert [one["told"] for one in second["news"]] == [
        "Peru: from place 3 to place 2",
        "Peru: now Head of State, before Minister",
        "Chad: now spoken by H.E. Another (example)",
    ]
    assert second["pushed"] == ["Tonga: from place 2 to place 3"]
    assert desk.post(URL + "review/", json={**second["form"]["fields"], "note": "Two changes"}).status_code == 303
    with app.app_context():
        revisions = session.scalars(select(Revision).order_by(Revision.number))
        assert [(one.number, one.note, len(one.places)) for one in revisions] == [(0, "", 6), (1, "Two changes", 6)]
    assert desk.get(URL, headers=JSON).get_json()["strip"]["unpublished"] == 0


def test_review_leads_to_the_list_on_paper(desk: FlaskClient, ids: dict[str, int]) -> None:
    leads = f"{URL}list.pdf?live=1"
    assert f'href="{leads}"' in desk.get(URL + "review/").text
    assert desk.get(leads).mimetype == "application/pdf"


def test_review_refuses_a_stale_hand_and_nothing_new(app: Flask, desk: FlaskClient, ids: dict[str, int]) -> None:
    fields = desk.get(URL + "review/", headers=JSON).get_json()["form"]["fields"]
    send(desk, URL, up=ids["Chad"])
    assert desk.post(URL + "review/", json=fields).status_code == 409
    published(app)
    fields = desk.get(URL + "review/", headers=JSON).get_json()["form"]["fields"]
    answered = desk.post(URL + "review/", json=fields, headers=JSON)
    assert answered.get_json()["refused"].startswith("Nothing has changed since")
    assert desk.post(URL + "review/", json={"note": "x"}).status_code == 422
    with app.app_context():
        assert session.scalars(select(Revision.number)).all() == [0]


def test_two_hands_that_publish_at_once_make_one_revision(app: Flask, ids: dict[str, int]) -> None:
    desks = [signed_in(app, RoleName.ORGANISER) for _ in range(2)]
    fields = [one.get(URL + "review/", headers=JSON).get_json()["form"]["fields"] for one in desks]
    with ThreadPoolExecutor(2) as hands:
        sent = [hands.submit(one.post, URL + "review/", json=form) for one, form in zip(desks, fields, strict=True)]
        assert sorted(one.result().status_code for one in sent) == [303, 409]
    with app.app_context():
        assert session.scalars(select(Revision.number)).all() == [0]


CHANGES = ["", "{id}/move/", "order/", "limits/", "review/"]
PAGES = ["{id}/move/", "order/", "limits/", "review/"]


@pytest.mark.parametrize("path", CHANGES)
def test_viewer_may_look_at_the_list_and_change_nothing(
    app: Flask, viewer: FlaskClient, client: FlaskClient, ids: dict[str, int], path: str
) -> None:
    url = URL + path.format(id=ids["Chad"])
    assert viewer.get(URL).status_code == 200
    assert viewer.post(url, json={"seen": "x", "up": ids["Chad"], "place": 1}).status_code == 403
    assert client.post(url, json={}, headers=JSON).status_code == 401
    assert order(app) == NAMES
    assert "▲" not in viewer.get(URL).text


@pytest.mark.parametrize("path", ["", "list.pdf", "list.csv?live=1"])
def test_stranger_is_led_to_sign_in(client: FlaskClient, ids: dict[str, int], path: str) -> None:
    answered = client.get(URL + path)
    assert (answered.status_code, answered.location.split("?")[0]) == (303, "/organise/sign-in/")


@pytest.mark.parametrize("path", PAGES)
def test_viewer_does_not_see_pages_that_change(viewer: FlaskClient, ids: dict[str, int], path: str) -> None:
    assert viewer.get(URL + path.format(id=ids["Chad"])).status_code == 403


@pytest.mark.parametrize("path", ["", *PAGES])
def test_pages_are_whole_and_have_their_fragment(desk: FlaskClient, ids: dict[str, int], path: str) -> None:
    url = URL + path.format(id=ids["Chad"])
    page, fragment = desk.get(url), desk.get(url, headers={"X-Fragment": "1"})
    assert (page.status_code, fragment.status_code) == (200, 200)
    assert (page.text.count("<h1>"), fragment.text.count("<h1>")) == (1, 1)
    assert 'class="strip"' in page.text


def test_empty_list_says_what_comes(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        builders.a_dialogue()
        session.commit()
    assert "Nobody is on the list yet" in desk.get(URL).text
    assert "Nothing to publish" in desk.get(URL + "review/").text


def test_meetings_that_are_lists_of_their_own_move_within_themselves(
    app: Flask, desk: FlaskClient, ids: dict[str, int]
) -> None:
    with app.app_context():
        any_dialogue("rtop-2012").order_preset = "general-debate"
        for name in NAMES:
            registration(name).meeting_number = 2 if name in {"Chad", "Peru"} else 1
        session.commit()
    lines = desk.get(URL, headers=JSON).get_json()["lines"]
    assert [(one["meeting"], one["place"], one["delegation"]) for one in lines] == [
        (1, 1, "Tonga"),
        (1, 2, "Algeria"),
        (1, 3, "Holy See"),
        (1, 4, NAMES[5]),
        (2, 1, "Peru"),
        (2, 2, "Chad"),
    ]
    send(desk, URL, up=ids["Chad"])
    assert order(app)[4:] == ["Chad", "Peru"]
    assert '<tr data-list="2" data-last="2"><th colspan="10" scope="rowgroup">Afternoon meeting</th></tr>' in (
        desk.get(URL).text
    )


def test_row_goes_to_the_list_of_another_meeting_behind_one_of_its_rows(
    app: Flask, desk: FlaskClient, ids: dict[str, int]
) -> None:
    with app.app_context():
        any_dialogue("rtop-2012").order_preset = "general-debate"
        for name in NAMES:
            registration(name).meeting_number = 2 if name in {"Chad", "Peru"} else 1
        session.commit()
    url, anchor = f"{URL}{ids['Peru']}/move/", f"{ids[NAMES[5]]:09}"
    assert seen(desk, f"{url}?after={anchor}")["after"] == anchor
    moved = desk.post(url, json={"seen": seen(desk)["seen"], "after": anchor}, follow_redirects=True)
    assert "Peru: from place 1 of meeting 2 to place 5 of meeting 1." in moved.text
    lines = desk.get(URL, headers=JSON).get_json()["lines"]
    assert [(one["meeting"], one["place"], one["delegation"]) for one in lines][3:] == [
        (1, 4, NAMES[5]),
        (1, 5, "Peru"),
        (2, 1, "Chad"),
    ]


def test_row_goes_before_the_first_of_another_meeting_in_one_step_that_one_press_takes_back(
    app: Flask, desk: FlaskClient, ids: dict[str, int]
) -> None:
    with app.app_context():
        any_dialogue("rtop-2012").order_preset = "general-debate"
        for name in NAMES:
            registration(name).meeting_number = 2 if name in {"Chad", "Peru"} else 1
        session.commit()
    url, first = f"{URL}{ids['Chad']}/move/", f"before:{ids['Tonga']:09}"
    page = desk.get(f"{url}?after={first}").text
    assert f'<option selected value="{first}">before Tonga: place 1 of meeting 1</option>' in page
    moved = desk.post(url, json={"seen": seen(desk)["seen"], "after": first}, follow_redirects=True)
    assert "Chad: from place 2 of meeting 2 to place 1 of meeting 1." in moved.text
    lines = desk.get(URL, headers=JSON).get_json()["lines"]
    placed = [(one["meeting"], one["place"], one["delegation"]) for one in lines]
    assert (placed[:2], placed[-1]) == ([(1, 1, "Chad"), (1, 2, "Tonga")], (2, 1, "Peru"))
    assert (
        lines[0]["reason"]
        == "Moved by the chair to the front of the list, before the list was published; no reason was noted."
    )
    Hands(desk).open(URL).press("Undo")
    assert order(app) == ["Tonga", "Algeria", "Holy See", NAMES[5], "Peru", "Chad"]
    own = desk.post(url, json={"seen": seen(desk)["seen"], "after": f"before:{ids['Peru']:09}"})
    assert own.status_code == 422


def test_those_who_are_assigned_to_no_meeting_stand_under_a_heading_of_their_own(
    app: Flask, desk: FlaskClient, ids: dict[str, int]
) -> None:
    with app.app_context():
        any_dialogue("rtop-2012").order_preset = "general-debate"
        registration("Peru").meeting_number = 2
        session.commit()
    heads = re.findall(r'<tr data-list="([^"]+)" data-last="([^"]+)"><th[^>]*>([^<]+)', desk.get(URL).text)
    assert heads == [("2", "1", "Afternoon meeting"), ("None", "5", "Not assigned to a meeting")]
