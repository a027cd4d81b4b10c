"""An earlier revision restored: those still on the list in the order that it had, as few moved as possible."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import Preset
from rtop_event.organisers.record import record
from rtop_event.refusal import StaleHand
from rtop_event.speakers import actions, revisions
from rtop_event.speakers.chain_reading import read_chain
from rtop_event.speakers.changes import changes
from rtop_event.speakers.composing import Facts, Listing, MadeMove
from rtop_event.speakers.holding import held, reason_given
from rtop_event.speakers.listing import facts_of
from rtop_event.speakers.models import PlacedMove, Revision
from rtop_event.speakers.publishing import choose_order, made_with, publish, set_limits
from rtop_event.speakers.revisions import Seen
from rtop_event.speakers.seen import PlaceSeen, as_seen, print_of
from rtop_event.speakers.timing import Limits, Timetable


@dataclass(frozen=True)
class Restoration:
    """What restoring would do: the moves, and the lists before and after; `rules` if order and limits come along."""

    revision: Seen
    rules: bool
    moves: tuple[MadeMove, ...]
    now: Listing
    then: Listing

    @property
    def seen(self) -> str:
        """What a form shows to have been drawn from this restoration of this very list."""
        steps = [(move.key, move.after) for move in self.moves]
        return hashlib.sha256(f"{self.rules} {self.now.fingerprint} {steps}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Numbered:
    key: str
    number: int
    meeting: int | None


def restoration(facts: Facts, revision: Seen, *, rules: bool, reason: str, by: str, at: datetime) -> Restoration:
    """The restoration of a revision on the list of these facts; who came since keeps the place that the rules give."""
    now = facts.listing()
    if rules:
        chosen = revision.made_with.get("chain")
        facts = replace(
            facts,
            preset=revision.made_with["preset"],
            own_chain=read_chain(chosen) if chosen else (),
            timetable=_timetable(facts.timetable, revision),
        )
    between = facts.listing()
    last = max([at, *([facts.last_moved_at] if facts.last_moved_at else [])]) + timedelta(microseconds=1)
    moves = tuple(
        MadeMove(None, key, after, reason, by, last + timedelta(microseconds=number))
        for number, (key, after) in enumerate(_steps(between, revision.places))
    )
    return Restoration(revision, rules, moves, now, facts.listing(moves=[*facts.moves, *moves]))


def _timetable(present: Timetable, revision: Seen) -> Timetable:
    return Timetable(present.sittings, limits_then(revision), revision.made_with["changeover"])


def limits_then(revision: Seen) -> Limits:
    """The limits by which a revision was made."""
    names = ("delegation", "group", "organisation", "civil_society")
    return Limits(**{name: revision.made_with[name] for name in names})


def _steps(listing: Listing, places: Sequence[PlaceSeen]) -> Iterator[tuple[str, str | None]]:
    """As few moves as possible that put those still there, and not pinned, into the order of these places."""
    rows = {row.key: row for row in listing.rows if row.entry.pin is None}
    apart = all(
        any(meetings) for meetings in ([row.place.meeting for row in listing.rows], [p.own_list for p in places])
    )
    there = [place for place in places if place.key in rows]

    def home(place: PlaceSeen) -> int | None:
        return place.own_list if apart else rows[place.key].place.meeting

    for meeting, group in groupby(sorted(there, key=lambda place: home(place) or 0), key=home):
        order = [place.key for place in group]
        before = [_Numbered(key, rows[key].place.number, rows[key].place.meeting) for key in order]
        after = [_Numbered(key, number, meeting) for number, key in enumerate(order)]
        moved = {shift.key for shift in changes(before, after).moved}
        for at, key in enumerate(order):
            if key in moved and at:
                yield key, order[at - 1]
            elif key in moved:
                yield from _first(listing, order, moved, abroad=rows[key].place.meeting != meeting)


def _first(
    listing: Listing, order: Sequence[str], moved: set[str], *, abroad: bool
) -> Iterator[tuple[str, str | None]]:
    """Put the first of an order there again: after the newcomers that come before whoever stands still.

    To the front of a list that it is not on (`abroad`) leads only the way over whoever stands still.
    """
    still = next((key for key in order if key not in moved), None)
    if still is None:
        return
    around = [row.key for row in listing.around(listing.row(still)) if row.key not in moved]
    at = around.index(still)
    if at or not abroad:
        yield order[0], around[at - 1] if at else None
    else:
        yield from ((order[0], still), (still, order[0]))


def restore(
    dialogue: Dialogue, number: int, *, rules: bool, note: str, reason: str, seen: str, by: str, at: datetime
) -> Revision:
    """Restore a revision and publish the list as the next one; withdrawn delegations stay out.

    `seen` is the restoration that was looked at. Raises NoSuchRevision, StaleHand, ReasonNeeded.
    """
    held(dialogue)
    revision = revisions.one(dialogue, number)
    found = restoration(facts_of(dialogue), revision, rules=rules, reason=reason, by=by, at=at)
    if found.seen != seen:
        raise StaleHand
    reason_given(dialogue, reason)
    said: dict[str, Any] = {"reason": reason, "by": by, "at": at}
    before = made_with(dialogue)
    if rules:
        choose_order(dialogue, Preset(revision.made_with["preset"]), version=dialogue.version, **said)
        dialogue.order_chain = revision.made_with.get("chain", [])
        changeover = revision.made_with["changeover"]
        session.flush()
        set_limits(dialogue, limits_then(revision), changeover, version=dialogue.version, **said)
    for move in found.moves:
        _move(dialogue, found, move)
    session.flush()
    record(
        "revision restored",
        by=by,
        at=at,
        dialogue=dialogue.slug,
        about="list",
        before=before,
        after={**made_with(dialogue), "restored": str(revisions.label(number)), "moved": len(found.moves)},
        why=reason,
    )
    coming = (revisions.last_number(dialogue) or (-1, at))[0] + 1
    shown = print_of(as_seen(facts_of(dialogue).listing()))
    return publish(dialogue, note=note, seen=shown, number=coming, by=by, at=at, restored_from=number)


def _move(dialogue: Dialogue, found: Restoration, move: MadeMove) -> None:
    before, after = found.now.row(move.key), found.then.row(move.key)
    session.add(
        PlacedMove(
            dialogue_id=dialogue.id,
            registration_id=before.entry.id,
            after_id=None if move.after is None else found.now.row(move.after).entry.id,
            reason=move.reason,
            by=move.by,
            moved_at=move.moved_at,
        )
    )
    actions.record_places("moved", dialogue, before, after, by=move.by, at=move.moved_at, why=move.reason)
