"""What the desk does about a conflict: it puts it aside with a reason, takes it up again, or merges two requests."""

from __future__ import annotations

from datetime import datetime

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.record import record
from rtop_event.refusal import StaleHand
from rtop_event.registrations.merging import merge
from rtop_event.speakers.conflict import Conflict
from rtop_event.speakers.conflict_finding import Found, conflicts_of
from rtop_event.speakers.holding import held
from rtop_event.speakers.models import Dismissal


def versions(found: Found, conflict: Conflict) -> str:
    """What a form shows to have been drawn from these very requests."""
    numbers = [one.id for one in conflict.concerned if not one.slug]
    return "-".join(f"{number}.{found.requests[number].version}" for number in numbers)


def put_aside(dialogue: Dialogue, key: str, *, seen: str, why: str, by: str, at: datetime) -> None:
    """The desk has looked at it and found it to be none. Raises StaleHand when it is no longer there as it was seen."""
    _found, conflict = _at_hand(dialogue, key, seen, at)
    session.add(Dismissal(dialogue_id=dialogue.id, conflict=key, by=by, at=at, why=why))
    session.flush()
    said = {"conflict": str(conflict.told)}
    record("conflict put aside", by=by, at=at, dialogue=dialogue.slug, about="list", after=said, why=why)


def take_up(dialogue: Dialogue, key: str, *, by: str, at: datetime) -> None:
    """Put it before the desk again. Raises StaleHand when nobody has put it aside."""
    held(dialogue)
    for conflict, dismissal in conflicts_of(dialogue, at, "en").aside:
        if conflict.key == key:
            session.delete(dismissal)
            session.flush()
            said = {"conflict": str(conflict.told)}
            record("conflict taken up", by=by, at=at, dialogue=dialogue.slug, about="list", before=said)
            return
    raise StaleHand


def merge_found(
    dialogue: Dialogue,
    key: str,
    *,
    stays: int,
    earlier_counts: bool,
    message: str,
    seen: str,
    why: str,
    by: str,
    at: datetime,
) -> None:
    """Merge the two requests of a conflict into the one that stays. Raises StaleHand when they are not as seen."""
    found, conflict = _at_hand(dialogue, key, seen, at)
    if stays not in conflict.merge:
        raise StaleHand
    kept, gone = found.requests[stays], found.requests[sum(conflict.merge) - stays]
    merge(kept, gone, earlier_counts=earlier_counts, message=message, at=at, by=by, why=why)


def _at_hand(dialogue: Dialogue, key: str, seen: str, at: datetime) -> tuple[Found, Conflict]:
    held(dialogue)
    found = conflicts_of(dialogue, at, "en")
    conflict = next((one for one in found.waiting if one.key == key), None)
    if conflict is None or versions(found, conflict) != seen:
        raise StaleHand
    return found, conflict
