"""Addresses that cannot be reached: shown with the server's words, mended, and what was not delivered drafted anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event import ical
from rtop_event.calendars.addresses import address_of
from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue, LetterWording
from rtop_event.invitations.contact_actions import AddressHoldsEntry, AddressIsTaken, facts_of, save_contact
from rtop_event.invitations.drafting import draft_letters
from rtop_event.invitations.mending import NoSuchContact, ToMend, mend, to_mend
from rtop_event.invitations.models import Contact
from rtop_event.mailing.blocking import blocked
from rtop_event.mailing.models import Blocked, Letter, LetterKind
from rtop_event.mailing.sending import any_due
from rtop_event.organisers.models import Change
from tests.builders import OPENED
from tests.invitations import test_replies
from tests.invitations.test_replies import AUGUST, LIST, invitation

dialogue = test_replies.dialogue
_in_august = test_replies._in_august
PERU, NEW = "mission@peru.example", "peru@mission.example"
ADDRESSES = "/organise/inbox/addresses/"
MEND = "/organise/inbox/mend/"
LATER = AUGUST + timedelta(days=2)


def bounce(address: str = PERU, words: str = "550 5.1.1 No such user") -> None:
    """The letters to this address came back."""
    for letter in session.scalars(select(Letter).where(Letter.recipient == address)):
        letter.bounced_at = AUGUST
    session.add(Blocked(address_key=address, since=AUGUST, words=words))
    session.commit()


def letters(address: str) -> list[Letter]:
    """All to this address."""
    session.expire_all()
    return list(session.scalars(select(Letter).where(Letter.recipient == address).order_by(Letter.id)))


Mend = Callable[[str, str], int]


@pytest.fixture
def mended(app: Flask, dialogue: Dialogue) -> Mend:
    """Mend an address."""

    def done(address: str, new: str) -> int:
        with app.test_request_context():
            number = mend(address, new, by="Desk", at=LATER)
            session.commit()
        return number

    return done


def test_addresses_are_told_with_whose_they_are_and_what_waits(dialogue: Dialogue) -> None:
    bounce()
    session.add(Blocked(address_key="focal@body.example", since=LATER))
    chad = letters("mission@chad.example")[0]
    chad.recipient, chad.sent_at, chad.calendar, chad.method = PERU.title(), None, None, ""
    session.commit()
    peru = session.scalars(select(Contact).where(Contact.address == PERU)).one()
    assert to_mend() == [
        ToMend(PERU, AUGUST, "550 5.1.1 No such user", None, peru.id, "A. Peru", 1),
        ToMend("focal@body.example", LATER, "", None, None, "", 0),
    ]


def test_the_invitation_is_drafted_anew_to_the_right_address(dialogue: Dialogue, mended: Mend) -> None:
    bounce()
    was = letters(PERU)[0]
    assert mended(PERU, NEW) == 1
    (letter,) = letters(NEW)
    assert (letter.kind, letter.approved_at) == (LetterKind.INVITATION, None)
    assert letter.sender == f"rsvp-{invitation('Peru').reply_key}@dialogue.example" != was.sender
    assert was.calendar is not None
    assert letter.calendar is not None
    old, new = ical.events_in(was.calendar)[0], ical.events_in(letter.calendar)[0]
    assert (new.appointment.uid, new.appointment.sequence) == (old.appointment.uid, old.appointment.sequence)
    assert ([*blocked()], invitation("Peru").contact.address) == ([PERU], NEW)
    told = session.scalars(select(Change).where(Change.what == "address mended")).one()
    assert (told.about, told.after) == (f"address:{PERU}", {"address": NEW})
    assert (mended(PERU, ""), blocked()) == (0, {})


def test_to_an_address_that_works_again_only_what_came_back_is_drafted(dialogue: Dialogue, mended: Mend) -> None:
    bounce()
    assert mended(PERU, PERU.upper()) == 1
    assert [one.approved_at is None for one in letters(PERU)] == [False, True]
    session.add(Blocked(address_key="mission@chad.example", since=AUGUST))
    session.commit()
    assert mended("mission@chad.example", "") == 0


def test_nothing_is_drafted_to_an_address_before_it_is_mended(app: Flask, dialogue: Dialogue) -> None:
    bounce()
    dialogue.sequence += 1
    for meeting in dialogue.meetings:
        meeting.starts_at += timedelta(days=1)
        meeting.ends_at += timedelta(days=1)
    session.commit()
    with app.test_request_context():
        assert draft_letters(dialogue, by="Desk", at=LATER) == {"update": 4}
        session.rollback()


def test_what_cannot_be_mended_is_refused(dialogue: Dialogue, mended: Mend) -> None:
    bounce()
    with pytest.raises(AddressIsTaken):
        mended(PERU, "mission@chad.example")
    session.rollback()
    session.add(Blocked(address_key="focal@body.example", since=LATER))
    session.commit()
    with pytest.raises(NoSuchContact):
        mended("focal@body.example", NEW)
    session.rollback()
    assert mended("focal@body.example", "") == 0
    assert [*blocked()] == [PERU]


def test_of_what_is_over_hidden_or_without_a_text_nothing_is_drafted(
    app: Flask, dialogue: Dialogue, mended: Mend
) -> None:
    bounce()
    dialogue.texts = []
    session.commit()
    assert mended(PERU, NEW) == 0
    kept = {"kind": "invitation", "language": "en", "changed_at": OPENED, "changed_by": "Desk"}
    session.add(LetterWording(dialogue_id=dialogue.id, subject="S", body="{register_link}", **kept))
    dialogue.published_at = None
    session.add(Blocked(address_key=NEW, since=AUGUST))
    session.commit()
    assert mended(NEW, "") == 0


def test_a_contact_leaves_a_mailbox_that_holds_an_entry_only_when_it_cannot_be_reached(
    app: Flask, dialogue: Dialogue
) -> None:
    contact = invitation("Peru").contact
    facts = replace(facts_of(contact), address=NEW)
    with pytest.raises(AddressHoldsEntry):
        save_contact(contact, facts, by="Desk", at=LATER)
    session.rollback()
    bounce()
    save_contact(invitation("Peru").contact, facts, by="Desk", at=LATER)
    session.commit()
    assert invitation("Peru").entries[0].lost_at == LATER
    assert [(one.address, one.contact) for one in to_mend()] == [(PERU, None)]


def keys(name: str) -> set[str]:
    """What opens the pages of a person, takes their replies and brings their calendar."""
    session.expire_all()
    one = invitation(name)
    address = address_of(one)
    assert address
    return {f"link {one.token_version}", one.reply_key, address.digest}


def test_a_mailbox_that_was_given_up_keeps_no_key(dialogue: Dialogue, mended: Mend) -> None:
    peru, chad = keys("Peru"), keys("Chad")
    bounce(words="complaint")
    mended(PERU, NEW)
    assert (keys("Peru") & peru, keys("Chad")) == (set(), chad)
    now = keys("Peru")
    bounce(NEW)
    mended(NEW, "")
    assert keys("Peru") == now


@pytest.mark.parametrize("by_contact", [True, False])
def test_to_an_address_that_was_given_up_nothing_leaves(
    app: Flask, dialogue: Dialogue, mended: Mend, by_contact: bool
) -> None:
    bounce(words="complaint")
    chad = letters("mission@chad.example")[0]
    chad.recipient, chad.sent_at, chad.calendar, chad.method = PERU, None, None, ""
    session.commit()
    assert not any_due(LATER)
    if by_contact:
        contact = invitation("Peru").contact
        save_contact(contact, replace(facts_of(contact), address=NEW), by="Desk", at=LATER)
        session.commit()
    else:
        mended(PERU, NEW)
    assert ([*blocked()], any_due(LATER)) == ([PERU], False)


def press(desk: FlaskClient, **values: str) -> Any:
    """Send the form of the page."""
    session.rollback()
    token = desk.get(ADDRESSES).text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    return desk.post(MEND, data={"csrf_token": token, **values})


def test_the_page_tells_the_words_and_mends(desk: FlaskClient, dialogue: Dialogue) -> None:
    assert "All addresses work" in desk.get(ADDRESSES).text
    session.rollback()
    bounce()
    text = desk.get(ADDRESSES).text
    assert ("550 5.1.1 No such user" in text, "New address of A. Peru" in text) == (True, True)
    session.rollback()
    assert "1 person cannot be reached" in desk.get(LIST).text
    wrong = press(desk, address=PERU, new="nobody at all")
    assert (wrong.status_code, 'value="nobody at all"' in wrong.text) == (422, True)
    assert [*blocked()] == [PERU]
    done = press(desk, address=PERU, new=NEW)
    assert (done.status_code, done.headers["Location"]) == (303, ADDRESSES)
    session.rollback()
    told = desk.get(ADDRESSES).text
    assert "1 letter that was not delivered is drafted anew" in told
    assert f"Letters leave to {NEW}." in told
