"""Sentences that rules and refusals say: a text for translators and the values that go into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with named places (`%(name)s`), its values, and a plural form where a number decides."""

    text: str
    values: dict[str, object] = field(default_factory=dict)
    plural: str | None = None
    number: int = 1

    def __str__(self) -> str:
        return spoken(self)

    def __hash__(self) -> int:
        return hash((self.text, self.number))


class Named(str):
    """A name that is said in the language of whoever reads it; as a text it is the English one."""

    __slots__ = ()

    def said_in(self, _language: str) -> str:
        """The name in that language."""
        return str(self)


def sentence(text: str, /, **values: object) -> Sentence:
    """A sentence; the text is marked for translation by this very call."""
    return Sentence(text, values)


def sentence_of(singular: str, plural: str, number: int, /, **values: object) -> Sentence:
    """A sentence whose form depends on a number, which is also its value `number`."""
    return Sentence(singular, {"number": number, **values}, plural, number)


def spoken(
    said: Sentence,
    translate: Callable[[Sentence], str] | None = None,
    show: Callable[[object], str] | None = None,
) -> str:
    """The sentence as text: in English with plain values, or as the two functions have it."""
    template = translate(said) if translate else _english(said)
    if not said.values:
        return template
    shown = show or _plain
    return template % {
        name: spoken(value, translate, show) if isinstance(value, Sentence) else shown(value)
        for name, value in said.values.items()
    }


def _english(said: Sentence) -> str:
    return said.plural if said.plural is not None and said.number != 1 else said.text


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%-d %B %Y, %H:%M")
    if isinstance(value, date):
        return value.strftime("%-d %B %Y")
    return str(value)
