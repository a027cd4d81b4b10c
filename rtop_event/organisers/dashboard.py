"""What waits for a person: the dashboard asks every wing, without knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask, current_app

from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: how many, what, and where to see to it."""

    number: int
    what: Sentence
    url: str
    urgent: bool = False


@dataclass(frozen=True)
class Chart:
    """A plain chart with its table: one number for each label and series."""

    title: Sentence
    series: tuple[Sentence, ...]
    rows: tuple[tuple[Sentence, tuple[int, ...]], ...] = field(default=())
    label: Sentence = field(default_factory=lambda: sentence("What"))


@dataclass(frozen=True)
class Shortcut:
    """A way to something that an organiser is likely to want, such as a dialogue; `note` says more in a few words."""

    label: Sentence
    url: str
    note: Sentence | None = None
    apart: bool = False
    """Whether it stands apart from the others, as exercises do."""


WaitingSource = Callable[[datetime], list[Waiting]]
ChartSource = Callable[[datetime], list[Chart]]
ShortcutSource = Callable[[datetime], list[Shortcut]]


@dataclass
class _Sources:
    waiting: list[WaitingSource] = field(default_factory=list)
    charts: list[ChartSource] = field(default_factory=list)
    shortcuts: list[ShortcutSource] = field(default_factory=list)


def add_sources(
    app: Flask,
    waiting: WaitingSource | None = None,
    charts: ChartSource | None = None,
    shortcuts: ShortcutSource | None = None,
) -> None:
    """A wing says what waits there, what it can draw, and where its things are."""
    known: _Sources = app.extensions.setdefault("dashboard", _Sources())
    known.waiting += [waiting] if waiting else []
    known.charts += [charts] if charts else []
    known.shortcuts += [shortcuts] if shortcuts else []


def _known() -> _Sources:
    found: _Sources = current_app.extensions.get("dashboard", _Sources())
    return found


def all_waiting(at: datetime) -> list[Waiting]:
    """What waits in all wings, urgent things first."""
    found = [one for source in _known().waiting for one in source(at) if one.number]
    return sorted(found, key=lambda one: not one.urgent)


def all_charts(at: datetime) -> list[Chart]:
    """The charts of all wings."""
    return [one for source in _known().charts for one in source(at)]


def all_shortcuts(at: datetime) -> list[Shortcut]:
    """The shortcuts of all wings, in the order of the wings."""
    return [one for source in _known().shortcuts for one in source(at)]
