"""Replies from calendars, taken in by the command: each client's shape, each way of proving oneself, each outcome."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from rtop_event import clock
from rtop_event.database import session
from rtop_event.dialogues.actions import cancel, changing
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.words import TextKind
from rtop_event.invitations import actions
from rtop_event.invitations.contact_actions import facts_of, save_contact
from rtop_event.invitations.drafting import draft_letters
from rtop_event.invitations.models import Answer, Channel, Contact, Invitation
from rtop_event.invitations.models import Reply as ReplyGiven
from rtop_event.invitations.progress import progress
from rtop_event.mailing.commands import told
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.mime import mail_bytes
from rtop_event.mailing.models import Blocked, Letter, Received, Way
from rtop_event.mailing.opening import opened
from rtop_event.mailing.taking import keep, work
from tests.builders import OPENED, a_contact, a_dialogue, an_invitation
from tests.client_mails import CLIENTS, COUNTERS, PERU, Reply, alternative, calendar, gmail, mail, part, thunderbird
from tests.mail_lint import mail_faults

AUGUST = datetime(2012, 8, 20, 13, 0, tzinfo=UTC)
AT = datetime(2012, 8, 21, 13, 0, tzinfo=UTC)
LETTER = "Subject: Invitation: {dialogue}, {date}\n\n{salutation}\n\n{register_link}\n"
Take = Callable[[bytes], str]


@pytest.fixture(autouse=True)
def _in_august(tmp_path: Path) -> Iterator[None]:
    """The clock shows the day after the invitations left."""
    clock.begin_trial(tmp_path, shows=AT)
    clock.set_clock(tmp_path, trial=True)
    yield
    clock.set_clock(tmp_path, trial=False)


@pytest.fixture
def dialogue(app: Flask, rows: None) -> Dialogue:
    """A dialogue to which Peru and Chad were invited on 20 August."""
    made = a_dialogue()
    made.texts = [DialogueText(kind=TextKind.LETTER, language="en", body=LETTER, changed_at=OPENED)]
    for name in ("peru", "chad"):
        an_invitation(made, a_contact(f"{name}@mission.example", name=f"A. {name.title()}"), reply_key=f"{name}key")
    send_what_is_owed(app, made, AUGUST)
    return made


def send_what_is_owed(app: Flask, dialogue: Dialogue, at: datetime) -> None:
    """Draft what people are owed, and let it leave."""
    with app.test_request_context():
        draft_letters(dialogue, by="Desk", at=at)
        for letter in session.scalars(select(Letter).where(Letter.sent_at.is_(None))):
            approve(letter, by="Desk", at=at)
            letter.sent_at = at
        session.commit()


@pytest.fixture
def take(app: Flask, rows: None) -> Take:
    """Take in a mail as the command does, but for the child that opens it; the line that is printed."""

    def taken(raw: bytes) -> str:
        number = keep(io.BytesIO(raw), way=Way.PIPE, at=clock.now())
        return told(work(number, clock.now, opened))  # without a request, as in the worker

    return taken


def answers(name: str = "peru") -> list[tuple[str, str, int, str]]:
    """What somebody answered, in the order in which it came."""
    invitation = session.scalars(select(Invitation).where(Invitation.reply_key == f"{name}key")).one()
    return [(one.answer.value, one.channel.value, one.sequence, one.note) for one in invitation.replies]


def stands(app: Flask, name: str = "peru") -> tuple[str, str]:
    """The answer that stands, and the one to an earlier time."""
    invitation = session.scalars(select(Invitation).where(Invitation.reply_key == f"{name}key")).one()
    with app.test_request_context():
        now = progress(invitation.dialogue, invitation, at=AT, edited={}).answer
    return now.answer, now.earlier


PERU_TOLD = f"{PERU} (rtop-2012)"


@pytest.mark.parametrize(
    ("client", "answer"), [*zip(CLIENTS, itertools.cycle(["ACCEPTED", "TENTATIVE", "DECLINED"]), strict=False)]
)
def test_every_client_is_understood(dialogue: Dialogue, take: Take, client: str, answer: str) -> None:
    said = answer.lower()
    assert take(CLIENTS[client](Reply(answer))) == f"applied {PERU_TOLD}: answered, {said}"
    assert [one[:3] for one in answers()] == [(said, "mail", 0)]


@pytest.mark.parametrize("to", ["rsvp-perukey@dialogue.example", "desk@dialogue.example"])
def test_a_mailbox_that_was_given_up_answers_for_nobody(app: Flask, dialogue: Dialogue, take: Take, to: str) -> None:
    contact = session.scalars(select(Contact).where(Contact.address == PERU)).one()
    session.add(Blocked(address_key=PERU, since=AT, words="complaint"))
    save_contact(contact, replace(facts_of(contact), address="new@mission.example"), by="Desk", at=AT)
    session.commit()
    reason = "unknown-token" if to.startswith("rsvp-") else "not-invited"
    assert take(thunderbird(Reply(to=to))) == f"manual {PERU}: {reason}"
    assert session.scalars(select(ReplyGiven)).all() == []


@pytest.mark.parametrize("client", COUNTERS)
def test_another_time_that_is_proposed_goes_to_a_person(
    app: Flask, dialogue: Dialogue, take: Take, client: str
) -> None:
    later = Reply("TENTATIVE", method="COUNTER", starts="20120905T190000Z", ends="20120905T210000Z")
    assert take(COUNTERS[client](later)) == f"counter {PERU_TOLD}: proposes, tentative"
    assert stands(app) == ("tentative", "")
    assert session.scalars(select(Received)).one().facts["proposal"]["starts"] == "2012-09-05T19:00:00+00:00"
    assert dialogue.starts_at == datetime(2012, 9, 5, 14, 0, tzinfo=UTC)


def test_a_reply_with_another_beginning_is_a_proposal(dialogue: Dialogue, take: Take) -> None:
    assert take(thunderbird(Reply("TENTATIVE", starts="20120905T190000Z"))).startswith("counter ")


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(to="desk@dialogue.example"), f"applied {PERU_TOLD}: answered, accepted"),
        (
            Reply(sender="Peru@Mission.Example", attendee="PERU@mission.EXAMPLE"),
            f"applied {PERU_TOLD}: answered, accepted",
        ),
        (Reply(attendee="other@elsewhere.example"), f"applied {PERU_TOLD}: answered, accepted"),
        (Reply(sender="assistant@elsewhere.example"), f"applied {PERU_TOLD}: answered, accepted"),
        (Reply(attendee="a@b.example", sender="a@b.example"), f"manual {PERU_TOLD}: other-attendee"),
        (Reply(attendee="chad@mission.example"), f"manual {PERU_TOLD}: other-attendee"),
        (Reply(uid="something-else@elsewhere.example"), f"manual {PERU_TOLD}: other-entry"),
        (Reply(uid=""), f"manual {PERU_TOLD}: no-uid"),
        (Reply(to="desk@dialogue.example", sender="a@b.example"), f"manual {PERU_TOLD}: other-sender"),
        (Reply(to="desk@dialogue.example", attendee="a@b.example"), f"manual {PERU}: not-invited"),
        (Reply(to="rsvp-guess@dialogue.example"), f"manual {PERU_TOLD}: unknown-token"),
        (Reply(to="desk@dialogue.example", uid="x@y.example"), f"manual {PERU}: other-entry"),
        (Reply("NEEDS-ACTION"), f"ignored {PERU_TOLD}: no-answer"),
        (Reply("IN-PROCESS"), f"manual {PERU_TOLD}: unknown-answer"),
        (Reply("DELEGATED"), f"manual {PERU_TOLD}: delegated, delegated"),
        (Reply(method="REQUEST"), f"ignored {PERU_TOLD}: asks-from-outside"),
        (Reply(method="CANCEL"), f"ignored {PERU_TOLD}: asks-from-outside"),
    ],
)
def test_who_proves_to_be_invited_is_heard_and_all_else_goes_to_a_person(
    dialogue: Dialogue, take: Take, reply: Reply, said: str
) -> None:
    assert take(thunderbird(reply)) == said
    heard = said.startswith("applied") or "delegated" in said
    assert (len(answers()), answers("chad")) == (1 if heard else 0, [])
    assert dialogue.cancelled_at is None
    assert session.query(Invitation).count() == 2


def letters_to(address: str) -> list[Letter]:
    """The letters to somebody, in their order."""
    session.expire_all()
    return list(session.scalars(select(Letter).where(Letter.recipient == address).order_by(Letter.id)))


def entry_in(letter: Letter) -> dict[str, str]:
    """What stands in a letter's entry, by the names of the lines."""
    lines = (letter.calendar or b"").decode().replace("\r\n ", "").splitlines()
    return {line.partition(":")[0].partition(";")[0]: line.partition(":")[2] for line in lines}


