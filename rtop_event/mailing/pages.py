"""What the outbox shows: lines of letters, one letter as its recipient sees it, and how sending stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from rtop_event.ical import BadAppointment, events_in
from rtop_event.ical import Entry as CalendarEntry
from rtop_event.mailing import finding
from rtop_event.mailing.finding import Wanted
from rtop_event.mailing.fitting import misfits
from rtop_event.mailing.forms import AllForm, StepForm
from rtop_event.mailing.models import Letter, LetterKind, LetterState
from rtop_event.mailing.postman import Standing, standing
from rtop_event.wording import Sentence, sentence_of

SHOWN = (
    LetterState.FAILED,
    LetterState.DRAFT,
    LetterState.APPROVED,
    LetterState.WAITING,
    LetterState.SENT,
    LetterState.DISCARDED,
)


@dataclass(frozen=True)
class Line:
    """A letter in a list; `at` is the moment that its state tells of."""

    number: int
    recipient: str
    subject: str
    kind: LetterKind
    state: LetterState
    at: datetime
    again_at: datetime | None
    words: str
    why: Sentence | None
    """Why it was discarded."""
    dialogue: str


@dataclass(frozen=True)
class Progress:
    """How letters are leaving."""

    leaving: int
    sent_lately: int
    failed: int
    standing: Standing


@dataclass(frozen=True)
class OutboxPage:
    """The list, its filters and what can be done to all that it shows."""

    lines: list[Line]
    counts: dict[LetterState, int]
    wanted: Wanted
    drafts: list[Sentence]
    progress: Progress
    number: int
    last: int
    may_act: bool
    step: StepForm


@dataclass(frozen=True)
class File:
    """An enclosed file; `size` in bytes."""

    number: int
    name: str
    size: int


@dataclass(frozen=True)
class Card:
    """A calendar entry as a card, with what the recipient holds until now where that differs."""

    method: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    place: str
    sequence: int
    old_starts_at: datetime | None
    old_ends_at: datetime | None
    old_place: str


@dataclass(frozen=True)
class LetterPage:
    """One letter as its recipient sees it, its headers, its calendar entry, and its way so far."""

    line: Line
    neighbours: list[Line]
    wanted: Wanted
    sender: str
    recipient: str
    message_id: str
    language: str
    html: Markup
    text: str
    files: list[File]
    card: Card | None
    created_at: datetime
    approved_at: datetime | None
    approved_by: str
    attempts: int
    misfit: Sentence | None
    """Why it cannot leave as it is."""
    steps: list[str]
    step: StepForm


@dataclass(frozen=True)
class AllPage:
    """Before the same is done to many letters: how many, and the number to type when they are many."""

    what: str
    wanted: Wanted
    number: int
    misfits: int
    """How many more there are that no longer fit and stay as they are."""
    to_type: bool
    form: AllForm


def line(letter: Letter, at: datetime) -> Line:
    """The letter as a line."""
    state = letter.state(at)
    told = letter.sent_at or letter.discarded_at or letter.failed_at or letter.approved_at or letter.created_at
    return Line(
        number=letter.id,
        recipient=letter.recipient_name or letter.recipient,
        subject=letter.subject,
        kind=letter.kind,
        state=state,
        at=told,
        again_at=letter.next_attempt_at if state is LetterState.WAITING else None,
        words="" if letter.discarded_at else letter.server_answer,
        why=Sentence(letter.server_answer) if letter.discarded_at and letter.server_answer else None,
        dialogue=letter.dialogue,
    )


def progress(at: datetime) -> Progress:
    """How letters are leaving at this moment."""
    counts = finding.how_many(Wanted(), at)
    leaving = counts[LetterState.APPROVED] + counts[LetterState.WAITING]
    return Progress(leaving, finding.sent_lately(at), counts[LetterState.FAILED], standing(at))


def outbox(wanted: Wanted, at: datetime, number: int, *, may_act: bool) -> OutboxPage:
    """The outbox as it is wanted."""
    counts = finding.how_many(wanted, at)
    total = counts[wanted.state] if wanted.state else sum(counts.values())
    return OutboxPage(
        lines=[line(letter, at) for letter in finding.page_of(wanted, at, number)],
        counts={state: counts[state] for state in SHOWN},
        wanted=wanted,
        drafts=drafts(wanted, at),
        progress=progress(at),
        number=number,
        last=max(1, -(-total // finding.PAGE)),
        may_act=may_act,
        step=StepForm(),
    )


def drafts(wanted: Wanted, at: datetime) -> list[Sentence]:
    """What the drafts would do, in words."""
    kinds = finding.drafts_by_kind(wanted, at)
    told: Sequence[tuple[int, str, str]] = [
        (sum(kinds.values()), "%(number)s draft", "%(number)s drafts"),
        (kinds.get(LetterKind.INVITATION, 0), "%(number)s invitation", "%(number)s invitations"),
        (kinds.get(LetterKind.UPDATE, 0), "%(number)s update of a calendar entry", "%(number)s updates of entries"),
        (kinds.get(LetterKind.CANCELLATION, 0), "%(number)s cancellation", "%(number)s cancellations"),
        (kinds.get(LetterKind.DECISION, 0), "%(number)s decision", "%(number)s decisions"),
    ]
    return [sentence_of(one, many, number) for number, one, many in told if number]


def card(letter: Letter) -> Card | None:
    """The calendar entry of a letter, beside what its recipient holds."""
    if letter.calendar is None:
        return None
    now, held = events_in(letter.calendar)[0].appointment, _entry(finding.entry_before(letter))
    before = held.appointment if held and held.appointment.uid == now.uid else now
    moved = (before.starts_at, before.ends_at) != (now.starts_at, now.ends_at)
    return Card(
        method=letter.method,
        summary=now.summary,
        starts_at=now.starts_at,
        ends_at=now.ends_at,
        place=now.location,
        sequence=now.sequence,
        old_starts_at=before.starts_at if moved else None,
        old_ends_at=before.ends_at if moved else None,
        old_place=before.location if before.location != now.location else "",
    )


def _entry(calendar: bytes | None) -> CalendarEntry | None:
    try:
        return events_in(calendar)[0] if calendar else None
    except (BadAppointment, IndexError):
        return None


def one_letter(letter: Letter, wanted: Wanted, at: datetime, *, may_act: bool) -> LetterPage:
    """One letter as a page, beside the others of the list that it was chosen from."""
    body = letter.html.partition("<body>")[2].rpartition("</body>")[0]
    ended = letter.state(at) in {LetterState.SENT, LetterState.DISCARDED}
    misfit = None if ended else misfits([letter], at).get(letter.id)
    return LetterPage(
        line=line(letter, at),
        neighbours=[line(other, at) for other in finding.page_of(wanted, at, 1)],
        wanted=wanted,
        sender=f"{letter.sender_name} <{letter.sender}>",
        recipient=f"{letter.recipient_name} <{letter.recipient}>" if letter.recipient_name else letter.recipient,
        message_id=letter.message_id,
        language=letter.language,
        html=Markup(body),  # noqa: S704 (our own page, made safe when the letter was written)
        text=letter.text,
        files=[File(one.id, one.filename, len(one.content)) for one in letter.enclosures],
        card=card(letter),
        created_at=letter.created_at,
        approved_at=letter.approved_at,
        approved_by=letter.approved_by,
        attempts=letter.attempts,
        misfit=misfit,
        steps=steps(letter.state(at), fits=misfit is None) if may_act else [],
        step=StepForm(),
    )


def steps(state: LetterState, *, fits: bool = True) -> list[str]:
    """What an organiser can do with a letter in this state; one that no longer fits can only be discarded."""
    possible = {
        LetterState.DRAFT: ["approve", "discard"],
        LetterState.APPROVED: ["discard"],
        LetterState.WAITING: ["retry", "discard"],
        LetterState.FAILED: ["retry", "discard"],
    }.get(state, [])
    return possible if fits else [step for step in possible if step == "discard"]
