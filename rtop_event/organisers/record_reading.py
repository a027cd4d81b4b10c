"""Reading the record of changes: lines of one dialogue, of one thing, or all, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from rtop_event.database import session
from rtop_event.organisers.acts import act_said
from rtop_event.organisers.models import Change
from rtop_event.wording import Sentence, sentence

LINES_ON_A_PAGE = 50
UNSHOWN = "_"
"""What a line keeps under a name that begins so is for the machine: not shown, and only in the export."""
TAKES_BACK, UNDOES = "takes back", f"{UNSHOWN}undoes"
"""Where a line that takes another one back keeps its number, and what that one is called."""


@dataclass(frozen=True)
class Value:
    """A fact before and after, as text; None where there was or is none."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Line:
    """Who changed what, when, and why."""

    at: datetime
    by: str
    what: str
    dialogue: str
    about: str
    why: Sentence | str
    facts: list[Value]

    @property
    def said(self) -> Sentence:
        """The act in words."""
        return act_said(self.what)


def lines(*, dialogue: str, about: str, page: int) -> list[Line]:
    """The lines of one page, newest first; an empty dialogue or thing means all."""
    found = _chosen(select(Change), dialogue, about).order_by(Change.id.desc())
    rows = session.scalars(found.limit(LINES_ON_A_PAGE).offset((page - 1) * LINES_ON_A_PAGE))
    return [line_of(row) for row in rows]


def last_page(*, dialogue: str, about: str) -> int:
    """How many pages there are, at least one."""
    number = session.scalar(_chosen(select(func.count(Change.id)), dialogue, about)) or 0
    return max(1, -(-number // LINES_ON_A_PAGE))


def dialogues() -> list[str]:
    """Short names of the dialogues that the record speaks of."""
    return list(
        session.scalars(select(Change.dialogue).where(Change.dialogue != "").distinct().order_by(Change.dialogue))
    )


def _chosen(query: Select[Any], dialogue: str, about: str) -> Select[Any]:
    query = query.where(Change.dialogue == dialogue) if dialogue else query
    return query.where(Change.about == about) if about else query


def line_of(row: Change) -> Line:
    """A row of the record as text."""
    names = [*row.before, *(name for name in row.after if name not in row.before)]
    shown = [name for name in names if not name.startswith(UNSHOWN)]
    values = [Value(name.replace("_", " "), _text(row.before, name), _text(row.after, name)) for name in shown]
    return Line(row.at, row.by, row.what, row.dialogue, row.about, _why(row), values)


def _why(row: Change) -> Sentence | str:
    """The reason as it was given; what the house itself wrote is said in the reader's language."""
    undoes = row.after.get(UNDOES)
    return takes_back(row.after[TAKES_BACK], undoes) if undoes else row.why


def takes_back(number: int, what: str) -> Sentence:
    """Which line is taken back, and what that one is called."""
    return sentence("Takes back line %(number)s of the record (%(what)s).", number=number, what=act_said(what))


def _text(facts: dict[str, Any], name: str) -> str | None:
    return _said(facts[name]) if name in facts else None


def _said(value: Any) -> str:
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_said(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(_said(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
