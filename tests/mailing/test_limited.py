"""The process that opens mails: the same facts as here, one child for each mail, and it is replaced when it dies."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from rtop_event.mailing import limited
from rtop_event.mailing.limited import Opener, open_mail
from rtop_event.mailing.opened import Kind, Opened
from rtop_event.mailing.opening import opened
from tests.client_mails import Reply, android, apple, exchange, mail, part

BEYOND = Opened(Kind.OTHER, fault="beyond-its-limits")


@pytest.fixture
def opener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """One for this test alone."""
    made = Opener()
    monkeypatch.setattr(limited, "_OPENER", made)
    yield made
    made.end()


def number(opener: Opener) -> int:
    """The number of the process that opens mails now."""
    assert opener.process is not None
    return opener.process.pid


def test_a_child_opens_the_same_and_the_process_stays(opener: Opener) -> None:
    for made in (exchange, apple, android):
        assert open_mail(made(Reply())) == Opened.of(opened(made(Reply())).facts())
    first = number(opener)
    assert open_mail(mail(Reply(), part("text/plain", "We come")), "rsvp-chadkey@dialogue.example").tokens == (
        "chadkey", "perukey",
    )  # fmt: skip
    assert number(opener) == first


def test_a_mail_that_outlasts_its_limits_is_for_a_person_and_the_next_is_opened(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_mail(b"x" * 10_500_000).fault == "too-large"
    monkeypatch.setattr(limited, "PATIENCE_SECONDS", 0)
    assert open_mail(exchange(Reply())) == BEYOND
    monkeypatch.undo()
    monkeypatch.setattr(limited, "_OPENER", opener)
    assert open_mail(exchange(Reply())).kind is Kind.CALENDAR


def test_it_is_told_none_of_our_secrets(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RTOP_SECRET_KEY", "not for a mail to see")
    assert open_mail(exchange(Reply())).kind is Kind.CALENDAR
    told = Path(f"/proc/{number(opener)}/environ").read_bytes().split(b"\0")
    assert sorted(line.partition(b"=")[0] for line in told if line) == [b"LANG", b"PATH"]


def test_a_process_that_died_is_replaced(opener: Opener) -> None:
    open_mail(exchange(Reply()))
    first = number(opener)
    os.kill(first, 9)
    assert open_mail(exchange(Reply())).kind is Kind.CALENDAR
    assert number(opener) != first


def test_a_mail_that_ends_the_process_even_when_tried_anew_is_for_a_person(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limited, "START_SECONDS", -limited.PATIENCE_SECONDS)
    assert open_mail(exchange(Reply())) == BEYOND
    monkeypatch.undo()


def test_after_a_fork_the_process_of_the_other_is_left_alone(opener: Opener) -> None:
    open_mail(exchange(Reply()))
    first = number(opener)
    child = os.fork()
    if child == 0:
        found = open_mail(apple(Reply())).kind is Kind.CALENDAR and number(opener) != first
        opener.end()
        os._exit(0 if found else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert (open_mail(apple(Reply())).kind, number(opener)) == (Kind.CALENDAR, first)


def test_a_process_of_another_is_only_forgotten(opener: Opener) -> None:
    open_mail(exchange(Reply()))
    theirs = opener.process
    assert theirs
    opener.owner = -1
    assert open_mail(exchange(Reply())).kind is Kind.CALENDAR
    assert opener.process is not theirs
    os.kill(theirs.pid, 9)
    os.waitpid(theirs.pid, 0)


def test_a_process_without_a_line_says_nothing(opener: Opener) -> None:
    opener.process, opener.owner = subprocess.Popen(["/bin/sleep", "60"]), os.getpid()
    assert open_mail(exchange(Reply())).kind is Kind.CALENDAR
