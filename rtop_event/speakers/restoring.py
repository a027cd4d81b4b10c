"""An earlier revision restored: those still on the list in the order that it had, as one fact."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import Preset
from rtop_event.organisers.record import record
from rtop_event.refusal import StaleHand
from rtop_event.speakers import revisions
from rtop_event.speakers.bulk_told import REVISION
from rtop_event.speakers.chain import PRESETS, Chain
from rtop_event.speakers.chain_reading import read_chain
from rtop_event.speakers.composing import Entry, Facts, Listing
from rtop_event.speakers.facts import Arrangement
from rtop_event.speakers.holding import held, reason_given
from rtop_event.speakers.listing import facts_of
from rtop_event.speakers.models import Arrangement as Kept
from rtop_event.speakers.models import Revision
from rtop_event.speakers.publishing import choose_rules, made_with, publish, set_limits
from rtop_event.speakers.refusals import NothingToRestore
from rtop_event.speakers.revisions import Seen
from rtop_event.speakers.seen import as_seen, difference, print_of
from rtop_event.speakers.swapping import after_all
from rtop_event.speakers.timing import Limits, Timetable


@dataclass(frozen=True)
class Restoration:
    """What restoring would do: the order, and the lists before and after; `rules` if rules and limits come too.

    `other_rules` if the rules that come are not those of now.
    """

    revision: Seen
    rules: bool
    order: Arrangement
    now: Listing
    then: Listing
    other_rules: bool

    @property
    def seen(self) -> str:
        """What a form shows to have been drawn from this restoration of this very list."""
        return hashlib.sha256(f"{self.rules} {self.now.fingerprint} {self.order.lists}".encode()).hexdigest()[:16]

    @property
    def changes(self) -> bool:
        """Whether anybody would stand elsewhere, or speak at another time or for another time."""
        return self.other_rules or difference(as_seen(self.now), as_seen(self.then)).number > 0

    def published_with(self, last: Seen | None) -> bool:
        """Whether the list would differ from the one that was last published, so that a revision has something new."""
        return difference(last.places if last else (), as_seen(self.then)).number > 0


def restoration(facts: Facts, revision: Seen, *, rules: bool, reason: str, at: datetime) -> Restoration:
    """The restoration of a revision on the list of these facts; who came since stands where the rules put it."""
    now, present = facts.listing(), facts.chain
    if rules:
        facts = replace(
            facts,
            preset=revision.made_with["preset"],
            own_chain=_own_chain(revision),
            timetable=_timetable(facts.timetable, revision),
        )
    lists = _lists(facts.entries, revision)
    order = Arrangement(lists, reason, after_all(facts, at), revision.number, revision.published_at)
    then = facts.listing(arrangements=[*facts.arrangements, order])
    return Restoration(revision, rules, order, now, then, facts.chain != present)


def _lists(entries: Sequence[Entry], revision: Seen) -> tuple[tuple[int | None, tuple[str, ...]], ...]:
    """Each list of the revision in its order, without those who took their place anew since."""
    since = {entry.key: entry.requested_at for entry in entries}
    lists: dict[int | None, list[str]] = {}
    for place in revision.places:
        if place.key in since and since[place.key] <= revision.published_at:
            lists.setdefault(place.own_list, []).append(place.key)
    return tuple((meeting, tuple(keys)) for meeting, keys in lists.items())


def _own_chain(revision: Seen) -> Chain:
    """The rules that an organiser had chosen instead of the preset, if any."""
    chosen = revision.made_with.get("chain")
    return read_chain(chosen) if chosen else ()


def _timetable(present: Timetable, revision: Seen) -> Timetable:
    return Timetable(present.sittings, limits_then(revision), revision.made_with["changeover"])


def limits_then(revision: Seen) -> Limits:
    """The limits by which a revision was made."""
    names = ("delegation", "group", "organisation", "civil_society")
    return Limits(**{name: revision.made_with[name] for name in names})


def restore(
    dialogue: Dialogue, number: int, *, rules: bool, note: str, reason: str, seen: str, by: str, at: datetime
) -> Revision | None:
    """Restore the order of a revision and publish the list as the next one; who has withdrawn stays out.

    None where the list is then the published one again, so that no revision has anything new to say. `seen` is the
    restoration that was looked at. Raises NoSuchRevision, StaleHand, NothingToRestore, ReasonNeeded.
    """
    held(dialogue)
    revision = revisions.one(dialogue, number)
    found = restoration(facts_of(dialogue), revision, rules=rules, reason=reason, at=at)
    if found.seen != seen:
        raise StaleHand
    if not found.changes:
        raise NothingToRestore
    reason_given(dialogue, reason)
    said: dict[str, Any] = {"reason": reason, "by": by, "at": at}
    before = made_with(dialogue)
    if rules:
        preset, changeover = Preset(revision.made_with["preset"]), revision.made_with["changeover"]
        choose_rules(dialogue, preset, _own_chain(revision) or PRESETS[preset], version=dialogue.version, **said)
        set_limits(dialogue, limits_then(revision), changeover, version=dialogue.version, **said)
    _keep(dialogue, found.order, by=by)
    record(
        "revision restored",
        by=by,
        at=at,
        dialogue=dialogue.slug,
        about="list",
        before=before,
        after={
            **made_with(dialogue),
            "restored": str(revisions.label(number)),
            "moved": _moved(found),
            REVISION: number,
        },
        why=reason,
    )
    last = revisions.latest(dialogue)[0]
    if not found.published_with(last):
        return None
    shown = print_of(as_seen(facts_of(dialogue).listing()))
    return publish(dialogue, note=note, seen=shown, number=last.number + 1, by=by, at=at, restored_from=number)


def _keep(dialogue: Dialogue, order: Arrangement, *, by: str) -> None:
    lists = [{"meeting": meeting, "registrations": [int(key) for key in keys]} for meeting, keys in order.lists]
    session.add(
        Kept(
            dialogue_id=dialogue.id,
            revision=order.revision,
            published_at=order.published_at,
            lists=lists,
            reason=order.reason,
            by=by,
            arranged_at=order.arranged_at,
        )
    )
    session.flush()


def _moved(found: Restoration) -> int:
    return len(difference(as_seen(found.now), as_seen(found.then)).moved)
