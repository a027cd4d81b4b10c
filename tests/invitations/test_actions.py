"""Inviting, drafting, updating, cancelling, answering: with rows."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import vobject
from flask import Flask
from sqlalchemy import select, update

from rtop_event.database import session
from rtop_event.dialogues.actions import cancel, changing, reinstate
from rtop_event.dialogues.finding import wording_row
from rtop_event.dialogues.lettering import Wording
from rtop_event.dialogues.letterkinds import kind_named
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.rewording import reword
from rtop_event.dialogues.words import TextKind
from rtop_event.ical import events_in
from rtop_event.invitations import actions
from rtop_event.invitations.composing import NoText
from rtop_event.invitations.drafting import ALL, IsOver, NotPublished, _cleared, draft_letters, prepare_letters
from rtop_event.invitations.entries import Duty
from rtop_event.invitations.finding import token_of
from rtop_event.invitations.models import Answer, Channel, Contact, Entry, Invitation
from rtop_event.invitations.progress import fault, progress
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.mime import mail_bytes
from rtop_event.mailing.models import Letter, LetterKind, LetterState
from rtop_event.organisers.models import Change
from rtop_event.refusal import StaleHand
from tests.builders import MORNING, OPENED, a_contact, a_delegation, a_dialogue

AT = OPENED + timedelta(days=2)
LATER = AT + timedelta(days=1)
SLOT = timedelta(minutes=30)
LETTER = "Subject: Invitation: {dialogue}, {date}\n\n{salutation}\n\n{delegation} is invited.\n\n{register_link}\n"
Outbox = Callable[[], list[Letter]]


@pytest.fixture
def dialogue(rows: None) -> Dialogue:
    """A dialogue with a letter and an overview."""
    made = a_dialogue()
    made.texts = [
        DialogueText(kind=TextKind.LETTER, language="en", body=LETTER, changed_at=OPENED),
        DialogueText(kind=TextKind.BRIEFING, language="en", body="# Overview\n\nWhat it says.", changed_at=OPENED),
    ]
    session.flush()
    return made


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> Any:
    """Links are made as in a request."""
    with app.test_request_context():
        yield


def invited(dialogue: Dialogue, *contacts: Contact) -> list[Invitation]:
    """These contacts on the list of the invited."""
    actions.invite(dialogue, contacts, by="Desk", at=AT)
    return list(session.scalars(select(Invitation).order_by(Invitation.id)))


def draft(dialogue: Dialogue, at: datetime = AT, **narrowed: Any) -> dict[str, int]:
    """Draft what is owed."""
    return dict(draft_letters(dialogue, by="Desk", at=at, **narrowed))


def send(letter: Letter, at: datetime = AT) -> Letter:
    """As the worker does after the server's 250."""
    approve(letter, by="Desk", at=at)
    letter.sent_at = at
    session.flush()
    return letter


def moved(dialogue: Dialogue, at: datetime = LATER) -> None:
    """The first meeting opens half an hour later."""
    with changing(dialogue, by="Desk", at=at):
        dialogue.meetings[0].starts_at += SLOT
    session.flush()


def entry_of(letter: Letter) -> Any:
    """The entry in a letter, with the parts that matter here."""
    assert letter.calendar is not None
    return events_in(letter.calendar)[0]


def facts_of(letter: Letter) -> tuple[Any, ...]:
    """Kind, method, SEQUENCE and answer of a letter's entry."""
    entry = entry_of(letter)
    return letter.kind, entry.method, entry.appointment.sequence, entry.answer


def test_inviting_puts_on_the_list_once_and_writes_no_letter(dialogue: Dialogue, outbox: Outbox) -> None:
    peru, chad = a_contact("peru@mission.example"), a_contact("chad@mission.example")
    assert actions.invite(dialogue, [peru], by="Desk", at=AT) == 1
    assert actions.invite(dialogue, [peru, chad], by="Desk", at=AT) == 1
    assert [one.contact.address for one in invited(dialogue)] == ["peru@mission.example", "chad@mission.example"]
    assert outbox() == []
    assert [one.after["addresses"] for one in session.scalars(select(Change))] == [
        ["peru@mission.example"],
        ["chad@mission.example"],
    ]


