"""What shapes the list as a whole: its order, its limits, and its publication; each recorded."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import Preset
from rtop_event.organisers.record import record
from rtop_event.refusal import StaleHand
from rtop_event.speakers import revisions
from rtop_event.speakers.chain import PRESETS, Chain
from rtop_event.speakers.chain_reading import written
from rtop_event.speakers.counting import counted, kept
from rtop_event.speakers.holding import held, reason_given, unchanged
from rtop_event.speakers.listing import chain_of, facts_of, limits_of
from rtop_event.speakers.models import Revision
from rtop_event.speakers.refusals import AlreadyPublished, DialogueNotPublished, NothingToPublish
from rtop_event.speakers.rules_told import chain_told
from rtop_event.speakers.seen import as_seen, difference, print_of, stored
from rtop_event.speakers.timing import Limits

LIMITS_SET = "limits set"


def choose_order(dialogue: Dialogue, preset: Preset, *, version: int, reason: str, by: str, at: datetime) -> None:
    """Order the list by another preset. Raises StaleHand when the dialogue was changed since, ReasonNeeded."""
    choose_rules(dialogue, preset, PRESETS[preset], version=version, reason=reason, by=by, at=at)


def choose_rules(
    dialogue: Dialogue, preset: Preset, chain: Chain, *, version: int, reason: str, by: str, at: datetime
) -> None:
    """Order the list by rules of its own that began as a preset; those of the preset itself are kept as the preset.

    Raises StaleHand when the dialogue was changed since, ReasonNeeded.
    """
    unchanged(dialogue, version)
    own = [] if chain == PRESETS[preset] else written(chain)
    before = _order_kept(dialogue)
    if (dialogue.order_preset, dialogue.order_chain) == (preset, own):
        return
    reason_given(dialogue, reason)
    dialogue.order_preset, dialogue.order_chain = preset.value, own
    dialogue.changed_at = at
    session.flush()
    record(
        "order chosen",
        by=by,
        at=at,
        dialogue=dialogue.slug,
        about="list",
        before=before,
        after=_order_kept(dialogue),
        why=reason,
    )


def _order_kept(dialogue: Dialogue) -> dict[str, object]:
    """The preset, or the rules chosen instead, as the record tells them."""
    rules = [str(told) for told in chain_told(chain_of(dialogue))] if dialogue.order_chain else []
    return {"order": rules or dialogue.order_preset}


def set_limits(
    dialogue: Dialogue, limits: Limits, changeover: int, *, version: int, reason: str, by: str, at: datetime
) -> None:
    """Set how long statements may last, in seconds. Raises StaleHand when the dialogue was changed since."""
    unchanged(dialogue, version)
    before = made_with(dialogue)
    for name, seconds in asdict(limits).items():
        setattr(dialogue, f"limit_{name}", seconds)
    dialogue.changeover = changeover
    after = made_with(dialogue)
    if before == after:
        return
    reason_given(dialogue, reason)
    dialogue.changed_at = at
    session.flush()
    record(LIMITS_SET, by=by, at=at, dialogue=dialogue.slug, about="list", before=before, after=after, why=reason)


def publish(
    dialogue: Dialogue,
    *,
    note: str,
    seen: str,
    number: int,
    by: str,
    at: datetime,
    restored_from: int | None = None,
) -> Revision:
    """Publish the list as it stands: provisional first, then Rev.1, Rev.2 and so on; what is published never changes.

    `number` is the revision that the desk saw coming, `restored_from` the one that it restores, if any. Raises
    DialogueNotPublished, AlreadyPublished, StaleHand, NothingToPublish.
    """
    held(dialogue)
    if dialogue.published_at is None:
        raise DialogueNotPublished
    listing = facts_of(dialogue).listing()
    places = as_seen(listing)
    last = next(iter(revisions.latest(dialogue)), None)
    if number != (last.number + 1 if last else 0):
        raise AlreadyPublished
    if print_of(places) != seen:
        raise StaleHand
    found = difference(last.places if last else (), places)
    if not found.number:
        raise NothingToPublish(first=last is None)
    added = Revision(
        dialogue_id=dialogue.id,
        number=number,
        published_at=at,
        by=by,
        note=note,
        restored_from=restored_from,
        made_with={**made_with(dialogue), "represented": kept(counted(dialogue, listing))},
        places=[stored(place) for place in places],
    )
    try:
        with session.begin_nested():
            session.add(added)
    except IntegrityError as published_meanwhile:
        raise AlreadyPublished from published_meanwhile
    counts = {
        "places": len(places),
        "came in": len(found.came_in),
        "went out": len(found.went_out),
        "moved": len(found.moved),
        "altered": len(found.altered),
    }
    after = {"list": str(revisions.label(number)), **counts}
    record("list published", by=by, at=at, dialogue=dialogue.slug, about="list", after=after, why=note)
    return added


def made_with(dialogue: Dialogue) -> dict[str, object]:
    """The preset or the chain chosen instead, the limits and the changeover by which the list is made now."""
    chosen = {"chain": written(chain_of(dialogue))} if dialogue.order_chain else {}
    limits = asdict(limits_of(dialogue))
    return {"preset": str(dialogue.order_preset), **chosen, **limits, "changeover": dialogue.changeover}