def test_a_calendar_that_asks_for_its_entry_gets_it_again_once_a_day(
    app: Flask, dialogue: Dialogue, take: Take, tmp_path: Path
) -> None:
    take(gmail(Reply(number=7)))
    asks = thunderbird(Reply(method="REFRESH", number=8))
    assert take(asks) == f"applied {PERU_TOLD}: sent-again"
    first, again = letters_to(PERU)
    assert (again.approved_by, again.state(AT).value, again.subject) == (
        "the site", "approved", "Invitation: Timely and decisive response, 5 September 2012",
    )  # fmt: skip
    before, now = entry_in(first), entry_in(again)
    assert {name for name in before if before[name] != now.get(name)} == {"DTSTAMP"}
    assert b"PARTSTAT=ACCEPTED" in (again.calendar or b"").replace(b"\r\n ", b"")
    assert mail_faults(mail_bytes(again)) == []
    again.sent_at = AT
    session.commit()
    assert take(asks.replace(b"answer-8", b"answer-9")) == f"ignored {PERU_TOLD}: asks-too-often"
    clock.begin_trial(tmp_path, shows=AT + timedelta(days=1, minutes=1))
    clock.set_clock(tmp_path, trial=True)
    by_itself = asks.replace(b"answer-8", b"answer-10").replace(b"Subject:", b"List-Id: <a.example>\r\nSubject:")
    assert take(by_itself) == f"ignored {PERU_TOLD}: asks-by-itself"
    assert take(asks.replace(b"answer-8", b"answer-11")) == f"applied {PERU_TOLD}: sent-again"
    assert len(letters_to(PERU)) == 3


