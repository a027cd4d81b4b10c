"""Claims, leases, streams, retries and rests, with rows and a clock of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.exc import OperationalError

from rtop_event.database import session
from rtop_event.mailing import deciding, postman, sending
from rtop_event.mailing.models import Letter, LetterKind, LetterState, Postman
from rtop_event.mailing.senders import own_mark
from rtop_event.mailing.sending import LEASE, Sent, any_due, claim, send_due
from rtop_event.mailing.transport import Outcome, Reply, Unreachable
from rtop_event.mailing.writing import enclose
from tests.mailing.letters import AT, ENTRY, INVITED, MINUTE, a_letter, an_entry_letter

Outbox = Callable[[], list[Letter]]
TAKEN = Reply(Outcome.TAKEN, "250 ok")


class Server:
    """A way out that answers as the test tells it, and keeps what it was handed."""

    def __init__(self, *replies: Reply | Unreachable) -> None:
        self.replies = list(replies)
        self.handed: list[str] = []
        self.contents: list[bytes] = []
        self.senders: list[str] = []
        self.lines = 0
        self.look: Callable[[], object] = list

    @contextmanager
    def open(self, _settings: object) -> Iterator[Server]:
        self.lines += 1
        if self.replies and isinstance(self.replies[0], Unreachable):
            raise self.replies.pop(0)  # type: ignore[misc] # looked at just before
        yield self

    def carry(self, *, sender: str, recipient: str, content: bytes, name: str, before_end: Callable[[], None]) -> Reply:
        _ = name
        self.look()
        before_end()
        self.look()
        self.senders.append(sender)
        self.handed.append(recipient)
        self.contents.append(content)
        reply = self.replies.pop(0) if self.replies else TAKEN
        assert isinstance(reply, Reply)
        return reply


@pytest.fixture
def through(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Server]:
    """Send through a server that gives these replies, then takes everything."""

    def served(*replies: Reply | Unreachable) -> Server:
        server = Server(*replies)
        monkeypatch.setattr(sending, "carrier", server.open)
        return server

    return served


def send(at: datetime = AT, **named: Any) -> Sent:
    return send_due(lambda: at, **named)


def letters_to(*names: str, **facts: Any) -> None:
    for name in names:
        a_letter(recipient=f"{name}@mission.example", stream=name, **facts)
    session.commit()


def test_due_letters_leave_in_order_and_are_marked(outbox: Outbox, through: Callable[..., Server]) -> None:
    server = through()
    letters_to("tonga", "peru", "chad")
    assert send() == Sent(taken=3)
    assert server.handed == ["tonga@mission.example", "peru@mission.example", "chad@mission.example"]
    assert server.lines == 1
    assert [(one.state(AT), one.sent_at, one.attempts, one.server_answer, one.lease) for one in outbox()] == [
        (LetterState.SENT, AT, 1, "250 ok", "")
    ] * 3
    assert send() == Sent()
    assert server.lines == 1


def test_each_letter_is_returned_to_an_address_of_its_own(outbox: Outbox, through: Callable[..., Server]) -> None:
    server = through()
    letters_to("tonga", "peru")
    tonga, peru = outbox()
    peru.message_id = "<odd@elsewhere.example>"
    session.commit()
    send()
    assert server.senders == [f"bounce-{tonga.message_id.strip('<>')}", peru.sender]


def test_letter_is_written_to_a_file_that_is_the_mail(app: Flask, outbox: Outbox) -> None:
    an_entry_letter(approved_by="Ana", enclosures=[enclose("overview.pdf", "application/pdf", b"%PDF")])
    session.commit()
    number = outbox()[0].id
    assert send() == Sent(taken=1)
    name = f"20120816T130000Z-{number:06}.eml"
    assert [file.name for file in (Path(app.instance_path) / "mail").iterdir()] == [name]
    assert outbox()[0].server_answer == f"written to {name}"
    content = (Path(app.instance_path) / "mail" / name).read_bytes()
    assert content.count(b"Content-Type: application/pdf") == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"approved_at": None},
        {"sent_at": AT},
        {"failed_at": AT},
        {"discarded_at": AT},
        {"next_attempt_at": AT + MINUTE},
        {"approved_at": AT + MINUTE},
        {"leased_until": AT + MINUTE},
    ],
)
def test_letter_stays_while_something_is_against_it(rows: None, facts: dict[str, Any]) -> None:
    letter = a_letter()
    for name, value in facts.items():
        setattr(letter, name, value)
    session.commit()
    assert (any_due(AT), claim(AT)) == (False, [])


def test_claimed_letter_belongs_to_one_sender_until_the_lease_ends(outbox: Outbox) -> None:
    letters_to("tonga", "peru")
    first = claim(AT, most=1)
    second = claim(AT)
    session.commit()
    assert [[letter.recipient for letter in claimed] for claimed in (first, second)] == [
        ["tonga@mission.example"],
        ["peru@mission.example"],
    ]
    assert claim(AT + LEASE - timedelta(seconds=1)) == []
    assert [letter.state(AT) for letter in outbox()] == [LetterState.SENDING] * 2
    assert len(claim(AT + LEASE)) == 2


def test_letter_of_a_dead_sender_leaves_again_with_the_same_bytes(
    outbox: Outbox, through: Callable[..., Server]
) -> None:
    server = through()
    an_entry_letter(approved_by="Ana")
    session.commit()
    send()
    letter = outbox()[0]
    letter.sent_at, letter.leased_until, letter.lease = None, AT + LEASE, "of a dead sender"
    session.commit()
    assert send(AT + MINUTE) == Sent()
    assert send(AT + LEASE) == Sent(taken=1)
    assert server.contents[0] == server.contents[1]


def test_letter_in_the_hand_of_a_sender_known_to_be_dead_leaves_at_once(
    app: Flask, outbox: Outbox, through: Callable[..., Server]
) -> None:
    server = through()
    letters_to("tonga", "peru", "chad")
    own_mark()
    folder = Path(app.extensions["settings"].instance) / "senders"
    (folder / "0123456789abcdef").touch()
    tonga, peru, _chad = outbox()
    tonga.lease, peru.lease = "0123456789abcdef" + "1" * 16, own_mark() + "2" * 16
    tonga.leased_until = peru.leased_until = AT + LEASE
    session.commit()
    assert send() == Sent(taken=2)
    assert server.handed == ["tonga@mission.example", "chad@mission.example"]
    assert [file.name for file in folder.iterdir()] == [own_mark()]


def test_only_the_letter_in_the_hand_may_have_arrived(outbox: Outbox, through: Callable[..., Server]) -> None:
    seen: list[list[datetime | None]] = []
    server = through()
    letters_to("tonga", "peru", "chad")
    server.look = lambda: seen.append(list(session.scalars(select(Letter.handed_at).order_by(Letter.id))))
    assert send() == Sent(taken=3)
    assert seen == [
        *([None, None, None], [AT, None, None]),
        *([AT, None, None], [None, AT, None]),
        *([None, AT, None], [None, None, AT]),
    ]
    assert [one.handed_at for one in outbox()] == [None] * 3


def test_letter_is_not_at_its_end_before_the_one_before_is_written_down(
    outbox: Outbox, through: Callable[..., Server]
) -> None:
    seen: list[int] = []
    server = through()
    letters_to("tonga", "peru", "chad")
    server.look = lambda: seen.append(sum(one.sent_at is not None for one in outbox()))
    send()
    assert seen == [0, 0, 0, 1, 1, 2]


def test_lost_answer_is_remembered_although_a_later_try_is_refused(
    outbox: Outbox, through: Callable[..., Server]
) -> None:
    lost = Reply(Outcome.LATER, "Connection unexpectedly closed", line_stands=False, unanswered=True)
    through(lost, Reply(Outcome.REFUSED, "550 no such mailbox"))
    letters_to("tonga")
    assert send() == Sent(later=1)
    assert send(AT + MINUTE) == Sent(refused=1)
    assert (outbox()[0].state(AT), outbox()[0].handed_at) == (LetterState.FAILED, AT)


def test_no_letter_overtakes_an_earlier_one_of_its_stream(outbox: Outbox, through: Callable[..., Server]) -> None:
    later = Reply(Outcome.LATER, "451 greylisted")
    server = through(later)
    a_letter(subject="first")
    a_letter(subject="second")
    session.commit()
    assert send() == Sent(later=1)
    assert [letter.state(AT) for letter in outbox()] == [LetterState.WAITING, LetterState.APPROVED]
    assert send(AT + MINUTE) == Sent(taken=2)
    assert len(server.handed) == 3
    assert [letter.sent_at for letter in outbox()] == [AT + MINUTE] * 2


def test_cancellation_waits_for_a_request_that_is_still_a_draft(outbox: Outbox, through: Callable[..., Server]) -> None:
    server = through()
    an_entry_letter()
    an_entry_letter(LetterKind.CANCELLATION, replace(ENTRY, sequence=1), approved_by="Ana")
    session.commit()
    assert send() == Sent()
    outbox()[0].approved_at = AT
    session.commit()
    assert send() == Sent(taken=2)
    assert [b"method=REQUEST" in content for content in server.contents] == [True, False]


@pytest.mark.parametrize("end", ["failed_at", "discarded_at"])
def test_cancellation_does_not_wait_for_a_request_that_will_not_leave(
    outbox: Outbox, through: Callable[..., Server], end: str
) -> None:
    through()
    request = an_entry_letter(approved_by="Ana")
    an_entry_letter(LetterKind.CANCELLATION, replace(ENTRY, sequence=1), approved_by="Ana")
    setattr(request, end, AT)
    session.commit()
    assert send() == Sent(taken=1)


def test_receipt_does_not_wait_for_a_draft(rows: None, through: Callable[..., Server]) -> None:
    server = through()
    an_entry_letter()
    a_letter()
    session.commit()
    assert send() == Sent(taken=1)
    assert server.handed == [INVITED]


def test_temporary_refusal_is_tried_again_later_and_given_up_after_two_days(
    outbox: Outbox, through: Callable[..., Server]
) -> None:
    through(*[Reply(Outcome.LATER, "451 try later")] * 60)
    letters_to("tonga")
    at, moments = AT, []
    while (letter := outbox()[0]).failed_at is None:
        at = letter.next_attempt_at or at
        moments.append(at)
        assert send(at - timedelta(seconds=1)) == Sent()
        assert send(at) == Sent(later=1)
    assert len(moments) == 53
    assert (letter.attempts, letter.server_answer, letter.state(at)) == (53, "451 try later", LetterState.FAILED)
    assert timedelta(hours=36) < moments[-1] - moments[0] < timedelta(hours=49)


def test_permanent_refusal_fails_at_once_and_others_leave(outbox: Outbox, through: Callable[..., Server]) -> None:
    through(Reply(Outcome.REFUSED, "550 no such mailbox"))
    letters_to("tonga", "peru")
    assert send() == Sent(taken=1, refused=1)
    assert [(one.state(AT), one.server_answer) for one in outbox()] == [
        (LetterState.FAILED, "550 no such mailbox"),
        (LetterState.SENT, "250 ok"),
    ]


def test_broken_line_is_opened_again_for_the_others(outbox: Outbox, through: Callable[..., Server]) -> None:
    server = through(Reply(Outcome.LATER, "Connection unexpectedly closed", line_stands=False))
    letters_to("tonga", "peru", "chad")
    assert send() == Sent(taken=2, later=1)
    assert (server.lines, len(server.handed)) == (2, 3)
    assert [one.state(AT) for one in outbox()] == [LetterState.WAITING, LetterState.SENT, LetterState.SENT]


def test_server_that_is_away_fails_no_letter_and_rests_longer_each_time(
    outbox: Outbox, through: Callable[..., Server]
) -> None:
    through(Unreachable("Connection refused"), Unreachable("Connection refused"))
    letters_to("tonga", "peru")
    assert send() == Sent(trouble="Connection refused")
    assert postman.standing(AT).trouble == "Connection refused"
    assert postman.standing(AT).resting_until == AT + MINUTE
    assert send(AT + timedelta(seconds=59)) == Sent()
    assert send(AT + MINUTE) == Sent(trouble="Connection refused")
    assert postman.standing(AT + MINUTE).resting_until == AT + 3 * MINUTE
    assert [(one.state(AT), one.attempts) for one in outbox()] == [(LetterState.APPROVED, 0)] * 2
    assert send(AT + 3 * MINUTE) == Sent(taken=2)
    assert postman.the_postman().rests == 0


def test_server_that_lets_us_in_no_more_stops_sending_and_keeps_the_letters(
    outbox: Outbox, through: Callable[..., Server]
) -> None:
    server = through(TAKEN, Reply(Outcome.REST, "535 authentication failed", line_stands=False))
    letters_to("tonga", "peru", "chad")
    assert send() == Sent(taken=1, trouble="535 authentication failed")
    assert len(server.handed) == 2
    assert [(one.state(AT), one.lease) for one in outbox()] == [
        (LetterState.SENT, ""),
        (LetterState.APPROVED, ""),
        (LetterState.APPROVED, ""),
    ]


def test_letter_that_cannot_become_a_mail_fails_alone(outbox: Outbox, through: Callable[..., Server]) -> None:
    through()
    letters_to("tonga", "peru")
    outbox()[0].subject = "x\r\nBcc: y@evil.example"
    session.commit()
    assert send() == Sent(taken=1, refused=1)
    assert outbox()[0].server_answer.startswith("not a mail: ")


def test_sender_that_is_told_to_stop_gives_back_what_it_has_not_begun(
    outbox: Outbox, through: Callable[..., Server]
) -> None:
    server = through()
    letters_to("tonga", "peru", "chad")
    assert send(stopping=lambda: len(server.handed) == 1) == Sent(taken=1)
    assert [(one.state(AT), one.lease) for one in outbox()] == [
        (LetterState.SENT, ""),
        (LetterState.APPROVED, ""),
        (LetterState.APPROVED, ""),
    ]


def test_sender_claims_anew_what_its_lease_is_too_short_for(outbox: Outbox, through: Callable[..., Server]) -> None:
    server = through()
    letters_to("tonga", "peru")
    assert send_due(lambda: AT + 4 * MINUTE if server.handed else AT) == Sent(taken=2)
    assert server.lines == 2
    assert [one.sent_at for one in outbox()] == [AT + 4 * MINUTE] * 2


def busy(times: int) -> Callable[[], None]:
    """A write that finds the database busy so many times."""
    left = [OperationalError("UPDATE", {}, Exception("database is locked"))] * times

    def write() -> None:
        if left:
            raise left.pop()
        session.add(postman.the_postman())

    return write


def test_what_became_of_a_letter_is_written_although_the_database_is_busy(
    rows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    sending._insist(busy(3))
    session.rollback()
    assert (waited, postman.the_postman().name) == ([1, 1, 1], postman.NAME)
    session.rollback()
    with pytest.raises(OperationalError, match="locked"):
        sending._insist(busy(1000))
    assert len(waited) == 3 + sending.MARKING_TRIES - 1


def test_pause_by_setting_keeps_letters(
    app: Flask, rows: None, through: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    through()
    letters_to("tonga")
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], mail_pause=True))
    assert send() == Sent()
    assert postman.standing(AT).paused is True


def test_hold_by_a_person_keeps_letters_until_released(rows: None, through: Callable[..., Server]) -> None:
    through()
    letters_to("tonga")
    postman.hold(by="Ana", at=AT)
    postman.hold(by="Ben", at=AT + MINUTE)
    session.commit()
    assert (postman.standing(AT).held_by, postman.standing(AT).held_at) == ("Ana", AT)
    assert send() == Sent()
    postman.release()
    session.commit()
    assert send() == Sent(taken=1)


def test_worker_is_alive_while_it_gives_signs_of_life(rows: None) -> None:
    assert postman.worker_alive(AT) is False
    postman.sign_of_life(at=AT)
    session.commit()
    assert postman.worker_alive(AT + 2 * MINUTE) is True
    assert postman.worker_alive(AT + 3 * MINUTE) is False


def test_row_of_the_postman_that_another_process_made_meanwhile_is_the_one(rows: None) -> None:
    def meanwhile(connection: Connection, _name: str) -> None:
        connection.execute(insert(Postman).values(name=postman.NAME, trouble="", held_by="theirs", rests=0))

    event.listen(session.connection(), "savepoint", meanwhile)
    assert postman.the_postman().held_by == "theirs"


def test_letter_that_is_held_back_holds_those_after_it_in_its_stream(
    outbox: Outbox, through: Callable[..., Server]
) -> None:
    server = through()
    deciding.hold(an_entry_letter(approved_by="Ana"), by="Ana", at=AT)
    an_entry_letter(LetterKind.CANCELLATION, replace(ENTRY, sequence=1), approved_by="Ana")
    letters_to("peru")
    assert send() == Sent(taken=1)
    assert server.handed == ["peru@mission.example"]
    deciding.let_go(outbox()[0])
    session.commit()
    assert send() == Sent(taken=2)
    assert [b"method=REQUEST" in content for content in server.contents] == [False, True, False]


def test_letter_set_for_later_leaves_at_its_hour_and_nothing_overtakes_it(
    outbox: Outbox, through: Callable[..., Server]
) -> None:
    server = through()
    deciding.approve(an_entry_letter(), by="Ana", at=AT, not_before=AT + 2 * MINUTE)
    cancellation = an_entry_letter(LetterKind.CANCELLATION, replace(ENTRY, sequence=1))
    deciding.approve(cancellation, by="Ana", at=AT)
    session.commit()
    assert (send(), send(AT + 2 * MINUTE - timedelta(seconds=1))) == (Sent(), Sent())
    assert send(AT + 2 * MINUTE) == Sent(taken=2)
    assert [b"method=REQUEST" in content for content in server.contents] == [True, False]
