"""What a delegate changes on its own page: also topic, accreditation, focal point and the language of letters."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.delegations.words import Kind
from rtop_event.registrations import changes
from rtop_event.registrations.models import Decision, Registration
from tests import builders
from tests.builders import MORNING, OPENED
from tests.registrations.asking import own_path

JSON = {"Accept": "application/json"}
WANTED = {"topic": "Early warning.", "accreditation": "ECOSOC", "focal_point": "C. Example", "language": "fr"}


def a_society(**facts: Any) -> Registration:
    dialogue = builders.a_dialogue(**facts)
    found = builders.an_inscription(
        dialogue, "Society (example)", kind=Kind.CIVIL_SOCIETY, decision=Decision.ACCEPTED, decided_at=OPENED
    )
    session.commit()
    return found


def send(client: FlaskClient, one: Registration, **values: str) -> int:
    url = own_path(one, "edit/")
    fields = client.get(url, headers=JSON).get_json()["form"]["fields"]
    return client.post(url, json={**fields, **values}).status_code


def said(one: Registration) -> dict[str, str]:
    session.expire_all()
    return {name: getattr(one, name) for name in WANTED}


@pytest.mark.usefixtures("rows")
def test_civil_society_changes_what_it_would_speak_about_and_whom_we_write_to(client: FlaskClient) -> None:
    one = a_society()
    assert send(client, one, **WANTED) == 303
    assert said(one) == WANTED


@pytest.mark.usefixtures("rows")
def test_after_the_close_the_topic_is_asked_of_the_desk(client: FlaskClient) -> None:
    one = a_society(open_now=False, list_closes_at=MORNING, registration_closes_at=MORNING)
    assert send(client, one, **WANTED) == 303
    asked = changes.open_of(one)
    assert asked is not None
    assert asked.changes == WANTED


@pytest.mark.usefixtures("rows")
def test_focal_point_is_never_left_without_a_name(client: FlaskClient) -> None:
    one = a_society()
    assert send(client, one, focal_point="") == 422
    assert said(one)["focal_point"] != ""


@pytest.mark.usefixtures("rows")
def test_state_has_no_topic_to_change(client: FlaskClient) -> None:
    one = builders.an_inscription(builders.a_dialogue(), "Chad")
    session.commit()
    fields = client.get(own_path(one, "edit/"), headers=JSON).get_json()["form"]["fields"]
    assert ("topic" in fields, "focal_point" in fields, "language" in fields) == (False, True, True)
    assert send(client, one, topic="Nothing.") == 303
    session.expire_all()
    assert one.topic == ""
