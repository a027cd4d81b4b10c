"""What is decided about a letter before it leaves, and in which state each decision is possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from rtop_event.database import session
from rtop_event.mailing import deciding
from rtop_event.mailing.deciding import InThePast, NotInThatState
from rtop_event.mailing.models import Letter, LetterKind, LetterState
from tests.mailing.letters import AT, ENTRY, MINUTE, a_letter, an_entry_letter

STATES: dict[LetterState, dict[str, datetime | int]] = {
    LetterState.DRAFT: {},
    LetterState.APPROVED: {"approved_at": AT},
    LetterState.SENDING: {"approved_at": AT, "leased_until": AT + MINUTE},
    LetterState.WAITING: {"approved_at": AT, "attempts": 1},
    LetterState.FAILED: {"approved_at": AT, "failed_at": AT},
    LetterState.STOPPED: {"approved_at": AT, "held_at": AT},
    LetterState.SENT: {"approved_at": AT, "sent_at": AT},
    LetterState.BOUNCED: {"approved_at": AT, "sent_at": AT, "bounced_at": AT},
    LetterState.DISCARDED: {"discarded_at": AT},
}
STEPS: dict[str, Callable[[Letter], None]] = {
    "approve": lambda letter: deciding.approve(letter, by="Ana", at=AT),
    "discard": lambda letter: deciding.discard(letter, at=AT),
    "retry": lambda letter: deciding.retry(letter, at=AT),
    "hold": lambda letter: deciding.hold(letter, by="Ana", at=AT),
    "back": lambda letter: deciding.take_back(letter, at=AT),
    "restore": lambda letter: deciding.restore(letter, at=AT),
}
POSSIBLE = {
    "approve": {"draft", "approved", "sending", "waiting", "stopped", "sent", "bounced"},
    "discard": {"draft", "approved", "waiting", "failed", "stopped", "discarded"},
    "retry": {"waiting", "failed"},
    "hold": {"approved", "waiting", "stopped"},
    "back": {"approved", "stopped"},
    "restore": {"discarded"},
}


def a_letter_in(state: LetterState) -> Letter:
    letter = a_letter(LetterKind.DECISION)
    for name, value in STATES[state].items():
        setattr(letter, name, value)
    assert letter.state(AT) is state
    return letter


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", STATES)
def test_each_step_is_possible_in_its_states_and_no_others(rows: None, step: str, state: LetterState) -> None:
    letter = a_letter_in(state)
    if state.value in POSSIBLE[step]:
        STEPS[step](letter)
    else:
        with pytest.raises(NotInThatState):
            STEPS[step](letter)


def test_approved_letter_that_is_discarded_was_stopped(rows: None) -> None:
    letter = a_letter_in(LetterState.APPROVED)
    deciding.discard(letter, at=AT)
    assert letter.state(AT) is LetterState.STOPPED
    with pytest.raises(NotInThatState):
        deciding.hold(letter, by="Ana", at=AT)


def test_letter_for_a_blocked_address_is_stopped_unless_it_is_in_the_hand(rows: None) -> None:
    states = {state: a_letter_in(state).state(AT, blocked=True) for state in STATES}
    stopped = (LetterState.APPROVED, LetterState.WAITING)
    assert states == {state: LetterState.STOPPED if state in stopped else state for state in STATES}


def test_who_held_it_first_is_remembered(rows: None) -> None:
    letter = a_letter_in(LetterState.APPROVED)
    deciding.hold(letter, by="Ana", at=AT)
    deciding.hold(letter, by="Ben", at=AT + MINUTE)
    assert (letter.held_by, letter.held_at) == ("Ana", AT)


@pytest.mark.parametrize("moment", [AT, AT - MINUTE])
def test_moment_that_is_not_later_is_refused(rows: None, moment: datetime) -> None:
    letter = a_letter_in(LetterState.DRAFT)
    with pytest.raises(InThePast):
        deciding.approve(letter, by="Ana", at=AT, not_before=moment)
    assert letter.state(AT) is LetterState.DRAFT


def test_letter_is_taken_back_until_it_is_sent(rows: None) -> None:
    letter = a_letter_in(LetterState.DRAFT)
    deciding.approve(letter, by="Ana", at=AT, not_before=AT + MINUTE)
    deciding.hold(letter, by="Ana", at=AT)
    letter.handed_at = AT
    with pytest.raises(NotInThatState):
        deciding.take_back(letter, at=AT + MINUTE)
    letter.handed_at = None
    deciding.take_back(letter, at=AT)
    facts = (letter.approved_at, letter.approved_by, letter.not_before, letter.held_at, letter.next_attempt_at)
    assert facts == (None, "", None, None, None)


def test_letter_that_left_by_itself_has_no_draft_to_go_back_to(rows: None) -> None:
    letter = a_letter(LetterKind.RECEIPT)
    with pytest.raises(NotInThatState):
        deciding.take_back(letter, at=AT)


def test_discarded_letter_is_a_draft_again_unless_another_brings_its_entry(rows: None) -> None:
    letter = an_entry_letter()
    deciding.approve(letter, by="Ana", at=AT)
    deciding.discard(letter, at=AT)
    deciding.restore(letter, at=AT)
    assert (letter.state(AT), letter.approved_by, letter.server_answer) == (LetterState.DRAFT, "", "")
    deciding.discard(letter, at=AT)
    other = an_entry_letter()
    with pytest.raises(NotInThatState):
        deciding.restore(letter, at=AT)
    deciding.discard(other, at=AT)
    deciding.restore(letter, at=AT)
    assert letter.state(AT) is LetterState.DRAFT


@pytest.mark.parametrize(
    ("version", "approved", "sent", "restored"),
    [
        (0, None, None, False),
        (0, AT, None, False),
        (0, AT, AT + 2 * MINUTE, False),
        (0, AT, AT, True),
        (1, AT, AT + 2 * MINUTE, True),
    ],
)
def test_letter_is_not_restored_beside_an_earlier_one_of_the_same_version(
    rows: None, version: int, approved: datetime | None, sent: datetime | None, *, restored: bool
) -> None:
    earlier, letter = an_entry_letter(), an_entry_letter(entry=replace(ENTRY, sequence=version))
    deciding.discard(letter, at=AT + MINUTE)
    earlier.approved_at, earlier.sent_at, earlier.handed_at = approved, sent, sent
    session.flush()
    assert deciding.may_restore(letter) is restored
    deciding.discard(an_entry_letter(stream="another"), at=AT)
    assert deciding.may_restore(letter) is restored


@pytest.mark.parametrize(
    ("kind", "about", "restored"),
    [
        (LetterKind.DECISION, "registration:1", False),
        (LetterKind.NOTICE, "registration:1", True),
        (LetterKind.DECISION, "registration:2", True),
    ],
)
def test_an_old_decision_is_not_restored_after_a_newer_one(
    rows: None, kind: LetterKind, about: str, *, restored: bool
) -> None:
    letter = a_letter(LetterKind.DECISION, about="registration:1")
    deciding.discard(letter, at=AT)
    newer = a_letter(kind, about=about)
    assert deciding.may_restore(letter) is restored
    deciding.discard(newer, at=AT)
    assert deciding.may_restore(letter) is True
