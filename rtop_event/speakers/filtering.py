"""What the desk's table is narrowed to, by links that can be shared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from rtop_event.delegations.words import Kind, Level
from rtop_event.speakers.composing import Row
from rtop_event.speakers.reasons import LEVEL
from rtop_event.speakers.words import BLOCKS, Block
from rtop_event.wording import Sentence, sentence

Rows = tuple[Row, ...]
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
            and (not self.only or self.only in _touched(row))
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


def blocks(shown: Filter, rows: Rows) -> tuple[Choice, ...]:
    """All, and the constituencies that are on the list."""
    there = _let(shown, rows, "block")
    named = {one.value: said for one, said in BLOCKS.items()}
    everybody = _choice(sentence("All"), "block", "", shown, there)
    return (everybody, *_choices("block", named, shown, _by(there, lambda row: (row.entry.block.value,))))


def levels(shown: Filter, rows: Rows) -> tuple[Choice, ...]:
    """The levels that are on the list."""
    there = [row for row in _let(shown, rows, "level") if row.entry.kind is not Kind.CIVIL_SOCIETY]
    named = {one.value: LEVEL[one] for one in Level}
    return tuple(_choices("level", named, shown, _by(there, lambda row: (row.entry.level.value,))))


def touched(shown: Filter, rows: Rows) -> tuple[Choice, ...]:
    """Those whom the desk moved or pinned, and those who fall outside."""
    return tuple(_choices("only", TOUCHED, shown, _by(_let(shown, rows, "only"), _touched)))


def _touched(row: Row) -> tuple[str, ...]:
    moved, outside = row.move or row.entry.pin, row.turn.over_by
    return (*(("moved",) if moved else ()), *((OUTSIDE,) if outside else ()))


def _let(shown: Filter, rows: Rows, name: str) -> list[Row]:
    """Those that the other filters let through."""
    lets = replace(shown, **{name: ""}).lets
    return [row for row in rows if lets(row)]


def _by(rows: Iterable[Row], values: Callable[[Row], tuple[str, ...]]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        for value in values(row):
            found.setdefault(value, []).append(row)
    return found


def _choices(name: str, named: Mapping[str, Sentence], shown: Filter, rows: Mapping[str, list[Row]]) -> list[Choice]:
    """Those values of a filter that somebody has, and the one that is chosen."""
    chosen = getattr(shown, name)
    return [
        _choice(label, name, value, shown, rows.get(value, []))
        for value, label in named.items()
        if value in rows or value == chosen
    ]


def _choice(label: Sentence, name: str, value: str, shown: Filter, through: Sequence[Row]) -> Choice:
    """One value of a filter; choosing the present one again gives it up."""
    current = getattr(shown, name) == value
    wanted = replace(shown, **{name: "" if current else value})
    return Choice(label, wanted.query, len(through), sum(row.limit for row in through), current)
