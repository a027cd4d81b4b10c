"""What people read again of their letters on their own pages: what left to them, and no personal link."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event import links
from rtop_event.database import session
from rtop_event.mailing.models import LetterKind
from rtop_event.mailing.rereading import without_links
from tests import builders
from tests.mailing.letters import AT, a_letter

TOKEN = "WzEsMV0~" + "x" * 27
SITE = "http://localhost:5000"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (f"Your page: {SITE}/registrations/{TOKEN}/?lang=fr", "Your page: [a personal link, left out here]"),
        (f"answer ({SITE}/invitations/{TOKEN}/) now", "answer ([a personal link, left out here]) now"),
        (f"<{SITE}/organise/sign-in/{TOKEN}/>", "<[a personal link, left out here]>"),
        (f"{SITE}/registrations/{TOKEN}/calendar.ics", "[a personal link, left out here]"),
        (f'<a  href="{SITE}/registrations/{TOKEN}/">Your page</a>', "<a>Your page</a>"),
        (
            f'<a href="{SITE}/invitations/{TOKEN}/">{SITE}/invitations/{TOKEN}/</a>',
            "<a>[a personal link, left out here]</a>",
        ),
        (f"{SITE}/dialogues/rtop-2012/register/", f"{SITE}/dialogues/rtop-2012/register/"),
        (f"{SITE}/dialogues/a-long-name-of-a-dialogue-2012/", f"{SITE}/dialogues/a-long-name-of-a-dialogue-2012/"),
    ],
)
def test_personal_links_are_left_out(app: Flask, text: str, seen: str) -> None:
    with app.test_request_context():
        assert without_links(text) == seen


def letters_about(about: str, address: str) -> None:
    """A draft, one that waits, one that came back, one to another mailbox, and two that arrived."""
    a_letter(LetterKind.DECISION, about=about, recipient=address, subject="Draft")
    a_letter(about=about, recipient=address, subject="Waits")
    for subject, recipient in (
        ("First", address),
        ("Second", address.upper()),
        ("Came back", address),
        ("Other", "x@y.example"),
    ):
        letter = a_letter(
            about=about, recipient=recipient, subject=subject, body=f"See <{SITE}/registrations/{TOKEN}/>"
        )
        letter.sent_at = AT
        letter.bounced_at = AT if subject == "Came back" else None
    a_letter(about=f"{about}0", recipient=address, subject="Of another").sent_at = AT
    session.commit()


def test_delegate_reads_own_letters_again(client: FlaskClient, rows: None) -> None:
    registration = builders.an_inscription(builders.a_dialogue())
    letters_about(f"registration:{registration.id}", registration.address)
    url = f"/registrations/{links.sign('registration', registration.id, registration.token_version)}/"
    page: Any = client.get(url, headers={"Accept": "application/json"}).json
    assert [one["subject"] for one in page["letters"]] == ["Second", "First"]
    text = client.get(url).text.partition("Letters to you")[2].partition("</section>")[0]
    assert text.count("<details>") == 2
    assert text.count("[a personal link, left out here]") == 2


def test_invited_person_reads_own_letters_again(client: FlaskClient, rows: None) -> None:
    invitation = builders.an_invitation(builders.a_dialogue())
    letters_about(f"invitation:{invitation.id}", invitation.contact.address)
    url = f"/invitations/{links.sign('invitation', invitation.id, invitation.token_version)}/"
    page: Any = client.get(url, headers={"Accept": "application/json"}).json
    assert [(one["subject"], one["sent_at"]) for one in page["letters"]] == [
        ("Second", "2012-08-16T13:00:00Z"),
        ("First", "2012-08-16T13:00:00Z"),
    ]
    assert "Came back" not in client.get(url).text
