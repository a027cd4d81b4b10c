"""Letters that no longer hold neither are approved nor leave, and what may have arrived is cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event.database import session
from rtop_event.dialogues.actions import cancel, changing, reinstate
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.words import TextKind
from rtop_event.ical import events_in
from rtop_event.invitations import actions
from rtop_event.invitations.contact_actions import AddressHoldsEntry, facts_of, save_contact
from rtop_event.invitations.drafting import draft_letters
from rtop_event.invitations.models import Contact, Invitation
from rtop_event.mailing import sending
from rtop_event.mailing.deciding import approve, retry
from rtop_event.mailing.fitting import NoLongerFits
from rtop_event.mailing.models import Letter, LetterState
from rtop_event.mailing.sending import LEASE, Sent, send_due
from rtop_event.mailing.transport import Outcome, Reply
from tests.builders import OPENED, a_contact, a_dialogue
from tests.mailing.test_pages import press

AT = OPENED + timedelta(days=2)
LATER = AT + timedelta(days=1)
MINUTE = timedelta(minutes=1)
TAKEN = Reply(Outcome.TAKEN, "250 ok")
BROKEN = Reply(Outcome.LATER, "Connection unexpectedly closed", line_stands=False, unanswered=True)
Outbox = Callable[[], list[Letter]]


class Server:
    """A mail server that gives the replies of the test, then takes everything."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.handed: list[tuple[str, bytes]] = []

    @contextmanager
    def open(self, _settings: object) -> Iterator[Server]:
        yield self

    def carry(self, *, sender: str, recipient: str, content: bytes, name: str, before_end: Callable[[], None]) -> Reply:
        _ = sender, name
        before_end()
        self.handed.append((recipient, content))
        return self.replies.pop(0) if self.replies else TAKEN


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    """Letters leave through this one."""
    one = Server()
    monkeypatch.setattr(sending, "carrier", one.open)
    return one


@pytest.fixture
def dialogue(rows: None) -> Dialogue:
    """A dialogue with a letter."""
    made = a_dialogue()
    body = "Subject: Invitation: {dialogue}, {date}\n\n{salutation}\n\n{register_link}\n"
    made.texts = [DialogueText(kind=TextKind.LETTER, language="en", body=body, changed_at=OPENED)]
    session.flush()
    return made


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> Any:
    """Links are made as in a request."""
    with app.test_request_context():
        yield


def invited(dialogue: Dialogue, *contacts: Contact) -> None:
    """These contacts, each with an approved invitation."""
    actions.invite(dialogue, contacts, by="Desk", at=AT)
    draft(dialogue, AT)
    approve_drafts(AT)


def draft(dialogue: Dialogue, at: datetime, **narrowed: Any) -> dict[str, int]:
    """Draft what is owed, and commit."""
    done = dict(draft_letters(dialogue, by="Desk", at=at, **narrowed))
    session.commit()
    return done


def letters() -> list[Letter]:
    """All letters, read anew."""
    session.commit()
    session.expire_all()
    return list(session.query(Letter).order_by(Letter.id))


def approve_drafts(at: datetime) -> None:
    """Approve every draft."""
    for letter in letters():
        if letter.state(at) is LetterState.DRAFT:
            approve(letter, by="Desk", at=at)
    session.commit()


def send(at: datetime) -> Sent:
    """Send what is due then, and go on with the rows of before, read anew."""
    session.commit()
    rows = list(session)
    done = send_due(lambda: at)
    session.expunge_all()
    session.add_all(rows)
    session.expire_all()
    return done


def told(at: datetime) -> list[tuple[str, LetterState, int, str]]:
    """Method, state, SEQUENCE and last word of all letters."""
    return [
        (one.method, one.state(at), events_in(one.calendar or b"")[0].appointment.sequence, one.server_answer)
        for one in letters()
    ]


def moved(dialogue: Dialogue) -> None:
    """The first meeting opens half an hour later."""
    with changing(dialogue, by="Desk", at=LATER):
        dialogue.meetings[0].starts_at += timedelta(minutes=30)
    session.commit()


def test_nothing_confirms_a_dialogue_that_was_cancelled(dialogue: Dialogue, server: Server) -> None:
    invited(dialogue, *(a_contact() for _ in range(4)))
    send(AT)
    moved(dialogue)
    draft(dialogue, LATER)
    updates = letters()[4:]
    for letter in updates[:2]:
        approve(letter, by="Desk", at=LATER)
    cancel(dialogue, "", by="Desk", at=LATER)
    gone = "The dialogue has been cancelled."
    assert [(one.state(LATER), one.server_answer) for one in letters()[4:]] == [
        (LetterState.STOPPED, gone),
        (LetterState.STOPPED, gone),
        (LetterState.DISCARDED, gone),
        (LetterState.DISCARDED, gone),
    ]
    assert send(LATER) == Sent()
    assert draft(dialogue, LATER) == {"cancellation": 4}
    approve_drafts(LATER)
    send(LATER)
    assert [b"method=CANCEL" in content for _, content in server.handed] == [False] * 4 + [True] * 4


