"""What the desk's list of the inbox shows: mails by outcome, found by words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.forms import Button
from rtop_event.invitations.inbox_titles import OUTCOMES, REASONS, SETTLED, TO_EARLIER
from rtop_event.invitations.narrowing import Narrowed
from rtop_event.invitations.settling import FOR_A_PERSON, is_open
from rtop_event.mailing.blocking import blocked
from rtop_event.mailing.models import Outcome, Received
from rtop_event.wording import Sentence, sentence

PAGE = 50
EARLIER = "earlier-version"
MOST_WORDS = 8
OPEN, SETTLED_ONES, ALL = "open", "settled", "all"
"""The filters that are no outcome."""


@dataclass(frozen=True, slots=True)
class Line:
    """One mail in the list."""

    number: int
    sender: str
    concerns: str
    subject: str
    at: datetime
    outcome: Sentence
    reason: Sentence | None
    settled: Sentence | None
    is_open: bool


@dataclass(frozen=True)
class InboxPage:
    """The mails that came in."""

    wanted: str
    words: str
    filters: list[Narrowed]
    lines: list[Line]
    number: int
    last: int
    blocked: int
    """How many addresses are to be mended."""
    button: Button
    may_act: bool


def waiting_for_a_person() -> ColumnElement[bool]:
    """Mails that nobody has dealt with."""
    return Received.outcome.in_(FOR_A_PERSON) & Received.settled_at.is_(None)


def how_many_wait() -> int:
    """How many they are."""
    return session.scalar(select(func.count(Received.id)).where(waiting_for_a_person())) or 0


def inbox_page(wanted: str, words: str, number: int, *, may_act: bool) -> InboxPage:
    """A page of the mails of one outcome, or of those that wait for a person or did; the latest first."""
    found = _found_by(words)
    left = found & Received.settled_at.is_(None)
    rows = session.execute(select(Received.outcome, func.count()).where(left).group_by(Received.outcome))
    counts = {row[0].value: int(row[1]) for row in rows if row[0]}
    counts |= {
        OPEN: _many(found & waiting_for_a_person()),
        SETTLED_ONES: _many(found & Received.settled_at.is_not(None)),
        ALL: _many(found),
    }
    kinds = {one.value: label for one, label in OUTCOMES.items() if one is not Outcome.MANUAL}
    labels = {OPEN: sentence("Wait for a person"), **kinds, SETTLED_ONES: sentence("Dealt with"), ALL: sentence("All")}
    wanted = wanted if wanted in labels else OPEN
    filters = [Narrowed(one, label, counts.get(one, 0)) for one, label in labels.items()]
    last = max(1, -(-counts.get(wanted, 0) // PAGE))
    number = min(max(number, 1), last)
    asked = select(Received).where(found, _of(wanted)).order_by(Received.id.desc())
    lines = [line_of(one) for one in session.scalars(asked.limit(PAGE).offset((number - 1) * PAGE))]
    return InboxPage(
        wanted=wanted,
        words=words,
        filters=[one for one in filters if one.number or one.value in (OPEN, wanted)],
        lines=lines,
        number=number,
        last=last,
        blocked=len(blocked()),
        button=Button(formdata=None),
        may_act=may_act,
    )


def _of(wanted: str) -> ColumnElement[bool]:
    if wanted == OPEN:
        return waiting_for_a_person()
    if wanted == ALL:
        return true()
    settled = Received.settled_at.is_not(None)
    return settled if wanted == SETTLED_ONES else (Received.outcome == wanted) & ~settled


def _many(condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(Received.id)).where(condition)) or 0


def _found_by(words: str) -> ColumnElement[bool]:
    """Mails in whose sender, subject, person or dialogue each of the words stands."""
    found: ColumnElement[bool] = Received.outcome.is_not(None)
    for word in words.casefold().split()[:MOST_WORDS]:
        of = select(Dialogue.slug).where(_holds(Dialogue.theme, word))
        texts = (Received.sender, Received.subject, Received.concerns, Received.dialogue)
        found &= or_(*(_holds(text, word) for text in texts), Received.dialogue.in_(of))
    return found


def _holds(text: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Whether a text has the word, small or capital: lower() of SQLite knows ASCII only, like that of bytes."""
    written = {one.encode().lower().decode() for one in (word, word.capitalize(), word.upper())}
    return or_(*(func.lower(text).contains(one, autoescape=True) for one in sorted(written)))


def line_of(mail: Received) -> Line:
    """The mail as the list tells it."""
    late = mail.outcome is Outcome.APPLIED and mail.reason == EARLIER
    outcome = TO_EARLIER if late else OUTCOMES[mail.outcome or Outcome.MANUAL]
    reason, settled = REASONS.get(mail.reason), SETTLED.get(mail.settled_as)
    return Line(
        mail.id, mail.sender, mail.concerns, mail.subject, mail.received_at, outcome, reason, settled, is_open(mail)
    )
