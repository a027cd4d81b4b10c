"""The rules of the order one by one: what the desk sees before it saves, what is saved, and what everybody is told."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.speakers.chain import PRESETS, RuleName
from rtop_event.speakers.chain_forms import ALTERNATING, COMPARING, HOLDING, IN_A_ROW, drawn
from rtop_event.speakers.chain_reading import read_chain, written
from rtop_event.speakers.listing import listing
from rtop_event.speakers.rules_told import SHORT, chain_told, order_told
from tests.hands import JSON, Hands
from tests.speakers.desk_lists import NAMES, a_list, names, publish, recorded

LIST = "/organise/rtop-2012/speakers/"
RULES = f"{LIST}order/rules/"
BY_LEVEL_ONLY = {"on": ["level"], "compared": "level,groups_first,kinds,observers_after_members_of_their_level"}


@pytest.fixture
def hands(app: Flask, desk: FlaskClient) -> Hands:
    """An organiser in front of the rules of a list of six."""
    with app.app_context():
        a_list()
        session.commit()
    return Hands(desk).open(RULES)


def order(app: Flask) -> list[str]:
    with app.app_context():
        return names(listing(any_dialogue("rtop-2012")))


def fields(desk: FlaskClient, url: str = RULES) -> dict[str, Any]:
    found: dict[str, Any] = desk.get(url, headers=JSON).get_json()["form"]["fields"]
    return found


def test_each_rule_has_its_place_in_the_form_and_its_words() -> None:
    assert {*HOLDING, *COMPARING, *ALTERNATING, *IN_A_ROW} == set(RuleName) == set(SHORT)


@pytest.mark.parametrize("preset", PRESETS)
def test_preset_that_is_looked_at_is_itself_again(hands: Hands, preset: str) -> None:
    page = hands.read(f"{RULES}?from={preset}")
    assert page["present"] == (preset == "dialogue")
    saved = hands.client.post(RULES, json=fields(hands.client, f"{RULES}?from={preset}"))
    assert saved.status_code == 303
    with hands.client.application.app_context():
        dialogue = any_dialogue("rtop-2012")
        assert (dialogue.order_preset, dialogue.order_chain) == (preset, [])


def test_rule_goes_up_and_down_without_being_saved(app: Flask, hands: Hands) -> None:
    hands.press("Level of the speaker: up").press("Level of the speaker: up").press("Groups first: down")
    assert (
        fields(hands.client, hands.path)["compared"]
        == "level,kinds,groups_first,observers_after_members_of_their_level"
    )
    assert order(app) == NAMES
    assert fields(hands.client)["compared"].startswith("groups_first,kinds,level")


def test_what_would_move_is_shown_then_saved_and_recorded(app: Flask, hands: Hands) -> None:
    hands.press("Level of the speaker: up").press("Level of the speaker: up")
    assert "3 of 6 delegations would have another place." in hands.page
    hands.press("Save these rules")
    assert order(app) == ["Tonga", "Peru", "Algeria", "Chad", "Holy See", NAMES[5]]
    with app.app_context():
        what, _by, before, after, _why = recorded()[-1]
        assert (what, before) == ("order chosen", {"order": "dialogue"})
        assert after["order"][:3] == [
            "Whoever is pinned to a place keeps it, whatever the other rules say.",
            "The level of the speaker decides, the highest first.",
            "Statements on behalf of groups come before those of single delegations.",
        ]
    page = hands.read(f"{LIST}order/")
    assert (page["now"], page["looked_at"], len(page["own"])) == ("", "", 5)
    assert "This list has rules of its own" in hands.open(f"{LIST}order/").page
    hands.open(f"{LIST}order/?preset=dialogue").press("Save this order")
    assert order(app) == NAMES


def test_rules_and_parameters_make_the_list(app: Flask, hands: Hands) -> None:
    client = hands.client
    sent = {**fields(client), "on": ["kinds"], "row": "alphabetical", "first": "Peru", "kind_civil_society": "1"}
    assert client.post(RULES, json={**sent, "kind_member_state": "2", "kind_observer_state": "2"}).status_code == 303
    assert order(app) == [NAMES[5], "Peru", "Tonga", "Algeria", "Chad", "Holy See"]
    with app.app_context():
        assert any_dialogue("rtop-2012").order_chain == [
            {
                "name": "kinds",
                "parameters": {
                    "blocks": [
                        ["civil_society"],
                        ["member_state", "observer_state", "observer"],
                        ["regional_organisation", "other_organisation", "un_entity"],
                    ]
                },
            },
            {"name": "alphabetical", "parameters": {"first": "Peru"}},
        ]
    again = fields(client)
    assert (again["on"], again["row"], again["first"], again["kind_civil_society"]) == (
        ["kinds"],
        "alphabetical",
        "Peru",
        "1",
    )


def test_lots_are_published_with_seed_and_witness(app: Flask, hands: Hands, client: FlaskClient) -> None:
    sent = {**fields(hands.client), "on": [], "row": "lots", "seed": "5 September", "witness": "Tonga (example)"}
    assert hands.client.post(RULES, json=sent).status_code == 303
    told = client.get("/dialogues/rtop-2012/speakers/", headers=JSON).get_json()["order"]
    assert told[0].startswith(
        "Those who are equal then are drawn by lot with the seed “5 September”, witnessed by Tonga (example)."
    )
    assert told[1:] == ["The chair can move a delegation; the reason is recorded."]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"row": "lots"}, "row"),
        ({"row": "dice"}, "row"),
        ({"on": ["dice"]}, "on"),
        ({"compared": "level"}, "compared"),
        ({"compared": ""}, "compared"),
        ({"preset": "dice"}, "preset"),
        ({"kind_observer": "8"}, "kind_observer"),
        ({"row": "alphabetical", "first": "x" * 301}, "first"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_saves_nothing(
    app: Flask, hands: Hands, values: dict[str, Any], field: str
) -> None:
    typed = fields(hands.client)
    sent = hands.client.post(RULES, json={**typed, **values}, headers=JSON)
    looked = hands.client.get(RULES, query_string={**typed, **values}, headers=JSON)
    for answered in (sent, looked):
        assert (answered.status_code, field in answered.get_json()["form"]["errors"]) == (422, True)
    assert order(app) == NAMES


def test_stale_hand_and_missing_reason_are_refused(app: Flask, hands: Hands) -> None:
    typed = {**fields(hands.client), **BY_LEVEL_ONLY}
    with app.app_context():
        publish(any_dialogue("rtop-2012"))
        session.commit()
    refused = hands.client.post(RULES, json=typed, headers=JSON)
    assert refused.get_json()["form"]["errors"] == {"reason": ["Give a reason: the list has been published."]}
    assert hands.client.post(RULES, json={**typed, "reason": "as agreed"}).status_code == 303
    late = hands.client.post(RULES, json={**typed, "reason": "once more"})
    assert late.status_code == 409
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        assert [rule["name"] for rule in dialogue.order_chain] == ["level", "time"]


def test_public_page_tells_the_rules_of_the_published_list(app: Flask, hands: Hands, client: FlaskClient) -> None:
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        dialogue.order_chain = written(read_chain([{"name": "level"}, {"name": "time"}]))
        publish(dialogue)
        dialogue.order_chain = []
        session.commit()
    told = client.get("/dialogues/rtop-2012/speakers/", headers=JSON).get_json()["order"]
    assert told == [
        "The level of the speaker decides, the highest first.",
        "Those who are equal then stand in the order in which they asked for the floor.",
        "The chair can move a delegation; the reason is recorded.",
    ]


def test_sentences_follow_the_chain() -> None:
    chain = read_chain(
        [
            {"name": "meeting"},
            {"name": "pins"},
            {"name": "observers_after_members_of_their_level"},
            {"name": "kinds", "parameters": {"blocks": [["civil_society"], ["un_entity", "observer"]]}},
            {"name": "alphabetical"},
            {"name": "level"},
        ]
    )
    assert [str(one) for one in chain_told(chain)] == [
        "Each meeting is a list of its own.",
        "Whoever is pinned to a place keeps it, whatever the other rules say.",
        "Member States come before all others who are equal so far.",
        "The kind of delegation decides: civil society, then United Nations entities and observers, then all others.",
        "Those who are equal then stand in English alphabetical order.",
    ]
    assert order_told("dialogue", PRESETS["dialogue"]) == order_told("dialogue", ())


def test_kinds_that_a_chain_leaves_out_are_drawn_behind_the_others() -> None:
    chain = read_chain([{"name": "kinds", "parameters": {"blocks": [["civil_society"], ["member_state"]]}}])
    found = {name: value for name, value in drawn("dialogue", chain).items() if name.startswith("kind_")}
    assert [found[f"kind_{kind}"] for kind in ("civil_society", "member_state", "observer")] == ["1", "2", "3"]


def test_late_hand_finds_its_rules_again_with_what_others_did(app: Flask, hands: Hands) -> None:
    hands.press("Level of the speaker: up")
    hands.client.post(f"{LIST}order/", json={**fields(hands.client, f"{LIST}order/"), "preset": "inscription"})
    status, page = hands.press_refused("Save these rules", reason="as agreed with the chair")
    assert (status, "order chosen" in page, 'value="as agreed with the chair"' in page) == (409, True, True)
    assert 'name="compared" value="groups_first,level,kinds,' in page
    assert order(app) == NAMES[::-1]


def test_rules_with_parameters_are_saved_and_drawn_again(app: Flask, hands: Hands) -> None:
    client = hands.client
    sent = {
        **fields(client),
        "on": ["protected_top", "meeting", "level", "balance"],
        "top": "2",
        "top_from": "2012-08-20T18:00",
        "capacity": "30, –",
        "by": "gender",
        "within": "block",
    }
    assert client.post(RULES, json=sent).status_code == 303
    with app.app_context():
        assert any_dialogue("rtop-2012").order_chain == [
            {"name": "protected_top", "parameters": {"n": 2, "from": "2012-08-20T18:00-04:00"}},
            {"name": "meeting", "parameters": {"capacity": [30, None]}},
            {"name": "level", "parameters": {}},
            {"name": "balance", "parameters": {"by": "gender", "within": "block"}},
            {"name": "time", "parameters": {}},
        ]
    again = fields(client)
    asked = ("on", "top", "top_from", "restart", "capacity", "by", "within")
    assert {name: again[name] for name in asked} == {name: sent[name] for name in asked}
    assert client.post(RULES, json={**again, "restart": "no", "capacity": ""}).status_code == 303
    with app.app_context():
        assert any_dialogue("rtop-2012").order_chain[1] == {"name": "meeting", "parameters": {"restart": False}}
    assert (fields(client)["restart"], fields(client)["capacity"]) == ("no", "")


def test_protected_top_is_looked_at_before_it_is_saved(app: Flask, hands: Hands) -> None:
    tried = {**fields(hands.client), "on": ["protected_top", "level"], "top": "1"}
    page = hands.client.get(RULES, query_string=tried, headers=JSON).get_json()
    assert page["told"][0] == (
        "The next speaker is protected: whoever asks for the floor later stands behind, and another becomes the next "
        "only by a withdrawal."
    )
    assert page["preview"]["shifted"] != []
    assert order(app) == NAMES


@pytest.mark.parametrize(
    ("on", "values", "field", "said"),
    [
        ("protected_top", {}, "top", "Say how many of the next speakers are protected."),
        ("protected_top", {"top": "0"}, "top", "This must be a whole number from 1 to 9999."),
        (
            "protected_top",
            {"top": "3", "top_from": "tomorrow"},
            "top_from",
            "This is not a day and hour, such as 2012-09-05T10:00.",
        ),
        (
            "protected_top",
            {"top": "3", "top_from": "2012-03-11T02:30"},
            "top_from",
            "The clocks go forward over this hour in America/New_York: it does not exist.",
        ),
        (
            "meeting",
            {"capacity": "30 and 20"},
            "capacity",
            "Give a number for each meeting in its order, – for as many as come, such as 30, –.",
        ),
        (
            "meeting",
            {"capacity": "30", "restart": "no"},
            "capacity",
            "Only meetings that are lists of their own can be full: leave this empty.",
        ),
        (
            "meeting",
            {"capacity": "0, 1"},
            "capacity",
            "Give a number for each meeting in its order, – for as many as come, such as 30, –.",
        ),
        (
            "meeting",
            {"capacity": ",".join("1" * 51)},
            "capacity",
            "give the places of each meeting in order, from 1 to 9,999, or null for as many as come: [30, null]",
        ),
        ("balance", {"by": "height"}, "by", "Not a valid choice."),
        ("balance", {"within": "hall"}, "within", "Not a valid choice."),
    ],
)
def test_parameter_that_is_wrong_is_told_at_its_field(
    app: Flask, hands: Hands, on: str, values: dict[str, str], field: str, said: str
) -> None:
    sent = {**fields(hands.client), "on": [on], **values}
    posted = hands.client.post(RULES, json=sent, headers=JSON)
    looked = hands.client.get(RULES, query_string=sent, headers=JSON)
    for answered in (posted, looked):
        assert (answered.status_code, answered.get_json()["form"]["errors"]) == (422, {field: [said]})
    assert order(app) == NAMES