def test_update_is_not_approved_and_does_not_leave_once_the_dialogue_is_over(
    dialogue: Dialogue, server: Server
) -> None:
    invited(dialogue, a_contact(), a_contact())
    send(AT)
    moved(dialogue)
    draft(dialogue, LATER)
    approved, still_draft = letters()[2:]
    approve(approved, by="Desk", at=LATER)
    over = dialogue.ends_at
    with pytest.raises(NoLongerFits, match=r"The dialogue is over\."):
        approve(still_draft, by="Desk", at=over)
    assert send(over) == Sent()
    assert [(state, word) for _, state, _, word in told(over)[2:]] == [
        (LetterState.STOPPED, "The dialogue is over."),
        (LetterState.DRAFT, ""),
    ]
    assert len(server.handed) == 2


def test_approved_letter_that_tells_an_earlier_hour_is_stopped_and_owed_anew(
    dialogue: Dialogue, server: Server
) -> None:
    invited(dialogue, a_contact())
    moved(dialogue)
    assert send(LATER) == Sent()
    assert told(LATER) == [("REQUEST", LetterState.STOPPED, 0, "The dialogue has changed since this was written.")]
    assert draft(dialogue, LATER) == {"invitation": 1}
    assert server.handed == []


def test_cancellation_of_somebody_invited_again_is_thrown_away(dialogue: Dialogue, server: Server) -> None:
    person = a_contact()
    invited(dialogue, person)
    send(AT)
    (invitation,) = session.query(Invitation)
    actions.withdraw(dialogue, invitation, by="Desk", at=LATER)
    actions.invite(dialogue, [person], by="Desk", at=LATER)
    assert told(LATER)[1:] == [
        ("CANCEL", LetterState.DISCARDED, 1, "The person is invited again, or the dialogue takes place after all.")
    ]
    assert send(LATER) == Sent()
    assert len(server.handed) == 1


def test_reinstating_throws_the_cancellations_away_but_those_of_the_withdrawn(dialogue: Dialogue) -> None:
    invited(dialogue, a_contact(), a_contact())
    send(AT)
    first = session.query(Invitation).order_by(Invitation.id).first()
    assert first is not None
    actions.withdraw(dialogue, first, by="Desk", at=LATER)
    cancel(dialogue, "", by="Desk", at=LATER)
    draft(dialogue, LATER)
    reinstate(dialogue, by="Desk", at=LATER)
    assert [(one.method, one.state(LATER)) for one in letters()[2:]] == [
        ("CANCEL", LetterState.DRAFT),
        ("CANCEL", LetterState.DISCARDED),
    ]


def test_failed_letter_that_no_longer_fits_is_not_sent_again(dialogue: Dialogue, server: Server) -> None:
    invited(dialogue, a_contact())
    server.replies = [Reply(Outcome.REFUSED, "550 no such mailbox")]
    send(AT)
    moved(dialogue)
    with pytest.raises(NoLongerFits):
        retry(letters()[0], at=LATER)


def test_corrected_address_stops_the_letter_to_the_old_one(dialogue: Dialogue, server: Server) -> None:
    person = a_contact("old@mission.example")
    invited(dialogue, person)
    facts = facts_of(person)
    save_contact(person, facts_with(facts, "new@mission.example"), by="Desk", at=AT)
    assert told(AT) == [("REQUEST", LetterState.STOPPED, 0, "The address of the person was corrected since.")]
    draft(dialogue, AT)
    approve_drafts(AT)
    send(AT)
    (invitation,) = session.query(Invitation)
    actions.withdraw(dialogue, invitation, by="Desk", at=LATER)
    approve_drafts(LATER)
    send(LATER)
    assert [recipient for recipient, _ in server.handed] == ["new@mission.example"] * 2
    assert {one.stream for one in letters()} == {f"rtop-2012:invitation:{invitation.id}"}


def facts_with(facts: Any, address: str) -> Any:
    """The same contact under another address."""
    return type(facts)(address, *(getattr(facts, name) for name in facts.__slots__[1:]))


@pytest.mark.parametrize("how", ["leaving", "unanswered"])
def test_address_is_not_corrected_while_the_letter_may_have_arrived(
    dialogue: Dialogue, server: Server, how: str
) -> None:
    person = a_contact()
    invited(dialogue, person)
    if how == "leaving":
        letters()[0].leased_until = AT + MINUTE
    else:
        server.replies = [BROKEN]
        send(AT)
    with pytest.raises(AddressHoldsEntry):
        save_contact(person, facts_with(facts_of(person), "new@mission.example"), by="Desk", at=AT)


def test_changes_go_to_the_mailbox_that_holds_the_entry(dialogue: Dialogue, server: Server) -> None:
    person = a_contact("Peru@mission.example")
    invited(dialogue, person)
    send(AT)
    save_contact(person, facts_with(facts_of(person), "peru@mission.example"), by="Desk", at=AT)
    moved(dialogue)
    assert draft(dialogue, LATER) == {"update": 1}
    cancel(dialogue, "", by="Desk", at=LATER)
    draft(dialogue, LATER)
    assert [one.recipient for one in letters()] == ["Peru@mission.example"] * 3