def test_inviting_twice_at_once_is_refused_by_the_table(dialogue: Dialogue) -> None:
    peru = a_contact()
    with pytest.raises(StaleHand):
        actions.invite(dialogue, [peru, peru], by="Desk", at=AT)


def test_invitation_is_a_draft_with_entry_overview_and_personal_link(dialogue: Dialogue, outbox: Outbox) -> None:
    delegation = a_delegation("Peru")
    invited(dialogue, a_contact("peru@mission.example", name="A. Peru", delegation_id=delegation.id))
    assert draft(dialogue) == {"invitation": 1}
    (letter,) = outbox()
    assert letter.state(AT) is LetterState.DRAFT
    assert letter.subject == "Invitation: Timely and decisive response, 5 September 2012"
    assert [one.filename for one in letter.enclosures] == ["briefing-rtop-2012-en.pdf"]
    assert letter.enclosures[0].content[:5] == b"%PDF-"
    entry = entry_of(letter)
    appointment = entry.appointment
    assert facts_of(letter) == (LetterKind.INVITATION, "REQUEST", 0, "NEEDS-ACTION")
    assert (appointment.uid, appointment.starts_at) == (dialogue.uid, MORNING)
    assert appointment.ends_at == MORNING + timedelta(hours=8)
    assert (entry.attendee.address, entry.organiser.address) == ("peru@mission.example", letter.sender)
    assert letter.sender.startswith("rsvp-")
    assert letter.stream == f"rtop-2012:{letter.about}"
    for line in appointment.description.split("\n"):
        assert line.partition(": ")[2] in letter.text.replace("\n  ", " ")


def test_mail_of_an_invitation_has_the_required_structure(dialogue: Dialogue, outbox: Outbox) -> None:
    invited(dialogue, a_contact("peru@mission.example"))
    draft(dialogue)
    (letter,) = outbox()
    mail = email.message_from_bytes(mail_bytes(letter), policy=email.policy.default)
    mixed = [part.get_content_type() for part in mail.iter_parts()]
    alternative, ics, pdf = mail.iter_parts()
    assert (mail.get_content_type(), mixed) == (
        "multipart/mixed",
        ["multipart/alternative", "application/ics", "application/pdf"],
    )
    texts = list(alternative.iter_parts())
    assert [part.get_content_type() for part in texts] == ["text/plain", "text/html", "text/calendar"]
    assert (texts[2].get_param("method"), texts[2]["Content-Transfer-Encoding"]) == ("REQUEST", "base64")
    assert (texts[2].get_content_disposition(), texts[2]["Content-ID"]) == (None, None)
    assert texts[2].get_payload(decode=True) == ics.get_payload(decode=True) == letter.calendar
    assert (ics.get_filename(), ics.get_content_disposition()) == ("invite.ics", "attachment")
    assert pdf.get_filename() == "briefing-rtop-2012-en.pdf"
    assert mail["From"].addresses[0].addr_spec == letter.sender
    assert [one.addr_spec for one in mail["To"].addresses] == ["peru@mission.example"]
    assert (mail["Cc"], mail["Bcc"], mail["Reply-To"], mail["Auto-Submitted"]) == (None, None, None, "auto-generated")
    second = vobject.readOne((letter.calendar or b"").decode())
    assert second.method.value == "REQUEST"
    assert (second.vevent.dtstart.value, second.vevent.uid.value) == (MORNING, dialogue.uid)


def worded(
    dialogue: Dialogue, subject: str, body: str, *, kind: str = "invitation", language: str = "en", at: datetime = LATER
) -> None:
    """The organisers give a kind of letter a wording of their own."""
    row = wording_row(dialogue, kind, language)
    version = row.version if row else 0
    reword(kind_named(kind), dialogue, language, Wording(subject, body), version=version, by="Desk", at=at)


