"""Narrowing the list of the invited: by letter, by answer and other marks, by words; and what each choice leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from rtop_event.wording import Sentence, sentence

LETTERS = {
    "": sentence("All"),
    "unwritten": sentence("Without a letter"),
    "draft": sentence("Drafts"),
    "leaving": sentence("Leaving"),
    "sent": sentence("Sent"),
    "failed": sentence("Failed or came back"),
    "withdrawn": sentence("No longer invited"),
}
"""The filters by how the letters stand, in their order."""
MARKS = {
    "": sentence("All answers"),
    "needs-action": sentence("Not answered"),
    "accepted": sentence("Accepted"),
    "tentative": sentence("Tentative"),
    "declined": sentence("Declined"),
    "delegated": sentence("Delegated"),
    "earlier": sentence("Answered the earlier entry"),
    "registered": sentence("Registered"),
    "bounced": sentence("Cannot be reached"),
    "outdated": sentence("Out of date"),
}
"""The filters by what people answered and by what else is known of them; they ask only for those still invited."""


class Invited(Protocol):
    """An invited person, as far as the list is narrowed."""

    @property
    def group(self) -> str:
        """How their letter stands: one of LETTERS."""

    @property
    def answer(self) -> str: ...
    @property
    def earlier(self) -> Sentence | None:
        """What they answered to the earlier entry, where the present one is unanswered."""

    @property
    def registered(self) -> str: ...
    @property
    def bounced(self) -> bool: ...
    @property
    def outdated(self) -> bool: ...
    @property
    def withdrawn(self) -> bool: ...
    @property
    def said(self) -> str:
        """All words by which the person is found, without distinction of case."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is wanted: with such a letter, with such a mark, found by these words; what is empty asks for nothing."""

    letter: str = ""
    mark: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A link that narrows the list."""

    value: str
    label: Sentence
    number: int


def fits(person: Invited, wish: Wish) -> bool:
    """Whether this person is among those wanted."""
    if wish.letter not in ("", person.group) or not _marked(person, wish.mark):
        return False
    return all(word in person.said for word in wish.words.casefold().split())


def _marked(person: Invited, mark: str) -> bool:
    if not mark:
        return True
    marks = {
        person.answer: True,
        "earlier": person.earlier is not None,
        "registered": bool(person.registered),
        "bounced": person.bounced,
        "outdated": person.outdated,
    }
    return not person.withdrawn and marks.get(mark, False)


def letter_filters(people: Sequence[Invited], wish: Wish) -> list[Narrowed]:
    """The filters by letter, with how many each would leave of what else is wanted; empty ones are left out."""
    return _counted(people, wish, LETTERS, lambda value: replace(wish, letter=value))


def mark_filters(people: Sequence[Invited], wish: Wish) -> list[Narrowed]:
    """The same by answer and other marks."""
    return _counted(people, wish, MARKS, lambda value: replace(wish, mark=value))


def _counted(
    people: Iterable[Invited], wish: Wish, labels: dict[str, Sentence], wished: Callable[[str], Wish]
) -> list[Narrowed]:
    """The first, the one that is chosen, and all others that leave somebody."""
    kept = list(people)
    found = [Narrowed(value, label, sum(fits(one, wished(value)) for one in kept)) for value, label in labels.items()]
    return [one for one in found if one.number or one.value in ("", wish.letter, wish.mark)]
