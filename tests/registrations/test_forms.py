"""What the registration form takes and refuses; nothing of what is refused stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.delegations.words import Capacity, Kind, Level
from rtop_event.registrations.models import Registration
from rtop_event.registrations.states import Gender
from tests.builders import MORNING, OPENED
from tests.registrations.asking import REGISTER, a_hall, a_state, all_rows, civil_society, page_of

JSON = {"Accept": "application/json"}


def wrong(client: FlaskClient, body: dict[str, Any]) -> dict[str, list[str]]:
    """The fields that are refused, with their sentences."""
    session.rollback()
    response = client.post(REGISTER, json=body, headers=JSON)
    assert response.status_code == 422
    errors: dict[str, list[str]] = page_of(response)["form"]["errors"]
    return errors


def taken(client: FlaskClient, body: dict[str, Any]) -> Registration:
    """The row that came of it."""
    session.rollback()
    assert client.post(REGISTER, json=body).status_code == 303
    return all_rows()[-1]


def test_an_empty_form_says_what_is_needed(client: FlaskClient, rows: None) -> None:
    a_hall()
    assert wrong(client, {"step": "send"}) == {
        "participant": ["Please choose for whom you register."],
        "delegation_name": ["Please name the delegation or organisation."],
        "focal_point": ["Please give the name of a person whom we can write to."],
        "address": ["Please give a mail address."],
    }
    assert all_rows() == []


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"participant": "king"}, {"participant"}),
        ({"delegation_name": "Atlantis"}, {"delegation_name"}),
        ({"delegation_name": "Guin"}, {"delegation"}),
        ({"delegation_name": "African Union"}, {"participant"}),
        ({"delegation_name": "Tonga", "participant": "civil_society", "topic": "Prevention"}, {"participant"}),
        ({"level": ""}, {"level"}),
        ({"level": "KING"}, {"level"}),
        ({"part": "sing"}, {"part"}),
        ({"capacity": "double"}, {"capacity"}),
        ({"capacity": "group"}, {"group"}),
        ({"capacity": "group", "group": "NOPE"}, {"group"}),
        ({"statement_language": "tlh"}, {"statement_language"}),
        ({"language": "xx"}, {"language"}),
        ({"meeting_number": "9"}, {"meeting_number"}),
        ({"address": "nobody"}, {"address"}),
        ({"address": "a@mission.example, b@mission.example"}, {"address"}),
        ({"speaker_name": "x" * 201}, {"speaker_name"}),
        ({"phone": "1" * 41}, {"phone"}),
        ({"access_needs": "x" * 1001}, {"access_needs"}),
        ({"key": "no spaces"}, {"key"}),
    ],
    ids=lambda change: "-".join(change) if isinstance(change, dict) else "",
)
def test_a_wrong_answer_is_refused_at_its_field(
    client: FlaskClient, outbox: Any, change: dict[str, Any], errors: set[str]
) -> None:
    a_hall()
    assert set(wrong(client, a_state(**change))) == errors
    assert (all_rows(), outbox()) == ([], [])


def test_several_delegations_come_back_as_choices_and_one_is_picked(client: FlaskClient, rows: None) -> None:
    a_hall()
    page = client.post(REGISTER, json=a_state("Guin")).text
    assert [name in page for name in ('value="GIN"', 'value="GNB"', 'value="Guin"')] == [True, True, True]
    picked = taken(client, a_state("Guin", delegation="GNB"))
    assert picked.delegation.code == "GNB"


def test_an_alias_is_enough(client: FlaskClient, rows: None) -> None:
    a_hall()
    assert taken(client, a_state("uk")).delegation.code == "GBR"


@pytest.mark.parametrize(
    ("participant", "name", "kind"),
    [
        ("state", "Palestine", Kind.OBSERVER_STATE),
        ("observer", "Palestine", Kind.OBSERVER_STATE),
        ("observer", "International Committee of the Red Cross", Kind.OBSERVER),
        ("organisation", "African Union", Kind.REGIONAL_ORGANISATION),
        ("organisation", "Office of an Example", Kind.UN_ENTITY),
    ],
)
def test_the_kind_follows_the_delegation(
    client: FlaskClient, rows: None, participant: str, name: str, kind: Kind
) -> None:
    a_hall()
    assert taken(client, a_state(name, participant=participant)).kind is kind


def test_a_state_keeps_what_was_typed(client: FlaskClient, rows: None) -> None:
    a_hall()
    row = taken(
        client, a_state(access_needs="A lift.\r\nCaptions.", meeting_number="2", phone="+1 212", topic="not asked")
    )
    assert (row.level, row.statement_language, row.meeting_number, row.access_needs, row.phone, row.topic) == (
        Level.MINISTER,
        "fr",
        2,
        "A lift.\nCaptions.",
        "+1 212",
        "",
    )


def test_the_gender_of_the_speaker_is_kept_where_it_is_given(client: FlaskClient, rows: None) -> None:
    a_hall()
    assert taken(client, a_state()).speaker_gender is Gender.NOT_GIVEN
    assert taken(client, a_state("Peru", speaker_gender="woman")).speaker_gender is Gender.WOMAN
    assert set(wrong(client, a_state("Guinea", speaker_gender="queen"))) == {"speaker_gender"}
    assert "Gender of the speaker" in client.post(REGISTER, json=a_state(step="review", speaker_gender="man")).text


def test_a_statement_for_a_group(client: FlaskClient, rows: None) -> None:
    a_hall()
    row = taken(client, a_state(capacity="group", group="G77"))
    assert (row.capacity, row.group.code if row.group else "") == (Capacity.GROUP, "G77")


@pytest.mark.parametrize(
    ("participant", "name", "other"),
    [("organisation", "Office of an Example", {}), ("civil_society", "Example Coalition", {"topic": "Prevention"})],
)
def test_only_some_kinds_speak_for_groups(
    client: FlaskClient, rows: None, participant: str, name: str, other: dict[str, str]
) -> None:
    a_hall()
    body = a_state(name, participant=participant, capacity="group", group="G77", **other)
    assert wrong(client, body) == {"capacity": ["Only States, observers and regional organisations speak for groups."]}


def test_who_attends_needs_no_level_and_speaks_for_nobody(client: FlaskClient, rows: None) -> None:
    a_hall()
    row = taken(client, a_state(part="attend", level="", capacity="group", group="G77", meeting_number="1"))
    assert (row.wants_floor, row.capacity, row.group_id, row.level, row.meeting_number) == (
        False,
        Capacity.NATIONAL,
        None,
        Level.CHAIR_OF_DELEGATION,
        None,
    )


def test_civil_society_writes_its_own_name_and_topic(client: FlaskClient, rows: None) -> None:
    a_hall()
    row = taken(client, civil_society(level="HS"))
    assert (row.kind, row.topic, row.accreditation, row.level, row.delegation.typed_in) == (
        Kind.CIVIL_SOCIETY,
        "Prevention.",
        "ECOSOC (example)",
        Level.CHAIR_OF_DELEGATION,
        True,
    )
    again = taken(client, civil_society("AMNESTY of an example", address="other@ngo.example"))
    assert again.delegation_id == row.delegation_id
    known = taken(client, civil_society("Example Coalition"))
    assert known.delegation.code == "EXCO"


def test_civil_society_must_say_what_it_would_speak_about(client: FlaskClient, rows: None) -> None:
    a_hall()
    assert wrong(client, civil_society(topic="")) == {"topic": ["Please say what you would speak about."]}
    assert taken(client, civil_society(topic="", part="attend")).wants_floor is False


def test_the_name_of_a_stranger_is_not_offered_to_others(client: FlaskClient, rows: None) -> None:
    a_hall()
    taken(client, civil_society("Tongan friends of an example"))
    assert taken(client, civil_society("Tongan friends", address="c@ngo.example")).delegation.standings[0].name == (
        "Tongan friends"
    )


def test_after_the_close_of_the_list_one_can_only_attend(client: FlaskClient, rows: None) -> None:
    a_hall(list_closes_at=MORNING)
    assert wrong(client, a_state()) == {
        "part": [
            "The list of speakers closed on 5 September 2012, 10:00 (New York time). Only rights of reply and points of "
            "order are still possible. You can register to attend."
        ]
    }
    assert taken(client, a_state(part="attend")).wants_floor is False


def test_before_the_list_opens_one_can_only_attend(client: FlaskClient, rows: None) -> None:
    a_hall(list_opens_at=OPENED.replace(year=2099))
    assert set(wrong(client, a_state())) == {"part"}


HOSTILE: dict[str, tuple[int, Any]] = {
    "NUL": (422, {"speaker_name": "A\x00B"}),
    "bell": (422, {"focal_point": "A\x07B"}),
    "bidi override": (422, {"speaker_name": "A\u202eB"}),
    "zero width": (422, {"delegation_name": "Ton\u200bga"}),
    "byte order mark": (422, {"topic": "\ufeffPrevention"}),
    "lone surrogate": (422, {"speaker_name": "\ud800"}),
    "line break in a line": (422, {"speaker_name": "A\nBcc: x@y.example"}),
    "line break in the address": (422, {"address": "a@mission.example\nBcc: x@y.example"}),
    "surrogate in the key": (422, {"key": "\udcff"}),
    "list for a scalar": (422, {"focal_point": ["A", "B"]}),
    "list for a choice": (422, {"level": ["M", "HS"]}),
    "nested object": (400, {"focal_point": {"name": "A"}}),
    "nested list": (400, {"focal_point": [["A"]]}),
    "template": (422, {"participant": "{{ 7*7 }}"}),
    "formula as level": (422, {"level": "=1+1"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_json_leaves_nothing(client: FlaskClient, outbox: Any, name: str) -> None:
    a_hall()
    status, change = HOSTILE[name]
    body = json.dumps({**a_state(), **change})
    response = client.post(REGISTER, data=body, content_type="application/json")
    assert (response.status_code, all_rows(), outbox()) == (status, [], [])


RAW: dict[str, tuple[int, str, bytes]] = {
    "broken JSON": (400, "application/json", b"{"),
    "NaN": (400, "application/json", b'{"level": NaN}'),
    "not an object": (400, "application/json", b"[1]"),
    "deep": (400, "application/json", b"[" * 100_000 + b"]" * 100_000),
    "invalid UTF-8 in JSON": (400, "application/json", b'{"speaker_name": "\xff"}'),
    "10 MB": (413, "application/json", b'{"topic": "' + b"x" * 10_000_000 + b'"}'),
    "10 MB form": (413, "application/x-www-form-urlencoded", b"topic=" + b"x" * 10_000_000),
    "form without a token": (400, "application/x-www-form-urlencoded", b"step=send&participant=state"),
    "text": (415, "text/plain", b"participant=state"),
}


@pytest.mark.parametrize("name", RAW)
def test_hostile_bytes_leave_nothing(client: FlaskClient, outbox: Any, name: str) -> None:
    a_hall()
    status, media_type, body = RAW[name]
    response = client.post(REGISTER, data=body, content_type=media_type)
    assert (response.status_code, all_rows(), outbox()) == (status, [], [])
