"""What the desk's table is narrowed to, by links that can be shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from rtop_event.delegations.words import Kind, Level
from rtop_event.speakers.composing import Row
from rtop_event.speakers.reasons import LEVEL
from rtop_event.speakers.words import BLOCKS, Block
from rtop_event.wording import Sentence, sentence

OUTSIDE = "outside"
MOST = 80
"""Signs of a search that are looked at."""
TOUCHED = {
    "moved": sentence("Moved or pinned"),
    OUTSIDE: sentence("Falls outside"),
}


@dataclass(frozen=True)
class Filter:
    """What the table is narrowed to; an empty one is all."""

    block: str = ""
    level: str = ""
    only: str = ""
    q: str = ""

    @property
    def query(self) -> str:
        """For a link that can be shared."""
        given = {name: value for name, value in vars(self).items() if value}
        return f"?{urlencode(given)}" if given else "?"

    def lets(self, row: Row) -> bool:
        """Whether a row is shown."""
        return (
            self.block in ("", row.entry.block)
            and (not self.level or (row.entry.level == self.level and row.entry.kind is not Kind.CIVIL_SOCIETY))
            and self.only in ("", "moved" if row.move or row.entry.pin else "", OUTSIDE if row.turn.over_by else "")
        )


def filter_of(args: Mapping[str, str]) -> Filter:
    """The filter that an address asks for; what is unknown counts as all."""
    known: dict[str, set[str]] = {"block": {*Block}, "level": {*Level}, "only": {*TOUCHED}}
    found = {name: args[name] for name, values in known.items() if args.get(name) in values}
    return Filter(**found, q=" ".join(args.get("q", "").split())[:MOST])


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with how many rows it lets through and how many seconds they speak."""

    label: Sentence
    query: str
    number: int
    seconds: int
    current: bool


def blocks(shown: Filter, rows: tuple[Row, ...]) -> tuple[Choice, ...]:
    """All, and the constituencies that are on the list."""
    named = {one.value: said for one, said in BLOCKS.items()}
    return (_choice(sentence("All"), "block", "", shown, rows), *_choices("block", named, shown, rows))


def levels(shown: Filter, rows: tuple[Row, ...]) -> tuple[Choice, ...]:
    """The levels that are on the list."""
    return tuple(_choices("level", {one.value: LEVEL[one] for one in Level}, shown, rows))


def touched(shown: Filter, rows: tuple[Row, ...]) -> tuple[Choice, ...]:
    """Those whom the desk moved or pinned, and those who fall outside."""
    return tuple(_choices("only", TOUCHED, shown, rows))


def _choices(name: str, values: dict[str, Sentence], shown: Filter, rows: tuple[Row, ...]) -> list[Choice]:
    found = [_choice(label, name, value, shown, rows) for value, label in values.items()]
    return [one for one in found if one.number or one.current]


def _choice(label: Sentence, name: str, value: str, shown: Filter, rows: tuple[Row, ...]) -> Choice:
    """One value of a filter; choosing the present one again gives it up."""
    current = getattr(shown, name) == value
    lets = replace(shown, **{name: value}).lets
    through = [row for row in rows if lets(row)]
    wanted = replace(shown, **{name: "" if current else value})
    return Choice(label, wanted.query, len(through), sum(row.limit for row in through), current)
