"""Who stands behind a statement for a group, on the desk's list, on the published one and in its files."""

from __future__ import annotations

import csv
import io
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.delegations.models import Membership
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.registrations.models import Alignment
from rtop_event.registrations.states import Stand
from rtop_event.speakers.listing import listing
from rtop_event.speakers.seen import as_seen, difference, read, stored
from tests import builders
from tests.hands import Hands
from tests.speakers.desk_lists import NOW, publish

PUBLIC, DESK = "/dialogues/rtop-2012/speakers/", "/organise/rtop-2012/speakers/"


def a_union() -> None:
    """France speaks for France, Greece and Cyprus; Turkey aligns itself, Cyprus opts out; Greece speaks too."""
    dialogue = builders.a_dialogue()
    group = builders.a_group("Union (example)")
    for name in ("France", "Greece", "Cyprus"):
        group.memberships.append(Membership(delegation=builders.a_delegation(name), since=date(1990, 1, 1)))
    made = builders.an_inscription(dialogue, "France", group=group)
    builders.an_inscription(dialogue, "Greece")
    stands(made.id, "Turkey", Stand.ALIGNED)
    stands(made.id, "Cyprus", Stand.OPTED_OUT)
    session.commit()


def stands(number: int, name: str, how: Stand) -> None:
    delegation = builders.a_delegation(name, iso2={"Turkey": "TR"}.get(name, ""))
    session.add(Alignment(registration_id=number, delegation_id=delegation.id, how=how, by="x", at=NOW))
    session.flush()


def test_list_shows_who_stands_behind_and_the_two_counts(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        a_union()
    hands = Hands(desk).open(DESK)
    assert "on behalf of Union (example) (2); also Turkey; without Cyprus" in hands.page
    page = hands.read(DESK)
    assert page["lines"][0]["behind"] == {"members": 2, "also": ["Turkey"], "without": ["Cyprus"]}
    assert page["lines"][1]["behind"] is None
    assert page["represented"]["told"] == "2 speakers for 3 States."
    assert page["represented"]["lines"] == [{"group": "In no regional group", "speakers": 2, "states": 3}]


def test_published_list_keeps_what_was_said_then(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        a_union()
        publish(any_dialogue("rtop-2012"))
        session.commit()
        stands(listing(any_dialogue("rtop-2012")).rows[0].entry.id, "Iceland", Stand.ALIGNED)
        session.commit()
    page = client.get(PUBLIC)
    assert "on behalf of Union (example) (2); also Turkey; without Cyprus" in page.text
    assert "2 speakers for 3 States." in page.text
    french = client.get(PUBLIC, headers={"Accept": "application/json", "Accept-Language": "fr"}).get_json()
    assert french["portions"][0]["places"][0]["behind"]["also"] == ["Turquie"]
    rows = list(
        csv.DictReader(io.StringIO(client.get("/dialogues/rtop-2012/speakers.csv").text.removeprefix("\ufeff")))
    )
    assert [(row["also_for"], row["without"]) for row in rows] == [("Turkey", "Cyprus"), ("", "")]
    assert client.get("/dialogues/rtop-2012/speakers.pdf").data.startswith(b"%PDF")


def test_new_alignment_is_a_change_that_can_be_published(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        a_union()
        dialogue = any_dialogue("rtop-2012")
        before = as_seen(listing(dialogue))
        publish(dialogue)
        stands(listing(dialogue).rows[0].entry.id, "Iceland", Stand.ALIGNED)
        assert len(difference(before, as_seen(listing(dialogue))).altered) == 1
        publish(dialogue)
        session.commit()
    assert "France (Union (example)): others stand behind the statement now" in client.get(PUBLIC).text


def test_place_that_was_kept_before_groups_were_told_apart_is_still_read(app: Flask) -> None:
    with app.app_context():
        a_union()
        place = as_seen(listing(any_dialogue("rtop-2012")))[0]
    plain = stored(place)
    assert read(plain) == place
    old = {name: value for name, value in plain.items() if name not in {"members", "also", "without"}}
    assert (read(old).members, read(old).also, read(old).without) == (0, (), ())
