"""What received mails mean: the wings are asked, without being known here, and a person decides what nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask, current_app

from rtop_event.mailing.models import Outcome, Received
from rtop_event.mailing.opened import Opened


@dataclass(frozen=True, slots=True)
class Concern:
    """Whom a mail concerns: somebody that a wing wrote to."""

    about: str = ""
    dialogue: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a mail, why, and whom it concerns."""

    outcome: Outcome
    reason: str = ""
    concern: Concern = field(default_factory=Concern)
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """How a wing understands mails: who has this token, and what this calendar means for them."""

    whose: Callable[[Sequence[str]], Concern | None]
    read: Callable[[Received, Opened, datetime], Judgement | None]


def add_reader(app: Flask, reader: Reader) -> None:
    """A wing that understands calendar replies."""
    app.extensions.setdefault("mail_readers", []).append(reader)


def whose(tokens: Sequence[str]) -> Concern | None:
    """Whom the mail was meant to come from, by the first token that is known."""
    for reader in _readers():
        if found := reader.whose(tokens):
            return found
    return None


def read(received: Received, opened: Opened, at: datetime) -> Judgement:
    """What the calendar in a mail means; what no wing understands goes to a person."""
    for reader in _readers():
        if found := reader.read(received, opened, at):
            return found
    return Judgement(Outcome.MANUAL, "nobody-reads")


def _readers() -> list[Reader]:
    """The later a wing, the narrower what it knows: it is asked first."""
    found: list[Reader] = current_app.extensions.get("mail_readers", [])
    return found[::-1]