def test_text_is_in_the_language_of_the_recipient_else_in_english(dialogue: Dialogue, outbox: Outbox) -> None:
    worded(dialogue, "Invitation : {dialogue}", "Bonjour {name}", language="fr", at=AT)
    invited(dialogue, a_contact(language="fr", name="A. Tchad"), a_contact(language="es"))
    draft(dialogue)
    first, second = outbox()
    assert (first.language, first.subject) == ("fr", "Invitation : Timely and decisive response, 5 septembre 2012")
    assert first.text.startswith("Bonjour A. Tchad")
    assert second.language == "en"
    links = [sorted(set(re.findall(r"/(dialogues|invitations)/\S+/[?]lang=(..)", one.text))) for one in (first, second)]
    assert links == [[("dialogues", code), ("invitations", code)] for code in ("fr", "en")]


def test_drafting_twice_writes_nothing_more(dialogue: Dialogue, outbox: Outbox) -> None:
    invited(dialogue, a_contact())
    assert (draft(dialogue), draft(dialogue)) == ({"invitation": 1}, {})
    assert len(outbox()) == 1


def test_draft_is_written_anew_after_the_text_was_edited(dialogue: Dialogue, outbox: Outbox) -> None:
    invited(dialogue, a_contact())
    draft(dialogue)
    worded(dialogue, "New", "New text")
    assert draft(dialogue, LATER) == {"invitation": 1}
    old, new = outbox()
    assert (old.state(LATER), new.state(LATER), new.text[:8]) == (LetterState.DISCARDED, LetterState.DRAFT, "New text")
    assert facts_of(new)[2] == 0


def test_draft_is_replaced_and_not_followed_by_an_update_after_a_move(dialogue: Dialogue, outbox: Outbox) -> None:
    invited(dialogue, a_contact())
    draft(dialogue)
    moved(dialogue)
    assert draft(dialogue, LATER) == {"invitation": 1}
    old, new = outbox()
    assert old.state(LATER) is LetterState.DISCARDED
    assert facts_of(new) == (LetterKind.INVITATION, "REQUEST", 1, "NEEDS-ACTION")
    assert entry_of(new).appointment.starts_at == MORNING + SLOT


def test_move_offers_updates_to_holders_only(dialogue: Dialogue, outbox: Outbox) -> None:
    holder, drafted, bare = invited(dialogue, a_contact(), a_contact(), a_contact())
    draft(dialogue, numbers=[holder.id, drafted.id])
    first = send(outbox()[0])
    actions.give_answer(dialogue, holder, Answer.ACCEPTED, channel=Channel.WEB, by="x", at=AT)
    moved(dialogue)
    assert draft(dialogue, LATER, only=frozenset({Duty.UPDATE})) == {"update": 1}
    update = outbox()[-1]
    assert update.recipient == holder.contact.address
    assert facts_of(update) == (LetterKind.UPDATE, "REQUEST", 1, "NEEDS-ACTION")
    assert (update.in_reply_to, update.sender) == (first.message_id, first.sender)
    assert update.subject == "Updated: Timely and decisive response, 5 September 2012"
    assert entry_of(update).appointment.stamp > entry_of(first).appointment.stamp
    assert update.enclosures == []
    assert bare.entries == []


def test_change_that_moves_nobody_keeps_sequence_and_answer(dialogue: Dialogue, outbox: Outbox) -> None:
    (holder,) = invited(dialogue, a_contact())
    draft(dialogue)
    send(outbox()[0])
    actions.give_answer(dialogue, holder, Answer.TENTATIVE, channel=Channel.MAIL, by="x", at=AT)
    with changing(dialogue, by="Desk", at=LATER):
        dialogue.theme = "Another name"
    assert draft(dialogue, LATER) == {"update": 1}
    assert facts_of(outbox()[-1]) == (LetterKind.UPDATE, "REQUEST", 0, "TENTATIVE")
    assert entry_of(outbox()[-1]).appointment.summary == "Another name"


