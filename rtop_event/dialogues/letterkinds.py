"""The kinds of letters whose wording organisers can edit: every wing brings its own, with examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

from rtop_event.dialogues.finding import own_wording
from rtop_event.dialogues.lettering import Paragraph, Wording
from rtop_event.dialogues.models import Dialogue
from rtop_event.languages import force_locale
from rtop_event.refusal import NotFound
from rtop_event.showing import say
from rtop_event.wording import Sentence


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter as it would be for somebody: the values of its placeholders, and the Markdown below its wording.

    `whose` is whom it would be written to; empty where there is nobody yet and the values are made up. `finish` adds to
    a filled subject what it has to say in any wording.
    """

    values: Mapping[str, str]
    kept: str
    whose: str = ""
    finish: Callable[[str], str] = str


Sampler = Callable[[Dialogue, str, datetime], Sample]
"""A sample in that language, whose locale is at work."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of letter: when it is written, its standard wording, its placeholders, and what stands below it.

    In the standard wording the placeholders stand as values: `{delegation}` in place of a name.
    """

    name: str
    title: Sentence
    when: Sentence
    subject: Sentence
    opening: tuple[Paragraph, ...]
    placeholders: tuple[str, ...]
    kept: Sentence
    sample: Sampler
    note: Sentence | None = None
    """What is special about this one."""
    came: Callable[[Dialogue, str], Wording | None] | None = None
    """The wording that the dialogue itself brought; where this is asked, ours is only something to begin with."""


@dataclass(frozen=True)
class Group:
    """The kinds of one wing under their heading."""

    title: Sentence
    kinds: tuple[Kind, ...]


def add_kinds(app: Flask, title: Sentence, kinds: Iterable[Kind]) -> None:
    """A wing brings the kinds of letters that it writes."""
    app.extensions.setdefault("letter_kinds", []).append(Group(title, tuple(kinds)))


def groups() -> list[Group]:
    """All kinds, in the order of the wings."""
    found: list[Group] = current_app.extensions["letter_kinds"]
    return found


def kind_named(name: str) -> Kind:
    """The kind of that name; raises NotFound."""
    found = next((kind for group in groups() for kind in group.kinds if kind.name == name), None)
    if found is None:
        raise NotFound
    return found


def all_placeholders() -> set[str]:
    """Those of any kind."""
    return {name for group in groups() for kind in group.kinds for name in kind.placeholders}


def standard(kind: Kind, dialogue: Dialogue, language: str) -> Wording:
    """The wording to begin with and to go back to: what the dialogue brought, else ours, in that language."""
    came = kind.came(dialogue, language) if kind.came else None
    if came is not None:
        return came
    with force_locale(language):
        return Wording(say(kind.subject), said(kind.opening))


def in_force(kind: Kind, dialogue: Dialogue, language: str) -> Wording | None:
    """The wording in which letters are written; None where one has to be written first."""
    return own_wording(dialogue, kind.name, language) or unedited(kind, dialogue, language)


def unedited(kind: Kind, dialogue: Dialogue, language: str) -> Wording | None:
    """The wording in which letters are written as long as nobody has edited it, if they are."""
    return kind.came(dialogue, language) if kind.came else standard(kind, dialogue, language)


def said(paragraphs: Iterable[Paragraph]) -> str:
    """Paragraphs as Markdown, in the language at work."""
    return "\n\n".join("\n".join(say(line) for line in paragraph) for paragraph in paragraphs)