def test_request_whose_answer_was_lost_is_cancelled_above_its_sequence(dialogue: Dialogue, server: Server) -> None:
    invited(dialogue, a_contact())
    server.replies = [BROKEN]
    assert send(AT) == Sent(later=1)
    (invitation,) = session.query(Invitation)
    assert actions.withdraw(dialogue, invitation, by="Desk", at=AT + MINUTE) is True
    approve_drafts(AT + MINUTE)
    send(AT + 2 * MINUTE)
    assert [(method, state, sequence) for method, state, sequence, _ in told(AT + 2 * MINUTE)] == [
        ("REQUEST", LetterState.STOPPED, 0),
        ("CANCEL", LetterState.SENT, 1),
    ]


def test_request_in_the_hand_of_a_killed_sender_is_cancelled_too(dialogue: Dialogue, server: Server) -> None:
    invited(dialogue, a_contact())
    letter = letters()[0]
    letter.lease, letter.leased_until, letter.handed_at = "of a dead sender", AT + LEASE, AT
    cancel(dialogue, "", by="Desk", at=AT + LEASE)
    assert draft(dialogue, AT + LEASE) == {"cancellation": 1}
    approve_drafts(AT + LEASE)
    send(AT + LEASE)
    assert [b"method=CANCEL" in content for _, content in server.handed] == [True]


def test_definite_refusal_owes_no_cancellation(dialogue: Dialogue, server: Server) -> None:
    invited(dialogue, a_contact())
    server.replies = [Reply(Outcome.LATER, "451 greylisted")]
    send(AT)
    (invitation,) = session.query(Invitation)
    assert actions.withdraw(dialogue, invitation, by="Desk", at=AT + MINUTE) is False


def test_cancellation_whose_answer_was_lost_is_followed_by_a_higher_request(dialogue: Dialogue, server: Server) -> None:
    person = a_contact()
    invited(dialogue, person)
    send(AT)
    (invitation,) = session.query(Invitation)
    actions.withdraw(dialogue, invitation, by="Desk", at=LATER)
    approve_drafts(LATER)
    server.replies = [BROKEN]
    send(LATER)
    actions.invite(dialogue, [person], by="Desk", at=LATER + MINUTE)
    assert draft(dialogue, LATER + MINUTE) == {"invitation": 1}
    assert [(method, state, sequence) for method, state, sequence, _ in told(LATER + MINUTE)] == [
        ("REQUEST", LetterState.SENT, 0),
        ("CANCEL", LetterState.STOPPED, 1),
        ("REQUEST", LetterState.DRAFT, 2),
    ]


def test_letter_for_later_that_no_longer_fits_promises_no_hour(
    desk: FlaskClient, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    for views in ("views", "letter_views"):
        monkeypatch.setattr(f"rtop_event.mailing.{views}.now", lambda: LATER)
    actions.invite(dialogue, [a_contact()], by="Desk", at=AT)
    draft(dialogue, AT)
    (letter,) = letters()
    approve(letter, by="Desk", at=AT, not_before=LATER + MINUTE)
    session.commit()
    page, told = f"/organise/outbox/{letter.id}/", "Until then it can be taken back."
    assert told in desk.get(page).text
    moved(dialogue)
    session.commit()
    seen = desk.get(page).text
    assert (told in seen, "Write it anew</a>" in seen) == (False, True)


def test_desk_approves_only_what_fits_and_is_told_of_the_rest(
    desk: FlaskClient, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    for views in ("views", "letter_views"):
        monkeypatch.setattr(f"rtop_event.mailing.{views}.now", lambda: LATER)
    actions.invite(dialogue, [a_contact(), a_contact()], by="Desk", at=AT)
    draft(dialogue, AT)
    (first, second) = session.query(Invitation).order_by(Invitation.id)
    moved(dialogue)
    draft(dialogue, LATER, numbers=[first.id])
    session.rollback()
    page = desk.get("/organise/outbox/all/approve").text
    assert "Approve 1 letter?" in page
    assert "1 more no longer fits and stays as it is: write it anew, or discard it." in page
    assert press(desk, "/organise/outbox/all/approve", number="1")[0] == 303
    states = {one.id: one.state(LATER) for one in letters()}
    assert list(states.values()) == [LetterState.DISCARDED, LetterState.DRAFT, LetterState.APPROVED]
    misfit = list(states)[1]
    session.rollback()
    seen = desk.get(f"/organise/outbox/{misfit}/").text
    assert "The dialogue has changed since this was written." in seen
    assert f"/organise/outbox/{misfit}/approve" not in seen
    assert f'invitations/{second.id}/preview/">Write it anew</a>' in seen
    session.rollback()
    assert desk.get("/organise/outbox/").text.count("no longer fits: to be written anew") == 1
    assert press(desk, f"/organise/outbox/{misfit}/approve")[0] == 409
    assert "It no longer fitted." in desk.get(f"/organise/outbox/{next(iter(states))}/").text