def test_nobody_who_holds_nothing_learns_of_a_cancellation(dialogue: Dialogue, outbox: Outbox) -> None:
    holder, _drafted = invited(dialogue, a_contact(), a_contact())
    draft(dialogue)
    send(outbox()[0])
    cancel(dialogue, "The hall is closed.", by="Desk", at=LATER)
    session.flush()
    assert draft(dialogue, LATER) == {"cancellation": 1}
    _sent, never, gone = outbox()
    assert never.state(LATER) is LetterState.DISCARDED
    assert gone.recipient == holder.contact.address
    assert facts_of(gone) == (LetterKind.CANCELLATION, "CANCEL", 1, None)
    assert gone.subject == "Cancelled: Timely and decisive response, 5 September 2012"
    assert "The hall is closed." in gone.text
    assert gone.id > outbox()[0].id
    assert gone.stream == outbox()[0].stream
    assert draft(dialogue, LATER) == {}


def test_reinstated_dialogue_is_an_invitation_above_the_cancellation(dialogue: Dialogue, outbox: Outbox) -> None:
    invited(dialogue, a_contact())
    draft(dialogue)
    send(outbox()[0])
    cancel(dialogue, "", by="Desk", at=LATER)
    draft(dialogue, LATER)
    send(outbox()[-1], LATER)
    reinstate(dialogue, by="Desk", at=LATER)
    assert draft(dialogue, LATER) == {"invitation": 1}
    assert [entry_of(one).appointment.sequence for one in outbox()] == [0, 1, 2]
    stamps = [entry_of(one).appointment.stamp for one in outbox()]
    assert stamps == sorted(set(stamps))


def test_withdrawing_cancels_for_that_person_only(dialogue: Dialogue, outbox: Outbox) -> None:
    holder, other = invited(dialogue, a_contact(), a_contact())
    draft(dialogue)
    for letter in outbox():
        send(letter)
    assert actions.withdraw(dialogue, holder, by="Desk", at=LATER, why="By mistake") is True
    assert actions.withdraw(dialogue, holder, by="Desk", at=LATER) is False
    gone = outbox()[-1]
    assert (gone.recipient, facts_of(gone)) == (
        holder.contact.address,
        (LetterKind.CANCELLATION, "CANCEL", 1, None),
    )
    assert "you are no longer invited" in gone.text
    assert (len(other.entries), dialogue.sequence) == (1, 0)


def test_withdrawing_before_anything_left_throws_the_draft_away(dialogue: Dialogue, outbox: Outbox) -> None:
    (one,) = invited(dialogue, a_contact())
    draft(dialogue)
    assert actions.withdraw(dialogue, one, by="Desk", at=LATER) is False
    assert [letter.state(LATER) for letter in outbox()] == [LetterState.DISCARDED]


def test_invited_again_before_the_cancellation_left_keeps_the_entry(dialogue: Dialogue, outbox: Outbox) -> None:
    (one,) = invited(dialogue, a_contact())
    draft(dialogue)
    send(outbox()[0])
    actions.withdraw(dialogue, one, by="Desk", at=LATER)
    actions.invite(dialogue, [one.contact], by="Desk", at=LATER)
    assert draft(dialogue, LATER) == {}
    assert [letter.state(LATER) for letter in outbox()] == [LetterState.SENT, LetterState.DISCARDED]


def test_letter_on_its_way_is_not_replaced_but_followed(dialogue: Dialogue, outbox: Outbox) -> None:
    invited(dialogue, a_contact())
    draft(dialogue)
    (letter,) = outbox()
    approve(letter, by="Desk", at=AT)
    letter.leased_until = LATER + timedelta(minutes=5)
    moved(dialogue)
    assert draft(dialogue, LATER) == {"update": 1}
    assert [one.state(LATER) for one in outbox()] == [LetterState.SENDING, LetterState.DRAFT]


def test_letter_to_a_corrected_address_is_written_anew(dialogue: Dialogue, outbox: Outbox) -> None:
    (one,) = invited(dialogue, a_contact("old@mission.example"))
    draft(dialogue)
    one.contact.address = one.contact.address_key = "new@mission.example"
    assert draft(dialogue) == {"invitation": 1}
    assert [letter.recipient for letter in outbox()] == ["old@mission.example", "new@mission.example"]


def test_nothing_is_drafted_about_what_is_over_unpublished_or_without_text(dialogue: Dialogue) -> None:
    invited(dialogue, a_contact())
    with pytest.raises(IsOver):
        draft(dialogue, dialogue.ends_at)
    dialogue.published_at = None
    with pytest.raises(NotPublished):
        draft(dialogue)
    dialogue.published_at = OPENED
    dialogue.texts.clear()
    session.flush()
    with pytest.raises(NoText):
        draft(dialogue)


