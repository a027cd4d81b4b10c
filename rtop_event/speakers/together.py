"""Several inscriptions moved together: directly after another one, or each to the end of its level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.record import record
from rtop_event.refusal import Refusal
from rtop_event.speakers import actions
from rtop_event.speakers.bulk_told import NAMES
from rtop_event.speakers.composing import Facts, Listing, MadeMove, Row
from rtop_event.speakers.holding import at_hand, reason_given
from rtop_event.speakers.refusals import IsPinned
from rtop_event.speakers.swapping import after_all
from rtop_event.wording import sentence

Pair = tuple[Row, Row]


class AllStandThere(Refusal):
    """The moves would change nothing."""

    def __init__(self) -> None:
        super().__init__(sentence("Nothing would change: all of them stand there already."))


def anchors(listing: Listing, keys: Sequence[str], after: str | None) -> list[tuple[str, str]]:
    """Whom each of these is put after, in the order of the list; `after` None: the last of its level.

    They follow each other. One whose level has nobody else in its list stays where it is.
    """
    chosen = [row for row in listing.rows if row.key in set(keys)]
    last: dict[tuple[object, ...], str] = {}
    if after is None:
        last = {_level(row): row.key for row in listing.rows if row not in chosen}
    found = []
    for row in chosen:
        where = _level(row) if after is None else ()
        anchor = last.get(where, after)
        if anchor is not None:
            found.append((row.key, anchor))
            last[where] = row.key
    return found


def move_together(
    dialogue: Dialogue, keys: Sequence[str], *, after: str | None, reason: str, seen: str, by: str, at: datetime
) -> list[Pair]:
    """Move them all, or none; returns the rows that moved, before and after.

    Raises StaleHand, NotFound, ReasonNeeded, IsPinned, AllStandThere.
    """
    facts, listing = at_hand(dialogue, seen)
    rows = [listing.row(key) for key in keys]
    reason_given(dialogue, reason)
    for row in rows:
        if row.entry.pin is not None:
            raise IsPinned(row.entry.delegation, row.entry.pin)
    made = _made(facts, anchors(listing, keys, after), reason, by, at)
    then = facts.listing(moves=[*facts.moves, *made])
    if then.order == listing.order:
        raise AllStandThere
    pairs = [actions.keep_move(dialogue, listing, then, move, at) for move in made]
    anchor = None if after is None else listing.row(after).entry
    counted = {
        "moved": len(made),
        "after": anchor.english if anchor else None,
        **({NAMES: [(anchor.iso2, anchor.english)]} if anchor else {}),
    }
    record("moved together", by=by, at=at, dialogue=dialogue.slug, about="list", after=counted, why=reason)
    return pairs


def _level(row: Row) -> tuple[object, ...]:
    """What stands together on its list: a level of a block."""
    return row.place.meeting, row.entry.block, row.entry.level


def _made(facts: Facts, pairs: Sequence[tuple[str, str]], reason: str, by: str, at: datetime) -> list[MadeMove]:
    first = after_all(facts, at)
    return [
        MadeMove(None, key, after, reason, by, first + timedelta(microseconds=number))
        for number, (key, after) in enumerate(pairs)
    ]
