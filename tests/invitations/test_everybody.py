"""The page of invitations asks the database as often for many as for few, whatever happened to their links."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import DialogueText
from rtop_event.dialogues.still import still
from rtop_event.dialogues.words import TextKind
from rtop_event.invitations import actions, shown
from rtop_event.invitations.drafting import draft_letters
from rtop_event.invitations.entries import Duty, programme_line
from rtop_event.invitations.finding import invitations_of
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.models import Letter
from tests.builders import OPENED, a_contact, a_dialogue, an_invitation
from tests.speakers.test_pages import counted

AT = OPENED + timedelta(days=2)


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> Any:
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("people", [2, 12])
def test_replaced_links_are_looked_for_in_one_query(app: Flask, people: int) -> None:
    dialogue = a_dialogue()
    for number in range(people):
        an_invitation(dialogue, a_contact(f"p{number}@mission.example"))
    letter = "Subject: {dialogue}\n\n{register_link}"
    dialogue.texts = [DialogueText(kind=TextKind.LETTER, language="en", body=letter, changed_at=OPENED)]
    session.flush()
    draft_letters(dialogue, by="Desk", at=AT)
    for sent in session.scalars(select(Letter)):
        approve(sent, by="Desk", at=AT)
        sent.sent_at = AT
    for invitation in invitations_of(dialogue)[::2]:
        actions.replace_link(dialogue, invitation, by="Desk", at=AT)
    for again in session.scalars(select(Letter).where(Letter.sent_at.is_(None))):
        again.discarded_at = AT
    session.commit()
    session.expunge_all()
    dialogue = any_dialogue("rtop-2012")
    with counted(app) as said:
        found = shown.everybody(dialogue, AT)
    assert found.owed == {Duty.UPDATE: people // 2, Duty.NOTHING: people // 2}
    assert len([one for one in said if "letters.text" in one]) == 1


@pytest.mark.usefixtures("rows")
def test_still_dialogue_says_what_its_rows_say() -> None:
    dialogue = a_dialogue()
    dialogue.meetings[0].cancelled_at = AT
    seen = still(dialogue)
    assert (programme_line(seen), seen.starts_at, seen.ends_at, seen.uid) == (
        programme_line(dialogue), dialogue.starts_at, dialogue.ends_at, dialogue.uid,
    )  # fmt: skip
    assert [one.uid for one in seen.held] == [one.uid for one in dialogue.held] == [dialogue.meetings[1].uid]