def test_an_entry_is_not_sent_again_to_who_is_not_invited_or_is_owed_another(
    app: Flask, dialogue: Dialogue, take: Take
) -> None:
    other = Reply(method="REFRESH", attendee="a@b.example", sender="a@b.example")
    assert take(thunderbird(other)) == f"manual {PERU_TOLD}: other-attendee"
    assert take(thunderbird(other.but(to="desk@dialogue.example", number=2))) == "manual a@b.example: not-invited"
    ours = Reply(method="REFRESH", sender="rsvp-chadkey@dialogue.example", number=3)
    assert take(thunderbird(ours)) == f"ignored {PERU_TOLD}: asks-by-itself"
    site = ours.but(sender="DESK@dialogue.example", number=5)
    assert take(thunderbird(site)) == f"ignored {PERU_TOLD}: asks-by-itself"
    with changing(dialogue, by="Desk", at=AUGUST + timedelta(hours=3)):
        dialogue.meetings[0].starts_at += timedelta(minutes=30)
    assert take(thunderbird(Reply(method="REFRESH", number=4))) == f"manual {PERU_TOLD}: asks-again"
    assert len(letters_to(PERU)) == 1


def test_the_same_mail_twice_and_the_same_answer_in_another_mail_have_one_effect(
    dialogue: Dialogue, take: Take
) -> None:
    first = gmail(Reply())
    assert [take(first), take(first), take(gmail(Reply(number=2)))] == [
        f"applied {PERU_TOLD}: answered, accepted",
        f"duplicate {PERU_TOLD}: same-mail",
        f"duplicate {PERU_TOLD}: same-answer, accepted",
    ]
    assert len(answers()) == 1


def test_an_older_answer_that_comes_later_changes_nothing(app: Flask, dialogue: Dialogue, take: Take) -> None:
    assert take(gmail(Reply("DECLINED", stamp="20120820T150000Z"))).startswith("applied")
    assert take(gmail(Reply(number=2))) == f"stale {PERU_TOLD}: later-answer-known, accepted"
    assert stands(app) == ("declined", "")


