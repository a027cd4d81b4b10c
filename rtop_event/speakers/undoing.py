"""The last changes of the list taken back, one after the other: each a line of its own in the record.

What was undone counts no more, so that after it the change before is the last one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.acts import act_said
from rtop_event.organisers.models import Change
from rtop_event.organisers.record import record
from rtop_event.organisers.record_reading import TAKES_BACK, UNDOES, UNSHOWN, takes_back
from rtop_event.recorded import TABLE
from rtop_event.refusal import Refusal, StaleHand
from rtop_event.speakers.bulk_told import BROUGHT_IN, RESTORED, REVISION, TOGETHER, bulk_told
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.holding import held
from rtop_event.speakers.models import Arrangement, Pin, PlacedMove
from rtop_event.speakers.others import Done, done, lines_about
from rtop_event.wording import Sentence, sentence

Turned = Pin | PlacedMove | Arrangement

PLACED = frozenset({"moved", "move taken back", "pinned", "unpinned"})
ORDER, LIMITS, PUBLISHED, UNDONE = "order chosen", "limits set", "list published", "undone"
"""What such lines of the record are called."""
STANDS = f"{UNSHOWN}stands"
"""Where it keeps the change that is the last one then, as it is told, so that a page need not look for it."""
UNDOABLE = PLACED | {ORDER, LIMITS, TOGETHER, RESTORED}
"""The changes that can be taken back, as the record calls them; a list brought in only if it edited no request."""


@dataclass(frozen=True)
class Undo:
    """The last change, which can be taken back: its line of the record, and what it says."""

    number: int
    done: Done
    told: Sentence | None
    """What was done to several at once, and why."""


class CameAfter(StaleHand):
    """Something was done since."""

    def __init__(self, line: Change) -> None:
        super().__init__(
            sentence(
                "This can no longer be undone: something came after it (%(what)s, by %(by)s). Nothing was changed.",
                what=act_said(line.what),
                by=line.by,
            )
        )


class CannotUndo(Refusal):
    """Only the last move, pin, order or limits can be taken back in one step."""

    def __init__(self) -> None:
        super().__init__(sentence("This cannot be undone in one step. Nothing was changed."))


def offered(dialogue: Dialogue, newest: Change | None, listing: Listing) -> Undo | None:
    """What can be taken back now, given the newest line about the list; None where that is of another kind."""
    told = _told_last(dialogue, newest)
    if told is None or told.number is None:
        return None
    names = {row.entry.id: row.entry.delegation for row in listing.rows}
    return Undo(told.number, done(told, names), bulk_told(told))


def _told_last(dialogue: Dialogue, newest: Change | None) -> Change | None:
    """The last change that stands, if it can be taken back, as it is told."""
    if newest is not None and newest.what == UNDONE and STANDS in newest.after:
        kept = newest.after[STANDS]
        return Change(**{**kept, "at": datetime.fromisoformat(kept["at"])}) if kept else None
    last = _standing(dialogue, newest)
    return _told(last) if last else None


def _told(line: Change) -> Change | None:
    """The line by which a step is told, under the number of its last one; None where it cannot be taken back.

    A list that was published together with a restoration is told as that restoration.
    """
    if line.what != PUBLISHED:
        return line if _undoable(line) else None
    kept = _arrangement(line)
    if kept is None:
        return None
    said = {"what": RESTORED, "after": {REVISION: kept["revision"]}, "why": kept["reason"]}
    return Change(number=line.number, at=line.at, by=line.by, about=line.about, before={}, **said)


def _kept(told: Change | None) -> dict[str, Any]:
    """The line as the one that undoes keeps it; nothing where none can be taken back."""
    if told is None:
        return {}
    names = ("number", "by", "about", "what", "before", "after", "why")
    return {**{name: getattr(told, name) for name in names}, "at": told.at.isoformat()}


def _standing(dialogue: Dialogue, newest: Change | None) -> Change | None:
    """The last change that was not undone since; None where an undoing does not say what it took back."""
    line = newest
    while line is not None and line.what == UNDONE:
        number = line.after.get(TAKES_BACK)
        if number is None:
            return None
        taken_back = session.scalars(lines_about(dialogue).where(Change.number == number)).one()
        line = _before(dialogue, _whole(taken_back) or [taken_back])
    return line


def _before(dialogue: Dialogue, steps: list[Change]) -> Change | None:
    """The line before these."""
    first = min(one.number or 0 for one in steps)
    return session.scalar(_newest(dialogue).where(Change.number < first))


def _newest(dialogue: Dialogue) -> Select[Change]:
    return lines_about(dialogue).where(Change.number.is_not(None)).order_by(Change.number.desc()).limit(1)


def undo(dialogue: Dialogue, number: int, *, by: str, at: datetime) -> bool:
    """Take back what that line of the record tells; whether a revision that was published with it stays.

    Raises CameAfter, CannotUndo.
    """
    held(dialogue)
    line = session.scalar(lines_about(dialogue).where(Change.number == number))
    steps = _whole(line) if line else None
    if line is None or steps is None:
        raise CannotUndo
    newest = session.scalars(_newest(dialogue)).one()
    if _standing(dialogue, newest) is not line:
        raise CameAfter(newest)
    published = line.what == PUBLISHED
    _turn(line, at)
    for step in steps:
        if step.what == LIMITS:
            _set(dialogue, at, **_limits(step))
        elif step.what == ORDER:
            _set(dialogue, at, **_order(step))
    line = steps[-1]
    stands = _standing(dialogue, _before(dialogue, steps))
    record(
        UNDONE,
        by=by,
        at=at,
        dialogue=dialogue.slug,
        about=line.about,
        before=line.after,
        after={
            **line.before,
            TAKES_BACK: number,
            UNDOES: line.what,
            STANDS: _kept(_told(stands) if stands else None),
        },
        why=str(takes_back(number, line.what)),
    )
    return published


def _whole(line: Change) -> list[Change] | None:
    """The lines of the step that this one ends, what names it last; None where it cannot be taken back.

    All that a step left behind is kept with its last line. A restored list is published with the same step: what was
    published stays, and the list goes back.
    """
    if not _undoable(line):
        return None
    return _restoring(line) if line.what in {PUBLISHED, RESTORED} else [line]


def _undoable(line: Change) -> bool:
    """Whether what the line ends can be taken back."""
    if line.what == BROUGHT_IN:
        return not line.after.get("edited")
    return line.what in UNDOABLE or (line.what == PUBLISHED and _arrangement(line) is not None)


def _arrangement(line: Change) -> dict[str, Any] | None:
    """What the line left behind of a restoration, if it ended one."""
    return next((one for one in line.facts if one[TABLE] == Arrangement.__tablename__), None)


def _restoring(line: Change) -> list[Change]:
    """The lines of the restoration that ended with this line."""
    same = Change.dialogue == line.dialogue, Change.about == "list", Change.at == line.at, Change.number < line.number
    before = session.scalars(select(Change).where(*same).order_by(Change.number.desc()).limit(3)).all()
    restored, *rest = before if line.what == PUBLISHED else [line, *before]
    return [*(one for one in rest[:2] if one.what in {ORDER, LIMITS}), restored]


def _turn(line: Change, at: datetime) -> None:
    """What the line made no longer holds, what it took back holds again."""
    rows = [row for kind in (PlacedMove, Pin, Arrangement) for row in _rows(kind, line)]
    made, taken_back = ([row for row in rows if (row.taken_back_at is None) == holds] for holds in (True, False))
    for row in made:
        row.taken_back_at = at
    session.flush()  # an inscription has one pin that holds
    for row in taken_back:
        row.taken_back_at = None
    session.flush()


def _rows(kind: type[Turned], line: Change) -> list[Turned]:
    ids = [one["id"] for one in line.facts if one[TABLE] == kind.__tablename__]
    return list(session.scalars(select(kind).where(kind.id.in_(ids))))


def _limits(line: Change) -> dict[str, Any]:
    return {name if name == "changeover" else f"limit_{name}": seconds for name, seconds in line.before.items()}


def _order(line: Change) -> dict[str, Any]:
    """The preset before, or the rules as the line that chose them left them."""
    before = line.before["order"]
    if isinstance(before, str):
        return {"order_preset": before, "order_chain": []}
    told = {ORDER, UNDONE, RESTORED, PUBLISHED}  # a restoration keeps the rules that it chose with its last line
    chosen = Change.dialogue == line.dialogue, Change.what.in_(told), Change.number < line.number
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
