"""What the record speaks of, such as `registration:5`, by name and with its page: each wing knows its own things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app

MOST_DIGITS = 9


@dataclass(frozen=True)
class Thing:
    """A thing as it is called, and where it is seen."""

    name: str
    url: str


Source = Callable[[list[int]], Mapping[int, Thing]]
"""Those of these numbers that can be found."""


def add_source(app: Flask, kind: str, source: Source) -> None:
    """A wing says how things of one kind are called."""
    app.extensions.setdefault("things", {})[kind] = source


def named(abouts: Iterable[str]) -> dict[str, Thing]:
    """The things of which lines of the record tell, as far as they can be found."""
    sources: dict[str, Source] = current_app.extensions.get("things", {})
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for kind, colon, number in (about.partition(":") for about in abouts):
        if colon and kind in sources and number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS:
            numbers[kind].add(int(number))
    return {
        f"{kind}:{number}": thing
        for kind, some in numbers.items()
        for number, thing in sources[kind](sorted(some)).items()
    }
