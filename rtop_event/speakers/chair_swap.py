"""The chair exchanges the places of two on one list: two moves made as one step, for one reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from http import HTTPStatus

from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.record import record
from rtop_event.refusal import Refusal
from rtop_event.speakers.actions import keep_move
from rtop_event.speakers.bulk_told import NAMES
from rtop_event.speakers.composing import Listing, MadeMove
from rtop_event.speakers.holding import at_hand
from rtop_event.speakers.refusals import IsPinned
from rtop_event.speakers.swapping import after_all
from rtop_event.wording import sentence


class SwapReason(Refusal):
    """Both delegations read why their places were exchanged."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(sentence("Say why these two exchange their places. Nothing was done."))


class OtherList(Refusal):
    """The chair exchanges places of one meeting only."""

    def __init__(self) -> None:
        super().__init__(sentence("Choose two different delegations of one meeting. Nothing was done."))


def anchors(listing: Listing, one: str, other: str) -> Iterator[tuple[str, str | None]]:
    """Whom each is put after, one after the other, so that they stand in each other's place. Raises OtherList."""
    keys = [row.key for row in listing.around(listing.row(one))]
    if one == other or other not in keys:
        raise OtherList
    first, second = sorted((keys.index(one), keys.index(other)))
    yield keys[first], keys[second]
    if second > first + 1:
        yield keys[second], keys[first - 1] if first else None


def swap_places(dialogue: Dialogue, one: str, other: str, *, reason: str, seen: str, by: str, at: datetime) -> None:
    """Each takes the other's place, as two moves of one step that is undone as one.

    Raises StaleHand when the list is not the one that was seen, SwapReason, OtherList, IsPinned.
    """
    facts, listing = at_hand(dialogue, seen)
    rows = listing.row(one), listing.row(other)
    if not reason.strip():
        raise SwapReason
    for row in rows:
        if row.entry.pin is not None:
            raise IsPinned(row.entry.delegation, row.entry.pin)
    began = after_all(facts, at)
    made = [
        MadeMove(None, key, after, reason.strip(), by, began + timedelta(microseconds=number))
        for number, (key, after) in enumerate(anchors(listing, one, other))
    ]
    then = facts.listing(moves=[*facts.moves, *made])
    for move in made:
        keep_move(dialogue, listing, then, move, at)
    entries = [row.entry for row in rows]
    told = {
        "moved": len(made),
        "swapped": [one.english for one in entries],
        NAMES: [(one.iso2, one.english) for one in entries],
    }
    record("moved together", by=by, at=at, dialogue=dialogue.slug, about="list", after=told, why=reason.strip())
