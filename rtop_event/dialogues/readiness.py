"""What a dialogue still lacks before it can be published, and what it would do well to have."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from rtop_event.dialogues.words import ItemKind
from rtop_event.refusal import Refusal
from rtop_event.wording import Sentence, sentence


class Where(StrEnum):
    """The page of the desk on which something is put right."""

    FACTS = "facts"
    PROGRAMME = "programme"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist: whether it is there, whether publishing waits for it, and where to see to it."""

    said: Sentence
    done: bool
    needed: bool
    where: Where


class NotReady(Refusal):
    """A dialogue cannot be published while something that it needs is missing."""

    def __init__(self, first: Check) -> None:
        super().__init__(sentence("This cannot be published yet. Still missing: %(what)s.", what=first.said))


class Part(Protocol):
    """What the checklist needs to know of a part of the programme."""

    @property
    def kind(self) -> ItemKind:
        """Opening, panel, the floor ..."""


class Sitting(Protocol):
    """What the checklist needs to know of a meeting."""

    @property
    def items(self) -> Sequence[Part]:
        """Its programme."""


class Announced(Protocol):
    """What the checklist needs to know of a dialogue."""

    @property
    def theme(self) -> str:
        """What it is about."""

    @property
    def convenor(self) -> str:
        """Who convenes it."""

    @property
    def host_statement(self) -> str:
        """Who runs this site, and that it is not an official one."""

    @property
    def room(self) -> str:
        """Where it is held."""

    @property
    def contact_address(self) -> str:
        """Whom to ask."""

    @property
    def summary(self) -> str:
        """What it is, in a few sentences."""

    @property
    def documents(self) -> Sequence[object]:
        """Its documents."""

    @property
    def held(self) -> Sequence[Sitting]:
        """The meetings that take place."""


def checklist(dialogue: Announced, briefings: Collection[str], letters: Collection[str]) -> list[Check]:
    """Every line of the checklist; the two collections are the languages in which the texts exist."""
    floor = any(item.kind is ItemKind.FLOOR for meeting in dialogue.held for item in meeting.items)
    return [
        Check(sentence("theme and convenor"), bool(dialogue.theme and dialogue.convenor), True, Where.FACTS),
        Check(sentence("room and contact"), bool(dialogue.room and dialogue.contact_address), True, Where.FACTS),
        Check(sentence("a statement who runs this site"), bool(dialogue.host_statement), True, Where.FACTS),
        Check(sentence("a meeting"), bool(dialogue.held), True, Where.PROGRAMME),
        Check(sentence("a part of the programme for statements from the floor"), floor, True, Where.PROGRAMME),
        Check(sentence("the briefing overview in English"), "en" in briefings, False, Where.TEXTS),
        Check(sentence("the invitation letter in English"), "en" in letters, False, Where.TEXTS),
        Check(sentence("a summary for search engines and shared links"), bool(dialogue.summary), False, Where.FACTS),
        Check(sentence("documents"), bool(dialogue.documents), False, Where.FACTS),
    ]


def require_ready(checks: list[Check]) -> None:
    """Raises NotReady for the first thing that publishing waits for."""
    for check in checks:
        if check.needed and not check.done:
            raise NotReady(check)