def test_a_later_answer_on_the_page_stands_against_a_mail_that_was_slow(
    app: Flask, dialogue: Dialogue, take: Take
) -> None:
    invitation = session.scalars(select(Invitation).where(Invitation.reply_key == "perukey")).one()
    with app.test_request_context():
        actions.give_answer(
            dialogue, invitation, Answer.DECLINED, channel=Channel.WEB, by=PERU, at=AT - timedelta(hours=1)
        )
    assert take(gmail(Reply())) == f"stale {PERU_TOLD}: later-answer-known, accepted"
    assert stands(app) == ("declined", "")
    assert [one[:2] for one in answers()] == [("declined", "web"), ("accepted", "mail")]
    assert take(gmail(Reply(number=2, stamp="20120821T124500Z"))) == f"applied {PERU_TOLD}: answered, accepted"
    assert stands(app) == ("accepted", "")


def test_an_answer_to_the_earlier_time_is_kept_and_told_as_such(app: Flask, dialogue: Dialogue, take: Take) -> None:
    with changing(dialogue, by="Desk", at=AUGUST + timedelta(hours=3)):
        dialogue.meetings[0].starts_at += timedelta(minutes=30)
    send_what_is_owed(app, dialogue, AUGUST + timedelta(hours=4))
    assert take(gmail(Reply())) == f"applied {PERU_TOLD}: earlier-version, accepted"
    assert stands(app) == ("needs-action", "accepted")
    again = Reply(sequence="1", stamp="20120820T180000Z", starts="20120905T143000Z", number=2)
    assert take(gmail(again)) == f"applied {PERU_TOLD}: answered, accepted"
    assert take(gmail(Reply("DECLINED", number=3, stamp="20120821T120000Z"))).startswith("stale")
    assert stands(app) == ("accepted", "")


@pytest.mark.parametrize("sequence", ["7", "2147483647", "99999999999", "abc", "-1", ""])
def test_a_version_that_was_never_sent_locks_nobody_out(
    app: Flask, dialogue: Dialogue, take: Take, sequence: str
) -> None:
    assert take(gmail(Reply(sequence=sequence))).startswith("applied")
    assert take(gmail(Reply("DECLINED", number=2, stamp="20120820T150000Z"))).startswith("applied")
    assert stands(app) == ("declined", "")


@pytest.mark.parametrize("stamp", ["20990101T000000Z", "", "20120820T140000", "nonsense", "00000000T000000Z"])
def test_a_moment_that_cannot_be_is_replaced_by_that_of_receipt(
    app: Flask, dialogue: Dialogue, take: Take, stamp: str
) -> None:
    assert take(gmail(Reply(stamp=stamp))).startswith("applied")
    assert take(gmail(Reply("DECLINED", number=2, stamp="20120823T150000Z"))).startswith("applied")
    assert stands(app) == ("declined", "")


def test_an_answer_after_a_cancellation_is_history_only(app: Flask, dialogue: Dialogue, take: Take) -> None:
    cancel(dialogue, why="Storm", by="Desk", at=AT)
    assert take(gmail(Reply())) == f"stale {PERU_TOLD}: cancelled, accepted"
    assert (stands(app), len(answers())) == (("needs-action", ""), 1)


def test_an_answer_after_the_end_is_history_only(app: Flask, dialogue: Dialogue, take: Take, tmp_path: Path) -> None:
    clock.begin_trial(tmp_path, shows=datetime(2012, 9, 6, tzinfo=UTC))
    clock.set_clock(tmp_path, trial=True)
    assert take(gmail(Reply())) == f"stale {PERU_TOLD}: over, accepted"
    assert (stands(app), len(answers())) == (("needs-action", ""), 1)


def test_who_is_no_longer_invited_is_not_heard(app: Flask, dialogue: Dialogue, take: Take) -> None:
    session.scalars(select(Invitation).where(Invitation.reply_key == "perukey")).one().withdrawn_at = AT
    assert take(gmail(Reply())) == f"manual {PERU_TOLD}: withdrawn"
    assert answers() == []


@pytest.mark.parametrize(
    ("made", "note"),
    [
        (CLIENTS["exchange"], "We come, all three"),
        (CLIENTS["apple"], "We come\\, all three"),
        (CLIENTS["gmail"], "We come, all three"),
        (CLIENTS["thunderbird"], "We come\\, all three"),
    ],
)
def test_what_the_person_added_is_kept(
    dialogue: Dialogue, take: Take, made: Callable[[Reply], bytes], note: str
) -> None:
    take(made(Reply(comment=note)))
    assert answers()[0][3] == "We come, all three"