def test_withdrawing_from_what_is_over_or_unpublished_writes_no_letter(dialogue: Dialogue, outbox: Outbox) -> None:
    first, second = invited(dialogue, a_contact(), a_contact())
    draft(dialogue)
    for letter in outbox():
        send(letter)
    assert actions.withdraw(dialogue, first, by="Desk", at=dialogue.ends_at) is False
    dialogue.published_at = None
    assert actions.withdraw(dialogue, second, by="Desk", at=LATER) is False
    assert len(outbox()) == 2


def test_dialogue_without_overview_is_invited_to_without_it(dialogue: Dialogue, outbox: Outbox) -> None:
    dialogue.texts.pop()
    session.flush()
    invited(dialogue, a_contact())
    draft(dialogue)
    assert outbox()[0].enclosures == []


def test_two_hundred_share_one_overview(dialogue: Dialogue, outbox: Outbox) -> None:
    invited(dialogue, *(a_contact() for _ in range(20)))
    assert draft(dialogue) == {"invitation": 20}
    assert len({letter.enclosures[0].id for letter in outbox()}) == 1
    assert len({letter.sender for letter in outbox()}) == 20


def test_answer_counts_once_and_belongs_to_the_entry_of_its_time(dialogue: Dialogue, outbox: Outbox) -> None:
    (one,) = invited(dialogue, a_contact())

    def give(answer: Answer, at: datetime = AT, note: str = "") -> bool:
        return actions.give_answer(dialogue, one, answer, channel=Channel.WEB, by="x", at=at, note=note)

    assert (give(Answer.ACCEPTED), give(Answer.ACCEPTED), give(Answer.ACCEPTED, note="Late")) == (True, False, True)
    draft(dialogue)
    send(outbox()[0])
    moved(dialogue)
    assert give(Answer.ACCEPTED, LATER) is True
    assert [(reply.answer, reply.note, reply.sequence) for reply in one.replies] == [
        (Answer.ACCEPTED, "", 0),
        (Answer.ACCEPTED, "Late", 0),
        (Answer.ACCEPTED, "", 1),
    ]


def test_answer_is_refused_where_there_is_nothing_to_answer(dialogue: Dialogue) -> None:
    (one,) = invited(dialogue, a_contact())
    with pytest.raises(actions.NothingToAnswer):
        actions.give_answer(dialogue, one, Answer.ACCEPTED, channel=Channel.WEB, by="x", at=dialogue.ends_at)
    actions.withdraw(dialogue, one, by="Desk", at=AT)
    with pytest.raises(actions.NotInvited):
        actions.give_answer(dialogue, one, Answer.ACCEPTED, channel=Channel.WEB, by="x", at=AT)
    assert one.replies == []


def test_a_hostile_contact_reaches_headers_and_entry_as_plain_text(dialogue: Dialogue, outbox: Outbox) -> None:
    name = '"x" <b@evil.example>; BEGIN:VALARM, https://evil.example'
    invited(dialogue, a_contact("peru@mission.example", name=name, salutation="[see](https://evil.example)"))
    draft(dialogue)
    (letter,) = outbox()
    mail = email.message_from_bytes(mail_bytes(letter), policy=email.policy.default)
    assert [one.addr_spec for one in mail["To"].addresses] == ["peru@mission.example"]
    assert 'href="https://evil' not in letter.html
    assert entry_of(letter).attendee.address == "peru@mission.example"
    assert b"\r\nBEGIN:VALARM" not in (letter.calendar or b"")


def test_entries_are_kept_as_they_were_written(dialogue: Dialogue, outbox: Outbox) -> None:
    invited(dialogue, a_contact())
    draft(dialogue)
    entry = session.scalars(select(Entry)).one()
    assert (entry.letter_id, entry.method, entry.uid, entry.sequence, entry.of_sequence, entry.summary) == (
        outbox()[0].id,
        "REQUEST",
        dialogue.uid,
        0,
        0,
        "Timely and decisive response",
    )


