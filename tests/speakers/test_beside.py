"""What stands beside a place at the desk: the reply to the invitation, the statement, how the last letter stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.models import Answer, Channel, Entry, Invitation, Reply
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.speakers.beside import Beside, with_beside
from tests import builders
from tests.speakers.desk_lists import NAMES, NOW, a_list, registration

URL = "/organise/rtop-2012/speakers/"
SENT = {"approved_at": NOW, "sent_at": NOW}


def beside(dialogue: Dialogue, name: str) -> Beside:
    session.flush()
    return with_beside(dialogue, NOW)[1][registration(name).id]


def invite(dialogue: Dialogue, name: str, **facts: Any) -> Invitation:
    contact = builders.a_contact(delegation_id=registration(name).delegation_id)
    return builders.an_invitation(dialogue, contact, **facts)


def reply(invitation: Invitation, answer: Answer, at: datetime = NOW, sequence: int = 0) -> None:
    invitation.replies.append(Reply(answer=answer, channel=Channel.WEB, at=at, sequence=sequence))


def a_letter(about: str, **facts: Any) -> Letter:
    made = session.query(Letter).count()
    letter = Letter(
        kind=LetterKind.RECEIPT, about=about, stream=f"s{made}", recipient="x@mission.example", sender="d@x.example",
        subject="s", text="t", html="h", message_id=f"{made}@x.example", created_at=NOW, **facts,
    )  # fmt: skip
    session.add(letter)
    session.flush()
    return letter


def an_entry(invitation: Invitation, sequence: int, **facts: Any) -> None:
    session.add(
        Entry(
            invitation=invitation, letter=a_letter("", **facts), method="REQUEST", uid="u", sequence=sequence,
            of_sequence=0, stamp=NOW, starts_at=NOW, ends_at=NOW, place="", summary="",
        )
    )  # fmt: skip


def test_who_is_not_invited_and_has_no_letter_shows_only_the_language(rows: None) -> None:
    assert beside(a_list(), "Chad") == Beside(language="en")


def test_topic_of_civil_society_stands_beside_its_statement(rows: None) -> None:
    dialogue = a_list()
    registration(NAMES[5]).topic = "Prevention"
    registration(NAMES[5]).statement_language = "fr"
    assert beside(dialogue, NAMES[5]) == Beside(language="fr", topic="Prevention")


def test_last_reply_of_any_contact_is_shown_unless_the_invitation_was_withdrawn(rows: None) -> None:
    dialogue = a_list()
    first, second = invite(dialogue, "Peru"), invite(dialogue, "Peru")
    assert beside(dialogue, "Peru").answer == "needs-action"
    reply(first, Answer.DECLINED)
    reply(second, Answer.ACCEPTED, NOW + timedelta(hours=1))
    invite(dialogue, "Tonga", withdrawn_at=NOW)
    assert (beside(dialogue, "Peru").answer, beside(dialogue, "Tonga").answer) == ("accepted", "")


def test_reply_to_an_entry_that_was_replaced_no_longer_counts(rows: None) -> None:
    dialogue = a_list()
    invitation = invite(dialogue, "Peru")
    reply(invitation, Answer.ACCEPTED)
    an_entry(invitation, 1)
    assert beside(dialogue, "Peru").answer == "accepted"
    an_entry(invitation, 1, **SENT)
    assert beside(dialogue, "Peru").answer == "needs-action"
    reply(invitation, Answer.TENTATIVE, sequence=1)
    assert beside(dialogue, "Peru").answer == "tentative"


def test_last_letter_about_the_request_is_the_one_shown(rows: None) -> None:
    dialogue = a_list()
    about = f"registration:{registration('Peru').id}"
    a_letter(about, failed_at=NOW)
    assert beside(dialogue, "Peru").mail == "failed"
    a_letter(about, **SENT)
    a_letter(f"{about}0", approved_at=NOW)
    assert (beside(dialogue, "Peru").mail, beside(dialogue, "Chad").mail) == ("sent", "")


def test_table_says_them_in_words(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        dialogue = a_list()
        reply(invite(dialogue, "Peru"), Answer.TENTATIVE)
        a_letter(f"registration:{registration('Peru').id}", approved_at=NOW, attempts=1)
        session.commit()
    page = desk.get(URL).text
    cells = (
        '<td class="status tentative">tentative</td><td>English</td><td class="status waiting">will be tried again<td>'
    )
    assert cells in page


def test_every_state_of_a_letter_has_its_word(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        dialogue = a_list()
        assert dialogue
        a_letter(f"registration:{registration('Peru').id}", **SENT, bounced_at=NOW)
        session.commit()
    assert '<td class="status bounced">came back<td>' in desk.get(URL).text
