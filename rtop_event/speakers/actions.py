"""What the desk can do with one place of the list: move it, take a move back, pin and unpin it; each recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.record import record
from rtop_event.refusal import NotFound, StaleHand
from rtop_event.speakers.composing import Listing, MadeMove, NoSuchPlace, Row
from rtop_event.speakers.holding import at_hand, reason_given
from rtop_event.speakers.listing import facts_of
from rtop_event.speakers.models import Pin, PlacedMove
from rtop_event.speakers.refusals import IsPinned, PlaceIsPinned, StandsThere
from rtop_event.speakers.swapping import after_all


def move(
    dialogue: Dialogue, key: str, *, after: str | None, reason: str, seen: str, by: str, at: datetime
) -> tuple[Row, Row]:
    """Put an inscription directly after another, or at the front; returns its row before and after.

    Raises StaleHand when the list is not the one that was seen, ReasonNeeded, IsPinned, StandsThere.
    """
    return _moved(dialogue, key, (after,), reason=reason, seen=seen, by=by, at=at)


def move_before_first(
    dialogue: Dialogue, key: str, *, first: str, reason: str, seen: str, by: str, at: datetime
) -> tuple[Row, Row]:
    """Put an inscription before the first of another meeting's list, in one step; returns its row before and after.

    It goes after that one, and then to the front of the list where it stands by then. Raises as `move` does.
    """
    return _moved(dialogue, key, (first, None), reason=reason, seen=seen, by=by, at=at)


def _moved(
    dialogue: Dialogue, key: str, anchors: Sequence[str | None], *, reason: str, seen: str, by: str, at: datetime
) -> tuple[Row, Row]:
    facts, listing = at_hand(dialogue, seen)
    row = listing.row(key)
    reason_given(dialogue, reason)
    if row.entry.pin is not None:
        raise IsPinned(row.entry.delegation, row.entry.pin)
    for anchor in anchors:
        if anchor is not None:
            listing.row(anchor)
    began = after_all(facts, at)
    *earlier, last = (
        MadeMove(None, key, after, reason, by, began + timedelta(microseconds=number))
        for number, after in enumerate(anchors)
    )
    then = facts.listing(moves=[*facts.moves, *earlier, last])
    if then.order == listing.order:
        raise StandsThere(row.entry.delegation)
    for move in earlier:
        session.add(_as_row(dialogue, listing, move))
    return keep_move(dialogue, listing, then, last, at)


def keep_move(dialogue: Dialogue, listing: Listing, then: Listing, move: MadeMove, at: datetime) -> tuple[Row, Row]:
    """Keep a move that leads from the one list to the other, with its line of the record; returns both rows."""
    before, after = listing.row(move.key), then.row(move.key)
    session.add(_as_row(dialogue, listing, move))
    record_places("moved", dialogue, before, after, by=move.by, at=at, why=move.reason)
    return before, after


def _as_row(dialogue: Dialogue, listing: Listing, move: MadeMove) -> PlacedMove:
    return PlacedMove(
        dialogue_id=dialogue.id,
        registration_id=listing.row(move.key).entry.id,
        after_id=None if move.after is None else listing.row(move.after).entry.id,
        reason=move.reason,
        by=move.by,
        moved_at=move.moved_at,
    )


def take_back(dialogue: Dialogue, key: str, *, reason: str, seen: str, by: str, at: datetime) -> tuple[Row, Row]:
    """Take the last move of an inscription back, as if it had never been made; without one raises NotFound."""
    facts, listing = at_hand(dialogue, seen)
    row = listing.row(key)
    reason_given(dialogue, reason)
    made = row.move and session.get(PlacedMove, row.move.id)
    if not made:
        raise NotFound
    step = _step(made)
    for one in step:
        one.taken_back_at = at
    gone = {one.id for one in step}
    then = facts.listing(moves=[one for one in facts.moves if one.id not in gone]).row(key)
    record_places("move taken back", dialogue, row, then, by=by, at=at, why=reason)
    return row, then


def _step(last: PlacedMove) -> list[PlacedMove]:
    """All rows of the step that this move ended: two where it went before the first of another meeting's list."""
    if last.after_id is not None:
        return [last]
    first = select(PlacedMove).where(
        PlacedMove.registration_id == last.registration_id,
        PlacedMove.moved_at == last.moved_at - timedelta(microseconds=1),
        PlacedMove.after_id.is_not(None),
        PlacedMove.taken_back_at.is_(None),
        PlacedMove.by == last.by,
    )
    return [*session.scalars(first), last]


def pin(dialogue: Dialogue, key: str, *, place: int, reason: str, seen: str, by: str, at: datetime) -> tuple[Row, Row]:
    """Pin an inscription to a place of its list, whatever the rules say; a pin that it had is replaced.

    Raises StaleHand, ReasonNeeded, NoSuchPlace, PlaceIsPinned.
    """
    _, listing = at_hand(dialogue, seen)
    row = listing.row(key)
    reason_given(dialogue, reason)
    around = listing.around(row)
    if not 1 <= place <= len(around):
        raise NoSuchPlace(len(around))
    for other in around:
        if other.entry.pin == place and other.key != key:
            raise PlaceIsPinned(place, other.entry.delegation)
    _take_pin_back(dialogue, row, at)
    try:
        with session.begin_nested():
            session.add(
                Pin(
                    dialogue_id=dialogue.id,
                    registration_id=row.entry.id,
                    place=place,
                    reason=reason,
                    by=by,
                    pinned_at=at,
                )
            )
    except IntegrityError as pinned_meanwhile:
        raise StaleHand from pinned_meanwhile
    then = facts_of(dialogue).listing().row(key)
    record_places("pinned", dialogue, row, then, by=by, at=at, why=reason)
    return row, then


def unpin(dialogue: Dialogue, key: str, *, reason: str, seen: str, by: str, at: datetime) -> tuple[Row, Row]:
    """Let an inscription go to the place that rules and moves give it; without a pin raises NotFound."""
    _, listing = at_hand(dialogue, seen)
    row = listing.row(key)
    reason_given(dialogue, reason)
    if not _take_pin_back(dialogue, row, at):
        raise NotFound
    then = facts_of(dialogue).listing().row(key)
    record_places("unpinned", dialogue, row, then, by=by, at=at, why=reason)
    return row, then


def _take_pin_back(dialogue: Dialogue, row: Row, at: datetime) -> bool:
    held = select(Pin).where(
        Pin.dialogue_id == dialogue.id, Pin.registration_id == row.entry.id, Pin.taken_back_at.is_(None)
    )
    found = session.scalar(held)
    if found is not None:
        found.taken_back_at = at
        session.flush()
    return found is not None


def record_places(what: str, dialogue: Dialogue, row: Row, then: Row, *, by: str, at: datetime, why: str) -> None:
    """Add a step with one inscription's place to the record."""
    record(
        what,
        by=by,
        at=at,
        dialogue=dialogue.slug,
        about=f"registration:{row.entry.id}",
        before={"place": row.place.number_in_meeting, "meeting": row.place.meeting, "pin": row.entry.pin},
        after={"place": then.place.number_in_meeting, "meeting": then.place.meeting, "pin": then.entry.pin},
        why=why,
    )