def test_replaced_link_makes_the_old_one_lead_nowhere(dialogue: Dialogue) -> None:
    (one,) = invited(dialogue, a_contact())
    actions.replace_link(dialogue, one, by="Desk", at=AT)
    assert one.token_version == 2


def test_who_has_the_old_link_is_owed_the_new_one_with_the_same_sequence(dialogue: Dialogue, outbox: Outbox) -> None:
    (one,) = invited(dialogue, a_contact())
    draft(dialogue)
    send(outbox()[0])
    actions.give_answer(dialogue, one, Answer.ACCEPTED, channel=Channel.WEB, by="x", at=AT)
    assert actions.replace_link(dialogue, one, by="Desk", at=LATER) is True
    new = outbox()[-1]
    assert facts_of(new) == (LetterKind.UPDATE, "REQUEST", 0, "ACCEPTED")
    assert (token_of(one) in new.text, "your personal link" in new.text) == (True, True)
    assert draft(dialogue, LATER) == {}
    send(new, LATER)
    assert draft(dialogue, LATER) == {}


def test_correction_that_was_undone_asks_nobody_anything(dialogue: Dialogue, outbox: Outbox) -> None:
    (one,) = invited(dialogue, a_contact())
    draft(dialogue)
    send(outbox()[0])
    actions.give_answer(dialogue, one, Answer.ACCEPTED, channel=Channel.WEB, by="x", at=AT)
    moved(dialogue)
    draft(dialogue, LATER)
    with changing(dialogue, by="Desk", at=LATER):
        dialogue.meetings[0].starts_at -= SLOT
    assert draft(dialogue, LATER) == {}
    assert [letter.state(LATER) for letter in outbox()] == [LetterState.SENT, LetterState.DISCARDED]
    with changing(dialogue, by="Desk", at=LATER):
        dialogue.theme = "Another name"
    assert draft(dialogue, LATER) == {"update": 1}
    assert facts_of(outbox()[-1]) == (LetterKind.UPDATE, "REQUEST", 0, "ACCEPTED")


def test_another_room_of_one_meeting_asks_again_and_is_told(dialogue: Dialogue, outbox: Outbox) -> None:
    (one,) = invited(dialogue, a_contact())
    draft(dialogue)
    send(outbox()[0])
    actions.give_answer(dialogue, one, Answer.ACCEPTED, channel=Channel.WEB, by="x", at=AT)
    with changing(dialogue, by="Desk", at=LATER):
        dialogue.meetings[1].room = "Trusteeship Council Chamber"
    assert (dialogue.sequence, [meeting.sequence for meeting in dialogue.meetings]) == (1, [0, 1])
    assert draft(dialogue, LATER) == {"update": 1}
    update = outbox()[-1]
    assert facts_of(update) == (LetterKind.UPDATE, "REQUEST", 1, "NEEDS-ACTION")
    location = entry_of(update).appointment.location
    assert location == "Conference Room 4 (Morning meeting), Trusteeship Council Chamber (Afternoon meeting)"
    text = " ".join(update.text.split())
    assert (
        "Afternoon meeting: 5 September 2012, 15:00–18:00 New York time (19:00–22:00 UTC), Trusteeship Council Chamber."
        " Before: 5 September 2012, 15:00–18:00 New York time (19:00–22:00 UTC), Conference Room 4" in text
    )


def test_address_in_better_words_asks_nobody_again(dialogue: Dialogue, outbox: Outbox) -> None:
    dialogue.address = "United Nation Headquarters, New York"
    invited(dialogue, a_contact())
    draft(dialogue)
    send(outbox()[0])
    with changing(dialogue, by="Desk", at=LATER):
        dialogue.address = "United Nations Headquarters, New York"
    assert (dialogue.sequence, draft(dialogue, LATER)) == (0, {"update": 1})
    assert facts_of(outbox()[-1])[1:3] == ("REQUEST", 0)


