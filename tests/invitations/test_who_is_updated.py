"""Who is told of a change: those who hold the entry; what came back is held by nobody, and who declined holds none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.actions import changing
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.words import TextKind
from rtop_event.invitations.actions import give_answer
from rtop_event.invitations.drafting import draft_letters
from rtop_event.invitations.finding import invitations_of
from rtop_event.invitations.models import Answer, Channel, Invitation
from rtop_event.invitations.progress import progress
from rtop_event.mailing.models import Letter
from tests.builders import OPENED, a_contact, a_dialogue, an_invitation

AT = OPENED + timedelta(days=2)
LATER = AT + timedelta(hours=1)
LETTER = "Subject: Invitation: {dialogue}, {date}\n\n{salutation}\n\n{register_link}\n"


@pytest.fixture
def dialogue(app: Flask, rows: None) -> Dialogue:
    """Peru's contact and Chad's hold the entry; the letter to Tonga's came back."""
    made = a_dialogue()
    made.texts = [DialogueText(kind=TextKind.LETTER, language="en", body=LETTER, changed_at=OPENED)]
    for name in ("peru", "chad", "tonga"):
        an_invitation(made, a_contact(f"{name}@mission.example", name=name), reply_key=f"{name}key")
    with app.test_request_context():
        draft_letters(made, by="Desk", at=AT)
    for letter in session.scalars(select(Letter)):
        letter.approved_at = letter.sent_at = AT
        if letter.recipient.startswith("tonga"):
            letter.bounced_at = AT
    session.flush()
    return made


def owed(dialogue: Dialogue) -> dict[str, str]:
    return {
        one.contact.name: progress(dialogue, one, at=LATER, edited={}).due.duty.value
        for one in invitations_of(dialogue)
    }


def named(dialogue: Dialogue, name: str) -> Invitation:
    return next(one for one in invitations_of(dialogue) if one.contact.name == name)


def test_what_came_back_is_written_anew_and_not_updated(dialogue: Dialogue) -> None:
    assert owed(dialogue) == {"peru": "nothing", "chad": "nothing", "tonga": "invitation"}
    dialogue.cancelled_at = LATER
    assert owed(dialogue) == {"peru": "cancellation", "chad": "cancellation", "tonga": "nothing"}


def test_who_declined_is_asked_again_for_another_hour_and_spared_new_words(dialogue: Dialogue) -> None:
    chad = named(dialogue, "chad")
    give_answer(dialogue, chad, Answer.DECLINED, channel=Channel.WEB, by="chad", at=AT)
    with changing(dialogue, by="desk", at=LATER):
        dialogue.theme = "In good time"
    assert owed(dialogue) == {"peru": "update", "chad": "nothing", "tonga": "invitation"}
    with changing(dialogue, by="desk", at=LATER):
        dialogue.meetings[1].ends_at += timedelta(hours=1)
    assert owed(dialogue) == {"peru": "update", "chad": "update", "tonga": "invitation"}
