"""Replies in odd shapes and by odd ways, each with the outcome that it should have."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.mailing.models import Letter
from tests.client_mails import PERU, Reply, alternative, calendar, mail, part
from tests.invitations.test_receiving import PERU_TOLD, Take, _in_august, answers, dialogue, take
from tests.more_client_mails import MORE, event, office365

__all__ = ["_in_august", "dialogue", "take"]

APPLIED = f"applied {PERU_TOLD}: answered, accepted"
DESK = "desk@dialogue.example"


@pytest.mark.parametrize("answer", ["ACCEPTED", "TENTATIVE", "DECLINED"])
@pytest.mark.parametrize("client", MORE)
def test_rarer_clients_are_understood(dialogue: Dialogue, take: Take, client: str, answer: str) -> None:
    said = answer.lower()
    assert take(MORE[client](Reply(answer))) == f"applied {PERU_TOLD}: answered, {said}"
    assert [one[:3] for one in answers()] == [(said, "mail", 0)]


@pytest.mark.parametrize(
    "headers",
    [
        "Delivered-To: rsvp-perukey@dialogue.example\r\n",
        "X-Original-To: <RSVP-PERUKEY@Dialogue.Example>\r\n",
        "Envelope-To: rsvp-perukey@dialogue.example\r\n",
        "Received: from mx.example by ours (Postfix) with ESMTP\r\n for <rsvp-perukey@dialogue.example>; Mon, 20 Aug\r\n",
        'Cc: "Dialogues, the desk of" <rsvp-perukey@dialogue.example>\r\n',
        "Delivered-To: rsvp-perukey+calendar@dialogue.example\r\n",
    ],
)
def test_the_reply_address_counts_wherever_it_stands(dialogue: Dialogue, take: Take, headers: str) -> None:
    stranger = Reply(to=DESK, sender="assistant@elsewhere.example", headers=headers)
    assert take(mail(stranger, part("text/calendar; method=REPLY", event(stranger)))) == APPLIED


@pytest.mark.parametrize(
    "organiser",
    [
        "ORGANIZER:mailto:rsvp-perukey@dialogue.example",
        "ORGANIZER;CN=Dialogues:MAILTO:RSVP-PERUKEY@DIALOGUE.EXAMPLE",
        "ORGANIZER:mailto:rsvp%2Dperukey%40dialogue.example",
        "ORGANIZER:rsvp-perukey@dialogue.example",
    ],
)
def test_the_reply_address_counts_as_the_organiser_of_the_entry(dialogue: Dialogue, take: Take, organiser: str) -> None:
    stranger = Reply(to=DESK, sender="assistant@elsewhere.example")
    assert take(mail(stranger, part("text/calendar; method=REPLY", event(stranger, organiser)))) == APPLIED


@pytest.mark.parametrize(
    "attendee",
    [
        f"ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:{PERU.upper()}",
        f"ATTENDEE;PARTSTAT=accepted:{PERU}",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:peru%40mission.example",
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:<{PERU}>",
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto: {PERU} ",
        f'ATTENDEE;PARTSTAT="ACCEPTED";CN="Peru: the mission; of":mailto:{PERU}',
        f"ATTENDEE;PARTSTAT=ACCEPTED;CN=Peru: the mission:mailto:{PERU}",
        f"ATTENDEE;PARTSTAT=ACCEPTED;EMAIL={PERU}:urn:uuid:4d0c2a1e",
        f"ATTENDEE;PARTSTAT=ACCEPTED;EMAIL={PERU}:/principals/users/peru/",
        f'ATTENDEE;PARTSTAT=ACCEPTED;SENT-BY="mailto:{PERU}":mailto:minister@mission.example',
        f"attendee;partstat=Accepted:mailto:{PERU}",
    ],
)
def test_who_answers_is_found_however_it_is_written(dialogue: Dialogue, take: Take, attendee: str) -> None:
    reply = Reply(sender="assistant@elsewhere.example")
    assert take(mail(reply, part("text/calendar; method=REPLY", event(reply, attendee=attendee)))) == APPLIED


CHAD = "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:chad@mission.example"
MINE = f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{PERU}"


@pytest.mark.parametrize(
    ("lines", "reply", "said"),
    [
        ([CHAD, MINE], Reply(), APPLIED),
        ([CHAD.replace("chad@mission", "other@elsewhere"), MINE], Reply(to=DESK), APPLIED),
        ([CHAD, MINE], Reply(to=DESK, sender="x@elsewhere.example"), "manual x@elsewhere.example: several-attendees"),
        (
            [MINE.replace("ACCEPTED", 'DELEGATED;DELEGATED-TO="mailto:d@mission.example"'), CHAD],
            Reply(),
            f"manual {PERU_TOLD}: delegated, delegated",
        ),
        (
            [f'ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:{PERU}":mailto:d@mission.example'],
            Reply(sender="d@mission.example"),
            f"manual {PERU_TOLD}: other-attendee",
        ),
        (["COMMENT:yes"], Reply(), f"manual {PERU_TOLD}: no-attendee"),
        ([MINE, "RECURRENCE-ID:20120905T140000Z"], Reply(), f"manual {PERU_TOLD}: no-such-instance"),
        ([f"ATTENDEE:mailto:{PERU}"], Reply(), f"ignored {PERU_TOLD}: no-answer"),
        ([f"ATTENDEE;PARTSTAT=:mailto:{PERU}"], Reply(), f"ignored {PERU_TOLD}: no-answer"),
        ([MINE, "STATUS:CANCELLED", "STATUS:CONFIRMED", "DTEND:broken", "RRULE:FREQ=SECONDLY"], Reply(), APPLIED),
        ([MINE, "UID:another@elsewhere.example", "SEQUENCE:9", "DTSTAMP:20990101T000000Z"], Reply(), APPLIED),
        ([MINE], Reply(uid="  rtop-2012-uid@dialogue.example  "), APPLIED),
        ([MINE], Reply(stamp="20990101T000000Z"), APPLIED),
        ([MINE], Reply(method="Reply"), APPLIED),
        ([MINE], Reply(method="PUBLISH"), f"ignored {PERU_TOLD}: asks-from-outside"),
        ([MINE], Reply(method="ADD"), f"ignored {PERU_TOLD}: asks-from-outside"),
        ([MINE], Reply(headers="Auto-Submitted: auto-generated\r\nReturn-Path: <>\r\nPrecedence: bulk\r\n"), APPLIED),
    ],
)
def test_odd_replies_end_as_they_should(
    dialogue: Dialogue, take: Take, lines: list[str], reply: Reply, said: str
) -> None:
    body = event(reply, *lines[1:], attendee=lines[0])
    assert take(mail(reply, part("text/calendar; method=REPLY", body))) == said


def test_a_reply_that_somebody_forwards_is_for_a_person(dialogue: Dialogue, take: Take) -> None:
    inside = part("message/rfc822", office365(Reply()).decode())
    forwarded = mail(
        Reply(number=5, sender="assistant@elsewhere.example"),
        alternative(part("text/plain", "see below"), inside, kind="mixed"),
    )
    assert take(forwarded) == f"manual {PERU_TOLD}: no-calendar"
    assert answers() == []


def test_what_has_no_reply_address_concerns_whom_the_letter_went_to(dialogue: Dialogue, take: Take) -> None:
    letter = session.scalars(select(Letter).where(Letter.recipient == PERU)).one()
    away = "Auto-Submitted: auto-replied\r\n"
    back = f"bounce-{letter.message_id.strip('<>')}"
    words = part("text/plain", "I am away.")
    assert take(mail(Reply(to=back, headers=away), words)) == f"autoreply {PERU_TOLD}: automatic"
    written = Reply(number=2, to=DESK, headers=f"In-Reply-To: {letter.message_id}\r\n")
    assert take(mail(written, words)) == f"manual {PERU_TOLD}: no-calendar"


def test_todos_and_free_busy_are_no_answers(dialogue: Dialogue, take: Take) -> None:
    todo = calendar("METHOD:REPLY", "BEGIN:VTODO", "UID:rtop-2012-uid@dialogue.example", MINE, "END:VTODO")
    assert take(mail(Reply(), part("text/calendar", todo))) == f"manual {PERU_TOLD}: calendar-without-entry"