@pytest.mark.parametrize("change", [None, "theme", "name", "again"])
def test_what_was_prepared_is_written_only_as_long_as_nothing_has_changed(
    dialogue: Dialogue, outbox: Outbox, change: str | None
) -> None:
    (one,) = invited(dialogue, a_contact(name="A. Peru"))
    session.flush()
    prepared = prepare_letters(dialogue, numbers=[one.id], only=ALL, at=AT)
    assert outbox() == []
    if change == "theme":
        with changing(dialogue, by="Desk", at=AT):
            dialogue.theme = "Another name"
    elif change == "name":
        one.contact.name = "B. Peru"
    elif change == "again":
        draft(dialogue)
    session.flush()
    done = draft_letters(dialogue, by="Desk", at=AT, numbers=[one.id], prepared=prepared)
    assert done == ({} if change == "again" else {"invitation": 1})
    (letter,) = outbox()
    name = "B. Peru" if change == "name" else "A. Peru"
    theme = "Another name" if change == "theme" else "Timely and decisive response"
    assert (entry_of(letter).attendee.name, entry_of(letter).appointment.summary) == (name, theme)
    if change is None:
        assert letter.calendar == prepared[one.id][1].calendar


@pytest.mark.parametrize("approved", [False, True])
def test_letter_that_waits_never_leaves_with_a_link_that_was_replaced(
    dialogue: Dialogue, outbox: Outbox, approved: bool
) -> None:
    (one,) = invited(dialogue, a_contact())
    draft(dialogue)
    if approved:
        approve(outbox()[0], by="Desk", at=AT)
    actions.replace_link(dialogue, one, by="Desk", at=LATER)
    old, new = outbox()
    gone = LetterState.STOPPED if approved else LetterState.DISCARDED
    assert (old.state(LATER), new.state(LATER)) == (gone, LetterState.DRAFT)
    assert (token_of(one) in old.text, token_of(one) in new.text) == (False, True)


def test_link_is_replaced_although_the_letter_is_on_its_way_or_has_no_text_any_more(
    dialogue: Dialogue, outbox: Outbox
) -> None:
    first, second = invited(dialogue, a_contact(), a_contact())
    draft(dialogue)
    going, waiting = outbox()
    approve(going, by="Desk", at=AT)
    going.leased_until = LATER + SLOT
    dialogue.texts = []
    for one in (first, second):
        actions.replace_link(dialogue, one, by="Desk", at=LATER)
    assert [letter.state(LATER) for letter in (going, waiting)] == [LetterState.SENDING, LetterState.DISCARDED]
    assert (first.token_version, second.token_version) == (2, 2)
    follows = outbox()[2:]
    assert [(one.about, token_of(first) in one.text) for one in follows] == [(f"invitation:{first.id}", True)]


def test_replacing_a_link_writes_nothing_about_what_is_over(dialogue: Dialogue, outbox: Outbox) -> None:
    (one,) = invited(dialogue, a_contact())
    draft(dialogue)
    actions.replace_link(dialogue, one, by="Desk", at=dialogue.ends_at)
    assert [letter.state(LATER) for letter in outbox()] == [LetterState.DISCARDED]


def test_draft_that_leaves_at_this_very_moment_is_not_written_anew(dialogue: Dialogue, outbox: Outbox) -> None:
    (peru,) = invited(dialogue, a_contact())
    draft(dialogue)
    (letter,) = outbox()
    moved(dialogue, AT)
    before = progress(dialogue, peru, at=AT, edited={})
    assert (before.due.replaces, _cleared(replace(before, waiting=None), AT)) == (True, True)
    approved = update(Letter).values(approved_at=AT, leased_until=LATER).where(Letter.id == letter.id)
    session.execute(approved, execution_options={"synchronize_session": False})
    assert _cleared(before, AT) is False
    assert letter.state(AT) is LetterState.SENDING


def test_draft_with_a_text_that_was_edited_since_says_so(dialogue: Dialogue, outbox: Outbox) -> None:
    (peru,) = invited(dialogue, a_contact())
    draft(dialogue)
    told = [fault(dialogue, peru.entries[0], at=LATER, edited={"en": edited}) for edited in (AT - SLOT, AT, AT + SLOT)]
    assert [str(one) for one in told] == ["None", "None", "The text of the invitation was edited since."]