def test_without_a_comment_what_was_written_in_the_mail_is_the_note(dialogue: Dialogue, take: Take) -> None:
    body = calendar("METHOD:REPLY", "BEGIN:VEVENT", "UID:rtop-2012-uid@dialogue.example",
                    f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{PERU}", "END:VEVENT")  # fmt: skip
    said = part("text/plain", "I shall be late.\r\n\r\n> When: 5 September\r\n> Where: here")
    take(mail(Reply(), alternative(said, part("text/calendar", body))))
    assert answers() == [("accepted", "mail", 0, "I shall be late.")]


def test_a_mail_without_a_calendar_is_for_a_person_and_an_absence_is_no_answer(dialogue: Dialogue, take: Take) -> None:
    words = part("text/plain", "We shall come.")
    away = Reply(headers="Auto-Submitted: auto-replied\r\nReturn-Path: <>\r\n", number=2)
    assert take(mail(Reply(), words, subject="Yes")) == f"manual {PERU_TOLD}: no-calendar"
    assert take(mail(away, words, subject="Out of office")) == f"autoreply {PERU_TOLD}: automatic"
    assert answers() == []


def dsn(recipient: str, action: str, status: str, returned: str) -> bytes:
    """A delivery report in the standard form."""
    report = (
        "Reporting-MTA: dns; mx.mission.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {status.replace('.', '')} no such user\r\n"
    )
    content = alternative(
        part("text/plain", "Your mail could not be delivered."),
        part("message/delivery-status", report),
        part("message/rfc822", returned),
        kind="report; report-type=delivery-status",
    )
    return mail(Reply(sender="MAILER-DAEMON@mx.mission.example", number=9), content, subject="Undeliverable")


@pytest.mark.parametrize(
    ("action", "status", "reason", "blocked"),
    [
        ("failed", "5.1.1", "bounce", True),
        ("delayed", "4.4.1", "bounce", False),
        ("delivered", "2.0.0", "ignored", False),
    ],
)
def test_a_returned_letter_stops_the_next_ones_and_answers_nothing(
    dialogue: Dialogue, take: Take, action: str, status: str, reason: str, blocked: bool
) -> None:
    letter = session.scalars(select(Letter).where(Letter.recipient == PERU)).one()
    request = part("text/calendar; method=REQUEST", (letter.calendar or b"").decode(), "base64")
    returned = f"Message-ID: {letter.message_id}\r\nTo: {PERU}\r\n{request}"
    assert take(dsn(PERU, action, status, returned)).startswith(f"{reason} {PERU_TOLD}")
    assert [one.address_key for one in session.scalars(select(Blocked))] == ([PERU] if blocked else [])
    assert answers() == []


def test_a_letter_that_was_returned_knows_it_with_the_first_words(dialogue: Dialogue, take: Take) -> None:
    letter = session.scalars(select(Letter).where(Letter.recipient == PERU)).one()
    to = f"rsvp-perukey@dialogue.example, bounce-{letter.message_id.strip('<>')}"
    delayed = dsn(PERU, "delayed", "4.4.1", "Subject: x\r\n\r\nx").replace(
        b"rsvp-perukey@dialogue.example", to.encode()
    )
    failed = delayed.replace(b"delayed", b"failed").replace(b"4.4.1", b"5.1.1").replace(b"441", b"511")
    assert take(delayed.replace(b"answer-9", b"answer-8")).startswith("bounce ")
    assert (letter.bounced_at, letter.bounced_words) == (None, "")
    assert take(failed) == f"bounce {PERU_TOLD}: bounced"
    assert take(failed.replace(b"answer-9", b"answer-10").replace(b"5.1.1", b"5.2.2")) == f"bounce {PERU_TOLD}: bounced"
    session.expire_all()
    first = session.scalars(select(Received).where(Received.reason == "bounced").order_by(Received.id)).first()
    assert first is not None
    assert (letter.bounced_at, letter.bounced_words) == (first.worked_at, "5.1.1 511 no such user")


def test_a_report_about_nobody_that_we_wrote_to_stops_nothing(dialogue: Dialogue, take: Take) -> None:
    forged = dsn(PERU, "failed", "5.1.1", "Subject: x\r\n\r\nx").replace(b"rsvp-perukey", b"desk")
    assert take(forged) == f"bounce {PERU}: bounce-of-nothing-known"
    assert session.scalars(select(Blocked)).all() == []
