"""What strangers type stays text: readable names only, and nothing that a mail program could make a link of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event import markdown
from rtop_event.database import session
from rtop_event.dialogues.letterkinds import said
from rtop_event.languages import force_locale
from rtop_event.mailing.models import Letter
from rtop_event.registrations import posting
from rtop_event.registrations.letters import receipt
from tests.builders import a_dialogue, a_registration, an_inscription
from tests.registrations.asking import REGISTER, a_hall, a_state, all_rows, civil_society, page_of

JSON = {"Accept": "application/json"}
Outbox = Callable[[], list[Letter]]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("\u200c", "There are invisible characters in this text (control or direction marks). Please remove them."),
        ("A\u200eB", "There are invisible characters in this text (control or direction marks). Please remove them."),
        ("A\u200dB", "There are invisible characters in this text (control or direction marks). Please remove them."),
        ("\u3164", "There are signs in this text that look like nothing. Please remove them."),
        ("A\u2800", "There are signs in this text that look like nothing. Please remove them."),
        ("...", "Please use letters or digits here."),
        ("A" + "\u0301" * 190, "Too many accents stand on one letter here. Please remove some."),
        (True, "Please send a text here, not a number or a truth value."),
        (12, "Please send a text here, not a number or a truth value."),
    ],
    ids=ascii,
)
def test_a_name_that_nobody_can_read_is_refused_at_its_field(
    client: FlaskClient, outbox: Outbox, typed: object, said: str
) -> None:
    a_hall()
    session.rollback()
    answer = client.post(REGISTER, json=a_state(speaker_name=typed), headers=JSON)
    assert (answer.status_code, page_of(answer)["form"]["errors"]) == (422, {"speaker_name": [said]})
    assert (all_rows(), outbox()) == ([], [])


def test_a_joiner_between_letters_that_need_it_stays(client: FlaskClient, rows: None) -> None:
    a_hall()
    session.rollback()
    assert client.post(REGISTER, json=a_state(speaker_name="می\u200cخواهم")).status_code == 303
    assert all_rows()[-1].speaker_name == "می\u200cخواهم"


def test_a_name_that_looks_like_an_address_reaches_no_header(client: FlaskClient, outbox: Outbox) -> None:
    a_hall()
    session.rollback()
    body = civil_society("Win at evil.example/x now", focal_point="Dear, see https://evil.example/a")
    assert client.post(REGISTER, json=body).status_code == 303
    letter = outbox()[0]
    assert (letter.subject, letter.recipient_name) == (
        "Please confirm: request received for Timely and decisive response",
        "",
    )
    page = client.get(posting.path_of(all_rows()[0])).text
    assert page[page.index("<title>") : page.index("</title>")].startswith("<title>Your request · ")


def test_letters_fit_any_title_and_call_who_attends_a_participant(rows: None) -> None:
    row = a_registration(a_dialogue(), wants_floor=False, speaker_name="Ana", speaker_function="")
    at = row.received_at
    said = [str(line) for paragraph in receipt(posting.about(row, at)).paragraphs for line in paragraph]
    assert (said[1], said[4]) == (
        "we have received this request for “Timely and decisive response”, which opens on "
        "5 September 2012, 10:00 (New York time).",
        "- Participant: Ana",
    )


def test_lost_links_tell_two_requests_of_one_delegation_apart(rows: None, outbox: Outbox) -> None:
    dialogue = a_dialogue()
    both: list[dict[str, Any]] = [
        {"speaker_name": "Ana", "speaker_function": "", "wants_floor": True},
        {"speaker_name": "Eva", "speaker_function": "", "wants_floor": False},
    ]
    found = [an_inscription(dialogue, "Tonga", address="a@b.example", address_key="a@b.example", **one) for one in both]
    posting.post_links(found, at=found[1].received_at)
    text = outbox()[0].text
    assert ["Take the floor, on the list (provisional): Ana" in text, "Attend only, verified: Eva" in text] == [
        True,
        True,
    ]


@pytest.mark.parametrize("wants_floor", [True, False])
@pytest.mark.parametrize(
    "name", ["Ana", 'A *b* <i>c</i> & "d" [e](https://evil.example) evil.example', "José  \\ `x` _y_ 1. #"]
)
def test_receipt_poured_into_its_mould_is_the_one_written_whole(rows: None, name: str, wants_floor: bool) -> None:
    asked = a_registration(a_dialogue(), speaker_name=name, focal_point=name, wants_floor=wants_floor)
    session.flush()
    with force_locale("en"):
        whole = markdown.both(said(receipt(posting.about(asked, asked.received_at)).paragraphs))
    posting.post_receipt(asked, at=asked.received_at)
    session.flush()
    letter = session.scalars(select(Letter)).one()
    assert letter.text.startswith(f"{whole.plain}\n\n-- \n")
    assert whole.html in letter.html
