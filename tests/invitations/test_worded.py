"""Letters to invited people in a wording of the organisers' own: subject, text, and what stands below it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.actions import cancel, changing
from rtop_event.dialogues.lettering import Wording
from rtop_event.dialogues.letterkinds import kind_named
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.rewording import back_to_standard, reword
from rtop_event.dialogues.words import TextKind
from rtop_event.invitations import actions
from rtop_event.invitations.composing import in_words
from rtop_event.invitations.drafting import ALL, draft_letters, prepare_letters
from rtop_event.invitations.finding import edited_at, numbers_of, texts_of
from rtop_event.invitations.letters import time_stays
from rtop_event.invitations.models import Invitation
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.models import Letter, LetterState
from tests.builders import OPENED, a_contact, a_dialogue, an_invitation

Outbox = Callable[[], list[Letter]]
AT = OPENED + timedelta(days=1)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def dialogue(app: Flask, rows: None) -> Any:
    """A dialogue with a letter and one who is invited."""
    with app.test_request_context():
        made = a_dialogue()
        made.texts = [
            DialogueText(kind=TextKind.LETTER, language="en", body="Subject: Come\n\nDear {name}", changed_at=OPENED)
        ]
        an_invitation(made, a_contact("peru@mission.example", name="A. Peru"))
        session.flush()
        yield made


def worded(dialogue: Dialogue, kind: str, subject: str, body: str, version: int = 0) -> None:
    """The organisers give a kind of letter a wording of their own, in English."""
    reword(kind_named(kind), dialogue, "en", Wording(subject, body), version=version, by="Desk", at=LATER)


def sent(outbox: Outbox, dialogue: Dialogue) -> Letter:
    """What is owed, drafted and left."""
    draft_letters(dialogue, by="Desk", at=LATER)
    letter = outbox()[-1]
    approve(letter, by="Desk", at=LATER)
    letter.sent_at = LATER
    session.flush()
    return letter


def test_update_link_and_cancellation_have_their_own_wording(dialogue: Dialogue, outbox: Outbox) -> None:
    for kind in ("update", "new-link", "cancellation"):
        worded(
            dialogue, kind, f"{kind} for {{delegation}}", f"# {{name}}\n\n{kind}: {{times}}, {{register_link}}\n\n```"
        )
    sent(outbox, dialogue)
    with changing(dialogue, by="Desk", at=AT):
        dialogue.meetings[0].starts_at += timedelta(minutes=30)
    session.flush()
    update = sent(outbox, dialogue)
    invitation = session.scalars(select(Invitation)).one()
    actions.replace_link(dialogue, invitation, by="Desk", at=LATER)
    link = sent(outbox, dialogue)
    cancel(dialogue, "The hall is closed.", by="Desk", at=LATER)
    off = sent(outbox, dialogue)
    day = "Timely and decisive response, 5 September 2012"
    assert [one.subject for one in (update, link, off)] == [
        f"Updated: update for your delegation, {day}",
        f"Updated: new-link for your delegation, {day}",
        f"Cancelled: cancellation for your delegation, {day}",
    ]
    times = "10:30–13:00 and 15:00–18:00 New York time"
    assert [one.text.partition(times)[0] for one in (update, link, off)] == [
        "A. Peru\n\nupdate: ",
        "A. Peru\n\nnew-link: ",
        "A. Peru\n\ncancellation: ",
    ]
    assert ["- Where: Conference Room 4" in one.text for one in (update, link, off)] == [True] * 3
    assert "The hall is closed." in off.text
    assert [one.html.count("<h2>A. Peru</h2>") for one in (update, link, off)] == [1] * 3


def test_what_was_prepared_in_an_older_wording_is_composed_anew(dialogue: Dialogue, outbox: Outbox) -> None:
    sent(outbox, dialogue)
    with changing(dialogue, by="Desk", at=AT):
        dialogue.meetings[0].starts_at += timedelta(minutes=30)
    session.flush()
    ready = prepare_letters(dialogue, numbers=numbers_of(dialogue), only=ALL, at=LATER)
    worded(dialogue, "update", "S", "Anew.")
    draft_letters(dialogue, by="Desk", at=LATER, prepared=ready)
    assert outbox()[-1].text.startswith("Anew.\n\n")


def test_invitation_goes_back_to_what_came_with_the_dialogue(dialogue: Dialogue, outbox: Outbox) -> None:
    worded(dialogue, "invitation", "Own", "Own words.")
    draft_letters(dialogue, by="Desk", at=LATER)
    back_to_standard(kind_named("invitation"), dialogue, "en", version=1, by="Desk", at=LATER + timedelta(hours=1))
    texts = texts_of(dialogue)
    assert (texts["en"].subject, edited_at(texts)) == ("Come", {"en": LATER + timedelta(hours=1)})
    draft_letters(dialogue, by="Desk", at=LATER + timedelta(hours=2))
    own, came = outbox()
    assert (own.text[:10], own.state(LATER), came.text[:12]) == ("Own words.", LetterState.DISCARDED, "Dear A. Peru")
    worded(dialogue, "invitation", "Own", "Own words.", version=2)
    dialogue.texts = []
    session.flush()
    back_to_standard(kind_named("invitation"), dialogue, "en", version=3, by="Desk", at=LATER)
    assert texts_of(dialogue) == {}


def test_a_contacts_name_in_an_own_subject_is_no_link(dialogue: Dialogue, outbox: Outbox) -> None:
    an_invitation(dialogue, a_contact("x@mission.example", name="See https://evil.example"))
    session.flush()
    worded(dialogue, "invitation", "For {name}", "[{name}](https://desk.example/)")
    draft_letters(dialogue, by="Desk", at=LATER)
    letter = outbox()[-1]
    assert letter.subject.startswith("Invitation: For See https: //evil. example, Timely")
    assert letter.html.count("evil.example") == 0


def test_time_that_stays_is_told_in_an_own_wording(dialogue: Dialogue) -> None:
    contact = a_contact("chad@mission.example", name="A. Chad")
    session.add(contact)
    link = "https://dialogue.example/invitations/token~1/?lang=en"
    plain = in_words(time_stays, dialogue, contact, "en", link)
    assert (plain[0], plain[1].plain.partition("\n")[0]) == (
        "The time stays: Timely and decisive response",
        "Dear A. Chad,",
    )
    worded(dialogue, "time-stays", "Sorry, {name}", "Thank you, {name}: {register_link}")
    subject, body = in_words(time_stays, dialogue, contact, "en", link)
    assert subject == "The time stays: Sorry, A. Chad, Timely and decisive response, 5 September 2012"
    assert body.plain.startswith(f"Thank you, A. Chad:\n{link}\n\n- What: Timely and decisive response\n- When: 5")
