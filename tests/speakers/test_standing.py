"""What the delegate's page and the others say of a place: the same times with the same spread, and the range."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from rtop_event.database import session
from rtop_event.delegations.names import DelegationName
from rtop_event.delegations.words import Kind, Level
from rtop_event.dialogues.finding import published_dialogue
from rtop_event.languages import force_locale
from rtop_event.registrations.models import Decision
from rtop_event.registrations.standing import place_of
from rtop_event.showing import say
from rtop_event.speakers import actions, revisions
from rtop_event.speakers.listing import key_of, listing
from rtop_event.speakers.models import Revision
from rtop_event.speakers.pending import last_place
from rtop_event.speakers.seen import as_seen, read, stored
from rtop_event.wording import sentence
from tests import builders
from tests.registrations.asking import own_path
from tests.speakers.desk_lists import NAMES, NOW, a_list, key, publish, registration
from tests.speakers.made_lists import clock

PUBLIC = "/dialogues/rtop-2012/speakers/"
DESK = "/organise/rtop-2012/speakers/"
JSON = {"Accept": "application/json"}


def test_same_times_with_the_same_spread_stand_on_every_page(
    app: Flask, client: FlaskClient, desk: FlaskClient
) -> None:
    with app.app_context():
        publish(a_list())
        session.commit()
        own = client.get(own_path(registration("Chad")), headers=JSON).get_json()["place"]
    public = client.get(PUBLIC, headers=JSON).get_json()["portions"][0]["places"][3]
    line = desk.get(DESK, headers=JSON).get_json()["lines"][3]
    times = ["2012-09-05T15:57:30Z", "2012-09-05T15:56:00Z", "2012-09-05T15:59:00Z"]

    assert [[one[name] for name in ("starts_at", "earliest", "latest")] for one in (own, public, line)] == [times] * 3
    assert "<small>11:56–11:59</small>" in client.get(PUBLIC).text
    assert "<small>11:56–11:59</small>" in desk.get(DESK).text
    assert "Statements usually last between 60 and 110 per cent of their limit" in client.get(PUBLIC).text


def test_delegates_page_says_between_which_times(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        publish(a_list())
        session.commit()
        first, fourth = (client.get(own_path(registration(name))).text for name in ("Algeria", "Chad"))

    assert "between 11:56 and 11:59" in fourth
    assert "per cent of their limit" in fourth
    assert "per cent of their limit" not in first


@pytest.mark.usefixtures("rows")
def test_published_spread_stays_as_it_was_seen() -> None:
    dialogue = a_list()
    publish(dialogue)
    dialogue.changeover = 300
    session.flush()

    (last,) = revisions.latest(dialogue)
    assert [f"{clock(one.earliest)}-{clock(one.latest)}" for one in last.places] == [
        "11:45-11:45",
        "11:49-11:52",
        "11:52-11:55",
        "11:56-11:59",
        "11:59-12:02",
        "12:02-12:06",
    ]


@pytest.mark.usefixtures("rows")
def test_list_that_was_published_without_a_spread_is_still_read() -> None:
    dialogue = a_list()
    revision = publish(dialogue)
    older = [{name: one[name] for name in one if name not in {"earliest", "latest"}} for one in revision.places]
    session.execute(update(Revision).values(places=older))
    session.expire_all()

    (last,) = revisions.latest(published_dialogue("rtop-2012"))
    assert {(one.earliest, one.latest) for one in last.places} == {(None, None)}
    assert [read(stored(one)) for one in last.places] == list(last.places)
    shown = place_of(registration("Chad"), NOW)
    assert shown is not None
    assert (clock(shown.starts_at), shown.earliest, shown.revision) == ("11:57:30", None, 0)


@pytest.mark.usefixtures("rows")
def test_place_can_fall_back_as_far_as_those_who_wait_stand_before_it() -> None:
    dialogue = a_list()
    builders.a_registration(dialogue, "Kenya", level=Level.MINISTER, received_at=NOW)
    builders.a_registration(dialogue, "Fiji", received_at=NOW)
    builders.a_registration(dialogue, "Mali", level=Level.MINISTER, received_at=NOW - timedelta(days=30))
    builders.a_registration(dialogue, "Niger", level=Level.MINISTER, received_at=NOW, withdrawn_at=NOW)
    builders.a_registration(dialogue, "Togo", level=Level.MINISTER, received_at=NOW, wants_floor=False)
    builders.a_registration(dialogue, "Peru", level=Level.HEAD_OF_STATE, received_at=NOW)
    builders.an_inscription(dialogue, "Other (example)", kind=Kind.CIVIL_SOCIETY)
    builders.an_inscription(dialogue, "Refused (example)", kind=Kind.CIVIL_SOCIETY, decision=Decision.REFUSED)
    late = builders.an_inscription(dialogue, "Malta", level=Level.HEAD_OF_STATE, reserve_since=NOW)

    found = {name: place_of(registration(name), NOW) for name in ("Algeria", "Tonga", "Peru", "Chad", "Holy See")}
    assert {name: (one.place, one.last_place) for name, one in found.items() if one} == {
        "Algeria": (1, 1),
        "Tonga": (2, 2),
        "Peru": (3, 4),
        "Chad": (4, 6),
        "Holy See": (5, 8),
    }
    assert last_place(dialogue, key_of(late.id + 1), NOW) is None


def test_delegates_page_shows_the_range_until_the_list_is_published(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        dialogue = a_list()
        builders.a_registration(dialogue, "Kenya", level=Level.MINISTER, received_at=builders.FAR)
        session.commit()
        path = own_path(registration("Chad"))
        before = client.get(path).text
        last = " ".join(client.get(own_path(registration(NAMES[5]))).text.split())
        publish(published_dialogue("rtop-2012"))
        session.commit()
        after = client.get(path).text

    assert "between 4 and 5" in before
    assert "if all requests that still wait come onto the list" in before
    assert "between 4 and" not in after
    assert "Place 6</span> provisional<br>so far: others may still come before you" in last
    assert "Place 7 at the latest, if all requests that still wait come onto the list." in last


FRENCH = {"Accept-Language": "fr"}


def test_reasons_name_other_delegations_in_the_language_of_whoever_reads(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        dialogue = a_list()
        registration("Peru").delegation.iso2 = "PE"
        session.flush()
        seen = listing(dialogue).fingerprint
        actions.move(dialogue, key("Tonga"), after=key("Peru"), reason="", seen=seen, by="Desk", at=NOW)
        session.commit()
        path = own_path(registration("Tonga"))
        provisional = client.get(path, headers=FRENCH).text
        publish(published_dialogue("rtop-2012"))
        session.commit()
        published = client.get(path, headers=FRENCH).text
    for page in (provisional, published):
        told = next(reason for reason in re.findall(r"<dd>([^<]*)</dd>", page) if "présidence" in reason)
        assert " ".join(told.split()).partition(",")[0].endswith(": Pérou")
        assert "Peru" not in page


def test_stored_reason_keeps_whom_it_names(rows: None) -> None:
    said = sentence("after %(name)s", name=DelegationName("CL", "Chile"))
    a_list()
    place = replace(as_seen(listing(published_dialogue("rtop-2012")))[0], reason=said)
    kept = stored(place)
    assert (kept["reason"], kept["because"]["values"]) == (
        "after Chile",
        {"name": {"delegation": "Chile", "iso2": "CL"}},
    )
    with force_locale("fr"):
        assert say(read(kept).reason) == "after Chili"
        assert say(DelegationName("", "Holy See")) == "Saint-Siège"
    assert say(DelegationName("CL", "Chile")) == "Chile"
