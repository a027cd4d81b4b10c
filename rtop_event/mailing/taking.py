"""Taking mails in: kept and synced first, acknowledged then, worked on last, each with one effect and one outcome.

A mail that is kept but not worked on, because something died in between, is worked on at the next round. It is opened
outside of any transaction; its effect and its outcome are one commit, made only while it has none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

import structlog
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from rtop_event.database import Failing, failing, session
from rtop_event.mailing.blocking import concern_of, letter_spoken_of, returned
from rtop_event.mailing.limited import open_mail
from rtop_event.mailing.meaning import Concern, Judgement, read, whose
from rtop_event.mailing.models import Outcome, Received, Way
from rtop_event.mailing.opened import Kind, Opened
from rtop_event.mailing.opening import MOST_OF_A_MAIL
from rtop_event.refusal import Refusal

PIECE = 1024 * 1024
AT_ONCE = 200
Clock = Callable[[], datetime]
Opening = Callable[[bytes, str], Opened]


def kept_from(origin: str) -> int | None:
    """The number of the mail that was kept from this place; None for none."""
    number = session.scalar(select(Received.id).where(Received.origin == origin)) if origin else None
    session.commit()
    return number


def keep(paper: BinaryIO, *, way: Way, at: datetime, sent_to: str = "", origin: str = "") -> int:
    """Keep a mail as it comes; its number. When this returns it is committed, and may be acknowledged.

    Of one that is larger than what is ever opened only the beginning is kept. What is brought from the same place once
    more, because somebody died before it was marked or moved there, is the same mail.
    """
    kept, digest, size = bytearray(), hashlib.sha256(), 0
    while piece := paper.read(PIECE):
        digest.update(piece)
        size += len(piece)
        if len(kept) <= MOST_OF_A_MAIL:
            kept += piece[: MOST_OF_A_MAIL + 1 - len(kept)]
    facts = {"content": bytes(kept), "size": size, "digest": digest.hexdigest(), "way": way, "sent_to": sent_to[:320]}
    mail = Received(received_at=at, origin=origin or None, **facts)
    session.add(mail)
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        if (known := kept_from(origin)) is None:
            raise
        return known
    return mail.id


def work(number: int, clock: Clock, opening: Opening = open_mail) -> Received:
    """Work on one mail that is kept, unless that was done; the mail with its outcome."""
    mail = session.get_one(Received, number, populate_existing=True)
    raw, sent_to, done = mail.content, mail.sent_to, mail.outcome is not None
    session.commit()  # no transaction stands open while the mail is opened
    if not done:
        _give_outcome(number, opening(raw, sent_to), clock())
        mail = session.get_one(Received, number)
    session.commit()
    return mail


def work_on_all(clock: Clock, stopping: Callable[[], bool] = lambda: False) -> int:
    """Work on all that is kept and has no outcome, oldest first; how many."""
    done = 0
    while numbers := waiting_to_be_worked_on():
        for number in numbers:
            if stopping():
                return done
            work(number, clock)
            session.expunge_all()
            done += 1
    return done


def waiting_to_be_worked_on() -> list[int]:
    """The numbers of mails without an outcome."""
    asked = select(Received.id).where(Received.worked_at.is_(None)).order_by(Received.id).limit(AT_ONCE)
    found = list(session.scalars(asked))
    session.commit()
    return found


def _give_outcome(number: int, opened: Opened, at: datetime) -> None:
    """Effect and outcome in one commit; what cannot be judged goes to a person, and is never tried for ever."""
    try:
        _settle(number, opened, at, _judge)
    except Exception as broken:  # a mistake of ours must not stop the mails behind this one
        session.rollback()
        if isinstance(broken, DBAPIError) and failing(broken) is not Failing.BROKEN:
            raise  # busy or full: the next round does it
        structlog.get_logger().exception("a received mail could not be judged", number=number)
        why = "refused" if isinstance(broken, Refusal) else "our-mistake"
        _settle(number, opened, at, lambda *_: Judgement(Outcome.MANUAL, why))


def _settle(
    number: int, opened: Opened, at: datetime, judge: Callable[[Received, Opened, datetime], Judgement]
) -> None:
    mail = session.get_one(Received, number, with_for_update=True, populate_existing=True)
    if mail.outcome is None:
        mail.message_id, mail.sender, mail.subject = opened.message_id, opened.sender, opened.subject
        found = judge(mail, opened, at)
        mail.outcome, mail.reason, mail.worked_at = found.outcome, found.reason, at
        mail.concerns = found.concern.address
        mail.dialogue, mail.about = found.concern.dialogue, found.concern.about
        mail.facts = {**_shown(opened), **found.details}
    session.commit()


def _judge(mail: Received, opened: Opened, at: datetime) -> Judgement:
    """One outcome: the same mail again first, then reports of servers, then calendars, then what answers by itself."""
    if earlier := _same_before(mail):
        return Judgement(Outcome.DUPLICATE, "same-mail", Concern(earlier.about, earlier.dialogue, earlier.concerns))
    if opened.kind in (Kind.BOUNCE, Kind.COMPLAINT):
        return returned(mail, opened, at)
    if opened.kind is Kind.CALENDAR:
        return read(mail, opened, at)
    letter = letter_spoken_of(opened)
    concern = whose(opened.tokens) or (concern_of(letter) if letter else Concern())
    if opened.kind is Kind.AUTOMATIC:
        return Judgement(Outcome.AUTOREPLY, "automatic", concern)
    return Judgement(Outcome.MANUAL, opened.fault or "no-calendar", concern)


def _same_before(mail: Received) -> Received | None:
    """A mail that came earlier and is the same, byte for byte or by its Message-ID."""
    same = Received.digest == mail.digest
    if mail.message_id:
        same |= Received.message_id == mail.message_id
    asked = select(Received).where(Received.id != mail.id, Received.outcome.is_not(None), same)
    return session.scalar(asked.order_by(Received.id).limit(1))


def _shown(opened: Opened) -> dict[str, object]:
    """What is kept of the opened mail for the eyes of the desk."""
    return replace(opened, text=opened.text[:5000]).facts()
