"""The last change of the list taken back, as long as nothing came after it: a line of its own in the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.models import Change
from rtop_event.organisers.record import record
from rtop_event.recorded import TABLE
from rtop_event.refusal import Refusal, StaleHand
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.holding import held
from rtop_event.speakers.models import Pin, PlacedMove
from rtop_event.speakers.others import Done, done, lines_about
from rtop_event.wording import sentence

PLACED = frozenset({"moved", "move taken back", "pinned", "unpinned"})
ORDER = "order chosen"
LIMITS = "limits set"
UNDOABLE = PLACED | {ORDER, LIMITS}
"""The changes that can be taken back, as the record calls them."""


@dataclass(frozen=True)
class Undo:
    """The last change, which can be taken back: its line of the record, and what it says."""

    number: int
    done: Done


class CameAfter(StaleHand):
    """Something was done since."""

    def __init__(self, line: Change) -> None:
        super().__init__(
            sentence(
                "This can no longer be undone: something came after it (%(what)s, by %(by)s). Nothing was changed.",
                what=line.what,
                by=line.by,
            )
        )


class CannotUndo(Refusal):
    """Only the last move, pin, order or limits can be taken back in one step."""

    def __init__(self) -> None:
        super().__init__(sentence("This cannot be undone in one step. Nothing was changed."))


def offered(last: Change | None, listing: Listing) -> Undo | None:
    """What can be taken back now, by the last line about the list; None where that is of another kind."""
    if last is None or last.number is None or last.what not in UNDOABLE:
        return None
    names = {row.entry.id: row.entry.delegation for row in listing.rows}
    return Undo(last.number, done(last, names))


def undo(dialogue: Dialogue, number: int, *, by: str, at: datetime) -> None:
    """Take back what that line of the record tells; raises CameAfter, CannotUndo."""
    held(dialogue)
    line = session.scalar(lines_about(dialogue).where(Change.number == number))
    if line is None or line.what not in UNDOABLE:
        raise CannotUndo
    after = session.scalar(lines_about(dialogue).where(Change.number > number).order_by(Change.number).limit(1))
    if after is not None:
        raise CameAfter(after)
    if line.what in PLACED:
        _turn(line, at)
    elif line.what == LIMITS:
        _set(dialogue, at, **_limits(line))
    else:
        _set(dialogue, at, **_order(line))
    record(
        "undone",
        by=by,
        at=at,
        dialogue=dialogue.slug,
        about=line.about,
        before=line.after,
        after=line.before,
        why=str(sentence("Takes back line %(number)s of the record (%(what)s).", number=number, what=line.what)),
    )


def _turn(line: Change, at: datetime) -> None:
    """What the line made no longer holds, what it took back holds again."""
    rows = [row for kind in (PlacedMove, Pin) for row in _rows(kind, line)]
    made, taken_back = ([row for row in rows if (row.taken_back_at is None) == holds] for holds in (True, False))
    for row in made:
        row.taken_back_at = at
    session.flush()  # an inscription has one pin that holds
    for row in taken_back:
        row.taken_back_at = None
    session.flush()


def _rows(kind: type[PlacedMove] | type[Pin], line: Change) -> list[PlacedMove | Pin]:
    ids = [one["id"] for one in line.facts if one[TABLE] == kind.__tablename__]
    return list(session.scalars(select(kind).where(kind.id.in_(ids))))


def _limits(line: Change) -> dict[str, Any]:
    return {name if name == "changeover" else f"limit_{name}": seconds for name, seconds in line.before.items()}


def _order(line: Change) -> dict[str, Any]:
    """The preset before, or the rules as the line that chose them left them."""
    before = line.before["order"]
    if isinstance(before, str):
        return {"order_preset": before, "order_chain": []}
    chosen = Change.dialogue == line.dialogue, Change.what.in_({ORDER, "undone"}), Change.number < line.number
    for earlier in session.scalars(select(Change).where(*chosen).order_by(Change.number.desc())):
        for row in earlier.facts:
            if row[TABLE] == Dialogue.__tablename__ and row["slug"] == line.dialogue:
                return {name: row[name] for name in ("order_preset", "order_chain")}
    raise CannotUndo


def _set(dialogue: Dialogue, at: datetime, **values: Any) -> None:
    for name, value in values.items():
        setattr(dialogue, name, value)
    dialogue.changed_at = at
    session.flush()
