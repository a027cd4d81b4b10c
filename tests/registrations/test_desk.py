"""The desk: sees, filters, decides, edits, withdraws and adds; each change with its reason; a viewer only looks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.delegations.models import Delegation
from rtop_event.delegations.words import Capacity, Kind, Level, RegionalGroup
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.organisers.models import Change
from rtop_event.organisers.record import record
from rtop_event.registrations import waiting
from rtop_event.registrations.export import HEADS
from rtop_event.registrations.models import Registration
from tests.builders import FAR, a_dialogue, a_group, a_registration, an_inscription
from tests.hands import Hands
from tests.registrations.asking import DESK, a_hall, a_state, all_rows, page_of

Outbox = Callable[[], list[Letter]]
JSON = {"Accept": "application/json"}
STEPS = ("decide/", "withdraw/", "come-back/", "confirm/", "link/", "edit/")


def one(row: Registration, step: str = "") -> str:
    """The page of one request, or a step of it."""
    return f"{DESK}{row.id}/{step}"


def post(client: FlaskClient, url: str, **body: Any) -> int:
    """The status of a sent form."""
    session.rollback()
    return client.post(url, json=body).status_code


def delegations(client: FlaskClient, query: str = "") -> list[str]:
    """The names in the table."""
    session.rollback()
    return [line["delegation"] for line in page_of(client.get(DESK + query, headers=JSON))["lines"]]


def last_change() -> tuple[str, str, str]:
    """Step, person and reason of the last line of the record."""
    change = session.scalars(select(Change).order_by(Change.id.desc())).first()
    assert change is not None
    return change.what, change.by, change.why


def a_full_table() -> list[Registration]:
    """One request of every status."""
    dialogue = a_dialogue()
    found = [
        an_inscription(dialogue, "Tonga", level=Level.HEAD_OF_STATE),
        an_inscription(dialogue, "Brazil", group=a_group()),
        an_inscription(dialogue, "Peru", wants_floor=False),
        an_inscription(dialogue, "Example Coalition", kind=Kind.CIVIL_SOCIETY, topic="Prevention"),
        a_registration(dialogue, "Chad", received_at=now(), focal_point="Zoë Élan (example)"),
        a_registration(dialogue, "Chile"),
        an_inscription(dialogue, "Kenya", withdrawn_at=now()),
    ]
    session.commit()
    return found


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Tonga", "Brazil", "Peru", "Example Coalition", "Chad", "Chile", "Kenya"]),
        ("?status=on_the_list", ["Tonga", "Brazil"]),
        ("?status=received", ["Chad"]),
        ("?status=lapsed", ["Chile"]),
        ("?status=verified", ["Example Coalition"]),
        ("?kind=civil_society", ["Example Coalition"]),
        ("?part=attend", ["Peru"]),
        ("?part=speak&status=withdrawn", ["Kenya"]),
        ("?q=zoe elan", ["Chad"]),
        ("?q=group of 77", ["Brazil"]),
        ("?q=nobody", []),
        (
            "?kind=king&status=happy&part=sing",
            ["Tonga", "Brazil", "Peru", "Example Coalition", "Chad", "Chile", "Kenya"],
        ),
    ],
)
def test_the_table_is_narrowed_by_its_address(desk: FlaskClient, rows: None, query: str, names: list[str]) -> None:
    a_full_table()
    assert delegations(desk, query) == names
    assert desk.get(DESK + query).status_code == 200


def test_filters_are_links_with_their_numbers(desk: FlaskClient, rows: None) -> None:
    a_full_table()
    page = page_of(desk.get(f"{DESK}?part=speak", headers=JSON))
    assert [(link["label"], link["url"], link["number"]) for link in page["by_status"]] == [
        ("All", "?part=speak", 6),
        ("received", "?status=received&part=speak", 1),
        ("to select", "?status=verified&part=speak", 1),
        ("on the list", "?status=on_the_list&part=speak", 2),
        ("withdrawn", "?status=withdrawn&part=speak", 1),
        ("lapsed", "?status=lapsed&part=speak", 1),
    ]


def test_an_empty_table_says_so(desk: FlaskClient, rows: None) -> None:
    a_dialogue()
    session.commit()
    assert "No requests yet." in desk.get(DESK).text
    assert desk.get(f"{DESK}7/").status_code == 404


def test_a_request_is_reached_through_its_dialogue(desk: FlaskClient, rows: None) -> None:
    row = an_inscription(a_dialogue())
    a_dialogue("other-2012")
    session.commit()
    assert desk.get(f"/organise/other-2012/registrations/{row.id}/").status_code == 404


def test_strangers_are_led_to_sign_in_and_viewers_only_look(
    client: FlaskClient, viewer: FlaskClient, outbox: Outbox
) -> None:
    row = an_inscription(a_dialogue(), kind=Kind.CIVIL_SOCIETY, topic="Prevention")
    session.commit()
    looks = [DESK, one(row), f"{DESK}export.csv"]
    assert [client.get(url).status_code for url in looks] == [303, 303, 303]
    assert [viewer.get(url).status_code for url in looks] == [200, 200, 200]
    assert "Record the decision" not in viewer.get(one(row)).text
    assert [viewer.get(url).status_code for url in (f"{DESK}new/", one(row, "edit/"))] == [403, 403]
    body = {"version": 1, "why": "x", "decision": "accepted"}
    assert [post(viewer, one(row, step), **body) for step in STEPS] == [403] * 6
    assert post(viewer, f"{DESK}new/", **a_state()) == 403
    assert (all_rows()[0].version, outbox()) == (1, [])


@pytest.mark.parametrize(
    ("decision", "status", "subject"),
    [
        ("accepted", "on the list", "Selected to speak: NGO"),
        ("refused", "not selected", "Your request for the floor: NGO"),
    ],
)
def test_civil_society_is_selected(desk: FlaskClient, outbox: Outbox, decision: str, status: str, subject: str) -> None:
    row = an_inscription(a_dialogue(), "NGO", kind=Kind.CIVIL_SOCIETY, topic="Prevention")
    session.commit()
    url = one(row, "decide/")
    assert post(desk, url, version=1, decision=decision, message="Thank you.", why="balance") == 303
    assert post(desk, url, version=1, decision=decision) == 409
    page = page_of(desk.get(one(row), headers=JSON))
    assert (page["line"]["status"], [letter["subject"] for letter in page["letters"]]) == (status, [subject])
    assert (outbox()[0].approved_at, last_change()) == (None, (decision, "Desk (example)", "balance"))


def test_a_decision_can_be_sent_at_once_and_taken_back(desk: FlaskClient, outbox: Outbox) -> None:
    row = an_inscription(a_dialogue(), "NGO", kind=Kind.CIVIL_SOCIETY, topic="Prevention")
    session.commit()
    assert post(desk, one(row, "decide/"), version=1, decision="accepted", send=True) == 303
    assert outbox()[0].approved_by == "Desk (example)"
    assert post(desk, one(row, "decide/"), version=2, decision="none") == 303
    assert (all_rows()[0].on_the_list, len(outbox()), last_change()[0]) == (False, 1, "decision taken back")


def test_a_step_without_reason_or_choice_is_refused(desk: FlaskClient, outbox: Outbox) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    steps = ("withdraw/", "come-back/", "confirm/")
    assert [post(desk, one(row, step), version=1) for step in steps] == [422, 422, 422]
    assert post(desk, one(row, "decide/"), version=1, decision="king") == 422
    assert post(desk, one(row, "link/"), key="a b") == 422
    assert (all_rows()[0].version, outbox()) == (1, [])


def test_the_desk_withdraws_and_brings_back(desk: FlaskClient, outbox: Outbox) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    assert post(desk, one(row, "withdraw/"), version=1, why="by telephone", message="As agreed.") == 303
    assert (all_rows()[0].holds_place, last_change()) == (False, ("withdrawn", "Desk (example)", "by telephone"))
    assert (len(outbox()), outbox()[0].approved_at) == (1, None)
    assert post(desk, one(row, "come-back/"), version=1, why="stale") == 409
    assert post(desk, one(row, "come-back/"), version=2, why="a mistake") == 303
    assert (all_rows()[0].on_the_list, last_change()) == (True, ("came back", "Desk (example)", "a mistake"))
    assert "by telephone" in desk.get(one(row)).text


def test_each_step_says_what_was_done_and_what_becomes_of_the_letter(desk: FlaskClient, outbox: Outbox) -> None:
    dialogue = a_dialogue()
    rows = an_inscription(dialogue, "Chad"), an_inscription(dialogue, "NGO", kind=Kind.CIVIL_SOCIETY, topic="Peace")
    rows[0].address = rows[0].address_key = ""
    session.commit()
    pages = [one(row) for row in rows]
    session.rollback()
    chad, ngo = (Hands(desk).open(page) for page in pages)
    none, why = "No letter is written: there is no mail address.", {"why": "by telephone"}
    assert [(none in hands.page, "drafts one letter" in hands.page) for hands in (chad, ngo)] == [
        (True, False),
        (False, True),
    ]
    draft, approved = "The letter waits in the outbox as a draft.", "The letter is approved."
    assert said(chad.press("Withdraw this request", **why)) == f"The request is withdrawn. {none}"
    for typed, told in [
        ({"decision": "accepted", "send": "y"}, f"The request is accepted. {approved}"),
        ({"decision": "none"}, "The decision is taken back. No letter is written."),
        ({"decision": "refused"}, f"The request is refused. {draft}"),
    ]:
        assert said(ngo.press("Record the decision", **typed)) == told
    assert said(ngo.press("Withdraw: drafts one letter", **why)) == f"The request is withdrawn. {draft}"
    assert len(outbox()) == 3


def said(hands: Hands) -> str:
    """The sentence above the page."""
    found = re.search('class="flash message">(.*?)</p>', hands.page)
    return found[1] if found else ""


def test_the_desk_confirms_what_lapsed(desk: FlaskClient, rows: None) -> None:
    dialogue = a_dialogue()
    row, late = a_registration(dialogue), a_registration(dialogue)
    session.commit()
    assert "Confirm for them" in desk.get(one(row)).text
    assert post(desk, one(row, "confirm/"), version=1, why="by telephone") == 303
    assert post(desk, one(late, "confirm/"), version=1, why="by telephone") == 409
    assert [found.on_the_list for found in all_rows()] == [True, False]


@pytest.mark.parametrize(
    ("who", "stands"),
    [
        (
            {},
            [
                "When this letter was written it stood at place 1 of the list of speakers. Others may still come before "
                "it: it stands at place 2 at the latest, if all requests that still wait come onto the list. Places are "
                "provisional until the list is published."
            ],
        ),
        (
            {"level": Level.HEAD_OF_STATE},
            [
                "When this letter was written it stood at place 1 of the list of speakers. Places are provisional until "
                "the list is published."
            ],
        ),
        (
            {"wants_floor": False},
            [
                "You are registered to attend; you have not asked for the floor. There is nothing more that you need to "
                "do before the dialogue."
            ],
        ),
    ],
)
def test_who_is_confirmed_by_the_desk_has_a_letter_that_tells_where_it_stands(
    desk: FlaskClient, outbox: Outbox, who: dict[str, Any], stands: list[str]
) -> None:
    dialogue = a_dialogue()
    row = a_registration(dialogue, **who)
    a_registration(dialogue, "Kenya", level=Level.MINISTER, received_at=now())
    session.commit()
    assert post(desk, one(row, "confirm/"), version=1, why="by telephone") == 303
    letter = outbox()[0]
    assert (letter.kind, letter.subject) == (LetterKind.DECISION, "Confirmed by the desk: request for Tonga")
    assert letter.approved_at is None
    said = [" ".join(part.split()) for part in letter.text.split("\n\n")]
    assert said[1:3] == [
        "the desk has confirmed the request of Tonga for “Timely and decisive response” for you. It counts from now "
        "on, and you need not press the button Confirm any more.",
        *stands,
    ]


def test_the_letter_of_a_confirmation_can_be_approved_at_once(desk: FlaskClient, outbox: Outbox) -> None:
    row = a_registration(a_dialogue())
    session.commit()
    assert post(desk, one(row, "confirm/"), version=1, why="by telephone", send=True) == 303
    assert [letter.approved_at is None for letter in outbox()] == [False]


def test_record_calls_a_request_by_the_name_of_its_delegation_where_it_can_be_found(
    desk: FlaskClient, rows: None
) -> None:
    row = an_inscription(a_dialogue(), "Chile")
    session.commit()
    assert post(desk, one(row, "withdraw/"), version=1, why="by telephone") == 303
    record("withdrawn", by="Desk (example)", at=now(), dialogue="rtop-2012", about="registration:999999999")
    session.commit()
    page = desk.get("/organise/record/").text
    found = re.findall(r'data-label="About"><div><a href="([^"]+)">([^<]+)</a>', page)
    filtered = "/organise/record/?dialogue=rtop-2012&amp;about=registration:"
    assert [one for one in found if "registration" in one[0]] == [
        (f"{filtered}999999999", "registration:999999999"),
        (f"{DESK}{row.id}/", "Chile"),
    ]
    narrowed = desk.get("/organise/record/?about=registration:1").text
    assert 'aria-current="true">Chile</a>' in narrowed
    assert desk.get("/organise/record/?about=registration:²").status_code == 200


def test_the_link_is_mailed_again(desk: FlaskClient, outbox: Outbox) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    assert post(desk, one(row, "link/")) == 303
    assert [letter.subject for letter in outbox()] == ["Your personal page: Tonga"]


def test_the_desk_edits_and_a_stale_hand_sees_the_new_state(desk: FlaskClient, rows: None) -> None:
    row = an_inscription(a_dialogue())
    a_group(code="G77")
    session.commit()
    url = one(row, "edit/")
    fields = page_of(desk.get(url, headers=JSON))["form"]["fields"]
    assert (fields["part"], fields["capacity"], fields["version"]) == ("speak", "national", 1)
    body = {name: value for name, value in fields.items() if value} | {"why": "a note verbale"}
    body |= {"capacity": "group", "group": "G77", "address": "New@Mission.example", "meeting_number": "2"}
    assert post(desk, url, **body) == 303
    row = all_rows()[0]
    assert (row.capacity, row.address_key, row.meeting_number, row.version) == (
        Capacity.GROUP,
        "new@mission.example",
        2,
        2,
    )
    assert last_change() == ("edited", "Desk (example)", "a note verbale")
    session.rollback()
    fields = page_of(desk.get(url, headers=JSON))["form"]["fields"]
    assert (fields["capacity"], fields["group"], fields["meeting_number"]) == ("group", "G77", "2")
    session.rollback()
    stale = desk.post(url, json=body)
    assert (stale.status_code, "Take the floor on behalf of Group of 77 and China" in stale.text) == (409, True)


@pytest.mark.parametrize("change", [{"why": ""}, {"capacity": "group", "group": ""}, {"part": "sing"}])
def test_a_wrong_edit_is_shown_at_its_field(desk: FlaskClient, rows: None, change: dict[str, str]) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    fields = page_of(desk.get(one(row, "edit/"), headers=JSON))["form"]["fields"]
    body = {name: value for name, value in fields.items() if value} | {"why": "a reason"} | change
    assert post(desk, one(row, "edit/"), **body) == 422
    assert all_rows()[0].version == 1


def test_an_edit_cannot_take_a_place_that_is_held(desk: FlaskClient, rows: None) -> None:
    dialogue = a_dialogue()
    an_inscription(dialogue)
    attends = an_inscription(dialogue, wants_floor=False)
    session.commit()
    fields = page_of(desk.get(one(attends, "edit/"), headers=JSON))["form"]["fields"]
    body = {name: value for name, value in fields.items() if value} | {"why": "they asked", "part": "speak"}
    session.rollback()
    refused = desk.post(one(attends, "edit/"), json=body, headers=JSON)
    assert (refused.status_code, page_of(refused)["refused"]) == (
        409,
        "Tonga is already on the list of speakers by another request: nothing was changed.",
    )


def test_the_desk_adds_by_hand(desk: FlaskClient, outbox: Outbox) -> None:
    a_hall(list_closes_at=FAR.replace(year=2013), registration_closes_at=FAR.replace(year=2013))
    assert desk.get(f"{DESK}new/").status_code == 200
    body = a_state(address="", focal_point="", why="a note verbale")
    refused = desk.post(f"{DESK}new/", json=body, headers=JSON)
    assert (refused.status_code, page_of(refused)["form"]["errors"]) == (
        422,
        {
            "exception": [
                "The list of speakers is closed. Tick the exception to add somebody all the same; it is recorded with "
                "your name and the reason."
            ]
        },
    )
    body["exception"] = True
    assert post(desk, f"{DESK}new/", **body) == 303
    assert post(desk, f"{DESK}new/", **body) == 303
    row = all_rows()[0]
    assert (len(all_rows()), row.by_desk, row.on_the_list, row.address, outbox()) == (1, True, True, "", [])
    assert last_change() == ("added by the desk", "Desk (example)", "a note verbale")
    assert (row.admitted_by, row.admitted_why, row.admitted_at) == (
        "Desk (example)",
        "a note verbale",
        row.received_at,
    )
    assert post(desk, f"{DESK}new/", **a_state(why="again", exception=True)) == 409
    assert post(desk, f"{DESK}new/", **a_state("Peru", exception=True)) == 422
    assert post(desk, one(row, "link/")) == 303
    assert (len(all_rows()), outbox(), desk.get(one(row)).status_code) == (1, [], 200)


def test_the_desk_adds_one_after_the_other_with_the_same_reason(desk: FlaskClient, outbox: Outbox) -> None:
    a_hall()
    hands = Hands(desk).open(f"{DESK}new/")
    body = {"participant": "state", "part": "speak", "level": "M", "why": "a note verbale"}
    hands.press("Add, and add another", delegation_name="Tonga", **body)
    assert said(hands) == "Tonga was added and is on the list."
    assert (hands.path.startswith(f"{DESK}new/?why="), 'value="a note verbale"' in hands.page) == (True, True)
    hands.press("Add the registration", delegation_name="Peru", **{**body, "part": "attend"})
    assert (said(hands), hands.path) == ("Peru was added.", one(all_rows()[1]))
    assert len(all_rows()) == 2


def test_the_export_holds_no_formula(desk: FlaskClient, rows: None) -> None:
    dialogue = a_dialogue()
    an_inscription(dialogue, speaker_name="=HYPERLINK(1)", phone="+1 212", access_needs="@SUM(A1)")
    a_registration(dialogue, "Peru", wants_floor=False)
    session.commit()
    answered = desk.get(f"{DESK}export.csv")
    lines = list(csv.DictReader(io.StringIO(answered.data.decode("utf-8-sig"))))
    assert (answered.headers["Content-Disposition"], tuple(lines[0])) == (
        'attachment; filename="registrations-rtop-2012.csv"',
        HEADS,
    )
    assert [(line["delegation"], line["speaker"], line["phone"], line["access_needs"]) for line in lines] == [
        ("Tonga", "'=HYPERLINK(1)", "'+1 212", "'@SUM(A1)"),
        ("Peru", lines[1]["speaker"], "", ""),
    ]


def test_the_dashboard_tells_what_waits_and_draws_it(app: Flask, rows: None) -> None:
    found = a_full_table()
    tonga = session.get_one(Delegation, found[0].delegation_id)
    tonga.standings[0].regional_group = RegionalGroup.ASIA_PACIFIC
    a_dialogue("draft-2012", published=False)
    session.commit()
    with app.test_request_context():
        waits = [(one.number, str(one.what), one.urgent) for one in waiting.waiting(now())]
        kinds, groups = waiting.charts(now())
    assert waits == [
        (1, "requests not confirmed yet: Timely and decisive response", False),
        (1, "civil society to select: Timely and decisive response", True),
        (0, "changes asked for after the close: Timely and decisive response", True),
    ]
    assert [(str(label), numbers) for label, numbers in kinds.rows] == [
        ("Member State", (3, 1)),
        ("Civil society organisation", (1, 0)),
    ]
    assert [(str(label), numbers) for label, numbers in groups.rows if any(numbers)] == [
        ("Asia-Pacific States", (1, 0)),
        ("In no group", (2, 1)),
    ]


def test_an_empty_dialogue_draws_nothing(rows: None) -> None:
    a_dialogue()
    session.commit()
    assert waiting.charts(now()) == []
