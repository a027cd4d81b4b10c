"""What the outbox shows: the list of letters, how they are leaving, and what is asked before much is done at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rtop_event.mailing import finding
from rtop_event.mailing.finding import Wanted
from rtop_event.mailing.forms import AllForm, StepForm
from rtop_event.mailing.lines import SHOWN, Line, lines_of
from rtop_event.mailing.models import LetterState
from rtop_event.mailing.postman import Standing, standing
from rtop_event.wording import Sentence, sentence_of

MOST_FAILURES = 10
"""So many failed letters stand above all others; the filter shows the rest."""


@dataclass(frozen=True)
class Progress:
    """How letters are leaving."""

    leaving: int
    later: int
    """How many are approved for a later moment."""
    sent_lately: int
    failed: int
    failures: list[Line]
    """The latest that failed, with the server's words."""
    standing: Standing
    may_act: bool
    step: StepForm


@dataclass(frozen=True)
class OutboxPage:
    """The list, its filters and what can be done to all that it shows."""

    lines: list[Line]
    counts: dict[LetterState, int]
    wanted: Wanted
    drafts: list[Sentence]
    first_draft: int | None
    progress: Progress
    number: int
    last: int
    may_act: bool
    step: StepForm


@dataclass(frozen=True)
class AllPage:
    """Before the same is done to many letters: how many, and the number to type when they are many."""

    what: str
    wanted: Wanted
    number: int
    misfits: int
    """How many more there are that no longer fit and stay as they are."""
    drafts: list[Sentence]
    """What they would do, where they are drafts."""
    to_type: bool
    form: AllForm


def progress(at: datetime, *, may_act: bool) -> Progress:
    """How letters are leaving at this moment."""
    failed = Wanted(LetterState.FAILED)
    return Progress(
        leaving=finding.how_many_leave(at),
        later=finding.how_many_later(at),
        sent_lately=finding.sent_lately(at),
        failed=finding.how_many(Wanted(), at)[LetterState.FAILED],
        failures=lines_of(finding.page_of(failed, at, 1)[:MOST_FAILURES], at),
        standing=standing(at),
        may_act=may_act,
        step=StepForm(formdata=None),
    )


def outbox(wanted: Wanted, at: datetime, number: int, *, may_act: bool) -> OutboxPage:
    """The outbox as it is wanted."""
    counts = finding.how_many(wanted, at)
    total = counts[wanted.state] if wanted.state else sum(counts.values())
    return OutboxPage(
        lines=lines_of(finding.page_of(wanted, at, number), at),
        counts={state: counts[state] for state in SHOWN},
        wanted=wanted,
        drafts=drafts(wanted, at),
        first_draft=finding.first_of(replace(wanted, state=LetterState.DRAFT), at),
        progress=progress(at, may_act=may_act),
        number=number,
        last=max(1, -(-total // finding.PAGE)),
        may_act=may_act,
        step=StepForm(formdata=None),
    )


def drafts(wanted: Wanted, at: datetime) -> list[Sentence]:
    """What the drafts would do, in words."""
    methods = finding.drafts_by_method(wanted, at)
    told: Sequence[tuple[int, str, str]] = [
        (sum(methods.values()), "%(number)s draft", "%(number)s drafts"),
        (finding.moving(wanted, at), "%(number)s moves an entry", "%(number)s move an entry"),
        (methods.get("CANCEL", 0), "%(number)s cancels", "%(number)s cancel"),
    ]
    return [sentence_of(one, many, number) for number, one, many in told if number]
